#include "sim/model/way_graph.hpp"

#include <algorithm>

#include "sim/model/arc_prices.hpp"

namespace corridor::model {
namespace {

double& item(WayCost& cost, Item i) { return cost.usd_t[static_cast<std::size_t>(i)]; }

std::vector<WayArc> make_arcs(const World& world) {
  std::vector<WayArc> arcs;
  std::vector<bool> has_sea(world.places.size());
  for (std::size_t i = 0; i < world.links.size(); ++i) {
    const Link& l = world.links[i];
    arcs.push_back({WayArc::Kind::travel, LinkId{i}, true, {}, l.from, l.to});
    arcs.push_back({WayArc::Kind::travel, LinkId{i}, false, {}, l.to, l.from});
    if (l.mode == Mode::sea) has_sea[l.from.n] = has_sea[l.to.n] = true;
  }
  std::vector<bool> has_import(world.places.size());
  for (std::size_t i = 0; i < world.terminals.size(); ++i) {
    const Terminal& t = world.terminals[i];
    if (!has_sea[t.port.n]) continue;
    arcs.push_back({t.import_side ? WayArc::Kind::discharge : WayArc::Kind::load,
                    {},
                    true,
                    TerminalId{i},
                    t.port,
                    t.port});
    if (t.import_side) has_import[t.port.n] = true;
  }
  // Where a far port names no import terminal its quays are taken to be open to all.
  for (std::size_t p = 0; p < world.places.size(); ++p) {
    if (has_sea[p] && !has_import[p])
      arcs.push_back({WayArc::Kind::discharge, {}, true, {}, PlaceId{p}, PlaceId{p}});
  }
  return arcs;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> ends_of(const World& world,
                                                             const std::vector<WayArc>& arcs) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  ends.reserve(arcs.size());
  for (const WayArc& a : arcs) {
    switch (a.kind) {
      case WayArc::Kind::travel: {
        const Mode mode = at(world.links, a.link).mode;
        const bool wet = mode == Mode::sea;
        ends.emplace_back(wet ? WayGraph::at_sea(a.tail) : WayGraph::on_land(a.tail),
                          wet ? WayGraph::at_sea(a.head) : WayGraph::on_land(a.head));
        break;
      }
      case WayArc::Kind::load:
        ends.emplace_back(WayGraph::on_land(a.tail), WayGraph::at_sea(a.head));
        break;
      case WayArc::Kind::discharge:
        ends.emplace_back(WayGraph::at_sea(a.tail), WayGraph::on_land(a.head));
        break;
    }
  }
  return ends;
}

/// What the ports of a ferry add. Wagons that roll on are hired over the water too; goods that are lifted
/// over need wagons anew at the other shore.
void add_ferry(const World& world, const Link& link, CommodityId cargo, Day day, WayCost& cost) {
  const Fleet& ships = at(world.fleets, link.fleet);
  cost.hours += ships.load_h.mean() + ships.discharge_h.mean();
  bool dry = false;
  for (const TerminalId port : link.terminals) {
    if (!port.valid()) continue;
    dry = true;
    item(cost, Item::handling) += world.usd_on(at(world.terminals, port).handling_per_t, day);
  }
  const WagonFleet* wagons = fleet_for(world, cargo);
  if (wagons == nullptr) return;
  double days = 0;
  if (ships.rolls_on()) {
    days = 2.0 * cost.hours / 24.0;
  } else if (dry) {
    cost.hours += wagons->unload_h.mean() + wagons->load_h.mean();
    days = wagons->terminal_days;
  }
  item(cost, Item::wagons) += world.usd_on(wagons->rent_per_day, day) * days / wagons->payload_t;
}

WayCost travel_cost(const World& world, const WayArc& arc, CommodityId cargo, Day day, PlaceId port) {
  const Link& link = at(world.links, arc.link);
  WayCost cost;
  cost.hours = free_flow_hours(world, arc.link, day);
  const double sd = world.terms.travel_cv * cost.hours;
  cost.variance_h2 = sd * sd;
  double co2_g_t_km = link.co2_g_t_km.on(day);
  if (link.mode == Mode::sea || link.fleet.valid()) {
    item(cost, Item::sea) = world.usd_on(link.freight_per_t, day);
  } else if (link.mode == Mode::rail && link.railway.valid()) {
    const Railway& railway = at(world.railways, link.railway);
    if (const Tariff* tariff = tariff_for(world, link.railway, cargo, port)) {
      item(cost, Item::rail) = world.usd_on(tariff->rate_per_t_km, day) * link.km;
    }
    if (const WagonFleet* fleet = fleet_for(world, cargo)) {
      // The empties come back the same way in the same time.
      item(cost, Item::wagons) =
          world.usd_on(fleet->rent_per_day, day) * 2.0 * cost.hours / 24.0 / fleet->payload_t;
    }
    if (!link.co2_g_t_km.said(day)) {
      co2_g_t_km = link.electrified.on(day) ? railway.co2_electric_g_t_km : railway.co2_diesel_g_t_km;
    }
  } else {
    item(cost, Item::rail) = world.usd_on(link.freight_per_t, day);
  }
  if (link.fleet.valid()) add_ferry(world, link, cargo, day, cost);
  cost.co2_kg_t = co2_g_t_km * link.km / 1000.0;
  if (link.border.valid()) {
    item(cost, Item::border) = world.border_usd_t(link.border, cargo, day);
    const double hours = world.border_hours(link.border, cargo, arc.forward);
    cost.hours += hours;
    cost.variance_h2 += 0.1 * hours * hours;  // a triangular law of formalities: sd about a third of the mean
  }
  return cost;
}

}  // namespace

WayGraph::WayGraph(const World& world)
    : arcs_(make_arcs(world)),
      graph_(world.places.size() * 2, ends_of(world, arcs_)),
      passages_(world.places.size()) {
  for (std::uint32_t a = 0; a < arcs_.size(); ++a) {
    if (arcs_[a].kind == WayArc::Kind::load) loads_.push_back(a);
    const bool sea =
        arcs_[a].kind == WayArc::Kind::travel && at(world.links, arcs_[a].link).mode == Mode::sea;
    if (sea) passages_[arcs_[a].tail.n].push_back(a);
  }
}

bool is_open(const World& world, const WayArc& arc, CommodityId cargo, Day day) {
  if (at(world.places, arc.tail).closed.on(day) || at(world.places, arc.head).closed.on(day)) return false;
  const auto among = [&](const std::vector<CommodityId>& kinds) { return world.is_among(cargo, kinds); };
  if (arc.kind == WayArc::Kind::travel) {
    const Link& link = at(world.links, arc.link);
    if (link.is_pipeline() && !arc.forward) return false;  // runs one way
    // What pipelines carry goes by rail only over links that name it: it is not loaded into wagons anywhere.
    if (link.mode == Mode::rail && link.cargo.empty() && cargo.n < world.piped.size() && world.piped[cargo.n])
      return false;
    const bool ports_open = std::none_of(link.terminals.begin(), link.terminals.end(), [&](TerminalId t) {
      return t.valid() && at(world.terminals, t).closed.on(day);
    });
    // Only what comes in wagons can roll on.
    if (link.fleet.valid() && at(world.fleets, link.fleet).rolls_on() && fleet_for(world, cargo) == nullptr)
      return false;
    return ports_open && link.open_on(day) && (link.cargo.empty() || among(link.cargo));
  }
  if (!arc.terminal.valid()) return true;
  const Terminal& t = at(world.terminals, arc.terminal);
  return !t.closed.on(day) && among(t.cargo);
}

WayCost arc_cost(const World& world, const WayArc& arc, CommodityId cargo, Day day, PlaceId port) {
  if (arc.kind == WayArc::Kind::travel) return travel_cost(world, arc, cargo, day, port);
  WayCost cost;
  if (arc.kind == WayArc::Kind::load) {
    const Terminal& t = at(world.terminals, arc.terminal);
    item(cost, Item::handling) = world.usd_on(t.handling_per_t, day);
    // In the yard a lot waits on average for half a cargo to gather and for the ship's loading.
    const double lot = t.lot_t.on(day, 60000.0), room = t.room_kt_month.on(day) * 1000.0;
    const double gather_h = room > 0 ? 0.5 * lot / room * 730.0 : 0.0;
    cost.hours = gather_h + lot / t.rate_t_h.on(day, 1000.0);
    cost.variance_h2 = gather_h * gather_h / 3.0;
  } else if (const VesselTerms* vessels = vessels_for(world, cargo)) {
    cost.hours = vessels->discharge_h.mean();
  }
  return cost;
}

namespace {

/// `price(arc, port)` is arc_cost() for these goods on that day.
template <class Price>
WayCost cost_along(const World& world, const WayGraph& ways, const std::vector<std::uint32_t>& arcs,
                   CommodityId cargo, Day day, Price price) {
  PlaceId port;
  for (const std::uint32_t a : arcs) {
    if (ways.arc(a).kind == WayArc::Kind::load) port = ways.arc(a).tail;
  }
  if (!port.valid() && !arcs.empty()) port = ways.arc(arcs.back()).head;
  WayCost cost;
  double risk = 0;  // the worst of all railways on the way: one refusal stops the goods
  RailwayId last;
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways.arc(a);
    cost += price(a, port);
    if (arc.kind != WayArc::Kind::travel) continue;
    const Link& link = at(world.links, arc.link);
    if (link.mode == Mode::rail && link.railway.valid() && link.railway != last) {
      last = link.railway;
      if (const Tariff* tariff = tariff_for(world, last, cargo, port)) {
        item(cost, Item::rail) += world.usd_on(tariff->fixed_per_t, day);
        risk = std::max(risk, tariff->risk_usd_t.on(day));
      }
    }
  }
  cost.risk_usd_t = risk;
  if (last.valid()) {
    if (const WagonFleet* fleet = fleet_for(world, cargo)) {
      item(cost, Item::wagons) +=
          world.usd_on(fleet->rent_per_day, day) * fleet->terminal_days / fleet->payload_t;
      cost.hours += fleet->load_h.mean() + fleet->unload_h.mean();
    }
  }
  return cost;
}

}  // namespace

