#pragma once
/// @file options.hpp  The table of commands and options.

#include <CLI/CLI.hpp>

#include "sim/cli/session.hpp"

namespace corridor::cli {

/// All commands with their options.
void build_app(CLI::App& app, Session& session);

}  // namespace corridor::cli
