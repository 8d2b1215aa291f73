#pragma once
/// @file least_squares.hpp  Bounded nonlinear least squares for functions that are dear, noisy and stepwise:
/// a simulation with fixed seeds. Levenberg and Marquardt's damping, projected on the bounds; derivatives by
/// wide differences, never narrower than a twentieth of a parameter's range, because a narrow one would see
/// steps of whole trains, not the trend. Deterministic: the same function gives the same answer.
///
/// Residuals are (simulated - recorded) / error of the record, so that a sum of squares of one a residual is
/// as good as the record can tell. Sources: Levenberg (1944), Quarterly of Applied Mathematics 2, 164-168;
/// Marquardt (1963), J. SIAM 11, 431-441; profiles as in Venzon and Moolgavkar (1988), Applied Statistics 37,
/// 87-94.

#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace corridor::experiment {

/// One unknown, between its bounds.
struct Unknown {
  std::string name;
  double low = 0, high = 1, start = 0.5;  ///< low < high, low <= start <= high
};

/// Residuals at a point, in the order of the unknowns; always the same number of them. nullopt: no value
/// there, and the search ends.
using ResidualFunction = std::function<std::optional<std::vector<double>>(const std::vector<double>&)>;

struct FitOptions {
  double difference = 0.05;  ///< half-width of differences as a share of the range; at least 0.05
  int most_steps = 12;
  double least_gain = 1e-3;  ///< relative fall of the sum of squares below which the search ends
  double least_move = 2e-3;  ///< share of the range below which the search ends
  /// Directions along which the whole range of a parameter moves all residuals together by less than this (in
  /// errors of the record) are not identified.
  double least_response = 1;
  double worst_condition = 1000;  ///< greatest over least singular value
  int profile_points = 4;         ///< on each side of the best value
};

/// One line of the trace.
struct FitStep {
  std::vector<double> at;
  double sum_of_squares = 0, damping = 0;
  bool taken = false;
};

/// How far a parameter can go while the others make up for it, before the sum of squares has risen by what 95
/// % allows (3.84 times the scale below).
struct ProfileInterval {
  double low = 0, high = 0;
  bool open_below = false, open_above = false;  ///< the bound was reached first
};

struct Fit {
  std::vector<double> best;
  std::vector<double> residuals;  ///< at the best point
  double sum_of_squares = 0;
  std::vector<FitStep> trace;
  std::vector<std::vector<double>> jacobian;  ///< [residual][unknown], per whole range, at the best point
  std::vector<double> singular_values;        ///< of it, greatest first
  std::vector<double> weakest;                ///< the direction of the least one, by unknown
  std::vector<bool> at_low, at_high;          ///< within a hundredth of the range of a bound
  std::vector<ProfileInterval> profile;
  double scale = 1;  ///< max(1, sum of squares / (residuals - unknowns)): misfit widens what is allowed
  int evaluations = 0;
};

struct FitFailure {
  enum class Kind {
    unidentified,  ///< the residuals do not tell the unknowns apart, or do not feel them
    no_value,      ///< the function gave up
  };
  Kind kind = Kind::unidentified;
  std::string what;                     ///< one sentence for people
  std::vector<double> singular_values;  ///< where they are known
  std::vector<FitStep> trace;
};

/// @pre    at least one unknown
/// @error  unidentified: fewer residuals than unknowns, or singular values as FitOptions has it, at the start
/// or
///         at the best point
/// @cost   about (2 unknowns + 2) evaluations a step, and 4 x unknowns x profile_points for the profiles
tl::expected<Fit, FitFailure> fit_least_squares(const std::vector<Unknown>& unknowns,
                                                const ResidualFunction& residuals, const FitOptions& options);

}  // namespace corridor::experiment
