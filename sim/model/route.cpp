#include "sim/model/route.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace corridor::model {
namespace {

constexpr double kClosed = std::numeric_limits<double>::infinity();

double generalized(const World& world, CommodityId cargo, const WayCost& cost) {
  return cost.total_usd_t() + world.value_of_time(cargo) * cost.hours / 24.0;
}

constexpr int kDetours = 3;      ///< besides the best line beyond a crossing
constexpr double kRoomy = 10.0;  ///< trains a day: a section that offers as many is no reason to go round it

}  // namespace

RouteFinder::RouteFinder(const World& world, const WayGraph& ways) : world_(world), ways_(ways) {
  std::vector<std::string> names;
  for (const Place& place : world.places) {
    const auto it = std::find(names.begin(), names.end(), place.country);
    country_.push_back(static_cast<std::uint32_t>(it - names.begin()));
    if (it == names.end()) names.push_back(place.country);
  }
  crossings_.resize(names.size());
  for (std::uint32_t a = 0; a < ways.arcs(); ++a) {
    const WayArc& arc = ways.arc(a);
    const bool land = arc.kind == WayArc::Kind::travel && at(world.links, arc.link).mode != Mode::sea;
    if (land && country_[arc.tail.n] != country_[arc.head.n]) crossings_[country_[arc.tail.n]].push_back(a);
  }
}

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
    if (is_open(world_, arc, cargo, day_))
      cost[a] = generalized(world_, cargo, arc_cost(world_, arc, cargo, day_));
  }
  priced_.push_back({cargo, std::move(cost)});
  return priced_.back().cost;
}

const graph::Tree& RouteFinder::tree_from(PlaceId root, CommodityId cargo, std::uint32_t home, bool inside,
                                          const std::vector<LinkId>& avoided) {
  for (const Rooted& r : trees_) {
    if (r.root == root && r.cargo == cargo && r.home == home && r.inside == inside && r.avoided == avoided)
      return r.tree;
  }
  // On land only: the sea leg is chosen per terminal.
  std::vector<double> cost = costs_for(cargo);
  for (std::uint32_t a = 0; a < ways_.arcs(); ++a) {
    const WayArc& arc = ways_.arc(a);
    const bool land = arc.kind == WayArc::Kind::travel && at(world_.links, arc.link).mode != Mode::sea;
    const bool here = (country_[arc.tail.n] == home) == inside && (country_[arc.head.n] == home) == inside;
    const bool shunned = std::find(avoided.begin(), avoided.end(), arc.link) != avoided.end();
    if (!land || !here || shunned) cost[a] = kClosed;
  }
  trees_.push_back({root, cargo, home, inside, avoided,
                    graph::shortest_paths(ways_.graph(), cost, WayGraph::on_land(root))});
  return trees_.back().tree;
}

/// Of the sections whose train paths are simulated the one that offers the fewest; none where all offer
/// plenty.
LinkId RouteFinder::tightest(const Arcs& arcs) const {
  LinkId tightest;
  double least = kRoomy;
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways_.arc(a);
    const Link& link = at(world_.links, arc.link);
    if (link.mode != Mode::rail || !link.railway.valid() || !at(world_.railways, link.railway).slots)
      continue;
    const double trains = std::min(world_.paths_on(arc.link, true, day_).per_day,
                                   world_.paths_on(arc.link, false, day_).per_day);
    if (trains >= least) continue;
    least = trains;
    tightest = arc.link;
  }
  return tightest;
}

/// The best line beyond a crossing, and lines round sections of it that may fill. `before`: up to the far
/// side of the crossing.
void RouteFinder::add_lines(std::vector<Line>& lines, const Line& before, PlaceId from, CommodityId cargo,
                            std::uint32_t home, PlaceId target, double most) {
  std::vector<LinkId> avoided;
  for (int k = 0; k <= kDetours; ++k) {
    const graph::Tree& abroad = tree_from(from, cargo, home, false, avoided);
    const double beyond = abroad.distance[WayGraph::on_land(target)];
    if (beyond == kClosed || before.cost + beyond > most) return;
    const Arcs rest = graph::path_to(ways_.graph(), abroad, WayGraph::on_land(target));
    lines.push_back({before.cost + beyond, before.arcs});
    lines.back().arcs.insert(lines.back().arcs.end(), rest.begin(), rest.end());
    const LinkId tight = tightest(rest);
    if (!tight.valid()) return;
    avoided.push_back(tight);
  }
}

