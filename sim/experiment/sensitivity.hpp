#pragma once
/// @file sensitivity.hpp  What moves a figure: response curves, main effects, Sobol' indices.
/// The points of a study share their luck replication by replication, so a curve is taken within each
/// replication first; its interval is the Student t interval over replications (luck alone).
///
/// Sobol' indices of the mean over replications, from the points of saltelli_points():
///   first order  S_i = (1/N) sum f(B)_j (f(AB_i)_j - f(A)_j) / V       Saltelli et al. (2010), table 2 (b)
///   total        T_i = (1/2N) sum (f(A)_j - f(AB_i)_j)^2 / V           Jansen (1999); ibid. table 2 (f)
/// V over A and B together, f about its mean, which changes neither sum's expectation and lowers its noise.
/// Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Computer Physics Communications 181(2)
/// 259-270. Intervals: 95 % percentile bootstrap over the N rows (Archer, Saltelli and Sobol' 1997), 500
/// resamples, streams keyed by the seed.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/experiment/statistics.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::experiment {

struct SobolIndex {
  double first = 0, total = 0;
  Interval first_interval, total_interval;
};

/// @param values  f in the order of saltelli_points(): N (k + 2) of them
/// @return [parameter]; empty where f does not vary
std::vector<SobolIndex> sobol_indices(std::span<const double> values, int parameters, std::uint64_t seed);

/// The mean of a figure where a parameter has one level, the others as the design has them.
struct CurvePoint {
  std::string parameter, level;  ///< level: as written; `a to b` for a part of a range
  double x = 0;                  ///< place on the axis; the middle of a part
  int points = 0;                ///< of the design
  double mean = 0;
  std::optional<Interval> interval;
  double effect = 0;  ///< the mean less that over all points: the main effect
  /// Rise of the mean over that of x since the level before it, and its 95 % interval of luck, replication
  /// by replication. None: it is the first, or a word.
  std::optional<double> slope = {};
  std::optional<Interval> slope_interval = {};
  int replications = 0;  ///< that have a value
};

/// Whether a design takes parameters at levels of their own, so that curves need not cut their range.
bool is_by_level(const store::StudyPlan& plan);

/// A figure where a parameter has one level: its mean over points, replication by replication.
struct LevelMeans {
  std::string level;
  double x = 0;
  int points = 0;
  std::vector<std::optional<double>> by_replication;
};
/// Of one parameter, by the place of its levels. Of the design one-at-a-time, only the points that have all
/// other parameters as the first point has them.
std::vector<LevelMeans> level_means(const store::StudyPlan& plan,
                                    const std::vector<store::StudySample>& samples, std::size_t parameter,
                                    bool by_level);

/// Curves of one figure, parameter by parameter, levels by their place. Ranges without levels are cut into up
/// to 8 parts of equal width. Points and replications without a value are left out. Of the design
/// one-at-a-time, the effect is against the first point.
/// @param samples  of that figure, one a point; points that miss have no value
std::vector<CurvePoint> response_curves(const store::StudyPlan& plan,
                                        const std::vector<store::StudySample>& samples, bool by_level);

/// Curves of every figure as a table `curves`, indices as a table `indices` where the design is for them.
std::vector<store::Table> sensitivity_tables(const store::StudyStore& study);

}  // namespace corridor::experiment
