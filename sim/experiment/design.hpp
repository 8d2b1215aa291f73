#pragma once
/// @file design.hpp  Which points a study tries. All are a function of the study file alone.
///   grid              every level of each parameter with every level of the others; the last varies fastest
///   list              as the file lists them
///   latin hypercube   McKay, Beckman and Conover (1979), Technometrics 21(2) 239-245; strata are dealt by a
///                     stream that the parameter's name keys
///   sobol             Sobol' (1967) sequence with the direction numbers of Joe and Kuo (2008), SIAM J. Sci.
///                     Comput. 30(5) 2635-2654, as Boost.Random has them; a random digital shift, keyed by
///                     the seed, makes the points uniform each and keeps their evenness together
///   sobol, indices    for each Sobol' point of twice the dimension, halves A and B, and A with the i-th
///                     coordinate from B for each i (Saltelli 2002): N (k + 2) points
/// A parameter with levels and no range takes each level for an equal share of its axis.

#include <cstdint>
#include <vector>

#include "sim/scenario/study.hpp"

namespace corridor::experiment {

/// Most units of a study: points x replications.
inline constexpr std::int64_t kMostUnits = 10'000'000;

/// How many points the design has, without making them; at most kMostUnits + 1.
std::int64_t design_size(const scenario::Study& study);
/// The points. @pre design_size() <= kMostUnits
std::vector<scenario::Point> design_points(const scenario::Study& study);

/// `count` Sobol' points of `dimensions` coordinates in (0, 1). @pre 1 <= dimensions <= 3667
/// @cost O(count x dimensions)
std::vector<std::vector<double>> sobol_points(int count, int dimensions, std::uint64_t seed);

/// Rows A, B, A with B's column 0, 1, ... for each of `count` Sobol' points.
std::vector<std::vector<double>> saltelli_points(int count, int dimensions, std::uint64_t seed);

}  // namespace corridor::experiment
