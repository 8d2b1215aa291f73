#pragma once
/// @file toy.hpp  The made-up country of tests/data/toy, run in memory with a few things changed.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/model/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::model::toy {

using Sets = std::vector<std::pair<std::string, std::string>>;

/// What a run was made of, and what came out. The world lives as long as this.
struct Ran {
  std::unique_ptr<scenario::Scenario> scenario;
  std::unique_ptr<World> world;
  std::unique_ptr<Groundwork> shared;
  Ledger ledger;
};

/// Runs tests/data/toy-scenarios/`file` with `sets` (as --set gives them). Fails the test on any diagnostic.
Ran run(const Sets& sets = {}, const std::string& file = "base.yaml", std::uint64_t seed = 7,
        int replication = 0);

/// Everything of a ledger that results are made of, as text: two runs are the same where these are.
std::string text(const Ledger& ledger);

PoolId pool(const World& world, const std::string& id);
TerminalId terminal(const World& world, const std::string& id);

/// Tonnes delivered in the window to a pool (any: to all) from `from` to `to`, both days included.
double delivered_t(const Ran& ran, PoolId pool = {}, Day from = kBeginning, Day to = kForever);

}  // namespace corridor::model::toy
