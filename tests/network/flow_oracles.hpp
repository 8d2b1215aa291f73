#pragma once
/// @file flow_oracles.hpp  Random flow problems, written as DIMACS files, and what two solvers of others say
/// about them: glpsol (GLPK), called on the file, and LEMON's network simplex and preflow, called here.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corridor::test {

struct FlowArc {
  int tail = 0, head = 0;  ///< from 0
  std::int64_t capacity = 0, cost = 0;
};
struct FlowProblem {
  int nodes = 0;
  std::vector<FlowArc> arcs;
  std::vector<std::int64_t> supply;  ///< [node], sums to 0
  int source = 0, sink = 0;          ///< for the max flow
};

/// LEMON. nullopt: no feasible flow.
std::optional<std::int64_t> lemon_min_cost(const FlowProblem& problem);
std::int64_t lemon_max_flow(const FlowProblem& problem);

}  // namespace corridor::test
