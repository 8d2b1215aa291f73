#pragma once
/// @file compare.hpp  A base and its what-ifs, run with the same luck and the same drawn figures, and what
/// can be said of their differences. Method and formulas: docs/compare.md.
///
/// Replication r of every scenario has the luck of number r (common random numbers): whatever they share
/// happens alike in both, and falls out of the difference. Draw r of the Latin hypercube gives a figure of
/// one name the same place in its range on every side. The result is a function of scenarios, seed and
/// options; threads change no bit of it.

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/named_figure.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/store/comparison_json.hpp"

namespace corridor::experiment {

struct CompareOptions {
  std::uint64_t seed = 1;
  int replications = 10;        ///< at least 1; with a precision: the first look, at least 2
  double precision = 0;         ///< half-width of noise over the base's mean; 0: no more than `replications`
  int most = 1000;              ///< replications at most, with a precision
  bool draw_ranges = true;      ///< false: no ignorance, low_all and high_all stay null
  bool independent = false;     ///< what-ifs with seeds of their own too, and what the pairing gained
  bool by_month = false;        ///< rows by month too
  std::vector<Target> targets;  ///< what futures are counted by
  std::optional<NamedFigure> figure;  ///< which one picks the best and is taken apart; default: delivered
  std::vector<NamedFigure> precise;   ///< what the precision is asked of; default: delivered, cost, days
  enum class Swings { none, screened, all } swings = Swings::screened;
  Pace pace;
};

/// @param scenarios  base first, then at least one what-if; names are unique
/// @error as units give them; kind input also where a target names a part that no scenario has
/// @cost  scenarios x replications x 2 simulations (with ranges; 3 with independent seeds), and for the
///        tornado of each what-if 120 more (12 figures x 2 ends x 2 sides x up to 3 replications)
tl::expected<store::Comparison, RunFailure> compare(const std::vector<scenario::Scenario>& scenarios,
                                                    const CompareOptions& options);

}  // namespace corridor::experiment
