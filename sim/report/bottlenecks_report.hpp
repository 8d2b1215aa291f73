#pragma once
/// @file bottlenecks_report.hpp  What holds exports back and what more of it would be worth, for people.

#include <string>
#include <vector>

#include "sim/experiment/bottlenecks.hpp"
#include "sim/experiment/capacity_prices.hpp"
#include "sim/experiment/run_bounds.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {

/// What was asked: for the heading.
struct BottleneckWords {
  std::string scenario, from, to, cargo;
  Period window;
};

std::string to_text(const experiment::MaxFlowAnswer& answer, const BottleneckWords& words, const Look& look);
/// @param at_most  how many prices are listed
std::string to_text(const experiment::TradeOptimum& optimum, std::size_t at_most, const Look& look);
std::string to_text(const std::vector<experiment::RunBound>& bounds, const Look& look);

}  // namespace corridor::report
