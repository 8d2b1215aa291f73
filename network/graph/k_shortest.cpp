#include <algorithm>
#include <set>

#include "network/graph/csr.hpp"
#include "network/graph/search.hpp"

namespace corridor::graph {
namespace {

bool better(const Path& a, const Path& b) {
  if (a.cost != b.cost) return a.cost < b.cost;
  if (a.arcs.size() != b.arcs.size()) return a.arcs.size() < b.arcs.size();
  return std::lexicographical_compare(a.arcs.rbegin(), a.arcs.rend(), b.arcs.rbegin(), b.arcs.rend());
}

/// A path not yet given, and the position of the arc where it left its parent.
struct Candidate {
  Path path;
  std::size_t branch = 0;
  bool operator<(const Candidate& other) const { return better(path, other.path); }
};

class Search {
 public:
  Search(const ArcGraph& graph, std::span<const double> arc_cost, std::uint32_t target)
      : graph_(graph),
        cost_(arc_cost),
        target_(target),
        closed_arc_(graph.arcs()),
        closed_node_(graph.nodes()) {
    const auto labels =
        best_labels(graph.csr().backward, target, {0, 0}, [&](auto arc) { return cost_[arc]; });
    to_target_.reserve(labels.size());
    for (const Label& label : labels) to_target_.push_back(label.cost);
  }

  /// A bound below the cost of any way on from `node`, nothing closed but what is closed for all.
  double at_least(std::uint32_t node) const { return to_target_[node]; }
  std::vector<bool>& closed_arc() { return closed_arc_; }
  std::vector<bool>& closed_node() { return closed_node_; }

  /// The best path that begins with `root` (which ends in `spur`) and goes on without what is closed.
  Path best_from(std::span<const std::uint32_t> root, double root_cost, std::uint32_t spur) const {
    const auto cost_of = [&](std::uint32_t arc) {
      return closed_arc_[arc] || closed_node_[graph_.head(arc)] ? kInfinity : cost_[arc];
    };
    const auto labels = best_labels(graph_.csr().forward, spur,
                                    {root_cost, static_cast<std::uint32_t>(root.size())}, cost_of, target_);
    Path path{labels[target_].cost, {}};
    if (!labels[target_].reached()) return path;
    std::vector<std::uint32_t> back;
    for (std::uint32_t node = target_; node != spur; node = graph_.tail(back.back()))
      back.push_back(tight_arc_into(node, labels, cost_of));
    path.arcs.assign(root.begin(), root.end());
    path.arcs.insert(path.arcs.end(), back.rbegin(), back.rend());
    return path;
  }

 private:
  /// The smallest arc that explains the label of `node`. The search may have stopped early, but a label that
  /// a tight arc leads from is less than its head's, hence final.
  std::uint32_t tight_arc_into(std::uint32_t node, const std::vector<Label>& labels,
                               const auto& cost_of) const {
    const Direction& in = graph_.csr().backward;
    std::uint32_t best = kNoArc;
    for (auto [e, end] = out_edges(node, in.graph); e != end; ++e) {
      const std::uint32_t arc = in.arc_of_edge[get(boost::edge_index, in.graph, *e)];
      const Label& from = labels[graph_.tail(arc)];
      if (arc < best && from.reached() && extended(from, cost_of(arc)) == labels[node]) best = arc;
    }
    require(best != kNoArc, "a reached node has an arc that explains its label");
    return best;
  }

  const ArcGraph& graph_;
  std::span<const double> cost_;
  std::uint32_t target_;
  std::vector<double> to_target_;
  std::vector<bool> closed_arc_, closed_node_;
};

/// Whether `wanted` candidates are surely better than any path of at least `cost`. The bound is a sum in
/// another order than a path's cost: rounding is given a billionth, far above its error.
bool surely_full(const std::set<Candidate>& candidates, std::size_t wanted, double cost) {
  if (candidates.size() < wanted) return false;
  const auto last = std::next(candidates.begin(), static_cast<std::ptrdiff_t>(wanted) - 1);
  return last->path.cost < cost * (1 - 1e-9);
}

/// Adds the best path of every branch off `parent` that no given path takes.
void branch_off(const ArcGraph& graph, std::span<const double> arc_cost, const Candidate& parent,
                std::span<const Path> given, std::size_t wanted, Search& search,
                std::set<Candidate>& candidates) {
  const std::vector<std::uint32_t>& arcs = parent.path.arcs;
  double root_cost = 0;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const std::uint32_t spur = graph.tail(arcs[i]);
    if (i >= parent.branch && !surely_full(candidates, wanted, root_cost + search.at_least(spur))) {
      const std::span root(arcs.data(), i);
      std::vector<std::uint32_t> closed;
      for (const Path& path : given)
        if (path.arcs.size() > i && std::equal(root.begin(), root.end(), path.arcs.begin()))
          closed.push_back(path.arcs[i]);
      for (const std::uint32_t arc : closed) search.closed_arc()[arc] = true;
      search.closed_node()[spur] = true;  // no way back to it either
      Path path = search.best_from(root, root_cost, spur);
      for (const std::uint32_t arc : closed) search.closed_arc()[arc] = false;
      if (path.cost < kInfinity) candidates.insert({std::move(path), i});
    }
    search.closed_node()[spur] = true;
    root_cost += arc_cost[arcs[i]];
  }
  for (const std::uint32_t arc : arcs) search.closed_node()[graph.tail(arc)] = false;
}

}  // namespace

std::vector<Path> k_shortest_paths(const ArcGraph& graph, std::span<const double> arc_cost,
                                   std::uint32_t source, std::uint32_t target, std::size_t k) {
  require_costs(graph, arc_cost);
  require(source < graph.nodes() && target < graph.nodes(), "source and target are nodes");
  std::vector<Path> given;
  if (k == 0) return given;
  if (source == target) return {Path{}};
  Search search(graph, arc_cost, target);
  if (!(search.at_least(source) < kInfinity)) return given;
  std::set<Candidate> candidates{{search.best_from({}, 0, source), 0}};
  while (!candidates.empty()) {
    const Candidate best = std::move(candidates.extract(candidates.begin()).value());
    given.push_back(best.path);
    if (given.size() == k) break;
    branch_off(graph, arc_cost, best, given, k - given.size(), search, candidates);
  }
  return given;
}

}  // namespace corridor::graph
