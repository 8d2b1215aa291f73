#pragma once
/// @file warm_up.hpp  How much of the beginning of a stationary run to leave out, so that its mean is that of
/// the long run and not of an empty start. For stationary studies alone: a dated what-if is a terminating
/// run, has its run-in of fixed length, and nothing of its window may be left out.
///
/// MSER-5: means of batches of five observations; the cut is the one that leaves the least standard error of
/// the mean, looked for in the first half. White (1997), Simulation 69(6) 323-334; White, Cobb and Spratt
/// (2000), Proc. Winter Simulation Conference 755-761.

#include <cstddef>
#include <optional>
#include <span>

namespace corridor::experiment {

/// How many observations to leave out. nullopt where the best cut is the last that was looked at: the run is
/// too short to tell, or has no steady state.
/// @pre at least 10 batches of `batch` > 0 observations  @cost O(observations)
std::optional<std::size_t> warm_up_by_mser(std::span<const double> observations, std::size_t batch = 5);

}  // namespace corridor::experiment
