/// @file plan.cpp  How a month's tonnes are placed: contracts, tranches, the month's plan, and turning a lot
/// elsewhere.

#include "sim/model/plan.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "sim/engine/math.hpp"

namespace corridor::model {
namespace {

std::size_t key_of(bool heed_rules) { return heed_rules ? 1 : 0; }

/// Whether rules keep a month's tonnes off an alternative, as seen on the planning day. A closure that is
/// over before the month begins does not; a change that comes later is not known yet.
bool barred_for(const Lawbook& laws, Lawbook::ClassId law, const MonthAtlas& month) {
  const Ruling& now = laws.on(law, month.planned_on);
  if (now.standing != Standing::blocked) return now.barred();
  return laws.on(law, first_day(month.month)).barred();
}

}  // namespace

Planner::Layout::Layout(const World& world)
    : acceptance(terminal + static_cast<std::uint32_t>(world.terminals.size())),
      section(acceptance + static_cast<std::uint32_t>(world.acceptances.size())),
      pipe(section + static_cast<std::uint32_t>(world.links.size())),
      gate(pipe + static_cast<std::uint32_t>(world.links.size())),
      end(gate + 2 * static_cast<std::uint32_t>(world.borders.size() + world.transshipments.size())) {}

Planner::Planner(const World& world, const Atlas& atlas) : world_(world), atlas_(atlas), layout_(world) {
  for (const Route& way : atlas.ways) {
    const WagonFleet* fleet = fleet_for(world, way.cargo);
    const double train_kg = fleet != nullptr ? fleet->payload_t * fleet->per_train * 1000.0 : 1e6;
    std::vector<Draw>& draws = draws_.emplace_back();
    std::vector<LinkId>& ferries = ferries_.emplace_back();
    train_kg_.push_back(train_kg);
    if (way.terminal.valid()) draws.push_back({layout_.terminal + way.terminal.n, 1});
    for (const AcceptanceId id : way.acceptances) draws.push_back({layout_.acceptance + id.n, 1});
    for (const RailStep& step : way.rail) {
      const Link& link = at(world.links, step.link);
      if (link.border.valid()) {
        const std::uint32_t back = step.forward ? 0 : 1;
        draws.push_back({layout_.gate + link.border.n * 2 + back, train_kg});
        const TransshipmentId works = world.transshipment_at(link.border, way.cargo);
        const auto first = static_cast<std::uint32_t>(world.borders.size());
        if (works.valid()) draws.push_back({layout_.gate + (first + works.n) * 2 + back, train_kg});
      }
      if (link.is_pipeline()) draws.push_back({layout_.pipe + step.link.n, 1});
      if (link.fleet.valid()) ferries.push_back(step.link);
      for (const TerminalId shore : link.terminals) {
        if (shore.valid()) draws.push_back({layout_.terminal + shore.n, 1});
      }
      if (link.mode == Mode::rail && link.railway.valid() && at(world.railways, link.railway).slots) {
        draws.push_back({layout_.section + step.link.n, train_kg});
        sections_.push_back(step.link);
      }
    }
  }
  std::ranges::sort(sections_);
  sections_.erase(std::ranges::unique(sections_).begin(), sections_.end());
}

/// Bound buyers and others of a pool are one choice of market, not two: each weighs by what it buys of it.
double Planner::share_of(const Alternative& a) const {
  if (!at(world_.pools, a.pool).at_loading_port) return 1.0;
  return a.bound ? world_.terms.bound_share : 1.0 - world_.terms.bound_share;
}

/// Worth of a tonne at the mine's gate as the shipper sees it, USD/t: price on the pool's demand curve at
/// what it has bought so far, less the way's cost, less what price does not explain, less time.
double Planner::utility(const Alternative& a, double value_of_time, const Room& full, const Room& room,
                        const ExpectedWaits& waits) const {
  const double cap = full.pool_bound[a.pool.n] + full.pool_free[a.pool.n];
  const double bought = cap - room.pool_bound[a.pool.n] - room.pool_free[a.pool.n];
  const double slope =
      cap < kUnbounded / 2 && cap > 0 ? at(world_.pools, a.pool).slope_usd_t * bought / cap : 0.0;
  const double days = a.days + waits[atlas_.name_of[a.way].n];
  return a.price_usd_t - slope - a.wedge_usd_t - a.cost_usd_t - value_of_time * days;
}

void Planner::place_tranche(const MonthAtlas& month, FlowId flow, double kg, const Room& full, Room& room,
                            const ExpectedWaits& waits, Shares& shares) {
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  constexpr double kFull = 0.5;  // kg
  const FlowChoices& choices = month.flows[flow.n];
  const Flow::Policy policy = at(world_.flows, flow).policy;
  const CommodityId cargo = at(world_.flows, flow).cargo;
  const double theta = world_.logit_scale(cargo), value_of_time = world_.value_of_time(cargo);
  std::vector<std::uint32_t>& open = shares.open;
  // Where an alternative fills up, what it could not take is spread over those that still have room.
  for (int pass = 0; pass < 8 && kg > 0.5; ++pass) {
    double best = kNever;
    worth_.clear();
    has_line_.assign(choices.groups, 0);  // a cheaper line to the same terminal and buyer has room
    bool any_room = false;
    for (const std::uint32_t i : open) {
      const Alternative& a = choices.alternatives[i];
      if (!has_line_[a.group] && room_left(room, a, kFull) <= kFull)
        continue;  // and so till the month is planned
      open[worth_.size()] = i;
      double& worth = worth_.emplace_back(kNever);
      if (has_line_[a.group]) continue;
      any_room = true;
      has_line_[a.group] = 1;
      const double u = utility(a, value_of_time, full, room, waits);
      const double days = a.days + waits[atlas_.name_of[a.way].n];
      // Nothing is offered below the cash cost at the mine; time is no cash.
      if (u + value_of_time * days < choices.mine_cost_usd_t) continue;
      worth = policy == Flow::Policy::fastest ? -days * theta : u;
      best = std::max(best, worth);
    }
    open.resize(worth_.size());
    if (best == kNever) {
      (any_room ? shares.below_cost_kg : shares.left_kg) += kg;
      return;
    }
    std::vector<double>& weight = worth_;
    double sum = 0;
    for (std::size_t k = 0; k < open.size(); ++k) {
      if (worth_[k] == kNever) {
        weight[k] = 0;
      } else if (policy == Flow::Policy::logit) {
        weight[k] = share_of(choices.alternatives[open[k]]) * engine::math::exp((worth_[k] - best) / theta);
      } else {
        weight[k] = worth_[k] == best ? 1.0 : 0.0;
      }
      sum += weight[k];
    }
    // Leaving the tonne in the ground is a choice too; it is worth what mining it would cost.
    const double stay =
        policy == Flow::Policy::logit ? engine::math::exp((choices.mine_cost_usd_t - best) / theta) : 0.0;
    sum += stay;
    shares.kept_kg += kg * stay / sum;
    double placed = kg * stay / sum;
    for (std::size_t k = 0; k < open.size(); ++k) {
      if (weight[k] == 0) continue;
      const Alternative& a = choices.alternatives[open[k]];
      const double put = std::min(kg * weight[k] / sum, std::max(0.0, room_left(room, a)));
      shares.kg[open[k]] += put;
      take(room, a, put);
      placed += put;
    }
    kg -= placed;
  }
  shares.left_kg += std::max(0.0, kg);
}

std::vector<Planner::Shares> Planner::place_all(const MonthAtlas& month, const std::vector<double>& free_kg,
                                                bool heed_rules, const Room& full, Room& room,
                                                const ExpectedWaits& waits) {
  const std::size_t flows = world_.flows.size();
  std::vector<Shares> shares(flows);
  std::vector<double> rest = free_kg;
  const auto& last = last_kg_[key_of(heed_rules)];
  for (std::size_t f = 0; f < flows; ++f) {
    const FlowChoices& choices = month.flows[f];
    shares[f].kg.assign(choices.alternatives.size(), 0.0);
    double kept_total = 0;
    for (std::size_t i = 0; i < choices.alternatives.size(); ++i) {
      const Alternative& a = choices.alternatives[i];
      if (heed_rules && (barred_for(atlas_.laws, a.law, month) || !may_use(FlowId{f}, a, month))) {
        continue;
      }
      shares[f].open.push_back(static_cast<std::uint32_t>(i));
      // Annual contracts: a share of last month's placement stays while lawful and above mine cost.
      if (first_month_) continue;
      const auto it = last.find({static_cast<std::uint32_t>(f), a.pool.n, a.way, a.bound});
      if (it == last.end()) continue;
      if (a.price_usd_t - a.wedge_usd_t - a.cost_usd_t < choices.mine_cost_usd_t) continue;
      const double stays = std::min({it->second * world_.terms.annual_contract_share,
                                     std::max(0.0, room_left(room, a)), rest[f] - kept_total});
      if (stays <= 0) continue;
      shares[f].kg[i] += stays;
      take(room, a, stays);
      kept_total += stays;
    }
    rest[f] -= kept_total;
  }
  const int tranches = world_.terms.tranches;
  for (int k = 0; k < tranches; ++k) {
    for (std::size_t f = 0; f < flows; ++f) {
      if (rest[f] <= 0) continue;
      place_tranche(month, FlowId{f}, rest[f] / tranches, full, room, waits, shares[f]);
    }
  }
  auto& placed = last_kg_[key_of(heed_rules)];
  placed.clear();
  for (std::size_t f = 0; f < flows; ++f) {
    for (std::size_t i = 0; i < shares[f].kg.size(); ++i) {
      const Alternative& a = month.flows[f].alternatives[i];
      if (shares[f].kg[i] > 0)
        placed[{static_cast<std::uint32_t>(f), a.pool.n, a.way, a.bound}] = shares[f].kg[i];
    }
  }
  return shares;
}

/// Room at a terminal that a flow has not used before, and may use by law, needs the next monthly plan and
/// time to contract.
bool Planner::may_use(FlowId flow, const Alternative& a, const MonthAtlas& month) {
  const Route& way = atlas_.ways[a.way];
  if (!way.terminal.valid()) return true;
  const auto key = std::pair{flow.n, way.terminal.n};
  if (first_month_ || used_[key]) return true;
  const auto wanted = first_wanted_.try_emplace(key, month.planned_on).first;
  const auto lead = std::chrono::days{static_cast<int>(world_.terms.contract_lead_days)};
  return wanted->second + lead <= first_day(month.month);
}

std::vector<double> Planner::serve_contracts(const MonthAtlas& month, Room& room, MonthPlan& plan) {
  const Day day = first_day(month.month);
  const std::size_t season = static_cast<std::size_t>(month_of_year(month.month) - 1);
  std::vector<double> free_kg;
  for (const Flow& flow : world_.flows) free_kg.push_back(flow.kt_month.on(day) * flow.season[season] * 1e6);
  for (const Contract& contract : world_.contracts) {
    const double wanted = contract.kt_month.on(day) * contract.season[season] * 1e6;
    double& have = free_kg[contract.flow.n];
    const FlowChoices& choices = month.flows[contract.flow.n];
    std::vector<const Alternative*> ways;
    for (const Alternative& a : choices.alternatives) {
      if (a.pool == contract.pool && !a.bound && !barred_for(atlas_.laws, a.law, month)) ways.push_back(&a);
    }
    std::sort(ways.begin(), ways.end(), [](const Alternative* x, const Alternative* y) {
      return std::tuple(x->cost_usd_t, x) < std::tuple(y->cost_usd_t, y);  // ties: in the order of the list
    });
    const double due = std::min(wanted, have);
    have -= due;
    double left = due;
    const auto serve = [&](const Alternative& a, double kg) {
      if (kg < 1) return;
      left -= kg;
      take(room, a, kg);
      plan.placements.push_back({contract.flow, a, true, Mass{round_half_away(kg)}});
    };
    for (const Alternative* a : ways) serve(*a, std::min(left, room_left(room, *a)));
    // Must-serve: what no way has room for goes all the same, and queues: by the cheapest whose borders still
    // take it, else by the cheapest. A quota is law.
    for (const Alternative* a : ways) serve(*a, std::min({left, quota_left(room, *a), gate_left(room, *a)}));
    if (!ways.empty()) serve(*ways.front(), std::min(left, quota_left(room, *ways.front())));
    if (left < 1) continue;
    // What no lawful way takes to a buyer abroad is free to be sold to others; at home it is missing.
    if (at(world_.pools, contract.pool).country != at(world_.flows, contract.flow).owner_country) {
      have += left;
    } else {
      plan.unsold.push_back(
          {contract.flow, UnsoldReason::no_lawful_route, month.month, Mass{round_half_away(left)}});
    }
  }
  return free_kg;
}

MonthPlan Planner::plan(const MonthAtlas& month, const ExpectedWaits& waits, const StandingTrains& standing) {
  settle_quotas(month.month);
  earlier_left_ = std::move(left_);
  earlier_ = current_;
  current_ = &month;
  MonthPlan plan;
  const Room full = room_for(month, standing);
  Room room = full;
  const std::vector<double> free_kg = serve_contracts(month, room, plan);

  // What would be placed if no rule stood in the way: the first choices that rules bar are the refusals.
  Room wished_room = room;
  wished_room.quota.assign(room.quota.size(), kUnbounded);
  const std::vector<Shares> wished = place_all(month, free_kg, false, full, wished_room, waits);
  std::vector<Shares> booked = place_all(month, free_kg, true, full, room, waits);

  for (std::size_t f = 0; f < world_.flows.size(); ++f) {
    const FlowChoices& choices = month.flows[f];
    const FlowId flow{f};
    bool barred_any = false, allowed_any = false;
    for (std::size_t i = 0; i < choices.alternatives.size(); ++i) {
      const Alternative& a = choices.alternatives[i];
      const Ruling& ruling = atlas_.laws.on(a.law, month.planned_on);
      const bool barred = barred_for(atlas_.laws, a.law, month);
      (barred ? barred_any : allowed_any) = true;
      const Mass refused{round_half_away(wished[f].kg[i])};
      if (barred && refused.n > 0) {
        plan.refusals.push_back({flow, a.pool, atlas_.name_of[a.way], atlas_.laws.rule_names()[ruling.rule],
                                 month.month, refused});
      }
      if (barred) continue;
      for (const std::uint16_t q : atlas_.laws.quotas_of(a.quotas)) {
        const Mass beyond{round_half_away(wished[f].kg[i] - booked[f].kg[i])};
        if (room.quota[q] > 0.5 || beyond.n <= 0) continue;
        plan.refusals.push_back({flow, a.pool, atlas_.name_of[a.way],
                                 atlas_.laws.rule_names()[atlas_.laws.quotas()[q].rule], month.month,
                                 beyond});
        break;  // each tonne once
      }
    }
    // Oil of many shippers is loaded as one cargo: no quay needs a cargo of each.
    if (!world_.flows[f].by_pipeline()) join_part_cargoes(month, choices, booked[f].kg, room);
    join_part_trains(choices, booked[f].kg, room);
    for (std::size_t i = 0; i < booked[f].kg.size(); ++i) {
      const Mass mass{round_half_away(booked[f].kg[i])};
      if (mass.n <= 0) continue;
      const Alternative& a = choices.alternatives[i];
      const Route& way = atlas_.ways[a.way];
      if (way.terminal.valid()) used_[{flow.n, way.terminal.n}] = true;
      plan.placements.push_back({flow, a, false, mass});
    }
    const auto keep = [&](UnsoldReason reason, double kg) {
      const Mass mass{round_half_away(kg)};
      if (mass.n > 0) plan.unsold.push_back({flow, reason, month.month, mass});
    };
    keep(UnsoldReason::below_mine_cost, booked[f].below_cost_kg);
    keep(UnsoldReason::by_choice, booked[f].kept_kg);
    keep(barred_any && !allowed_any ? UnsoldReason::no_lawful_route : UnsoldReason::no_capacity,
         booked[f].left_kg);
  }
  left_ = room;
  first_month_ = false;
  return plan;
}

const Alternative* Planner::divert(FlowId flow, const Alternative& barred, Mass mass, Day day,
                                   const Limits& limits) {
  const double kg = static_cast<double>(mass.n);
  // Between planning day and month's end what the running month's plan left counts; a quota has one account.
  const bool running = earlier_ != nullptr && day < first_day(current_->month);
  const MonthAtlas& month = running ? *earlier_ : *current_;
  Room& left = running ? earlier_left_ : left_;
  left.quota = left_.quota;
  const TerminalId here = atlas_.ways[barred.way].terminal;
  const Alternative* best = nullptr;
  bool best_here = false;
  for (const Alternative& a : month.flows[flow.n].alternatives) {
    const bool same_terminal = here.valid() && atlas_.ways[a.way].terminal == here;
    if (!same_terminal && (limits.here_only || (a.pool != barred.pool && !limits.any_pool))) continue;
    const double netback = a.price_usd_t - a.cost_usd_t;
    if (netback < month.flows[flow.n].mine_cost_usd_t) continue;
    const bool better = best == nullptr || (same_terminal && !best_here) ||
                        (same_terminal == best_here && netback > best->price_usd_t - best->cost_usd_t);
    if (!better || atlas_.laws.on(a.law, day).barred()) continue;
    if (!atlas_.ways[a.way].rail.empty() &&
        std::ranges::count(limits.not_into, atlas_.ways[a.way].rail.front().link) > 0)
      continue;
    const auto& ferries = ferries_[a.way];
    if (limits.over.valid() && std::find(ferries.begin(), ferries.end(), limits.over) == ferries.end())
      continue;
    // At its own terminal the lot needs a buyer; elsewhere it needs room and acceptance besides.
    const double buyers = a.bound ? left.pool_bound[a.pool.n] : left.pool_free[a.pool.n];
    if ((same_terminal && !limits.any_pool ? std::min(buyers, quota_left(left, a)) : room_left(left, a)) < kg)
      continue;
    best = &a;
    best_here = same_terminal;
  }
  if (best != nullptr) {
    take(left, *best, kg);
    for (const std::uint16_t q : atlas_.laws.quotas_of(barred.quotas)) left.quota[q] += kg;
    left_.quota = left.quota;
  }
  return best;
}

}  // namespace corridor::model
