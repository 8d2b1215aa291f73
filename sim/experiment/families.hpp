#pragma once
/// @file families.hpp  The catalogue of key figures: which rows of a ledger they are taken of, by what they
/// are cut, how a group of rows gives a value. Private to the experiment; kpi.hpp is the public side.

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/experiment/cube.hpp"
#include "sim/experiment/names.hpp"
#include "sim/model/ledger.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::model {
struct Groundwork;
}

namespace corridor::experiment {

/// What a disruption left behind.
struct Aftermath {
  double days = 0;       ///< after its end until all was as before; NaN: not in the window
  double backlog_t = 0;  ///< at its most
  bool clear = false, used = false;
};

/// What lots are summed by, column by column [row]: sums over many cuts then read no more than they add.
/// Each part is made when it is first asked for.
struct LotMasses {
  std::vector<Mass> mass;
  std::vector<double> tonnes;
};
struct LotMoney {
  std::vector<Money> all;
  std::array<std::vector<Money>, model::kItems> items;
};
struct LotDays {
  std::vector<double> days, tonne_days, tonne_days_late;
  std::array<std::vector<double>, model::kStages> by_stage;  ///< tonne-days
};
struct LotColumns {
  LotMasses masses;
  LotMoney money;
  LotDays days;
  std::vector<double> declared_t, worth_usd;
};

struct Source {
  const model::World& world;
  const model::Ledger& ledger;
  Labeller& label;
  const model::Groundwork* ground = nullptr;  ///< none: what needs the ways of lots has no rows
  std::vector<Money> spent = {};              ///< rows of the family of that name
  std::vector<Aftermath> aftermaths = {};     ///< the same
  std::vector<double> spares = {};            ///< tonnes by route
  mutable LotColumns lots = {};
};

/// Rows in the ranking of their family, and what they weigh: the sum up to each of them.
struct Ranked {
  Rows rows;
  std::span<const double> running;
};

struct Figure {
  std::string name, unit, meaning;
  bool total = true;    ///< 0 where there is no row; else there is no value
  bool always = false;  ///< listed, without a value, for parts where there is none
  std::function<double(const Source&, Rows)> value = {};  ///< NaN: none
  bool narrow = false;    ///< only by the promised cuts, not by the further ones of its family
  bool any_sign = false;  ///< may be negative; all others cannot, and nor can the ends of their intervals
  /// Instead of `value`, of rows in the family's ranking; NaN: none.
  std::function<double(const Source&, const Ranked&)> quantile = {};
};

inline constexpr std::size_t kPromisedCuts =
    5;  ///< {}, commodity, and commodity with market_group, market, route

using Rank = std::array<std::int64_t, 2>;

struct Family {
  std::vector<Cut> cuts;
  bool monthly = false;   ///< each cut also with the month
  bool promised = false;  ///< the first five cuts are those that every run lists for all its parts
  std::vector<Figure> figures;
  std::function<Facts(Source&)> facts;
  std::function<Rank(const Source&, std::uint32_t row)> rank = {};     ///< the lowest first
  std::function<std::span<const double>(const Source&)> weights = {};  ///< [row], of ranked rows

  /// All cuts, those with the month after those without.
  std::vector<Cut> all_cuts() const;
  /// Whether a figure is taken by the cut at that position of all_cuts().
  bool takes(const Figure& figure, std::size_t cut) const {
    return !figure.narrow || cut % cuts.size() < kPromisedCuts;
  }
};

/// In the order of summary.json.
std::vector<Family> families();

/// Mean over replications, and the intervals of noise alone and with guesses drawn, never below zero but for
/// figures of any sign; no value where there is no sample.
store::Kpi make_kpi(const Figure& figure, const std::vector<double>& noise, const std::vector<double>& drawn,
                    double level);

// families_trade.cpp: lots, refusals, plans; families_network.cpp: joints, wagons, money;
// families_months.cpp: operations by the month; families_saturation.cpp: when crossings are full;
// families_resilience.cpp: what disruptions leave behind, what a route could take besides
std::vector<Family> trade_families();
std::vector<Family> network_families();
std::vector<Family> month_families();
Family saturation_family();
std::vector<Family> resilience_families();

}  // namespace corridor::experiment
