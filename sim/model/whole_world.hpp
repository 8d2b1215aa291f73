#pragma once
/// @file whole_world.hpp  The world of all goods that the network knows, whichever move in a run: what
/// questions about single ways are asked of.

#include "sim/model/world.hpp"

namespace corridor::model {

/// build_world() with the flows of all goods, `model.simulated` or not. @error as build_world()
Result<World> build_whole_world(const scenario::Scenario& scenario);

}  // namespace corridor::model
