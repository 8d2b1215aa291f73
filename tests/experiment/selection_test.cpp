#include "sim/experiment/selection.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/engine/random.hpp"
#include "sim/experiment/statistics.hpp"

using namespace corridor::experiment;

namespace {

/// Plans whose means lie `gap` below the first one's, n samples each, of which `shared` of the standard
/// deviation is luck that all plans have in common.
std::vector<std::vector<double>> plans(std::size_t count, std::size_t n, double gap, double shared,
                                       std::uint64_t experiment) {
  corridor::engine::Stream common{21, experiment, "selection", "common"};
  corridor::engine::Stream own{21, experiment, "selection", "own"};
  std::vector<std::vector<double>> out(count, std::vector<double>(n));
  for (std::size_t k = 0; k < n; ++k) {
    const double together = common.normal(0, shared);
    for (std::size_t i = 0; i < count; ++i) {
      const double apart = own.normal(0, std::sqrt(1 - shared * shared) * (1 + 0.3 * static_cast<double>(i)));
      out[i][k] = (i == 0 ? gap : 0.0) + together + apart;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the best plan stays in at least 95 of 100 experiments, with common luck and without") {
  for (const double shared : {0.0, 0.9}) {
    for (const double gap : {0.0, 0.2}) {  // ties are the hardest case
      int kept = 0;
      const int experiments = 2000;
      for (int e = 0; e < experiments; ++e) {
        if (may_be_best(plans(6, 10, gap, shared, static_cast<std::uint64_t>(e)))[0]) ++kept;
      }
      CAPTURE(shared);
      CAPTURE(gap);
      // 3 standard deviations of a binomial share below 0.95
      CHECK(kept >= experiments * (0.95 - 0.0147));
    }
  }
}

TEST_CASE("a plan that is clearly worse is ruled out, and common luck lets it be ruled out sooner") {
  int alone = 0, paired = 0;
  for (std::uint64_t e = 0; e < 200; ++e) {
    if (!may_be_best(plans(3, 10, 1.0, 0.0, e))[1]) ++alone;
    if (!may_be_best(plans(3, 10, 1.0, 0.95, e))[1]) ++paired;
  }
  CHECK(paired > 195);
  CHECK(alone < 180);
}

TEST_CASE("by hand: the lead must exceed t times its standard error") {
  // Two plans: leads 1, 2, 3: mean 2, standard error 1 / sqrt 3; one-sided t at 95 % with 2 degrees 2.92
  const std::vector<std::vector<double>> two{{0, 0, 0}, {1, 2, 3}};
  CHECK(may_be_best(two) == std::vector<bool>{false, true});
  CHECK(may_be_best(two, false) == std::vector<bool>{true, false});
  // Leads 1, 2, 6: mean 3, standard error sqrt(7 / 3) = 1.53, times 2.92 is 4.46
  CHECK(may_be_best(std::vector<std::vector<double>>{{0, 0, 0}, {1, 2, 6}}) == std::vector<bool>{true, true});
}

TEST_CASE("equal plans cannot be told apart, one plan is the best of one") {
  CHECK(may_be_best(std::vector<std::vector<double>>{{1, 2}, {1, 2}, {1, 2}}) ==
        std::vector<bool>{true, true, true});
  CHECK(may_be_best(std::vector<std::vector<double>>{{1, 2}}) == std::vector<bool>{true});
}
