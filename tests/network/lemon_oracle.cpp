// Compiled as C++17: LEMON 1.3 uses what C++20 took out of std::allocator.
#include <lemon/network_simplex.h>
#include <lemon/preflow.h>
#include <lemon/smart_graph.h>

#include "tests/network/flow_oracles.hpp"

namespace corridor::test {
namespace {

using Graph = lemon::SmartDigraph;
using Amounts = Graph::ArcMap<std::int64_t>;

}  // namespace

std::optional<std::int64_t> lemon_min_cost(const FlowProblem& problem) {
  Graph graph;
  for (int i = 0; i < problem.nodes; ++i) graph.addNode();
  Amounts capacity(graph), cost(graph);
  Graph::NodeMap<std::int64_t> supply(graph);
  for (const FlowArc& a : problem.arcs) {
    const Graph::Arc arc = graph.addArc(Graph::nodeFromId(a.tail), Graph::nodeFromId(a.head));
    capacity[arc] = a.capacity;
    cost[arc] = a.cost;
  }
  for (int i = 0; i < problem.nodes; ++i)
    supply[Graph::nodeFromId(i)] = problem.supply[static_cast<std::size_t>(i)];
  lemon::NetworkSimplex<Graph, std::int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost).supplyMap(supply);
  if (simplex.run() != lemon::NetworkSimplex<Graph, std::int64_t>::OPTIMAL) return std::nullopt;
  return simplex.totalCost<std::int64_t>();
}

std::int64_t lemon_max_flow(const FlowProblem& problem) {
  Graph graph;
  for (int i = 0; i < problem.nodes; ++i) graph.addNode();
  Amounts capacity(graph);
  for (const FlowArc& a : problem.arcs) {
    capacity[graph.addArc(Graph::nodeFromId(a.tail), Graph::nodeFromId(a.head))] = a.capacity;
  }
  lemon::Preflow<Graph, Amounts> preflow(graph, capacity, Graph::nodeFromId(problem.source),
                                         Graph::nodeFromId(problem.sink));
  preflow.run();
  return preflow.flowValue();
}

}  // namespace corridor::test
