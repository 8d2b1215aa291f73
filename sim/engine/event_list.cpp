#include "sim/engine/event_list.hpp"

#include <algorithm>

namespace corridor::engine {
namespace {

constexpr std::size_t kArity = 4;
constexpr std::uint32_t kNone = 0xffffffff;
constexpr std::uint64_t kLastSequence = (std::uint64_t{1} << 48) - 1;

// Half as much again, not twice: the promise of 64 bytes an event holds right after growing too.
template <class T>
void make_room(std::vector<T>& v) {
  if (v.size() == v.capacity()) v.reserve(v.capacity() + v.capacity() / 2 + 16);
}

}  // namespace

EventHandle EventList::schedule(ModelTime at, int priority, void* what) {
  CORRIDOR_PRE(kLowestPriority <= priority && priority <= kHighestPriority, at);
  CORRIDOR_INVARIANT(sequence_ < kLastSequence, at);
  const auto rank = static_cast<std::uint64_t>(kHighestPriority - priority);
  const std::uint64_t order = rank << 48 | ++sequence_;
  const std::uint32_t slot = take_slot();
  slots_[slot] = {what, order};
  make_room(heap_);
  heap_.emplace_back();
  sift_up(heap_.size() - 1, {at.time_since_epoch().count(), order, slot});
  ++live_;
  return {slot, static_cast<std::uint32_t>(order)};
}

bool EventList::pending(EventHandle handle) const {
  if (handle.slot >= slots_.size()) return false;
  const std::uint64_t order = slots_[handle.slot].order;
  return order != 0 && static_cast<std::uint32_t>(order) == handle.generation;
}

bool EventList::cancel(EventHandle handle) {
  if (!pending(handle)) return false;
  free_slot(handle.slot);
  --live_;
  if (heap_.size() > 64 && (heap_.size() - live_) * 4 > heap_.size()) compact();
  drop_dead();
  return true;
}

Event EventList::pop() {
  CORRIDOR_PRE(!empty());
  const Node first = heap_.front();
  const Event event{ModelTime{Duration{first.at}}, slots_[first.slot].what};
  free_slot(first.slot);
  --live_;
  remove_first();
  drop_dead();
  return event;
}

std::uint32_t EventList::take_slot() {
  if (free_ == kNone) {
    make_room(slots_);
    slots_.emplace_back();
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t slot = free_;
  free_ = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(slots_[slot].what));
  return slot;
}

void EventList::free_slot(std::uint32_t slot) {
  slots_[slot] = {reinterpret_cast<void*>(static_cast<std::uintptr_t>(free_)), 0};
  free_ = slot;
}

void EventList::remove_first() {
  const Node last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
}

void EventList::drop_dead() {
  if (heap_.size() == live_) return;
  while (!heap_.empty() && dead(heap_.front())) remove_first();
}

void EventList::compact() {
  std::erase_if(heap_, [this](const Node& n) { return dead(n); });
  if (heap_.size() < 2) return;
  for (std::size_t i = (heap_.size() - 2) / kArity + 1; i-- > 0;) sift_down(i, heap_[i]);
}

void EventList::sift_up(std::size_t hole, Node n) {
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / kArity;
    if (!before(n, heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = n;
}

void EventList::sift_down(std::size_t hole, Node n) {
  Node* const heap = heap_.data();
  const std::size_t size = heap_.size();
  for (;;) {
    const std::size_t first = hole * kArity + 1;
    if (first >= size) break;
    std::size_t best = first;
    const std::size_t end = std::min(first + kArity, size);
    for (std::size_t child = first + 1; child < end; ++child) {
      best = before(heap[child], heap[best]) ? child : best;
    }
    if (!before(heap[best], n)) break;
    heap[hole] = heap[best];
    hole = best;
  }
  heap[hole] = n;
}

}  // namespace corridor::engine