WayCost way_cost(const World& world, const WayGraph& ways, const std::vector<std::uint32_t>& arcs,
                 CommodityId cargo, Day day) {
  return cost_along(world, ways, arcs, cargo, day, [&](std::uint32_t a, PlaceId port) {
    return arc_cost(world, ways.arc(a), cargo, day, port);
  });
}

WayCost ArcPrices::way(const std::vector<std::uint32_t>& arcs) {
  return cost_along(world_, ways_, arcs, cargo_, day_, [&](std::uint32_t a, PlaceId port) {
    std::vector<std::optional<WayCost>>& prices = by_port_[port.n];
    if (prices.empty()) prices.resize(ways_.arcs());
    if (!prices[a]) prices[a] = arc_cost(world_, ways_.arc(a), cargo_, day_, port);
    return *prices[a];
  });
}

double free_flow_hours(const World& world, LinkId id, Day day) {
  const Link& link = at(world.links, id);
  if (link.has_time) return link.time_h.mean();
  if (link.is_pipeline()) {
    const double t_day = link.capacity_mt_year.on(day) * 1e6 / 365.0;
    return t_day > 0 ? link.fill_kt * 1000.0 / t_day * 24.0 : 0.0;
  }
  if (link.mode == Mode::rail && link.railway.valid()) {
    const Railway& railway = at(world.railways, link.railway);
    const double speed =
        link.speed_km_h.said(day) ? link.speed_km_h.on(day) : railway.speed_km_h.on(day, 38.0);
    return link.km / speed + railway.stops_h_per_1000_km * link.km / 1000.0;
  }
  return link.km / link.speed_km_h.on(day, 22.0);  // 12 knots
}

