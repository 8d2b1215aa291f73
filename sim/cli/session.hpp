#pragma once
/// @file session.hpp  What all commands share: the common options, how answers and faults are printed, how
/// the data are found and loaded. Private to the command line.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/cli/cli.hpp"
#include "sim/report/table.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::cli {

using Json = nlohmann::ordered_json;

struct CommonOptions {
  std::string data, format = "text";
  std::vector<std::string> set;
  bool quiet = false;
};

class Session {
 public:
  explicit Session(const Surroundings& surroundings) : around(surroundings) {}

  const Surroundings& around;
  CommonOptions common;
  std::string command;                 ///< run, routes, ...
  std::vector<std::string> arguments;  ///< as given
  std::function<ExitCode()> action;    ///< of the command given

  bool as_json() const { return common.format == "json"; }
  report::Look look() const;
  /// The text of the one object of `--format json`; `schema` is put before the fields of `answer`.
  std::string json_text(const Json& answer) const;
  void print_json(const Json& answer) const { print(json_text(answer)); }
  void print(std::string_view text) const { around.out << text; }
  /// Prints warnings on the error stream, one line each; not with --quiet.
  void warn(const Diagnostics& warnings) const;
  /// Prints faults: a line each on the error stream, and the error object where JSON is asked for.
  ExitCode fail(ExitCode code, const Diagnostics& faults) const;
  ExitCode fail(ExitCode code, Diagnostic fault) const { return fail(code, Diagnostics{std::move(fault)}); }

  /// --data, else CORRIDOR_DATA, else what lies beside the program: in the tree it was built from, or where
  /// it was installed.
  Result<std::filesystem::path> data_folder() const;
  Result<scenario::LoadOptions> load_options() const;
  /// The network, with the scenario's changes where a file is named.
  Result<scenario::Scenario> load(const std::string& scenario_file = {}) const;
};

Json to_json(const Diagnostic& diagnostic);
Json to_json(const Diagnostics& diagnostics);
/// A fault of an option.
Diagnostic fault_of(std::string option, std::string found, std::string expected);
/// Reads an ISO date given to an option.
Result<Day> read_day(const std::string& option, const std::string& text);
/// The version of the program: 1.2.3.
std::string_view version();

/// Options of every command that reads data.
void add_common_options(CLI::App& command, Session& session, bool settings);
/// Notes that `command` was chosen; the callback that CLI11 calls does no more than that.
CLI::App* add_command(CLI::App& app, Session& session, const std::string& name, const std::string& about,
                      const std::string& example);

// One for each command, in files of their own.
void add_run(CLI::App& app, Session& session);
void add_compare(CLI::App& app, Session& session);
void add_routes(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_validate(CLI::App& app, Session& session);
void add_sweep(CLI::App& app, Session& session);
void add_merge(CLI::App& app, Session& session);
void add_schema(CLI::App& app, Session& session);
void add_list(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_completion(CLI::App& app, Session& session);
void add_man(CLI::App& app, Session& session);
void add_backtest(CLI::App& app, Session& session);
void add_calibrate(CLI::App& app, Session& session);

}  // namespace corridor::cli
