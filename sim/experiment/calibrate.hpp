#pragma once
/// @file calibrate.hpp  Fits the parameters of a study to recorded outcomes, by least squares with fixed
/// seeds. A residual is (simulated - recorded) / error; the error is half the record's range, or
/// `least_error` of the record where the range is narrower: no model of this kind is better than that.
/// Nothing is fitted to a figure whose role is `predicted`. The study's sections, in the tables of study
/// files:
///   fit:      {least_error: 0.05, difference: 0.05, steps: 12}
///   outcomes: [{id: eu-2022, series: coal-to-eu, period: 2022}, ...]
/// Search: least_squares.hpp. Method, limits and the shipped fit: docs/calibration.md.

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/least_squares.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/scenario/recorded.hpp"
#include "sim/scenario/study.hpp"

namespace corridor::experiment {

/// A recorded figure that is fitted, and how the model meets it.
struct FittedOutcome {
  std::string series, name, period, unit;
  double recorded = 0, low = 0, high = 0;
  double error = 0;  ///< one standard error, in `unit`
  double start = 0;  ///< simulated where the search began
  double best = 0;   ///< simulated at the best point
};

struct FittedParameter {
  std::string name, start, best;  ///< as a scenario writes the values
};

struct Calibration {
  std::vector<FittedParameter> parameters;
  std::vector<FittedOutcome> outcomes;
  Fit fit;
  std::uint64_t seed = 1;
  int replications = 1;
  /// Changes that a scenario file says to stand at the best point, one a line: {pool: x, ceiling: times 0.8}
  std::vector<std::string> changes;
};

struct CalibrateOptions {
  std::optional<std::uint64_t> seed;  ///< in place of what the study says
  std::optional<int> replications;
  Pace pace;
  std::function<void(const std::string&)> line;  ///< told of every evaluation, for the impatient
};

/// Whether the study can be fitted at all: every parameter a range of numbers, every outcome recorded, its
/// role calibrated or given, within the base's window, none overlapping another of its series; at least three
/// outcomes for each parameter. @error all faults, at their places
Result<void> check_calibration(const scenario::Study& study, const scenario::Scenario& base,
                               const scenario::Recorded& recorded);

/// @pre    check_calibration holds
/// @error  kind input: not identified, which a study asks for in vain; kind broken or stopped as runs have
/// them
/// @cost   evaluations x replications simulations of the base's window
tl::expected<Calibration, RunFailure> calibrate(const scenario::Study& study, const scenario::Scenario& base,
                                                const scenario::Recorded& recorded,
                                                const CalibrateOptions& options);

}  // namespace corridor::experiment
