#pragma once
/// @file compare_rows.hpp  Every key figure of one what-if beside the base. Private to the comparison.

#include <vector>

#include "sim/experiment/trials.hpp"

namespace corridor::experiment {

/// Differences in the order of the catalogue, then by cut and part, of all parts that either side ever had.
/// A total that a replication does not have is 0 there; a mean that either of a pair does not have leaves the
/// pair out.
/// @param drew   ranged figures were drawn; else, where they were wanted, ignorance adds nothing
/// @param level  of the intervals
std::vector<store::Difference> compare_rows(const Side& base, const Side& whatif,
                                            const CompareOptions& options, bool drew, double level);

}  // namespace corridor::experiment
