#pragma once
/// @file route.hpp  The ways by which a flow can reach a pool: one for each loading terminal, one overland.
/// A way is the least generalized cost through its terminal on the lines open that day; queues and rules
/// are laid over it by the plan.

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
  TerminalId terminal;             ///< none: overland
  std::vector<RailStep> rail;
  LinkId sea;
  std::vector<std::uint32_t> arcs; ///< in the WayGraph
  std::vector<AcceptanceId> acceptances;
  std::vector<PlaceId> places;     ///< every place on the way, origin first
  double rail_km = 0, sea_km = 0;
};

/// All ways of one origin to one pool on a day, in order of terminal, the overland way last.
/// @cost one shortest-path tree over the network, shared by the pools of an origin through `tree`
class RouteFinder {
 public:
  RouteFinder(const World& world, const WayGraph& ways) : world_(world), ways_(ways) {}
  /// Forgets the trees of another day; call at each new epoch of the network.
  void set_day(Day day);
  std::vector<Route> find(PlaceId origin, CommodityId cargo, PoolId pool);

 private:
  struct Rooted {
    PlaceId origin;
    CommodityId cargo;
    graph::Tree tree;
  };
  struct Priced {
    CommodityId cargo;
    std::vector<double> cost;  ///< [arc]
  };
  const std::vector<double>& costs_for(CommodityId cargo);
  const graph::Tree& tree_from(PlaceId origin, CommodityId cargo);
  Route make_route(PlaceId origin, CommodityId cargo, const std::vector<std::uint32_t>& arcs) const;

  const World& world_;
  const WayGraph& ways_;
  Day day_ = kBeginning;
  std::deque<Rooted> trees_;  ///< deques: references into them stay good
  std::deque<Priced> priced_;
};

}  // namespace corridor::model
