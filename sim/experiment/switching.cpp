#include "sim/experiment/switching.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/model/arc_prices.hpp"
#include "sim/model/way_plan.hpp"

namespace corridor::experiment {
namespace {

using model::Alternative;
using model::Item;

enum Lever : std::size_t { home_rail, foreign_rail, wagons, handling, sea, price };
constexpr std::array<std::string_view, 6> kLevers{"home rail", "foreign rail", "wagons",
                                                  "handling",  "sea",          "price"};
constexpr double kNothing = 1e-9;  ///< USD/t
constexpr double kNever = std::numeric_limits<double>::infinity();

/// A way abroad with what a tonne pays of each lever, USD/t.
struct WayOut {
  const Alternative* to = nullptr;
  double worth = 0;  ///< what plans choose by: cash less the value of time
  double cash = 0;   ///< price less what buyers take off it, less cash cost
  std::array<double, kLevers.size()> pays{};
};

std::vector<WayOut> ways_out(const model::Groundwork& shared, const model::MonthAtlas& month,
                             std::size_t flow) {
  const model::World& w = shared.world;
  const model::Flow& f = w.flows[flow];
  const std::string& home = at(w.places, f.origin).country;
  model::ArcPrices prices(w, shared.ways, f.cargo, month.planned_on);
  const model::WayPlans::OnDay plans = shared.way_plans.on(std::max(month.planned_on, shared.atlas.start));
  std::vector<WayOut> out;
  for (const Alternative& a : month.flows[flow].alternatives) {
    if (at(w.pools, a.pool).country == home) continue;
    if (shared.atlas.laws.on(a.law, first_day(month.month)).barred()) continue;
    const model::Route& route = shared.atlas.ways[a.way];
    const model::WayPlan& plan = plans[a.way];
    if (!plan.open) continue;
    const model::WayCost cost = prices.way(route.arcs);
    const auto item = [&](Item i) { return cost.usd_t[static_cast<std::size_t>(i)]; };
    WayOut way;
    way.to = &a;
    way.cash = a.price_usd_t - a.wedge_usd_t - a.cost_usd_t;
    way.worth = way.cash - w.terms.value_of_time * a.days;
    way.pays = {plan.home_rail_usd_t, plan.foreign_rail_usd_t, item(Item::wagons),
                item(Item::handling), item(Item::sea),         a.price_usd_t};
    out.push_back(way);
  }
  return out;
}

/// The level of the lever at which another route is worth as much as the best, the nearest one.
void find_flip(const model::Groundwork& shared, const std::vector<WayOut>& ways, const WayOut& best,
               Lever lever, SwitchingPoint& point) {
  const auto& route_of = shared.atlas.name_of;
  double nearest = kNever;
  for (const WayOut& other : ways) {
    double change = 0;  // of what the best way pays or fetches
    if (lever == price) {
      if (other.to->pool == best.to->pool) continue;
      change = other.worth - best.worth;
    } else {
      const double more = best.pays[lever] - other.pays[lever];
      if (route_of[other.to->way] == route_of[best.to->way] || std::abs(more) < kNothing) continue;
      change = (best.worth - other.worth) / more * best.pays[lever];
    }
    if (std::abs(change) >= nearest || best.pays[lever] + change < 0) continue;
    nearest = std::abs(change);
    point.flips_at_usd_t = best.pays[lever] + change;
    point.flips_to_pool = at(shared.world.pools, other.to->pool).id;
    point.flips_to_route = at(shared.atlas.names, route_of[other.to->way]).id;
  }
}

/// The level of the lever at which no way leaves more than mining costs.
std::optional<double> stop_of(const std::vector<WayOut>& ways, const WayOut& best, Lever lever, double mine) {
  double last = -kNever;  // how far the lever can go, in dollars a tonne or as a share of what is paid now
  for (const WayOut& way : ways) {
    const double margin = way.cash - mine;
    if (lever == price) {
      last = std::max(last, margin);
    } else if (way.pays[lever] > kNothing) {
      last = std::max(last, margin / way.pays[lever]);
    } else if (margin > 0) {
      return std::nullopt;  // this one goes on whatever happens
    }
  }
  const double level = lever == price ? best.pays[price] - last : best.pays[lever] * (1 + last);
  return level >= 0 ? std::optional(level) : std::nullopt;
}

/// Where exports end before another route would be worth more there is no switch.
void forget_what_comes_too_late(SwitchingPoint& point) {
  if (!point.flips_at_usd_t || !point.stops_at_usd_t) return;
  const double to_flip = *point.flips_at_usd_t - point.now_usd_t;
  const double to_stop = *point.stops_at_usd_t - point.now_usd_t;
  if (to_flip * to_stop <= 0 || std::abs(to_flip) <= std::abs(to_stop)) return;
  point.flips_at_usd_t.reset();
  point.flips_to_pool.clear();
  point.flips_to_route.clear();
}

}  // namespace

std::vector<SwitchingPoint> switching_points(const model::Groundwork& shared,
                                             const model::MonthAtlas& month) {
  std::vector<SwitchingPoint> out;
  for (std::size_t f = 0; f < month.flows.size(); ++f) {
    const std::vector<WayOut> ways = ways_out(shared, month, f);
    if (ways.empty()) continue;
    const double mine = month.flows[f].mine_cost_usd_t;
    const WayOut& best = *std::max_element(
        ways.begin(), ways.end(), [](const WayOut& x, const WayOut& y) { return x.worth < y.worth; });
    for (const Lever lever : {home_rail, foreign_rail, wagons, handling, sea, price}) {
      if (best.pays[lever] < kNothing) continue;
      SwitchingPoint point;
      point.flow = shared.world.flows[f].id;
      point.pool = at(shared.world.pools, best.to->pool).id;
      point.route = at(shared.atlas.names, shared.atlas.name_of[best.to->way]).id;
      point.netback_usd_t = best.cash;
      point.margin_usd_t = best.cash - mine;
      point.lever = kLevers[lever];
      point.now_usd_t = best.pays[lever];
      find_flip(shared, ways, best, lever, point);
      point.stops_at_usd_t = stop_of(ways, best, lever, mine);
      forget_what_comes_too_late(point);
      out.push_back(std::move(point));
    }
  }
  return out;
}

store::Table switching_table(const model::Groundwork& shared) {
  store::Table table{"switching",
                     {"month", "flow", "pool", "route", "lever", "netback_usd_t", "margin_usd_t", "now_usd_t",
                      "flips_at_usd_t", "flips_to_pool", "flips_to_route", "stops_at_usd_t"},
                     {}};
  const auto figure = [](const std::optional<double>& usd) {
    return usd ? store::Cell{*usd} : store::Cell{std::string{}};
  };
  for (const model::MonthAtlas& month : shared.atlas.months) {
    if (month.month < month_of(shared.world.measure.from)) continue;
    for (const SwitchingPoint& p : switching_points(shared, month)) {
      table.rows.push_back({to_iso(month.month), p.flow, p.pool, p.route, std::string(p.lever),
                            p.netback_usd_t, p.margin_usd_t, p.now_usd_t, figure(p.flips_at_usd_t),
                            p.flips_to_pool, p.flips_to_route, figure(p.stops_at_usd_t)});
    }
  }
  return table;
}

}  // namespace corridor::experiment
