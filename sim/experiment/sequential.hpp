#pragma once
/// @file sequential.hpp  As many replications as a precision takes, without fooling oneself. Who looks at an
/// interval again and again and stops when it pleases him stops too often by luck. So looks are few and
/// settled beforehand: after `first` replications, then whenever their number has doubled, at last after
/// `most`; and with K looks each interval is one of 1 - alpha / K, so that by Bonferroni's inequality all of
/// them together hold with a chance of at least 1 - alpha, at whichever the run stops. (This is a confidence
/// sequence over the looks; Robbins (1970), Annals of Mathematical Statistics 41(5) 1397-1409, on the idea.)

#include <span>
#include <vector>

namespace corridor::experiment {

/// Numbers of replications after which to look: 10, 20, 40, ..., most. @pre 2 <= first <= most
std::vector<int> looks(int first, int most);

/// The level of each look's interval, so that all hold at `level`.
double level_of_a_look(std::size_t looks, double level = 0.95);

/// What share of |scale| the half-width of the mean's t interval is; 0 where the samples do not vary,
/// infinite where there are fewer than two of them or the scale is 0.
double relative_half_width(std::span<const double> samples, double scale, double level);

}  // namespace corridor::experiment
