#include "sim/experiment/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/engine/random.hpp"

using namespace corridor::experiment;

TEST_CASE("quantiles of Student's t are those of the printed tables") {
  CHECK(student_t_quantile(0.975, 1) == doctest::Approx(12.706).epsilon(1e-4));
  CHECK(student_t_quantile(0.975, 2) == doctest::Approx(4.303).epsilon(1e-4));
  CHECK(student_t_quantile(0.975, 4) == doctest::Approx(2.776).epsilon(2e-4));
  CHECK(student_t_quantile(0.975, 29) == doctest::Approx(2.045).epsilon(3e-4));
  CHECK(student_t_quantile(0.95, 10) == doctest::Approx(1.812).epsilon(3e-4));
  CHECK(student_t_quantile(0.5, 7) == 0);
  CHECK(student_t_quantile(0.025, 9) == -student_t_quantile(0.975, 9));
}

TEST_CASE("with two degrees of freedom the quantile is its closed form") {
  // F(t) = 1/2 + t / (2 sqrt(2 + t^2)), so t = (2p - 1) sqrt(2 / (1 - (2p - 1)^2))
  for (const double p : {0.6, 0.8, 0.9, 0.975, 0.995}) {
    const double a = 2 * p - 1;
    CHECK(student_t_quantile(p, 2) == doctest::Approx(a * std::sqrt(2 / (1 - a * a))).epsilon(1e-8));
  }
}

TEST_CASE("an interval is the mean and t times its standard error on either side") {
  const std::vector<double> samples{10, 12, 14};  // mean 12, variance 4, standard error 2 / sqrt 3
  CHECK(mean(samples) == 12);
  CHECK(variance(samples) == 4);
  const auto interval = t_interval(samples);
  REQUIRE(interval);
  CHECK(interval->low == doctest::Approx(12 - 4.302652730 * 2 / std::sqrt(3.0)).epsilon(1e-9));
  CHECK(interval->high == doctest::Approx(12 + 4.302652730 * 2 / std::sqrt(3.0)).epsilon(1e-9));
}

TEST_CASE("one sample has no interval, equal samples one of no width") {
  CHECK_FALSE(t_interval(std::vector<double>{5.0}));
  CHECK_FALSE(t_interval({}));
  const auto none = t_interval(std::vector<double>{5, 5, 5});
  REQUIRE(none);
  CHECK(none->low == 5);
  CHECK(none->high == 5);
  CHECK_FALSE(interval_with_ignorance(std::vector<double>{1.0}, std::vector<double>{1.0, 2.0}));
}

TEST_CASE("a t interval of normal samples holds the true mean in 95 of 100 cases") {
  for (const std::size_t n : {2u, 5u, 30u}) {
    int held = 0;
    const int trials = 4000;
    for (int k = 0; k < trials; ++k) {
      corridor::engine::Stream stream{11, static_cast<std::uint64_t>(k), "t interval", "coverage"};
      std::vector<double> samples;
      for (std::size_t i = 0; i < n; ++i) samples.push_back(stream.normal(7, 3));
      const auto interval = t_interval(samples);
      if (interval->low <= 7 && 7 <= interval->high) ++held;
    }
    CAPTURE(n);
    // 3.5 standard deviations of a binomial share around 0.95
    CHECK(held / static_cast<double>(trials) == doctest::Approx(0.95).epsilon(0.0062));
  }
}

TEST_CASE("where figures are not ranged, ignorance adds nothing") {
  const std::vector<double> noise{3, 5, 4, 6};
  const auto inner = t_interval(noise), outer = interval_with_ignorance(noise, noise);
  CHECK(outer->low == inner->low);
  CHECK(outer->high == inner->high);
}

TEST_CASE("ignorance by hand: what figures move is the variance that noise does not explain") {
  const std::vector<double> noise{10, 12, 14}, drawn{8, 16, 24};  // variances 4 and 64; mean of drawn 16
  const auto interval = interval_with_ignorance(noise, drawn);
  const double half = 4.302652730 * std::sqrt(64 - 4 + 4.0 / 3.0);
  CHECK(interval->low == doctest::Approx(16 - half).epsilon(1e-9));
  CHECK(interval->high == doctest::Approx(16 + half).epsilon(1e-9));
}

TEST_CASE("the interval with ignorance is never inside that of noise") {
  const std::vector<double> noise{1, 9, 5}, drawn{5.1, 5.2, 5.3};
  const auto inner = t_interval(noise), outer = interval_with_ignorance(noise, drawn);
  CHECK(outer->low <= inner->low);
  CHECK(outer->high >= inner->high);
}

TEST_CASE("more replications shrink the noise and not the ignorance") {
  const auto widths = [](std::size_t n) {
    std::vector<double> noise, drawn;
    for (std::size_t i = 0; i < n; ++i) {
      noise.push_back(i % 2 == 0 ? 99.0 : 101.0);
      drawn.push_back(i % 2 == 0 ? 90.0 : 110.0);
    }
    const auto inner = t_interval(noise), outer = interval_with_ignorance(noise, drawn);
    return std::pair{inner->high - inner->low, outer->high - outer->low};
  };
  const auto few = widths(10), many = widths(1000);
  CHECK(many.first < few.first / 9);
  CHECK(many.second > few.second * 0.8);
  CHECK(many.second > 38);  // 2 x 1.96 x 10, the spread of what is not known
}

