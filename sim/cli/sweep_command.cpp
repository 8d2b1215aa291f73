// corridor sweep STUDY: run what a study has not run yet, into one file of results.

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <memory>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/cli/study_answer.hpp"
#include "sim/experiment/break_even.hpp"
#include "sim/experiment/invest.hpp"
#include "sim/experiment/sweep.hpp"
#include "sim/report/study_page.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::RunFailure;

struct SweepArguments {
  std::string study, out, folder, shard;
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  unsigned threads = 0;
  bool dry_run = false, update = false;
};

/// 7/200: shard 7 of 200.
Result<void> read_shard(const std::string& text, experiment::SweepOptions& options) {
  if (text.empty()) return {};
  const auto slash = text.find('/');
  const auto number = [&](std::size_t from, std::size_t to) {
    int n = 0;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, n);
    return error == std::errc{} && end == text.data() + to ? n : 0;
  };
  if (slash != std::string::npos) {
    options.shard = number(0, slash);
    options.shards = number(slash + 1, text.size());
  }
  if (slash != std::string::npos && options.shards >= 1 && options.shards <= 1'000'000 &&
      options.shard >= 1 && options.shard <= options.shards)
    return {};
  return tl::unexpected(
      Diagnostics{fault_of("--shard", fmt::format("`{}` is no shard", text),
                           "a number and how many there are: 7/200, from 1/200 to 200/200")});
}

fs::path store_of(const SweepArguments& o, const experiment::Sweep& sweep) {
  if (!o.out.empty()) return o.out;
  const store::StudyPlan& plan = sweep.plan;
  const std::string shard = plan.shards > 1 ? fmt::format("-shard-{}-of-{}", plan.shard, plan.shards) : "";
  return fs::path("results") / fmt::format("{}{}.sqlite", plan.study, shard);
}

unsigned threads_of(const SweepArguments& o) {
  experiment::Pace pace;
  pace.threads = o.threads;
  return experiment::threads_for(pace, 1'000'000);
}

ExitCode dry_run(Session& session, const SweepArguments& o, const experiment::Sweep& sweep,
                 const fs::path& file) {
  std::vector<std::int64_t> done;
  std::error_code error;
  if (fs::exists(file, error)) {
    const Result<store::StudyStore> store = store::StudyStore::read(file);
    if (!store) return session.fail(ExitCode::bad_input, store.error());
    if (store->plan().print == sweep.plan.print && store->plan().results == sweep.plan.results)
      done = store->done();
  }
  if (session.around.phase) session.around.phase(Phase::running);
  const unsigned threads = threads_of(o);
  const auto e = experiment::estimate_sweep(sweep, done, threads);
  if (!e) return session.fail(code_of(e.error().kind, session.around), e.error().diagnostics);
  if (session.as_json()) {
    session.print_json(Json{{"units", e->units},
                            {"done", e->done},
                            {"store", file.generic_string()},
                            {"points", sweep.points.size()},
                            {"replications", sweep.plan.replications},
                            {"seconds_left", e->left.count()}});
    return ExitCode::done;
  }
  session.print(fmt::format(
      "{}: {} units ({} points x {} replications{}), {} done.\n", sweep.plan.title, counted(e->units),
      counted(static_cast<std::int64_t>(sweep.points.size())), sweep.plan.replications,
      sweep.plan.shards > 1 ? fmt::format(", shard {}/{}", sweep.plan.shard, sweep.plan.shards) : "",
      counted(e->done)));
  if (e->done < e->units) {
    session.print(fmt::format("About {} left on {} threads: one unit took {:.2g} s.\n",
                              report::rough_duration(e->left), threads, e->unit.count()));
  }
  return ExitCode::done;
}

tl::expected<experiment::SweepResult, RunFailure> run_all(const Session& session, const SweepArguments& o,
                                                          const experiment::Sweep& sweep,
                                                          store::StudyStore& store) {
  const Surroundings& around = session.around;
  report::ProgressLine progress(around.err, around.err_is_terminal, around.width, "units");
  auto result = experiment::run_sweep(sweep, store, pace_of(session, o.threads, progress));
  progress.finish();
  return result;
}

/// What the one project of a study may cost. None: the study has no appraisal, or not one project.
struct Works {
  experiment::InvestQuestion question;
  Period measure;
};
Result<std::optional<Works>> works_of(const scenario::Study& study, const scenario::Scenario& base) {
  const scenario::StudySection* projects = study.section("projects");
  if (projects == nullptr || projects->records.size() != 1 || study.section("appraisal") == nullptr)
    return std::nullopt;
  Result<experiment::InvestQuestion> question = experiment::read_invest(study, base);
  if (!question) return tl::unexpected(question.error());
  return Works{std::move(*question), base.settings.measure};
}

