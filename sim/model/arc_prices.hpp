#pragma once
/// @file arc_prices.hpp  What arcs and ways cost a tonne of one kind of goods on one day. What is asked of
/// each railway and of the wagons is looked up once, and each arc is priced once, for each port that goods go
/// by.

#include <map>
#include <optional>
#include <vector>

#include "sim/model/way_graph.hpp"

namespace corridor::model {

/// What is asked of goods by one port, which picks the tariffs that hold only for it; none: of all others.
class PriceList {
 public:
  PriceList(const World& world, CommodityId cargo, Day day, PlaceId port = {});

  /// Of an open arc.
  WayCost of(const WayArc& arc);

  struct Rail {
    double rate_usd_t_km = 0, fixed_usd_t = 0;
    double risk_usd_t = 0;  ///< that owners see in the railway
    bool said = false;      ///< there is a tariff
  };
  const Rail& rail(RailwayId railway);
  /// The wagons' days at both ends, loading and unloading: charged once a way.
  WayCost terminals() const;

 private:
  WayCost travel(const WayArc& arc);
  void add_ferry(const Link& link, WayCost& cost) const;

  const World& world_;
  CommodityId cargo_;
  Day day_;
  PlaceId port_;
  const WagonFleet* wagons_;  ///< nullptr: it takes none
  double rent_usd_day_ = 0;
  std::vector<std::optional<Rail>> rails_;  ///< [RailwayId]
};

class ArcPrices {
 public:
  ArcPrices(const World& world, const WayGraph& ways, CommodityId cargo, Day day)
      : world_(world), ways_(ways), cargo_(cargo), day_(day) {}
  /// As way_cost().
  WayCost way(const std::vector<std::uint32_t>& arcs);

 private:
  struct ByPort {
    PriceList list;
    std::vector<std::optional<WayCost>> arcs;
  };
  const World& world_;
  const WayGraph& ways_;
  CommodityId cargo_;
  Day day_;
  std::map<PlaceId, ByPort> by_port_;
};

}  // namespace corridor::model
