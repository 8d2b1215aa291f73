// The engine's own functions against long double references (64 bits of mantissa: 2048 times finer than
// a double), over the whole range and close to where each formula gives way to another.

#include "sim/engine/math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/engine/random.hpp"

namespace corridor::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Some tools compute long double as double; there is no finer reference then.
bool long_double_is_finer() {
  volatile long double one = 1;
  volatile long double sum = one + 0x1p-60L;
  return sum != one;
}

// Distance in units in the last place of a double with the magnitude of `exact`.
double ulps(double got, long double exact) {
  const auto rounded = static_cast<double>(exact);
  const int exponent = rounded == 0 ? -1022 : std::max(std::ilogb(rounded), -1022);
  return static_cast<double>(std::fabs(static_cast<long double>(got) - exact) /
                             std::ldexp(1.0L, exponent - 52));
}

// Doubles of every exponent in a range, and their neighbours.
std::vector<double> spread(double low, double high, int n, const char* name) {
  Stream luck{1, 0, "math", name};
  std::vector<double> xs;
  for (int i = 0; i < n; ++i) xs.push_back(luck.uniform(low, high));
  return xs;
}

TEST_CASE("math: the logarithm errs by less than 1 unit in the last place") {
  if (!long_double_is_finer()) return;
  std::vector<double> xs = spread(0.4, 3, 300'000, "log near 1");
  for (const double e : spread(-1074, 1023.99, 300'000, "log exponents")) xs.push_back(std::exp2(e));
  for (int i = -1000; i <= 1000; ++i) {
    xs.push_back(1 + i * 0x1p-52);
    xs.push_back(std::sqrt(2.0) + i * 0x1p-52);
    xs.push_back(std::sqrt(0.5) + i * 0x1p-53);
    xs.push_back(0x1p-1022 + i * 0x1p-1074);
  }
  xs.push_back(0x1p-1074);
  xs.push_back(std::numeric_limits<double>::max());
  double worst = 0, at = 0;
  for (const double x : xs) {
    const double error = ulps(math::log(x), std::log(static_cast<long double>(x)));
    if (error > worst) worst = error, at = x;
  }
  INFO("log: worst ", worst, " ulp at ", at);
  CHECK(worst < 1);
}

TEST_CASE("math: the exponential errs by less than 1 unit in the last place, 1.5 below 2.3e-308") {
  if (!long_double_is_finer()) return;
  std::vector<double> xs = spread(-708.3, 709.78, 400'000, "exp");
  for (const double x : spread(-1, 1, 200'000, "exp near 0")) xs.push_back(x);
  for (int k = -1020; k <= 1023; ++k) {
    for (int i = -2; i <= 2; ++i) xs.push_back((k + 0.5) * 0.6931471805599453 * (1 + i * 0x1p-52));
  }
  xs.push_back(709.782712893384);
  double worst = 0, at = 0;
  for (const double x : xs) {
    const double error = ulps(math::exp(x), std::exp(static_cast<long double>(x)));
    if (error > worst) worst = error, at = x;
  }
  INFO("exp: worst ", worst, " ulp at ", at);
  CHECK(worst < 1);
  worst = 0;
  for (const double x : spread(-745.13, -708.4, 200'000, "exp small")) {
    const double error = ulps(math::exp(x), std::exp(static_cast<long double>(x)));
    if (error > worst) worst = error, at = x;
  }
  INFO("exp of what is subnormal: worst ", worst, " ulp at ", at);
  CHECK(worst < 1.5);
}

TEST_CASE("math: the power errs by less than (2 + |y log x|) 3.4e-16 of its value") {
  if (!long_double_is_finer()) return;
  Stream luck{1, 0, "math", "pow"};
  double worst = 0;
  for (int i = 0; i < 300'000; ++i) {
    const double x = std::exp2(luck.uniform(-60, 60));
    const double y = luck.uniform(-10, 10);
    const long double exact = std::pow(static_cast<long double>(x), static_cast<long double>(y));
    const double bound = (2 + std::fabs(y * std::log(x))) * 3.4e-16;
    const auto error = static_cast<double>(std::fabs(math::pow(x, y) / exact - 1));
    worst = std::max(worst, error / bound);
  }
  INFO("pow: worst ", worst, " of the bound");
  CHECK(worst < 1);
}

// The z with Phi(z) = p, from erfc alone, by bisection: nothing in common with the rational formulas.
long double quantile_by_bisection(double p) {
  const bool lower = p < 0.5;
  const long double tail = lower ? static_cast<long double>(p) : 1 - static_cast<long double>(p);
  long double low = -40, high = 0;  // of the lower tail
  for (int i = 0; i < 90; ++i) {
    const long double middle = (low + high) / 2;
    (0.5L * std::erfc(-middle / std::sqrt(2.0L)) < tail ? low : high) = middle;
  }
  return lower ? low : -low;
}

TEST_CASE("math: the normal quantile errs by less than 1e-15 of its value") {
  if (!long_double_is_finer()) return;
  std::vector<double> ps = spread(0, 1, 20'000, "normal");
  for (const double e : spread(-1022, -1, 10'000, "normal tail")) ps.push_back(std::exp2(e));
  for (const double e : spread(-53, -1, 2'000, "normal upper tail")) ps.push_back(1 - std::exp2(e));
  for (int i = -50; i <= 50; ++i) {
    for (const double joint : {0.075, 0.925, 1.3887943864964021e-11}) ps.push_back(joint * (1 + i * 0x1p-52));
  }
  double worst = 0, at = 0;
  for (const double p : ps) {
    if (std::fabs(p - 0.5) < 1e-3) continue;  // there erfc loses the reference's digits
    const long double exact = quantile_by_bisection(p);
    const auto error = static_cast<double>(std::fabs((math::normal_quantile(p) - exact) / exact));
    if (error > worst) worst = error, at = p;
  }
  INFO("normal quantile: worst ", worst, " at ", at);
  CHECK(worst < 1e-15);
  // Near the middle: z = sqrt(2 pi) (q + pi q^3 / 3 + ...), q = p - 1/2.
  for (const double q : {0x1p-53, 1e-10, -1e-6, 2e-5}) {
    const double p = 0.5 + q;
    const long double exact_q = static_cast<long double>(p) - 0.5L;
    const long double pi = 3.14159265358979323846L;
    const long double s = std::sqrt(2 * pi) * exact_q;
    const long double exact = s * (1 + s * s / 6 + 7 * s * s * s * s / 120);
    CHECK(static_cast<double>(std::fabs(math::normal_quantile(p) / exact - 1)) < 1e-15);
  }
}

TEST_CASE("math: at the ends of their ranges the functions give what the header says") {
  CHECK(math::log(1) == 0);
  CHECK(math::log(0) == -kInfinity);
  CHECK(math::log(-0.0) == -kInfinity);
  CHECK(math::log(kInfinity) == kInfinity);
  CHECK(std::isnan(math::log(-1)));
  CHECK(std::isnan(math::log(std::nan(""))));
  CHECK(math::exp(0) == 1);
  CHECK(math::exp(709.79) == kInfinity);
  CHECK(math::exp(kInfinity) == kInfinity);
  CHECK(math::exp(-746) == 0);
  CHECK(math::exp(-kInfinity) == 0);
  CHECK(math::exp(-745.13) > 0);
  CHECK(std::isfinite(math::exp(709.78)));
  CHECK(std::isnan(math::exp(std::nan(""))));
  CHECK(math::pow(7, 0) == 1);
  CHECK(math::pow(0, 0) == 1);
  CHECK(math::pow(0, 2) == 0);
  CHECK(math::pow(0, -2) == kInfinity);
  CHECK(math::pow(1, 1e300) == 1);
  CHECK(math::pow(2, 2000) == kInfinity);
  CHECK(math::pow(2, -2000) == 0);
  CHECK(std::isnan(math::pow(-2, 2)));
  CHECK(std::isnan(math::pow(0, std::nan(""))));
  CHECK(math::normal_quantile(0.5) == 0);
  CHECK(math::normal_quantile(0) == -kInfinity);
  CHECK(math::normal_quantile(1) == kInfinity);
  CHECK(std::isnan(math::normal_quantile(1.0000001)));
  CHECK(std::isnan(math::normal_quantile(-1e-300)));
  CHECK(std::isnan(math::normal_quantile(std::nan(""))));
}

TEST_CASE("math: the normal quantile is odd") {
  for (const double q : spread(0, 0.5, 10'000, "odd")) {
    const double p = 0.5 + q;  // exact: so is 1 - p
    REQUIRE(math::normal_quantile(1 - p) == -math::normal_quantile(p));
  }
}

}  // namespace
}  // namespace corridor::engine
