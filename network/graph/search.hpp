#pragma once
/// @file search.hpp  Best ways through a directed graph: the least-cost tree (Dijkstra), the k best loopless
/// paths (Yen) and the Pareto paths over three costs. Plain data in and out; Boost.Graph stays in the .cpp.
/// Nodes and arcs are numbered from 0; an arc's number is its position in the list that built the graph.
/// Costs are >= 0, in any one unit; infinity closes an arc. Parallel arcs are different ways, loops are never
/// part of one. Ties never depend on the machine: paths of equal cost are ordered by number of arcs, then by
/// arc numbers compared from the last arc backward. A broken precondition stops the program.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace corridor::graph {

inline constexpr std::uint32_t kNoArc = 0xffffffff;

/// The shape alone; costs are laid over it per question. Immutable: copies share it, threads may too.
class ArcGraph {
 public:
  /// @param arcs  (tail, head) of each arc, both < nodes.   @cost O(nodes + arcs)
  ArcGraph(std::size_t nodes, std::span<const std::pair<std::uint32_t, std::uint32_t>> arcs);
  std::size_t nodes() const { return nodes_; }
  std::size_t arcs() const { return ends_->size(); }
  std::uint32_t tail(std::uint32_t arc) const { return (*ends_)[arc].first; }
  std::uint32_t head(std::uint32_t arc) const { return (*ends_)[arc].second; }
  struct Csr;  ///< Boost's compressed sparse row graph, known to the searches only (csr.hpp)
  const Csr& csr() const { return *csr_; }

 private:
  std::size_t nodes_;
  std::shared_ptr<const std::vector<std::pair<std::uint32_t, std::uint32_t>>> ends_;
  std::shared_ptr<const Csr> csr_;
};

/// Least cost from one source to every node.
struct Tree {
  std::vector<double> distance;         ///< [node], infinity = not reached
  std::vector<std::uint32_t> arc_into;  ///< [node], last arc of the best path; kNoArc at the source and where
                                        ///< not reached
};
/// @param arc_cost  [arc], >= 0, infinity = closed.   @cost O((nodes + arcs) log nodes)
Tree shortest_paths(const ArcGraph& graph, std::span<const double> arc_cost, std::uint32_t source);

/// Arcs from the tree's source to `target` in order; empty where target is the source or not reached.
std::vector<std::uint32_t> path_to(const ArcGraph& graph, const Tree& tree, std::uint32_t target);

struct Path {
  double cost = 0;                  ///< arc costs summed from the first arc to the last
  std::vector<std::uint32_t> arcs;  ///< in order
  bool operator==(const Path&) const = default;
};
/// Up to k loopless paths, best first, fewer where the graph has no more. Yen's algorithm in Lawler's form:
/// a found path is branched only behind the arc where it left its parent.
/// @cost at most k * (arcs of a path) Dijkstra searches, most of them cut short
std::vector<Path> k_shortest_paths(const ArcGraph& graph, std::span<const double> arc_cost,
                                   std::uint32_t source, std::uint32_t target, std::size_t k);

struct ParetoPath {
  std::array<double, 3> cost{};
  std::vector<std::uint32_t> arcs;
  bool operator==(const ParetoPath&) const = default;
};
/// The paths no other path beats or equals in all three costs, in ascending order of cost (first, second,
/// third). Of paths equal in all three one is given, by the tie rule. An arc closed in one cost is closed.
/// Each arc cost is rounded to 2^-20 (a millionth of a dollar, a tenth of a second) so that all sums are
/// exact and noise in the last digit makes no path "better"; the costs given are sums of rounded costs, <
/// 2^32. Where there are more than `at_most`, the best of each cost come first into the choice, then always
/// the path that differs most from those chosen (costs scaled to their range in the set).
/// @cost grows with the size of the set (exponential at worst); bounds to the target cut it to milliseconds
///       on networks of this size
std::vector<ParetoPath> pareto_paths(const ArcGraph& graph, std::span<const std::array<double, 3>> arc_cost,
                                     std::uint32_t source, std::uint32_t target, std::size_t at_most);

}  // namespace corridor::graph
