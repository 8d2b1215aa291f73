#include "sim/experiment/sequential.hpp"

#include <cmath>
#include <limits>

#include "sim/engine/assert.hpp"
#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {

std::vector<int> looks(int first, int most) {
  CORRIDOR_PRE(first >= 2 && first <= most);
  std::vector<int> out;
  for (int n = first; n<most; n = n> most / 2 ? most : 2 * n) out.push_back(n);
  out.push_back(most);
  return out;
}

double level_of_a_look(std::size_t looks, double level) {
  CORRIDOR_PRE(looks > 0);
  return 1 - (1 - level) / static_cast<double>(looks);
}

double relative_half_width(std::span<const double> samples, double scale, double level) {
  const auto interval = t_interval(samples, level);
  if (!interval) return std::numeric_limits<double>::infinity();
  const double half = (interval->high - interval->low) / 2;
  if (half == 0) return 0;
  return scale == 0 ? std::numeric_limits<double>::infinity() : half / std::abs(scale);
}

}  // namespace corridor::experiment
