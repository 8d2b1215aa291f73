// corridor run SCENARIO: simulate, write the results folder, show the summary.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <memory>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/experiment/replications.hpp"
#include "sim/report/distance_files.hpp"
#include "sim/report/geojson.hpp"
#include "sim/report/page.hpp"
#include "sim/report/page_data.hpp"
#include "sim/report/progress.hpp"
#include "sim/report/run_summary.hpp"
#include "sim/store/csv.hpp"
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

/// What a run leaves: words for people, and the texts of its files, summary.json first.
struct RunFiles {
  report::RunReport shown;
  std::vector<std::pair<std::string, std::string>> texts;
};

/// The page takes about as long as all other files together, so they are made side by side.
RunFiles make_files(const scenario::Scenario& s, const RunResult& result, const std::string& manifest,
                    unsigned threads) {
  RunFiles out;
  std::string page_json, page, distance_csv, distance_svg;
  const auto make_page = [&] {
    out.shown = report::describe_run(result.summary, result.tables);
    const nlohmann::ordered_json data = report::page_data(s, result, out.shown);
    page_json = report::page_text(data);
    distance_csv = store::to_csv(report::distance_table(data));
    distance_svg = report::distance_svg(data);
    report::PageResults shown;
    shown.runs.push_back({out.shown, page_json, manifest, {}});
    page = report::results_page(shown);
  };
  std::string summary, links, places, flows;
  std::vector<std::string> tables(result.tables.size());
  const std::vector<std::function<void()>> makers{
      make_page,
      [&] { summary = store::to_json(result.summary); },
      [&] { flows = report::flows_geojson(result); },
      [&] { links = report::links_geojson(result); },
      [&] { places = report::places_geojson(result); },
      [&] { std::ranges::transform(result.tables, tables.begin(), store::to_csv); },
  };
  experiment::side_by_side(makers.size(), threads, [&](std::size_t i) { makers[i](); });

  const auto add = [&](std::string name, std::string& text) {
    out.texts.emplace_back(std::move(name), std::move(text));
  };
  add("summary.json", summary);
  for (std::size_t i = 0; i < tables.size(); ++i) add(result.tables[i].name + ".csv", tables[i]);
  add("report.html", page);
  add("page.json", page_json);
  add("distance.csv", distance_csv);
  add("distance.svg", distance_svg);
  add("links.geojson", links);
  add("places.geojson", places);
  add("flows.geojson", flows);
  return out;
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

  RunFiles files;
  {
    const Writing guard(session.around);
    store::Manifest manifest = recording.manifest(s->files, s->resolved, options->threads);
    manifest.events = result->events;
    const experiment::Spent& spent = result->spent;
    manifest.cpu_s = {{"loading", loaded_s},
                      {"world", spent.world},
                      {"simulation", spent.simulation},
                      {"figures", spent.figures},
                      {"whole", cpu_seconds() - started_s}};
    files = make_files(*s, *result, store::to_json(manifest), options->threads);
    if (const Result<void> written = store::write_files(out, files.texts, manifest); !written) {
      return session.fail(ExitCode::failed, written.error());
    }
  }
  if (session.as_json()) {
    session.print(files.texts.front().second);
  } else {
    session.print(report::to_text(files.shown, session.look()));
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
