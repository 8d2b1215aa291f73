#pragma once
/// @file event_heap.hpp  A 4-ary heap of events, for those that the calendar does not take. It grows without
/// copying, so that no operation takes more than O(log n). Keys and slots lie apart: four children are one
/// cache line of keys.

#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/engine/event_slots.hpp"

namespace corridor::engine {

class EventHeap {
 public:
  /// Later than every event.
  static constexpr EventKey kLast{std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::uint64_t>::max()};

  bool empty() const { return end_ == kRoot; }
  std::size_t size() const { return end_ - kRoot; }
  std::size_t bytes() const { return keys_.bytes() + slots_.bytes(); }

  /// Of the first event; kLast where there is none. @cost O(1)
  const EventKey& first_key() const { return first_; }
  std::uint32_t first_slot() const { return slots_[kRoot]; }

  /// @cost O(log n), O(1) on average for keys in no order, and for a late one
  void push(const EventKey& key, std::uint32_t slot);
  /// @pre !empty() @cost O(log n)
  void pop_first() { remove(0); }

  /// Places 0 to size() - 1, the first event in place 0, the others in no order.
  const EventKey& key_at(std::size_t place) const { return keys_[kRoot + place]; }
  std::uint32_t slot_at(std::size_t place) const { return slots_[kRoot + place]; }
  /// @cost O(log n)
  void remove(std::size_t place);
  /// Puts a later event into a place. @cost O(log n)
  void replace(std::size_t place, const EventKey& later, std::uint32_t slot);

 private:
  static constexpr std::size_t kRoot = 3;  // so that the children of i, 4 i - 8 to 4 i - 5, share a line
  static constexpr std::size_t kPage = 256;

  void sift_up(std::size_t hole, const EventKey& key, std::uint32_t slot);
  void sift_down(std::size_t hole, const EventKey& key, std::uint32_t slot);
  std::size_t least_child(std::size_t first) const;

  Paged<EventKey, kPage> keys_;
  Paged<std::uint32_t, kPage> slots_;
  std::size_t end_ = kRoot;
  EventKey first_ = kLast;
};

}  // namespace corridor::engine
