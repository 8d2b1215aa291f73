/// @file run.cpp  The frame of a replication: what it starts with, its ledger, its end.

#include "sim/model/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/engine/math.hpp"
#include "sim/model/background.hpp"
#include "sim/model/run_state.hpp"

namespace corridor::model {

Ledger simulate(const Groundwork& shared, std::uint64_t seed, int replication) {
  Run run{shared, seed, replication};
  return run.go();
}

void LateMean::add(ModelTime at, double value, double memory_days) {
  const double fade = engine::math::exp(-static_cast<double>((at - last).count()) / (memory_days * 86400.0));
  sum = sum * fade + value;
  weight = weight * fade + 1.0;
  last = at;
}

Run::Run(const Groundwork& shared, std::uint64_t seed, int replication)
    : shared_(shared),
      world_(shared.world),
      atlas_(shared.atlas),
      seed_(seed),
      replication_(static_cast<std::uint64_t>(replication)),
      sim_(ModelTime{atlas_.start}),
      from_(world_.measure.from),
      to_(atlas_.end),
      planner_(world_, atlas_),
      way_plans_(shared.way_plans.on(atlas_.start)) {
  const std::size_t links = world_.links.size();
  paths_.resize(links);
  yards_.resize(links * 2);
  for (std::size_t i = 0; i < links; ++i) {
    const Link& link = world_.links[i];
    const bool slots =
        link.mode == Mode::rail && link.railway.valid() && at(world_.railways, link.railway).slots;
    if (slots) paths_[i] = std::make_unique<TrainPaths>(sim_, link.id);
    if (!slots && !link.fleet.valid()) continue;
    for (const bool forward : {true, false}) {
      const Place& place = at(world_.places, forward ? link.from : link.to);
      if (!place.holding.said(atlas_.start)) continue;
      yards_[yard_index(LinkId{i}, forward)] = std::make_unique<HoldingYard>(
          sim_, place.id + " before " + link.id, round_half_away(place.holding.on(atlas_.start)));
    }
  }
  for (const Border& b : world_.borders) {
    crossings_.push_back(std::make_unique<TrainPaths>(sim_, b.id));
    own_tracks_.push_back(b.changes_gauge ? std::make_unique<TrainPaths>(sim_, b.id + " empties") : nullptr);
    homeward_.push_back(b.changes_gauge ? own_tracks_.back().get() : crossings_.back().get());
  }
  for (const Transshipment& t : world_.transshipments)
    works_.push_back(std::make_unique<TrainPaths>(sim_, t.id));
  for (const Flow& f : world_.flows) {
    loading_.push_back(std::make_unique<TrainPaths>(sim_, f.id));
    const WagonFleet* fleet = fleet_for(world_, f.cargo);
    fleet_of_flow_.push_back(fleet == nullptr ? world_.wagons.size()
                                              : static_cast<std::size_t>(fleet - world_.wagons.data()));
  }
  for (const WagonFleet& f : world_.wagons)
    wagons_.push_back(std::make_unique<engine::Resource>(sim_, f.id, 0));
  quays_.resize(world_.terminals.size());
  for (const Route& way : atlas_.ways) {
    if (way.terminal.valid()) quays_[way.terminal.n].used = true;
    for (const RailStep& step : way.rail) {
      const Link& link = at(world_.links, step.link);
      if (!link.fleet.valid()) continue;
      for (const TerminalId port : link.terminals) {
        if (port.valid()) quays_[port.n].used = true;
      }
      if (std::find(ferry_links_.begin(), ferry_links_.end(), step.link) == ferry_links_.end())
        ferry_links_.push_back(step.link);
    }
  }
  std::sort(ferry_links_.begin(), ferry_links_.end());
  for (std::size_t i = 0; i < quays_.size(); ++i) {
    if (!quays_[i].used) continue;
    const std::string& id = world_.terminals[i].id;
    quays_[i].intake = std::make_unique<TrainPaths>(sim_, id + " unloading");
    quays_[i].yard = std::make_unique<engine::Stock>(sim_, id + " yard", 0);
    quays_[i].berths = std::make_unique<engine::Resource>(sim_, id + " berths", 0);
    quays_[i].weather = std::make_unique<engine::Gate>(sim_, id + " weather", true);
  }
  pipes_.resize(links);
  tanks_.resize(links);
  ferries_.resize(links * 2);
  for (const Route& way : atlas_.ways) {
    for (const RailStep& step : way.rail) {
      const Link& link = at(world_.links, step.link);
      if (link.is_pipeline() && way.terminal.valid()) quays_[way.terminal.n].by_pipe = true;
      if (link.is_pipeline() && !pipes_[step.link.n])
        pipes_[step.link.n] = std::make_unique<Pipe>(sim_, link.id, kilotonnes(link.fill_kt));
      if (!link.tanks_kt.empty() && !tanks_[step.link.n])
        tanks_[step.link.n] = std::make_unique<engine::Stock>(sim_, link.id + " tanks", 0);
    }
  }
  ships_out_.resize(world_.fleets.size());
  for (const Fleet& f : world_.fleets) winds_.push_back(std::make_unique<engine::Gate>(sim_, f.id, true));
  waits_.resize(atlas_.names.size());
  returns_.resize(atlas_.ways.size());
  offered_.resize(links);
  ledger_.routes = atlas_.names;
  ledger_.links.resize(links);
  const Month last = month_of(world_.measure.to), first = month_of(world_.measure.from);
  ledger_.borders.assign(world_.borders.size(),
                         std::vector<BorderUse>(static_cast<std::size_t>(last.number - first.number) + 2));
  ledger_.terminals.resize(quays_.size());
  ledger_.fleets.resize(wagons_.size());
  const auto months =
      static_cast<std::size_t>(month_of(world_.measure.to).number - month_of(from_).number + 1);
  ledger_.terminal_months.assign(quays_.size(), std::vector<TerminalMonth>(months));
  ledger_.fleet_months.resize(wagons_.size());
  wagon_seconds_.resize(wagons_.size());
  ledger_.work = no_work(world_);
}

Ledger Run::go() {
  offered_until_ = world_.measure.from;
  set_capacities(atlas_.start);
  sim_.spawn(capacities(), 20);
  sim_.spawn(months(), 10);
  sim_.spawn_at(from_, warm_up_end(), 30);
  sim_.spawn_at(from_, month_ends(), 40);
  sim_.spawn(look_at_piles());
  for (std::size_t i = 0; i < world_.fleets.size(); ++i) {
    const Fleet& f = world_.fleets[i];
    if (!f.weather_days_year.empty())
      sim_.spawn(weather(*winds_[i], f.weather_days_year, f.weather_season,
                         Stream{seed_, replication_, f.id, "wind"}));
  }
  if (!ferry_links_.empty()) sim_.spawn(look_at_ferries());
  for (std::size_t i = 0; i < quays_.size(); ++i) {
    if (!quays_[i].used) continue;
    const Terminal& t = world_.terminals[i];
    sim_.spawn(weather(*quays_[i].weather, t.weather_days_year, t.weather_season,
                       Stream{seed_, replication_, t.id, "weather"}));
    sim_.spawn(other_ships(TerminalId{i}));
  }
  sim_.run_until(to_);
  return finish();
}

// ---- lots ----

LotIndex Run::new_lot() {
  if (free_lots_.empty()) return lots_.add();
  const LotIndex i = free_lots_.back();
  free_lots_.pop_back();
  lots_[i] = Lot{};
  return i;
}

/// Takes `part` off a lot as a lot of its own, with its share of the money so far; the rest keeps what
/// rounding leaves.
LotIndex Run::split(LotIndex i, Mass part) {
  const LotIndex j = new_lot();
  Lot &whole = lots_[i], &piece = lots_[j];
  piece = whole;
  const double share = static_cast<double>(part.n) / static_cast<double>(whole.row.mass.n);
  piece.row.mass = part;
  piece.row.co2_kg = round_half_away(static_cast<double>(whole.row.co2_kg) * share);
  for (std::size_t k = 0; k < kItems; ++k) {
    piece.row.money[k] = Money{round_half_away(static_cast<double>(whole.row.money[k].n) * share)};
    whole.row.money[k] -= piece.row.money[k];
  }
  whole.row.mass -= part;
  whole.row.co2_kg -= piece.row.co2_kg;
  return j;
}

void Run::label(LotIndex i, const Alternative& to) {
  Lot& lot = lots_[i];
  lot.choice = to;
  lot.row.pool = to.pool;
  lot.row.bound = to.bound;
  lot.row.route = atlas_.name_of[to.way];
  lot.row.way = to.way;
  lot.row.co2_kg = round_half_away(to.co2_kg_t * in_tonnes(lot.row.mass));
}

void Run::redirect(LotIndex i, const Alternative& to) {
  book(i, -lots_[i].row.mass.n);
  label(i, to);
  lots_[i].row.turned = true;
  book(i, lots_[i].row.mass.n);
}

void Run::end_lot(LotIndex i, Fate fate) {
  Lot& lot = lots_[i];
  lot.ended = true;
  lot.row.fate = fate;
  lot.row.ended = sim_.now();
  ledger_.balance.by_fate[static_cast<std::size_t>(fate)] += lot.row.mass;
  for (const Money m : lot.row.money) ledger_.balance.on_lots += m;
  if (in_window(sim_.now())) ledger_.lots.push_back(lot.row);
  free_lots_.push_back(i);
}

/// Counts a lot as refused, once in its life, with the rule that decided.
void Run::refuse(LotIndex i, const Ruling& why) {
  Lot& lot = lots_[i];
  if (lot.refused) return;
  lot.refused = true;
  if (!in_window(sim_.now())) return;
  ledger_.refusals.push_back({lot.row.flow, lot.row.pool, lot.row.route, atlas_.laws.rule_names()[why.rule],
                              month_of(sim_.now()), lot.row.mass});
}

// ---- money and time ----

void Run::post_money(LotIndex i, Item item, Payee payee, Money money) {
  lots_[i].row.money[static_cast<std::size_t>(item)] += money;
  ledger_.balance.posted += money;
  if (in_window(sim_.now())) ledger_.paid[static_cast<std::size_t>(payee)] += money;
}

void Run::post(LotIndex i, Item item, Payee payee, double usd_per_t) {
  if (usd_per_t == 0) return;
  post_money(i, item, payee, charge(usd_per_t, lots_[i].row.mass));
}

Stream Run::stream_of(LotIndex i, std::string_view purpose) const {
  return Stream{seed_, replication_, engine::stream_key(lots_[i].key, engine::stream_key(purpose, ""))};
}

double Run::hours(const scenario::Distribution& law, Stream& stream) {
  using Shape = scenario::Distribution::Shape;
  const double u = stream.uniform();
  switch (law.shape) {
    case Shape::constant:
      return law.p[0];
    case Shape::uniform:
      return engine::quantile::uniform(u, law.p[0], law.p[1]);
    case Shape::triangular:
      return engine::quantile::triangular(u, law.p[0], law.p[1], law.p[2]);
    case Shape::lognormal:
      return engine::quantile::lognormal(u, law.p[0], law.p[1]);
    case Shape::empirical:
      return engine::quantile::empirical(u, law.samples);
  }
  return 0;
}

/// A loaded train enters a trunk: counted at once on all trunk links up to the next ferry.
void Run::count_use(LotIndex i, bool loaded) {
  if (!in_window(sim_.now()) || !loaded) return;
  bool counting = !lots_[i].over.valid();
  for (const RailStep& step : way(i).rail) {
    if (at(world_.links, step.link).fleet.valid()) {
      if (counting) return;
      counting = step.link == lots_[i].over;
      continue;
    }
    if (!counting || paths_[step.link.n]) continue;  // sections are counted one by one
    LinkUse& use = ledger_.links[step.link.n];
    ++use.trains[step.forward ? 0 : 1];
    use.mass[step.forward ? 0 : 1] += lots_[i].row.mass;
  }
}

/// A loaded train begins to be unloaded, for which it has waited since then.
void Run::note_unloading(TerminalId terminal, ModelTime since) {
  if (!in_window(sim_.now())) return;
  const int number = month_of(sim_.now()).number - month_of(from_).number;
  TerminalMonth& month = at(ledger_.terminal_months, terminal)[static_cast<std::size_t>(number)];
  ++month.trains;
  month.standing_seconds += (sim_.now() - since).count();
}

/// A loaded train sets out: the work of the railways on its whole way.
void Run::count_work(LotIndex i) {
  if (!in_window(sim_.now())) return;
  add_work(world_, ledger_.work, month_of(sim_.now()), shared_.way_plans.work(lots_[i].choice.way),
           in_tonnes(lots_[i].row.mass));
}

// ---- the end ----

/// Yards that are full of trains which all wait for full yards: nothing will move there again.
void Run::find_gridlock() {
  std::vector<std::vector<std::uint32_t>> wants(yards_.size());
  lots_.each([&](const Lot& lot) {
    if (!lot.ended && lot.yard != kNoYard && lot.wants != kNoYard) wants[lot.yard].push_back(lot.wants);
  });
  const auto stuck = [&](std::size_t y) {
    return yards_[y] && yards_[y]->free() <= 0 && std::ssize(wants[y]) >= yards_[y]->taken();
  };
  for (std::uint32_t start = 0; start < wants.size(); ++start) {
    if (!stuck(start)) continue;
    std::string cycle = yards_[start]->name();
    std::uint32_t y = wants[start].front();
    for (std::size_t steps = 0; steps < wants.size() && stuck(y); ++steps) {
      if (y == start) {
        ledger_.findings.push_back("gridlock: " + cycle);
        return;
      }
      cycle += " -> " + yards_[y]->name();
      y = wants[y].front();
    }
  }
}

/// [PoolId][bound]: what has been sold and is not delivered. At a quay that is what is booked and promised,
/// not what the lots there were meant for: a ship takes what lies there.
std::vector<std::array<Mass, 2>> Run::sold_ahead() const {
  std::vector<std::array<Mass, 2>> sold(world_.pools.size());
  const auto add = [&](PoolId pool, bool bound, std::int64_t kg) { sold[pool.n][bound ? 1 : 0] += Mass{kg}; };
  lots_.each([&](const Lot& lot) {
    const bool sails = atlas_.ways[lot.choice.way].terminal.valid() && lot.row.handled == ModelTime{};
    if (!lot.ended && !sails) add(lot.row.pool, lot.row.bound, lot.row.mass.n);
  });
  for (const Quay& quay : quays_) {
    for (const auto& pile : quay.piles) {
      for (const Pile::Outstanding& o : pile->outstanding) add(o.to.pool, o.to.bound, o.kg + o.promised);
    }
  }
  return sold;
}

Ledger Run::finish() {
  find_gridlock();
  ledger_.carried_out = sold_ahead();
  close_month(to_);
  lots_.each([&](const Lot& lot) {
    // A window that ends within a month leaves lots of that month's plan that were never released.
    if (lot.ended || lot.row.mass.n == 0 || lot.row.released == ModelTime{}) return;
    ledger_.balance.by_fate[static_cast<std::size_t>(lot.row.fate)] += lot.row.mass;
    for (const Money m : lot.row.money) ledger_.balance.on_lots += m;
    ledger_.lots.push_back(lot.row);
    ledger_.lots.back().ended = to_;
  });
  set_capacities(atlas_.end);  // closes the account of paths offered
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    LinkUse& use = ledger_.links[i];
    for (std::size_t d = 0; d < 2; ++d) {
      if (offered_[i][d] <= 0) continue;
      const double used = static_cast<double>(use.trains[d] + use.empties[d]) / offered_[i][d];
      use.used_share = std::max(use.used_share, used);
    }
    const std::int64_t both = use.trains[0] + use.trains[1] + use.empties[0] + use.empties[1];
    if (offered_[i][2] > 0)
      use.used_share = std::max(use.used_share, static_cast<double>(both) / offered_[i][2]);
  }
  for (std::size_t i = 0; i < quays_.size(); ++i) {
    if (!quays_[i].used) continue;
    TerminalUse& use = ledger_.terminals[i];
    const engine::TimeWeighted& level = quays_[i].yard->level_over_time();
    use.stock_end = Mass{level.value()};
    use.stock_peak = Mass{level.greatest()};
    use.mean_stock_t = level.mean(to_) / 1000.0;
    if (use.out.n > 0) use.mean_dwell_days /= in_tonnes(use.out);
  }
  for (std::size_t i = 0; i < wagons_.size(); ++i) {
    ledger_.fleets[i] = {wagons_[i]->use_over_time().mean(to_), wagons_[i]->use_over_time().greatest(),
                         wagons_[i]->waits().mean() / 3600.0};
  }
  ledger_.events = sim_.events_run();
  return std::move(ledger_);
}

}  // namespace corridor::model
