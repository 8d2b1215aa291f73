#pragma once
/// @file backtest_report.hpp  The back-test for people: tables on a terminal, and the evidence page.

#include <string>

#include "sim/experiment/backtest.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {

/// A table a series, then what is recorded but not simulated, then how well the rows of each role did.
std::string to_text(const experiment::Backtest& backtest, const Look& look);
/// The same as a page in Markdown; `command` is what makes it again.
std::string to_markdown(const experiment::Backtest& backtest, const std::string& command);

}  // namespace corridor::report
