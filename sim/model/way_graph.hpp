#pragma once
/// @file way_graph.hpp  The network as a graph for searches, and what one arc costs a tonne on a day.
/// States are places on land and places at sea; arcs are links in either direction, loading at a terminal
/// (land to sea) and discharge (sea to land). Costs are free-flow: queues are the simulation's business.

#include <array>
#include <cstdint>
#include <vector>

#include "network/graph/search.hpp"
#include "sim/model/ledger.hpp"
#include "sim/model/world.hpp"

namespace corridor::model {

struct WayArc {
  enum class Kind : std::uint8_t { travel, load, discharge };
  Kind kind = Kind::travel;
  LinkId link;          ///< travel
  bool forward = true;  ///< travel: from -> to
  TerminalId terminal;  ///< load; discharge where the place has an import terminal
  PlaceId tail, head;
};

/// What an arc, or a whole way, costs one tonne. Money in USD/t, time in hours.
struct WayCost {
  std::array<double, kItems> usd_t{};
  double hours = 0, variance_h2 = 0, co2_kg_t = 0;
  double risk_usd_t = 0;  ///< what the owner would pay to avoid it; of whole ways only, never cash
  double total_usd_t() const {
    double sum = 0;
    for (const double x : usd_t) sum += x;
    return sum;
  }
  WayCost& operator+=(const WayCost& o) {
    for (std::size_t i = 0; i < kItems; ++i) usd_t[i] += o.usd_t[i];
    hours += o.hours;
    variance_h2 += o.variance_h2;
    co2_kg_t += o.co2_kg_t;
    risk_usd_t += o.risk_usd_t;
    return *this;
  }
};

class WayGraph {
 public:
  explicit WayGraph(const World& world);
  const graph::ArcGraph& graph() const { return graph_; }
  const WayArc& arc(std::uint32_t i) const { return arcs_[i]; }
  std::size_t arcs() const { return arcs_.size(); }
  const std::vector<std::uint32_t>& loads() const { return loads_; }  ///< arcs that load ships
  const std::vector<std::uint32_t>& passages_from(PlaceId port) const { return passages_[port.n]; }
  static std::uint32_t on_land(PlaceId p) { return p.n * 2; }
  static std::uint32_t at_sea(PlaceId p) { return p.n * 2 + 1; }

 private:
  std::vector<WayArc> arcs_;
  graph::ArcGraph graph_;
  std::vector<std::uint32_t> loads_;
  std::vector<std::vector<std::uint32_t>> passages_;  ///< [place], sea arcs that leave it
};

/// Whether goods of this kind can use the arc on that day: open, not closed, handled there.
bool is_open(const World& world, const WayArc& arc, CommodityId cargo, Day day);
/// Cost of an open arc, as by arc_prices.hpp, which asks less for many arcs.
WayCost arc_cost(const World& world, const WayArc& arc, CommodityId cargo, Day day, PlaceId port = {});
/// Cost of a whole way: its arcs, the fixed part of each railway's tariff once, the wagons' terminal time;
/// the greatest risk of its railways.
WayCost way_cost(const World& world, const WayGraph& ways, const std::vector<std::uint32_t>& arcs,
                 CommodityId cargo, Day day);
/// Hours of free flow over a rail or sea link, mean.
double free_flow_hours(const World& world, LinkId link, Day day);
/// The fleet that carries a kind of goods; nullptr where none does.
const WagonFleet* fleet_for(const World& world, CommodityId cargo);
const VesselTerms* vessels_for(const World& world, CommodityId cargo);
/// The tariff of a railway for a kind of goods towards a port: the most particular one; nullptr: none said.
const Tariff* tariff_for(const World& world, RailwayId railway, CommodityId cargo, PlaceId port);

}  // namespace corridor::model
