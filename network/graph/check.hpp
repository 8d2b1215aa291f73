#pragma once
/// @file check.hpp  What must hold of any network of places and links, proved over plain structs:
/// - where links are open they join into one network (an isle is an error, with its days);
/// - no link is shorter than the earth allows: length >= great circle x (1 - relative) - absolute. The
/// relative
///   part covers the sphere (0.56 %), the absolute part where in a town a point was put;
/// - capacities are dated in order, not negative, and a later step does not fall (a fall is a warning: a
///   closure, a war or a slip of the pen; the data says which).
/// Places without any link are warnings. Nothing here reads a clock or a file.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"

namespace corridor::graph {

struct CheckedPlace {
  std::string id;
  double lat = 0, lon = 0;  ///< degrees
};
struct CheckedLink {
  std::string id;
  std::uint32_t from = 0, to = 0;  ///< positions in the list of places
  double km = 0;
  Period validity;
  std::vector<std::pair<Day, double>> capacity;  ///< steps in the order written, any one unit
};
struct LengthTolerance {
  double relative = 0.01;
  double km = 3;
};

struct Finding {
  enum class Kind { apart, unlinked, too_short, bad_length, bad_validity, capacity_order, capacity_falls };
  Kind kind = Kind::apart;
  Severity severity = Severity::error;
  bool about_link = false;
  std::uint32_t index = 0;  ///< of the link or place it is about, for the caller's line numbers
  std::string what;         ///< the fault with its figures
  std::string expected;     ///< what would do
};

/// All findings, in the order: links by position, then unlinked places, then isles by day.
/// Connection is proved on the first day of `during` and on each later day of it when a link opens or ends;
/// an isle with the same places is told once, with the first day. The largest part is the network (of equal
/// ones that of the smallest position).
/// @cost O(days of change x (places + links))
std::vector<Finding> check_network(std::span<const CheckedPlace> places, std::span<const CheckedLink> links,
                                   Period during, LengthTolerance tolerance = {});

}  // namespace corridor::graph
