#pragma once
/// @file page_data.hpp  page.json: what the page shows beside the tables: key figures, the network with what
/// moved on it month by month, rules and closures with their dates, the steps of the ways in dollars and
/// days, stocks over time, sources. All of it is taken from the same values as summary.json and the CSV
/// files, and from the first replication where single lots are needed. Layout: docs/reference/files.md.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/experiment/replications.hpp"
#include "sim/report/run_summary.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::report {

inline constexpr std::string_view kPageSchema = "corridor/page/1";

/// What page.json holds. @param words  describe_run() of the result. @cost O(lots x steps of their ways)
nlohmann::ordered_json page_data(const scenario::Scenario& scenario, const experiment::RunResult& result,
                                 const RunReport& words);
/// The text of page.json.
std::string page_text(const nlohmann::ordered_json& page);

}  // namespace corridor::report
