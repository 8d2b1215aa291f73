#pragma once
/// @file route.hpp  The ways by which a flow can reach a pool: through each loading terminal, and overland.
/// Ways are of least generalized cost on the lines open that day; queues and rules are laid over them by the
/// plan.

#include <compare>
#include <cstdint>
#include <map>
#include <utility>
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
/// @cost a shortest-path tree an origin, a crossing and a kind of goods, anew on days on which costs are
/// others
class RouteFinder {
 public:
  RouteFinder(const World& world, const WayGraph& ways);
  /// The day of the answers that follow.
  void set_day(Day day);

  /// A way before it is looked at: its arcs, and where it ends.
  struct Found {
    std::vector<std::uint32_t> arcs;
    PlaceId delivered;
  };
  std::vector<Found> find(PlaceId origin, CommodityId cargo, PoolId pool);
  /// What is to be known of a way that was found.
  Route make_route(PlaceId origin, CommodityId cargo, const Found& found) const;

 private:
  using Arcs = std::vector<std::uint32_t>;
  /// Land ways within one country, or outside it.
  struct Root {
    PlaceId place;
    std::uint32_t home;
    bool inside;
    std::vector<LinkId> avoided;
    auto operator<=>(const Root&) const = default;
  };
  struct Line {
    double cost = 0;
    Arcs arcs;
  };
  /// What was found for a kind of goods, as long as nothing that it depends on changes.
  struct Goods {
    Day priced_on = kForever;
    std::vector<double> cost;  ///< [arc] generalized, of those that can be used; infinity for the others
    std::map<Root, graph::Tree> trees;
    std::map<std::pair<PlaceId, PlaceId>, std::vector<Line>> lines;  ///< [origin, target]
  };
  Goods& goods_of(CommodityId cargo);
  const graph::Tree& tree_from(Goods& goods, const Root& root) const;
  LinkId tightest(const Arcs& arcs) const;
  void add_lines(Goods& goods, std::vector<Line>& lines, const Line& before, Root beyond, PlaceId target,
                 double most) const;
  const std::vector<Line>& lines_to(PlaceId origin, CommodityId cargo, PlaceId target);
  std::vector<Line> find_lines(Goods& goods, PlaceId origin, CommodityId cargo, PlaceId target) const;

  const World& world_;
  const WayGraph& ways_;
  std::vector<std::uint32_t> country_;                 ///< [place], small numbers for countries
  std::vector<std::vector<std::uint32_t>> crossings_;  ///< [country], arcs on land that leave it
  std::vector<bool> by_land_;                          ///< [arc]
  Day day_ = kBeginning;
  std::vector<double> trains_;  ///< [link] that sections with train paths offer, the lesser of both ways
  std::map<CommodityId, Goods> goods_;
};

}  // namespace corridor::model
