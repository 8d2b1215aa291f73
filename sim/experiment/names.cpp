#include "sim/experiment/names.hpp"

namespace corridor::experiment {

Labeller::Labeller(const model::World& world, const model::Ledger& ledger)
    : ledger_(ledger), first_day_(world.measure.from), yes_no_{labels_.of("no"), labels_.of("yes")} {
  const std::uint32_t none = labels_.of(kNone);
  no_pool_ = {none, none, {{kBeginning, none}}};
  no_route_ = {none, none};
  for (std::size_t i = 0; i < model::kFates; ++i)
    fates_[i] = labels_.of(to_word(static_cast<model::Fate>(i)));
  for (const model::Flow& flow : world.flows) {
    flows_.push_back({labels_.of(at(world.commodities, flow.cargo).id), labels_.of(flow.id)});
  }
  for (const model::Pool& pool : world.pools) {
    PoolLabels& p = pools_.emplace_back(PoolLabels{labels_.of(pool.id), labels_.of(pool.market), {}});
    for (const auto& [from, group] : pool.market_group) p.groups.emplace_back(from, labels_.of(group));
  }
  for (const model::RouteName& route : ledger.routes) {
    routes_.push_back({labels_.of(route.id), labels_.of(route.through)});
  }
  for (Day day = world.measure.from; day <= world.measure.to;) {
    const Month month = month_of(day);
    const std::uint32_t label = labels_.of(to_iso(month));
    for (; day <= world.measure.to && day < first_day(month + 1); day += std::chrono::days{1})
      months_.push_back(label);
  }
}

std::uint32_t Labeller::month_on(Day day) {
  const auto i = static_cast<std::size_t>((day - first_day_).count());  // huge where it lies before
  return i < months_.size() ? months_[i] : labels_.of(to_iso(month_of(day)));
}

std::uint32_t Labeller::PoolLabels::group_on(Day day) const {
  std::uint32_t out = 0;
  for (const auto& [from, group] : groups) {
    if (from > day) break;
    out = group;
  }
  return out;
}

std::array<Facts::Label, 8> Labeller::trade(model::FlowId flow, model::PoolId pool, model::RouteId route,
                                            Day day) {
  return {{{Key::commodity, flows_[flow.n].commodity},
           {Key::flow, flows_[flow.n].flow},
           {Key::pool, of(pool).pool},
           {Key::market, of(pool).market},
           {Key::market_group, of(pool).group_on(day)},
           {Key::route, of(route).route},
           {Key::via, of(route).via},
           {Key::month, month_on(day)}}};
}

Facts Labeller::no_lots() {
  const std::vector<model::LotRow>& lots = ledger_.lots;
  if (lots_[0].empty()) {
    const auto column = [&](Key key) {
      lots_[static_cast<std::size_t>(key)].resize(lots.size());
      return lots_[static_cast<std::size_t>(key)].data();
    };
    std::uint32_t *const commodity = column(Key::commodity), *const flow = column(Key::flow),
                         *const pool = column(Key::pool), *const market = column(Key::market),
                         *const route = column(Key::route), *const via = column(Key::via),
                         *const bound = column(Key::bound), *const contract = column(Key::contract),
                         *const fate = column(Key::fate);
    for (std::size_t i = 0; i < lots.size(); ++i) {
      const model::LotRow& lot = lots[i];
      commodity[i] = flows_[lot.flow.n].commodity;
      flow[i] = flows_[lot.flow.n].flow;
      pool[i] = of(lot.pool).pool;
      market[i] = of(lot.pool).market;
      route[i] = of(lot.route).route;
      via[i] = of(lot.route).via;
      bound[i] = yes_no(lot.bound);
      contract[i] = yes_no(lot.contract);
      fate[i] = fates_[static_cast<std::size_t>(lot.fate)];
    }
  }
  return Facts{lots_};
}

void Labeller::add_lot(Facts& facts, std::size_t row, Day day) {
  facts.add(row,
            {{Key::market_group, of(ledger_.lots[row].pool).group_on(day)}, {Key::month, month_on(day)}});
}

}  // namespace corridor::experiment
