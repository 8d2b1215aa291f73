#pragma once
/// @file berths.hpp  What is left of a terminal's berths for the ships of others.

#include <algorithm>

#include "sim/model/world.hpp"

namespace corridor::model {

/// What all ships load in a year while no rule takes berths, t: what the terminal achieves, or what its
/// berths can load where that is less.
inline double all_load_t_year(const Terminal& t, Day day) {
  return std::min(t.capacity_mt_year.on(day) * 1e6, t.loads_t_month(day, 1.0) * 12.0);
}

/// What ships of others load in a year, t: all beyond our room. Room is kept for us: who books less of it
/// loses no berth that he still asks for. Where rules take berths others lose as we do.
inline double others_load_t_year(const Terminal& t, Day day) {
  const double all = all_load_t_year(t, day);
  const double others = std::max(0.0, all - t.room_kt_month.on(day) * 12e3);
  const double left = t.rules_leave.on(day, 1.0);
  return left < 1.0 ? std::min(others, t.loads_t_month(day, left) * 12.0 * others / all) : others;
}

}  // namespace corridor::model
