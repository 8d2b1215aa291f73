#pragma once
/// @file appraise.hpp  The arithmetic of an appraisal: discounting, residual value, net present value,
/// benefit-cost ratio, regret. Plain figures in USD of the base year, no world, no runs. Method and
/// categories after European Commission, DG REGIO, Guide to Cost-Benefit Analysis of Investment Projects
/// (December 2014, doi 10.2776/97516); docs/invest.md says where and why this departs from it.

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "network/units/date.hpp"

namespace corridor::experiment {

struct AppraisalTerms {
  int base_year = 2025;    ///< year 0 of discounting
  int horizon_years = 30;  ///< the base year first
  double discount_rate = 0.05;
  double growth = 0;  ///< a year, of benefits after the last year run
};

struct ProjectCost {
  double capex_usd = 0;
  Day opening{};
  int build_years = 3;     ///< the last is that of the opening
  double life_years = 30;  ///< from the opening
  double maintenance_usd_year = 0;
};

/// Present values of a plan in one future, USD.
struct PresentValue {
  double benefits = 0, capex = 0, maintenance = 0, residual = 0;
  double costs() const { return capex + maintenance - residual; }
  double npv() const { return benefits - costs(); }
  std::optional<double> bcr() const { return costs() > 0 ? std::optional(benefits / costs()) : std::nullopt; }
  /// How many times its capex a plan may cost before its worth is gone, upkeep as it is; at or below 0
  /// nothing pays for it. None: it costs nothing.
  std::optional<double> break_even() const {
    return capex > residual ? std::optional((benefits - maintenance) / (capex - residual)) : std::nullopt;
  }
};

/// Benefits of the years that were run, ascending in year: USD a year.
using YearlyBenefits = std::vector<std::pair<int, double>>;

/// 1 / (1 + rate)^years, by repeated multiplication. @pre years >= 0
double discount_factor(double rate, int years);

/// The benefit of any year: nothing before `first_open`; interpolated between the years run from then on;
/// that of the first of these before it; that of the last, grown, after it. In the opening year itself the
/// share of its days after the opening counts.
double benefit_in(const YearlyBenefits& run, int year, Day first_open, double growth);

/// What a plan costs and brings. Capex falls evenly on its years of building, those before the base year
/// undiscounted; maintenance from the opening on; the residual value is the part of its life beyond the
/// horizon, straight line, in the last year.
PresentValue appraise(const AppraisalTerms& terms, const std::vector<ProjectCost>& projects,
                      const YearlyBenefits& benefits);

/// Regret of each plan in each future: how much less it brings than the best plan of that future.
/// @param npv  [plan][future]
std::vector<std::vector<double>> regrets(const std::vector<std::vector<double>>& npv);

/// All sets of projects whose capex together is within the budget, the empty set first, then by number of
/// projects, then in their order. @pre at most 16 projects
std::vector<std::vector<std::size_t>> plans_within(const std::vector<ProjectCost>& projects,
                                                   std::optional<double> budget_usd);

}  // namespace corridor::experiment
