#pragma once
/// @file figures.hpp  Tables of a run's report that are read from its files, not from its key figures.
/// Private to the report.

#include "sim/report/table.hpp"
#include "sim/store/csv.hpp"

namespace corridor::report {

/// From links.csv: the sections whose train paths we used most.
Table busiest_sections(const store::Table& links);
/// From nodes.csv: the terminals through which most went.
Table busiest_terminals(const store::Table& nodes);
/// Of the last month in switching.csv: what would turn each flow's best way, and what would end its exports.
Table switching_points(const store::Table& file);

}  // namespace corridor::report
