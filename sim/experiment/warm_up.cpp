#include "sim/experiment/warm_up.hpp"

#include <vector>

#include "sim/engine/assert.hpp"
#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {

std::optional<std::size_t> warm_up_by_mser(std::span<const double> observations, std::size_t batch) {
  CORRIDOR_PRE(batch > 0 && observations.size() >= 10 * batch);
  std::vector<double> means;
  for (std::size_t i = 0; i + batch <= observations.size(); i += batch)
    means.push_back(mean(observations.subspan(i, batch)));
  // Sums of squares about a fixed point near all means, from the end, so that each cut costs one step.
  const double about = mean(means);
  double sum = 0, squares = 0, least = 0;
  std::size_t best = 0;
  const std::size_t half = means.size() / 2;
  for (std::size_t cut = means.size(); cut-- > 0;) {
    const double x = means[cut] - about;
    sum += x;
    squares += x * x;
    if (cut > half) continue;
    const double left = static_cast<double>(means.size() - cut);
    const double error = (squares - sum * sum / left) / (left * left);
    if (cut == half || error <= least) {
      least = error;
      best = cut;
    }
  }
  if (best == half) return std::nullopt;
  return best * batch;
}

}  // namespace corridor::experiment
