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

  /// Labels of goods of a flow, sold to a pool, by a route, on a day: commodity, flow, pool, market and its
  /// group on that day, route, via, month.
  std::array<Facts::Label, 8> trade(model::FlowId flow, model::PoolId pool, model::RouteId route, Day day);
  /// No facts yet, of the table of lots: all labels that do not depend on a day are those of its rows. They
  /// are made once, and end with this.
  Facts no_lots();
  /// A lot on a day: market group and month too. @param facts  no_lots(), or what was added to them
  void add_lot(Facts& facts, std::size_t row, Day day);

  std::uint32_t of(std::string_view text) { return labels_.of(text); }
  std::uint32_t commodity(model::FlowId flow) const { return flows_[flow.n].commodity; }
  std::uint32_t flow(model::FlowId flow) const { return flows_[flow.n].flow; }
  std::uint32_t fate(model::Fate fate) const { return fates_[static_cast<std::size_t>(fate)]; }
  std::uint32_t yes_no(bool b) const { return yes_no_[b ? 1 : 0]; }
  std::uint32_t month(Month month) { return month_on(first_day(month)); }
  std::uint32_t month_on(Day day);
  const Labels& labels() const { return labels_; }

 private:
  struct FlowLabels {
    std::uint32_t commodity, flow;
  };
  struct PoolLabels {
    std::uint32_t pool, market;
    std::vector<std::pair<Day, std::uint32_t>> groups;  ///< ascending
    std::uint32_t group_on(Day day) const;
  };
  struct RouteLabels {
    std::uint32_t route, via;
  };
  const PoolLabels& of(model::PoolId pool) const { return pool.valid() ? pools_[pool.n] : no_pool_; }
  const RouteLabels& of(model::RouteId route) const { return route.valid() ? routes_[route.n] : no_route_; }

  const model::Ledger& ledger_;
  Labels labels_;
  std::vector<FlowLabels> flows_;    ///< [FlowId]
  std::vector<PoolLabels> pools_;    ///< [PoolId]
  std::vector<RouteLabels> routes_;  ///< [RouteId]
  Day first_day_;
  std::vector<std::uint32_t> months_;  ///< [day of the measured window]
  std::array<std::uint32_t, 2> yes_no_;
  std::array<std::uint32_t, model::kFates> fates_;
  PoolLabels no_pool_;
  RouteLabels no_route_;
  Columns lots_;  ///< [row]
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
/// Adds a step function to a sum, day by day: the sum's last bits depend on that.
inline void add_each_day(double& sum, const model::Steps<double>& steps, const Period& days) {
  double value = 0;
  auto next = steps.steps().begin();
  for (Day day = days.from; day <= days.to; day += std::chrono::days{1}) {
    for (; next != steps.steps().end() && next->first <= day; ++next) value = next->second;
    sum += value;
  }
}
/// Days of the measured window.
inline double window_days(const model::World& world) {
  return static_cast<double>((world.measure.to - world.measure.from).count()) + 1;
}

}  // namespace corridor::experiment
