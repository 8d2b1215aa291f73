#pragma once
/// @file toy_ground.hpp  The made-up country of tests/data/toy, ready for bounds and runs, a few things
/// changed.

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>

#include "sim/experiment/bottlenecks.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::test {

struct Ground {
  std::unique_ptr<scenario::Scenario> scenario;
  std::unique_ptr<model::World> world;
  std::unique_ptr<model::Groundwork> shared;

  experiment::BottleneckSet all() const {
    experiment::BottleneckSet set;
    for (std::size_t f = 0; f < world->flows.size(); ++f) {
      if (world->is_simulated(world->flows[f].cargo)) set.flows.push_back(model::FlowId{f});
    }
    for (std::size_t p = 0; p < world->pools.size(); ++p) {
      if (world->is_simulated(world->pools[p].cargo)) set.pools.push_back(model::PoolId{p});
    }
    return set;
  }
  experiment::BottleneckSet to(const std::string& pool) const {
    experiment::BottleneckSet set = all();
    std::erase_if(set.pools, [&](model::PoolId p) { return at(world->pools, p).id != pool; });
    REQUIRE(set.pools.size() == 1);
    return set;
  }
};

using Sets = std::vector<std::pair<std::string, std::string>>;

inline Ground ground(const std::filesystem::path& file, const std::filesystem::path& data, const Sets& sets) {
  auto s = scenario::load_scenario(file, {data, sets});
  if (!s) {
    for (const Diagnostic& d : s.error()) MESSAGE(to_line(d));
    FAIL("the scenario does not load");
  }
  Ground g;
  g.scenario = std::make_unique<scenario::Scenario>(std::move(*s));
  auto world = model::build_world(*g.scenario);
  if (!world) {
    for (const Diagnostic& d : world.error()) MESSAGE(to_line(d));
    FAIL("the world cannot be built");
  }
  g.world = std::make_unique<model::World>(std::move(*world));
  g.shared = std::make_unique<model::Groundwork>(*g.world);
  return g;
}

inline Ground toy_ground(const Sets& sets = {}, const std::string& file = "base.yaml") {
  const std::filesystem::path tests{CORRIDOR_SOURCE_DIR "/tests/data"};
  return ground(tests / "toy-scenarios" / file, tests / "toy", sets);
}

/// The shipped network under one of the shipped scenarios.
inline Ground shipped_ground(const std::string& file, const Sets& sets = {}) {
  const std::filesystem::path root{CORRIDOR_SOURCE_DIR};
  return ground(root / "scenarios" / file, root / "network/data", sets);
}

}  // namespace corridor::test
