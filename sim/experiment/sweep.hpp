#pragma once
/// @file sweep.hpp  Runs the units of a study that are not done yet, on threads, and commits each at once.
/// A unit is one replication at one point; its result is a function of its input: the resolved scenario, the
/// seed, the replication and the version of the results. An input that is done, or under way, is not run
/// again: its result is copied. All points share their luck replication by replication.

#include <chrono>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/parallel.hpp"
#include "sim/scenario/study.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::experiment {

struct SweepOptions {
  std::optional<std::uint64_t> seed;  ///< over the study's, which is over the base's
  std::optional<int> replications;    ///< the same
  int shard = 1, shards = 1;          ///< 1 <= shard <= shards
};

/// A study with its base and its points, ready to run.
struct Sweep {
  const scenario::Study* study = nullptr;
  const scenario::Scenario* base = nullptr;
  std::vector<scenario::Point> points;
  store::StudyPlan plan;
};

/// @error no parameters, too many units, a key figure that does not exist; all at once
Result<Sweep> plan_sweep(const scenario::Study& study, const scenario::Scenario& base,
                         const SweepOptions& options);

struct SweepResult {
  std::int64_t units = 0;     ///< of this shard
  std::int64_t before = 0;    ///< done before this call
  std::int64_t computed = 0;  ///< run by this call
  std::int64_t copied = 0;    ///< taken over from another unit with the same input
};

/// Runs what is missing. What was finished is in the store even where this fails or is stopped.
tl::expected<SweepResult, RunFailure> run_sweep(const Sweep& sweep, store::StudyStore& store,
                                                const Pace& pace);

struct SweepEstimate {
  std::int64_t units = 0, done = 0;
  std::chrono::duration<double> unit{}, left{};  ///< of one unit on one thread; until all is done
};

/// Times one unit that is not done (it is not kept) and says how long the rest takes on `threads` threads.
/// @param done  finished units, ascending
tl::expected<SweepEstimate, RunFailure> estimate_sweep(const Sweep& sweep,
                                                       const std::vector<std::int64_t>& done,
                                                       unsigned threads);

}  // namespace corridor::experiment
