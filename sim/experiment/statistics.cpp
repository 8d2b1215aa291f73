#include "sim/experiment/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>

#include "sim/engine/assert.hpp"

namespace corridor::experiment {
namespace {

double half_width(double variance_of_mean, std::size_t n, double level) {
  return student_t_quantile(0.5 + level / 2, static_cast<double>(n - 1)) * std::sqrt(variance_of_mean);
}

/// Nine decimals need no long double, which takes four times as long.
using InDoubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// Boost uses the machine's own logarithms, whose last bits differ; the ninth decimal does not.
double to_nine_decimals(double x) {
  if (std::abs(x) > 1e6) return x;
  const double scaled = x * 1e9;
  const auto whole = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  return static_cast<double>(whole) / 1e9;
}

}  // namespace

double student_t_quantile(double probability, double degrees) {
  CORRIDOR_PRE(probability > 0 && probability < 1 && degrees > 0);
  struct Known {
    double probability = 0, degrees = 0, quantile = 0;
  };
  thread_local Known last;  // all figures of a run ask for the same one
  if (last.probability != probability || last.degrees != degrees) {
    const double exact =
        boost::math::quantile(boost::math::students_t_distribution<double, InDoubles>{degrees}, probability);
    last = {probability, degrees, to_nine_decimals(exact)};
  }
  return last.quantile;
}

double normal_quantile(double probability) {
  CORRIDOR_PRE(probability > 0 && probability < 1);
  return to_nine_decimals(boost::math::quantile(boost::math::normal{}, probability));
}

double mean(std::span<const double> samples) {
  CORRIDOR_PRE(!samples.empty());
  double sum = 0;
  for (const double x : samples) sum += x;
  return sum / static_cast<double>(samples.size());
}

double variance(std::span<const double> samples) {
  if (samples.size() < 2) return 0;
  const double middle = mean(samples);
  double squares = 0;
  for (const double x : samples) squares += (x - middle) * (x - middle);
  return squares / static_cast<double>(samples.size() - 1);
}

std::optional<Interval> t_interval(std::span<const double> samples, double level) {
  if (samples.size() < 2) return std::nullopt;
  const double n = static_cast<double>(samples.size());
  const double middle = mean(samples);
  const double half = half_width(variance(samples) / n, samples.size(), level);
  return Interval{middle - half, middle + half};
}

std::optional<Interval> interval_with_ignorance(std::span<const double> noise, std::span<const double> drawn,
                                                double level) {
  if (drawn.size() < 2) return std::nullopt;
  const auto inner = t_interval(noise, level);
  if (!inner) return std::nullopt;
  const double luck = variance(noise);
  const double figures = std::max(0.0, variance(drawn) - luck);
  const std::size_t n = std::min(noise.size(), drawn.size());
  const double half = half_width(figures + luck / static_cast<double>(n), n, level);
  const double middle = mean(drawn);
  return Interval{std::min(inner->low, middle - half), std::max(inner->high, middle + half)};
}

std::optional<Interval> not_below(double least, std::optional<Interval> interval) {
  if (interval) *interval = {std::max(least, interval->low), std::max(least, interval->high)};
  return interval;
}

Interval wilson_interval(int hits, int n, double level) {
  CORRIDOR_PRE(n > 0 && hits >= 0 && hits <= n && level > 0 && level < 1);
  const double z = normal_quantile(0.5 + level / 2);
  const double count = n, share = hits / count, spread = z * z / count;
  const double middle = (share + spread / 2) / (1 + spread);
  const double half = z / (1 + spread) * std::sqrt(share * (1 - share) / count + spread / (4 * count));
  // At the ends the formula gives 0 and 1 exactly; rounding must not say otherwise.
  return {hits == 0 ? 0.0 : std::max(0.0, middle - half), hits == n ? 1.0 : std::min(1.0, middle + half)};
}

std::optional<Interval> welch_interval(std::span<const double> a, std::span<const double> b, double level) {
  if (a.size() < 2 || b.size() < 2) return std::nullopt;
  const double of_a = variance(a) / static_cast<double>(a.size());
  const double of_b = variance(b) / static_cast<double>(b.size());
  const double difference = mean(b) - mean(a), both = of_a + of_b;
  if (both == 0) return Interval{difference, difference};
  const double degrees =
      both * both /
      (of_a * of_a / static_cast<double>(a.size() - 1) + of_b * of_b / static_cast<double>(b.size() - 1));
  const double half = student_t_quantile(0.5 + level / 2, degrees) * std::sqrt(both);
  return Interval{difference - half, difference + half};
}

double chance_of_correlation(double r, double pairs) {
  if (pairs < 3) return 1;
  if (r * r >= 1) return 0;
  const double t = std::abs(r) * std::sqrt((pairs - 2) / (1 - r * r));
  return to_nine_decimals(2 * boost::math::cdf(complement(boost::math::students_t{pairs - 2}, t)));
}

double weighted_quantile(std::span<const std::pair<double, double>> values, double q) {
  CORRIDOR_PRE(!values.empty());
  double total = 0;
  for (const auto& [value, weight] : values) total += weight;
  const double wanted = q * total;
  double below = 0;
  for (const auto& [value, weight] : values) {
    below += weight;
    if (below >= wanted) return value;
  }
  return values.back().first;
}

std::size_t weighted_quantile(std::span<const double> running, double q) {
  CORRIDOR_PRE(!running.empty());
  const auto at = std::lower_bound(running.begin(), running.end(), q * running.back());
  return std::min(static_cast<std::size_t>(at - running.begin()), running.size() - 1);
}

}  // namespace corridor::experiment
