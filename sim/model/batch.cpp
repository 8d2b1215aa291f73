/// @file batch.cpp  The life of what leaves by pipeline: a batch is nominated, produced into the field's
/// tanks, pumped from tank farm to tank farm, carried over a lake by ships of a finite fleet, and ends in a
/// terminal's tanks or at the buyer's gate.

#include <algorithm>

#include "sim/model/run_state.hpp"

namespace corridor::model {

using engine::Delay;
using engine::Wait;

namespace {

/// Mean hours of a way's legs, and of loading and discharge where ships carry it.
double hours_to_terminal(const World& world, const WayPlan& plan) {
  double sum = 0;
  for (const Leg& leg : plan.legs) {
    sum += leg.hours;
    if (leg.kind != Leg::Kind::ferry) continue;
    const Fleet& fleet = at(world.fleets, at(world.links, leg.link).fleet);
    sum += fleet.load_h.mean() + fleet.discharge_h.mean();
  }
  return sum;
}

}  // namespace

/// A terminal hears of a batch a ship's lead before it is due there, so that ships come with the oil.
ModelTime Run::announced_at(LotIndex i, ModelTime release) const {
  if (!way(i).terminal.valid()) return release;
  const VesselTerms* known = vessels_for(world_, way(i).cargo);
  const VesselTerms terms = known != nullptr ? *known : VesselTerms{};
  const double hours_before = (terms.lead_days + terms.laycan_days / 2.0) * 24.0 -
                              hours_to_terminal(world_, way_plans_[lots_[i].choice.way]);
  const ModelTime when = release - seconds{round_half_away(std::max(0.0, hours_before) * 3600.0)};
  return std::max(when, sim_.now());
}

/// A nominated batch: produced if there is a lawful way and room in the tanks, then on its way.
Process Run::batch(LotIndex i, ModelTime release) {
  announce(i);
  Delay until = sim_.at(release);
  co_await until;
  if (!produce(i)) co_return;
  const WayPlan& plan = way_plans_[lots_[i].choice.way];
  post(i, Item::rail, Payee::home_railway, plan.home_rail_usd_t);
  post(i, Item::rail, Payee::foreign_railway, plan.foreign_rail_usd_t);
  post(i, Item::sea, Payee::ship_owner, plan.ferry_usd_t);
  post(i, Item::border, Payee::border, plan.border_usd_t);
  if (ruling(i).papers) {
    post(i, Item::certificates, Payee::certifier, world_.usd_on(world_.terms.certificate_per_t, today()));
  }
  co_await journey(i, 0);
}

/// Another buyer or way that this month's plan left room for. False: there is none.
bool Run::renominate(LotIndex i, Planner::Limits limits) {
  limits.any_pool = true;
  const Alternative* other =
      planner_.divert(lots_[i].row.flow, lots_[i].choice, lots_[i].row.mass, today(), limits);
  if (other == nullptr || !way_plans_[other->way].open) return false;
  call_off(i);
  redirect(i, *other);
  announce(i);
  return true;
}

/// What cannot be produced: it stays in the ground, and is counted with its reason.
void Run::cut(LotIndex i, Mass part, UnsoldReason reason) {
  if (lots_[i].due_at.valid()) quays_[lots_[i].due_at.n].piles[lots_[i].due_pile]->due -= part;
  book(i, -part.n);
  lots_[i].row.mass -= part;
  if (in_window(sim_.now()))
    ledger_.unsold.push_back({lots_[i].row.flow, reason, month_of(sim_.now()), part});
}

/// Fills the field's tanks with a batch, or with what they have room for. False: nothing was produced.
bool Run::produce(LotIndex i) {
  // What an event blocks at the terminal stops ships, not the line: full tanks tell the field soon enough.
  const auto kept_back = [&] {
    return ruling(i).standing == Standing::forbidden || (barred(i) && !way(i).terminal.valid());
  };
  const auto room_in = [](const engine::Stock* tanks) {  // others may stand before us
    return tanks->puts_waiting() > 0 ? 0 : std::max<std::int64_t>(0, tanks->room());
  };
  Planner::Limits limits;
  for (std::size_t l = 0; l < tanks_.size(); ++l) {
    if (tanks_[l] && room_in(tanks_[l].get()) < lots_[i].row.mass.n) limits.not_into.push_back(LinkId{l});
  }
  if (flow(i).shut.on(today())) {
    cut(i, lots_[i].row.mass, UnsoldReason::closed);
  } else if (kept_back()) {
    if (ruling(i).barred()) refuse(i, ruling(i));
    if (!renominate(i, limits) || kept_back()) cut(i, lots_[i].row.mass, UnsoldReason::closed);
  }
  engine::Stock* tanks = lots_[i].row.mass.n > 0 ? tanks_before(i, 0) : nullptr;
  if (tanks != nullptr && room_in(tanks) < lots_[i].row.mass.n && renominate(i, limits))
    tanks = tanks_before(i, 0);
  if (tanks != nullptr && room_in(tanks) < lots_[i].row.mass.n) {
    cut(i, lots_[i].row.mass - Mass{room_in(tanks)}, UnsoldReason::tanks_full);
  }
  if (lots_[i].row.mass.n == 0) {
    lots_[i].due_at = TerminalId{};
    lots_[i].ended = true;
    free_lots_.push_back(i);
    return false;
  }
  if (tanks != nullptr) {
    Wait filled = tanks->put(lots_[i].row.mass.n);
    filled.await_ready();  // there is room
  }
  lots_[i].row.released = sim_.now();
  ledger_.balance.released += lots_[i].row.mass;
  lots_[i].row.fate = Fate::under_way;
  return true;
}

/// The tanks in which a batch lies before a leg; nullptr where there is no limit, and after the last leg.
engine::Stock* Run::tanks_before(LotIndex i, std::size_t k) {
  const std::vector<Leg>& legs = way_plans_[lots_[i].choice.way].legs;
  return k < legs.size() ? tanks_[legs[k].link.n].get() : nullptr;
}

/// The tanks into which a leg empties: those before the next one, or the terminal's; nullptr: no limit.
engine::Stock* Run::tanks_behind(LotIndex i, std::size_t k) {
  if (k + 1 < way_plans_[lots_[i].choice.way].legs.size()) return tanks_before(i, k + 1);
  return way(i).terminal.valid() ? quays_[way(i).terminal.n].yard.get() : nullptr;
}

Process Run::journey(LotIndex i, std::size_t k) {
  for (;; ++k) {
    const std::vector<Leg>& legs = way_plans_[lots_[i].choice.way].legs;
    if (k >= legs.size()) break;
    const Leg leg = legs[k];
    if (leg.kind == Leg::Kind::pipe) {
      co_await pipe_leg(i, k);
    } else if (leg.kind == Leg::Kind::ferry) {
      co_await cross(i, k);
    } else {
      const ModelTime off = sim_.now();
      engine::Stock* tanks = tanks_before(i, k);
      engine::Stock* behind = tanks_behind(i, k);
      Delay running = pause(leg.hours);
      co_await running;
      if (tanks != nullptr) {
        Wait emptied = tanks->get(lots_[i].row.mass.n);
        co_await emptied;
      }
      if (behind != nullptr) {
        Wait room = behind->put(lots_[i].row.mass.n);
        co_await room;
      }
      spend(i, Stage::moving, off);
    }
  }
  if (way(i).terminal.valid()) {
    store(i);
  } else {
    arrive(i);
  }
}

/// Through one pipeline, into the tanks behind it: those before the next leg, or the terminal's. Where they
/// are full the batch stays at the end of the line, and the line stands.
Process Run::pipe_leg(LotIndex i, std::size_t k) {
  const LinkId id = way_plans_[lots_[i].choice.way].legs[k].link;
  const Link& link = at(world_.links, id);
  Pipe& pipe = *pipes_[id.n];
  engine::Stock* before = tanks_before(i, k);
  const std::int64_t kg = lots_[i].row.mass.n;
  const ModelTime since = sim_.now();
  Wait in = pipe.pumped_in(lots_[i].row.mass);
  co_await in;
  if (before != nullptr) {
    Wait emptied = before->get(kg);
    co_await emptied;
  }
  spend(i, Stage::slot, since);
  const ModelTime off = sim_.now();
  if (in_window(off)) {
    LinkUse& use = ledger_.links[id.n];
    ++use.trains[0];
    use.mass[0] += lots_[i].row.mass;
    use.wait_seconds[0] += (off - since).count();
  }
  Wait out = pipe.out();
  co_await out;
  const bool shared = link.has_time;  // delivers by displacement, whatever lies behind
  if (shared) {
    pipe.taken_over();
    Stream luck{seed_, replication_, engine::stream_key(lots_[i].key, engine::stream_key(link.id, "line"))};
    Delay handing_over = pause(hours(link.time_h, luck));
    co_await handing_over;
  }
  spend(i, Stage::moving, off);
  const ModelTime there = sim_.now();
  engine::Stock* behind = tanks_behind(i, k);
  if (behind != nullptr) {
    Wait room = behind->put(kg);
    co_await room;
  }
  if (!shared) pipe.taken_over();
  spend(i, Stage::yard, there);
}

void Run::arrive(LotIndex i) {
  const double days_taken = static_cast<double>((sim_.now() - lots_[i].row.released).count()) / 86400.0;
  waits_[lots_[i].row.route.n].add(sim_.now(), std::max(0.0, days_taken - lots_[i].choice.days),
                                   world_.terms.wait_memory_days);
  end_lot(i, Fate::delivered);
}

}  // namespace corridor::model
