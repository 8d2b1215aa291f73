#pragma once
/// @file invest.hpp  Projects under futures: every plan (a set of projects within the budget) run in every
/// future and year of a study, beside the same future without it and with the same luck; then appraised.
/// What counts, for whom, and how to read it: docs/invest.md.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/appraise.hpp"
#include "sim/experiment/home_account.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/scenario/study.hpp"

namespace corridor::experiment {

/// Most replications that one call makes: plans x futures x years x replications, twice where figures are
/// drawn.
inline constexpr std::int64_t kMostInvestRuns = 100'000;

struct InvestProject {
  std::string id, name;
  ProjectCost cost;
  const scenario::Node* changes = nullptr;  ///< in the study
};
struct InvestFuture {
  std::string id, name;
  double weight = 1;  ///< of all, sums to 1
  const scenario::Node* changes = nullptr;
};

/// The sections of a study, read. Refers to the study.
struct InvestQuestion {
  AppraisalTerms terms;
  std::string standing;
  const scenario::Value* home_rail_cost = nullptr;
  double co2_usd_t = 0;
  std::optional<double> budget_usd;
  std::vector<int> years;
  std::vector<InvestProject> projects;
  std::vector<InvestFuture> futures;
  std::vector<std::vector<std::size_t>> plans;  ///< sets of projects, the empty one first
  int replications = 1;
  bool draw = false;  ///< each replication a second time, with every ranged figure of the base drawn
  std::uint64_t seed = 1;

  double capex_usd(std::size_t plan) const;       ///< undiscounted
  std::string plan_name(std::size_t plan) const;  ///< ids joined by "+"; "nothing" for the empty one
  std::int64_t runs() const;
};

/// @param draw   run with drawn figures too, where there is more than one replication
/// @error a section that is missing or empty, years that do not ascend or end before the base year, no
/// weight,
///        a country that has no railway, more than 16 projects, more than kMostInvestRuns
Result<InvestQuestion> read_invest(const scenario::Study& study, const scenario::Scenario& base,
                                   bool draw = false);

/// One replication of one plan in one future and year.
struct InvestRun {
  std::string id;  ///< PLAN/FUTURE/YEAR/REPLICATION, then /drawn where figures were
  std::size_t plan = 0, future = 0;
  int year = 0, replication = 0;
  bool drawn = false;
  double delivered_t = 0;
  YearBenefit benefit;  ///< beside the run of "nothing" with the same future, year, luck and figures
};

struct InvestRow {
  std::size_t plan = 0, future = 0;
  PresentValue value;                 ///< mean over replications, figures as written
  std::optional<Interval> npv_noise;  ///< 95 %, of luck alone
  std::optional<Interval> npv_all;    ///< 95 %, of luck and of what is guessed
  double regret_usd = 0;
};

struct InvestAnswer {
  std::vector<InvestRow> rows;                              ///< plan by plan, future by future
  std::vector<double> mean_npv_usd;                         ///< [plan], over futures by weight
  std::vector<double> worst_regret_usd;                     ///< [plan]
  std::size_t best_on_average = 0, least_worst_regret = 0;  ///< plans; of equals the first
  std::vector<InvestRun> runs;
};

/// @cost runs() simulations; one world for each plan, future and year, and one for each run with drawn
/// figures
tl::expected<InvestAnswer, RunFailure> invest(const scenario::Study& study, const scenario::Scenario& base,
                                              const InvestQuestion& question, const Pace& pace);

/// Rows, averages and choices from the runs alone: what invest() ends with.
InvestAnswer conclude(const InvestQuestion& question, std::vector<InvestRun> runs);

}  // namespace corridor::experiment
