#pragma once
/// @file run.hpp  One replication: a function of the world, a seed and a replication number.

#include <cstdint>

#include "sim/model/atlas.hpp"
#include "sim/model/ledger.hpp"
#include "sim/model/way_plan.hpp"

namespace corridor::model {

/// What all replications share: computed once, immutable, read by all threads.
struct Groundwork {
  /// @param known  rulings of a world that differs in figures alone, to be taken over; outlives this
  explicit Groundwork(const World& w, const Lawbook* known = nullptr)
      : world(w), ways(w), atlas(make_atlas(w, ways, known)), way_plans(w, atlas) {}
  const World& world;
  WayGraph ways;
  Atlas atlas;
  WayPlans way_plans;
};

/// Runs one replication from the start of the run-in to the end of the measured window.
/// Same world, seed and replication: same ledger, bit for bit, on every machine and thread.
/// @cost about a tenth of a second for a year of the coal world
Ledger simulate(const Groundwork& shared, std::uint64_t seed, int replication);

}  // namespace corridor::model
