#include "sim/engine/event_calendar.hpp"

#include <bit>

#include "sim/engine/assert.hpp"

namespace corridor::engine {

void EventCalendar::reset(int shift, std::uint64_t buckets, std::int64_t begin) {
  CORRIDOR_INVARIANT(empty() && std::has_single_bit(buckets) && buckets >= 64);
  shift_ = shift;
  mask_ = buckets - 1;
  begin_ = begin;
  pages_.resize((buckets + 1023) / 1024);
  used_.assign((pages_.size() + 63) / 64, 0);
}

void EventCalendar::clear(Pages& spare) {
  CORRIDOR_INVARIANT(empty());
  for (std::unique_ptr<Page>& page : pages_) {
    if (page != nullptr) spare.push_back(std::move(page));
  }
}

std::size_t EventCalendar::bytes() const {
  std::size_t open = 0;
  for (const std::unique_ptr<Page>& page : pages_) open += page != nullptr;
  return open * sizeof(Page) + pages_.capacity() * sizeof(void*) + used_.capacity() * sizeof(std::uint64_t);
}

EventCalendar::Page& EventCalendar::open_page(std::uint64_t number, Pages& spare) {
  if (spare.empty()) {
    pages_[number] = std::make_unique<Page>();
  } else {
    pages_[number] = std::move(spare.back());
    spare.pop_back();
  }
  return *pages_[number];
}

std::uint32_t EventCalendar::find_like(const EventSlots& slots, const EventKey& key) const {
  const std::int64_t bucket = bucket_of(key.at);
  if (bucket < begin_ || bucket >= end()) return EventSlots::kIndex;
  const Page* const page = pages_[index(bucket) / 1024].get();
  const std::uint32_t held = page == nullptr ? 0 : page->buckets[index(bucket) % 1024];
  std::uint32_t leader = held / 32;
  for (std::uint32_t count = held % 32; count > 0; --count, leader = slots[leader].link) {
    if (slots[leader].key.ties(key)) return leader;
  }
  return EventSlots::kIndex;
}

std::uint32_t EventCalendar::before(const EventSlots& slots, std::uint32_t first,
                                    std::uint32_t leader) const {
  while (slots[first].link != leader) first = slots[first].link;
  return first;
}

void EventCalendar::replace(EventSlots& slots, std::uint32_t leader, std::uint32_t by) {
  const std::uint64_t i = index(bucket_of(slots[leader].key.at));
  std::uint32_t& held = pages_[i / 1024]->buckets[i % 1024];
  slots[by].link = slots[leader].link;
  if (held / 32 == leader) {
    held = by * 32 + held % 32;
  } else {
    slots[before(slots, held / 32, leader)].link = by;
  }
}

void EventCalendar::remove(EventSlots& slots, std::uint32_t leader) {
  const std::uint64_t i = index(bucket_of(slots[leader].key.at));
  std::uint32_t& held = pages_[i / 1024]->buckets[i % 1024];
  if (held % 32 == 1) {
    empty_out(bucket_of(slots[leader].key.at));
    return;
  }
  const std::uint32_t after = slots[leader].link;
  if (held / 32 == leader) {
    held = after * 32 + held % 32 - 1;
  } else {
    slots[before(slots, held / 32, leader)].link = after;
    --held;
  }
  --leaders_;
}

EventCalendar::Bucket EventCalendar::take_last(std::int64_t& end) {
  for (int looked_at = 0; looked_at < 16; ++looked_at) {
    const std::uint64_t i = index(end - 1);
    const std::uint64_t before_end = bits(i / 64) << (63 - i % 64);
    if (before_end != 0) {
      end -= std::countl_zero(before_end) + 1;
      return empty_out(end);
    }
    end -= static_cast<std::int64_t>(i % 64) + 1;
  }
  return {0, 0};
}

}  // namespace corridor::engine
