#pragma once
/// @file recorded.hpp  What really happened: recorded outcomes, read from network/recorded beside the data
/// folder. No run reads them; only the back-test and the fit do. Each file:
///
///   format: 1
///   sources: {id: {title:, publisher:, url:}}
///   recorded:
///     - id: coal-over-quays
///       name: Coal over the quays
///       measured_at: quays                 who counts, and where
///       unit: kt
///       kpi: {name: handled, by: {commodity: coal, via: [first-port, second-port]}}      lists are summed
///       given: [{what: acceptances.x.amount, ceiling: [[acceptances.x.amount]], filled_by: {name: ...}}]
///       remark: what the figures hold and what not
///       records:
///         - {period: 2022-H1, recorded: 4400, low: 4350, high: 6400, role: calibrated, source: id}
///         - {period: 2023, role: no-record, note: why}
///
/// A record of boxes or trains beside a figure in tonnes says `tonnes_each: 13` in its kpi.
/// A series without `kpi` is recorded and not simulated. A period is 2022, 2022-H1, 2022-Q3, 2022-07,
/// 2022-01..08 or 2022-01-01..2022-12-02.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::scenario {

/// What a recorded figure was used for.
enum class Role {
  calibrated,  ///< parameters were fitted to it
  predicted,   ///< for nothing: the model stands or falls by it
  given,       ///< the model was told it, as a driver
  no_record,   ///< nobody counted, or it was not found
};
/// calibrated, predicted, given, no-record
std::string_view to_word(Role role);

/// Which simulated figure stands for a series: a KPI and the part of the whole. A key with several labels is
/// the sum over them.
struct RecordedKpi {
  std::string name;
  std::vector<std::pair<std::string, std::vector<std::string>>> by;  ///< key, labels
  /// Tonnes of one of what the record counts, where it counts boxes or trains and the figure is in tonnes.
  std::optional<double> tonnes_each;
  Mark mark{};
};

/// What the model was told that bears on a series. `ceiling` says how much it lets through at most: a sum of
/// products of figures, each TABLE.ID.FIELD, which multiply to tonnes per time; empty: no ceiling. What fills
/// it is the series' own figure, unless `filled_by` names another.
struct Given {
  std::string what;
  std::vector<std::vector<std::string>> ceiling;
  std::optional<RecordedKpi> filled_by;
  Mark mark{};
};

struct RecordedFigure {
  std::string period;  ///< as written
  Period days;         ///< both included
  std::optional<double> recorded;
  double low = 0, high = 0;  ///< low <= recorded <= high
  Role role = Role::predicted;
  std::string source, note;
  Quality quality = Quality::press;
};

struct RecordedSeries {
  std::string id, name, measured_at, unit, remark;
  std::optional<RecordedKpi> kpi;
  std::vector<Given> given;
  std::vector<RecordedFigure> records;  ///< in the order of the file
  std::string file;
  Mark mark{};
};

struct Recorded {
  std::vector<RecordedSeries> series;  ///< in the order of files (by name) and of each file
  std::vector<Source> sources;
  const RecordedSeries* find(std::string_view id) const;
};

/// Every *.yaml of the folder. @error every fault of every file, with its place
Result<Recorded> load_recorded(const std::filesystem::path& folder);

/// The days of 2022, 2022-H1, 2022-Q3, 2022-07, 2022-01..08, 2022-01-01..2022-12-02; nullopt else.
std::optional<Period> parse_period(std::string_view text);
/// The shortest way to write a period: 2022, 2022-07, 2022-01..08, else its first and last day.
std::string period_text(const Period& days);

}  // namespace corridor::scenario
