#include "sim/experiment/names.hpp"

namespace corridor::experiment {

Labeller::Labeller(const model::World& world, const model::Ledger& ledger)
    : first_month_(month_of(world.measure.from)),
      months_(static_cast<std::size_t>(month_of(world.measure.to).number - first_month_.number + 1), kNotYet),
      yes_no_{labels_.of("no"), labels_.of("yes")} {
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
}

std::uint32_t Labeller::month(Month month) {
  const auto i = static_cast<std::size_t>(month.number - first_month_.number);
  if (month < first_month_ || i >= months_.size()) return labels_.of(to_iso(month));
  if (months_[i] == kNotYet) months_[i] = labels_.of(to_iso(month));
  return months_[i];
}

Fact Labeller::trade(std::size_t row, model::FlowId flow, model::PoolId pool, model::RouteId route, Day day) {
  const PoolLabels& p = pool.valid() ? pools_[pool.n] : no_pool_;
  const RouteLabels& r = route.valid() ? routes_[route.n] : no_route_;
  Fact fact;
  fact.row = static_cast<std::uint32_t>(row);
  fact[Key::commodity] = flows_[flow.n].commodity;
  fact[Key::flow] = flows_[flow.n].flow;
  fact[Key::pool] = p.pool;
  fact[Key::market] = p.market;
  for (const auto& [from, group] : p.groups) {
    if (from > day) break;
    fact[Key::market_group] = group;
  }
  fact[Key::route] = r.route;
  fact[Key::via] = r.via;
  fact[Key::month] = month(month_of(day));
  return fact;
}

Fact Labeller::lot(std::size_t row, const model::LotRow& lot, Day day) {
  Fact fact = trade(row, lot.flow, lot.pool, lot.route, day);
  fact[Key::bound] = yes_no(lot.bound);
  fact[Key::contract] = yes_no(lot.contract);
  fact[Key::fate] = fates_[static_cast<std::size_t>(lot.fate)];
  return fact;
}

}  // namespace corridor::experiment
