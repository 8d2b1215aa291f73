#pragma once
/// @file csr.hpp  Inside network/graph only: Boost's graph behind ArcGraph, and the one call of its Dijkstra.

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "network/graph/search.hpp"

namespace corridor::graph {

using BoostGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, std::uint32_t, std::uint32_t>;

/// One direction of a graph: Boost numbers edges by tail, so each edge keeps the number of its arc.
struct Direction {
  BoostGraph graph;
  std::vector<std::uint32_t> arc_of_edge;
};
struct ArcGraph::Csr {
  Direction forward, backward;  ///< backward: every arc turned round, for distances *to* a node
};

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Cost and number of arcs, compared in that order: strictly grows along every arc, even at cost 0, so the
/// best label of each node is unique and no loop can be best.
struct Label {
  double cost = kInfinity;
  std::uint32_t arcs = 0xffffffff;
  bool reached() const { return cost < kInfinity; }
  auto operator<=>(const Label&) const = default;
};
inline Label extended(Label label, double arc_cost) {
  const double cost = label.cost + arc_cost;
  return cost < kInfinity ? Label{cost, label.arcs + 1} : Label{};
}

/// Best labels from `source`, which starts with `at_source`. `cost_of(arc)` is infinity for closed arcs.
/// Stops early at `target` where one is given: labels better than the target's are then final.
std::vector<Label> best_labels(const Direction& direction, std::uint32_t source, Label at_source,
                               const std::function<double(std::uint32_t)>& cost_of,
                               std::uint32_t target = kNoArc);

/// Stops the program where a caller breaks what a header asks for.
void require(bool holds, const char* promise);
void require_costs(const ArcGraph& graph, std::span<const double> arc_cost);

}  // namespace corridor::graph
