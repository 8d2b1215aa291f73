#pragma once
/// @file selection.hpp  Which of several plans may be the best. Plans that are beaten clearly are ruled out;
/// the others cannot be told apart.
///
/// Samples are paired: sample k of every plan had the same luck and the same drawn figures. Plan i stays
/// unless some plan j is better by more than t S_ij / sqrt(n), where S_ij is the standard deviation of the
/// paired differences and t the quantile of Student's t at 1 - alpha / (plans - 1), n - 1 degrees of freedom.
/// Each of the other plans throws the best one out with a chance of at most alpha / (plans - 1), so by
/// Bonferroni's inequality the best stays with a chance of at least 1 - alpha, however plans depend on each
/// other. This is the screening of Nelson, Swann, Goldsman and Song (2001), Operations Research 49(6)
/// 950-963, with their variance of two independent plans replaced by that of the pair, as common random
/// numbers ask.

#include <span>
#include <vector>

namespace corridor::experiment {

/// @param samples  [plan][k], as many of each plan, at least 2; at least one plan
/// @return         [plan] whether it may be the best; never all false
/// @cost           O(plans^2 x samples)
std::vector<bool> may_be_best(std::span<const std::vector<double>> samples, bool more_is_better = true,
                              double confidence = 0.95);

}  // namespace corridor::experiment
