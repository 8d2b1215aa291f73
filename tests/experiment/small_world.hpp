#pragma once
/// @file small_world.hpp  A world and ledgers small enough to add up by hand: one mine, two buyers, two ways.
/// The mine sells rock (and slate, of which nothing moves) to the mills (market MM, group far, by ship over
/// the quay) and to the kiln (market KK, overland; group near until June 2025, then joint).

#include "sim/model/ledger.hpp"
#include "sim/model/world.hpp"

namespace corridor::test {

using namespace corridor::model;

inline Day day(std::string_view iso) { return *parse_day(iso); }
inline ModelTime noon(std::string_view iso) { return ModelTime{day(iso)} + std::chrono::hours{12}; }
inline Month month(std::string_view iso) { return month_of(day(std::string{iso} + "-01")); }

inline constexpr FlowId kMine{std::size_t{0}};
inline constexpr PoolId kMills{std::size_t{0}}, kKiln{std::size_t{1}};
inline constexpr RouteId kQuay{std::size_t{0}}, kGate{std::size_t{1}};

inline World small_world() {
  World w;
  w.measure = {day("2025-05-01"), day("2025-07-31")};
  w.commodities = {{"rock", "Rock", {}}, {"slate", "Slate", {}}};
  w.places = {{"pit", "Pit", "XA", "mine", 0, 0, {}, {}}, {"port", "Port", "XB", "port", 0, 0, {}, {}}};
  Link line;
  line.id = "pit--port";
  line.from = PlaceId{std::size_t{0}};
  line.to = PlaceId{std::size_t{1}};
  w.links = {line};
  Border gate;
  gate.id = "gate";
  gate.link = LinkId{std::size_t{0}};
  gate.nominal_trains = Steps<double>{8.0};
  gate.trains = Steps<double>{6.0};
  w.borders = {gate};
  Terminal quay;
  quay.id = "quay";
  quay.port = PlaceId{std::size_t{1}};
  w.terminals = {quay};
  WagonFleet open;
  open.id = "open";
  w.wagons = {open};
  w.series = {{"rock-price", {{kBeginning, 100, {}}}}};
  Pool mills;
  mills.id = "mills";
  mills.price = SeriesId{std::size_t{0}};
  mills.market = "MM";
  mills.market_group = {{day("2024-01-01"), "far"}};
  mills.cargo = CommodityId{std::size_t{0}};
  mills.declared_share = Steps<double>{0.5};
  Pool kiln = mills;
  kiln.id = "kiln";
  kiln.market = "KK";
  kiln.market_group = {{day("2024-01-01"), "near"}, {day("2025-06-01"), "joint"}};
  kiln.declared_share = {};
  w.pools = {mills, kiln};
  Flow mine;
  mine.id = "mine";
  mine.cargo = CommodityId{std::size_t{0}};
  mine.mine_cost_per_t.steps = {{kBeginning, 10, {}}};
  Flow slate = mine;
  slate.id = "slate-mine";
  slate.cargo = CommodityId{std::size_t{1}};
  w.flows = {mine, slate};
  return w;
}

inline LotRow lot(PoolId pool, RouteId route, Fate fate, double mass_t, std::string_view released,
                  std::string_view handled, std::string_view ended) {
  LotRow row;
  row.flow = kMine;
  row.pool = pool;
  row.route = route;
  row.fate = fate;
  row.mass = tonnes(mass_t);
  row.released = noon(released);
  if (!handled.empty()) row.handled = noon(handled);
  row.ended = noon(ended);
  row.seconds[static_cast<std::size_t>(Stage::loading)] = 43200;
  row.seconds[static_cast<std::size_t>(Stage::moving)] =
      static_cast<std::int32_t>((row.ended - row.released).count() - 43200);
  return row;
}
inline Money& money(LotRow& row, Item item) { return row.money[static_cast<std::size_t>(item)]; }

/// Three months of the small world:
///   A  1000 t to the mills by the quay, April 20 to May 20 (30 days), over the quay on May 10: 20 USD/t
///   rail, 10 sea B  3000 t to the mills by the quay, May 10 to June 19 (40 days), over the quay on June 4:
///   22 rail, 10 sea, bound C  1000 t to the kiln by the gate, May 31 to June 10 (10 days): 8 rail D   500 t
///   to the mills stranded on July 1 E   700 t to the mills, over the quay on July 20, on its way at the end
///   F   200 t to the mills sold elsewhere on July 2
inline Ledger small_ledger() {
  Ledger l;
  l.routes = {{"quay", "port"}, {"gate", "gate-place"}};
  LotRow a = lot(kMills, kQuay, Fate::delivered, 1000, "2025-04-20", "2025-05-10", "2025-05-20");
  money(a, Item::rail) = usd(20000);
  money(a, Item::sea) = usd(10000);
  a.co2_kg = 30000;
  LotRow b = lot(kMills, kQuay, Fate::delivered, 3000, "2025-05-10", "2025-06-04", "2025-06-19");
  money(b, Item::rail) = usd(66000);
  money(b, Item::sea) = usd(30000);
  b.co2_kg = 90000;
  b.bound = true;
  LotRow c = lot(kKiln, kGate, Fate::delivered, 1000, "2025-05-31", "", "2025-06-10");
  money(c, Item::rail) = usd(8000);
  c.co2_kg = 5000;
  LotRow d = lot(kMills, kQuay, Fate::stranded, 500, "2025-06-01", "", "2025-07-01");
  money(d, Item::rail) = usd(1000);
  const LotRow e = lot(kMills, kQuay, Fate::under_way, 700, "2025-07-01", "2025-07-20", "2025-08-01");
  const LotRow f = lot(kMills, kQuay, Fate::sold_elsewhere, 200, "2025-06-01", "", "2025-07-02");
  l.lots = {a, b, c, d, e, f};
  l.refusals = {{kMine, kMills, kQuay, "BAN-1", month("2025-06"), tonnes(400)},
                {kMine, kMills, kQuay, "BAN-2", month("2025-06"), tonnes(100)},
                {kMine, kKiln, kGate, "BAN-1", month("2025-07"), tonnes(50)}};
  l.unsold = {{kMine, UnsoldReason::no_capacity, month("2025-05"), tonnes(60)},
              {kMine, UnsoldReason::by_choice, month("2025-05"), tonnes(40)}};
  l.bookings = {{kMine, kMills, kQuay, 0, month("2025-05"), true, false, tonnes(3500), 50, 90, 40, 35},
                {kMine, kMills, kQuay, 0, month("2025-05"), false, false, tonnes(1500), 30, 80, 50, 35},
                {kMine, kKiln, kGate, 0, month("2025-06"), false, false, tonnes(1000), 12, 20, 8, 9}};
  l.links.resize(1);
  l.links[0].trains = {184, 1};
  l.links[0].empties = {1, 180};
  l.links[0].mass = {tonnes(5000), tonnes(10)};
  l.links[0].wait_seconds = {184 * 3600, 7200};
  l.links[0].used_share = 0.25;
  l.terminals.resize(1);
  l.terminals[0].in = tonnes(4700);
  l.terminals[0].out = tonnes(4000);
  l.terminals[0].trains = 3;
  l.terminals[0].ships = 2;
  l.terminals[0].berth_seconds = 7200;
  l.fleets = {{1200.5, 1500, 2.0}};
  l.paid[static_cast<std::size_t>(Payee::home_railway)] = usd(95000);
  l.paid[static_cast<std::size_t>(Payee::ship_owner)] = usd(40000);
  l.balance.released = tonnes(6400);
  l.balance.by_fate[static_cast<std::size_t>(Fate::delivered)] = tonnes(5000);
  l.balance.by_fate[static_cast<std::size_t>(Fate::stranded)] = tonnes(500);
  l.balance.by_fate[static_cast<std::size_t>(Fate::under_way)] = tonnes(700);
  l.balance.by_fate[static_cast<std::size_t>(Fate::sold_elsewhere)] = tonnes(200);
  return l;
}

}  // namespace corridor::test
