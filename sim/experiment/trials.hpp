#pragma once
/// @file trials.hpp  The units of a comparison: every scenario under the same luck and the same draws, in
/// batches that grow. Private to the comparison.

#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "sim/experiment/compare.hpp"
#include "sim/experiment/ranges.hpp"
#include "sim/experiment/unit.hpp"

namespace corridor::experiment {

/// One scenario and what its replications gave, by number.
struct Side {
  const scenario::Scenario* scenario = nullptr;
  ReadyWorld world;
  std::vector<RangedFigure> ranges;
  std::vector<Figures> plain, drawn, apart;  ///< apart: with a seed of its own
  /// What futures are counted over: luck and figures where those were drawn, else luck alone.
  const std::vector<Figures>& futures() const { return drawn.empty() ? plain : drawn; }
};

class Trials {
 public:
  static tl::expected<Trials, RunFailure> make(const std::vector<scenario::Scenario>& scenarios,
                                               const CompareOptions& options);
  /// Goes on until every side has `n` replications of each kind.
  tl::expected<void, RunFailure> run_until(int n);

  const std::vector<Side>& sides() const { return sides_; }
  const Side& base() const { return sides_.front(); }
  std::span<const Side> whatifs() const { return std::span{sides_}.subspan(1); }
  int done() const { return done_; }
  bool draws() const { return draws_; }
  /// Where in its range each future had the figure of that name.
  std::vector<double> places_of(const std::string& figure) const;
  /// Figures without those by month, where nobody asked for months.
  Figures kept(Figures figures) const;

 private:
  struct Batch {
    int from = 0, to = 0;
    std::uint64_t seed = 1;  ///< of its hypercube
  };
  Trials(const CompareOptions& options, std::vector<Side> sides);
  tl::expected<Figures, RunFailure> replicate(const Side& side, int kind, int replication,
                                              const Batch& batch) const;
  std::string where(const Side& side, int kind, int replication) const;

  const CompareOptions* options_;
  std::vector<Side> sides_;
  std::vector<std::size_t> cuts_without_month_;  ///< [family]
  bool months_ = false, draws_ = false;
  std::vector<Batch> batches_;
  int done_ = 0;
};

}  // namespace corridor::experiment
