#include "sim/engine/event_slots.hpp"

#include "sim/engine/assert.hpp"

namespace corridor::engine {

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
