#pragma once
/// @file kpi.hpp  From the ledger of one replication to key figures and rows of files.
/// Tonnes are weights everywhere: days and costs are means over tonnes, quantiles are of tonnes. A tonne
/// counts in the month of its delivery; refused in that of refusal; handled in that of leaving the terminal.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/model/ledger.hpp"
#include "sim/store/csv.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::experiment {

/// What `corridor list kpis` prints, and the order of summary.json.
struct KpiInfo {
  std::string name, unit, meaning;
  bool total = true;                           ///< a slice without rows is 0; else it has no value
  std::vector<std::vector<std::string>> cuts;  ///< the keys of `by`, each list one cut; {} is the whole
};
std::vector<KpiInfo> kpi_catalogue();

/// Key of a figure within a run: position in the catalogue, position of the cut, the labels of the cut.
struct FigureKey {
  std::size_t kpi = 0, cut = 0;
  std::vector<std::string> labels;  ///< in the order of the cut's keys
  auto operator<=>(const FigureKey&) const = default;
};

/// Rows of one file: leading text columns as the key, then sums that are averaged over replications.
using FileRows = std::map<std::vector<std::string>, std::vector<double>>;

/// One replication, reduced. Small: no lots, no events.
struct Reduction {
  std::map<FigureKey, double> figures;
  std::map<std::string, FileRows> files;  ///< by name of the file without .csv
};

/// Emission of a delivered lot, kg CO2 a tonne.
using Co2Of = std::function<double(const model::LotRow&)>;

/// @cost some milliseconds for a year of the coal world
Reduction reduce(const model::World& world, const model::Ledger& ledger, const Co2Of& co2_of = {});

/// The finished files, from sums over `replications` reductions.
std::vector<store::Table> make_tables(const std::map<std::string, FileRows>& sums, int replications);
/// lots.csv: every lot of one replication.
store::Table lots_table(const model::World& world, const model::Ledger& ledger);

}  // namespace corridor::experiment
