#pragma once
/// @file study_values.hpp  The values of one parameter of a study: lists, ranges, grids, cases.

#include "sim/scenario/study.hpp"
#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {

/// Reads one entry of `parameters:`. nullopt after a fault. `path` is its place: parameters[2].
std::optional<Parameter> read_parameter(const Reading& in, const Node& node, const std::string& path);

/// The level that a listed point means by `node`: any value of the parameter's kind, or one of its cases.
std::optional<Level> read_level(const Reading& in, const Parameter& parameter, const Node& node,
                                const std::string& path);

}  // namespace corridor::scenario
