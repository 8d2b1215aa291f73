#include "sim/experiment/sensitivity.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "sim/experiment/design.hpp"

using namespace corridor;
using namespace corridor::experiment;

namespace {

template <class F>
std::vector<SobolIndex> indices_of(int rows, int parameters, F f) {
  std::vector<double> values;
  for (const auto& u : saltelli_points(rows, parameters, 1)) values.push_back(f(u));
  return sobol_indices(values, parameters, 1);
}

store::StudyPlan plan_of(std::vector<std::vector<double>> xs, int replications) {
  store::StudyPlan plan;
  plan.replications = replications;
  for (std::size_t k = 0; k < xs.front().size(); ++k)
    plan.parameters.push_back({"p" + std::to_string(k), "number", "", ""});
  for (const auto& x : xs) {
    auto& point = plan.points.emplace_back();
    for (const double v : x) point.push_back({std::to_string(static_cast<int>(v)), v});
  }
  return plan;
}

std::vector<store::StudySample> samples_of(std::vector<std::vector<double>> values) {
  std::vector<store::StudySample> out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    store::StudySample s{static_cast<std::int64_t>(i), "k", "t", "{}", true, {}};
    for (const double v : values[i]) s.values.emplace_back(v);
    out.push_back(s);
  }
  return out;
}

}  // namespace

// Ishigami and Homma (1990): f = sin x1 + a sin^2 x2 + b x3^4 sin x1 over (-pi, pi)^3, a = 7, b = 0.1.
// V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = b^2 pi^8 (1/18 - 1/50), V = V1 + V2 + V13.
TEST_CASE("the Sobol' indices of the Ishigami function are those of its closed form") {
  constexpr double pi = std::numbers::pi, a = 7, b = 0.1;
  const auto got = indices_of(8192, 3, [&](const std::vector<double>& u) {
    const double x1 = (2 * u[0] - 1) * pi, x2 = (2 * u[1] - 1) * pi, x3 = (2 * u[2] - 1) * pi;
    return std::sin(x1) + a * std::sin(x2) * std::sin(x2) + b * x3 * x3 * x3 * x3 * std::sin(x1);
  });
  const double v1 = std::pow(1 + b * std::pow(pi, 4) / 5, 2) / 2, v2 = a * a / 8,
               v13 = b * b * std::pow(pi, 8) * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
  const double first[] = {v1 / v, v2 / v, 0}, total[] = {(v1 + v13) / v, v2 / v, v13 / v};
  CHECK(first[0] == doctest::Approx(0.3139).epsilon(0.001));  // as the literature prints them
  CHECK(total[2] == doctest::Approx(0.2437).epsilon(0.001));
  REQUIRE(got.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(i);
    CHECK(std::abs(got[i].first - first[i]) < 0.01);
    CHECK(std::abs(got[i].total - total[i]) < 0.01);
    CHECK(got[i].first_interval.low <= got[i].first);
    CHECK(got[i].first <= got[i].first_interval.high);
    CHECK(got[i].total_interval.low < got[i].total_interval.high);
    CHECK(got[i].total_interval.high - got[i].total_interval.low < 0.1);
  }
}

TEST_CASE("of a sum, first order and total are the shares of variance") {
  const auto got =
      indices_of(2048, 3, [](const std::vector<double>& u) { return 1000 + 1 * u[0] + 2 * u[1] + 4 * u[2]; });
  REQUIRE(got.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const double share = std::pow(4.0, static_cast<double>(i)) / 21;
    CHECK(got[i].first == doctest::Approx(share).epsilon(0.02));
    CHECK(got[i].total == doctest::Approx(share).epsilon(0.02));
  }
}

TEST_CASE("what does not vary has no indices, and what no parameter but one moves has 1 and 0") {
  CHECK(indices_of(64, 2, [](const std::vector<double>&) { return 5.0; }).empty());
  const auto got = indices_of(1024, 2, [](const std::vector<double>& u) { return u[1] * u[1]; });
  REQUIRE(got.size() == 2);
  CHECK(got[0].first == 0);
  CHECK(got[0].total == 0);
  CHECK(got[1].total == doctest::Approx(1).epsilon(0.02));
}

