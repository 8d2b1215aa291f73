#pragma once
/// @file unit.hpp  One replication of one scenario: the unit of which runs, comparisons, sweeps, fits and
/// back-tests are made. A unit is a function of scenario, seed and number: same bytes on any thread. Its
/// balance of mass and money is checked to the kilogram and the thousandth of a dollar before it counts.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/kpi.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/experiment/spent.hpp"
#include "sim/model/ledger.hpp"
#include "sim/model/world.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::model {
struct Groundwork;
}

namespace corridor::experiment {

/// What one replication gives.
struct Outcome {
  Figures figures;
  std::uint64_t events = 0;
  Spent spent;  ///< of the unit alone; the world too where it has one of its own
};

/// Luck: units with the same seed and number draw the same weather, travel times and so on for everything
/// that they share, in whatever scenario (common random numbers).
struct Luck {
  std::uint64_t seed = 1;
  int replication = 0;
};

/// Draw `number` of a hypercube of `of` draws, with 0 <= number < of (ranges.hpp).
struct Draw {
  std::uint64_t seed = 1;
  int number = 0, of = 1;
};

/// Called with the ledger once its balance was found to hold; it may be moved from.
using LedgerUse = std::function<void(const model::World&, model::Ledger&&)>;

/// A scenario made ready to be run: its world, and what all its replications share. Threads may replicate at
/// the same time. The scenario's rules are referred to: it must outlive this.
class ReadyWorld {
 public:
  /// @param like   a world of a scenario that differs in figures alone, whose rulings hold here too; outlives
  ///               this; none: rules are asked anew
  /// @error kind input: what only the whole world can show to be wrong
  static tl::expected<ReadyWorld, RunFailure> make(const scenario::Scenario& scenario,
                                                   const ReadyWorld* like = nullptr);
  ReadyWorld(ReadyWorld&&) noexcept;
  ReadyWorld& operator=(ReadyWorld&&) noexcept;
  ~ReadyWorld();

  const model::World& world() const { return *world_; }
  const model::Groundwork& ground() const { return *groundwork_; }
  double seconds_to_make() const { return seconds_to_make_; }  ///< of the processor

  /// @param where  what a failure calls the unit: "replication 3"
  /// @error        kind broken: a balance does not hold
  /// @cost         one simulation and its key figures
  tl::expected<Outcome, RunFailure> replicate(const Luck& luck, const std::string& where,
                                              const LedgerUse& use = {},
                                              const FiguresAsked& asked = {}) const;

 private:
  ReadyWorld(std::string name, std::unique_ptr<model::World> world, const ReadyWorld* like);
  std::string name_;
  std::unique_ptr<model::World> world_;
  std::unique_ptr<const model::Groundwork> groundwork_;
  double seconds_to_make_ = 0;
};

/// A replication with every ranged figure drawn. @error as make() and replicate()
/// @param plain  the world of that scenario with its figures as they stand
/// @cost a copy of the scenario and a world of its own, but for its rulings, besides the simulation
tl::expected<Outcome, RunFailure> replicate_drawn(const scenario::Scenario& scenario, const ReadyWorld& plain,
                                                  const Luck& luck, const Draw& draw,
                                                  const std::string& where);

/// What a ledger's balance lacks, in words, one line a difference; empty where it holds.
std::vector<std::string> differences(const model::Balance& balance);

}  // namespace corridor::experiment
