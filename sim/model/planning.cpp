/// @file planning.cpp  What the calendar does in a run: monthly plans, dated capacities, weather, the ships
/// of others.

#include <algorithm>

#include "sim/model/berths.hpp"
#include "sim/model/run_state.hpp"

namespace corridor::model {

using std::chrono::days;

namespace {

constexpr double kManyTrains = 1e4;  ///< a day: as many as come

}  // namespace

Process Run::capacities() {
  for (const Day day : shared_.way_plans.network_changes()) {
    engine::Delay until = sim_.at(ModelTime{day});
    co_await until;
    set_capacities(day);
    way_plans_ = shared_.way_plans.on(day);
  }
}

/// The statistics that the engine keeps begin anew with the measured window; what is under way by then is
/// noted.
Process Run::warm_up_end() {
  for (Quay& quay : quays_) {
    if (quay.yard) quay.yard->reset_statistics();
  }
  for (const auto& fleet : wagons_) fleet->reset_statistics();
  ledger_.carried_in = sold_ahead();
  lots_.each([&](const Lot& lot) {  // not what the first measured month has booked already
    if (lot.ended || !in_window(ModelTime{first_day(lot.booked)})) return;
    ledger_.carried_in[lot.row.pool.n][lot.row.bound ? 1 : 0] -= lot.row.mass;
  });
  co_return;
}

Process Run::month_ends() {
  for (Month m = month_of(from_) + 1; ModelTime{first_day(m)} < to_; m = m + 1) {
    engine::Delay until = sim_.at(ModelTime{first_day(m)});
    co_await until;
    close_month(sim_.now());
  }
}

/// What fleets did in the month that ends, or as much of it as was measured.
void Run::close_month(ModelTime end) {
  const ModelTime begin = std::max(from_, ModelTime{first_day(month_of(end - seconds{1}))});
  const auto since = [&](ModelTime t) { return static_cast<double>((end - t).count()); };
  for (std::size_t i = 0; i < wagons_.size(); ++i) {
    const double used = wagons_[i]->use_over_time().mean(end) * since(from_);
    ledger_.fleet_months[i].push_back((used - wagon_seconds_[i]) / since(begin));
    wagon_seconds_[i] = used;
  }
}

void Run::set_capacities(Day day) {
  const double measured_days = std::max(0.0, static_cast<double>((day - offered_until_).count()));
  for (std::size_t i = 0; i < world_.links.size(); ++i) {
    if (!paths_[i]) continue;
    const LinkId link{i};
    if (measured_days > 0) {  // what was offered since the last change
      const World::Paths there = world_.paths_on(link, true, offered_until_);
      const World::Paths back = world_.paths_on(link, false, offered_until_);
      const double both = there.shared_per_day > 0 ? there.shared_per_day : there.per_day + back.per_day;
      offered_[i][0] += measured_days * there.per_day;
      offered_[i][1] += measured_days * back.per_day;
      offered_[i][2] += measured_days * both;
    }
    const World::Paths there = world_.paths_on(link, true, day), back = world_.paths_on(link, false, day);
    paths_[i]->set_rates(there.per_day, back.per_day, there.shared_per_day);
  }
  offered_until_ = std::max(offered_until_, day);
  for (std::size_t i = 0; i < world_.links.size(); ++i) {
    const Link& link = world_.links[i];
    if (tanks_[i]) tanks_[i]->set_capacity(kilotonnes(link.tanks_kt.on(day)).n);
    if (!pipes_[i]) continue;
    const double left = link.rules_leave.on(day, 1.0);
    pipes_[i]->set_rates(link.ours_t_day(day, left),
                         link.open_on(day) ? link.others_mt_year.on(day) * left * 1e6 / 365.0 : 0.0);
  }
  for (std::size_t i = 0; i < world_.fleets.size() && day < atlas_.end; ++i) call_ferries(FleetId{i});
  for (std::size_t i = 0; i < world_.borders.size(); ++i) {
    const Border& b = world_.borders[i];
    const double out = b.accepts(true, day, kManyTrains), in = b.accepts(false, day, kManyTrains);
    crossings_[i]->set_rates(out, in, 0);
    // Each railway's wagons go back on their own track, as many trains a day as came.
    if (own_tracks_[i]) own_tracks_[i]->set_rates(in, out, 0);
  }
  for (std::size_t i = 0; i < world_.transshipments.size(); ++i) {
    const Transshipment& t = world_.transshipments[i];
    works_[i]->set_rates(t.outward.on(day, kManyTrains), t.inward.on(day, kManyTrains), 0);
  }
  for (std::size_t i = 0; i < world_.flows.size(); ++i) {
    const double trains = world_.flows[i].loading_trains_day.on(day);
    loading_[i]->set_rates(trains, trains, 0);
  }
  for (std::size_t i = 0; i < world_.wagons.size(); ++i) {
    wagons_[i]->set_capacity(round_half_away(world_.wagons[i].count.on(day)));
  }
  for (std::size_t i = 0; i < world_.terminals.size(); ++i) {
    if (!quays_[i].used) continue;
    const Terminal& t = world_.terminals[i];
    const double trains =
        t.intake_trains_day.said(day) ? t.intake_trains_day.on(day) : default_intake(world_, t, day);
    const bool shut = t.closed.on(day);
    quays_[i].intake->set_rates(shut ? 0 : trains, 0, 0);
    quays_[i].yard->set_capacity(kilotonnes(t.storage_kt.on(day)).n);
    quays_[i].berths->set_capacity(
        shut ? 0
             : std::max<std::int64_t>(1, round_half_away(t.berths.on(day, 1) * t.rules_leave.on(day, 1.0))));
  }
}

Process Run::months() {
  for (const MonthAtlas& month : atlas_.months) {
    const ModelTime planned{std::max(month.planned_on, atlas_.start)};
    if (planned > sim_.now()) {
      engine::Delay until = sim_.at(planned);
      co_await until;
    }
    way_plans_ = shared_.way_plans.on(today());
    ExpectedWaits waits(atlas_.names.size());
    for (std::size_t i = 0; i < waits.size(); ++i) waits[i] = std::max(0.0, waits_[i].value(0.0));
    StandingTrains standing;
    for (const auto* gates : {&crossings_, &works_}) {
      for (const std::unique_ptr<TrainPaths>& gate : *gates) {
        for (const int direction : {0, 1})
          standing.push_back(static_cast<double>(gate->loads_waiting(direction)));
      }
    }
    const MonthPlan plan = planner_.plan(month, waits, standing);
    const bool measured = in_window(ModelTime{first_day(month.month)});
    if (measured) {
      for (const Refusal& r : plan.refusals) ledger_.refusals.push_back(r);
      for (const Unsold& u : plan.unsold) ledger_.unsold.push_back(u);
      for (const Placement& p : plan.placements) {
        ledger_.bookings.push_back({p.flow, p.to.pool, atlas_.name_of[p.to.way], p.to.way, month.month,
                                    p.to.bound, p.contract, p.mass, p.netback_usd_t(), p.to.price_usd_t,
                                    p.to.cost_usd_t, p.to.days});
      }
    }
    release(plan, month.month);
  }
}

/// Cuts a month's bookings into trainloads, each released when so much of the booking has been dug; the last
/// takes the remainder. A few tonnes more or less then move no train by more than minutes, and what-ifs that
/// are compared go on sharing their luck.
/// A run that begins within a month carries that part of its plan.
void Run::release(const MonthPlan& plan, Month month) {
  const ModelTime begin{std::max(first_day(month), atlas_.start)};
  const ModelTime end{first_day(month + 1)};
  if (begin >= end) return;
  for (const Placement& p : plan.placements) release_lots(p, month, begin, end);
}

void Run::release_lots(const Placement& p, Month month, ModelTime begin, ModelTime end) {
  const Flow& flow = at(world_.flows, p.flow);
  const WagonFleet* fleet = fleet_for(world_, flow.cargo);
  const std::int64_t train_kg = flow.by_pipeline() ? tonnes(flow.lot_t).n
                                : fleet            ? tonnes(fleet->payload_t * fleet->per_train).n
                                                   : tonnes(1000).n;
  const auto span = static_cast<double>((end - begin).count());
  const double whole = static_cast<double>(days_in(month)) * 86400.0;
  const std::int64_t all = round_half_away(static_cast<double>(p.mass.n) * span / whole);
  std::int64_t dug = 0;
  const Route& way = atlas_.ways[p.to.way];
  const std::string entity = flow.id + "/" + to_iso(month) + "/" + at(world_.pools, p.to.pool).id + "/" +
                             way.name.id + (p.to.bound ? "/bound" : "") + (p.contract ? "/contract" : "");
  const double phase = Stream{seed_, replication_, entity, "release"}.uniform();
  const std::uint64_t family = engine::stream_key(entity, "lot");
  const double usual_wait = std::max(0.0, waits_[atlas_.name_of[p.to.way].n].value(0.0));
  const auto promised = static_cast<std::int32_t>(round_half_away((p.to.days + usual_wait) * 86400.0));
  for (std::uint64_t k = 0; dug < all; ++k) {
    const LotIndex i = new_lot();
    Lot& lot = lots_[i];
    lot.row.flow = p.flow;
    lot.row.contract = p.contract;
    lot.booked = month;
    lot.row.mass = Mass{std::min(all - dug, train_kg)};
    lot.key = engine::stream_key(family, k);
    lot.papers = flow.by_pipeline();  // they come with the nomination
    label(i, p.to);
    lot.row.promised_seconds = promised;
    book(i, lot.row.mass.n);
    const double share =
        (static_cast<double>(dug) + phase * static_cast<double>(lot.row.mass.n)) / static_cast<double>(all);
    dug += lot.row.mass.n;
    const ModelTime release = begin + seconds{round_half_away(share * (span - 1))};
    if (flow.by_pipeline()) {
      sim_.spawn_at(announced_at(i, release), batch(i, release));
    } else {
      sim_.spawn_at(release, train(i));
    }
  }
}

/// Weather shuts and opens a gate, days a year by month; in a month without any it looks again in the next.
Process Run::weather(engine::Gate& gate, const Steps<double>& days_a_year,
                     const std::array<double, 12>& season, Stream stream) {
  for (;;) {
    const double shut_days =
        days_a_year.on(today()) * season[static_cast<std::size_t>(month_of_year(month_of(sim_.now())) - 1)];
    if (shut_days <= 0) {
      engine::Delay next = sim_.at(ModelTime{first_day(month_of(sim_.now()) + 1)});
      co_await next;
      continue;
    }
    const double spell_hours = world_.terms.weather_spell_days * 24.0;
    const double open_hours = std::max(1.0, spell_hours * (365.0 - shut_days) / shut_days);
    const double fair = stream.exponential(open_hours);
    engine::Delay open = pause(fair);
    co_await open;
    gate.close();
    const double foul = stream.exponential(spell_hours);
    engine::Delay shut = pause(foul);
    co_await shut;
    gate.open();
  }
}

/// The terminal's own traffic: ships of others that take berths as ours do.
Process Run::other_ships(TerminalId id) {
  const Terminal& t = at(world_.terminals, id);
  if (t.room_kt_month.empty()) co_return;  // all of it is ours
  Stream stream{seed_, replication_, t.id, "other ships"};
  for (;;) {
    const Day day = today();
    const double others_t = t.room_kt_month.said(day) ? others_load_t_year(t, day) : 0.0;
    const double lot_t = t.lot_t.on(day);
    if (others_t <= 0 || lot_t <= 0) {
      engine::Delay next = sim_.at(ModelTime{first_day(month_of(sim_.now()) + 1)});
      co_await next;
      continue;
    }
    const double gap = stream.exponential(365.0 * 24.0 * lot_t / others_t);
    engine::Delay until = pause(gap);
    co_await until;
    sim_.spawn(other_ship(id, lot_t / t.rate_t_h.on(day)));
  }
}

Process Run::other_ship(TerminalId id, double hours) {
  engine::Resource& berths = *quays_[id.n].berths;
  engine::Wait berth = berths.acquire(1);
  co_await berth;
  engine::Delay loading = pause(hours);
  co_await loading;
  berths.release(1);
}

/// Once a week: goods whose buyers came to want proof get it, those whose buyers a rule bars are offered to
/// others, and part cargoes that no full ship
/// would ever fetch get one of their own.
Process Run::look_at_piles() {
  for (;;) {
    engine::Delay week = sim_.delay(days{7});
    co_await week;
    for (std::size_t t = 0; t < quays_.size(); ++t) {
      for (std::size_t p = 0; p < quays_[t].piles.size(); ++p) {
        certify(TerminalId{t}, p);
        find_buyers(*quays_[t].piles[p]);
        consider(TerminalId{t}, p);
      }
    }
  }
}

}  // namespace corridor::model