const WagonFleet* fleet_for(const World& world, CommodityId cargo) {
  for (const WagonFleet& fleet : world.wagons) {
    for (const CommodityId carried : fleet.cargo) {
      if (world.is_kind_of(cargo, carried)) return &fleet;
    }
  }
  return nullptr;
}

const VesselTerms* vessels_for(const World& world, CommodityId cargo) {
  for (const VesselTerms& vessels : world.vessels) {
    for (const CommodityId carried : vessels.cargo) {
      if (world.is_kind_of(cargo, carried)) return &vessels;
    }
  }
  return nullptr;
}

const Tariff* tariff_for(const World& world, RailwayId railway, CommodityId cargo, PlaceId port) {
  // The most particular wins: one for this port over one for all, then the narrower kind of goods.
  const Tariff* best = nullptr;
  for (const Tariff& t : std::ranges::equal_range(world.tariffs, railway, {}, &Tariff::railway)) {
    if (!world.is_kind_of(cargo, t.cargo)) continue;
    const bool for_port = std::find(t.for_ports.begin(), t.for_ports.end(), port) != t.for_ports.end();
    if (!t.for_ports.empty() && !for_port) continue;
    const bool better = best == nullptr || (for_port && best->for_ports.empty()) ||
                        (for_port == !best->for_ports.empty() && world.is_kind_of(t.cargo, best->cargo));
    if (better) best = &t;
  }
  return best;
}

}  // namespace corridor::model
