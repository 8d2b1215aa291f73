#pragma once
/// @file names.hpp  The labels of a ledger's rows: ids of the world as small numbers, each text looked up
/// once. Private to the experiment.

#include <array>
#include <utility>
#include <vector>

#include "sim/experiment/cube.hpp"
#include "sim/model/ledger.hpp"

namespace corridor::experiment {

/// What is counted under where a tonne has no market, because it was offered to none.
inline constexpr std::string_view kNone = "none";

class Labeller {
 public:
  Labeller(const model::World& world, const model::Ledger& ledger);

  /// A fact about goods of a flow, sold to a pool, by a route, on a day: commodity, flow, pool, market and
  /// its group on that day, route, via, month.
  Fact trade(std::size_t row, model::FlowId flow, model::PoolId pool, model::RouteId route, Day day);
  /// The same of a lot, with bound, contract and fate.
  Fact lot(std::size_t row, const model::LotRow& lot, Day day);

  std::uint32_t of(std::string_view text) { return labels_.of(text); }
  std::uint32_t commodity(model::FlowId flow) const { return flows_[flow.n].commodity; }
  std::uint32_t yes_no(bool b) const { return yes_no_[b ? 1 : 0]; }
  std::uint32_t month(Month month);
  const Labels& labels() const { return labels_; }

 private:
  struct FlowLabels {
    std::uint32_t commodity, flow;
  };
  struct PoolLabels {
    std::uint32_t pool, market;
    std::vector<std::pair<Day, std::uint32_t>> groups;  ///< ascending
  };
  struct RouteLabels {
    std::uint32_t route, via;
  };
  static constexpr std::uint32_t kNotYet = 0xffffffff;

  Labels labels_;
  std::vector<FlowLabels> flows_;    ///< [FlowId]
  std::vector<PoolLabels> pools_;    ///< [PoolId]
  std::vector<RouteLabels> routes_;  ///< [RouteId]
  Month first_month_;
  std::vector<std::uint32_t> months_;  ///< those of the measured window; kNotYet until it is asked for
  std::array<std::uint32_t, 2> yes_no_;
  std::array<std::uint32_t, model::kFates> fates_;
  PoolLabels no_pool_;
  RouteLabels no_route_;
};

/// Whether an instant lies in the measured window.
inline bool measured(const model::World& world, ModelTime at) {
  return world.measure.contains(std::chrono::floor<std::chrono::days>(at));
}
/// When a lot left its loading terminal; overland, when it was delivered; the epoch where it did neither.
inline ModelTime handled_at(const model::LotRow& lot) {
  if (lot.handled != ModelTime{} || lot.fate != model::Fate::delivered) return lot.handled;
  return lot.ended;
}
/// Days of the measured window.
inline double window_days(const model::World& world) {
  return static_cast<double>((world.measure.to - world.measure.from).count()) + 1;
}

}  // namespace corridor::experiment
