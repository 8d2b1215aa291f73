// corridor compare BASE WHATIF...: run them with the same luck, say which differences are real.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/compare.hpp"
#include "sim/experiment/replications.hpp"
#include "sim/report/compare_report.hpp"
#include "sim/report/page.hpp"
#include "sim/report/page_data.hpp"
#include "sim/report/progress.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::CompareOptions;
using experiment::NamedFigure;
using experiment::Target;

constexpr int kFewest = 10;  ///< replications where neither the planner nor BASE asks for more
/// What the page draws beside the intervals: the base and so many what-ifs less one, so many runs of each.
constexpr std::size_t kMostDrawn = 3;
constexpr int kDrawnReplications = 10;

struct CompareArguments {
  std::vector<std::string> scenarios, targets;
  std::string out, figure, precision, swings = "screened";
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  int most = 1000;
  unsigned threads = 0;
  bool fixed = false, independent = false, by_month = false;
};

Result<std::vector<scenario::Scenario>> load_all(const Session& session,
                                                 const std::vector<std::string>& files) {
  std::vector<scenario::Scenario> out;
  Diagnostics faults;
  std::set<std::string> names;
  for (const std::string& file : files) {
    Result<scenario::Scenario> s = session.load(file);
    if (!s) {
      faults.insert(faults.end(), s.error().begin(), s.error().end());
      continue;
    }
    if (!names.insert(s->name).second)
      faults.push_back(fault_of(file, fmt::format("two scenarios are called `{}`", s->name),
                                "files of different names, so that results can be told apart"));
    out.push_back(std::move(*s));
  }
  if (!faults.empty()) return tl::make_unexpected(faults);
  return out;
}

Diagnostic fault_of(const std::string& option, const scenario::TextFault& fault) {
  return cli::fault_of(option, fault.found, fault.expected);
}

/// Targets of the command line, then those that scenarios say, each once.
void read_targets(const CompareArguments& o, const std::vector<scenario::Scenario>& scenarios,
                  CompareOptions& options, Diagnostics& faults) {
  std::set<std::string> seen;
  const auto read = [&](const std::string& text, Diagnostic where) {
    if (!seen.insert(text).second) return;
    auto target = Target::read(text);
    if (target) return options.targets.push_back(std::move(*target));
    where.found = target.error().found;
    where.expected = target.error().expected;
    faults.push_back(std::move(where));
  };
  for (const std::string& text : o.targets) read(text, cli::fault_of("--target", "", ""));
  for (const scenario::Scenario& s : scenarios) {
    for (const scenario::Said& said : s.settings.targets)
      read(said.text, {Severity::error, said.file, said.mark.line, said.mark.column, "targets", "", ""});
  }
}

Result<CompareOptions> read_options(const CompareArguments& o,
                                    const std::vector<scenario::Scenario>& scenarios) {
  CompareOptions options;
  Diagnostics faults;
  const scenario::Settings& base = scenarios.front().settings;
  options.seed = o.seed.value_or(base.seed);
  options.replications = o.replications.value_or(std::max(base.replications, kFewest));
  options.most = o.most;
  options.draw_ranges = !o.fixed;
  options.independent = o.independent;
  options.by_month = o.by_month;
  options.swings = o.swings == "none"  ? CompareOptions::Swings::none
                   : o.swings == "all" ? CompareOptions::Swings::all
                                       : CompareOptions::Swings::screened;
  options.precision = base.precision;
  if (!o.precision.empty()) {
    const Result<double> share = read_precision(o.precision);
    if (share)
      options.precision = *share;
    else
      faults.insert(faults.end(), share.error().begin(), share.error().end());
  }
  if (options.precision > 0 && options.replications < 2)
    faults.push_back(cli::fault_of("--replications", "a precision cannot be judged from one replication",
                                   "2 or more for the first look"));
  if (!o.figure.empty()) {
    auto figure = NamedFigure::read(o.figure);
    if (figure)
      options.figure = std::move(*figure);
    else
      faults.push_back(fault_of("--figure", figure.error()));
  }
  read_targets(o, scenarios, options, faults);
  if (!faults.empty()) return tl::make_unexpected(faults);
  return options;
}

fs::path folder_for(const CompareArguments& o, const std::vector<scenario::Scenario>& scenarios) {
  if (!o.out.empty()) return o.out;
  std::string name = "compare";
  for (const scenario::Scenario& s : scenarios) name += "-" + s.name;
  if (name.size() > 120)
    name = fmt::format("compare-{}-and-{}", scenarios.front().name, scenarios.size() - 1);
  return fs::path("results") / name;
}

using Runs = tl::expected<std::vector<report::PageRun>, experiment::RunFailure>;

/// Runs of the base and of the first what-ifs under the luck of the comparison, for what the page draws of
/// each; manifests are left empty.
Runs runs_to_draw(const std::vector<scenario::Scenario>& scenarios, const CompareOptions& options, int done) {
  std::vector<report::PageRun> runs;
  for (const scenario::Scenario& s : scenarios) {
    if (runs.size() == kMostDrawn) break;
    experiment::RunOptions run;
    run.seed = options.seed;
    run.replications = std::min(done, kDrawnReplications);
    run.threads = options.pace.threads;
    run.draw_ranges = false;
    run.stop = options.pace.stop;
    auto result = experiment::run_replications(s, run);
    if (!result) return tl::unexpected(std::move(result.error()));
    const auto page = report::page_data(s, *result, report::describe_run(result->summary, result->tables));
    runs.push_back({report::describe_run(result->summary, {}), report::page_text(page), {}, {}});
  }
  return runs;
}

