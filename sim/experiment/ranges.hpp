#pragma once
/// @file ranges.hpp  What is not known: the ranged figures of a scenario, drawn by Latin hypercube.
/// Each figure's range is cut into n strata of equal probability; each of the n draws takes one stratum, each
/// stratum is taken once. Strata are dealt by a stream that the figure's name keys (table/record/field/step,
/// the step by its date; pieces of a step that a change cut share its name), so a further figure changes no
/// other draw, and thread or order do not matter. A range low..mode..high is triangular; where the mode is
/// the middle (low..high) it is uniform.
///
/// McKay, Beckman and Conover (1979), Technometrics 21(2) 239-245.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace corridor::experiment {

struct RangedFigure {
  std::string name;                    ///< pools/faraway-mills/ceiling_share/2024-01-01
  double low = 0, mode = 0, high = 0;  ///< in the field's canonical unit
};

/// All ranged figures, each once, what tables fall back on included, in the order of tables, records, fields,
/// steps.
std::vector<RangedFigure> ranged_figures(const scenario::Scenario& scenario);

/// Where in (0, 1) draw `replication` of `n` falls for the figure of that name.
/// @pre 0 <= replication < n
double hypercube_point(const std::string& name, std::uint64_t seed, int replication, int n);

/// Replications that come in batches draw a hypercube for each: the seed of batch 0 is the seed itself, so
/// that one batch is as if there were no batches. (Replicated Latin hypercube sampling.)
std::uint64_t seed_of_batch(std::uint64_t seed, std::size_t batch);

/// The same for all n draws at once. @cost O(n)
std::vector<double> hypercube_points(const std::string& name, std::uint64_t seed, int n);

/// The value at a share `u` of the probability of a range.
double value_at(const RangedFigure& figure, double u);

/// The scenario with every ranged figure replaced by draw `replication` of `n`.
/// @cost a copy of the scenario, and n random numbers a figure
scenario::Scenario draw_ranges(const scenario::Scenario& scenario, std::uint64_t seed, int replication,
                               int n);

/// The scenario with one ranged figure at an end of its range, all others as they stand; the same scenario
/// where it has no figure of that name.
scenario::Scenario with_figure_at_end(const scenario::Scenario& scenario, const std::string& name, bool high);

}  // namespace corridor::experiment
