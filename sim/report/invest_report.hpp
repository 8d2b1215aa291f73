#pragma once
/// @file invest_report.hpp  Plans under futures, for people.

#include <string>

#include "sim/experiment/invest.hpp"
#include "sim/report/run_summary.hpp"
#include "sim/scenario/study.hpp"

namespace corridor::report {

std::string to_text(const experiment::InvestAnswer& answer, const experiment::InvestQuestion& question,
                    const std::string& title, const Look& look);

/// The same for the page of an appraisal: its sentence and tables.
RunReport describe_appraisal(const experiment::InvestAnswer& answer,
                             const experiment::InvestQuestion& question, const scenario::Study& study);

}  // namespace corridor::report
