#pragma once
/// @file capacity_prices.hpp  The best that the trade of a world could earn, and what one more tonne a year
/// of each capacity would add. Formulation, units and how to read the prices: docs/bottlenecks.md.

#include <optional>
#include <string>
#include <vector>

#include "network/flow/linear_program.hpp"
#include "sim/experiment/capacities.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {

/// What a capacity is worth at the optimum: USD for one tonne a year more or less of it, from the left (what
/// the last tonne a year brings in) and from the right (what the next one would). Where the optimum has
/// several sets of prices the two differ, and every set lies between them. Where must-serve goods depend on
/// it, their tonnes stand beside the money: what leaving a power station cold costs is not ours to say.
struct CapacityPrice {
  Capacity capacity;
  std::string id;
  std::string_view unit;
  double mean = 0;             ///< in that unit, over the days it stands for
  std::optional<Month> month;  ///< none: held through the whole window
  std::optional<double> left;  ///< none: there is less of it than the step
  double right = 0;
  double unserved_left = 0;   ///< tonnes of must-serve goods left behind with the last tonne gone
  double unserved_right = 0;  ///< tonnes of those now left behind that the next tonne would serve
  bool binds() const {
    return right != 0 || left.value_or(0) != 0 || unserved_left != 0 || unserved_right != 0;
  }
};

struct TradeOptimum {
  flow::Status status = flow::Status::unsolved;
  flow::Certificate certificate;      ///< thousands of USD; the program minimises cost less sales
  double worth_usd = 0;               ///< sales less cash cost and mine cost
  double sold_t = 0, unserved_t = 0;  ///< unserved: must-serve tonnes that no way has room for
  std::vector<CapacityPrice> prices;  ///< of the window, dearest first; then of each month, in its order
  std::vector<CapacityPrice> by_month;
};

/// Derivatives are differences over this step: it is small against every capacity that matters and large
/// against rounding.
inline constexpr double kPriceStepTonnesYear = 1200;

/// @cost one linear program a month (one in all where quotas run by the year), and for each capacity that
///       binds some pivots more
TradeOptimum price_capacities(const model::Groundwork& shared);
/// The same without any price. @cost the linear programs alone
TradeOptimum best_trade(const model::Groundwork& shared);

}  // namespace corridor::experiment
