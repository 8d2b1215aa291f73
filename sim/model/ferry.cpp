/// @file ferry.cpp  Ships of a finite fleet that sail round trips between two ports: what waits for them, in
/// which order it is taken, and the voyages. Wagons roll on and come back empty the same way, or goods change
/// from wagon to ship and to wagons again; oil goes from tanks to tanks.

#include <algorithm>

#include "sim/model/run_state.hpp"

namespace corridor::model {

using engine::Delay;
using engine::Wait;
using std::chrono::days;

// ---- ashore ----

/// Over a ferry link, in as many sailings as it takes. What comes by rail stands in the port's yard
/// meanwhile, and in the trains behind it when that is full; goods that are lifted over leave their wagons at
/// the one shore and find others at the other. Where more waits than ships fetch in some days, the railway
/// bans loading for this way.
Process Run::cross(LotIndex i, std::size_t k) {
  const Leg leg = way_plans_[lots_[i].choice.way].legs[k];
  const Link& link = at(world_.links, leg.link);
  const Fleet& fleet = at(world_.fleets, link.fleet);
  const bool by_rail = !flow(i).by_pipeline();
  const std::int64_t kg = lots_[i].row.mass.n;
  const ModelTime since = sim_.now();
  FerryEnd& shore = ferries_[yard_index(leg.link, leg.forward)];
  shore.kg += kg;
  ban_loading(i, leg, shore);
  Crossing crossing(sim_, link.id + " crossing", i);
  if (by_rail) {
    engine::Stock* yard = shed(leg.link, leg.forward);
    if (yard != nullptr) {
      Wait room = yard->put(kg);
      co_await room;
    }
    if (!fleet.rolls_on() && lots_[i].wagons > 0) {
      const WagonFleet& wagons = world_.wagons[fleet_of(i)];
      Stream luck{seed_, replication_,
                  engine::stream_key(lots_[i].key, engine::stream_key(link.id, "shore"))};
      const double unload_h = hours(wagons.unload_h, luck);
      Delay unloading = pause(unload_h);
      co_await unloading;
      send_back_wagons(i, k);
    }
    leave_yard(lots_[i]);
    spend(i, Stage::yard, since);
    const TerminalId port = link.terminals[leg.forward ? 0 : 1];
    if (port.valid() && in_window(sim_.now())) {
      ledger_.terminals[port.n].in += Mass{kg};
      ++ledger_.terminals[port.n].trains;
    }
  } else {
    crossing.behind = tanks_behind(i, k);
  }
  crossing.units = crossing.not_over = by_rail && fleet.rolls_on() ? lots_[i].wagons : kg;
  crossing.kg = kg;
  crossing.since = sim_.now();
  shore.loads.push_back(&crossing);
  shore.units += crossing.units;
  call_ferries(link.fleet);
  while (crossing.not_over > 0) {
    Wait over = crossing.over.next();
    co_await over;
  }
  spend(i, Stage::ship, crossing.since);
  lots_[i].over = leg.link;
  if (!by_rail) co_return;
  if (!ferry_ahead(i, k + 1)) announce(i);
  count_use(i, true);
  if (k + 1 >= way_plans_[lots_[i].choice.way].legs.size()) co_return;
  if (!fleet.rolls_on()) co_await onto_wagons(i, k + 1);
  const Leg next = way_plans_[lots_[i].choice.way].legs[k + 1];
  const std::uint32_t yard = yard_index(next.link, next.forward);
  if (!yards_[yard]) co_return;
  const ModelTime ashore = sim_.now();
  lots_[i].wants = yard;
  Wait place = yards_[yard]->place();
  co_await place;
  lots_[i].wants = kNoYard;
  lots_[i].yard = yard;
  spend(i, Stage::slot, ashore);
}

/// Goods that came by ship are loaded on wagons, which go home to here.
Process Run::onto_wagons(LotIndex i, std::size_t k) {
  if (fleet_of(i) >= wagons_.size()) co_return;
  const WagonFleet& fleet = world_.wagons[fleet_of(i)];
  const ModelTime since = sim_.now();
  const std::int64_t payload = tonnes(fleet.payload_t).n;
  const std::int64_t wanted = (lots_[i].row.mass.n + payload - 1) / payload;
  Wait free = wagons_[fleet_of(i)]->acquire(wanted);
  co_await free;
  spend(i, Stage::wagons, since);
  lots_[i].wagons = wanted;
  lots_[i].wagons_since = sim_.now();
  lots_[i].wagons_leg = k;
  Stream luck = stream_of(i, "reloading");
  const double load_h = hours(fleet.load_h, luck);
  Delay loading = pause(load_h);
  co_await loading;
  spend(i, Stage::loading, lots_[i].wagons_since);
}

/// The railway's answer to a queue that ships cannot fetch: no loading for some days.
void Run::ban_loading(LotIndex i, const Leg& leg, const FerryEnd& shore) {
  const TerminalId port = at(world_.links, leg.link).terminals[leg.forward ? 0 : 1];
  if (!port.valid()) return;
  const Fleet& fleet = at(world_.fleets, at(world_.links, leg.link).fleet);
  const double fair = 1.0 - fleet.weather_days_year.on(today()) / 365.0;
  const double fetched_t_day =
      fleet.ships.on(today()) * fair / world_.ship_days_a_tonne(leg.link, way(i).cargo, today());
  Quay& quay = quays_[port.n];
  if (in_tonnes(Mass{shore.kg}) <= world_.terms.congestion_days * fetched_t_day ||
      quay.banned_until > sim_.now())
    return;
  quay.banned_until = sim_.now() + seconds{round_half_away(world_.terms.loading_ban_days * 86400.0)};
  if (in_window(sim_.now()))
    ledger_.terminals[port.n].ban_days += round_half_away(world_.terms.loading_ban_days);
}

/// Empty wagons wait for places that loads leave free.
Process Run::cross_empty(const Leg leg, std::int64_t wagons) {
  Crossing crossing(sim_, at(world_.links, leg.link).id + " empties", kNoLot);
  crossing.units = crossing.not_over = wagons;
  crossing.since = sim_.now();
  FerryEnd& shore = ferries_[yard_index(leg.link, !leg.forward)];
  shore.empties.push_back(&crossing);
  shore.units += wagons;
  call_ferries(at(world_.links, leg.link).fleet);
  while (crossing.not_over > 0) {
    Wait over = crossing.over.next();
    co_await over;
  }
}

/// Where goods lie before a ferry: tanks, or the yard of the port; nullptr: as much as comes.
engine::Stock* Run::shed(LinkId ferry, bool forward) {
  if (tanks_[ferry.n]) return tanks_[ferry.n].get();
  const TerminalId port = at(world_.links, ferry).terminals[forward ? 0 : 1];
  return port.valid() ? quays_[port.n].yard.get() : nullptr;
}

bool Run::ferry_ahead(LotIndex i, std::size_t k) const {
  const std::vector<Leg>& legs = way_plans_[lots_[i].choice.way].legs;
  return std::any_of(legs.begin() + static_cast<std::ptrdiff_t>(std::min(k, legs.size())), legs.end(),
                     [](const Leg& leg) { return leg.kind == Leg::Kind::ferry; });
}

// ---- ships ----

/// Puts aboard what one ship can take at a shore: loads before empties, the oldest first.
std::vector<Aboard> Run::take_aboard(LinkId ferry, bool forward) {
  const Fleet& fleet = at(world_.fleets, at(world_.links, ferry).fleet);
  const TerminalId port = at(world_.links, ferry).terminals[forward ? 0 : 1];
  FerryEnd& shore = ferries_[yard_index(ferry, forward)];
  std::int64_t left_kg = tonnes(fleet.payload_on(today())).n;
  std::int64_t left_units = fleet.rolls_on() ? round_half_away(fleet.wagon_places) : left_kg;
  std::vector<Aboard> cargo;
  for (std::deque<Crossing*>* queue : {&shore.loads, &shore.empties}) {
    while (!queue->empty()) {
      Crossing& first = *queue->front();
      const std::int64_t unit_kg = (first.kg + first.units - 1) / first.units;
      std::int64_t units = std::min(first.units, left_units);
      if (unit_kg > 0) units = std::min(units, left_kg / unit_kg);
      if (units == 0 && cargo.empty()) units = 1;  // no water is so low that a ship sails past a wagon
      if (units == 0) break;
      const std::int64_t kg = units == first.units ? first.kg : units * unit_kg;
      cargo.push_back({&first, units, kg});
      left_units -= units;
      left_kg -= kg;
      if (port.valid() && in_window(sim_.now())) {
        const double waited_days = static_cast<double>((sim_.now() - first.since).count()) / 86400.0;
        ledger_.terminals[port.n].mean_dwell_days += waited_days * in_tonnes(Mass{kg});  // finish() divides
      }
      first.units -= units;
      first.kg -= kg;
      shore.units -= units;
      shore.kg -= kg;
      if (first.units > 0) break;
      queue->pop_front();
      if (first.lot != kNoLot) spend(first.lot, Stage::ship_wait, first.since);
      first.since = sim_.now();
    }
  }
  return cargo;
}

/// Since when a shore has had what is worth a voyage: a full cargo, or part of one that has waited for long.
std::optional<ModelTime> Run::worth_a_voyage(LinkId ferry, bool forward) const {
  const Fleet& fleet = at(world_.fleets, at(world_.links, ferry).fleet);
  const FerryEnd& shore = ferries_[yard_index(ferry, forward)];
  if (shore.loads.empty() && shore.empties.empty()) return std::nullopt;
  ModelTime oldest = ModelTime::max();
  for (const std::deque<Crossing*>* queue : {&shore.loads, &shore.empties}) {
    if (!queue->empty()) oldest = std::min(oldest, queue->front()->since);
  }
  const std::int64_t payload = tonnes(fleet.payload_on(today())).n;
  const bool full = shore.units >= (fleet.rolls_on() ? round_half_away(fleet.wagon_places) : payload) ||
                    shore.kg >= payload;
  const ModelTime old = sim_.now() - seconds{round_half_away(fleet.patience_days * 86400.0)};
  return full || oldest <= old ? std::optional{oldest} : std::nullopt;
}

/// Ships that are free sail where somebody has waited longest.
void Run::call_ferries(FleetId id) {
  const Fleet& fleet = at(world_.fleets, id);
  while (ships_out_[id.n] < round_half_away(fleet.ships.on(today()))) {
    LinkId best;
    ModelTime longest = ModelTime::max();
    for (const LinkId l : ferry_links_) {
      if (at(world_.links, l).fleet != id || !at(world_.links, l).open_on(today())) continue;
      for (const bool forward : {true, false}) {
        const std::optional<ModelTime> since = worth_a_voyage(l, forward);
        if (!since || *since >= longest) continue;
        best = l;
        longest = *since;
      }
    }
    if (!best.valid()) return;
    ++ships_out_[id.n];
    sim_.spawn(voyage(best, take_aboard(best, true)));
  }
}

/// One round trip from the near port: what waits there goes over, what waits over there comes back.
Process Run::voyage(LinkId ferry, std::vector<Aboard> there) {
  const Link& link = at(world_.links, ferry);
  const Fleet& fleet = at(world_.fleets, link.fleet);
  Stream luck{
      seed_, replication_,
      engine::stream_key(engine::stream_key(link.id, "voyage"), ferries_[yard_index(ferry, true)].voyages++)};
  const double load_h = hours(fleet.load_h, luck);
  const double discharge_h = hours(fleet.discharge_h, luck);
  const double sea_h = link.has_time ? hours(link.time_h, luck) : free_flow_hours(world_, ferry, today());
  co_await lade(ferry, true, there, load_h);
  Delay sailing = pause(sea_h);
  co_await sailing;
  co_await discharge(ferry, true, there, discharge_h);
  const std::vector<Aboard> back = take_aboard(ferry, false);
  co_await lade(ferry, false, back, load_h);
  Delay returning = pause(sea_h);
  co_await returning;
  co_await discharge(ferry, false, back, discharge_h);
  --ships_out_[link.fleet.n];
  call_ferries(link.fleet);
}

/// At the shore that a cargo leaves: fair wind, a berth, loading. A ship without cargo sails at once.
Process Run::lade(LinkId ferry, bool forward, const std::vector<Aboard>& cargo, double load_h) {
  const Link& link = at(world_.links, ferry);
  std::int64_t kg = 0;
  for (const Aboard& part : cargo) kg += part.kg;
  if (!cargo.empty()) {
    Wait fair = winds_[link.fleet.n]->pass();
    co_await fair;
    const TerminalId port = link.terminals[forward ? 0 : 1];
    const ModelTime ready = sim_.now();
    if (port.valid()) {
      Wait berth = quays_[port.n].berths->acquire();
      co_await berth;
    }
    const ModelTime alongside = sim_.now();
    Delay loading = pause(load_h);
    co_await loading;
    if (port.valid()) quays_[port.n].berths->release();
    engine::Stock* before = shed(ferry, forward);
    if (before != nullptr && kg > 0) {
      Wait emptied = before->get(kg);
      co_await emptied;
    }
    if (port.valid() && in_window(sim_.now())) {
      TerminalUse& use = ledger_.terminals[port.n];
      use.out += Mass{kg};
      ++use.ships;
      use.berth_seconds += (sim_.now() - alongside).count();
      use.wait_ship_seconds += (alongside - ready).count();
    }
  }
  if (!in_window(sim_.now())) co_return;
  LinkUse& use = ledger_.links[ferry.n];
  ++(kg > 0 ? use.trains : use.empties)[forward ? 0 : 1];
  use.mass[forward ? 0 : 1] += Mass{kg};
}

/// At the shore that it is bound for. Oil goes into the tanks there, as they have room.
Process Run::discharge(LinkId ferry, bool forward, const std::vector<Aboard>& cargo, double discharge_h) {
  if (cargo.empty()) co_return;
  const Link& link = at(world_.links, ferry);
  Wait fair = winds_[link.fleet.n]->pass();
  co_await fair;
  const TerminalId port = link.terminals[forward ? 1 : 0];
  if (port.valid()) {
    Wait berth = quays_[port.n].berths->acquire();
    co_await berth;
  }
  Delay discharging = pause(discharge_h);
  co_await discharging;
  if (port.valid()) quays_[port.n].berths->release();
  for (const Aboard& part : cargo) {
    if (part.of->behind != nullptr) {
      Wait room = part.of->behind->put(part.kg);
      co_await room;
    }
    part.of->not_over -= part.units;
    if (part.of->not_over == 0) part.of->over.broadcast();
  }
}

/// Once a day: remnants that no full cargo would fetch.
Process Run::look_at_ferries() {
  for (;;) {
    Delay day = sim_.delay(days{1});
    co_await day;
    for (std::size_t f = 0; f < world_.fleets.size(); ++f) call_ferries(FleetId{f});
  }
}

}  // namespace corridor::model
