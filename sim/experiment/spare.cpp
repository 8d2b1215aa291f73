#include "sim/experiment/spare.hpp"

#include <algorithm>
#include <limits>

namespace corridor::experiment {
namespace {

/// Days waited along the line with so many tonnes more; without end where a capacity is full.
double wait_days(std::span<const UsedCapacity> line, double more_t) {
  double waited = 0;
  for (const UsedCapacity& p : line) {
    const double used = (p.used + more_t * p.a_tonne) / p.amount;
    if (used >= 1) return std::numeric_limits<double>::infinity();
    waited += p.interval_days * used / (1 - used);
  }
  return waited;
}

}  // namespace

double tonnes_until_double(std::span<const UsedCapacity> line) {
  const double limit = 2 * wait_days(line, 0);
  double fits = 0, too_many = std::numeric_limits<double>::infinity();
  for (const UsedCapacity& p : line) too_many = std::min(too_many, (p.amount - p.used) / p.a_tonne);
  if (!(too_many > 0)) return 0;
  if (limit <= 0) return too_many;  // nowhere to wait
  for (int i = 0; i < 60; ++i) {
    const double middle = (fits + too_many) / 2;
    (wait_days(line, middle) <= limit ? fits : too_many) = middle;
  }
  return fits;
}

}  // namespace corridor::experiment
