#pragma once
/// @file arc_prices.hpp  What ways cost on one day, for many ways that share their arcs: each arc is priced
/// once for each port that goods go by.

#include <map>
#include <optional>
#include <vector>

#include "sim/model/way_graph.hpp"

namespace corridor::model {

class ArcPrices {
 public:
  ArcPrices(const World& world, const WayGraph& ways, CommodityId cargo, Day day)
      : world_(world), ways_(ways), cargo_(cargo), day_(day) {}
  /// The same as way_cost(), bit for bit.
  WayCost way(const std::vector<std::uint32_t>& arcs);

 private:
  const World& world_;
  const WayGraph& ways_;
  CommodityId cargo_;
  Day day_;
  std::map<std::uint32_t, std::vector<std::optional<WayCost>>> by_port_;  ///< [port][arc]
};

}  // namespace corridor::model
