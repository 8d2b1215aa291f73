#pragma once
/// @file capacities.hpp  Everything of a world that lets through no more than so much a month: what the
/// bounds of bottlenecks.hpp are made of. The figures are those that the simulation keeps to: achieved
/// capacities, less the traffic of others, on the days when the thing is open. A train's path counts with the
/// way home of its empties. Amounts are tonnes of the month; of wagons, wagon-days; of ships, ship-days.

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/atlas.hpp"

namespace corridor::experiment {

enum class CapacityKind : std::uint8_t {
  link,        ///< train paths on a section
  border,      ///< trains a day over a border, one way: twice its number, plus one inward
  works,       ///< trains a day whose gauge is changed at a border, one way: as for borders
  loading,     ///< trains a day that a mine can load
  terminal,    ///< tonnes a month that a terminal has room for
  unloading,   ///< trains a day that a terminal unloads
  berths,      ///< what its berths can load into ships, less the ships of others
  acceptance,  ///< tonnes a month that a foreign railway takes
  pool,        ///< tonnes a month that buyers take
  quota,       ///< tonnes that a rule lets through
  fleet,       ///< wagons
  pipeline,    ///< tonnes a day that a pipeline pumps of ours, as dated rules leave them
  ships,       ///< ships of a finite fleet, on days when they can sail
  supply,      ///< tonnes a month that a mine has to sell
};
inline constexpr std::size_t kCapacityKinds = 14;
std::string_view to_word(CapacityKind kind);
bool is_in_trains(CapacityKind kind);  ///< counted as trains of Capacities::train_t()
/// In a planner's words: "train paths".
std::string_view to_phrase(CapacityKind kind);

struct Capacity {
  CapacityKind kind = CapacityKind::link;
  std::uint32_t index = 0;  ///< in the world's table of that kind; of a quota, in Lawbook::quotas()
  auto operator<=>(const Capacity&) const = default;
};

inline constexpr double kUnlimited = std::numeric_limits<double>::infinity();

/// Looks capacities up. Refers to world and atlas.
class Capacities {
 public:
  Capacities(const model::World& world, const model::Atlas& atlas) : world_(world), atlas_(atlas) {}

  std::string id(Capacity c) const;
  /// The unit in which planners know it: trains/day, kt/month, wagons, ships.
  std::string_view unit(Capacity c) const;
  /// Its figure in that unit, mean over the days of the period; infinity where nothing limits it.
  double mean(Capacity c, Period period) const;
  /// Tonnes (wagon-days) of the days of a month that lie in `window`; infinity where nothing limits it. Of a
  /// quota, the amount of one of its own periods.
  /// @param usable  days that do not count (closed by something else than the thing itself); none: all count
  double amount(Capacity c, Month month, Period window,
                const std::function<bool(Day)>& usable = nullptr) const;
  /// Net tonnes of the train in which paths are counted: of the first fleet.
  double train_t() const;
  /// Trains of that mass that a tonne of these goods is: 1/train_t() times how much lighter its own train is.
  double trains_weight(model::CommodityId cargo) const;

 private:
  double per_day(Capacity c, Day day) const;
  double per_month(Capacity c, Month month) const;
  const model::World& world_;
  const model::Atlas& atlas_;
};

/// The days of a month that lie in a window; `from` after `to` where none does.
Period days_of(Month month, Period window);
inline std::int64_t count_days(Period p) { return std::max<std::int64_t>(0, (p.to - p.from).count() + 1); }

}  // namespace corridor::experiment
