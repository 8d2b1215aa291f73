#pragma once
/// @file replications.hpp  Runs a scenario n times with other luck, and n times with its ranged figures drawn
/// too, on threads. The result is a function of scenario, seed and number of replications: threads and the
/// order in which they finish change no bit. Ledgers are reduced at once; only the first is kept.

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/named_figure.hpp"
#include "sim/experiment/spent.hpp"
#include "sim/experiment/unit.hpp"
#include "sim/model/ledger.hpp"
#include "sim/model/world.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/store/csv.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::experiment {

struct RunOptions {
  std::uint64_t seed = 1;
  int replications = 1;             ///< at least 1; with a precision: the first look, at least 2
  double precision = 0;             ///< half-width of noise over the mean; 0: no more than these
  int most = 1000;                  ///< replications at most, with a precision
  unsigned threads = 0;             ///< 0: as many as the machine runs at once
  bool draw_ranges = true;          ///< false: half the work; low_all and high_all stay null
  bool lots = false;                ///< lots.csv too
  std::vector<NamedFigure> report;  ///< figures to show first
  std::function<void(const Progress&)> progress;  ///< as in Pace
  std::stop_token stop;                           ///< heeded between replications
};

struct RunResult {
  ReadyWorld ready;  ///< figures as they stand; its rules belong to the Scenario given
  store::Summary summary;
  std::vector<store::Table>
      tables;                ///< deliveries, bookings, monthly, links, nodes, ledger, ..., switching (, lots)
  model::Ledger first;       ///< of replication 0, figures as they stand
  std::uint64_t events = 0;  ///< of all replications
  Spent spent;               ///< on all threads together

  const model::World& world() const { return ready.world(); }
  const model::Groundwork& ground() const { return ready.ground(); }
};

/// @cost replications x (1, or 2 with ranges drawn) x one simulation, over the threads; ranged ones build
///       their world anew
tl::expected<RunResult, RunFailure> run_replications(const scenario::Scenario& scenario,
                                                     const RunOptions& options);

}  // namespace corridor::experiment
