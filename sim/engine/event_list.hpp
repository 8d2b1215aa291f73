#pragma once
/// @file event_list.hpp  Events yet to happen, in a total order: time, then priority (higher first), then
/// order of scheduling. A handle of an event that has run or was cancelled is found out, for the next 2^32
/// events at least.
///
/// The next events lie sorted in a short front; those of the time ahead in a calendar of buckets, one of
/// which at a time becomes the front; what finds its bucket full, or lies too far ahead, in a heap. The first
/// event is the first of the front or of the heap, so the order never depends on how well the calendar fits.
/// The calendar's width follows the times themselves: a new calendar takes over from the old one a few
/// buckets at a step. Events of the same time and priority form runs that count as one.
///
/// | operation                    | cost, where times spread | at worst               |
/// |------------------------------|--------------------------|------------------------|
/// | schedule, reschedule, cancel | O(1)                     | O(log n + buckets/1024)|
/// | pop                          | O(1)                     | O(log n + buckets/1024)|
/// | next_time                    | O(1)                     | O(1)                   |
///
/// About 50 bytes a pending event, at most 64. No operation copies what is pending. Nothing is allocated
/// while the number of pending events stays below its earlier peak and their times spread as they did.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/engine/assert.hpp"
#include "sim/engine/event_calendar.hpp"
#include "sim/engine/event_heap.hpp"
#include "sim/engine/event_slots.hpp"
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

  EventList() { front_keys_[0] = EventHeap::kLast; }

  /// @pre kLowestPriority <= priority <= kHighestPriority; fewer than 2^27 events are pending
  EventHandle schedule(ModelTime at, int priority, void* what);
  /// @return false where the event has run or was cancelled; then nothing changes
  bool cancel(EventHandle handle);
  /// Moves an event to another time, behind all that are scheduled for it at its priority.
  /// @return its new handle; one that names none where it has run or was cancelled: then nothing changes
  EventHandle reschedule(EventHandle handle, ModelTime at);
  bool pending(EventHandle handle) const {
    if (!slots_.holds(handle.slot)) return false;
    const std::uint64_t order = slots_[handle.slot].key.order;
    return order != 0 && static_cast<std::uint32_t>(order) == handle.generation;
  }
  /// Takes the first event. @pre !empty()
  Event pop();
  /// Time of the first event; kNever where there is none.
  ModelTime next_time() const {
    return ModelTime{Duration{std::min(heap_.first_key().at, front_keys_[front_].at)}};
  }
  /// Whether the first event comes before one of this time and priority that is scheduled now.
  bool precedes(ModelTime at, int priority) const {
    const EventKey key{at.time_since_epoch().count(), rank_of(priority) + kSequences - 1};
    return front_keys_[front_] < key || heap_.first_key() < key;
  }

  bool empty() const { return live_ == 0; }
  std::size_t size() const { return live_; }
  /// Memory held, room to grow included.
  std::size_t bytes() const;

 private:
  static constexpr std::size_t kFront = 64;
  static constexpr std::size_t kFew = 8;  // among so few nothing is gained by runs
  static constexpr std::int64_t kAllTime = std::numeric_limits<std::int64_t>::max();
  static constexpr std::uint64_t kSequences = std::uint64_t{1} << 48;

  static std::uint64_t rank_of(int priority) {
    return static_cast<std::uint64_t>(kHighestPriority - priority) * kSequences;
  }

  // The run that was last led by an event whose time hashes here. It may be long over: it is held against
  // the slot itself.
  struct Hint {
    std::uint32_t time;  // its lower half
    std::uint32_t leader;
  };
  Hint& hint_of(std::int64_t at) { return hints_[static_cast<std::uint64_t>(at) * 0x9e3779b97f4a7c15 >> 55]; }

  // `is_last`: it was scheduled after all others, and may follow in a run.
  void place(std::uint32_t leader, EventKey key, bool is_last);
  void overflow(std::uint32_t leader, EventKey key, bool is_last);
  void to_front(std::uint32_t leader, EventKey key);
  void to_heap(std::uint32_t leader);
  void from_front(std::uint32_t leader);
  void follow(std::uint32_t leader);
  std::uint32_t promote(std::uint32_t leader);
  void advance();
  void load(EventCalendar& from, std::int64_t bucket);
  EventCalendar& calendar_of(std::int64_t at) { return at < boundary_ ? leaving_ : calendar_; }
  Event pop_heap();
  void drop_cancelled();
  void remove_cancelled(std::size_t place);
  void sweep_heap();

  // How the calendar comes to fit.
  struct Fit {
    int shift;
    std::uint64_t buckets;
  };
  std::int64_t typical_lag() const;
  Fit best_fit() const;
  void open_calendar();
  void watch();
  void watch_anew();
  void review();
  void move_on();
  void resettle();
  void retire();

  EventSlots slots_;
  std::size_t live_ = 0;
  std::uint64_t sequence_ = 0;  // never reused

  // Leaders up to the instant front_until_, the first one last; before them a key later than all.
  std::size_t front_ = 0;
  std::int64_t front_until_ = kAllTime;  // kAllTime: the calendar is not in use
  std::array<EventKey, kFront + 1> front_keys_;
  std::array<std::uint32_t, kFront + 1> front_slots_;

  std::array<Hint, 512> hints_{};

  EventHeap heap_;
  std::size_t cancelled_ = 0;  // of the heap
  std::size_t sweep_ = 0;      // the next place to look for such

  EventCalendar calendar_;
  EventCalendar leaving_;  // what it still holds is before boundary_, at the start of bucket leaving_end_
  std::int64_t boundary_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t leaving_end_ = 0;
  EventCalendar::Pages spare_;

  // The watch over the fit.
  std::size_t until_watch_ = 256;  // events yet to be scheduled
  std::size_t resettle_ = 0;       // places of the heap that the new calendar has not been offered
  std::int64_t now_ = 0;           // time of the last pop
  std::int64_t watched_since_ = 0;
  std::size_t period_ = 256;
  std::size_t passed_ = 0;   // leaders that were popped, in that period
  std::size_t refused_ = 0;  // events that the calendar did not take
};

