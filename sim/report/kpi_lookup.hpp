#pragma once
/// @file kpi_lookup.hpp  Small looks into a run's key figures. Private to the report.

#include <string>
#include <string_view>
#include <vector>

#include "sim/store/summary_json.hpp"

namespace corridor::report {

/// What stands in a `by`; empty where it says nothing of the key.
std::string label(const store::By& by, const std::string& key);
double mean_of(const store::Summary& s, std::string_view name, const store::By& by = {});  ///< 0: no value
/// The mean as people read it, a dash where there is none.
std::string shown(const store::Summary& s, std::string_view name, const store::By& by, int decimals);
/// Parts of a cut with something in them, the largest first; of equals in the order of the file.
std::vector<const store::Kpi*> largest(const store::Summary& s, std::string_view name,
                                       const std::vector<std::string>& keys);
std::string spaced(std::string word);  ///< sold_elsewhere -> sold elsewhere

}  // namespace corridor::report
