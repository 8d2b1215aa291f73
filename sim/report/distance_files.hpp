#pragma once
/// @file distance_files.hpp  Time and cost against distance as files: distance.csv with every way of
/// page.json, and distance.svg, the main ways in two panels, dollars and days a tonne against kilometres, a
/// step at each border and port, with bands from p10 to p90 (the chart of UNESCAP's Time/Cost-Distance
/// methodology). Both are functions of page.json alone.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/store/csv.hpp"

namespace corridor::report {

/// distance.csv. @param page  what page.json holds
store::Table distance_table(const nlohmann::ordered_json& page);

/// distance.svg: of each route that leaves its country the way with most transport work, four at most; empty
/// axes where nothing left.
std::string distance_svg(const nlohmann::ordered_json& page);

}  // namespace corridor::report
