#include "sim/experiment/trade_program.hpp"

#include <algorithm>
#include <cmath>

namespace corridor::experiment {

using model::World;
using std::chrono::days;

namespace {

/// Days of a wagon's turn over a way in free flow, with what it needs at both ends.
double turn_days(const World& world, const model::Route& way, const model::WagonFleet& fleet, Day day) {
  double hours = 0;
  for (const model::RailStep& step : way.rail) hours += model::free_flow_hours(world, step.link, day);
  return 2.0 * hours / 24.0 + fleet.terminal_days;
}

/// Tonnes due to a pool in a month by contract, of the days in the window.
double contracts_t(const World& world, const RowKey& key, Period window) {
  const auto season = static_cast<std::size_t>(month_of_year(key.month) - 1);
  double kt = 0;
  for (const model::Contract& c : world.contracts) {
    if (c.pool.n == key.capacity.index) kt += c.kt_month.on(first_day(key.month)) * c.season[season];
  }
  const Period days = days_of(key.month, window);
  return kt * 1e3 * static_cast<double>(count_days(days)) / days_in(key.month);
}

}  // namespace

Uses UseTable::of(model::FlowId f, model::PoolId pool, bool bound, std::uint32_t way_index,
                  std::uint16_t quotas, Month month) const {
  const World& w = shared_.world;
  const model::Route& way = shared_.atlas.ways[way_index];
  const Day day = std::max(first_day(month), shared_.atlas.start);
  const double weight = capacities_.trains_weight(way.cargo);
  Uses uses;
  const auto use = [&](CapacityKind kind, std::uint32_t index, double each, bool part = false) {
    uses.push_back({{{kind, index}, month, part}, each});
  };
  use(CapacityKind::supply, f.n, 1.0);
  const bool by_train = !at(w.flows, f).by_pipeline();
  if (by_train) use(CapacityKind::loading, f.n, weight);
  for (const model::RailStep& step : way.rail) {
    const model::Link& link = at(w.links, step.link);
    const bool slots =
        link.mode == model::Mode::rail && link.railway.valid() && at(w.railways, link.railway).slots;
    if (slots) use(CapacityKind::link, step.link.n, weight);
    if (link.is_pipeline()) use(CapacityKind::pipeline, step.link.n, 1.0);
    if (link.fleet.valid()) {
      use(CapacityKind::ships, link.fleet.n, w.ship_days_a_tonne(step.link, way.cargo, day));
      for (const model::TerminalId shore : link.terminals) {
        if (shore.valid()) use(CapacityKind::terminal, shore.n, 1.0);
      }
    }
    if (link.border.valid() && by_train) {
      const std::uint32_t back = step.forward ? 0 : 1;
      use(CapacityKind::border, link.border.n * 2 + back, weight);
      const model::TransshipmentId works = w.transshipment_at(link.border, way.cargo);
      if (works.valid()) use(CapacityKind::works, works.n * 2 + back, weight);
    }
  }
  if (way.terminal.valid()) {
    use(CapacityKind::terminal, way.terminal.n, 1.0);
    if (by_train) use(CapacityKind::unloading, way.terminal.n, weight);
    use(CapacityKind::berths, way.terminal.n, 1.0);
  }
  for (const model::AcceptanceId a : way.acceptances) use(CapacityKind::acceptance, a.n, 1.0);
  use(CapacityKind::pool, pool.n, 1.0, bound);
  if (const model::WagonFleet* fleet = model::fleet_for(w, way.cargo);
      fleet != nullptr && by_train && !way.rail.empty()) {
    use(CapacityKind::fleet, static_cast<std::uint32_t>(fleet - w.wagons.data()),
        turn_days(w, way, *fleet, day) / fleet->payload_t);
  }
  for (const std::uint16_t q : shared_.atlas.laws.quotas_of(quotas)) {
    const Capacity quota{CapacityKind::quota, q};
    uses.push_back({{quota, quota_period(quota, month), false}, 1.0});
  }
  return uses;
}

Month UseTable::quota_period(Capacity quota, Month month) const {
  switch (shared_.atlas.laws.quotas()[quota.index].per) {
    case rules::Per::month:
      return month;
    case rules::Per::year:
      return month + (1 - month_of_year(month));
    default:
      return Month{};
  }
}

double UseTable::amount(const RowKey& key, Period window) const {
  double amount = capacities_.amount(key.capacity, key.month, window);
  if (key.capacity.kind == CapacityKind::pool) {
    const model::Pool& pool = shared_.world.pools[key.capacity.index];
    const double bound = pool.at_loading_port ? shared_.world.terms.bound_share : 0.0;
    amount *= key.bound ? bound : 1.0 - bound;
    // What buyers are bound by contract to take they take, whatever they take besides.
    if (!key.bound) amount = std::max(amount, contracts_t(shared_.world, key, window));
  }
  return amount / 1000.0;
}

double TradeProgram::amount(const RowKey& key) const {
  const auto it = amounts_.find(key);
  return it != amounts_.end() ? it->second : table_->amount(key);
}

void TradeProgram::book(std::uint32_t column, const Uses& uses) {
  for (const auto& [key, each] : uses) {
    auto it = rows.find(key);
    if (it == rows.end()) {
      const double kt = amount(key);
      if (kt == kUnlimited) continue;
      it = rows.emplace(key, lp.add_row(-flow::kInfinite, kt)).first;
    }
    std::vector<flow::Entry>& entries = lp.rows[it->second].entries;
    // A way that passes a section twice uses it twice.
    if (!entries.empty() && entries.back().column == column) {
      entries.back().value += each;
    } else {
      entries.push_back({column, each});
    }
  }
}

MonthlyPrograms::MonthlyPrograms(const model::Groundwork& shared, const UseTable& table)
    : first_(month_of(shared.world.measure.from)), last_(month_of(shared.world.measure.to)) {
  const std::vector<model::QuotaTerm>& quotas = shared.atlas.laws.quotas();
  linked_ = std::any_of(quotas.begin(), quotas.end(),
                        [](const model::QuotaTerm& q) { return q.per != rules::Per::month; });
  programs.assign(linked_ ? 1 : static_cast<std::size_t>(last_.number - first_.number + 1),
                  TradeProgram(table));
}

std::vector<Month> MonthlyPrograms::months() const {
  std::vector<Month> out;
  for (Month m = first_; m <= last_; m = m + 1) out.push_back(m);
  return out;
}

std::size_t MonthlyPrograms::block_of(Month month) const {
  return linked_ ? 0 : static_cast<std::size_t>(month.number - first_.number);
}

flow::Certificate sum_of(const std::vector<flow::Certificate>& parts) {
  flow::Certificate sum;
  sum.optimal = true;
  for (const flow::Certificate& c : parts) {
    sum.primal += c.primal;
    sum.dual += c.dual;
    sum.primal_violation = std::max(sum.primal_violation, c.primal_violation);
    sum.dual_violation = std::max(sum.dual_violation, c.dual_violation);
    sum.slackness = std::max(sum.slackness, c.slackness);
    sum.optimal = sum.optimal && c.optimal;
  }
  sum.gap = std::abs(sum.primal - sum.dual) / (1.0 + std::abs(sum.primal));
  return sum;
}

double lawful_share(const model::Groundwork& shared, const model::Alternative& a, Month month) {
  const Period p = days_of(month, shared.world.measure);
  std::int64_t lawful = 0;
  for (Day day = p.from; day <= p.to; day += days{1}) {
    if (!shared.atlas.laws.on(a.law, day).barred()) ++lawful;
  }
  const std::int64_t all = count_days(p);
  return all == 0 ? 0.0 : static_cast<double>(lawful) / static_cast<double>(all);
}

}  // namespace corridor::experiment
