// corridor backtest: recorded years run again, simulated beside recorded.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/backtest.hpp"
#include "sim/report/backtest_report.hpp"
#include "sim/scenario/recorded.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::Backtest;
using experiment::BacktestRow;

struct BacktestArguments {
  std::vector<std::string> scenarios;
  std::string recorded, page;
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  unsigned threads = 0;
  bool draw = false;
};

/// The recorded years that came with the data: world-*.yaml in the folder `scenarios` beside `network`.
std::vector<std::string> shipped_years(const fs::path& data) {
  std::vector<std::string> out;
  std::error_code error;
  const fs::path folder = fs::weakly_canonical(data, error).parent_path().parent_path() / "scenarios";
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& file = it->path();
    if (file.extension() == ".yaml" && file.filename().string().starts_with("world-"))
      out.push_back(file.string());
  }
  std::ranges::sort(out);
  return out;
}

Json optional_number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
Json optional_flag(const std::optional<bool>& value) { return value ? Json(*value) : Json(nullptr); }

Json to_json(const BacktestRow& row) {
  return {{"series", row.series},
          {"period", row.period},
          {"role", to_word(row.role)},
          {"recorded", optional_number(row.recorded)},
          {"recorded_low", optional_number(row.recorded_low)},
          {"recorded_high", optional_number(row.recorded_high)},
          {"simulated", optional_number(row.simulated)},
          {"low", optional_number(row.low)},
          {"high", optional_number(row.high)},
          {"unit", row.unit},
          {"error_pct", optional_number(row.error_pct)},
          {"persistence_pct", optional_number(row.persistence_pct)},
          {"given", row.given},
          {"low_all", optional_number(row.low_all)},
          {"high_all", optional_number(row.high_all)},
          {"recorded_change_pct", optional_number(row.recorded_change_pct)},
          {"simulated_change_pct", optional_number(row.simulated_change_pct)},
          {"sign_right", optional_flag(row.sign_right())},
          {"beats_persistence", optional_flag(row.beats_persistence())},
          {"ceiling_used", optional_number(row.ceiling_used)},
          {"slack", row.slack()},
          {"simulated_series", row.simulated_series},
          {"name", row.name},
          {"measured_at", row.measured_at},
          {"scenario", row.scenario},
          {"source", row.source},
          {"note", row.note}};
}

Json to_json(const Backtest& b) {
  Json rows = Json::array(), skill = Json::array();
  for (const BacktestRow& row : b.rows) rows.push_back(to_json(row));
  for (const experiment::Skill& s : b.skill) {
    skill.push_back({{"role", to_word(s.role)},
                     {"rows", s.rows},
                     {"within_10", s.within_10},
                     {"within_15", s.within_15},
                     {"with_last_year", s.with_last_year},
                     {"beat", s.beat},
                     {"with_change", s.with_change},
                     {"right", s.right}});
  }
  return Json{{"rows", rows}, {"skill", skill}, {"scenarios", b.scenarios}, {"replications", b.replications}};
}

/// Every scenario that was named, else the shipped years; all faults of all files at once.
Result<std::vector<scenario::Scenario>> load_all(const Session& session, const BacktestArguments& o,
                                                 const fs::path& data) {
  const std::vector<std::string> files = o.scenarios.empty() ? shipped_years(data) : o.scenarios;
  if (files.empty())
    return tl::unexpected(
        Diagnostics{fault_of("", "no scenario is named and no world-*.yaml came with the data",
                             "corridor backtest SCENARIO.yaml ...")});
  std::vector<scenario::Scenario> out;
  Diagnostics faults;
  for (const std::string& file : files) {
    Result<scenario::Scenario> s = session.load(file);
    if (s) {
      out.push_back(std::move(*s));
    } else {
      for (Diagnostic& d : s.error()) {
        if (std::ranges::find(faults, d) == faults.end()) faults.push_back(std::move(d));
      }
    }
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return out;
}

ExitCode write_page(const Session& session, const BacktestArguments& o, const Backtest& b) {
  std::string command = "corridor backtest";
  for (const std::string& s : o.scenarios) command += " " + s;
  if (o.replications) command += fmt::format(" --replications {}", *o.replications);
  if (o.seed) command += fmt::format(" --seed {}", *o.seed);
  if (o.draw) command += " --draw-figures";
  command += " --page " + o.page;
  std::ofstream out(o.page, std::ios::binary);
  out << report::to_markdown(b, command);
  out.close();
  if (out) return ExitCode::done;
  return session.fail(ExitCode::failed, fault_of("--page", fmt::format("`{}` could not be written", o.page),
                                                 "a file in a folder that can be written"));
}

ExitCode run(Session& session, const BacktestArguments& o) {
  const Result<fs::path> data = session.data_folder();
  if (!data) return session.fail(ExitCode::bad_input, data.error());
  const Result<std::vector<scenario::Scenario>> scenarios = load_all(session, o, *data);
  if (!scenarios) return session.fail(ExitCode::bad_input, scenarios.error());
  const fs::path folder = o.recorded.empty() ? *data / ".." / "recorded" : fs::path(o.recorded);
  const Result<scenario::Recorded> recorded = scenario::load_recorded(folder.lexically_normal());
  if (!recorded) return session.fail(ExitCode::bad_input, recorded.error());

  const Surroundings& around = session.around;
  experiment::BacktestOptions options;
  options.seed = o.seed;
  options.replications = o.replications;
  options.draw_ranges = o.draw;
  report::ProgressLine progress(around.err, around.err_is_terminal, around.width, "replications");
  options.pace = pace_of(session, o.threads, progress);
  const auto result = experiment::backtest(*scenarios, *recorded, options);
  progress.finish();
  if (around.phase) around.phase(Phase::reading);
  if (!result) return session.fail(code_of(result.error().kind, around), result.error().diagnostics);

  if (!o.page.empty()) {
    if (const ExitCode code = write_page(session, o, *result); code != ExitCode::done) return code;
  }
  if (session.as_json()) {
    session.print_json(to_json(*result));
  } else {
    session.print(report::to_text(*result, session.look()));
  }
  return ExitCode::done;
}

}  // namespace

void add_backtest(CLI::App& app, Session& session) {
  CLI::App* command = add_command(app, session, "backtest",
                                  "Run recorded years again: simulated outcomes beside recorded ones",
                                  "corridor backtest --replications 10 --page docs/evidence.md");
  const auto o = std::make_shared<BacktestArguments>();
  command
      ->add_option("SCENARIO", o->scenarios,
                   "Scenario files of recorded years; default: every world-*.yaml that came with the program")
      ->type_name("");
  command
      ->add_option("--recorded", o->recorded,
                   "Folder of recorded outcomes; default: `recorded` beside the folder of network data")
      ->type_name("DIR");
  command->add_option("--page", o->page, "Write the evidence page too, in Markdown")->type_name("FILE");
  command->add_option("--seed", o->seed, "Seed of all chance; default: what the scenarios say")
      ->type_name("N");
  command
      ->add_option("--replications", o->replications,
                   "Runs of each year that differ by chance; default: what the scenarios say")
      ->check(CLI::Range(1, 1000000).description(""))
      ->type_name("N");
  command->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  command->add_flag(
      "--draw-figures", o->draw,
      "Draw guessed figures from their ranges too: intervals then hold ignorance (twice the work)");
  add_common_options(*command, session, true);
  command->final_callback([&session, o] { session.action = [&session, o] { return run(session, *o); }; });
}

}  // namespace corridor::cli
