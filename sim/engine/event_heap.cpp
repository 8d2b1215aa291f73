#include "sim/engine/event_heap.hpp"

namespace corridor::engine {

void EventHeap::push(const EventKey& key, std::uint32_t slot) {
  if (end_ >= keys_.capacity()) {
    keys_.grow();
    slots_.grow();
  }
  sift_up(end_++, key, slot);
  first_ = keys_[kRoot];
}

void EventHeap::remove(std::size_t place) {
  const std::size_t hole = kRoot + place;
  const EventKey last = keys_[--end_];
  const std::uint32_t slot = slots_[end_];
  if (hole != end_) {
    if (last < keys_[hole]) {
      sift_up(hole, last, slot);
    } else {
      sift_down(hole, last, slot);
    }
  }
  first_ = empty() ? kLast : keys_[kRoot];
}

void EventHeap::replace(std::size_t place, const EventKey& later, std::uint32_t slot) {
  sift_down(kRoot + place, later, slot);
  first_ = keys_[kRoot];
}

void EventHeap::sift_up(std::size_t hole, const EventKey& key, std::uint32_t slot) {
  while (hole > kRoot) {
    const std::size_t parent = hole / 4 + 2;
    if (!(key < keys_[parent])) break;
    keys_[hole] = keys_[parent];
    slots_[hole] = slots_[parent];
    hole = parent;
  }
  keys_[hole] = key;
  slots_[hole] = slot;
}

void EventHeap::sift_down(std::size_t hole, const EventKey& key, std::uint32_t slot) {
  for (;;) {
    const std::size_t first = 4 * hole - 8;
    if (first >= end_) break;
    const std::size_t child = least_child(first);
    if (!(keys_[child] < key)) break;
    keys_[hole] = keys_[child];
    slots_[hole] = slots_[child];
    hole = child;
  }
  keys_[hole] = key;
  slots_[hole] = slot;
}

std::size_t EventHeap::least_child(std::size_t first) const {
  const EventKey* const child = &keys_[first];
  if (first + 4 > end_) {
    std::size_t least = 0;
    for (std::size_t i = 1; first + i < end_; ++i) least = child[i] < child[least] ? i : least;
    return first + least;
  }
  const std::size_t below = 4 * first - 8;  // the grandchildren, four lines in a row
  if (below + 16 <= end_) {
    const EventKey* const line = &keys_[below];
    for (std::size_t i = 0; i < 16; i += 4) __builtin_prefetch(line + i);
  }
  const std::size_t left = child[1] < child[0] ? 1 : 0;
  const std::size_t right = child[3] < child[2] ? 3 : 2;
  return first + (child[right] < child[left] ? right : left);
}

}  // namespace corridor::engine
