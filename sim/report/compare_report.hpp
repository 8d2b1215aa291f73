#pragma once
/// @file compare_report.hpp  What a comparison shows to people: a verdict in words for each key figure, from
/// the wider interval, then tables. All figures are those of the Comparison (compare.json).

#include <string>

#include "sim/report/run_summary.hpp"
#include "sim/store/comparison_json.hpp"

namespace corridor::report {

/// "delivered 1.90 Mt more, 95 % interval 1.70 to 2.10 Mt: real", or "delivered: no difference that 30
/// replications can see (95 % interval -0.100 to 0.200 Mt)".
std::string verdict_sentence(const store::Difference& row, int replications);

/// To be printed or made a page of by run_summary.hpp.
RunReport describe_comparison(const store::Comparison& comparison);

}  // namespace corridor::report
