#pragma once
/// @file run_operations.hpp  Tables of a run for those who run the trade: where tonnes were lost, what each
/// month asks of railways and wagons, trains at the borders, netbacks. Private to the report.

#include "sim/report/table.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::report {

/// What was ready at the mines, and where it was lost on its way to a market.
Table waterfall(const store::Summary& s);
/// Months down, what they ask for across.
Table operations(const store::Summary& s);
/// Freight of railways, ours and the background's.
Table railways(const store::Summary& s);
Table joints(const store::Summary& s);
/// What stood and what passed at each border, either way.
Table crossings(const store::Summary& s);
Table netbacks(const store::Summary& s);
/// In which year crossings are full, by each meaning of full.
Table saturation(const store::Summary& s);
/// What dated disruptions left behind, and how long it took to clear.
Table recoveries(const store::Summary& s);
/// What each route could take besides before waits are twice as long.
Table spare_tonnes(const store::Summary& s);

}  // namespace corridor::report
