#include "network/graph/search.hpp"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "network/graph/csr.hpp"

namespace corridor::graph {
namespace {

using Arc = std::pair<std::uint32_t, std::uint32_t>;

Direction make_direction(std::size_t nodes, std::span<const Arc> arcs, bool turned) {
  std::vector<std::uint32_t> order(arcs.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto tail_of = [&](std::uint32_t a) { return turned ? arcs[a].second : arcs[a].first; };
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return std::pair(tail_of(a), a) < std::pair(tail_of(b), b); });
  std::vector<Arc> sorted;
  sorted.reserve(arcs.size());
  for (const std::uint32_t a : order)
    sorted.emplace_back(turned ? Arc{arcs[a].second, arcs[a].first} : arcs[a]);
  return {
      BoostGraph(boost::edges_are_sorted, sorted.begin(), sorted.end(), static_cast<std::uint32_t>(nodes)),
      std::move(order)};
}

/// Thrown out of Boost's loop when the target's label is final: its interface has no other way to stop.
struct Arrived {};
struct StopAtTarget : boost::dijkstra_visitor<> {
  std::uint32_t target;
  explicit StopAtTarget(std::uint32_t t) : target(t) {}
  template <class Graph>
  void examine_vertex(std::uint32_t node, const Graph&) const {
    if (node == target) throw Arrived{};
  }
};

}  // namespace

ArcGraph::ArcGraph(std::size_t nodes, std::span<const Arc> arcs) : nodes_(nodes) {
  require(nodes < kNoArc && arcs.size() < kNoArc, "a graph has fewer than 2^32 - 1 nodes and arcs");
  for (const auto& [from, to] : arcs) require(from < nodes && to < nodes, "an arc joins nodes of its graph");
  ends_ = std::make_shared<const std::vector<Arc>>(arcs.begin(), arcs.end());
  csr_ =
      std::make_shared<const Csr>(Csr{make_direction(nodes, arcs, false), make_direction(nodes, arcs, true)});
}

std::vector<Label> best_labels(const Direction& direction, std::uint32_t source, Label at_source,
                               const std::function<double(std::uint32_t)>& cost_of, std::uint32_t target) {
  const BoostGraph& g = direction.graph;
  const auto index = get(boost::vertex_index, g);
  std::vector<Label> labels(num_vertices(g));
  const auto label_map = boost::make_iterator_property_map(labels.begin(), index);
  // Boost asks that no weight is less than zero, and that zero starts the source: weights are labels of one
  // arc, checked by our callers, and the start is any label, so the source's label is set by us.
  labels[source] = at_source;
  const auto weight = boost::make_function_property_map<BoostGraph::edge_descriptor, Label>(
      [&](const BoostGraph::edge_descriptor& e) {
        return Label{cost_of(direction.arc_of_edge[get(boost::edge_index, g, e)]), 1};
      });
  try {
    boost::dijkstra_shortest_paths_no_color_map_no_init(
        g, source, boost::dummy_property_map{}, label_map, weight, index, std::less<Label>{},
        [](const Label& label, const Label& arc) { return extended(label, arc.cost); }, Label{}, Label{0, 0},
        StopAtTarget(target));
  } catch (const Arrived&) {
  }
  return labels;
}

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "corridor: network/graph: broken promise: %s\n", promise);
  std::abort();
}

void require_costs(const ArcGraph& graph, std::span<const double> arc_cost) {
  require(arc_cost.size() == graph.arcs(), "one cost an arc");
  require(std::all_of(arc_cost.begin(), arc_cost.end(), [](double c) { return c >= 0; }), "costs are >= 0");
}

Tree shortest_paths(const ArcGraph& graph, std::span<const double> arc_cost, std::uint32_t source) {
  require_costs(graph, arc_cost);
  require(source < graph.nodes(), "the source is a node");
  const std::vector<Label> labels =
      best_labels(graph.csr().forward, source, {0, 0}, [&](std::uint32_t arc) { return arc_cost[arc]; });
  Tree tree{std::vector<double>(graph.nodes()), std::vector<std::uint32_t>(graph.nodes(), kNoArc)};
  for (std::size_t n = 0; n < graph.nodes(); ++n) tree.distance[n] = labels[n].cost;
  // Labels are unique; the arc is chosen afterwards, the smallest number first, so the heap has no say in it.
  for (std::uint32_t arc = 0; arc < graph.arcs(); ++arc) {
    const std::uint32_t head = graph.head(arc);
    const Label& from = labels[graph.tail(arc)];
    if (tree.arc_into[head] == kNoArc && head != source && from.reached() && labels[head].reached() &&
        extended(from, arc_cost[arc]) == labels[head])
      tree.arc_into[head] = arc;
  }
  return tree;
}

std::vector<std::uint32_t> path_to(const ArcGraph& graph, const Tree& tree, std::uint32_t target) {
  std::vector<std::uint32_t> arcs;
  for (std::uint32_t node = target; tree.arc_into[node] != kNoArc; node = graph.tail(arcs.back()))
    arcs.push_back(tree.arc_into[node]);
  std::reverse(arcs.begin(), arcs.end());
  return arcs;
}

}  // namespace corridor::graph
