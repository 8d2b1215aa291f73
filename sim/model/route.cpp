#include "sim/model/route.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "sim/model/arc_prices.hpp"

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
    by_land_.push_back(arc.kind == WayArc::Kind::travel && at(world.links, arc.link).mode != Mode::sea);
    if (by_land_[a] && country_[arc.tail.n] != country_[arc.head.n])
      crossings_[country_[arc.tail.n]].push_back(a);
  }
}

void RouteFinder::set_day(Day day) {
  day_ = day;
  std::vector<double> trains;
  for (std::size_t i = 0; i < world_.links.size(); ++i) {
    const Link& link = world_.links[i];
    const bool slots =
        link.mode == Mode::rail && link.railway.valid() && at(world_.railways, link.railway).slots;
    const LinkId id{i};
    trains.push_back(
        slots ? std::min(world_.paths_on(id, true, day).per_day, world_.paths_on(id, false, day).per_day)
              : kRoomy);
  }
  if (trains == trains_) return;
  trains_ = std::move(trains);
  for (auto& [cargo, goods] : goods_) goods.lines.clear();
}

/// With the costs of today. In most months they are those of the month before.
RouteFinder::Goods& RouteFinder::goods_of(CommodityId cargo) {
  Goods& goods = goods_[cargo];
  if (goods.priced_on == day_) return goods;
  goods.priced_on = day_;
  PriceList prices{world_, cargo, day_};
  std::vector<double> cost(ways_.arcs(), kClosed);
  for (std::uint32_t a = 0; a < ways_.arcs(); ++a) {
    const WayArc& arc = ways_.arc(a);
    if (is_open(world_, arc, cargo, day_)) cost[a] = generalized(world_, cargo, prices.of(arc));
  }
  if (cost == goods.cost) return goods;
  goods.cost = std::move(cost);
  goods.trees.clear();
  goods.lines.clear();
  return goods;
}

const graph::Tree& RouteFinder::tree_from(Goods& goods, const Root& root) const {
  if (const auto known = goods.trees.find(root); known != goods.trees.end()) return known->second;
  // On land only: the sea leg is chosen per terminal.
  std::vector<double> cost(ways_.arcs(), kClosed);
  for (std::uint32_t a = 0; a < ways_.arcs(); ++a) {
    const WayArc& arc = ways_.arc(a);
    const bool here = (country_[arc.tail.n] == root.home) == root.inside &&
                      (country_[arc.head.n] == root.home) == root.inside;
    if (by_land_[a] && here && std::ranges::find(root.avoided, arc.link) == root.avoided.end())
      cost[a] = goods.cost[a];
  }
  return goods.trees.emplace(root, graph::shortest_paths(ways_.graph(), cost, WayGraph::on_land(root.place)))
      .first->second;
}

/// Of the sections whose train paths are simulated the one that offers the fewest; none where all offer
/// plenty.
LinkId RouteFinder::tightest(const Arcs& arcs) const {
  LinkId tightest;
  double least = kRoomy;
  for (const std::uint32_t a : arcs) {
    const LinkId link = ways_.arc(a).link;
    if (trains_[link.n] >= least) continue;
    least = trains_[link.n];
    tightest = link;
  }
  return tightest;
}

/// The best line beyond a crossing, and lines round sections of it that may fill. `before`: up to the far
/// side of the crossing, where `beyond` is.
void RouteFinder::add_lines(Goods& goods, std::vector<Line>& lines, const Line& before, Root beyond,
                            PlaceId target, double most) const {
  for (int k = 0; k <= kDetours; ++k) {
    const graph::Tree& abroad = tree_from(goods, beyond);
    const double rest_costs = abroad.distance[WayGraph::on_land(target)];
    if (rest_costs == kClosed || before.cost + rest_costs > most) return;
    const Arcs rest = graph::path_to(ways_.graph(), abroad, WayGraph::on_land(target));
    lines.push_back({before.cost + rest_costs, before.arcs});
    lines.back().arcs.insert(lines.back().arcs.end(), rest.begin(), rest.end());
    const LinkId tight = tightest(rest);
    if (!tight.valid()) return;
    beyond.avoided.push_back(tight);
  }
}

const std::vector<RouteFinder::Line>& RouteFinder::lines_to(PlaceId origin, CommodityId cargo,
                                                            PlaceId target) {
  Goods& goods = goods_of(cargo);
  const std::pair ends{origin, target};
  if (const auto known = goods.lines.find(ends); known != goods.lines.end()) return known->second;
  return goods.lines.emplace(ends, find_lines(goods, origin, cargo, target)).first->second;
}

