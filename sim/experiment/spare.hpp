#pragma once
/// @file spare.hpp  How much more goes through a line of queues before who uses it waits twice as long.
/// Definition and limits: docs/bottlenecks.md.

#include <span>

namespace corridor::experiment {

/// One capacity of a way, over the measured window.
struct UsedCapacity {
  double used = 0, amount = 0;  ///< tonnes, ship-days
  double a_tonne = 0;           ///< what a tonne by this way takes of it
  double interval_days = 0;  ///< between two that it lets through; 0: nobody waits, the rest is turned away
};

/// Tonnes more until the waits of the whole line are twice as long, or nothing more goes in. Waits are those
/// of a queue at the share in use, u / (1 - u) intervals. @pre not empty; a_tonne > 0
double tonnes_until_double(std::span<const UsedCapacity> line);

}  // namespace corridor::experiment
