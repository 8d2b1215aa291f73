#include "sim/model/way_graph.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

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
