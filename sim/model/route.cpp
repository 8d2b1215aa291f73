#include "sim/model/route.hpp"

#include <algorithm>
#include <limits>

namespace corridor::model {
namespace {

constexpr double kClosed = std::numeric_limits<double>::infinity();

double generalized(const World& world, const WayCost& cost) {
  return cost.total_usd_t() + world.terms.value_of_time * cost.hours / 24.0;
}

}  // namespace

void RouteFinder::set_day(Day day) {
  if (day == day_) return;
  trees_.clear();
  priced_.clear();
  day_ = day;
}

/// Generalized cost of every arc that goods of this kind can use today; infinity for the others.
const std::vector<double>& RouteFinder::costs_for(CommodityId cargo) {
  for (const Priced& p : priced_) {
    if (p.cargo == cargo) return p.cost;
  }
  std::vector<double> cost(ways_.arcs(), kClosed);
  for (std::uint32_t a = 0; a < ways_.arcs(); ++a) {
    const WayArc& arc = ways_.arc(a);
    if (is_open(world_, arc, cargo, day_)) cost[a] = generalized(world_, arc_cost(world_, arc, cargo, day_));
  }
  priced_.push_back({cargo, std::move(cost)});
  return priced_.back().cost;
}

const graph::Tree& RouteFinder::tree_from(PlaceId origin, CommodityId cargo) {
  for (const Rooted& r : trees_) {
    if (r.origin == origin && r.cargo == cargo) return r.tree;
  }
  // On land only: the sea leg is chosen per terminal.
  std::vector<double> cost = costs_for(cargo);
  for (std::uint32_t a = 0; a < ways_.arcs(); ++a) {
    const WayArc& arc = ways_.arc(a);
    if (arc.kind != WayArc::Kind::travel || at(world_.links, arc.link).mode == Mode::sea) cost[a] = kClosed;
  }
  trees_.push_back({origin, cargo, graph::shortest_paths(ways_.graph(), cost, WayGraph::on_land(origin))});
  return trees_.back().tree;
}

Route RouteFinder::make_route(PlaceId origin, CommodityId cargo, const std::vector<std::uint32_t>& arcs) const {
  Route route;
  route.origin = origin;
  route.cargo = cargo;
  route.arcs = arcs;
  route.places.push_back(origin);
  LinkId last_border;
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways_.arc(a);
    if (arc.kind == WayArc::Kind::load) route.terminal = arc.terminal;
    if (arc.kind != WayArc::Kind::travel) continue;
    const Link& link = at(world_.links, arc.link);
    route.places.push_back(arc.head);
    if (link.mode == Mode::sea) {
      route.sea = arc.link;
      route.sea_km += link.km;
    } else {
      route.rail.push_back({arc.link, arc.forward});
      route.rail_km += link.km;
      if (at(world_.places, link.from).country != at(world_.places, link.to).country) last_border = arc.link;
    }
  }
  route.delivered = route.places.back();
  if (route.terminal.valid()) {
    const Terminal& t = at(world_.terminals, route.terminal);
    route.name = {t.id, at(world_.places, t.port).id};
  } else if (last_border.valid()) {
    const Link& link = at(world_.links, last_border);
    route.name = {link.id, at(world_.places, link.to).id};
  } else {
    route.name = {"inland", at(world_.places, route.delivered).id};
  }
  for (std::size_t i = 0; i < world_.acceptances.size(); ++i) {
    const Acceptance& acceptance = world_.acceptances[i];
    if (!world_.is_kind_of(cargo, acceptance.cargo)) continue;
    const bool concerned = std::any_of(route.places.begin() + 1, route.places.end(), [&](PlaceId p) {
      return std::find(acceptance.to.begin(), acceptance.to.end(), p) != acceptance.to.end();
    });
    if (concerned) route.acceptances.push_back(AcceptanceId{i});
  }
  return route;
}

std::vector<Route> RouteFinder::find(PlaceId origin, CommodityId cargo, PoolId pool) {
  const graph::Tree& tree = tree_from(origin, cargo);
  const Pool& buyers = at(world_.pools, pool);
  std::vector<Route> routes;

  // By sea: through each terminal, to the cheapest delivery place.
  const std::vector<double>& costs = costs_for(cargo);
  for (const std::uint32_t load : ways_.loads()) {
    const WayArc& arc = ways_.arc(load);
    if (costs[load] == kClosed || tree.distance[WayGraph::on_land(arc.tail)] == kClosed) continue;
    double best = kClosed;
    std::uint32_t best_sea = 0;
    for (const std::uint32_t sea : ways_.passages_from(arc.head)) {
      const auto& ends = buyers.delivered_at;
      if (costs[sea] >= best || std::find(ends.begin(), ends.end(), ways_.arc(sea).head) == ends.end()) continue;
      best = costs[sea];
      best_sea = sea;
    }
    if (best == kClosed) continue;
    std::vector<std::uint32_t> arcs = graph::path_to(ways_.graph(), tree, WayGraph::on_land(arc.tail));
    if (arcs.empty() && arc.tail != origin) continue;
    arcs.push_back(load);
    arcs.push_back(best_sea);
    routes.push_back(make_route(origin, cargo, arcs));
  }

  // Overland, to the nearest delivery place.
  double best = kClosed;
  PlaceId nearest;
  for (const PlaceId place : buyers.delivered_at) {
    const double cost = tree.distance[WayGraph::on_land(place)];
    if (cost < best) {
      best = cost;
      nearest = place;
    }
  }
  if (nearest.valid()) {
    routes.push_back(make_route(origin, cargo, graph::path_to(ways_.graph(), tree, WayGraph::on_land(nearest))));
    if (routes.back().rail.empty()) routes.back().delivered = nearest;  // the pool is at the mine's gate
  }
  return routes;
}

}  // namespace corridor::model