// Into its caller by force: g++ finds it too long, though most of it is a line of stores. What is rare is
// called.
[[gnu::always_inline]] inline EventHandle EventList::schedule(ModelTime at, int priority, void* what) {
  CORRIDOR_PRE(kLowestPriority <= priority && priority <= kHighestPriority, at);
  CORRIDOR_INVARIANT(sequence_ < kSequences - 2, at);
  const std::uint64_t order = rank_of(priority) | ++sequence_;
  const EventKey key{at.time_since_epoch().count(), order};
  if (live_ < kFew && front_until_ == kAllTime) {
    const std::uint32_t slot = slots_.take(what, key);
    ++live_;
    to_front(slot, key);
    return {slot, static_cast<std::uint32_t>(order)};
  }
  Hint& hint = hint_of(key.at);
  const auto time = static_cast<std::uint32_t>(key.at);
  const bool follows = hint.time == time && slots_.leads(hint.leader, key);
  const std::uint32_t slot = slots_.take(what, key);
  ++live_;
  if (follows) {
    slots_.append(hint.leader, slot);
  } else {
    hint = {time, slot};
    place(slot, key, true);
  }
  if (--until_watch_ == 0) [[unlikely]]
    watch();
  return {slot, static_cast<std::uint32_t>(order)};
}

// The key is that of the leader.
inline void EventList::place(std::uint32_t leader, EventKey key, bool is_last) {
  if (key.at <= front_until_) {
    to_front(leader, key);
  } else if (!calendar_of(key.at).put(slots_, leader, key.at, spare_)) {
    overflow(leader, key, is_last);
  }
}

inline void EventList::to_front(std::uint32_t leader, EventKey key) {
  std::size_t after = front_;  // the last of the front's places whose event comes after this one
  while (front_keys_[after] < key) --after;
  if (front_ == kFront) [[unlikely]] {
    to_heap(leader);
    return;
  }
  for (std::size_t i = ++front_; i > after + 1; --i) {
    front_keys_[i] = front_keys_[i - 1];
    front_slots_[i] = front_slots_[i - 1];
  }
  front_keys_[after + 1] = key;
  front_slots_[after + 1] = leader;
}

inline Event EventList::pop() {
  CORRIDOR_PRE(!empty());
  if (heap_.first_key() < front_keys_[front_]) [[unlikely]]
    return pop_heap();
  const std::uint32_t slot = front_slots_[front_];
  EventSlot& s = slots_[slot];
  const Event event{ModelTime{Duration{s.key.at}}, s.what};
  now_ = s.key.at;
  if (s.run == EventSlots::kAlone) [[likely]] {
    --front_;
    ++passed_;
  } else {
    follow(slot);
  }
  slots_.give_back(slot, s);
  --live_;
  if (front_ == 0) advance();
  return event;
}

}  // namespace corridor::engine
