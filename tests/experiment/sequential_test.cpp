#include "sim/experiment/sequential.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "sim/engine/random.hpp"
#include "sim/experiment/statistics.hpp"

using namespace corridor::experiment;

TEST_CASE("looks double until the most that is allowed, which is the last") {
  CHECK(looks(10, 80) == std::vector<int>{10, 20, 40, 80});
  CHECK(looks(10, 100) == std::vector<int>{10, 20, 40, 80, 100});
  CHECK(looks(10, 10) == std::vector<int>{10});
  CHECK(looks(10, 11) == std::vector<int>{10, 11});
  CHECK(looks(2, std::numeric_limits<int>::max()).back() == std::numeric_limits<int>::max());
}

TEST_CASE("the half-width is a share of the scale") {
  const std::vector<double> samples{10, 12, 14};  // standard error 2 / sqrt 3
  CHECK(relative_half_width(samples, 100, 0.95) ==
        doctest::Approx(student_t_quantile(0.975, 2) * 2 / std::sqrt(3.0) / 100));
  CHECK(relative_half_width(samples, -100, 0.95) == relative_half_width(samples, 100, 0.95));
  CHECK(std::isinf(relative_half_width(samples, 0, 0.95)));
  CHECK(relative_half_width(std::vector<double>{3, 3}, 0, 0.95) == 0);
  CHECK(std::isinf(relative_half_width(std::vector<double>{3}, 1, 0.95)));
}

TEST_CASE("who stops at the first look that pleases still holds the mean in 95 of 100 cases") {
  const std::vector<int> at = looks(10, 640);
  const double level = level_of_a_look(at.size());
  int held = 0, naive = 0, early = 0;
  const int experiments = 2000;
  for (int e = 0; e < experiments; ++e) {
    corridor::engine::Stream stream{31, static_cast<std::uint64_t>(e), "sequential", "coverage"};
    std::vector<double> samples;
    bool stopped = false, stopped_naively = false;
    for (const int n : at) {
      while (samples.size() < static_cast<std::size_t>(n)) samples.push_back(stream.normal(5, 2));
      const bool last = n == at.back();
      const auto holds = [&](double of) {
        const auto interval = t_interval(samples, of);
        return interval->low <= 5 && 5 <= interval->high;
      };
      if (!stopped && (last || relative_half_width(samples, mean(samples), level) <= 0.15)) {
        stopped = true;
        if (!last) ++early;
        if (holds(level)) ++held;
      }
      // Stops where "something is found": the interval of 95 % excludes the mean.
      if (!stopped_naively && (last || !holds(0.95))) {
        stopped_naively = true;
        if (holds(0.95)) ++naive;
      }
    }
  }
  CHECK(early == experiments);
  CHECK(held >= experiments * 0.95);
  CHECK(naive < experiments * 0.88);  // what looking again and again does to 95 %
}
