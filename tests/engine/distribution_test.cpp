// Distributions: known quantiles, moments of many draws, and quantile functions that never fall.

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "sim/engine/random.hpp"
#include "sim/engine/statistics.hpp"

namespace corridor::engine {
namespace {

struct Case {
  std::string name;
  std::function<double(double)> quantile;
  double mean, deviation;
  double median;
};

// Triangular: mean (a+b+c)/3, variance (a2+b2+c2-ab-ac-bc)/18; below the mode, F(x) = (x-a)2/((b-a)(c-a)).
// Lognormal by its own mean m and cv: median m / sqrt(1 + cv2).
const std::vector<double> kPool{1, 2, 4, 9};
const std::vector<Case> cases{
    {"uniform 2..5", [](double u) { return quantile::uniform(u, 2, 5); }, 3.5, 3 / std::sqrt(12.0), 3.5},
    {"exponential 7", [](double u) { return quantile::exponential(u, 7); }, 7, 7, 7 * std::log(2.0)},
    {"triangular 2..3..6", [](double u) { return quantile::triangular(u, 2, 3, 6); }, 11.0 / 3,
     std::sqrt((4.0 + 9 + 36 - 6 - 12 - 18) / 18), 6 - std::sqrt(0.5 * 4 * 3)},
    {"triangular 0..0..1", [](double u) { return quantile::triangular(u, 0, 0, 1); }, 1.0 / 3,
     std::sqrt(1.0 / 18), 1 - std::sqrt(0.5)},
    {"triangular 0..1..1", [](double u) { return quantile::triangular(u, 0, 1, 1); }, 2.0 / 3,
     std::sqrt(1.0 / 18), std::sqrt(0.5)},
    {"normal -3, 2", [](double u) { return quantile::normal(u, -3, 2); }, -3, 2, -3},
    {"lognormal 5, 0.4", [](double u) { return quantile::lognormal(u, 5, 0.4); }, 5, 2, 5 / std::sqrt(1.16)},
    {"lognormal 0.1, 1.5", [](double u) { return quantile::lognormal(u, 0.1, 1.5); }, 0.1, 0.15,
     0.1 / std::sqrt(3.25)},
    {"empirical", [](double u) { return quantile::empirical(u, kPool); }, 4, std::sqrt(9.5), 4},
};

TEST_CASE("distributions: the median is the one of the formula") {
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(c.quantile(0.5) == doctest::Approx(c.median).epsilon(1e-14));
  }
}

TEST_CASE("distributions: known quantiles") {
  CHECK(quantile::uniform(0.25, -4, 4) == -2);
  CHECK(quantile::exponential(1 - std::exp(-2.0), 3) == doctest::Approx(6).epsilon(1e-14));
  CHECK(quantile::triangular(0.25, 2, 3, 6) ==
        doctest::Approx(3).epsilon(1e-14));  // the share below the mode
  CHECK(quantile::triangular(0.0625, 2, 3, 6) == doctest::Approx(2.5).epsilon(1e-14));
  CHECK(quantile::triangular(0.3, 4, 4, 4) == 4);
  CHECK(quantile::normal(0.975, 0, 1) == doctest::Approx(1.959963984540054).epsilon(1e-14));
  CHECK(quantile::normal(0.001, 10, 2) == doctest::Approx(10 - 2 * 3.090232306167813).epsilon(1e-14));
  CHECK(quantile::normal(0.7, 5, 0) == 5);
  CHECK(quantile::lognormal(0.9, 8, 0) == 8);
  // ln X is normal with variance ln(1 + cv2).
  CHECK(quantile::lognormal(0.975, 1, std::sqrt(std::exp(1.0) - 1)) ==
        doctest::Approx(std::exp(1.959963984540054 - 0.5)).epsilon(1e-13));
  CHECK(quantile::empirical(0.2499, kPool) == 1);
  CHECK(quantile::empirical(0.2501, kPool) == 2);
  CHECK(quantile::empirical(1 - 0x1p-53, kPool) == 9);
  CHECK(quantile::empirical(0x1p-53, kPool) == 1);
}

TEST_CASE("distributions: mean and deviation of a million draws are those of the formula") {
  for (const Case& c : cases) {
    CAPTURE(c.name);
    Stream luck{11, 0, "distributions", c.name};
    Tally tally, squares;
    constexpr int kDraws = 1'000'000;
    for (int i = 0; i < kDraws; ++i) {
      const double x = c.quantile(luck.uniform());
      tally.add(x);
      squares.add((x - c.mean) * (x - c.mean));
    }
    // Within 4.5 standard errors: of the mean, and of the variance by the spread of the squares themselves.
    const double root = std::sqrt(static_cast<double>(kDraws));
    CHECK(std::fabs(tally.mean() - c.mean) < 4.5 * c.deviation / root);
    CHECK(std::fabs(squares.mean() - c.deviation * c.deviation) < 4.5 * std::sqrt(squares.variance()) / root);
  }
}

TEST_CASE("distributions: the share of draws below a quantile is what was asked for") {
  for (const Case& c : cases) {
    if (c.name == "empirical") continue;
    CAPTURE(c.name);
    Stream luck{12, 0, "distributions", c.name};
    constexpr int kDraws = 100'000;
    const double q10 = c.quantile(0.1), q95 = c.quantile(0.95);
    int below10 = 0, below95 = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double x = c.quantile(luck.uniform());
      below10 += x < q10;
      below95 += x < q95;
    }
    CHECK(std::fabs(below10 - 0.1 * kDraws) < 4.5 * std::sqrt(0.09 * kDraws));
    CHECK(std::fabs(below95 - 0.95 * kDraws) < 4.5 * std::sqrt(0.0475 * kDraws));
  }
}