using Files = std::vector<std::pair<std::string, std::string>>;

/// The files of a comparison: its rows, its page, and the runs that the page draws.
Files files_of(const store::Comparison& comparison, const report::RunReport& words,
               const std::string& manifest, std::vector<report::PageRun> runs) {
  report::PageResults page;
  page.words = words;
  page.comparisons.push_back(store::to_json(comparison));
  Files files{{"compare.json", page.comparisons.front()},
              {"differences.csv", store::to_csv(store::differences_table(comparison))}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].manifest_json = manifest;
    files.emplace_back(report::drawn_run_file(comparison.scenarios[i].name), runs[i].page_json);
  }
  page.runs = std::move(runs);
  files.emplace_back("report.html", report::results_page(page));
  return files;
}

ExitCode compare(Session& session, const CompareArguments& o) {
  const Recording recording(session);
  const auto scenarios = load_all(session, o.scenarios);
  if (!scenarios) return session.fail(ExitCode::bad_input, scenarios.error());
  auto options = read_options(o, *scenarios);
  if (!options) return session.fail(ExitCode::bad_input, options.error());
  const fs::path out = folder_for(o, *scenarios);
  if (const Result<void> free = store::check_target(out); !free)
    return session.fail(ExitCode::bad_input, free.error());

  report::ProgressLine progress(session.around.err, session.around.err_is_terminal, session.around.width,
                                "runs");
  options->pace = pace_of(session, o.threads, progress);
  const auto result = experiment::compare(*scenarios, *options);
  Runs runs = result ? runs_to_draw(*scenarios, *options, result->replications) : Runs{};
  progress.finish();
  if (!result) return session.fail(code_of(result.error().kind, session.around), result.error().diagnostics);
  if (!runs) return session.fail(code_of(runs.error().kind, session.around), runs.error().diagnostics);

  const report::RunReport shown = report::describe_comparison(*result);
  std::vector<std::string> inputs, changes;
  for (const scenario::Scenario& s : *scenarios) {
    for (const std::string& file : s.files) {
      if (std::find(inputs.begin(), inputs.end(), file) == inputs.end()) inputs.push_back(file);
    }
    for (const std::string& line : s.resolved) changes.push_back(s.name + ": " + line);
  }
  {
    const Writing guard(session.around);
    const store::Manifest manifest = recording.manifest(inputs, changes, o.threads);
    const Files files = files_of(*result, shown, store::to_json(manifest), std::move(*runs));
    const Result<void> written = store::write_files(out, files, manifest);
    if (!written) return session.fail(ExitCode::failed, written.error());
  }
  if (session.as_json()) {
    session.print(store::to_json(*result));
  } else {
    session.print(report::to_text(shown, session.look()));
    session.print(fmt::format("\nResults: {}\n", out.generic_string()));
  }
  return ExitCode::done;
}

}  // namespace

void add_compare(CLI::App& app, Session& session) {
  CLI::App* command =
      add_command(app, session, "compare",
                  "Run what-ifs beside a base with the same luck, and say which differences are real",
                  "corridor compare scenarios/BASE.yaml scenarios/WHATIF.yaml --target \"delivered to EU at "
                  "least 5 Mt\"");
  const auto o = std::make_shared<CompareArguments>();
  command->add_option("SCENARIOS", o->scenarios, "The base, then one or more what-ifs (YAML)")
      ->required()
      ->expected(2, 64)
      ->type_name("");
  command
      ->add_option("--target", o->targets,
                   "What shall be met; says in which share of futures it is missed. May be given often")
      ->type_name("\"FIGURE at least|at most AMOUNT\"");
  command
      ->add_option("--figure", o->figure,
                   "Which figure picks the best what-if and is taken apart by guesses; default: delivered")
      ->type_name("FIGURE");
  command
      ->add_option("--precision", o->precision,
                   "Replicate until noise is known to this share of the base, such as 2%")
      ->type_name("SHARE");
  command->add_option("--at-most", o->most, "Replications at most with a precision; default: 1000")
      ->check(CLI::Range(2, 100000).description(""))
      ->type_name("N");
  command->add_flag("--independent", o->independent,
                    "Run what-ifs with seeds of their own too, and print what the common luck gains");
  command
      ->add_option("--swings", o->swings,
                   "Which guesses to move one at a time: those that correlate most, none, or all (slow)")
      ->check(CLI::IsMember({"screened", "none", "all"}).description(""))
      ->type_name("screened|none|all");
  command->add_flag("--by-month", o->by_month, "Rows by month too");
  command->add_option("--out", o->out, "Folder of results; default results/compare-BASE-WHATIF")
      ->type_name("DIR");
  command->add_option("--seed", o->seed, "Seed of all chance; default: what BASE says")->type_name("N");
  command
      ->add_option(
          "--replications", o->replications,
          "Pairs of runs; default: what BASE says, but 10 at least. With a precision: the first look")
      ->check(CLI::Range(1, 1000000).description(""))
      ->type_name("N");
  command->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  command->add_flag("--fixed-figures", o->fixed,
                    "Take guessed figures as written; do not draw them from their ranges");
  add_common_options(*command, session, true);
  command->final_callback([&session, o] { session.action = [&session, o] { return compare(session, *o); }; });
}

}  // namespace corridor::cli