/// The land lines from an origin to a place: at home the best one, abroad the best by each crossing.
std::vector<RouteFinder::Line> RouteFinder::find_lines(Goods& goods, PlaceId origin, CommodityId cargo,
                                                       PlaceId target) const {
  const std::uint32_t home = country_[origin.n];
  const graph::Tree& at_home = tree_from(goods, {origin, home, true, {}});
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
  for (const std::uint32_t a : crossings_[home]) {
    const WayArc& arc = ways_.arc(a);
    if (goods.cost[a] == kClosed) continue;
    const double before = at_home.distance[WayGraph::on_land(arc.tail)];
    if (before == kClosed) continue;
    const double beyond = tree_from(goods, {arc.head, home, false, {}}).distance[WayGraph::on_land(target)];
    if (beyond != kClosed) crossings.push_back({before + goods.cost[a] + beyond, a});
  }
  std::sort(crossings.begin(), crossings.end(), [](const Exit& x, const Exit& y) {
    return std::tuple(x.cost, x.arc) < std::tuple(y.cost, y.arc);
  });
  if (crossings.empty()) return lines;
  const double most = crossings.front().cost + 2.0 * world_.logit_scale(cargo);
  const auto tried = std::min(crossings.size(), static_cast<std::size_t>(world_.terms.lines));
  for (std::size_t i = 0; i < tried && crossings[i].cost <= most; ++i) {
    const WayArc& arc = ways_.arc(crossings[i].arc);
    Line before{at_home.distance[WayGraph::on_land(arc.tail)] + goods.cost[crossings[i].arc],
                graph::path_to(ways_.graph(), at_home, WayGraph::on_land(arc.tail))};
    before.arcs.push_back(crossings[i].arc);
    add_lines(goods, lines, before, {arc.head, home, false, {}}, target, most);
  }
  std::sort(lines.begin(), lines.end(),
            [](const Line& x, const Line& y) { return std::tie(x.cost, x.arcs) < std::tie(y.cost, y.arcs); });
  return lines;
}

Route RouteFinder::make_route(PlaceId origin, CommodityId cargo, const Found& found) const {
  Route route;
  route.origin = origin;
  route.cargo = cargo;
  route.arcs = found.arcs;
  route.delivered = found.delivered;
  route.places.push_back(origin);
  LinkId last_border;
  for (const std::uint32_t a : found.arcs) {
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

std::vector<RouteFinder::Found> RouteFinder::find(PlaceId origin, CommodityId cargo, PoolId pool) {
  const std::vector<PlaceId>& ends = at(world_.pools, pool).delivered_at;
  std::vector<Found> found;

  // By sea: through each terminal, to the cheapest delivery place.
  const std::vector<double>& costs = goods_of(cargo).cost;
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
    for (const Line& line : lines_to(origin, cargo, arc.tail)) {
      Found& way = found.emplace_back(Found{line.arcs, ways_.arc(passage).head});
      way.arcs.push_back(load);
      way.arcs.push_back(passage);
    }
  }

  // Overland, to every delivery place; a line that comes through another of them ends there.
  struct Overland {
    const Line* line;
    PlaceId to;
  };
  std::vector<Overland> overland;
  const auto is_end = [&](PlaceId p) { return std::ranges::find(ends, p) != ends.end(); };
  for (const PlaceId place : ends) {
    for (const Line& line : lines_to(origin, cargo, place)) {
      const bool comes_through = std::ranges::any_of(line.arcs, [&](std::uint32_t a) {
        return is_end(ways_.arc(a).tail) || (ways_.arc(a).head != place && is_end(ways_.arc(a).head));
      });
      if (!comes_through) overland.push_back({&line, place});
    }
  }
  std::ranges::sort(overland, [](const Overland& x, const Overland& y) {
    return std::tie(x.line->cost, x.line->arcs, x.to) < std::tie(y.line->cost, y.line->arcs, y.to);
  });
  for (const auto& [line, place] : overland) {
    if (line->cost > overland.front().line->cost + 2.0 * world_.logit_scale(cargo)) break;
    found.push_back({line->arcs, place});  // no arcs: the pool is at the mine's gate
  }
  return found;
}

}  // namespace corridor::model
