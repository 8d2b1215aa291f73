#include "sim/model/route.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "sim/model/atlas.hpp"
#include "sim/scenario/scenario.hpp"

using namespace corridor;
using namespace corridor::model;

namespace {

/// All ways of all flows to all pools that take their goods.
std::vector<std::vector<RouteFinder::Found>> all_ways(const World& world, RouteFinder& finder) {
  std::vector<std::vector<RouteFinder::Found>> out;
  for (const Flow& flow : world.flows) {
    for (std::size_t p = 0; p < world.pools.size(); ++p) {
      if (world.is_kind_of(flow.cargo, world.pools[p].cargo))
        out.push_back(finder.find(flow.origin, flow.cargo, PoolId{p}));
    }
  }
  return out;
}
bool same(const RouteFinder::Found& a, const RouteFinder::Found& b) {
  return a.arcs == b.arcs && a.delivered == b.delivered;
}

World shipped_world() {
  static const std::filesystem::path root{CORRIDOR_SOURCE_DIR};
  static const auto scenario =
      scenario::load_scenario(root / "scenarios" / "base-2024.yaml", {root / "network" / "data", {}});
  REQUIRE(scenario);
  auto world = build_world(*scenario);
  REQUIRE(world);
  return std::move(*world);
}

}  // namespace

TEST_CASE("a finder that has seen other days finds what one that has not would find") {
  const World world = shipped_world();
  const WayGraph ways{world};
  RouteFinder old{world, ways};
  std::vector<std::vector<RouteFinder::Found>> before;
  int changes = 0;
  for (Month month = month_of(*parse_day("2021-01-01")); month < month_of(*parse_day("2028-01-01"));
       month = month + 3) {
    RouteFinder fresh{world, ways};
    old.set_day(first_day(month));
    fresh.set_day(first_day(month));
    const auto found = all_ways(world, old), expected = all_ways(world, fresh);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      INFO(to_iso(month), ", question ", i);
      CHECK(std::ranges::equal(found[i], expected[i], same));
      if (!before.empty() && !std::ranges::equal(found[i], before[i], same)) ++changes;
    }
    before = found;
  }
  CHECK(changes > 100);  // or days did not matter
}

TEST_CASE("lines round tight sections are sought anew when sections offer less, though no cost changes") {
  World world = shipped_world();
  for (Railway& railway : world.railways) railway.slots = true;
  for (std::size_t i = 0; i < world.links.size(); ++i) {
    Link& link = world.links[i];
    link.background_forward = link.background_backward = {};
    link.pairs = Steps<double>{40.0};
    link.pairs.add(*parse_day("2024-07-15"), static_cast<double>(4 + i % 7));
  }
  const WayGraph ways{world};
  RouteFinder old{world, ways}, fresh{world, ways};
  old.set_day(*parse_day("2024-07-10"));
  const auto roomy = all_ways(world, old);
  old.set_day(*parse_day("2024-07-20"));
  fresh.set_day(*parse_day("2024-07-20"));
  const auto found = all_ways(world, old), expected = all_ways(world, fresh);
  bool other = false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(std::ranges::equal(found[i], expected[i], same));
    other = other || !std::ranges::equal(found[i], roomy[i], same);
  }
  CHECK(other);
}
