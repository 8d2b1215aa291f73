#pragma once
/// @file invest_report.hpp  Plans under futures, for people.

#include <string>

#include "sim/experiment/invest.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {

std::string to_text(const experiment::InvestAnswer& answer, const experiment::InvestQuestion& question,
                    const std::string& title, const Look& look);

}  // namespace corridor::report
