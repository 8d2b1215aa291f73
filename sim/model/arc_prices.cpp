#include "sim/model/arc_prices.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

double& item(WayCost& cost, Item i) { return cost.usd_t[static_cast<std::size_t>(i)]; }

}  // namespace

PriceList::PriceList(const World& world, CommodityId cargo, Day day, PlaceId port)
    : world_(world),
      cargo_(cargo),
      day_(day),
      port_(port),
      wagons_(fleet_for(world, cargo)),
      rails_(world.railways.size()) {
  if (wagons_ != nullptr) rent_usd_day_ = world.usd_on(wagons_->rent_per_day, day);
}

const PriceList::Rail& PriceList::rail(RailwayId railway) {
  std::optional<Rail>& known = at(rails_, railway);
  if (!known) {
    known.emplace();
    if (const Tariff* tariff = tariff_for(world_, railway, cargo_, port_)) {
      *known = {world_.usd_on(tariff->rate_per_t_km, day_), world_.usd_on(tariff->fixed_per_t, day_),
                tariff->risk_usd_t.on(day_), true};
    }
  }
  return *known;
}

WayCost PriceList::terminals() const {
  WayCost cost;
  if (wagons_ == nullptr) return cost;
  item(cost, Item::wagons) = rent_usd_day_ * wagons_->terminal_days / wagons_->payload_t;
  cost.hours = wagons_->load_h.mean() + wagons_->unload_h.mean();
  return cost;
}

/// What the ports of a ferry add. Wagons that roll on are hired over the water too; goods that are lifted
/// over need wagons anew at the other shore.
void PriceList::add_ferry(const Link& link, WayCost& cost) const {
  const Fleet& ships = at(world_.fleets, link.fleet);
  cost.hours += ships.load_h.mean() + ships.discharge_h.mean();
  bool dry = false;
  for (const TerminalId port : link.terminals) {
    if (!port.valid()) continue;
    dry = true;
    item(cost, Item::handling) += world_.usd_on(at(world_.terminals, port).handling_per_t, day_);
  }
  if (wagons_ == nullptr) return;
  double days = 0;
  if (ships.rolls_on()) {
    days = 2.0 * cost.hours / 24.0;
  } else if (dry) {
    cost.hours += wagons_->unload_h.mean() + wagons_->load_h.mean();
    days = wagons_->terminal_days;
  }
  item(cost, Item::wagons) += rent_usd_day_ * days / wagons_->payload_t;
}

WayCost PriceList::travel(const WayArc& arc) {
  const Link& link = at(world_.links, arc.link);
  WayCost cost;
  cost.hours = free_flow_hours(world_, arc.link, day_);
  const double sd = world_.terms.travel_cv * cost.hours;
  cost.variance_h2 = sd * sd;
  double co2_g_t_km = link.co2_g_t_km.on(day_);
  if (link.mode == Mode::sea || link.fleet.valid()) {
    item(cost, Item::sea) = world_.usd_on(link.freight_per_t, day_);
  } else if (link.mode == Mode::rail && link.railway.valid()) {
    const Railway& railway = at(world_.railways, link.railway);
    if (const Rail& asked = rail(link.railway); asked.said)
      item(cost, Item::rail) = asked.rate_usd_t_km * link.km;
    // The empties come back the same way in the same time.
    if (wagons_ != nullptr)
      item(cost, Item::wagons) = rent_usd_day_ * 2.0 * cost.hours / 24.0 / wagons_->payload_t;
    if (!link.co2_g_t_km.said(day_)) {
      co2_g_t_km = link.electrified.on(day_) ? railway.co2_electric_g_t_km : railway.co2_diesel_g_t_km;
    }
  } else {
    item(cost, Item::rail) = world_.usd_on(link.freight_per_t, day_);
  }
  if (link.fleet.valid()) add_ferry(link, cost);
  cost.co2_kg_t = co2_g_t_km * link.km / 1000.0;
  if (link.border.valid()) {
    item(cost, Item::border) = world_.border_usd_t(link.border, cargo_, day_);
    const double hours = world_.border_hours(link.border, cargo_, arc.forward);
    cost.hours += hours;
    cost.variance_h2 += 0.1 * hours * hours;  // a triangular law of formalities: sd about a third of the mean
  }
  return cost;
}

WayCost PriceList::of(const WayArc& arc) {
  if (arc.kind == WayArc::Kind::travel) return travel(arc);
  WayCost cost;
  if (arc.kind == WayArc::Kind::load) {
    const Terminal& t = at(world_.terminals, arc.terminal);
    item(cost, Item::handling) = world_.usd_on(t.handling_per_t, day_);
    // In the yard a lot waits on average for half a cargo to gather and for the ship's loading.
    const double lot = t.lot_t.on(day_, 60000.0), room = t.room_kt_month.on(day_) * 1000.0;
    const double gather_h = room > 0 ? 0.5 * lot / room * 730.0 : 0.0;
    cost.hours = gather_h + lot / t.rate_t_h.on(day_, 1000.0);
    cost.variance_h2 = gather_h * gather_h / 3.0;
  } else if (const VesselTerms* vessels = vessels_for(world_, cargo_)) {
    cost.hours = vessels->discharge_h.mean();
  }
  return cost;
}

WayCost ArcPrices::way(const std::vector<std::uint32_t>& arcs) {
  PlaceId port;
  for (const std::uint32_t a : arcs) {
    if (ways_.arc(a).kind == WayArc::Kind::load) port = ways_.arc(a).tail;
  }
  if (!port.valid() && !arcs.empty()) port = ways_.arc(arcs.back()).head;
  const auto begun = by_port_.find(port);
  auto& [list, prices] =
      begun != by_port_.end()
          ? begun->second
          : by_port_.emplace(port, ByPort{PriceList{world_, cargo_, day_, port}, {}}).first->second;
  prices.resize(ways_.arcs());
  WayCost cost;
  double risk = 0;  // the worst of all railways on the way: one refusal stops the goods
  RailwayId last;
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways_.arc(a);
    if (!prices[a]) prices[a] = list.of(arc);
    cost += *prices[a];
    if (arc.kind != WayArc::Kind::travel) continue;
    const Link& link = at(world_.links, arc.link);
    if (link.mode == Mode::rail && link.railway.valid() && link.railway != last) {
      last = link.railway;
      const PriceList::Rail& asked = list.rail(last);
      item(cost, Item::rail) += asked.fixed_usd_t;
      risk = std::max(risk, asked.risk_usd_t);
    }
  }
  cost.risk_usd_t = risk;
  if (last.valid()) cost += list.terminals();
  return cost;
}

WayCost arc_cost(const World& world, const WayArc& arc, CommodityId cargo, Day day, PlaceId port) {
  return PriceList{world, cargo, day, port}.of(arc);
}

WayCost way_cost(const World& world, const WayGraph& ways, const std::vector<std::uint32_t>& arcs,
                 CommodityId cargo, Day day) {
  return ArcPrices{world, ways, cargo, day}.way(arcs);
}

}  // namespace corridor::model
