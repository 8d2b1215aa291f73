#pragma once
/// @file backtest.hpp  Recorded years run again: what the model says of them beside what was recorded.
/// A row is one recorded figure (or its absence) over one period within the window of one scenario. Errors
/// are in per cent of the record. Persistence is the naive forecast: last year's record of the same months.

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/parallel.hpp"
#include "sim/scenario/recorded.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::experiment {

struct BacktestRow {
  std::string series, name, measured_at, unit, period;
  Period days;
  scenario::Role role = scenario::Role::predicted;
  std::optional<double> recorded, recorded_low, recorded_high;  ///< in `unit`
  std::optional<double> simulated;  ///< mean over replications; none where nothing simulated stands for it
  std::optional<double> low, high;  ///< 95 % of the mean, noise alone
  std::optional<double> low_all, high_all;     ///< noise and ignorance
  std::optional<double> error_pct;             ///< (simulated - recorded) / recorded
  std::optional<double> persistence_pct;       ///< (last year's record - recorded) / recorded
  std::optional<double> recorded_change_pct;   ///< against last year's record
  std::optional<double> simulated_change_pct;  ///< against last year's simulated
  std::vector<std::string> given;              ///< drivers; with the used share of their ceilings
  std::optional<double> ceiling_used;          ///< the fullest of them; 1 is full
  bool simulated_series = false;               ///< whether the series has a simulated figure at all
  std::string scenario, source, note, remark;

  std::optional<bool> beats_persistence() const;  ///< nearer to the record than last year's value
  std::optional<bool> sign_right() const;         ///< of the change against last year
  /// A prediction counts only while what the model was told does not decide it.
  bool slack() const { return !ceiling_used || *ceiling_used < 0.95; }
};

/// How the rows of one role did.
struct Skill {
  scenario::Role role = scenario::Role::predicted;
  int rows = 0;                      ///< with a record and a simulated figure
  int within_10 = 0, within_15 = 0;  ///< per cent of the record, or inside its range
  int with_last_year = 0, beat = 0;
  int with_change = 0, right = 0;  ///< both sides' changes known and the recorded one at least 10 %
};

struct Backtest {
  std::vector<BacktestRow> rows;  ///< by series in the order of the files, then by period
  std::vector<Skill> skill;       ///< calibrated, predicted, given
  std::vector<std::string> scenarios;
  int replications = 0;  ///< the least of the scenarios'
};

struct BacktestOptions {
  std::optional<std::uint64_t> seed;  ///< in place of what the scenarios say
  std::optional<int> replications;
  bool draw_ranges = false;  ///< low_all and high_all too: twice the work
  Pace pace;
};

/// @pre at least one scenario @error kind input: a series whose KPI does not exist
/// @cost replications of every scenario, twice with ranges drawn
tl::expected<Backtest, RunFailure> backtest(const std::vector<scenario::Scenario>& scenarios,
                                            const scenario::Recorded& recorded,
                                            const BacktestOptions& options);

}  // namespace corridor::experiment
