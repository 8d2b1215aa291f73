#pragma once
/// @file study_page.hpp  What the page shows of a study: the plan, response curves, Sobol' indices.

#include <span>

#include "sim/experiment/break_even.hpp"
#include "sim/report/run_summary.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::report {

/// A finished study as the page takes it, one JSON object: `title`, `question`, `base`, `design`, `seed`,
/// `replications`, `points`, `report`, `parameters` and each table as CSV text under its name.
std::string study_json(const store::StudyPlan& plan, const std::vector<store::Table>& tables);

/// The same in words and tables, for readers without scripts.
RunReport describe_study(const store::StudyPlan& plan, const std::vector<store::Table>& tables);

/// What the works that give a capacity may cost, level by level, simulated and at best.
Table break_even_table(std::span<const experiment::BreakEven> costs, const std::string& project,
                       double capex_usd);

}  // namespace corridor::report
