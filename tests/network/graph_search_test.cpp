#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>

#include "network/graph/search.hpp"

using namespace corridor::graph;

namespace {

constexpr double kClosed = std::numeric_limits<double>::infinity();
using Arcs = std::vector<std::uint32_t>;
using Cost = std::array<double, 3>;

/// SplitMix64: a few bits of chance for the tests, the same everywhere.
struct Chance {
  std::uint64_t state;
  std::uint32_t below(std::uint32_t n) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<std::uint32_t>((z ^ (z >> 31)) % n);
  }
};

struct Weighted {
  ArcGraph graph;
  std::vector<double> cost;
  std::vector<Cost> costs;
};

/// Small whole costs (0 too) make many ties; parallel arcs and loops occur; about one arc in ten is closed.
Weighted random_network(std::uint64_t seed, std::uint32_t nodes, std::uint32_t arcs, std::uint32_t spread) {
  Chance chance{seed};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  for (std::uint32_t i = 0; i < arcs; ++i) {
    const std::uint32_t tail = chance.below(nodes), head = chance.below(nodes);
    ends.emplace_back(tail, head);
  }
  Weighted w{ArcGraph(nodes, ends), {}, {}};
  for (std::uint32_t i = 0; i < arcs; ++i) {
    w.cost.push_back(chance.below(10) == 0 ? kClosed : chance.below(spread));
    Cost c{};
    for (double& x : c) x = chance.below(spread);
    if (chance.below(10) == 0) c[chance.below(3)] = kClosed;
    w.costs.push_back(c);
  }
  return w;
}

/// Every loopless path by plain enumeration; closed arcs left out.
std::vector<Arcs> every_path(const ArcGraph& g, std::uint32_t source, std::uint32_t target,
                             const std::function<bool(std::uint32_t)>& open) {
  std::vector<Arcs> out;
  std::vector<bool> seen(g.nodes());
  Arcs path;
  const std::function<void(std::uint32_t)> walk = [&](std::uint32_t node) {
    if (node == target) {
      out.push_back(path);
      return;
    }
    seen[node] = true;
    for (std::uint32_t a = 0; a < g.arcs(); ++a) {
      if (g.tail(a) != node || seen[g.head(a)] || !open(a)) continue;
      path.push_back(a);
      walk(g.head(a));
      path.pop_back();
    }
    seen[node] = false;
  };
  walk(source);
  return out;
}

bool tie_less(const Arcs& a, const Arcs& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

std::vector<Path> every_path_by_cost(const Weighted& w, std::uint32_t source, std::uint32_t target) {
  std::vector<Path> out;
  for (Arcs& arcs : every_path(w.graph, source, target, [&](auto a) { return w.cost[a] < kClosed; })) {
    double cost = 0;
    for (const std::uint32_t a : arcs) cost += w.cost[a];
    out.push_back({cost, std::move(arcs)});
  }
  std::sort(out.begin(), out.end(), [](const Path& a, const Path& b) {
    return a.cost != b.cost ? a.cost < b.cost : tie_less(a.arcs, b.arcs);
  });
  return out;
}

std::vector<ParetoPath> every_pareto_path(const Weighted& w, std::uint32_t source, std::uint32_t target) {
  const auto open = [&](std::uint32_t a) {
    return std::all_of(w.costs[a].begin(), w.costs[a].end(), [](double c) { return c < kClosed; });
  };
  std::vector<ParetoPath> all, out;
  for (Arcs& arcs : every_path(w.graph, source, target, open)) {
    Cost cost{};
    for (const std::uint32_t a : arcs)
      for (std::size_t c = 0; c < 3; ++c) cost[c] += w.costs[a][c];
    all.push_back({cost, std::move(arcs)});
  }
  const auto beats = [](const ParetoPath& a, const ParetoPath& b) {
    const bool no_worse = a.cost[0] <= b.cost[0] && a.cost[1] <= b.cost[1] && a.cost[2] <= b.cost[2];
    return no_worse && (a.cost != b.cost || tie_less(a.arcs, b.arcs));
  };
  for (const ParetoPath& path : all)
    if (std::none_of(all.begin(), all.end(), [&](const auto& other) { return beats(other, path); }))
      out.push_back(path);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.cost < b.cost; });
  return out;
}

