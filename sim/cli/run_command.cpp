// corridor run SCENARIO: simulate, write the results folder, show the summary.

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <thread>

#include "sim/cli/session.hpp"
#include "sim/experiment/replications.hpp"
#include "sim/report/geojson.hpp"
#include "sim/report/page.hpp"
#include "sim/report/page_data.hpp"
#include "sim/report/progress.hpp"
#include "sim/report/run_summary.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::RunFailure;
using experiment::RunResult;
using Clock = std::chrono::system_clock;

struct Options {
  std::string scenario, out;
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  unsigned threads = 0;
  bool lots = false, fixed = false;
};

experiment::RunOptions run_options(const Options& o, const scenario::Settings& settings) {
  experiment::RunOptions run;
  run.seed = o.seed.value_or(settings.seed);
  run.replications = o.replications.value_or(settings.replications);
  run.threads = o.threads;
  run.draw_ranges = !o.fixed;
  run.lots = o.lots;
  return run;
}

std::string compiler() {
#if defined(__clang__)
  return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

/// Seconds of the processor that the program has used so far, all threads together.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

store::Manifest manifest(const Session& session, const scenario::Scenario& s,
                         const experiment::RunOptions& run, Clock::time_point began) {
  store::Manifest m;
  m.version = version();
  m.compiler = compiler();
  m.command = session.arguments;
  m.command.insert(m.command.begin(), "corridor");
  m.started = to_iso(std::chrono::floor<std::chrono::seconds>(began));
  m.wall_time_s = std::chrono::duration<double>(Clock::now() - began).count();
  m.threads = run.threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : run.threads;
  m.inputs = store::hash_inputs(s.files);
  m.changes = s.resolved;
  return m;
}

/// Holds off signals while results are being written.
class Writing {
 public:
  explicit Writing(const Surroundings& around) : around_(around) { tell(Phase::writing); }
  ~Writing() { tell(Phase::reading); }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

 private:
  void tell(Phase phase) const {
    if (around_.phase) around_.phase(phase);
  }
  const Surroundings& around_;
};

ExitCode code_of(RunFailure::Kind kind, const Surroundings& around) {
  switch (kind) {
    case RunFailure::Kind::input:
      return ExitCode::bad_input;
    case RunFailure::Kind::broken:
      return ExitCode::failed;
    case RunFailure::Kind::stopped:
      return around.was_terminated && around.was_terminated() ? ExitCode::terminated : ExitCode::interrupted;
  }
  return ExitCode::failed;
}

tl::expected<RunResult, RunFailure> simulate(const Session& session, const scenario::Scenario& s,
                                             experiment::RunOptions& run) {
  const Surroundings& around = session.around;
  report::ProgressLine progress(around.err, around.err_is_terminal, around.width, "replications");
  if (!session.common.quiet) {
    run.progress = [&](const experiment::Progress& p) { progress.show(p.done, p.total); };
  }
  run.stop = around.stop;
  if (around.phase) around.phase(Phase::running);
  auto result = experiment::run_replications(s, run);
  progress.finish();
  return result;
}

ExitCode run(Session& session, const Options& o) {
  const Clock::time_point began = Clock::now();
  const double started_s = cpu_seconds();
  const fs::path out = o.out.empty() ? fs::path("results") / fs::path(o.scenario).stem() : fs::path(o.out);
  const Result<scenario::Scenario> s = session.load(o.scenario);
  if (!s) return session.fail(ExitCode::bad_input, s.error());
  if (const Result<void> free = store::check_target(out); !free)
    return session.fail(ExitCode::bad_input, free.error());

  const double loaded_s = cpu_seconds() - started_s;
  experiment::RunOptions options = run_options(o, s->settings);
  tl::expected<RunResult, RunFailure> result = simulate(session, *s, options);
  if (!result) return session.fail(code_of(result.error().kind, session.around), result.error().diagnostics);

  const report::RunReport shown = report::describe_run(result->summary, result->tables);
  {
    const Writing guard(session.around);
    store::Results results{result->summary, result->tables, manifest(session, *s, options, began), {}};
    results.manifest.events = result->events;
    const experiment::Spent& spent = result->spent;
    results.manifest.cpu_s = {{"loading", loaded_s},
                              {"world", spent.world},
                              {"simulation", spent.simulation},
                              {"figures", spent.figures},
                              {"whole", cpu_seconds() - started_s}};
    const std::string page = report::page_data(*s, *result);
    results.files.emplace_back("report.html",
                               report::run_page({shown, page, store::to_json(results.manifest)}));
    results.files.emplace_back("page.json", page);
    results.files.emplace_back("links.geojson", report::links_geojson(*result));
    results.files.emplace_back("places.geojson", report::places_geojson(*result));
    results.files.emplace_back("flows.geojson", report::flows_geojson(*result));
    if (const Result<void> written = store::write_results(out, results); !written) {
      return session.fail(ExitCode::failed, written.error());
    }
  }
  if (session.as_json()) {
    session.print(store::to_json(result->summary));
  } else {
    session.print(report::to_text(shown, session.look()));
    session.print(fmt::format("\nResults: {}\n", out.generic_string()));
  }
  return ExitCode::done;
}

}  // namespace

void add_run(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app, session, "run", "Simulate a scenario: progress, a summary, and a folder of results",
      "corridor run scenarios/NAME.yaml --replications 10 --set model.value_of_time=\"0.2 USD/t/day\"");
  const auto o = std::make_shared<Options>();
  command->add_option("SCENARIO", o->scenario, "The scenario file (YAML)")->required()->type_name("");
  command->add_option("--out", o->out, "Folder of results; default results/<name of the scenario file>")
      ->type_name("DIR");
  command->add_option("--seed", o->seed, "Seed of all chance; default: what the scenario says")
      ->type_name("N");
  command
      ->add_option("--replications", o->replications,
                   "Runs that differ by chance; default: what the scenario says")
      ->check(CLI::Range(1, 1000000).description(""))
      ->type_name("N");
  command->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  command->add_flag("--fixed-figures", o->fixed,
                    "Take guessed figures as written; do not draw them from their ranges");
  command->add_flag("--lots", o->lots, "Write lots.csv too: every lot of the first replication");
  add_common_options(*command, session, true);
  command->final_callback([&session, o] { session.action = [&session, o] { return run(session, *o); }; });
}

}  // namespace corridor::cli
