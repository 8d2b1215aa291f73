#pragma once
/// @file options.hpp  The table of commands and options, for the program and for docs/reference/commands.md.

#include <CLI/CLI.hpp>

#include "sim/cli/session.hpp"

namespace corridor::cli {

/// All commands with their options.
void build_app(CLI::App& app, Session& session);

/// docs/reference/commands.md, from that table.
std::string commands_page();

}  // namespace corridor::cli
