#pragma once
/// @file resilience.hpp  What a run says of disruptions and of spare tonnes, as a file of its results folder.

#include "sim/store/csv.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::experiment {

/// resilience.csv: first the events, then the routes, each by name; means over replications.
store::Table resilience_table(const store::Summary& summary);

}  // namespace corridor::experiment
