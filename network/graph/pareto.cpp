// Boost's r_c_shortest_paths (label setting with dominance) does the search. By itself it fills every node
// with Pareto labels; two additions keep it small: a label whose cost plus the least remaining cost is
// already beaten at the target is refused, and nothing is extended beyond the target.

#include <algorithm>
#include <boost/graph/r_c_shortest_paths.hpp>
#include <tuple>

#include "network/graph/csr.hpp"
#include "network/graph/search.hpp"

namespace corridor::graph {
namespace {

using Cost = std::array<double, 3>;

/// What a way has used so far. Arcs and the last arc only break ties.
struct Used {
  Cost cost{};
  std::uint32_t arcs = 0, last = 0;
  auto operator<=>(const Used&) const = default;
};

bool at_most(const Cost& a, const Cost& b) { return a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2]; }
bool dominates(const Used& a, const Used& b) {
  return at_most(a.cost, b.cost) && (a.cost != b.cost || a <= b);
}

constexpr double kQuantum = 1.0 / (1 << 20);
double rounded(double cost) {
  if (!(cost < kInfinity)) return kInfinity;
  require(cost < 4294967296.0, "a cost is less than 2^32");
  return static_cast<double>(static_cast<std::int64_t>(cost / kQuantum + 0.5)) * kQuantum;
}

std::vector<Cost> rounded(std::span<const Cost> arc_cost) {
  std::vector<Cost> out;
  out.reserve(arc_cost.size());
  for (const Cost& cost : arc_cost) {
    for (const double c : cost) require(c >= 0, "costs are >= 0");
    Cost r{rounded(cost[0]), rounded(cost[1]), rounded(cost[2])};
    if (std::find(r.begin(), r.end(), kInfinity) != r.end()) r = {kInfinity, kInfinity, kInfinity};
    out.push_back(r);
  }
  return out;
}

/// Boost's resource extension function: adds an arc, and refuses a label that cannot end well.
class Extend {
 public:
  Extend(const ArcGraph& graph, std::span<const Cost> arc_cost, std::uint32_t target)
      : graph_(graph), cost_(arc_cost), target_(target), to_target_(graph.nodes()) {
    for (std::size_t c = 0; c < 3; ++c) {
      const auto labels =
          best_labels(graph.csr().backward, target, {0, 0}, [&](std::uint32_t arc) { return cost_[arc][c]; });
      for (std::size_t n = 0; n < labels.size(); ++n) to_target_[n][c] = labels[n].cost;
    }
  }
  bool reaches(std::uint32_t source) const { return to_target_[source][0] < kInfinity; }

  bool operator()(const BoostGraph& g, Used& used, const Used& before, const BoostGraph::edge_descriptor& e) {
    const std::uint32_t arc = graph_.csr().forward.arc_of_edge[get(boost::edge_index, g, e)];
    const std::uint32_t head = graph_.head(arc);
    if (graph_.tail(arc) == target_ || !(cost_[arc][0] < kInfinity) || !reaches(head)) return false;
    used = {before.cost, before.arcs + 1, arc};
    Cost end{};
    for (std::size_t c = 0; c < 3; ++c) {
      used.cost[c] += cost_[arc][c];
      end[c] = used.cost[c] + to_target_[head][c];
    }
    for (const Cost& best : at_target_)
      if (at_most(best, end) && best != end) return false;
    if (head == target_) {
      std::erase_if(at_target_, [&](const Cost& other) { return at_most(end, other); });
      at_target_.push_back(end);
    }
    return true;
  }

 private:
  const ArcGraph& graph_;
  std::span<const Cost> cost_;
  std::uint32_t target_;
  std::vector<Cost> to_target_;  ///< [node] least remaining cost of each kind, exact (sums of rounded costs)
  std::vector<Cost> at_target_;  ///< undominated costs seen at the target
};

/// The best of each cost, then always the one farthest from those chosen. In: ascending by cost.
std::vector<ParetoPath> spread_choice(std::vector<ParetoPath> paths, std::size_t at_most_paths) {
  if (paths.size() <= at_most_paths) return paths;
  Cost low = paths[0].cost, high = paths[0].cost;
  for (const ParetoPath& path : paths)
    for (std::size_t c = 0; c < 3; ++c) {
      low[c] = std::min(low[c], path.cost[c]);
      high[c] = std::max(high[c], path.cost[c]);
    }
  const auto apart = [&](const Cost& a, const Cost& b) {  // squared, each cost scaled to its range
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      const double d = high[c] > low[c] ? (a[c] - b[c]) / (high[c] - low[c]) : 0;
      sum += d * d;
    }
    return sum;
  };
  std::vector<double> distance(paths.size(), kInfinity);  // to the nearest chosen; -1: chosen itself
  std::size_t chosen = 0;
  const auto choose = [&](std::size_t i) {
    if (distance[i] < 0 || chosen == at_most_paths) return;
    ++chosen;
    for (std::size_t j = 0; j < paths.size(); ++j)
      if (distance[j] >= 0) distance[j] = std::min(distance[j], apart(paths[i].cost, paths[j].cost));
    distance[i] = -1;
  };
  for (std::size_t c = 0; c < 3; ++c) {
    const auto least = std::min_element(paths.begin(), paths.end(), [&](const auto& a, const auto& b) {
      return a.cost[c] < b.cost[c];  // the first of equals: also best in the costs before
    });
    choose(static_cast<std::size_t>(least - paths.begin()));
  }
  while (chosen < at_most_paths)
    choose(static_cast<std::size_t>(std::max_element(distance.begin(), distance.end()) - distance.begin()));
  std::vector<ParetoPath> out;
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (distance[i] < 0) out.push_back(std::move(paths[i]));
  return out;
}

}  // namespace

std::vector<ParetoPath> pareto_paths(const ArcGraph& graph, std::span<const std::array<double, 3>> arc_cost,
                                     std::uint32_t source, std::uint32_t target, std::size_t at_most_paths) {
  require(arc_cost.size() == graph.arcs(), "one cost an arc");
  require(source < graph.nodes() && target < graph.nodes(), "source and target are nodes");
  if (at_most_paths == 0) return {};
  if (source == target) return {ParetoPath{}};
  const std::vector<Cost> cost = rounded(arc_cost);
  const Direction& forward = graph.csr().forward;
  Extend extend(graph, cost, target);
  if (!extend.reaches(source)) return {};

  std::vector<std::vector<BoostGraph::edge_descriptor>> ways;
  std::vector<Used> used;
  boost::r_c_shortest_paths(forward.graph, get(boost::vertex_index, forward.graph),
                            get(boost::edge_index, forward.graph), source, target, ways, used, Used{},
                            std::ref(extend), dominates);
  std::vector<ParetoPath> out;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    ParetoPath path{used[i].cost, {}};
    for (auto e = ways[i].rbegin(); e != ways[i].rend(); ++e)
      path.arcs.push_back(forward.arc_of_edge[get(boost::edge_index, forward.graph, *e)]);
    out.push_back(std::move(path));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.cost < b.cost; });
  return spread_choice(std::move(out), at_most_paths);
}

}  // namespace corridor::graph
