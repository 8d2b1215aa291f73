#include "sim/experiment/least_squares.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace corridor::experiment;

namespace {

using Values = std::vector<double>;
using Maybe = std::optional<Values>;

Fit fitted(const std::vector<Unknown>& unknowns, const ResidualFunction& f, FitOptions options = {}) {
  auto fit = fit_least_squares(unknowns, f, options);
  if (!fit) FAIL(fit.error().what);
  return *fit;
}
/// Straight lines through points: residuals (a + b t - y) / error.
ResidualFunction line(Values t, Values y, double error) {
  return [=](const Values& x) -> Maybe {
    Values r;
    for (std::size_t i = 0; i < t.size(); ++i) r.push_back((x[0] + x[1] * t[i] - y[i]) / error);
    return r;
  };
}

}  // namespace

TEST_CASE("a straight line is found, with the interval that theory gives") {
  // y = 2 + 3 t at t = 0..4 with errors +1, -1, 0, -1, +1 tenths: orthogonal to both columns
  const Values t{-2, -1, 0, 1, 2}, noise{0.1, -0.2, 0.2, -0.2, 0.1};
  Values y;
  for (std::size_t i = 0; i < t.size(); ++i) y.push_back(2 + 3 * t[i] + noise[i]);
  const Fit fit = fitted({{"a", 0, 5, 1}, {"b", 0, 5, 1}}, line(t, y, 0.5));
  // normal equations by hand: a = mean y, b = sum t y / sum t^2
  double a = 0, b = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    a += y[i] / 5;
    b += t[i] * y[i] / 10;
  }
  CHECK(fit.best[0] == doctest::Approx(a).epsilon(1e-3));
  CHECK(fit.best[1] == doctest::Approx(b).epsilon(1e-3));
  // the interval of a slope is 1.96 x error / sqrt(sum t^2), of a mean 1.96 x error / sqrt(n)
  CHECK(fit.profile[0].high - fit.profile[0].low ==
        doctest::Approx(2 * 1.96 * 0.5 / std::sqrt(5)).epsilon(0.35));
  CHECK(fit.profile[1].high - fit.profile[1].low ==
        doctest::Approx(2 * 1.96 * 0.5 / std::sqrt(10)).epsilon(0.35));
  CHECK(fit.profile[0].low < a);
  CHECK(fit.profile[0].high > a);
  // singular values of a design with orthogonal columns: their norms, over the range of 5
  CHECK(fit.singular_values[0] == doctest::Approx(5 * std::sqrt(10) / 0.5).epsilon(1e-6));
  CHECK(fit.singular_values[1] == doctest::Approx(5 * std::sqrt(5) / 0.5).epsilon(1e-6));
}

TEST_CASE("Rosenbrock's valley is followed to its end at (1, 1)") {
  const auto f = [](const Values& x) -> Maybe { return Values{10 * (x[1] - x[0] * x[0]), 1 - x[0]}; };
  FitOptions options;
  options.most_steps = 200;
  options.least_gain = 1e-9;
  options.least_move = 1e-6;
  options.least_response = 0.1;
  const Fit fit = fitted({{"x", -1.5, 1.5, -1.2}, {"y", -1, 2, 1}}, f, options);
  CHECK(fit.best[0] == doctest::Approx(1).epsilon(0.02));
  CHECK(fit.best[1] == doctest::Approx(1).epsilon(0.04));
}

TEST_CASE("a least value outside the bounds is met at the bound, and said to be there") {
  const auto f = [](const Values& x) -> Maybe {
    return Values{(x[0] - 7) * 2, x[1] - 0.5, x[0] + x[1] - 7.5};
  };
  const Fit fit = fitted({{"far", 0, 5, 1}, {"near", 0, 5, 4}}, f);
  CHECK(fit.best[0] == 5);
  CHECK(fit.at_high[0]);
  CHECK(!fit.at_high[1]);
  CHECK(!fit.at_low[1]);
  CHECK(fit.profile[0].open_above);
  // with x held at 5: (y - 0.5)^2 + (y - 2.5)^2 is least at 1.5
  CHECK(fit.best[1] == doctest::Approx(1.5).epsilon(0.01));
}

