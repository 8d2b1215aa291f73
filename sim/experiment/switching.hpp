#pragma once
/// @file switching.hpp  Where each flow's best way out would be given up: the tariff, rent, freight or price
/// at which another route pays better, and the one at which nothing is exported any more. By price alone, as
/// a month's plan sees it: free flow, what is lawful and open on that day, whatever room there is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/run.hpp"
#include "sim/store/csv.hpp"

namespace corridor::experiment {

/// One lever of one flow's best way in one month's plan.
struct SwitchingPoint {
  std::string flow, pool, route;  ///< the way that is worth most
  double netback_usd_t = 0;       ///< price less what buyers take off it, less cash cost
  double margin_usd_t = 0;        ///< that less the mine's cash cost; below 0 nothing is exported now
  std::string_view lever;         ///< home rail, foreign rail, wagons, handling, sea, price
  double now_usd_t = 0;           ///< what a tonne pays of it by that way; of the price: what it fetches
  /// The same where another route is worth as much: all ways' share of the lever scaled alike, or the price
  /// in that pool alone. None: no route overtakes it, however far the lever goes.
  std::optional<double> flips_at_usd_t = {};
  std::string flips_to_pool = {}, flips_to_route = {};
  /// The same where no way leaves more than mining costs: the lever scaled alike, or the price of all pools
  /// moved by as much. None: one goes on whatever happens.
  std::optional<double> stops_at_usd_t = {};
};

/// Flow by flow, lever by lever; flows without a lawful way abroad are left out.
std::vector<SwitchingPoint> switching_points(const model::Groundwork& shared, const model::MonthAtlas& month);

/// Those of all measured months: switching.csv.
store::Table switching_table(const model::Groundwork& shared);

}  // namespace corridor::experiment