TEST_CASE("a response curve is the mean over the points of a level, its effect the difference to all") {
  // two by three: f = 10 p0 + p1, replications shift everything by 0 and 4
  const auto plan = plan_of({{0, 1}, {0, 2}, {0, 3}, {1, 1}, {1, 2}, {1, 3}}, 2);
  std::vector<std::vector<double>> values;
  for (const auto& point : plan.points) {
    const double f = 10 * *point[0].x + *point[1].x;
    values.push_back({f, f + 4});
  }
  const auto curves = response_curves(plan, samples_of(values), true);
  REQUIRE(curves.size() == 5);
  CHECK(curves[0].parameter == "p0");
  CHECK(curves[0].level == "0");
  CHECK(curves[0].points == 3);
  CHECK(curves[0].mean == 4);  // mean of 1, 2, 3 and 5, 6, 7
  CHECK(curves[1].mean == 14);
  CHECK(curves[0].effect == -5);
  CHECK(curves[1].effect == 5);
  CHECK(curves[2].effect == -1);
  CHECK(curves[3].effect == 0);
  CHECK(curves[4].mean == 10);
  CHECK_FALSE(curves[0].slope);  // nothing before it
  CHECK(*curves[1].slope == 10);
  CHECK(*curves[3].slope == 1);
  CHECK(curves[1].slope_interval->low == curves[1].slope_interval->high);  // both replications agree
  // replications 2 and 6: t(0.975, 1) = 12.7062 times 4 / sqrt 2 / sqrt 2
  REQUIRE(curves[0].interval);
  CHECK(curves[0].interval->high - curves[0].mean == doctest::Approx(12.7062 * 2).epsilon(1e-5));
}

TEST_CASE(
    "one at a time, a curve holds the points that differ in nothing else, its effect is against the first") {
  // f = p0 p1 about (2, 3): p0 in 2, 5; p1 in 3, 4
  auto plan = plan_of({{2, 3}, {5, 3}, {2, 4}}, 2);
  plan.design = "one-at-a-time";
  const auto curves = response_curves(plan, samples_of({{6}, {15}, {8}}), true);
  REQUIRE(curves.size() == 4);
  CHECK(curves[0].mean == 6);
  CHECK(curves[0].points == 1);  // not the one with p1 at 4
  CHECK(curves[0].effect == 0);
  CHECK(curves[1].mean == 15);
  CHECK(curves[1].effect == 9);
  CHECK(*curves[1].slope == 3);
  CHECK(curves[3].mean == 8);
  CHECK(curves[3].effect == 2);
  CHECK(curves[3].replications == 1);
}

TEST_CASE("the interval of what cannot be negative ends at nothing, that of a difference does not") {
  const auto plan = plan_of({{0}, {1}}, 3);
  for (const auto& [kpi, low] : {std::pair{"delivered", 0.0}, std::pair{"of no catalogue", 1 - 4.30265}}) {
    CAPTURE(kpi);
    auto samples = samples_of({{0, 0, 3}, {5, 5, 5}});
    for (store::StudySample& s : samples) s.kpi = kpi;
    const auto curves = response_curves(plan, samples, true);
    REQUIRE(curves[0].interval);
    // mean 1, standard error 1, t(0.975, 2) = 4.3027
    CHECK(curves[0].interval->low == doctest::Approx(low));
    CHECK(curves[0].interval->high == doctest::Approx(1 + 4.30265));
  }
}

TEST_CASE("a range without levels is cut into eight parts") {
  std::vector<std::vector<double>> xs, values;
  for (int i = 0; i <= 80; ++i) {
    xs.push_back({static_cast<double>(i)});
    values.push_back({2.0 * i});
  }
  const auto plan = plan_of(xs, 1);
  const auto curves = response_curves(plan, samples_of(values), false);
  REQUIRE(curves.size() == 8);
  CHECK(curves[0].level == "0 to 10");
  CHECK(curves[0].points == 10);
  CHECK(curves[0].mean == 9);
  CHECK(curves[7].points == 11);
  CHECK_FALSE(curves[0].interval);
}