TEST_CASE("steps no wider than a twentieth of the range do not stop the search") {
  const auto f = [](const Values& x) -> Maybe {
    const double stepped = std::floor(x[0] * 50) / 50;  // flat for a fiftieth
    return Values{(stepped - 0.62) / 0.05, (2 * stepped - 1.2) / 0.05};
  };
  const Fit fit = fitted({{"x", 0, 1, 0.1}}, f);
  CHECK(std::abs(fit.best[0] - 0.604) < 0.04);
}

TEST_CASE("two parameters that only their sum is felt of are refused, and the direction is named") {
  const auto f = [](const Values& x) -> Maybe {
    return Values{(x[0] + x[1] - 1) * 10, (x[0] + x[1] - 1.1) * 10, (x[0] + x[1]) * 3};
  };
  const auto fit = fit_least_squares({{"one", 0, 1, 0.3}, {"other", 0, 1, 0.3}}, f, {});
  REQUIRE(!fit.has_value());
  CHECK(fit.error().kind == FitFailure::Kind::unidentified);
  CHECK(fit.error().singular_values.back() < 1e-9);
  CHECK(fit.error().what.find("one") != std::string::npos);
  CHECK(fit.error().what.find("other") != std::string::npos);
}

TEST_CASE("a parameter that moves less than the error of the record over its whole range is refused") {
  const auto weak = [](double gain) {
    return [gain](const Values& x) -> Maybe { return Values{10 * (x[0] - 0.5), gain * (x[1] - 0.5)}; };
  };
  CHECK(!fit_least_squares({{"strong", 0, 1, 0.2}, {"weak", 0, 1, 0.2}}, weak(0.9), {}).has_value());
  CHECK(fit_least_squares({{"strong", 0, 1, 0.2}, {"weak", 0, 1, 0.2}}, weak(1.1), {}).has_value());
}

TEST_CASE("fewer outcomes than parameters are refused, a function without a value ends the search") {
  const auto one = [](const Values& x) -> Maybe { return Values{10 * x[0] + 20 * x[1]}; };
  CHECK(fit_least_squares({{"a", 0, 1, 0.5}, {"b", 0, 1, 0.5}}, one, {}).error().kind ==
        FitFailure::Kind::unidentified);
  const auto gives_up = [](const Values& x) -> Maybe {
    return x[0] > 0.6 ? Maybe{} : Values{x[0] - 5, x[0]};
  };
  CHECK(fit_least_squares({{"a", 0, 1, 0.5}}, gives_up, {}).error().kind == FitFailure::Kind::no_value);
}

TEST_CASE("misfit widens the interval: residuals twice as large at the best point, twice as wide") {
  const auto f = [](double misfit) {
    return [misfit](const Values& x) -> Maybe {
      return Values{4 * (x[0] - 0.5) + misfit, 4 * (x[0] - 0.5) - misfit};
    };
  };
  const ProfileInterval a = fitted({{"x", 0, 1, 0.3}}, f(1)).profile[0],
                        b = fitted({{"x", 0, 1, 0.3}}, f(2)).profile[0];
  // 32 d^2 = 3.84 s with s = 2 m^2 for one degree of freedom
  CHECK(a.high - a.low == doctest::Approx(2 * std::sqrt(3.84 * 2 / 32)).epsilon(0.1));
  CHECK(b.high == 1);
  CHECK(b.open_above);
}

TEST_CASE("the trace begins at the start and never rises where a step was taken") {
  const auto f = [](const Values& x) -> Maybe {
    return Values{20 * (x[0] - 0.7), 10 * (x[0] * x[0] - 0.49)};
  };
  const Fit fit = fitted({{"x", 0, 1, 0.1}}, f);
  CHECK(fit.trace.front().at == Values{0.1});
  double least = fit.trace.front().sum_of_squares;
  for (const FitStep& step : fit.trace) {
    if (!step.taken) continue;
    CHECK(step.sum_of_squares <= least);
    least = step.sum_of_squares;
  }
  CHECK(fit.best[0] == doctest::Approx(0.7).epsilon(0.01));
}
