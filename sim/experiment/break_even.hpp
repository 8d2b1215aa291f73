#pragma once
/// @file break_even.hpp  What the works that give a capacity may cost: the gain of each of its levels over
/// none, taken from the points of a study, appraised as `invest` does. Of a study with a parameter that has a
/// level 0 and one project. All parties' gain, not one country's: that is what `invest` tells.

#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/appraise.hpp"
#include "sim/experiment/sensitivity.hpp"

namespace corridor::experiment {

struct BreakEven {
  std::string kpi, parameter, level;
  double gain_usd_year = 0;  ///< over the level 0, a year of the measured window
  std::optional<Interval> gain_interval;
  double cost_usd = 0;  ///< undiscounted, upkeep as written, at which the net present value is zero
  std::optional<Interval> cost_interval;
};

/// @param kpis   money of the window, whose whole is taken
/// @param samples  as StudyStore::samples() gives them
/// @return kpi by kpi, level by level; empty where no numeric parameter has a level 0
std::vector<BreakEven> break_even_costs(const store::StudyPlan& plan,
                                        const std::vector<store::StudySample>& samples,
                                        const std::vector<std::string>& kpis, const AppraisalTerms& terms,
                                        const ProjectCost& project, Period measure);

}  // namespace corridor::experiment