std::vector<Cost> costs_of(const std::vector<ParetoPath>& paths) {
  std::vector<Cost> out;
  for (const auto& path : paths) out.push_back(path.cost);
  return out;
}

}  // namespace

TEST_CASE("least-cost labels are their own certificate") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const Weighted w = random_network(seed, 40, 120, 6);
    const Tree tree = shortest_paths(w.graph, w.cost, 0);
    CHECK(tree.distance[0] == 0);
    CHECK(tree.arc_into[0] == kNoArc);
    for (std::uint32_t a = 0; a < w.graph.arcs(); ++a)
      CHECK(tree.distance[w.graph.head(a)] <= tree.distance[w.graph.tail(a)] + w.cost[a]);
    for (std::uint32_t n = 1; n < w.graph.nodes(); ++n) {
      const std::uint32_t a = tree.arc_into[n];
      CHECK((a != kNoArc) == (tree.distance[n] < kClosed));
      if (a == kNoArc) continue;
      CHECK(w.graph.head(a) == n);
      CHECK(tree.distance[n] == tree.distance[w.graph.tail(a)] + w.cost[a]);
      const Arcs path = path_to(w.graph, tree, n);  // ends, so zero-cost loops are no trap
      CHECK(w.graph.tail(path.front()) == 0);
      CHECK(path.back() == a);
    }
  }
}

TEST_CASE("the k best paths are the first k of all paths, ties included") {
  std::size_t compared = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const Weighted w = random_network(seed, 8, 26, 5);
    const std::vector<Path> all = every_path_by_cost(w, 0, 7);
    for (const std::size_t k : {1U, 2U, 7U, 1000U}) {
      CAPTURE(k);
      const std::vector<Path> best(all.begin(),
                                   all.begin() + static_cast<std::ptrdiff_t>(std::min(k, all.size())));
      CHECK(k_shortest_paths(w.graph, w.cost, 0, 7, k) == best);
    }
    const Arcs tree_path = path_to(w.graph, shortest_paths(w.graph, w.cost, 0), 7);
    CHECK(tree_path == (all.empty() ? Arcs{} : all.front().arcs));
    compared += all.size();
  }
  CHECK(compared > 1500);  // the random networks are not empty
}

TEST_CASE("the Pareto paths are those that no path beats, each cost vector once") {
  std::size_t compared = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const Weighted w = random_network(seed, 9, 30, 8);
    const std::vector<ParetoPath> all = every_pareto_path(w, 0, 8);
    const std::vector<ParetoPath> found = pareto_paths(w.graph, w.costs, 0, 8, 10'000);
    CHECK(costs_of(found) == costs_of(all));
    for (const ParetoPath& path : found) {
      Cost sum{};
      for (const std::uint32_t a : path.arcs)
        for (std::size_t c = 0; c < 3; ++c) sum[c] += w.costs[a][c];
      CHECK(sum == path.cost);
    }
    compared += all.size();
  }
  CHECK(compared > 400);
}

TEST_CASE("a path of no arcs is the only path from a node to itself") {
  const Weighted w = random_network(1, 8, 26, 5);
  CHECK(k_shortest_paths(w.graph, w.cost, 3, 3, 4) == std::vector<Path>{{0, {}}});
  CHECK(pareto_paths(w.graph, w.costs, 3, 3, 4) == std::vector<ParetoPath>{{{0, 0, 0}, {}}});
  CHECK(k_shortest_paths(w.graph, w.cost, 0, 7, 0).empty());
}

