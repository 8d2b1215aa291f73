#pragma once
/// @file kpi.hpp  From the ledger of one replication to key figures, and from the figures of all replications
/// to the summary. Tonnes are weights everywhere: days and costs are means over tonnes, quantiles are of
/// tonnes. A tonne counts in the month of its delivery; refused in that of refusal; handled in that of
/// leaving the terminal (overland: of delivery).

#include <cstddef>
#include <string>
#include <vector>

#include "sim/experiment/cube.hpp"
#include "sim/experiment/figures.hpp"
#include "sim/model/ledger.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::model {
struct Groundwork;
}

namespace corridor::experiment {

/// What `corridor list kpis` prints, in the order of summary.json.
struct KpiInfo {
  std::string name, unit, meaning;
  bool any_sign = false;                       ///< may be negative; the ends of its intervals then too
  std::vector<std::vector<std::string>> cuts;  ///< the keys of `by`, each list one cut; {} is the whole
};
std::vector<KpiInfo> kpi_catalogue();

/// Which figures are worked out; all by default.
struct FiguresAsked {
  std::vector<std::string> names = {};  ///< of key figures; none: all
  std::size_t most_labels = 99;         ///< parts by at most so many labels
  bool months = true;                   ///< parts by month too
};

/// @cost some milliseconds for a year of the coal world; less where less is asked
/// @param ground  of that world; none: figures that need the ways of lots have no parts
Figures figures_of(const model::World& world, const model::Ledger& ledger, const FiguresAsked& asked = {},
                   const model::Groundwork* ground = nullptr);

/// Means and intervals over replications. A total that a replication does not have is 0 there; a mean that
/// it does not have is left out. `drawn` is empty where ranges were not drawn.
/// The parts that contracts promise are there even when nothing happened in them.
/// @param threads  that cuts are spread over; 0: as many as the machine runs at once
std::vector<store::Kpi> summarize(const model::World& world, const std::vector<Figures>& noise,
                                  const std::vector<Figures>& drawn, double level = 0.95,
                                  unsigned threads = 1);

}  // namespace corridor::experiment