void show_break_even(const Session& session, const Works& works, const store::StudyStore& store) {
  const experiment::InvestProject& project = works.question.projects.front();
  const auto costs = experiment::break_even_costs(store.plan(), store.samples(false), {"worth", "best_worth"},
                                                  works.question.terms, project.cost, works.measure);
  const report::Table table = report::break_even_table(costs, project.name, project.cost.capex_usd);
  if (!table.rows.empty()) session.print("\n" + report::to_text(table, session.look()));
}

ExitCode answer(Session& session, const SweepArguments& o, const store::StudyStore& store,
                const experiment::SweepResult& r, const fs::path& file, const std::optional<Works>& works) {
  const auto done = static_cast<std::int64_t>(store.done().size());
  const Result<report::RunReport> words = write_study(store, file, o.folder);
  if (!words) return session.fail(ExitCode::failed, words.error());
  if (session.as_json()) {
    session.print_json(Json{{"units", r.units},
                            {"done", done},
                            {"store", file.generic_string()},
                            {"before", r.before},
                            {"computed", r.computed},
                            {"copied", r.copied}});
    return ExitCode::done;
  }
  session.print(fmt::format("{}\n{} units, all done: {} before, {} computed now, {} the same as another.\n",
                            store.plan().title, counted(r.units), counted(r.before), counted(r.computed),
                            counted(r.copied)));
  if (store.plan().shards == 1) {
    show_study(session, *words, file);
    if (works) show_break_even(session, *works, store);
  }
  session.print(fmt::format("Results: {}\n", file.generic_string()));
  if (!o.folder.empty()) session.print(fmt::format("Exported: {}\n", o.folder));
  return ExitCode::done;
}

ExitCode sweep(Session& session, const SweepArguments& o) {
  experiment::SweepOptions options{o.seed, o.replications, 1, 1};
  if (const Result<void> shard = read_shard(o.shard, options); !shard)
    return session.fail(ExitCode::bad_input, shard.error());
  const Result<scenario::Study> study = scenario::read_study(o.study);
  if (!study) return session.fail(ExitCode::bad_input, study.error());
  const Result<scenario::LoadOptions> load = session.load_options();
  if (!load) return session.fail(ExitCode::bad_input, load.error());
  const Result<scenario::Scenario> base = scenario::load_base(*study, *load);
  if (!base) return session.fail(ExitCode::bad_input, base.error());
  session.warn(base->warnings);
  const Result<experiment::Sweep> sweep = experiment::plan_sweep(*study, *base, options);
  if (!sweep) return session.fail(ExitCode::bad_input, sweep.error());
  if (const Result<void> moved = scenario::check_study(*study, *base); !moved)
    return session.fail(ExitCode::bad_input, moved.error());
  const Result<std::optional<Works>> works = works_of(*study, *base);
  if (!works) return session.fail(ExitCode::bad_input, works.error());
  const fs::path file = store_of(o, *sweep);
  if (o.dry_run) return dry_run(session, o, *sweep, file);
  if (const Result<void> free = o.folder.empty() ? Result<void>{} : store::check_export(o.folder); !free)
    return session.fail(ExitCode::bad_input, free.error());
  Result<store::StudyStore> store = store::StudyStore::open(file, sweep->plan, o.update);
  if (!store) return session.fail(ExitCode::bad_input, store.error());
  const auto result = run_all(session, o, *sweep, *store);
  if (!result) return session.fail(code_of(result.error().kind, session.around), result.error().diagnostics);
  return answer(session, o, *store, *result, file, *works);
}

}  // namespace

void add_sweep(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app, session, "sweep",
      "Run a study: many variants x replications, into one file; the same command goes on where it stopped",
      "corridor sweep scenarios/studies/NAME.yaml --dry-run");
  const auto o = std::make_shared<SweepArguments>();
  command->add_option("STUDY", o->study, "The study file (YAML)")->required()->type_name("");
  command->add_option("--out", o->out, "File of results; default results/<name of the study file>.sqlite")
      ->type_name("FILE");
  command->add_option("--seed", o->seed, "Seed of all chance; default: what the study or its base says")
      ->type_name("N");
  command
      ->add_option("--replications", o->replications,
                   "Runs at each point that differ by chance; default: what the study or its base says")
      ->check(CLI::Range(1, 100000).description(""))
      ->type_name("N");
  command->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  command
      ->add_option("--shard", o->shard, "Run one of several equal parts, each into a file of its own: 7/200")
      ->type_name("K/N");
  command->add_option("--export", o->folder, "Folder for CSV files and a snapshot, written once all is done")
      ->type_name("DIR");
  command->add_flag("--dry-run", o->dry_run,
                    "Say how many units there are and how long they take; keep nothing");
  command->add_flag("--update", o->update,
                    "Where the study has changed: keep the units that are still the same, drop the others");
  add_common_options(*command, session, true);
  command->final_callback([&session, o] { session.action = [&session, o] { return sweep(session, *o); }; });
}

}  // namespace corridor::cli