TEST_CASE("distributions: a higher uniform never gives a lower value") {
  // From end to end in steps of 2^-17, and neighbour by neighbour (2^-53) at places where formulas meet.
  for (const Case& c : cases) {
    CAPTURE(c.name);
    int falls = 0;
    double last = c.quantile(0x1p-53);
    for (double u = 0x1p-17; u < 1; u += 0x1p-17) {
      const double x = c.quantile(u);
      falls += x < last;
      last = x;
    }
    falls += c.quantile(1 - 0x1p-53) < last;
    CHECK(falls == 0);
    int small_falls = 0;
    double worst = 0;
    for (const double joint : {0.075, 0.25, 0.5, 0.75, 0.925, 1 - 0x1p-20, 0x1p-20}) {
      last = c.quantile(joint - 3000 * 0x1p-53);
      for (int i = -2999; i < 3000; ++i) {
        const double x = c.quantile(joint + i * 0x1p-53);
        if (x < last) ++small_falls, worst = std::max(worst, (last - x) / c.deviation);
        last = x;
      }
    }
    INFO(c.name, ": ", small_falls, " falls, worst ", worst);
    CHECK(worst < 2e-15);
  }
}

TEST_CASE("distributions: the members of a stream are the quantile functions at its uniforms") {
  Stream a{2, 3, "a", "b"}, b{2, 3, "a", "b"};
  CHECK(a.uniform(2, 9) == quantile::uniform(b.uniform(), 2, 9));
  CHECK(a.exponential(4) == quantile::exponential(b.uniform(), 4));
  CHECK(a.triangular(1, 2, 3) == quantile::triangular(b.uniform(), 1, 2, 3));
  CHECK(a.normal(1, 2) == quantile::normal(b.uniform(), 1, 2));
  CHECK(a.lognormal(1, 2) == quantile::lognormal(b.uniform(), 1, 2));
  CHECK(a.empirical(kPool) == quantile::empirical(b.uniform(), kPool));
  CHECK(a.draws() == 6);  // one uniform each
}

}  // namespace
}  // namespace corridor::engine
