#pragma once
/// @file max_flow.hpp  The most that a network can carry from one node to another, and the arcs that hold it
/// back. Amounts are whole (kilograms), so every answer is exact and proves itself: the flow is within all
/// capacities, nothing is lost on the way, and it equals the capacity of the cut (check_max_flow()).
/// Boost.Graph's push-relabel stays in the .cpp.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace corridor::flow {

struct Arc {
  std::uint32_t tail = 0, head = 0;
  std::int64_t capacity = 0;  ///< >= 0
};

/// Stands for "no limit": a thousand billion tonnes in kilograms. A flow of as much is held back by nothing.
inline constexpr std::int64_t kNoLimit = 1'000'000'000'000'000;

struct MaxFlow {
  std::int64_t value = 0;
  std::vector<std::int64_t> on_arc;  ///< [arc]
  /// A minimum cut is not always unique. These are the one nearest to the source and the one nearest to the
  /// sink, as arcs in ascending order; to carry more, something must be widened in each.
  std::vector<std::uint32_t> cut_at_source, cut_at_sink;
  bool limited() const { return value < kNoLimit; }
};

/// @pre  source and sink differ; ends of arcs are < nodes; no more than a thousand arcs without limit leave
///       one node. Parallel arcs and loops are fine.
/// @cost O(nodes^3) at worst, milliseconds on networks of this size
MaxFlow max_flow(std::size_t nodes, std::span<const Arc> arcs, std::uint32_t source, std::uint32_t sink);

/// Our own check of an answer, against the arcs alone. @return what is wrong, in words; empty: it is optimal
std::string check_max_flow(std::size_t nodes, std::span<const Arc> arcs, std::uint32_t source,
                           std::uint32_t sink, const MaxFlow& answer);

}  // namespace corridor::flow
