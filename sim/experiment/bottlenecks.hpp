#pragma once
/// @file bottlenecks.hpp  What holds exports back: the most that the network could carry and the cut that
/// holds it there. Formulation and reading guide: docs/bottlenecks.md.

#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/capacities.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {

/// Which goods, from where, to whom.
struct BottleneckSet {
  std::vector<model::FlowId> flows;  ///< ascending
  std::vector<model::PoolId> pools;  ///< ascending
};

/// One part of a cut.
struct CutPart {
  Capacity capacity;
  std::string id;
  double mean = 0;       ///< in Capacities::unit()
  double carried_t = 0;  ///< over the window: all that it lets through
  std::string_view unit;
};

struct FlowBound {
  std::optional<double> max_t;    ///< over the window; nullopt: nothing limits it
  std::vector<CutPart> cut;       ///< nearest to the mines, largest first
  std::vector<CutPart> cut_last;  ///< nearest to the buyers; empty where it is the same
  std::string fault;              ///< of the check of the answer; empty: proved optimal
};

struct MaxFlowAnswer {
  FlowBound network;      ///< of links, borders, terminals, acceptances and mines' loading
  FlowBound with_market;  ///< what mines sell and buyers take counted too
};

/// The most tonnes that the set's goods can be carried from their mines to the set's pools in the measured
/// window: one kind of goods, arcs open and lawful to any of them. Never below what any plan or run brings.
/// @cost a push-relabel on the whole network, and the rules asked once per arc that they can tell apart
MaxFlowAnswer max_flow_of(const model::Groundwork& shared, const BottleneckSet& set);

}  // namespace corridor::experiment
