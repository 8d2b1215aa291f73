/// @file port.cpp  What happens at a port: trains are unloaded into the yard, goods gather into a cargo, a
/// ship is called, waits, loads and sails. Goods of one owner, grade and proof are one pile; the market of a
/// cargo is fixed when its ship is called.

#include <algorithm>
#include <array>

#include "sim/model/run_state.hpp"

namespace corridor::model {

using engine::Delay;
using engine::Wait;

// ---- what the terminal expects ----

std::size_t Run::pile_for(TerminalId terminal, LotIndex i) {
  std::vector<std::unique_ptr<Pile>>& piles = quays_[terminal.n].piles;
  const Flow& f = flow(i);
  const std::string owner = f.by_pipeline() ? "shared tanks" : f.owner;
  for (std::size_t k = 0; k < piles.size(); ++k) {
    if (piles[k]->owner == owner && piles[k]->grade == f.grade && piles[k]->papers == lots_[i].papers)
      return k;
  }
  piles.push_back(std::make_unique<Pile>());
  Pile& pile = *piles.back();
  pile.owner = owner;
  pile.grade = f.grade;
  pile.papers = lots_[i].papers;
  pile.arrived = std::make_unique<engine::Signal>(sim_, at(world_.terminals, terminal).id + " pile");
  return piles.size() - 1;
}

Pile::Outstanding& Pile::towards(const Alternative& to) {
  for (Outstanding& o : outstanding) {
    if (o.to.pool == to.pool && o.to.bound == to.bound && o.to.way == to.way) return o;
  }
  outstanding.push_back({to});
  return outstanding.back();
}

/// Tonnes to leave from a terminal for a market: added when a lot is released or turned this way, taken off
/// when it is turned away.
void Run::book(LotIndex i, std::int64_t kg) {
  const TerminalId terminal = way(i).terminal;
  if (!terminal.valid()) return;
  Pile& pile = *quays_[terminal.n].piles[pile_for(terminal, i)];
  pile.towards(lots_[i].choice).kg += kg;
}

void Run::announce(LotIndex i) {
  const TerminalId terminal = way(i).terminal;
  if (!terminal.valid() || lots_[i].due_at.valid()) return;
  lots_[i].due_at = terminal;
  lots_[i].due_pile = pile_for(terminal, i);
  quays_[terminal.n].piles[lots_[i].due_pile]->due += lots_[i].row.mass;
  consider(terminal, lots_[i].due_pile);
}

void Run::call_off(LotIndex i) {
  Lot& lot = lots_[i];
  if (!lot.due_at.valid()) return;
  quays_[lot.due_at.n].piles[lot.due_pile]->due -= lot.row.mass;
  lot.due_at = TerminalId{};
}

// ---- unloading ----

/// A full yard or a slow tippler holds the train before the port. Where too many stand, the railway bans
/// loading for the terminal for some days.
Process Run::unload_at_port(LotIndex i) {
  announce(i);  // by a way without a trunk it was not announced yet
  ask_for_papers(i);
  while (barred(i)) {
    call_off(i);
    co_await settle(i, true);
    if (lots_[i].ended) co_return;
    if (!way(i).terminal.valid()) {  // turned inland
      co_await unload_inland(i);
      co_return;
    }
    announce(i);
  }
  const TerminalId id = way(i).terminal;
  const Terminal& terminal = at(world_.terminals, id);
  Quay& quay = quays_[id.n];
  const ModelTime since = sim_.now();
  const Mass mass = lots_[i].row.mass;
  quay.standing += mass;
  const std::size_t fleet = fleet_of(i);
  const double train_t =
      fleet < wagons_.size() ? world_.wagons[fleet].payload_t * world_.wagons[fleet].per_train : 1;
  const double intake_t_day =
      (terminal.intake_trains_day.said(today()) ? terminal.intake_trains_day.on(today())
                                                : default_intake(world_, terminal, today())) *
      train_t;
  if (in_tonnes(quay.standing) > world_.terms.congestion_days * intake_t_day && quay.banned_until <= since) {
    quay.banned_until = since + seconds{round_half_away(world_.terms.loading_ban_days * 86400.0)};
    if (in_window(since)) ledger_.terminals[id.n].ban_days += round_half_away(world_.terms.loading_ban_days);
  }
  Wait room = quay.yard->put(mass.n);
  co_await room;
  Wait turn = quay.intake->next(0, true);
  co_await turn;
  note_unloading(id, since);
  Stream luck = stream_of(i, "unloading");
  Delay unloading = pause(fleet < wagons_.size() ? hours(world_.wagons[fleet].unload_h, luck) : 0.0);
  co_await unloading;
  quay.standing -= mass;
  spend(i, Stage::yard, since);
  send_back_wagons(i);
  store(i);
}

/// A lot is in the yard: on its pile, and a ship is called where it completes a cargo.
void Run::store(LotIndex i) {
  const TerminalId id = way(i).terminal;
  const Terminal& terminal = at(world_.terminals, id);
  Quay& quay = quays_[id.n];
  const Mass mass = lots_[i].row.mass;
  call_off(i);
  take_papers(i);
  const std::size_t pile_index = pile_for(id, i);
  post(i, Item::handling, Payee::port, world_.usd_on(terminal.handling_per_t, today()));
  if (in_window(sim_.now())) {
    ledger_.terminals[id.n].in += mass;
    ++ledger_.terminals[id.n].trains;
  }
  Pile& pile = *quay.piles[pile_index];
  pile.pieces.push_back({i, sim_.now()});
  pile.stock += mass;
  lots_[i].row.fate = Fate::in_stock;
  consider(id, pile_index);
  pile.arrived->broadcast();
}

// ---- ships ----

/// The market that has the most left to leave from here, lawful today.
Pile::Outstanding* Run::largest_lawful(Pile& pile) {
  Pile::Outstanding* best = nullptr;
  for (Pile::Outstanding& o : pile.outstanding) {
    const Ruling& r = atlas_.laws.on(o.to.law, today());
    if (o.kg <= 0 || r.barred() || (r.papers && !pile.papers)) continue;
    if (best == nullptr || o.kg > best->kg) best = &o;
  }
  return best;
}

/// Calls a ship for every full cargo that lies here or is due, and one for a remnant that grows old.
void Run::consider(TerminalId id, std::size_t pile_index) {
  Pile& pile = *quays_[id.n].piles[pile_index];
  const Terminal& terminal = at(world_.terminals, id);
  const Mass full = tonnes(std::max(1.0, terminal.lot_t.on(today(), 60000.0)));
  for (;;) {
    const Mass available = pile.stock + pile.due - pile.called;
    Mass cargo = full;
    if (available < full) {
      if (available.n <= 0 || pile.pieces.empty() || pile.called.n > 0) return;
      const VesselTerms* terms =
          vessels_for(world_, at(world_.flows, lots_[pile.pieces.front().lot].row.flow).cargo);
      const VesselTerms usual = terms != nullptr ? *terms : VesselTerms{};
      const double old_days = usual.lead_days + usual.laycan_days + usual.patience_days;
      const double age_days = static_cast<double>((sim_.now() - pile.pieces.front().since).count()) / 86400.0;
      if (age_days < old_days || pile.stock.n <= 0) return;
      cargo = std::min(pile.stock, available);
    }
    Pile::Outstanding* market = largest_lawful(pile);
    if (market == nullptr) return;
    market->kg -= cargo.n;
    market->promised += cargo.n;
    pile.called += cargo;
    sim_.spawn(ship(id, pile_index, cargo, market->to));
  }
}

/// Goods in the yard whose buyers a rule now bars are offered to others at the same port.
void Run::find_buyers(Pile& pile) {
  for (const Pile::Piece& piece : pile.pieces) {
    const LotIndex i = piece.lot;
    const Ruling& why = ruling(i);
    if (!why.barred()) continue;
    refuse(i, why);
    if (flow(i).when_caught != Flow::WhenCaught::reroute) continue;
    const Alternative* other =
        planner_.divert(lots_[i].row.flow, lots_[i].choice, lots_[i].row.mass, today(), {.here_only = true});
    if (other != nullptr) redirect(i, *other);
  }
}

/// A certificate can still be issued for goods that have left already: it is asked for where the law comes to
/// want it, and they go on meanwhile.
void Run::ask_for_papers(LotIndex i) {
  Lot& lot = lots_[i];
  if (lot.papers || lot.papers_due != ModelTime{} || !ruling(i).papers) return;
  lot.papers_due = later(world_.terms.certificate_lead_days * 24.0);
  post(i, Item::certificates, Payee::certifier, world_.usd_on(world_.terms.certificate_per_t, today()));
}

/// The certificate that was asked for under way is there, or not yet.
void Run::take_papers(LotIndex i) {
  Lot& lot = lots_[i];
  if (lot.papers || lot.papers_due == ModelTime{} || lot.papers_due > sim_.now()) return;
  book(i, -lot.row.mass.n);  // goods with papers lie apart from those without
  lot.papers = true;
  book(i, lot.row.mass.n);
}

/// Goods in the yard whose market has come to want proof: it is asked for, and when it is there they are
/// put with those that have it.
void Run::certify(TerminalId id, std::size_t pile_index) {
  Pile& pile = *quays_[id.n].piles[pile_index];
  if (pile.papers) return;
  std::deque<Pile::Piece> staying;
  std::size_t certified = pile_index;
  for (const Pile::Piece& piece : pile.pieces) {
    ask_for_papers(piece.lot);
    take_papers(piece.lot);
    if (!lots_[piece.lot].papers) {
      staying.push_back(piece);
      continue;
    }
    certified = pile_for(id, piece.lot);
    Pile& other = *quays_[id.n].piles[certified];
    const Mass mass = lots_[piece.lot].row.mass;
    pile.stock -= mass;
    other.stock += mass;
    const auto younger = std::find_if(other.pieces.begin(), other.pieces.end(),
                                      [&](const Pile::Piece& p) { return p.since > piece.since; });
    other.pieces.insert(younger, piece);
  }
  pile.pieces = std::move(staying);
  if (certified == pile_index) return;
  consider(id, certified);
  quays_[id.n].piles[certified]->arrived->broadcast();
}

std::vector<LotIndex> Run::take_cargo(TerminalId id, Pile& pile, Mass cargo) {
  std::vector<LotIndex> lots;
  Mass left = cargo;
  while (left.n > 0 && !pile.pieces.empty()) {
    const Pile::Piece piece = pile.pieces.front();
    LotIndex i = piece.lot;
    if (lots_[i].row.mass <= left) {
      pile.pieces.pop_front();
    } else {
      i = split(i, left);
    }
    left -= lots_[i].row.mass;
    spend(i, Stage::ship_wait, piece.since);
    if (in_window(sim_.now())) {
      const double days = static_cast<double>((sim_.now() - piece.since).count()) / 86400.0;
      ledger_.terminals[id.n].mean_dwell_days += days * in_tonnes(lots_[i].row.mass);  // finish() divides
    }
    lots.push_back(i);
  }
  pile.stock -= cargo;
  return lots;
}

/// A ship at the roads waits until its cargo is there: all of it, or nearly all when laytime ends, or
/// whatever there is when patience ends.
Process Run::gather(Pile& pile, Mass cargo, const VesselTerms& terms) {
  const ModelTime ready = sim_.now();
  const ModelTime laytime_ends = ready + seconds{round_half_away(terms.laytime_days * 86400.0)};
  const ModelTime patience_ends =
      std::max(laytime_ends, ready + seconds{round_half_away(terms.patience_days * 86400.0)});
  const Mass enough{round_half_away(static_cast<double>(cargo.n) * terms.least_fill)};
  while (pile.stock < cargo && sim_.now() < patience_ends) {
    if (sim_.now() >= laytime_ends && pile.stock >= enough) break;
    Wait more = pile.arrived->next().until(sim_.now() < laytime_ends ? laytime_ends : patience_ends);
    co_await more;
  }
}

/// A ship's luck is that of her number among the month's ships for these goods: one more or one fewer in
/// another what-if gives other luck to no ship of later months.
Stream Run::luck_of_ship(TerminalId id, const Pile& pile) {
  const std::string goods =
      pile.owner + "/" + (pile.grade.valid() ? at(world_.grades, pile.grade).id : std::string{});
  const Month month = month_of(sim_.now());
  ShipCount& count = quays_[id.n].ships[goods];
  if (count.month != month) count = {month, 0};
  const std::uint64_t family = engine::stream_key(at(world_.terminals, id).id + "/" + goods, to_iso(month));
  return {seed_, replication_, engine::stream_key(family, count.called++)};
}

Process Run::ship(TerminalId id, std::size_t pile_index, Mass cargo, Alternative to) {
  Quay& quay = quays_[id.n];
  Pile& pile = *quay.piles[pile_index];
  const Terminal& terminal = at(world_.terminals, id);
  const VesselTerms* known = vessels_for(world_, atlas_.ways[to.way].cargo);
  const VesselTerms terms = known != nullptr ? *known : VesselTerms{};
  Stream luck = luck_of_ship(id, pile);
  const double late_h = luck.uniform(0.0, terms.laycan_days * 24.0);
  const double pace = luck.lognormal(1.0, world_.terms.travel_cv);
  const double discharge_h = hours(terms.discharge_h, luck);
  Delay coming = pause(terms.lead_days * 24.0 + late_h);
  co_await coming;

  const ModelTime ready = sim_.now();
  co_await gather(pile, cargo, terms);
  Wait fair = quay.weather->pass();
  co_await fair;
  while (quay.by_pipe && atlas_.laws.on(to.law, today()).standing == Standing::blocked) {
    // An event blocks the terminal: she waits for its end, a storm more or less.
    const Day change = atlas_.laws.changes_after(to.law, today());
    if (change == kForever || ModelTime{change} >= to_) break;
    Delay over = sim_.at(ModelTime{change});
    co_await over;
  }
  Wait berth = quay.berths->acquire();
  co_await berth;
  const ModelTime alongside = sim_.now();
  pile.called -= cargo;
  const double rate_t_h = std::max(1.0, terminal.rate_t_h.on(today(), 1000.0));
  // No loading is begun that a rule would cut off before its end.
  const Day done = std::chrono::floor<std::chrono::days>(
      alongside + seconds{round_half_away(in_tonnes(std::min(cargo, pile.stock)) / rate_t_h * 3600.0)});
  const auto lawful = [&](Lawbook::ClassId law) {
    return std::ranges::all_of(std::array{today(), done}, [&](Day day) {
      const Ruling& r = atlas_.laws.on(law, day);
      return !r.barred() && (!r.papers || pile.papers);
    });
  };
  if (!lawful(to.law)) {  // the law has changed since the ship was called, or is about to
    Pile::Outstanding& was = pile.towards(to);
    was.kg += cargo.n;
    was.promised -= cargo.n;
    find_buyers(pile);
    Pile::Outstanding* market = largest_lawful(pile);
    if (market == nullptr || !lawful(market->to.law)) {  // nobody may buy: the ship leaves empty
      quay.berths->release();
      co_return;
    }
    market->kg -= cargo.n;
    market->promised += cargo.n;
    to = market->to;
  }
  const Mass loaded = std::min(cargo, pile.stock);
  {  // what she does not take is still to leave
    Pile::Outstanding& market = pile.towards(to);
    market.kg += (cargo - loaded).n;
    market.promised -= (cargo - loaded).n;
  }
  if (loaded.n == 0) {
    quay.berths->release();
    co_return;
  }
  const std::vector<LotIndex> lots = take_cargo(id, pile, loaded);
  // Out of tanks the room frees as she loads, a quarter at a time; a yard is swept when she has sailed.
  const std::int64_t parts = quay.by_pipe ? 4 : 1;
  const double loading_h = in_tonnes(loaded) / rate_t_h;
  for (std::int64_t part = 0; part < parts; ++part) {
    Delay loading = pause(loading_h / static_cast<double>(parts));
    co_await loading;
    if (part + 1 == parts) quay.berths->release();
    const std::int64_t kg = loaded.n * (part + 1) / parts - loaded.n * part / parts;
    if (kg == 0) continue;
    Wait out = quay.yard->get(kg);
    co_await out;
  }

  const double over_days = static_cast<double>((sim_.now() - ready).count()) / 86400.0 - terms.laytime_days;
  const double demurrage_usd_t =
      over_days > 0 ? over_days * world_.usd_on(terms.demurrage_per_day, today()) / in_tonnes(loaded) : 0.0;
  const WayPlan& plan = way_plans_[to.way];
  pile.towards(to).promised -= loaded.n;
  for (const LotIndex i : lots) {
    label(i, to);
    lots_[i].row.fate = Fate::under_way;
    lots_[i].row.handled = sim_.now();
    spend(i, Stage::ship, alongside);
    post(i, Item::sea, Payee::ship_owner, plan.sea_usd_t);
    if (demurrage_usd_t > 0) post(i, Item::delay, Payee::ship_owner, demurrage_usd_t);
  }
  if (in_window(sim_.now())) {
    TerminalUse& use = ledger_.terminals[id.n];
    use.out += loaded;
    ++use.ships;
    use.berth_seconds += (sim_.now() - alongside).count();
    use.wait_ship_seconds += (alongside - ready).count();
    if (const LinkId sea = atlas_.ways[to.way].sea; sea.valid()) {
      const std::size_t d =
          at(world_.places, at(world_.links, sea).from).id == at(world_.places, terminal.port).id ? 0 : 1;
      ++ledger_.links[sea.n].trains[d];
      ledger_.links[sea.n].mass[d] += loaded;
    }
  }
  co_await sail(lots, plan.sea_hours * pace + discharge_h);
}

Process Run::sail(const std::vector<LotIndex>& cargo, double voyage_h) {
  const ModelTime off = sim_.now();
  Delay voyage = pause(voyage_h);
  co_await voyage;
  for (const LotIndex i : cargo) {
    spend(i, Stage::ship, off);
    const double days_taken = static_cast<double>((sim_.now() - lots_[i].row.released).count()) / 86400.0;
    waits_[lots_[i].row.route.n].add(sim_.now(), std::max(0.0, days_taken - lots_[i].choice.days),
                                     world_.terms.wait_memory_days);
    end_lot(i, Fate::delivered);
  }
}

}  // namespace corridor::model
