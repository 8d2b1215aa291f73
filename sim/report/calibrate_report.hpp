#pragma once
/// @file calibrate_report.hpp  A fit for people: trace, outcomes, singular values, bounds, profile intervals;
/// and the file that freezes it.

#include <string>

#include "sim/experiment/calibrate.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {

std::string to_text(const experiment::Calibration& calibration, const Look& look);

/// What the frozen file says of itself.
struct Freezing {
  std::string title;    ///< of the scenario
  std::string extends;  ///< the base, as the file is to say it
  std::string command;  ///< that makes it again
  std::string day;      ///< of the fit, ISO
};
/// A scenario file that extends the base and sets every parameter to its best value, with comments that say
/// how they were found.
std::string parameter_file(const experiment::Calibration& calibration, const Freezing& freezing);

}  // namespace corridor::report
