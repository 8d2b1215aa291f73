#pragma once
/// @file route.hpp  The ways by which a flow can reach a pool: through each loading terminal, and overland.
/// Ways are of least generalized cost on the lines open that day; queues and rules are laid over them by the
/// plan.

#include <deque>
#include <vector>

#include "sim/model/way_graph.hpp"

namespace corridor::model {

struct RailStep {
  LinkId link;
  bool forward = true;
};

struct Route {
  RouteName name;
  CommodityId cargo;
  PlaceId origin, delivered;
  TerminalId terminal;  ///< none: overland
  std::vector<RailStep> rail;
  LinkId sea;
  std::vector<std::uint32_t> arcs;  ///< in the WayGraph
  std::vector<AcceptanceId> acceptances;
  std::vector<PlaceId> places;  ///< every place on the way, origin first
  double rail_km = 0, sea_km = 0;
};

/// All ways of one origin to one pool on a day, in order of terminal, the overland ways last. To each
/// terminal and, overland, to each place of the pool lead up to three lines (`model.lines`) that leave home
/// at different crossings, the cheapest first: when one of a group is full the next is used. Lines to a
/// terminal, and all overland ones together, differ by no more than twice the logit scale. Beyond a crossing
/// there are lines round sections that offer few train paths too. A way that has left home does not come back
/// to it.
/// @cost a shortest-path tree an origin and a crossing, once a day and kind of goods
class RouteFinder {
 public:
  RouteFinder(const World& world, const WayGraph& ways);
  /// Forgets the trees of another day; call at each new epoch of the network.
  void set_day(Day day);
  std::vector<Route> find(PlaceId origin, CommodityId cargo, PoolId pool);

 private:
  using Arcs = std::vector<std::uint32_t>;
  /// Land ways within one country, or outside it.
  struct Rooted {
    PlaceId root;
    CommodityId cargo;
    std::uint32_t home;
    bool inside;
    std::vector<LinkId> avoided;
    graph::Tree tree;
  };
  struct Priced {
    CommodityId cargo;
    std::vector<double> cost;  ///< [arc]
  };
  struct Line {
    double cost = 0;
    Arcs arcs;
  };
  const std::vector<double>& costs_for(CommodityId cargo);
  const graph::Tree& tree_from(PlaceId root, CommodityId cargo, std::uint32_t home, bool inside,
                               const std::vector<LinkId>& avoided = {});
  LinkId tightest(const Arcs& arcs) const;
  void add_lines(std::vector<Line>& lines, const Line& before, PlaceId from, CommodityId cargo,
                 std::uint32_t home, PlaceId target, double most);
  std::vector<Line> lines_to(PlaceId origin, CommodityId cargo, PlaceId target);
  Route make_route(PlaceId origin, CommodityId cargo, const Arcs& arcs) const;

  const World& world_;
  const WayGraph& ways_;
  std::vector<std::uint32_t> country_;                 ///< [place], small numbers for countries
  std::vector<std::vector<std::uint32_t>> crossings_;  ///< [country], arcs on land that leave it
  Day day_ = kBeginning;
  std::deque<Rooted> trees_;  ///< deques: references into them stay good
  std::deque<Priced> priced_;
};

}  // namespace corridor::model
