#include "sim/experiment/home_account.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/way_plan.hpp"

namespace corridor::experiment {
namespace {

using model::LotRow;
using model::Route;
using model::World;

double home_km(const World& world, const Route& way, const std::string& country) {
  double km = 0;
  for (const model::RailStep& step : way.rail) {
    const model::Link& link = at(world.links, step.link);
    if (link.railway.valid() && at(world.railways, link.railway).country == country) km += link.km;
  }
  return km;
}

double home_tariff_usd_t(const World& world, const Route& way, const std::string& country, Day day) {
  const model::PlaceId port = way.terminal.valid() ? at(world.terminals, way.terminal).port : way.delivered;
  double usd_t = 0;
  model::RailwayId last;
  for (const model::RailStep& step : way.rail) {
    const model::Link& link = at(world.links, step.link);
    if (link.mode != model::Mode::rail || !link.railway.valid()) continue;
    const model::Tariff* tariff = model::tariff_for(world, link.railway, way.cargo, port);
    if (tariff != nullptr && at(world.railways, link.railway).country == country) {
      usd_t += world.usd_on(tariff->rate_per_t_km, day) * link.km;
      if (link.railway != last) usd_t += world.usd_on(tariff->fixed_per_t, day);
    }
    last = link.railway;
  }
  return usd_t;
}

}  // namespace

HomeAccount account_of(const model::Groundwork& shared, const model::Ledger& ledger,
                       const Standing& standing) {
  const World& w = shared.world;
  HomeAccount account;
  for (const model::Flow& flow : w.flows) {
    account.mine_cost_usd_t.push_back(w.usd_on(flow.mine_cost_per_t, w.measure.from));
  }
  std::map<std::pair<std::uint32_t, int>, double> tariffs;  // by way and month
  for (const LotRow& lot : ledger.lots) {
    if (lot.fate != model::Fate::delivered) continue;
    const double t = in_tonnes(lot.mass);
    const Day day = std::chrono::floor<std::chrono::days>(lot.released);
    const Route& way = shared.atlas.ways[lot.way];
    account.delivered_t += t;
    account.co2_t += static_cast<double>(lot.co2_kg) / 1e3;
    const Month month = month_of(day);
    const auto [tariff, is_new] = tariffs.try_emplace({lot.way, month.number}, 0.0);
    if (is_new) {
      tariff->second =
          home_tariff_usd_t(w, way, standing.country, std::max(first_day(month), shared.atlas.start));
    }
    account.tariff_usd += tariff->second * t;
    account.rail_cost_usd += w.usd_on(standing.home_rail_cost, day) * home_km(w, way, standing.country) * t;

    const model::Flow& flow = at(w.flows, lot.flow);
    if (flow.owner_country != standing.country) continue;
    const model::Pool& pool = at(w.pools, lot.pool);
    double cost = 0;
    for (const Money m : lot.money) cost += in_usd(m);
    const double days = static_cast<double>((lot.ended - lot.released).count()) / 86400.0;
    HomeMarket& market = account.markets[{lot.flow.n, lot.pool.n}];
    market.t += t;
    market.netback_usd += (model::price_for(w, pool, flow.grade, day) - pool.wedge_usd_t.on(day)) * t - cost -
                          w.value_of_time(flow.cargo) * days * t;
  }
  return account;
}

YearBenefit benefit_of(const HomeAccount& without, const HomeAccount& with, const Standing& standing) {
  YearBenefit b;
  struct Moved {
    double t = 0, usd = 0;
  };
  std::map<std::uint32_t, std::pair<Moved, Moved>> by_flow;  // lost, won
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<HomeMarket, HomeMarket>> both;
  for (const auto& [key, m] : without.markets) both[key].first = m;
  for (const auto& [key, m] : with.markets) both[key].second = m;
  for (const auto& [key, pair] : both) {
    const auto& [before, after] = pair;
    const double stays = std::min(before.t, after.t);
    if (stays > 0) b.shippers += stays * (after.mean() - before.mean());
    auto& [lost, won] = by_flow[key.first];
    if (before.t > stays) {
      lost.t += before.t - stays;
      lost.usd += (before.t - stays) * before.mean();
    }
    if (after.t > stays) {
      won.t += after.t - stays;
      won.usd += (after.t - stays) * after.mean();
    }
  }
  // What one run sells more than the other lay in the ground there.
  for (auto& [flow, moved] : by_flow) {
    auto& [lost, won] = moved;
    const double ground = without.mine_cost_usd_t[flow];
    (won.t > lost.t ? lost : won).usd += std::abs(won.t - lost.t) * ground;
    b.new_traffic += 0.5 * (won.usd - lost.usd);
  }
  b.railways = (with.tariff_usd - with.rail_cost_usd) - (without.tariff_usd - without.rail_cost_usd);
  b.emissions = -(with.co2_t - without.co2_t) * standing.co2_usd_t;
  return b;
}

}  // namespace corridor::experiment
