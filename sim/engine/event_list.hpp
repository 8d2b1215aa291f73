#pragma once
/// @file event_list.hpp  Events yet to happen, in a total order: time, then priority (higher first), then
/// order of scheduling. A handle of an event that has run or was cancelled is found out, for the next 2^32
/// events at least.
///
/// | operation   | cost                                     |
/// |-------------|------------------------------------------|
/// | schedule    | O(log n), O(1) on average for a late time |
/// | pop         | O(log n)                                 |
/// | cancel      | O(1), amortized; O(log n) for the first  |
/// | next_time   | O(1)                                     |
///
/// 40 bytes a pending event, at most 64 with room to grow (72 where many were cancelled). Nothing is
/// allocated while the number of pending events stays below three quarters of its earlier peak, or nothing is
/// cancelled and it stays below the peak.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/engine/assert.hpp"
#include "sim/engine/time.hpp"

namespace corridor::engine {

/// Names one scheduled event. The default value names none.
struct EventHandle {
  std::uint32_t slot = 0xffffffff;
  std::uint32_t generation = 0;
  bool operator==(const EventHandle&) const = default;
};

/// What pop gives: when, and the value that was handed to schedule.
struct Event {
  ModelTime at;
  void* what;
};

class EventList {
 public:
  static constexpr int kLowestPriority = -32768;
  static constexpr int kHighestPriority = 32767;

  /// @pre kLowestPriority <= priority <= kHighestPriority
  EventHandle schedule(ModelTime at, int priority, void* what);
  /// @return false where the event has run or was cancelled; then nothing changes
  bool cancel(EventHandle handle);
  bool pending(EventHandle handle) const;
  /// Takes the first event. @pre !empty()
  Event pop();
  /// Time of the first event. @pre !empty()
  ModelTime next_time() const { return ModelTime{Duration{heap_.front().at}}; }

  bool empty() const { return live_ == 0; }
  std::size_t size() const { return live_; }
  /// Memory held, room to grow included.
  std::size_t bytes() const { return heap_.capacity() * sizeof(Node) + slots_.capacity() * sizeof(Slot); }

 private:
  // A 4-ary heap of keys; what belongs to an event lies in its slot. `order` holds the inverted priority
  // above a 48-bit sequence number, which is never reused, and so tells a live slot from a stale one.
  struct Node {
    std::int64_t at;
    std::uint64_t order;
    std::uint32_t slot;
  };
  struct Slot {
    void* what;
    std::uint64_t order;  // 0: free
  };

  static bool before(const Node& a, const Node& b) {
    return (a.at < b.at) | ((a.at == b.at) & (a.order < b.order));
  }
  bool dead(const Node& n) const { return slots_[n.slot].order != n.order; }
  std::uint32_t take_slot();
  void free_slot(std::uint32_t slot);
  void remove_first();
  void sift_up(std::size_t hole, Node n);
  void sift_down(std::size_t hole, Node n);
  void drop_dead();  // the first node is live afterwards
  void compact();

  std::vector<Node> heap_;  // cancelled nodes stay until they come first or are too many
  std::vector<Slot> slots_;
  std::uint32_t free_ = 0xffffffff;  // list of free slots, linked through `what`
  std::size_t live_ = 0;
  std::uint64_t sequence_ = 0;
};

}  // namespace corridor::engine
