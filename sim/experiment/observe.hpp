#pragma once
/// @file observe.hpp  The simulated figure that stands for a recorded one, read off one replication.

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/scenario/recorded.hpp"

namespace corridor::experiment {

/// Where a recorded series' figure lies among the figures of a replication: resolved once, read often.
class Observed {
 public:
  /// @error  no KPI has that name, it is not cut by those keys, or its unit does not become the series' unit
  static tl::expected<Observed, Diagnostic> make(const scenario::RecordedSeries& series,
                                                 const scenario::RecordedKpi& kpi);

  /// The figure over `days`, in the series' unit. The whole window where `days` is it, else the sum over
  /// whole months; a mean has none over several months. nullopt: not simulated over those days, no value, or
  /// none of the commodities asked for moved at all in that world.
  /// @cost O(parts x months x log figures)
  std::optional<double> value(const Figures& figures, const Period& days, const Period& measured) const;

 private:
  std::size_t family_ = 0, figure_ = 0;
  std::optional<std::size_t> whole_, monthly_;   ///< positions of the cuts in Family::all_cuts()
  bool total_ = true;                            ///< a sum: where there is no row it is 0
  std::optional<std::size_t> commodity_cut_;     ///< where it shows whether a commodity moved at all
  std::vector<std::string> commodities_;         ///< those asked for; empty: all
  double per_unit_ = 1;                          ///< figure x this = in the series' unit
  std::vector<std::vector<std::string>> parts_;  ///< labels in the order of the cut's keys
};

/// Most that a ceiling of `given` lets through over `days`, in tonnes; months have equal weight by their
/// days. nullopt where no ceiling is named. @error a path that leads nowhere, or factors that are no tonnes
/// per time
tl::expected<std::optional<double>, Diagnostic> ceiling_tonnes(const scenario::Scenario& scenario,
                                                               const scenario::RecordedSeries& series,
                                                               const scenario::Given& given,
                                                               const Period& days);

}  // namespace corridor::experiment
