#pragma once
/// @file routes_search.hpp  Private to routes: the WayGraph unfolded into states, so that costs that depend
/// on what came before become costs of arcs. A state is (point of the WayGraph, railway used last, stage of
/// the sea journey, which of the must-pass are done). One unfolding serves all ports that no tariff tells
/// apart.

#include <array>
#include <cstdint>
#include <vector>

#include "sim/model/routes.hpp"

namespace corridor::model::routes {

/// Ports (and overland destinations) that tariffs treat alike: the last loading port of a way, or where it
/// has none its destination, picks the tariffs.
struct PortClass {
  std::vector<const Tariff*> named_by;  ///< tariffs that name these places
  std::vector<PlaceId> places;
};
/// Every place belongs to one class.
std::vector<PortClass> port_classes(const World& world);

/// What is charged once a way, at its end: the wagons' days at both ends, loading and unloading.
WayCost terminal_part(const World& world, CommodityId cargo, Day day);
/// The fixed part of a railway's tariff towards a port, USD/t; 0 where there is none.
double fixed_part(const World& world, RailwayId railway, CommodityId cargo, PlaceId port, Day day);
/// The railway on whose tariff a link runs; none: no rail.
RailwayId railway_of(const World& world, const WayArc& arc);

class Unfolding {
 public:
  /// @cost O(states): (places x railways that reach them) x 2^must-pass
  Unfolding(const World& world, const WayGraph& ways, const RouteQuestion& question, const PortClass& ports);

  const graph::ArcGraph& graph() const { return *graph_; }
  std::uint32_t source() const { return 0; }
  std::uint32_t sink() const { return 1; }
  /// The arc of the WayGraph that a search arc stands for; kNoArc for the last step into the sink.
  std::uint32_t way_arc(std::uint32_t arc) const { return way_arc_[arc]; }
  /// Arcs of the WayGraph along a path of the search graph.
  std::vector<std::uint32_t> way_of(std::span<const std::uint32_t> path) const;
  /// Cost of every search arc; infinity where `closed[way arc]`.
  std::vector<double> generalized(const std::vector<bool>& closed, double value_of_time) const;
  std::vector<std::array<double, 3>> three_costs(const std::vector<bool>& closed) const;

 private:
  std::unique_ptr<graph::ArcGraph> graph_;
  std::vector<std::uint32_t> way_arc_;
  std::vector<WayCost> cost_;
};

}  // namespace corridor::model::routes
