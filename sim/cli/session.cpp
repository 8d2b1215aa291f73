#include "sim/cli/session.hpp"

#include <fmt/format.h>

#include <system_error>

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;

/// Where the data may lie, seen from the program's own file: bin/../share (installed), or the tree that holds
/// the build folder.
std::optional<fs::path> data_beside(const fs::path& program) {
  if (program.empty()) return std::nullopt;
  std::error_code ignored;
  fs::path folder = program.parent_path();
  for (int up = 0; up < 5 && !folder.empty(); ++up, folder = folder.parent_path()) {
    for (const fs::path& candidate :
         {folder / "share" / "corridor" / "network" / "data", folder / "network" / "data"}) {
      if (fs::is_directory(candidate, ignored)) return candidate;
    }
    if (folder == folder.parent_path()) break;
  }
  return std::nullopt;
}

}  // namespace

report::Look Session::look() const {
  return {around.out_is_terminal ? around.width : 80, around.out_is_terminal && around.may_colour};
}

std::string Session::json_text(const Json& answer) const {
  Json object;
  object["schema"] = "corridor/" + command + "/1";
  object.update(answer);
  return object.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void Session::warn(const Diagnostics& warnings) const {
  if (common.quiet) return;
  for (const Diagnostic& d : warnings) around.err << to_line(d) << "\n";
}

ExitCode Session::fail(ExitCode code, const Diagnostics& faults) const {
  for (const Diagnostic& d : faults) around.err << to_line(d) << "\n";
  if (as_json())
    print_json(Json{{"error", {{"code", static_cast<int>(code)}, {"diagnostics", to_json(faults)}}}});
  return code;
}

Result<fs::path> Session::data_folder() const {
  std::error_code ignored;
  const auto named = [&](const std::string& text, const std::string& by) -> Result<fs::path> {
    if (fs::is_directory(text, ignored)) return fs::path(text);
    return tl::make_unexpected(
        Diagnostics{fault_of(by, fmt::format("there is no folder {}", text), "a folder of network data")});
  };
  if (!common.data.empty()) return named(common.data, "--data");
  if (!around.data_of_environment.empty()) return named(around.data_of_environment, "CORRIDOR_DATA");
  if (const auto found = data_beside(around.program)) return *found;
  return tl::make_unexpected(Diagnostics{fault_of("--data", "no network data lie beside the program",
                                                  "--data DIR, or CORRIDOR_DATA in the environment")});
}

Result<scenario::LoadOptions> Session::load_options() const {
  Result<fs::path> data = data_folder();
  if (!data) return tl::make_unexpected(data.error());
  scenario::LoadOptions options;
  options.data = std::move(*data);
  Diagnostics faults;
  for (const std::string& text : common.set) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      faults.push_back(fault_of("--set", fmt::format("`{}` is no PATH=VALUE", text), "TABLE.ID.FIELD=VALUE"));
      continue;
    }
    options.set.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  if (!faults.empty()) return tl::make_unexpected(faults);
  return options;
}

Result<scenario::Scenario> Session::load(const std::string& scenario_file) const {
  const Result<scenario::LoadOptions> options = load_options();
  if (!options) return tl::make_unexpected(options.error());
  Result<scenario::Scenario> loaded = scenario_file.empty()
                                          ? scenario::load_network(*options)
                                          : scenario::load_scenario(scenario_file, *options);
  if (loaded) warn(loaded->warnings);
  return loaded;
}

Json to_json(const Diagnostic& d) {
  return {{"severity", d.severity == Severity::error ? "error" : "warning"},
          {"file", d.file},
          {"line", d.line},
          {"column", d.column},
          {"path", d.path},
          {"found", d.found},
          {"expected", d.expected}};
}

Json to_json(const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& d : diagnostics) list.push_back(to_json(d));
  return list;
}

Diagnostic fault_of(std::string option, std::string found, std::string expected) {
  Diagnostic d;
  d.path = std::move(option);
  d.found = std::move(found);
  d.expected = std::move(expected);
  return d;
}

Result<Day> read_day(const std::string& option, const std::string& text) {
  if (const auto day = parse_day(text)) return *day;
  return tl::make_unexpected(Diagnostics{fault_of(option, fmt::format("`{}` is no day of the calendar", text),
                                                  "an ISO date, such as 2025-03-01")});
}

std::string_view version() { return CORRIDOR_VERSION; }

void add_common_options(CLI::App& command, Session& session, bool settings) {
  CommonOptions& o = session.common;
  command
      .add_option("--data", o.data, "Folder of network data instead of the one that came with the program")
      ->type_name("DIR");
  command.add_option("--format", o.format, "text for people, json for programs")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("text|json");
  command.add_flag("--quiet", o.quiet, "No progress and no warnings");
  if (!settings) return;
  command
      .add_option("--set", o.set,
                  "Change one figure: TABLE.ID.FIELD=VALUE, as data files write it; may be given often")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
}

CLI::App* add_command(CLI::App& app, Session& session, const std::string& name, const std::string& about,
                      const std::string& example) {
  CLI::App* command = app.add_subcommand(name, about);
  command->footer("Example:\n  " + example);
  command->parse_complete_callback([&session, name] { session.command = name; });
  return command;
}

}  // namespace corridor::cli
