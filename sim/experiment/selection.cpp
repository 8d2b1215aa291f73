#include "sim/experiment/selection.hpp"

#include <cmath>

#include "sim/engine/assert.hpp"
#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {

std::vector<bool> may_be_best(std::span<const std::vector<double>> samples, bool more_is_better,
                              double confidence) {
  CORRIDOR_PRE(!samples.empty() && samples.front().size() >= 2 && confidence > 0 && confidence < 1);
  std::vector<bool> stays(samples.size(), true);
  if (samples.size() == 1) return stays;
  const std::size_t n = samples.front().size();
  const double others = static_cast<double>(samples.size() - 1);
  const double t = student_t_quantile(1 - (1 - confidence) / others, static_cast<double>(n - 1));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    CORRIDOR_PRE(samples[i].size() == n);
    for (std::size_t j = 0; j < samples.size(); ++j) {
      if (i == j) continue;
      std::vector<double> lead(n);  // of j over i
      for (std::size_t k = 0; k < n; ++k)
        lead[k] = more_is_better ? samples[j][k] - samples[i][k] : samples[i][k] - samples[j][k];
      if (mean(lead) > t * std::sqrt(variance(lead) / static_cast<double>(n))) stays[i] = false;
    }
  }
  return stays;
}

}  // namespace corridor::experiment
