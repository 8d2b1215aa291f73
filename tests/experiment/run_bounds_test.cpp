#include "sim/experiment/run_bounds.hpp"

#include <doctest/doctest.h>

#include "tests/experiment/toy_ground.hpp"

using namespace corridor;
using namespace corridor::experiment;
using test::Ground;
using test::Sets;
using test::toy_ground;

namespace {

std::vector<RunBound> bounds(const Ground& g, int n, unsigned threads = 1) {
  Pace pace;
  pace.threads = threads;
  auto b = bound_replications(*g.shared, "toy", 7, n, pace);
  REQUIRE(b.has_value());
  return *b;
}

void check_all(const std::vector<RunBound>& all) {
  for (const RunBound& b : all) {
    CAPTURE(b.replication);
    CHECK(b.certified);
    CHECK(b.beyond == std::vector<std::string>{});
    CHECK(b.max_t >= b.simulated_t - 0.01);
    CHECK(b.min_usd <= b.simulated_usd * (1 + 1e-9));
    CHECK(b.holds());
    CHECK(b.simulated_t > 0);
    CHECK(b.min_usd > 0);
  }
}

}  // namespace

TEST_CASE("no replication of the made-up country gets beyond its bounds, whatever is narrow") {
  const std::vector<Sets> worlds{
      {},
      {{"acceptances.b-to-wharf.amount", "60 kt/month"}},
      {{"terminals.wharf-rock.room", "50 kt/month"}, {"terminals.palm-rock.room", "30 kt/month"}},
      {{"borders.south-crossing.trains", "0.6 trains/day"}},
      {{"transshipments.south-works.cargo", "[blackrock]"},
       {"transshipments.south-works.outward", "0.6 trains/day"}},
      {{"links.blackpit--midway.pairs", "2.2 trains/day"}},
      {{"wagons.gondola.count", "900"}},
      {{"rules.XB-YEAR-QUOTA.from", "2025-01-01"}},
      {{"rules.XB-MONTH-QUOTA.from", "2025-01-01"}},
      {{"places.kiln.closed", "yes"}},
  };
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    CAPTURE(w);
    check_all(bounds(toy_ground(worlds[w]), 3));
  }
  check_all(bounds(toy_ground({}, "closed.yaml"), 3));
  check_all(bounds(toy_ground({}, "exempt.yaml"), 3));
  check_all(bounds(toy_ground({}, "oil.yaml"), 2));
  check_all(bounds(toy_ground({}, "water.yaml"), 2));
}

TEST_CASE("the bounds are no empty ones: near the run where nothing is free to choose") {
  // All rock goes to the kiln, as much as it takes; the rest of the world is closed.
  const Ground g = toy_ground({{"places.wharf.closed", "yes"}, {"places.palm.closed", "yes"}});
  for (const RunBound& b : bounds(g, 2)) {
    CHECK(b.max_t < 1.1 * b.simulated_t);
    CHECK(b.min_usd > 0.95 * b.simulated_usd);
  }
}

TEST_CASE("what lies between run and bound adds up") {
  for (const RunBound& b : bounds(toy_ground(), 2)) {
    CHECK(b.free_flow_usd >= b.min_usd * (1 - 1e-9));
    CHECK(b.fixed_t > 0);
    CHECK(b.closing_t > 0);
    CHECK(b.fixed_t < b.simulated_t);
  }
}

TEST_CASE("bounds are the same on two threads") {
  const Ground g = toy_ground();
  const std::vector<RunBound> one = bounds(g, 3, 1), two = bounds(g, 3, 2);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].max_t == two[i].max_t);
    CHECK(one[i].min_usd == two[i].min_usd);
  }
}

TEST_CASE("no replication of the shipped coal world gets beyond its bounds") {
  for (const char* file : {"base-2024.yaml", "ust-luga-ban.yaml"}) {
    CAPTURE(file);
    check_all(bounds(test::shipped_ground(file), 2));
  }
}
