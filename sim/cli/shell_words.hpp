#pragma once
/// @file shell_words.hpp  What shells and `man` want to know of the program, made from the table of commands
/// and options, so that nothing is said twice. Private to the command line.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace corridor::cli {

std::vector<std::string> command_names(const CLI::App& app);

/// A completion script for bash.
std::string bash_completion(const CLI::App& app);
/// A completion function for zsh, as a file `_corridor` on its fpath.
std::string zsh_completion(const CLI::App& app);
/// The manual page, section 1, in the macros of man(7).
std::string manual_page(const CLI::App& app);

}  // namespace corridor::cli
