#include "sim/experiment/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>

#include "sim/engine/assert.hpp"

namespace corridor::experiment {
namespace {

double half_width(double variance_of_mean, std::size_t n, double level) {
  return student_t_quantile(0.5 + level / 2, static_cast<double>(n - 1)) * std::sqrt(variance_of_mean);
}

}  // namespace

double student_t_quantile(double probability, double degrees) {
  CORRIDOR_PRE(probability > 0 && probability < 1 && degrees > 0);
  const double exact = boost::math::quantile(boost::math::students_t{degrees}, probability);
  if (std::abs(exact) > 1e6) return exact;
  // Boost uses the machine's own logarithms, whose last bits differ; the ninth decimal does not.
  const double scaled = exact * 1e9;
  const auto whole = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  return static_cast<double>(whole) / 1e9;
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
  const auto inner = t_interval(noise, level);
  if (!inner || drawn.size() < 2) return std::nullopt;
  const double luck = variance(noise);
  const double figures = std::max(0.0, variance(drawn) - luck);
  const std::size_t n = std::min(noise.size(), drawn.size());
  const double half = half_width(figures + luck / static_cast<double>(n), n, level);
  const double middle = mean(drawn);
  return Interval{std::min(inner->low, middle - half), std::max(inner->high, middle + half)};
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

}  // namespace corridor::experiment