/// The land lines from an origin to a place: at home the best one, abroad the best by each crossing.
std::vector<RouteFinder::Line> RouteFinder::lines_to(PlaceId origin, CommodityId cargo, PlaceId target) {
  const std::uint32_t home = country_[origin.n];
  const graph::Tree& at_home = tree_from(origin, cargo, home, true);
  std::vector<Line> lines;
  if (country_[target.n] == home) {
    const double cost = at_home.distance[WayGraph::on_land(target)];
    if (cost != kClosed)
      lines.push_back({cost, graph::path_to(ways_.graph(), at_home, WayGraph::on_land(target))});
    return lines;
  }
  struct Exit {
    double cost;
    std::uint32_t arc;
  };
  std::vector<Exit> crossings;
  const std::vector<double>& costs = costs_for(cargo);
  for (const std::uint32_t a : crossings_[home]) {
    const WayArc& arc = ways_.arc(a);
    if (costs[a] == kClosed) continue;
    const double before = at_home.distance[WayGraph::on_land(arc.tail)];
    if (before == kClosed) continue;
    const double beyond = tree_from(arc.head, cargo, home, false).distance[WayGraph::on_land(target)];
    if (beyond != kClosed) crossings.push_back({before + costs[a] + beyond, a});
  }
  std::sort(crossings.begin(), crossings.end(), [](const Exit& x, const Exit& y) {
    return std::tuple(x.cost, x.arc) < std::tuple(y.cost, y.arc);
  });
  if (crossings.empty()) return lines;
  const double most = crossings.front().cost + 2.0 * world_.logit_scale(cargo);
  const auto tried = std::min(crossings.size(), static_cast<std::size_t>(world_.terms.lines));
  for (std::size_t i = 0; i < tried && crossings[i].cost <= most; ++i) {
    const WayArc& arc = ways_.arc(crossings[i].arc);
    Line before{at_home.distance[WayGraph::on_land(arc.tail)] + costs[crossings[i].arc],
                graph::path_to(ways_.graph(), at_home, WayGraph::on_land(arc.tail))};
    before.arcs.push_back(crossings[i].arc);
    add_lines(lines, before, arc.head, cargo, home, target, most);
  }
  std::sort(lines.begin(), lines.end(),
            [](const Line& x, const Line& y) { return std::tie(x.cost, x.arcs) < std::tie(y.cost, y.arcs); });
  return lines;
}

Route RouteFinder::make_route(PlaceId origin, CommodityId cargo, const Arcs& arcs) const {
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
  const std::vector<PlaceId>& ends = at(world_.pools, pool).delivered_at;
  std::vector<Route> routes;

  // By sea: through each terminal, to the cheapest delivery place.
  const std::vector<double>& costs = costs_for(cargo);
  for (const std::uint32_t load : ways_.loads()) {
    if (costs[load] == kClosed) continue;
    const WayArc& arc = ways_.arc(load);
    double best = kClosed;
    std::uint32_t passage = 0;
    for (const std::uint32_t sea : ways_.passages_from(arc.head)) {
      if (costs[sea] >= best || std::find(ends.begin(), ends.end(), ways_.arc(sea).head) == ends.end())
        continue;
      best = costs[sea];
      passage = sea;
    }
    if (best == kClosed) continue;
    for (Line& line : lines_to(origin, cargo, arc.tail)) {
      line.arcs.push_back(load);
      line.arcs.push_back(passage);
      routes.push_back(make_route(origin, cargo, line.arcs));
    }
  }

  // Overland, to every delivery place; a line that comes through another of them ends there.
  std::vector<std::pair<Line, PlaceId>> overland;
  const auto is_end = [&](PlaceId p) { return std::ranges::find(ends, p) != ends.end(); };
  for (const PlaceId place : ends) {
    for (Line& line : lines_to(origin, cargo, place)) {
      const bool comes_through = std::ranges::any_of(line.arcs, [&](std::uint32_t a) {
        return is_end(ways_.arc(a).tail) || (ways_.arc(a).head != place && is_end(ways_.arc(a).head));
      });
      if (!comes_through) overland.emplace_back(std::move(line), place);
    }
  }
  std::ranges::sort(overland, [](const auto& x, const auto& y) {
    return std::tie(x.first.cost, x.first.arcs, x.second.n) <
           std::tie(y.first.cost, y.first.arcs, y.second.n);
  });
  for (const auto& [line, place] : overland) {
    if (line.cost > overland.front().first.cost + 2.0 * world_.logit_scale(cargo)) break;
    routes.push_back(make_route(origin, cargo, line.arcs));
    if (line.arcs.empty()) routes.back().delivered = place;  // the pool is at the mine's gate
  }
  return routes;
}

}  // namespace corridor::model
