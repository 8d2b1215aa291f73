#pragma once
/// @file network_check.hpp  The proofs of network/graph/check.hpp over the network of a scenario, with the
/// lines of the files that say what is wrong; and what `validate` says of capacities.

#include <string>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/model/world.hpp"
#include "sim/report/table.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::cli {

struct NetworkCheck {
  Diagnostics findings;  ///< errors and warnings
  std::size_t places = 0, links = 0;
};
/// Connected where open, no length below the great circle, capacities dated in order.
NetworkCheck check_network(const scenario::Scenario& scenario, const model::World& world);

/// Links whose capacity is written in Mt a year, and the trains a day that come of it on a day.
report::Table capacities_in_trains(const model::World& world, Day day);
/// Sections with simulated train paths whose other traffic nobody has given.
std::vector<std::string> sections_without_load(const model::World& world);

}  // namespace corridor::cli
