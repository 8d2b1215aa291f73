#pragma once
/// @file run_bounds.hpp  One replication beside the best that could have been done in its place: for the same
/// months, opening and closing stocks, rules and capacities, the most tonnes that could
/// have been delivered, and the least that exactly its deliveries could have cost. What lies between is the
/// price of chance, of queues and of shippers who do not agree. Formulation: docs/bottlenecks.md.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/experiment/parallel.hpp"
#include "sim/model/ledger.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {

struct RunBound {
  int replication = 0;
  /// Delivered, but released before the window or turned elsewhere on the way: the same on both sides.
  double fixed_t = 0;
  double closing_t = 0;      ///< released in the window, not at its end by then: the same on both sides
  double simulated_t = 0;    ///< delivered in the window
  double max_t = 0;          ///< the most that could have been
  double simulated_usd = 0;  ///< cash cost of what was delivered
  double free_flow_usd = 0;  ///< of the same lots on the same ways without chance and queues, as planned
  double min_usd = 0;        ///< the least for the same tonnes of each flow to each pool, by any lawful way
  std::vector<std::string> beyond;  ///< capacities that the run did not keep to: a fault of model or bound
  bool certified = false;           ///< both programs proved optimal

  /// Within a kilogram and a cent a tonne of rounding.
  bool holds() const {
    return certified && beyond.empty() && max_t >= simulated_t - 0.001 * (1.0 + simulated_t * 1e-6) &&
           min_usd <= simulated_usd + 1e-6 * (1.0 + simulated_usd);
  }
};

/// @param ledger  of a run on `shared`
RunBound bound_run(const model::Groundwork& shared, const model::Ledger& ledger, int replication);

/// Simulates and bounds replications 0 to n - 1. The same on any number of threads.
tl::expected<std::vector<RunBound>, RunFailure> bound_replications(const model::Groundwork& shared,
                                                                   const std::string& name,
                                                                   std::uint64_t seed, int n,
                                                                   const Pace& pace);

}  // namespace corridor::experiment
