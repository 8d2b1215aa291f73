#pragma once
/// @file summary_json.hpp  The summary of a run: key figures with their intervals, as summary.json holds them
/// and `run --format json` prints them. Schema: docs/schema/run.json.

#include <boost/container/flat_map.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/store/csv.hpp"

namespace corridor::store {

/// Which part of the whole a figure speaks of: {commodity: coal, market: TR, month: 2025-03}. {} is the
/// whole.
using By = boost::container::flat_map<std::string, std::string>;

/// A key figure. Intervals hold 95 %; nullopt where there are fewer than two replications to take one from.
struct Kpi {
  std::string name, unit;
  std::optional<double> mean;               ///< over replications; nullopt: no tonne to take a mean of
  std::optional<double> low, high;          ///< noise alone
  std::optional<double> low_all, high_all;  ///< with the ranged figures drawn too; never inside low..high
  By by;
};

/// How near the figures are known where replications went on until they were near enough.
struct Precision {
  double asked = 0, reached = 0;  ///< half-width of noise over the mean (compare: over the base's mean)
  std::string scenario, kpi;      ///< where it is the widest
  bool met = false;
  int most = 0;         ///< replications allowed
  double level = 0.95;  ///< of each interval, so that all looks together hold 95 %
};

struct Summary {
  std::string scenario;  ///< name of the file, without folder and ending
  std::string title, question;
  Period measure;  ///< both days included
  std::uint64_t seed = 1;
  int replications = 1;
  bool ranges_drawn = false;  ///< false: low_all and high_all are null because nobody asked
  int ranged_figures = 0;     ///< how many figures of the scenario are ranges
  std::vector<Kpi> report;    ///< what the scenario asks for first; the name is its words, `by` empty
  std::vector<Kpi> kpis;      ///< each (name, by) once, by name in the order of the catalogue
  /// The rows of switching.csv of the last measured month, under its columns; an empty amount is null.
  Table switching;
  std::optional<Precision> precision;  ///< where one was asked for; nothing of it is written otherwise
  std::vector<std::string> findings;   ///< what the first replication found worth saying

  /// The figure of that name for exactly that part; nullptr where there is none. A name that was changed in
  /// place since the last call is not noticed: add figures, or replace the list.
  /// @pre the first call, and the first after figures were added, is no other thread's at the same time
  /// @cost linear in the figures of that name; in all at the first call and after figures were added
  const Kpi* find(std::string_view name, const By& by = {}) const;
  /// All figures of that name cut by exactly these keys (in any order), in the order of the file.
  /// @cost as find()
  std::vector<const Kpi*> cut(std::string_view name, const std::vector<std::string>& keys) const;

 private:
  const std::vector<std::size_t>& named(std::string_view name) const;
  mutable std::map<std::string, std::vector<std::size_t>, std::less<>> places_;  ///< in kpis, by name
  mutable std::size_t indexed_ = 0;                                              ///< how many of kpis
};

inline constexpr std::string_view kRunSchema = "corridor/run/1";

std::string to_json(const Precision& precision);
/// The text of summary.json, one figure a line. Same summary, same bytes.
std::string to_json(const Summary& summary);
/// @error not JSON, another schema, a field that is missing or of the wrong kind; `file` is named in it
Result<Summary> summary_from_json(std::string_view text, const std::string& file);

}  // namespace corridor::store
