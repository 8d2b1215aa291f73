#pragma once
/// @file id.hpp  Typed indices into tables: a PortId does not pass for a LinkId. The absent id is `none`.

#include <compare>
#include <cstddef>
#include <cstdint>

namespace corridor {

template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xffffffff;
  std::uint32_t n = kNone;
  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : n(static_cast<std::uint32_t>(index)) {}
  constexpr bool valid() const { return n != kNone; }
  constexpr auto operator<=>(const Id&) const = default;
};

/// A vector that is indexed by one kind of id only.
template <class IdType, class Vector>
constexpr auto& at(Vector& table, IdType id) {
  return table[id.n];
}

}  // namespace corridor
