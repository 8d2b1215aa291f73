#pragma once
/// @file lawful_arcs.hpp  On which days of a window an arc of the network is open and lawful to some of a set
/// of goods: the rules asked arc by arc, once for all arcs that they cannot tell apart.

#include <map>
#include <string>
#include <vector>

#include "network/rules/timeline.hpp"
#include "sim/experiment/bottlenecks.hpp"
#include "sim/model/routes_rules.hpp"

namespace corridor::experiment {

class LawfulArcs {
 public:
  LawfulArcs(const model::Groundwork& shared, const BottleneckSet& set);
  /// [day of the window]; a part of a way that rules bar whatever the rest of the way is.
  std::vector<bool> open_days(std::uint32_t arc);

 private:
  /// Deals that the rules cannot tell apart.
  struct Deal {
    rules::Shipment shipment;
    bool at_port = false;
    model::CommodityId cargo;
    std::vector<model::PlaceId> ends;
    std::map<std::string, std::vector<bool>> known;  ///< by the names that an arc brings before the rules
  };
  const std::vector<bool>& lawful_days(Deal& deal, std::uint32_t arc);

  const model::Groundwork& shared_;
  Period window_;
  rules::PlaceSight sight_;
  std::vector<Deal> deals_;
};

}  // namespace corridor::experiment
