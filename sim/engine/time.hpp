#pragma once
/// @file time.hpp  Model time: whole seconds, UTC. Integers, so that a run is the same on every machine.

#include <chrono>
#include <cstdint>

namespace corridor::engine {

using ModelTime = std::chrono::sys_seconds;  ///< an instant
using Duration = std::chrono::seconds;       ///< a length of time

/// Later than every instant of a run; a deadline that never comes.
inline constexpr ModelTime kNever = ModelTime::max();

/// Rounds a length of time in seconds [|x| < 9e15] to whole seconds, halves away from zero.
constexpr Duration round_to_seconds(double x) {
  const auto whole = static_cast<std::int64_t>(x);     // towards zero
  const double rest = x - static_cast<double>(whole);  // exact, which x + 0.5 is not
  return Duration{whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0)};
}

}  // namespace corridor::engine
