#pragma once
/// @file recorded_page.hpp  What was recorded of the flows that a run simulates, for its page. Only `corridor
/// report` lays the two beside each other; no run reads a record.

#include <string>

#include "sim/scenario/recorded.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::report {

/// A JSON list of series, in the order of the records: {id, name, measured_at, simulated_t: tonnes by month
/// of the window, records: [{period, from, to, recorded_t, low_t, high_t, role, source}]}. Series of tonnes
/// that the summary has by month, with records that lie wholly within its window; those without are left out.
/// @cost O(series x labels x months x log figures)
std::string recorded_json(const store::Summary& summary, const scenario::Recorded& recorded);

}  // namespace corridor::report
