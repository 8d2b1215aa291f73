// corridor run SCENARIO: simulate, write the results folder, show the summary.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/replications.hpp"
#include "sim/report/distance_files.hpp"
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

constexpr int kFirstLook = 10;  ///< replications before a precision is judged, unless fewer are asked for

struct RunArguments {
  std::string scenario, out, precision;
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  int most = 1000;
  unsigned threads = 0;
  bool lots = false, fixed = false;
};

Result<experiment::RunOptions> run_options(const RunArguments& o, const scenario::Settings& settings) {
  experiment::RunOptions run;
  run.seed = o.seed.value_or(settings.seed);
  run.replications = o.replications.value_or(settings.replications);
  run.threads = o.threads;
  run.draw_ranges = !o.fixed;
  run.lots = o.lots;
  auto report = experiment::figures_asked(settings.report);
  if (!report) return tl::make_unexpected(report.error());
  run.report = std::move(*report);
  run.precision = settings.precision;
  run.most = o.most;
  if (!o.precision.empty()) {
    const Result<double> share = read_precision(o.precision);
    if (!share) return tl::make_unexpected(share.error());
    run.precision = *share;
  }
  if (run.precision > 0) run.replications = std::max(run.replications, o.replications ? 2 : kFirstLook);
  return run;
}

/// Seconds of the processor that the program has used so far, all threads together.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

tl::expected<RunResult, RunFailure> simulate(const Session& session, const scenario::Scenario& s,
                                             experiment::RunOptions& run) {
  const Surroundings& around = session.around;
  report::ProgressLine progress(around.err, around.err_is_terminal, around.width, "replications");
  const experiment::Pace pace = pace_of(session, run.threads, progress);
  run.progress = pace.progress;
  run.stop = pace.stop;
  auto result = experiment::run_replications(s, run);
  progress.finish();
  return result;
}

ExitCode run(Session& session, const RunArguments& o) {
  const Recording recording(session);
  const double started_s = cpu_seconds();
  const fs::path out = o.out.empty() ? fs::path("results") / fs::path(o.scenario).stem() : fs::path(o.out);
  const Result<scenario::Scenario> s = session.load(o.scenario);
  if (!s) return session.fail(ExitCode::bad_input, s.error());
  if (const Result<void> free = store::check_target(out); !free)
    return session.fail(ExitCode::bad_input, free.error());

  Result<experiment::RunOptions> options = run_options(o, s->settings);
  if (!options) return session.fail(ExitCode::bad_input, options.error());
  const double loaded_s = cpu_seconds() - started_s;
  tl::expected<RunResult, RunFailure> result = simulate(session, *s, *options);
  if (!result) return session.fail(code_of(result.error().kind, session.around), result.error().diagnostics);

  const report::RunReport shown = report::describe_run(result->summary, result->tables);
  std::string text;  // for --format json
  {
    const Writing guard(session.around);
    store::Results results;
    results.manifest = recording.manifest(s->files, s->resolved, options->threads);
    results.manifest.events = result->events;
    const experiment::Spent& spent = result->spent;
    results.manifest.cpu_s = {{"loading", loaded_s},
                              {"world", spent.world},
                              {"simulation", spent.simulation},
                              {"figures", spent.figures},
                              {"whole", cpu_seconds() - started_s}};
    const nlohmann::ordered_json page_data = report::page_data(*s, *result, shown);
    const std::string page = report::page_text(page_data);
    report::PageResults shown_page;
    shown_page.runs.push_back({shown, page, store::to_json(results.manifest), {}});
    results.files.emplace_back("report.html", report::results_page(shown_page));
    results.files.emplace_back("page.json", page);
    results.files.emplace_back("distance.csv", store::to_csv(report::distance_table(page_data)));
    results.files.emplace_back("distance.svg", report::distance_svg(page_data));
    results.files.emplace_back("links.geojson", report::links_geojson(*result));
    results.files.emplace_back("places.geojson", report::places_geojson(*result));
    results.files.emplace_back("flows.geojson", report::flows_geojson(*result));
    results.summary = std::move(result->summary);  // hundreds of megabytes for ten years of everything
    results.tables = std::move(result->tables);
    if (const Result<void> written = store::write_results(out, results); !written) {
      return session.fail(ExitCode::failed, written.error());
    }
    if (session.as_json()) text = store::to_json(results.summary);
  }
  if (session.as_json()) {
    session.print(text);
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
  const auto o = std::make_shared<RunArguments>();
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
  command
      ->add_option("--precision", o->precision,
                   "Replicate until noise is no more than this share of the mean, such as 2%")
      ->type_name("SHARE");
  command->add_option("--at-most", o->most, "Replications at most with a precision; default: 1000")
      ->check(CLI::Range(2, 100000).description(""))
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
