#pragma once
/// @file checks.hpp  What no single field can show: that fields of one record agree with each other.

#include "sim/scenario/scenario.hpp"

namespace corridor::scenario {

/// Errors: a rail link without a railway, a passage with neither speed nor time, a link from a place to
/// itself, a link that closes before it opens, a border whose link is no rail, a parent that is its own
/// ancestor. Warnings: a figure of the data without source, an estimate without a reason.
/// @pre references are resolved as far as they can be
void check_scenario(const Scenario& scenario, Diagnostics& faults);

}  // namespace corridor::scenario
