#include "sim/engine/statistics.hpp"

#include <doctest/doctest.h>

#include "sim/engine/time.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

TEST_CASE("tally: mean, variance and extremes of 2 4 4 4 5 5 7 9 are 5, 32/7, 2 and 9") {
  Tally t;
  CHECK(t.count() == 0);
  CHECK(t.mean() == 0);
  CHECK(t.variance() == 0);
  for (const double x : {4, 9, 2, 4, 7, 5, 4, 5}) t.add(x);
  CHECK(t.count() == 8);
  CHECK(t.mean() == doctest::Approx(5).epsilon(1e-15));
  CHECK(t.variance() == doctest::Approx(32.0 / 7).epsilon(1e-15));
  CHECK(t.least() == 2);
  CHECK(t.greatest() == 9);
  t.reset();
  t.add(-3);
  CHECK(t.greatest() == -3);
  CHECK(t.variance() == 0);
}

TEST_CASE("tally: a small spread on a large mean is not lost") {
  Tally t;
  for (int i = 0; i < 1000; ++i) t.add(1e9 + (i % 2));
  CHECK(t.variance() == doctest::Approx(0.25 * 1000 / 999).epsilon(1e-6));
}

TEST_CASE("mean over time: steps of 3 for 2 s, 7 for 3 s, 0 for 5 s average 2.7") {
  TimeWeighted w{at_second(100), 3};
  CHECK(w.mean(at_second(100)) == 3);
  w.set(at_second(102), 7);
  w.set(at_second(105), 0);
  CHECK(w.mean(at_second(110)) == doctest::Approx(2.7).epsilon(1e-15));
  CHECK(w.greatest() == 7);
  CHECK(w.value() == 0);
  w.reset(at_second(110));
  CHECK(w.greatest() == 0);
  w.set(at_second(120), 4);
  CHECK(w.mean(at_second(130)) == 2);
}

TEST_CASE("mean over time: a step of no length counts nothing, and kilograms over decades do not overflow") {
  TimeWeighted w{at_second(0), 0};
  w.set(at_second(5), 1'000'000);
  w.set(at_second(5), 2);
  CHECK(w.mean(at_second(10)) == 1);
  TimeWeighted tonnes{at_second(0), 200'000'000'000};  // 200 Mt in kg for 30 years: 1.9e20 kg s
  const ModelTime end = at_second(30LL * 365 * 86400);
  tonnes.set(end, 0);
  CHECK(tonnes.mean(end) == 2e11);
}

TEST_CASE("time: seconds round to the nearest, halves away from zero") {
  CHECK(round_to_seconds(0.49999999999999994) == Duration{0});
  CHECK(round_to_seconds(0.5) == Duration{1});
  CHECK(round_to_seconds(1.5) == Duration{2});
  CHECK(round_to_seconds(2.5) == Duration{3});
  CHECK(round_to_seconds(-0.5) == Duration{-1});
  CHECK(round_to_seconds(-2.4) == Duration{-2});
  CHECK(round_to_seconds(-0.49999999999999994) == Duration{0});
  CHECK(round_to_seconds(4503599627370497.0) == Duration{4503599627370497});
  CHECK(round_to_seconds(-8999999999999999.0) == Duration{-8999999999999999});
}

}  // namespace
}  // namespace corridor::engine
