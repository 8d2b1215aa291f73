#include "sim/experiment/warm_up.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/engine/random.hpp"
#include "sim/experiment/statistics.hpp"

using namespace corridor::experiment;

namespace {

/// Waits of an M/M/1 that starts with `present` customers before the first; Lindley's recursion.
std::vector<double> waits(std::size_t n, double present, std::uint64_t run) {
  corridor::engine::Stream gaps{41, run, "queue", "gaps"}, services{41, run, "queue", "services"};
  std::vector<double> out;
  double wait = present;
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back(wait);
    const double service = services.exponential(0.8), gap = gaps.exponential(1);
    wait = std::max(0.0, wait + service - gap);
  }
  return out;
}

}  // namespace

TEST_CASE("a start far from the steady state is left out, and the mean comes nearer to the closed form") {
  // Mean wait of an M/M/1 at 0.8: 0.8 x 0.8 / (1 - 0.8) = 3.2. The start is 150, which takes 750 customers.
  double with = 0, without = 0;
  int found = 0;
  const int runs = 40;
  for (int r = 0; r < runs; ++r) {
    const std::vector<double> w = waits(10000, 150, static_cast<std::uint64_t>(r));
    const auto cut = warm_up_by_mser(w);
    if (!cut) continue;  // it says that it cannot tell
    ++found;
    CHECK(*cut > 300);
    with += mean(w);
    without += mean(std::span{w}.subspan(*cut));
  }
  CHECK(found >= 30);
  CHECK(with / found > 8);
  CHECK(std::abs(without / found - 3.2) < 0.5);
}

TEST_CASE("little is left out where the run begins in its steady state") {
  std::size_t left_out = 0;
  for (std::uint64_t r = 0; r < 40; ++r) {
    corridor::engine::Stream stream{42, r, "noise", "flat"};
    std::vector<double> flat;
    for (int i = 0; i < 2000; ++i) flat.push_back(stream.normal(10, 1));
    left_out += warm_up_by_mser(flat).value_or(1000);
  }
  CHECK(left_out < 40 * 300);
}

TEST_CASE("a run that never settles is told") {
  std::vector<double> trend;
  for (int i = 0; i < 1000; ++i) trend.push_back(i);
  CHECK_FALSE(warm_up_by_mser(trend));
}

TEST_CASE("the cut is the one of least standard error, by trying each") {
  corridor::engine::Stream stream{43, 0, "noise", "jump"};
  std::vector<double> jump;
  for (int i = 0; i < 200; ++i) jump.push_back(stream.normal(i < 35 ? 20 : 10, 1));
  std::size_t best = 0;
  double least = 1e9;
  for (std::size_t cut = 0; cut <= 20; ++cut) {
    std::vector<double> means;
    for (std::size_t b = cut; b < 40; ++b) means.push_back(mean(std::span{jump}.subspan(b * 5, 5)));
    const auto left = static_cast<double>(means.size());
    const double error = variance(means) * (left - 1) / (left * left);
    if (error < least) {
      least = error;
      best = cut;
    }
  }
  CHECK(warm_up_by_mser(jump) == best * 5);
}
