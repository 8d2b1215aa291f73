#pragma once
/// @file planning_commands.hpp  Commands that planners decide with: bounds and appraisals.

#include "sim/cli/session.hpp"

namespace corridor::cli {

void add_bottlenecks(CLI::App& app, Session& session);
void add_invest(CLI::App& app, Session& session);

}  // namespace corridor::cli
