#pragma once
/// @file comparison_json.hpp  What a comparison found, as compare.json holds it and `compare --format json`
/// prints it. Schema: docs/schema/compare.json; meaning: docs/compare.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/units/date.hpp"
#include "sim/store/csv.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::store {

inline constexpr std::string_view kCompareSchema = "corridor/compare/1";

struct ComparedScenario {
  std::string name, title, question;
  Period measure;
  int ranged_figures = 0;
};

enum class Verdict { more, less, no_difference };
std::string_view to_word(Verdict verdict);

/// One key figure of one what-if beside the base. Intervals are of the difference, what-if less base.
struct Difference {
  std::string scenario, kpi, unit;
  By by;
  std::optional<double> base, whatif, diff;  ///< means over the plain replications that both have
  std::optional<double> low, high;           ///< noise alone
  std::optional<double> low_all, high_all;   ///< noise and ignorance; never inside low..high
  std::optional<double> low_independent, high_independent;  ///< with independent seeds, where asked for
  std::optional<double> variance_ratio;      ///< of the difference: independent over common random numbers
  int n = 0;                                 ///< pairs of plain replications behind it
  Verdict verdict = Verdict::no_difference;  ///< from the wider interval
};

/// How often a target was missed.
struct Risk {
  std::string scenario, target;
  int missed = 0, futures = 0;
  double low = 0, high = 1;  ///< Wilson, 95 %
};

/// Which plan is the best by one figure.
struct Choice {
  std::string figure, unit;
  bool more_is_better = true;
  double confidence = 0.95;
  int futures = 0;
  struct Plan {
    std::string scenario;
    std::optional<double> mean;  ///< over the futures
    bool may_be_best = true;
  };
  std::vector<Plan> plans;  ///< base first
};

/// What one guessed figure does to a difference, moved from its low to its high end alone.
struct Swing {
  std::string scenario, kpi, figure;
  double low = 0, likely = 0, high = 0;         ///< of the guessed figure, in its field's unit
  double diff_at_low = 0, diff_at_high = 0;     ///< means over the replications
  std::optional<double> swing_low, swing_high;  ///< 95 % interval of diff_at_high - diff_at_low
  double correlation = 0;                       ///< over the hypercube, with the difference
  double chance = 1;                            ///< of so strong a one among all figures by luck alone
  bool flips = false;                           ///< the verdict's sign is another at one end
  std::optional<double> flips_at;               ///< where, on a straight line between the ends
};

/// How the swings of one what-if were looked for.
struct Tornado {
  std::string scenario, kpi, unit;
  int figures = 0;            ///< guessed figures of both sides
  int moved = 0;              ///< of them moved one at a time: those with the strongest correlation, or all
  int replications = 0;       ///< at each end
  double sure_share = 1;      ///< of the variance; what explains less may have escaped the screening
  std::vector<Swing> swings;  ///< at most five, the widest first
};

struct Comparison {
  std::vector<ComparedScenario> scenarios;  ///< base first
  std::uint64_t seed = 1;
  int replications = 1;
  bool ranges_drawn = false;
  double level = 0.95;  ///< of each interval; higher where several looks were taken
  std::optional<Precision> precision;
  std::vector<Difference> rows;  ///< by what-if, then in the order of the catalogue
  std::vector<Risk> risks;
  std::optional<Choice> best;
  std::vector<Tornado> tornado;
  std::vector<std::string> notes;  ///< what a reader must know, one sentence each

  const Difference* find(std::string_view scenario, std::string_view kpi, const By& by = {}) const;
};

/// The text of compare.json, one row a line. Same comparison, same bytes.
std::string to_json(const Comparison& comparison);
/// differences.csv: the rows.
Table differences_table(const Comparison& comparison);

}  // namespace corridor::store
