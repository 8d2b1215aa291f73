#pragma once
/// @file fwd.hpp  Names of the experiments, for headers that only pass them on.

namespace corridor::experiment {

struct KpiInfo;
struct Outcome;
struct Pace;
struct RunFailure;
struct RunOptions;
struct RunResult;
struct Sweep;
struct SweepOptions;
struct SweepResult;

}  // namespace corridor::experiment
