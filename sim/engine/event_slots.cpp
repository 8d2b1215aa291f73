#include "sim/engine/event_slots.hpp"

#include "sim/engine/assert.hpp"

namespace corridor::engine {

void EventSlots::append(std::uint32_t leader, std::uint32_t slot) {
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

std::uint32_t EventSlots::promote(std::uint32_t leader) {
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

void EventSlots::leave(std::uint32_t follower) {
  const std::uint32_t before = slots_[follower].run & kIndex;
  const std::uint32_t after = slots_[follower].link;
  const bool is_first = !follows(before);
  const bool is_last = (slots_[after].run & kIndex) != follower;
  if (is_first && is_last) {
    slots_[before].run |= kAlone;
  } else if (is_last) {  // `after` is the first, and before it is the leader
    EventSlot& leader = slots_[slots_[after].run & kIndex];
    leader.run = (leader.run & ~kIndex) | before;
    slots_[before].link = after;
  } else {
    const std::uint32_t from = is_first ? slots_[before].run & kIndex : before;  // who links here
    slots_[from].link = after;
    slots_[after].run = slots_[follower].run;
  }
}

void EventSlots::grow() {
  const std::size_t first = slots_.capacity();
  slots_.grow();
  const std::size_t end = slots_.capacity();
  CORRIDOR_PRE(end <= kIndex);  // too many events are pending
  for (std::size_t i = end; i-- > first;) {
    slots_[i].key.order = 0;
    slots_[i].link = free_;
    free_ = static_cast<std::uint32_t>(i);
  }
}

}  // namespace corridor::engine
