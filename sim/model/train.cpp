/// @file train.cpp  The life of a trainload, from its release at the mine to the port or the buyer's siding.

#include <algorithm>

#include "sim/model/run_state.hpp"

namespace corridor::model {

using engine::Delay;
using engine::Wait;
using std::chrono::days;

Process Run::train(LotIndex i) {
  lots_[i].row.released = sim_.now();
  ledger_.balance.released += lots_[i].row.mass;
  lots_[i].row.fate = Fate::under_way;
  co_await leave_for(i);
  if (lots_[i].ended) co_return;
  co_await board(i);
  count_work(i);
  co_await run_legs(i);
  if (lots_[i].ended) co_return;
  if (way(i).terminal.valid()) {
    co_await unload_at_port(i);
  } else {
    co_await unload_inland(i);
  }
}

/// Before wagons are called: the lot must be lawful, its way open, its papers in hand, and the receiver not
/// so full that the railway bans loading for it. Whatever changes meanwhile is looked at again.
Process Run::leave_for(LotIndex i) {
  for (;;) {
    if (barred(i)) {
      co_await settle(i, false);
      if (lots_[i].ended) co_return;
      continue;
    }
    if (ruling(i).papers && !lots_[i].papers) {
      const ModelTime since = sim_.now();
      Delay lead = pause(world_.terms.certificate_lead_days * 24.0);
      co_await lead;
      spend(i, Stage::papers, since);
      post(i, Item::certificates, Payee::certifier, world_.usd_on(world_.terms.certificate_per_t, today()));
      book(i, -lots_[i].row.mass.n);  // goods with papers lie apart from those without
      lots_[i].papers = true;
      book(i, lots_[i].row.mass.n);
      continue;
    }
    const ModelTime banned_until = loading_banned_until(i);
    if (banned_until > sim_.now()) {
      const ModelTime since = sim_.now();
      Delay until = sim_.at(banned_until);
      co_await until;
      spend(i, Stage::held, since);
      continue;
    }
    co_return;
  }
}

/// The last loading ban on its way: for its terminal, and for ferries that it crosses.
ModelTime Run::loading_banned_until(LotIndex i) const {
  ModelTime until{};
  const TerminalId terminal = way(i).terminal;
  if (terminal.valid()) until = quays_[terminal.n].banned_until;
  for (const Leg& leg : way_plans_[lots_[i].choice.way].legs) {
    if (leg.kind != Leg::Kind::ferry) continue;
    const TerminalId port = at(world_.links, leg.link).terminals[leg.forward ? 0 : 1];
    if (port.valid()) until = std::max(until, quays_[port.n].banned_until);
  }
  return until;
}

Process Run::board(LotIndex i) {
  const ModelTime since = sim_.now();
  const std::size_t fleet = fleet_of(i);
  if (fleet < wagons_.size()) {
    const WagonFleet& f = world_.wagons[fleet];
    lots_[i].wagons = (lots_[i].row.mass.n + tonnes(f.payload_t).n - 1) / tonnes(f.payload_t).n;
    Wait free = wagons_[fleet]->acquire(lots_[i].wagons);
    co_await free;
    spend(i, Stage::wagons, since);
  }
  lots_[i].wagons_since = sim_.now();
  // Loaded and on its way it is at the quay within some ten days, for which ships are called.
  if (!ferry_ahead(i, 0)) announce(i);
  Wait turn = loading_[lots_[i].row.flow.n]->next(0, true);
  co_await turn;
  Stream luck = stream_of(i, "journey");
  lots_[i].pace = luck.lognormal(1.0, world_.terms.travel_cv);
  const double load_h = fleet < wagons_.size() ? hours(world_.wagons[fleet].load_h, luck) : 0.0;
  Delay loading = pause(load_h);
  co_await loading;
  spend(i, Stage::loading, lots_[i].wagons_since);
  const WayPlan& plan = way_plans_[lots_[i].choice.way];
  post(i, Item::rail, Payee::home_railway, plan.home_rail_usd_t);
  post(i, Item::rail, Payee::foreign_railway, plan.foreign_rail_usd_t);
  post(i, Item::border, Payee::border, plan.border_usd_t);
  post(i, Item::sea, Payee::ship_owner, plan.ferry_usd_t);
  post(i, Item::handling, Payee::port, plan.ferry_handling_usd_t);
  count_use(i, true);
}

/// The legs are those of the way on the day of departure; a lot that is turned elsewhere goes on with what
/// its new way has beyond the legs that both share.
Process Run::run_legs(LotIndex i) {
  std::size_t k = 0;
  for (;;) {
    const std::vector<Leg>& legs = way_plans_[lots_[i].choice.way].legs;
    if (k >= legs.size()) break;
    const Leg leg = legs[k];
    // What has come to a ferry is carried: a ban on loading for it holds at the mine.
    const bool looked_at = leg.kind == Leg::Kind::ferry ? ruling(i).standing == Standing::forbidden ||
                                                              !way_plans_[lots_[i].choice.way].open
                                                        : leg.kind != Leg::Kind::section && barred(i);
    if (looked_at) {
      call_off(i);
      co_await settle(i, true);
      if (lots_[i].ended) break;
      continue;
    }
    switch (leg.kind) {
      case Leg::Kind::section:
        co_await sections(i, k);
        continue;
      case Leg::Kind::border:
        co_await border(i, leg);
        break;
      case Leg::Kind::trunk:
        co_await trunk(i, k);
        break;
      case Leg::Kind::ferry:
        co_await cross(i, k);
        break;
      case Leg::Kind::pipe:
        break;  // no trainload takes it: Run::journey
    }
    if (lots_[i].ended) break;
    ++k;
  }
  leave_yard(lots_[i]);
}

/// Section after section, from leg `at` up to the next that is none. On each a place to stand at the far end
/// is reserved first, then the path is taken and the place before it freed. Who finds none in time is put
/// aside at a small station on the way, so that no ring of full yards stands for ever.
Process Run::sections(LotIndex i, std::size_t& at) {
  Lot& lot = lots_[i];
  std::size_t k = at;
  for (;; ++k) {
    const std::vector<Leg>& legs = way_plans_[lot.row.way].legs;
    if (k >= legs.size() || legs[k].kind != Leg::Kind::section) break;
    const ModelTime since = sim_.now();
    const Leg& leg = legs[k];
    const int d = leg.forward ? 0 : 1;
    std::uint32_t next = k + 1 < legs.size() ? yard_before(legs[k + 1]) : kNoYard;
    if (next != kNoYard && !yards_[next]->take()) {
      lot.wants = next;
      Wait place = yards_[next]->place().until(later(world_.terms.yard_patience_days * 24.0));
      const engine::Wake how = co_await place;
      lot.wants = kNoYard;
      if (how == engine::Wake::timed_out) next = kNoYard;
    }
    if (!paths_[leg.link.n]->take(d)) {
      Wait path = paths_[leg.link.n]->next(d, true);
      co_await path;
    }
    leave_yard(lot);
    lot.yard = next;
    const ModelTime off = sim_.now();
    lot.spend(Stage::slot, off - since);
    count_passing(leg, lot.row.mass, off - since);
    Delay running = pause(leg.hours * lot.pace);
    co_await running;
    lot.spend(Stage::moving, sim_.now() - off);
  }
  at = k;
}

/// Papers, then the queue: for one of the trains that are taken a day, and for the works that change the
/// gauge of these goods where those have a capacity of their own. So of the two the smaller binds.
Process Run::border(LotIndex i, const Leg leg) {
  const ModelTime since = sim_.now();
  const BorderId id = at(world_.links, leg.link).border;
  const Border& b = at(world_.borders, id);
  const CommodityId cargo = flow(i).cargo;
  const TransshipmentId works = world_.transshipment_at(id, cargo);
  const scenario::Distribution* law = world_.gauge_change_at(id, cargo);
  Stream luck{seed_, replication_, engine::stream_key(lots_[i].key, engine::stream_key(b.id, "border"))};
  const double papers_h = hours(b.formalities(leg.forward), luck);
  const double change_h = law != nullptr ? hours(*law, luck) : 0.0;
  Delay formalities = pause(works.valid() ? papers_h : papers_h + change_h);
  co_await formalities;
  const ModelTime queued = sim_.now();
  const std::size_t d = leg.forward ? 0 : 1;
  ++use_of(id).joined[d];
  Wait crossing = crossings_[id.n]->next(static_cast<int>(d), true);
  co_await crossing;
  if (works.valid()) {
    Wait turn = works_[works.n]->next(static_cast<int>(d), true);
    co_await turn;
  }
  BorderUse& use = use_of(id);
  ++use.trains[d];
  use.mass[d] += lots_[i].row.mass;
  use.wait_seconds[d] += (sim_.now() - queued).count();
  if (works.valid()) {
    Delay changing = pause(change_h);
    co_await changing;
  }
  use_of(id).dwell_seconds[d] += (sim_.now() - since).count();
  spend(i, Stage::border, since);
}

/// The account of a border in the month that runs.
BorderUse& Run::use_of(BorderId border) {
  std::vector<BorderUse>& months = at(ledger_.borders, border);
  if (sim_.now() < from_) return months.front();
  const int month = month_of(sim_.now()).number - month_of(world_.measure.from).number + 1;
  return months[std::min(static_cast<std::size_t>(month), months.size() - 1)];
}

/// A long journey over lines whose train paths are not simulated. When the law that the lot travels under
/// changes meanwhile, it is looked at that day, at the next yard; turned elsewhere, it goes on with what the
/// new way has beyond the hours it has run.
Process Run::trunk(LotIndex i, std::size_t k) {
  leave_yard(lots_[i]);
  if (!ferry_ahead(i, k)) announce(i);
  double done_h = 0;  // at free flow
  for (;;) {
    const std::vector<Leg>& legs = way_plans_[lots_[i].choice.way].legs;
    const double left_h = k < legs.size() ? std::max(0.0, legs[k].hours - done_h) * lots_[i].pace : 0.0;
    const ModelTime off = sim_.now();
    const ModelTime arrival = off + seconds{round_half_away(left_h * 3600.0)};
    const Day change = atlas_.laws.changes_after(lots_[i].choice.law, today());
    const bool looked_at = change != kForever && ModelTime{change} < arrival;
    Delay running = sim_.at(looked_at ? ModelTime{change} : arrival);
    co_await running;
    spend(i, Stage::moving, off);
    if (!looked_at) break;
    done_h += static_cast<double>((sim_.now() - off).count()) / 3600.0 / lots_[i].pace;
    ask_for_papers(i);
    if (!barred(i)) continue;
    call_off(i);
    co_await settle(i, true);
    if (lots_[i].ended) break;
    announce(i);
  }
}

/// A lot that may not go on. It waits for a cure while patience lasts, then is sold or sent another way, as
/// its flow says; where nothing is in sight it stays at the mine, or is stranded on the way.
Process Run::settle(LotIndex i, bool loaded) {
  const ModelTime since = sim_.now();
  const ModelTime patience = later(world_.terms.caught_wait_days * 24.0);
  const Flow::WhenCaught policy = flow(i).when_caught;
  while (barred(i)) {
    const Ruling& why = ruling(i);
    if (why.barred()) refuse(i, why);
    const bool hopeless = policy == Flow::WhenCaught::strand && loaded && why.standing == Standing::forbidden;
    const Day cure =
        why.barred() ? atlas_.laws.changes_after(lots_[i].choice.law, today()) : today() + days{1};
    const bool patient = sim_.now() < patience && (loaded || why.standing != Standing::forbidden);
    if (!hopeless && !patient && policy == Flow::WhenCaught::reroute) {
      const Alternative* other = planner_.divert(lots_[i].row.flow, lots_[i].choice, lots_[i].row.mass,
                                                 today(), {.over = lots_[i].over});
      if (other != nullptr && way_plans_[other->way].open) {
        const double rail_before = way_plans_[lots_[i].choice.way].foreign_rail_usd_t;
        redirect(i, *other);
        if (loaded) {
          Delay turning = pause(world_.terms.readdress_days * 24.0);
          co_await turning;
          post(i, Item::delay, Payee::foreign_railway, world_.usd_on(world_.terms.readdress_per_t, today()));
          const double more = way_plans_[lots_[i].choice.way].foreign_rail_usd_t - rail_before;
          if (more > 0) post(i, Item::rail, Payee::foreign_railway, more);
        }
        continue;
      }
    }
    const bool cure_in_sight = cure != kForever && ModelTime{cure} < to_;
    if (hopeless || (!cure_in_sight && !patient)) {
      spend(i, Stage::held, since);
      if (loaded) {
        leave_yard(lots_[i]);
        send_back_wagons(i);
        end_lot(i, Fate::stranded);
      } else {
        end_lot(i, Fate::in_stock);
      }
      co_return;
    }
    // Room elsewhere frees up from month to month: look again within a few days.
    ModelTime next = sim_.now() + days{5};
    if (patient) next = std::min(next, std::max(patience, sim_.now() + seconds{1}));
    if (cure_in_sight) next = std::min(next, std::max(ModelTime{cure}, sim_.now() + seconds{1}));
    Delay waiting = sim_.at(next);
    co_await waiting;
  }
  spend(i, Stage::held, since);
}

Process Run::unload_inland(LotIndex i) {
  const ModelTime since = sim_.now();
  const std::size_t fleet = fleet_of(i);
  if (fleet < wagons_.size() && lots_[i].wagons > 0) {
    Stream luck = stream_of(i, "unloading");
    const double unload_h = hours(world_.wagons[fleet].unload_h, luck);
    Delay unloading = pause(unload_h);
    co_await unloading;
  }
  spend(i, Stage::yard, since);
  send_back_wagons(i);
  const double days_taken = static_cast<double>((sim_.now() - lots_[i].row.released).count()) / 86400.0;
  waits_[lots_[i].row.route.n].add(sim_.now(), std::max(0.0, days_taken - lots_[i].choice.days),
                                   world_.terms.wait_memory_days);
  end_lot(i, Fate::delivered);
}

/// The turn that the rent pays for ends when the empties are back; their time is taken from those that came
/// back lately by this way, at first from free flow.
void Run::send_back_wagons(LotIndex i, std::size_t end) {
  Lot& lot = lots_[i];
  const std::size_t fleet = fleet_of(i);
  if (fleet >= wagons_.size() || lot.wagons == 0) return;
  const WayPlan& plan = way_plans_[lot.choice.way];
  const double laden_h = static_cast<double>((sim_.now() - lot.wagons_since).count()) / 3600.0;
  const std::size_t first = lot.wagons_leg;
  end = std::min(end, plan.legs.size());
  double free_h = plan.rail_hours;
  if (first > 0 || end < plan.legs.size()) {
    free_h = 0;
    for (std::size_t k = first; k < end; ++k) free_h += plan.legs[k].hours;
  }
  const double back_h = returns_[lot.choice.way][first > 0 ? 1 : 0].value(free_h);
  const double turn_days = (laden_h + back_h) / 24.0 + forming_days(world_.wagons[fleet]);
  post_money(i, Item::wagons, Payee::wagon_owner,
             usd(plan.rent_usd_day * turn_days * static_cast<double>(lot.wagons)));
  sim_.spawn(empties(lot.choice.way, first, end, fleet, lot.wagons, lot.pace), -1);
  lot.wagons = 0;
}

/// Empties go home by the same way. They use train paths as loads do, after them, and are never held for a
/// place in a yard, so that they always have a way out.
Process Run::empties(std::uint32_t way, std::size_t first, std::size_t end, std::size_t fleet,
                     std::int64_t wagons, double pace) {
  Delay forming = pause(forming_days(world_.wagons[fleet]) * 24.0);
  co_await forming;
  const ModelTime off = sim_.now();
  const std::vector<Leg>& legs = way_plans_[way].legs;  // those of the day on which they set out
  if (in_window(off)) {
    bool behind_quay = false;
    for (const RailStep& step : atlas_.ways[way].rail) {
      const FleetId ships = at(world_.links, step.link).fleet;
      if (ships.valid() && !at(world_.fleets, ships).rolls_on()) behind_quay = true;
      if (!paths_[step.link.n] && !ships.valid() && behind_quay == (first > 0))
        ++ledger_.links[step.link.n].empties[step.forward ? 1 : 0];
    }
  }
  for (std::size_t k = std::min(end, legs.size()); k-- > first;) {
    const Leg& leg = legs[k];
    if (leg.kind == Leg::Kind::border) {
      const BorderId border = at(world_.links, leg.link).border;
      Wait crossing = homeward_[border.n]->next(leg.forward ? 1 : 0, false);
      co_await crossing;
      continue;
    }
    if (leg.kind == Leg::Kind::ferry) {
      co_await cross_empty(leg, wagons);
      continue;
    }
    if (leg.kind == Leg::Kind::section) {
      if (!paths_[leg.link.n]->take(leg.forward ? 1 : 0)) {
        Wait path = paths_[leg.link.n]->next(leg.forward ? 1 : 0, false);
        co_await path;
      }
      if (in_window(sim_.now())) ++ledger_.links[leg.link.n].empties[leg.forward ? 1 : 0];
    }
    Delay running = pause(leg.hours * pace);
    co_await running;
  }
  returns_[way][first > 0 ? 1 : 0].add(sim_.now(), static_cast<double>((sim_.now() - off).count()) / 3600.0,
                                       world_.terms.wait_memory_days);
  wagons_[fleet]->release(wagons);
}

}  // namespace corridor::model
