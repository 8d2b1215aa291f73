#include "sim/cli/cli.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <sstream>

#include "sim/cli/options.hpp"
#include "sim/cli/planning_commands.hpp"
#include "sim/cli/session.hpp"
#include "sim/cli/shell_words.hpp"

namespace corridor::cli {
namespace {

/// What can be known of the command and the format where CLI11 could not read the arguments.
void guess_what_was_meant(std::span<const char* const> arguments, const std::vector<std::string>& commands,
                          Session& session) {
  session.command.clear();
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    const bool is_command = std::find(commands.begin(), commands.end(), argument) != commands.end();
    if (session.command.empty() && is_command) session.command = argument;
    const bool json_follows =
        argument == "--format" && i + 1 < arguments.size() && std::string_view(arguments[i + 1]) == "json";
    if (json_follows || argument == "--format=json") session.common.format = "json";
  }
}

/// CLI11 says what is wrong in its own words; the codes and the form are ours.
ExitCode usage_fault(const CLI::ParseError& error, std::span<const char* const> arguments,
                     const CLI::App& app, Session& session) {
  const std::vector<std::string> commands = command_names(app);
  guess_what_was_meant(arguments, commands, session);
  if (!session.command.empty()) {
    std::string what = error.what();
    std::replace(what.begin(), what.end(), '\n', ' ');
    return session.fail(ExitCode::bad_input,
                        fault_of("", what, "see corridor " + session.command + " --help"));
  }
  session.command = "error";
  if (arguments.empty() || arguments[0][0] == '-') {
    return session.fail(ExitCode::bad_input, fault_of("", "no command is given", "see corridor --help"));
  }
  const std::string near = nearest(arguments[0], commands);
  return session.fail(ExitCode::bad_input, fault_of("", fmt::format("there is no command `{}`", arguments[0]),
                                                    near.empty() ? "see corridor --help"
                                                                 : fmt::format("did you mean `{}`?", near)));
}

ExitCode dispatch(std::span<const char* const> arguments, Session& session) {
  CLI::App app;
  build_app(app, session);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 takes them
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return usage_fault(error, arguments, app, session);
    std::ostringstream faults;
    app.exit(error, session.around.out, faults);  // --help, --version
    return ExitCode::done;
  }
  return session.action();
}

}  // namespace

void build_app(CLI::App& app, Session& session) {
  app.description(
      "corridor: how much gets out of a country without a sea, by which route, at what cost and how late.\n"
      "Simulates trains, borders, ports and ships on a real network under dated rules.");
  app.name("corridor");
  app.set_version_flag("--version", std::string(version()));
  app.require_subcommand(1, 1);
  app.footer(
      "`corridor COMMAND --help` explains one command. Exit codes: 0 done, 2 wrong input, 3 failed,\n"
      "4 no lawful route, 130 and 143 interrupted.");
  add_run(app, session);
  add_compare(app, session);
  add_routes(app, session);
  add_bottlenecks(app, session);
  add_invest(app, session);
  add_explain(app, session);
  add_validate(app, session);
  add_sweep(app, session);
  add_merge(app, session);
  add_backtest(app, session);
  add_calibrate(app, session);
  add_schema(app, session);
  add_list(app, session);
  add_report(app, session);
  add_completion(app, session);
  add_man(app, session);
}

int run_cli(std::span<const char* const> arguments, const Surroundings& surroundings) {
  Session session(surroundings);
  session.arguments.assign(arguments.begin(), arguments.end());
  ExitCode code = ExitCode::failed;
  try {
    code = dispatch(arguments, session);
  } catch (const std::exception& error) {  // memory, disk: nothing below can go on
    code = session.fail(ExitCode::failed, fault_of("", error.what(), ""));
  }
  surroundings.out.flush();
  return static_cast<int>(code);
}

int run_cli(std::span<const char* const> arguments, std::ostream& out, std::ostream& err) {
  return run_cli(arguments, Surroundings{out, err, false, false, false, 80, {}, {}, {}, {}, {}});
}

}  // namespace corridor::cli