// A mine M, two gates N and S, a port P. The north line is cheap and slow, the south line dear and fast, the
// truck from gate to gate costs 1 and takes 1.
//        0        2
//    M ------N ------ P      arcs 0: M-N (5, 4, 1)   2: N-P (5, 6, 1)
//     \      |1      /            3: M-S (7, 2, 3)   4: S-P (6, 1, 3)   1: N-S (1, 1, 0)
//      ------S------
//        3       4
TEST_CASE("a hand-drawn network gives its ways in the order worked out by hand") {
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> ends{{0, 1}, {1, 2}, {1, 3}, {0, 2}, {2, 3}};
  const ArcGraph g(4, ends);
  const std::vector<double> usd{5, 1, 5, 7, 6};
  const std::vector<Path> best{{10, {0, 2}}, {12, {0, 1, 4}}, {13, {3, 4}}};
  CHECK(k_shortest_paths(g, usd, 0, 3, 9) == best);
  const std::vector<Cost> all{{5, 4, 1}, {1, 1, 0}, {5, 6, 1}, {7, 2, 3}, {6, 1, 3}};
  const std::vector<ParetoPath> pareto{{{10, 10, 2}, {0, 2}}, {{12, 6, 4}, {0, 1, 4}}, {{13, 3, 6}, {3, 4}}};
  CHECK(pareto_paths(g, all, 0, 3, 9) == pareto);
  CHECK(pareto_paths(g, all, 0, 3, 2) == std::vector<ParetoPath>{pareto[0], pareto[2]});  // the extremes stay
  SUBCASE("and closing the cheap gate leaves the south line alone") {
    const std::vector<double> closed{5, kClosed, kClosed, 7, 6};
    CHECK(k_shortest_paths(g, closed, 0, 3, 9) == std::vector<Path>{{13, {3, 4}}});
  }
  SUBCASE("and with no way out nothing comes back") {
    const std::vector<double> closed{5, kClosed, kClosed, 7, kClosed};
    CHECK(k_shortest_paths(g, closed, 0, 3, 9).empty());
    CHECK(shortest_paths(g, closed, 0).distance[3] == kClosed);
    const std::vector<Cost> all_closed(5, Cost{1, kClosed, 1});
    CHECK(pareto_paths(g, all_closed, 0, 3, 9).empty());
  }
}

TEST_CASE("noise in the last digit makes no second Pareto path") {
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> ends{{0, 1}, {1, 2}, {0, 2}};
  const ArcGraph g(3, ends);
  const std::vector<Cost> costs{{0.1, 1, 1}, {0.2, 1, 1}, {0.3 - 1e-12, 2 + 1e-12, 2}};
  CHECK(pareto_paths(g, costs, 0, 2, 9).size() == 1);
}

// Ten stations in a row, three lines between neighbours: 3^9 ways.
TEST_CASE("of a large Pareto set the choice keeps the best of each cost and stays Pareto") {
  Chance chance{5};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  std::vector<Cost> costs;
  for (std::uint32_t n = 0; n + 1 < 10; ++n)
    for (int line = 0; line < 3; ++line) {
      ends.emplace_back(n, n + 1);
      costs.push_back(
          {1.0 + chance.below(100), 1.0 + chance.below(100), 1.0 + chance.below(100)});  // braces: in order
    }
  const ArcGraph g(10, ends);
  const std::vector<ParetoPath> all = pareto_paths(g, costs, 0, 9, 100'000);
  REQUIRE(all.size() > 50);
  const std::vector<ParetoPath> some = pareto_paths(g, costs, 0, 9, 5);
  CHECK(some.size() == 5);
  for (const ParetoPath& path : some) CHECK(std::find(all.begin(), all.end(), path) != all.end());
  for (std::size_t c = 0; c < 3; ++c) {
    const auto less = [&](const ParetoPath& a, const ParetoPath& b) { return a.cost[c] < b.cost[c]; };
    CHECK(std::min_element(some.begin(), some.end(), less)->cost[c] ==
          std::min_element(all.begin(), all.end(), less)->cost[c]);
  }
}
