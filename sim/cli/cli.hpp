#pragma once
/// @file cli.hpp  The `corridor` command: reads its arguments, calls the rooms, prints the answer.
/// Answers go to `out`, progress and diagnostics to `err`. With `--format json` exactly one JSON object goes
/// to `out`; its first field is `schema`. Nothing here reads the environment or the clock of the machine but
/// main.cpp.

#include <filesystem>
#include <functional>
#include <ostream>
#include <span>
#include <stop_token>
#include <string>

namespace corridor::cli {

/// What the program's exit code says. Scripts rely on it.
enum class ExitCode : int {
  done = 0,           ///< the question is answered, whatever the answer
  bad_input = 2,      ///< a file, an option or a figure is wrong
  failed = 3,         ///< the run broke down, or its balance, or the answer could not be written
  no_route = 4,       ///< `routes` found no lawful way
  interrupted = 130,  ///< by SIGINT
  terminated = 143,   ///< by SIGTERM
};

/// How a signal ends the program.
enum class Phase {
  reading,  ///< at once: nothing is being written
  running,  ///< `stop` is asked for, and heeded soon
  writing,  ///< it waits until all is written
};

/// What surrounds the program: streams, terminal, environment.
struct Surroundings {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false, err_is_terminal = false;
  bool may_colour = false;               ///< NO_COLOR is not set
  int width = 80;                        ///< of the terminal, columns
  std::filesystem::path program;         ///< the program's own file, to find the data that came with it
  std::string data_of_environment;       ///< CORRIDOR_DATA; empty: not set
  std::stop_token stop;                  ///< asked to stop by a signal
  std::function<bool()> was_terminated;  ///< after `stop`: whether by SIGTERM
  /// Told what the command is at, so that signals end it in the right way.
  std::function<void(Phase)> phase;
};

/// Runs one command. `arguments` do not hold the program's name.
/// @return the exit code; all faults are printed, nothing is thrown
int run_cli(std::span<const char* const> arguments, const Surroundings& surroundings);
/// The same with plain streams: no terminal, no environment.
int run_cli(std::span<const char* const> arguments, std::ostream& out, std::ostream& err);

}  // namespace corridor::cli
