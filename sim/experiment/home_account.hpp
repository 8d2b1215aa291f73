#pragma once
/// @file home_account.hpp  What one run means for one country: its shippers, its railways, emissions. The
/// difference of two accounts, with and without a project, is the project's benefit of that year.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/model/run.hpp"

namespace corridor::experiment {

struct Standing {
  std::string country;
  model::Charge home_rail_cost;  ///< per tonne-kilometre
  double co2_usd_t = 0;
};

/// Tonnes of one flow delivered to one pool, and what they are worth at the mine's gate: price (less what the
/// buyer takes off it) less all cash cost and the value of their days, USD.
struct HomeMarket {
  double t = 0, netback_usd = 0;
  double mean() const { return t > 0 ? netback_usd / t : 0; }
};

struct HomeAccount {
  std::map<std::pair<std::uint32_t, std::uint32_t>, HomeMarket>
      markets;                          ///< (flow, pool), of the country's owners
  std::vector<double> mine_cost_usd_t;  ///< [flow]: what a tonne left in the ground is worth at the gate
  double tariff_usd = 0;                ///< paid to the country's railways
  double rail_cost_usd = 0;             ///< what carrying it cost them in resources
  double co2_t = 0;
  double delivered_t = 0;
};

HomeAccount account_of(const model::Groundwork& shared, const model::Ledger& ledger,
                       const Standing& standing);

/// Benefit of a year by who has it, USD.
struct YearBenefit {
  double shippers = 0;  ///< on tonnes that both runs sell alike, in full
  double new_traffic =
      0;                 ///< on tonnes that moved or are new: half of what their worth changed (rule of half)
  double railways = 0;   ///< tariffs less resources
  double emissions = 0;  ///< at the shadow price
  double total() const { return shippers + new_traffic + railways + emissions; }
};

/// `with` less `without`: a tariff is paid by one and received by the other, so it cancels where both are of
/// the country; what foreigners are paid is a cost.
YearBenefit benefit_of(const HomeAccount& without, const HomeAccount& with, const Standing& standing);

}  // namespace corridor::experiment