TEST_CASE("weighted quantiles are of tonnes, not of lots") {
  const std::vector<std::pair<double, double>> days{{10, 8}, {20, 1}, {30, 1}};
  CHECK(weighted_quantile(days, 0.1) == 10);
  CHECK(weighted_quantile(days, 0.8) == 10);
  CHECK(weighted_quantile(days, 0.85) == 20);
  CHECK(weighted_quantile(days, 0.95) == 30);
  CHECK(weighted_quantile(days, 1.0) == 30);
  CHECK(weighted_quantile(days, 0.0) == 10);

  const std::vector<double> running{8, 9, 10};
  for (const double q : {0.0, 0.1, 0.8, 0.85, 0.95, 1.0})
    CHECK(days[weighted_quantile(running, q)].first == weighted_quantile(days, q));
}

TEST_CASE("quantiles of the normal are those of the printed tables") {
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963985).epsilon(1e-9));
  CHECK(normal_quantile(0.95) == doctest::Approx(1.644853627).epsilon(1e-9));
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0.025) == -normal_quantile(0.975));
}

TEST_CASE("Wilson's interval is that of the published example") {
  // Newcombe (1998), Statistics in Medicine 17(8) 857-872, table I, method 3 (score without continuity
  // correction): 81/263, 15/148, 0/20 and 1/29.
  const auto is = [](int hits, int n, double low, double high) {
    const Interval i = wilson_interval(hits, n);
    CAPTURE(hits);
    CAPTURE(n);
    CHECK(std::abs(i.low - low) < 5.1e-5);
    CHECK(std::abs(i.high - high) < 5.1e-5);
  };
  is(81, 263, 0.2553, 0.3662);
  is(15, 148, 0.0624, 0.1605);
  is(0, 20, 0.0, 0.1611);
  is(1, 29, 0.0061, 0.1718);
}

TEST_CASE("Wilson's interval solves its own equation, is symmetric and stays within 0 and 1") {
  const double z = normal_quantile(0.975);
  for (const int n : {1, 2, 7, 30, 1000}) {
    for (const int hits : {0, 1, n / 2, n - 1, n}) {
      if (hits < 0 || hits > n) continue;
      const Interval i = wilson_interval(hits, n), other = wilson_interval(n - hits, n);
      const double share = static_cast<double>(hits) / n;
      CHECK(i.low >= 0);
      CHECK(i.high <= 1);
      CHECK(i.low <= share);
      CHECK(i.high >= share);
      CHECK(i.low == doctest::Approx(1 - other.high));
      // |share - p| = z sqrt(p (1 - p) / n) at both ends
      for (const double p : {i.low, i.high})
        CHECK(std::abs(share - p) == doctest::Approx(z * std::sqrt(p * (1 - p) / n)).epsilon(1e-9));
    }
  }
}

TEST_CASE("an interval of tonnes does not reach below nothing, and one above nothing is left as it is") {
  const std::vector<double> few{0, 1000, 5000};
  const auto raw = t_interval(few), cut = not_below(0, t_interval(few));
  REQUIRE(raw->low < 0);
  CHECK(cut->low == 0);
  CHECK(cut->high == raw->high);
  CHECK(not_below(0, Interval{2, 3})->low == 2);
  CHECK(not_below(0, Interval{-3, -2})->high == 0);
  CHECK_FALSE(not_below(0, std::nullopt));
}

TEST_CASE("what is cut off a bounded interval never held the mean: it holds it as often as before") {
  int whole = 0, cut = 0, below = 0;
  for (int k = 0; k < 4000; ++k) {
    corridor::engine::Stream stream{12, static_cast<std::uint64_t>(k), "bounded", "coverage"};
    std::vector<double> samples;
    for (int i = 0; i < 3; ++i) samples.push_back(stream.exponential(5));
    const auto raw = t_interval(samples), bounded = not_below(0, raw);
    if (raw->low < 0) ++below;
    if (raw->low <= 5 && 5 <= raw->high) ++whole;
    if (bounded->low <= 5 && 5 <= bounded->high) ++cut;
  }
  CHECK(below > 1000);
  CHECK(cut == whole);
}

TEST_CASE("Welch's interval by hand, and Student's where both samples vary alike") {
  const std::vector<double> a{10, 12, 14}, b{20, 22, 24};  // variances 4, 4: 4 degrees of freedom
  const auto alike = welch_interval(a, b);
  const double half = student_t_quantile(0.975, 4) * std::sqrt(8.0 / 3.0);
  CHECK(alike->low == doctest::Approx(10 - half));
  CHECK(alike->high == doctest::Approx(10 + half));
  const std::vector<double> known{7, 7, 7, 7};  // all of the variance is a's: its 2 degrees of freedom
  const auto one_sided = welch_interval(a, known);
  CHECK(one_sided->high == doctest::Approx(-5 + student_t_quantile(0.975, 2) * 2 / std::sqrt(3.0)));
  CHECK(welch_interval(known, known)->high == 0);
  CHECK_FALSE(welch_interval(a, std::vector<double>{1.0}));
}
