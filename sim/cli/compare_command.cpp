// corridor compare BASE WHATIF...: run them with the same luck, say which differences are real.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/compare.hpp"
#include "sim/report/compare_report.hpp"
#include "sim/report/progress.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::CompareOptions;
using experiment::NamedFigure;
using experiment::Target;

constexpr int kFewest = 10;  ///< replications where neither the planner nor BASE asks for more

struct Options {
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
void read_targets(const Options& o, const std::vector<scenario::Scenario>& scenarios, CompareOptions& options,
                  Diagnostics& faults) {
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

Result<CompareOptions> read_options(const Options& o, const std::vector<scenario::Scenario>& scenarios) {
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

fs::path folder_for(const Options& o, const std::vector<scenario::Scenario>& scenarios) {
  if (!o.out.empty()) return o.out;
  std::string name = "compare";
  for (const scenario::Scenario& s : scenarios) name += "-" + s.name;
  if (name.size() > 120)
    name = fmt::format("compare-{}-and-{}", scenarios.front().name, scenarios.size() - 1);
  return fs::path("results") / name;
}

ExitCode compare(Session& session, const Options& o) {
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
  progress.finish();
  if (!result) return session.fail(code_of(result.error().kind, session.around), result.error().diagnostics);

  const report::RunReport shown = report::describe_comparison(*result);
  const std::string json = store::to_json(*result);
  std::vector<std::string> inputs, changes;
  for (const scenario::Scenario& s : *scenarios) {
    for (const std::string& file : s.files) {
      if (std::find(inputs.begin(), inputs.end(), file) == inputs.end()) inputs.push_back(file);
    }
    for (const std::string& line : s.resolved) changes.push_back(s.name + ": " + line);
  }
  {
    const Writing guard(session.around);
    const Result<void> written =
        store::write_files(out,
                           {{"compare.json", json},
                            {"differences.csv", store::to_csv(store::differences_table(*result))},
                            {"report.html", report::to_html(shown)}},
                           recording.manifest(inputs, changes, o.threads));
    if (!written) return session.fail(ExitCode::failed, written.error());
  }
  if (session.as_json()) {
    session.print(json);
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
  const auto o = std::make_shared<Options>();
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
