#pragma once
/// @file event_slots.hpp  Where pending events lie: a slot each, of 32 bytes, and the key by which they are
/// ordered. Events that share time and priority are common where time is whole seconds (a train an hour, a
/// signal that wakes a hundred). Such events form a run: the first leads and alone takes part in the order;
/// the others follow it in a list, in order of scheduling. All that is done here is O(1).

#include <cstddef>
#include <cstdint>

#include "sim/engine/paged.hpp"

namespace corridor::engine {

/// The total order. `order` holds the inverted priority above a 48-bit sequence number.
struct EventKey {
  std::int64_t at;
  std::uint64_t order;

  friend bool operator<(const EventKey& a, const EventKey& b) { return a.whole() < b.whole(); }
  bool operator==(const EventKey&) const = default;
  /// Of the same time and priority.
  bool ties(const EventKey& other) const { return at == other.at && (order ^ other.order) >> 48 == 0; }

 private:
  __extension__ using Whole = __int128;  // one comparison without a branch
  Whole whole() const { return static_cast<Whole>(at) << 64 | order; }
};

struct EventSlot {
  void* what;
  EventKey key;        // order 0: free, or cancelled in the heap
  std::uint32_t link;  // of a leader: the next leader of its bucket; of a follower: the next one, the last is
                       // linked to the first; of a free slot: the next free one
  std::uint32_t run;   // of a leader: the last follower or kAlone; of a follower: kFollows and the one before
};

class EventSlots {
 public:
  static constexpr std::uint32_t kIndex = (1u << 27) - 1;  // 134 million slots
  static constexpr std::uint32_t kAlone = kIndex;
  static constexpr std::uint32_t kInHeap = 1u << 30;  // flag in `run` of a leader
  static constexpr std::uint32_t kFollows = 1u << 31;

  EventSlots() { grow(); }  // so that slot 0, which a hint may name from the start, can be looked at

  EventSlot& operator[](std::uint32_t slot) { return slots_[slot]; }
  const EventSlot& operator[](std::uint32_t slot) const { return slots_[slot]; }
  bool holds(std::uint32_t slot) const { return slot < slots_.capacity(); }
  std::size_t capacity() const { return slots_.capacity(); }
  std::size_t bytes() const { return slots_.bytes(); }

  /// Fills a free slot with an event that leads nobody and follows nobody. @return its number
  std::uint32_t take(void* what, const EventKey& key) {
    if (free_ == kIndex) [[unlikely]]
      grow();
    const std::uint32_t slot = free_;
    EventSlot& event = slots_[slot];
    free_ = event.link;
    event.what = what;
    event.key = key;
    event.run = kAlone;
    return slot;
  }
  void give_back(std::uint32_t slot) { give_back(slot, slots_[slot]); }
  /// The same for who has looked it up.
  void give_back(std::uint32_t slot, EventSlot& event) {
    event.key.order = 0;
    event.link = free_;
    free_ = slot;
  }

  bool follows(std::uint32_t slot) const { return (slots_[slot].run & kFollows) != 0; }
  bool leads_others(std::uint32_t slot) const { return (slots_[slot].run & kIndex) != kAlone; }
  /// Leads a run that an event of this time and priority belongs to.
  bool leads(std::uint32_t slot, const EventKey& key) const {
    const EventSlot& s = slots_[slot];
    return s.key.ties(key) && s.key.order != 0 && (s.run & kFollows) == 0;
  }
  /// Puts a slot at the end of a leader's run.
  void append(std::uint32_t leader, std::uint32_t slot);
  /// Takes the leader out of its run; the first follower, which is given back, leads the rest.
  /// @pre leads_others(leader)
  std::uint32_t promote(std::uint32_t leader);
  /// Takes a follower out of its run.
  void leave(std::uint32_t follower);

 private:
  void grow();

  Paged<EventSlot, 256> slots_;
  std::uint32_t free_ = kIndex;
};

inline void EventSlots::append(std::uint32_t leader, std::uint32_t slot) {
  const std::uint32_t run = slots_[leader].run;
  const std::uint32_t last = run & kIndex;
  if (last == kAlone) {
    slots_[slot].link = slot;
    slots_[slot].run = kFollows | leader;
  } else {
    slots_[slot].link = slots_[last].link;
    slots_[slot].run = kFollows | last;
    slots_[last].link = slot;
  }
  slots_[leader].run = (run & ~kIndex) | slot;
}

inline std::uint32_t EventSlots::promote(std::uint32_t leader) {
  const std::uint32_t last = slots_[leader].run & kIndex;
  const std::uint32_t first = slots_[last].link;
  if (first == last) {
    slots_[first].run = kAlone;
  } else {
    const std::uint32_t second = slots_[first].link;
    slots_[last].link = second;
    slots_[second].run = kFollows | first;
    slots_[first].run = last;
  }
  return first;
}

}  // namespace corridor::engine
