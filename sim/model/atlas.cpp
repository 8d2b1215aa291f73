#include "sim/model/atlas.hpp"

#include <algorithm>
#include <map>

#include "sim/model/arc_prices.hpp"

namespace corridor::model {
namespace {

constexpr double kNoCeiling = 1e15;

std::uint32_t add_way(Atlas& atlas, Route&& route) {
  for (std::size_t i = 0; i < atlas.ways.size(); ++i) {
    if (atlas.ways[i].arcs == route.arcs && atlas.ways[i].cargo == route.cargo &&
        atlas.ways[i].origin == route.origin && atlas.ways[i].delivered == route.delivered) {
      return static_cast<std::uint32_t>(i);
    }
  }
  auto name = std::find(atlas.names.begin(), atlas.names.end(), route.name);
  if (name == atlas.names.end()) name = atlas.names.insert(name, route.name);
  atlas.name_of.push_back(RouteId{static_cast<std::size_t>(name - atlas.names.begin())});
  atlas.ways.push_back(std::move(route));
  return static_cast<std::uint32_t>(atlas.ways.size() - 1);
}

std::uint32_t group_of(const Atlas& atlas, FlowChoices& choices, const Alternative& a) {
  for (const Alternative& o : choices.alternatives) {
    if (o.pool == a.pool && o.bound == a.bound && atlas.name_of[o.way] == atlas.name_of[a.way])
      return o.group;
  }
  return choices.groups++;
}

}  // namespace

bool takes(const World& world, const Pool& pool, GradeId grade) {
  if (!grade.valid()) return pool.grades.empty();
  if (!pool.grades.empty()) {
    return std::find(pool.grades.begin(), pool.grades.end(), grade) != pool.grades.end();
  }
  const Grade& g = at(world.grades, grade);
  return g.kcal_kg >= pool.min_kcal_kg && g.ash_pct <= pool.max_ash_pct;
}

double price_for(const World& world, const Pool& pool, GradeId grade, Day day) {
  double price = world.series_on(pool.price, day) + world.usd_on(pool.premium_per_t, day);
  if (pool.price_kcal_kg > 0 && grade.valid()) price *= at(world.grades, grade).kcal_kg / pool.price_kcal_kg;
  return price;
}

double pool_cap_kg(const Pool& pool, Day day) {
  if (pool.ceiling_kt_month.said(day)) return pool.ceiling_kt_month.on(day) * 1e6;
  if (pool.imports_mt_year.said(day) && pool.ceiling_share.said(day)) {
    return pool.imports_mt_year.on(day) * 1e9 / 12.0 * pool.ceiling_share.on(day);
  }
  return kNoCeiling;
}

Atlas make_atlas(const World& world, const WayGraph& ways) {
  const Day start = world.measure.from - std::chrono::days{world.terms.run_in_days};
  const Day end = world.measure.to + std::chrono::days{1};
  Atlas atlas{{}, {}, {}, {}, Lawbook{world, ways, start - std::chrono::days{40}, end}, start, end};
  RouteFinder finder{world, ways};

  const Month last = month_of(world.measure.to);
  for (Month month = month_of(start); month <= last; month = month + 1) {
    const Day planned_on = first_day(month + -1) + std::chrono::days{world.terms.planning_day - 1};
    finder.set_day(first_day(month));
    std::map<std::uint32_t, ArcPrices> prices;  // [cargo], on the planning day
    MonthAtlas plan{month, planned_on, {}};
    for (std::size_t f = 0; f < world.flows.size(); ++f) {
      const Flow& flow = world.flows[f];
      FlowChoices choices;
      choices.mine_cost_usd_t = world.usd_on(flow.mine_cost_per_t, planned_on);
      for (std::size_t p = 0; p < world.pools.size(); ++p) {
        const Pool& pool = world.pools[p];
        if (!world.is_kind_of(flow.cargo, pool.cargo) || !takes(world, pool, flow.grade)) continue;
        Alternative a;
        a.pool = PoolId{p};
        a.price_usd_t = price_for(world, pool, flow.grade, planned_on);
        for (Route& route : finder.find(flow.origin, flow.cargo, PoolId{p})) {
          const WayCost cost = prices.try_emplace(flow.cargo.n, world, ways, flow.cargo, planned_on)
                                   .first->second.way(route.arcs);
          a.way = add_way(atlas, std::move(route));
          a.wedge_usd_t = pool.wedge_usd_t.on(planned_on) + cost.risk_usd_t;
          a.days = cost.hours / 24.0;
          a.co2_kg_t = cost.co2_kg_t;
          for (const bool bound : {false, true}) {
            if (bound && !pool.at_loading_port) continue;
            a.bound = bound;
            a.law = atlas.laws.class_of(FlowId{f}, a.pool, bound, a.way, atlas.ways[a.way]);
            a.quotas = atlas.laws.on(a.law, first_day(month)).quotas;
            a.cost_usd_t = cost.total_usd_t();
            if (atlas.laws.on(a.law, planned_on).papers) {
              a.cost_usd_t += world.usd_on(world.terms.certificate_per_t, planned_on);
            }
            a.group = group_of(atlas, choices, a);
            choices.alternatives.push_back(a);
          }
        }
      }
      plan.flows.push_back(std::move(choices));
    }
    atlas.months.push_back(std::move(plan));
  }
  return atlas;
}

}  // namespace corridor::model
