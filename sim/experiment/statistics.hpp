#pragma once
/// @file statistics.hpp  Means and intervals over replications. All sums run in order of replication.
///
/// Two intervals (docs/reference/files.md tells readers the same):
///   noise      the 95 % Student t interval of the mean over n replications that differ in luck alone
///   all        noise and ignorance: where the long-run mean may lie when the ranged figures are not known.
///              With s_n^2 the variance of the n plain replications and s_d^2 that of the n whose figures
///              are drawn, what figures alone move is s_d^2 - s_n^2 (at least 0); the half-width is
///              t sqrt(s_d^2 - s_n^2 + s_n^2 / n) around the mean of the drawn ones. More replications shrink
///              the noise, not the ignorance. The interval is widened where needed to hold the first one.

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace corridor::experiment {

struct Interval {
  double low = 0, high = 0;
};

/// The value below which Student's t with `degrees` > 0 lies with that probability (0, 1), to 9 decimals, so
/// that it is the same on every machine.
double student_t_quantile(double probability, double degrees);

/// Arithmetic mean. @pre not empty
double mean(std::span<const double> samples);
/// Variance of the sample, divided by n - 1; 0 below two.
double variance(std::span<const double> samples);

/// nullopt below two samples. `level` in (0, 1).
std::optional<Interval> t_interval(std::span<const double> samples, double level = 0.95);
/// nullopt where either side has fewer than two samples.
std::optional<Interval> interval_with_ignorance(std::span<const double> noise, std::span<const double> drawn,
                                                double level = 0.95);

/// The interval without what lies below `least`, for a figure whose mean cannot lie there: tonnes of few
/// replications may be spread so widely that t would reach below nothing. What is cut off cannot hold the
/// mean, so the interval holds it exactly as often as before (Mandelkern 2002, Statistical Science 17(2)
/// 149-172, on bounded parameters: the cut of the classical interval).
std::optional<Interval> not_below(double least, std::optional<Interval> interval);

/// The value below which the standard normal lies with that probability (0, 1), to 9 decimals.
double normal_quantile(double probability);

/// Where a chance lies of which `hits` of `n` independent trials were seen. Never outside 0 to 1, and of some
/// width where none or all hit. Wilson (1927), J. American Statistical Association 22(158) 209-212.
/// @pre 0 <= hits <= n, n > 0
Interval wilson_interval(int hits, int n, double level = 0.95);

/// mean(b) - mean(a) of two independent samples with variances of their own: Student's t with the degrees of
/// freedom of Welch (1947), Biometrika 34(1-2) 28-35. nullopt below two samples on either side.
std::optional<Interval> welch_interval(std::span<const double> a, std::span<const double> b,
                                       double level = 0.95);

/// With what chance Pearson's correlation of two normal samples that have nothing to do with each other is at
/// least as strong, either way: Student's t = r sqrt((n - 2) / (1 - r^2)), to 9 decimals. 1 below 3 pairs.
double chance_of_correlation(double correlation, double pairs);

/// The least value at or below which a share `q` [0, 1] of the weight lies, of pairs (value, weight >= 0).
/// @pre not empty, ascending by value
double weighted_quantile(std::span<const std::pair<double, double>> values, double q);
/// The position of the same, of running sums of the weights. @pre as above
std::size_t weighted_quantile(std::span<const double> running, double q);

}  // namespace corridor::experiment
