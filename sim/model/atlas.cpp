#include "sim/model/atlas.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "sim/model/arc_prices.hpp"

namespace corridor::model {
namespace {

constexpr double kNoCeiling = 1e15;

/// The ways of an atlas, each once, in the order in which they are found.
class Ways {
 public:
  Ways(Atlas& atlas, const RouteFinder& finder) : atlas_(atlas), finder_(finder) {}

  std::uint32_t add(const Flow& flow, RouteFinder::Found&& found) {
    const auto next = static_cast<std::uint32_t>(atlas_.ways.size());
    const auto [known, is_new] =
        numbers_.try_emplace({flow.cargo, flow.origin, found.delivered, std::move(found.arcs)}, next);
    if (is_new) {
      atlas_.ways.push_back(
          finder_.make_route(flow.origin, flow.cargo, {std::get<3>(known->first), found.delivered}));
      const RouteName& name = atlas_.ways.back().name;
      const auto same = std::ranges::find(atlas_.names, name);
      atlas_.name_of.push_back(RouteId{static_cast<std::size_t>(same - atlas_.names.begin())});
      if (same == atlas_.names.end()) atlas_.names.push_back(name);
    }
    return known->second;
  }

 private:
  Atlas& atlas_;
  const RouteFinder& finder_;
  std::map<std::tuple<CommodityId, PlaceId, PlaceId, std::vector<std::uint32_t>>, std::uint32_t> numbers_;
};

/// What the ways cost on one day, each priced once.
class Prices {
 public:
  Prices(const World& world, const WayGraph& graph, Day day) : world_(world), graph_(graph), day_(day) {}

  const WayCost& of(std::uint32_t way, const Route& route) {
    if (way >= ways_.size()) ways_.resize(way + 1);
    if (!ways_[way]) {
      ArcPrices& arcs = arcs_.try_emplace(route.cargo, world_, graph_, route.cargo, day_).first->second;
      ways_[way] = arcs.way(route.arcs);
    }
    return *ways_[way];
  }

 private:
  const World& world_;
  const WayGraph& graph_;
  Day day_;
  std::map<CommodityId, ArcPrices> arcs_;
  std::vector<std::optional<WayCost>> ways_;
};

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

Atlas make_atlas(const World& world, const WayGraph& ways, const Lawbook* known) {
  const Day start = world.measure.from - std::chrono::days{world.terms.run_in_days};
  const Day end = world.measure.to + std::chrono::days{1};
  Atlas atlas{{}, {}, {}, {}, Lawbook{world, ways, start - std::chrono::days{40}, end, known}, start, end};
  RouteFinder finder{world, ways};
  Ways found{atlas, finder};

  const Month last = month_of(world.measure.to);
  for (Month month = month_of(start); month <= last; month = month + 1) {
    const Day planned_on = first_day(month + -1) + std::chrono::days{world.terms.planning_day - 1};
    finder.set_day(first_day(month));
    Prices prices{world, ways, planned_on};
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
        for (RouteFinder::Found& way : finder.find(flow.origin, flow.cargo, PoolId{p})) {
          a.way = found.add(flow, std::move(way));
          const WayCost& cost = prices.of(a.way, atlas.ways[a.way]);
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
