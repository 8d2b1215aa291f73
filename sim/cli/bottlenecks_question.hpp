#pragma once
/// @file bottlenecks_question.hpp  The sets of `bottlenecks`: which mines, which buyers, which goods.

#include <string>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/experiment/bottlenecks.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::cli {

struct BottleneckNames {
  std::vector<std::string> from;  ///< flows, places or countries; empty: all
  std::vector<std::string> to;    ///< pools, markets or groups of markets; empty: all
  std::string cargo;              ///< with all kinds below it; empty: all
};

/// @error names that nothing has, each with what may be meant; a set in which nothing can be sold
Result<experiment::BottleneckSet> read_sets(const BottleneckNames& names, const scenario::Scenario& scenario,
                                            const model::World& world);

}  // namespace corridor::cli
