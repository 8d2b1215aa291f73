#pragma once
/// @file event_calendar.hpp  A ring of buckets of equal width that begins at the running time. A bucket holds
/// at most kFull leaders of runs, so that all that is done to one is bounded; what finds its bucket full, or
/// lies behind the last bucket, is refused. Width and number of buckets are powers of two. A bucket takes 4
/// bytes and a bit, from the first use of its page on.
/// @cost O(1), but first: O(buckets / 1024) at worst, O(1) where the width fits

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "sim/engine/event_slots.hpp"

namespace corridor::engine {

class EventCalendar {
 public:
  static constexpr std::uint32_t kFull = 31;
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();

  struct Page {
    std::uint32_t buckets[1024] = {};  // the slot of the first leader above the number of leaders
    std::uint64_t bits[16] = {};       // 1: not empty
  };
  using Pages = std::vector<std::unique_ptr<Page>>;

  struct Bucket {
    std::uint32_t slot;   // the first leader; linked to the next
    std::uint32_t count;  // of leaders
  };

  /// Begins anew, at bucket `begin`, with buckets that are 2^shift seconds wide.
  /// @pre empty; `buckets` is a power of two, 64 at least
  void reset(int shift, std::uint64_t buckets, std::int64_t begin);
  /// Gives back its pages. @pre empty
  void clear(Pages& spare);

  bool empty() const { return leaders_ == 0; }
  int shift() const { return shift_; }
  std::uint64_t buckets() const { return mask_ + 1; }
  std::int64_t bucket_of(std::int64_t at) const { return at >> shift_; }
  std::int64_t last_instant(std::int64_t bucket) const {
    return (bucket << shift_) | ((std::int64_t{1} << shift_) - 1);
  }
  /// The first bucket behind the ring.
  std::int64_t end() const { return begin_ + static_cast<std::int64_t>(mask_) + 1; }
  std::size_t bytes() const;

  /// Takes a leader due `at`. @return false: refused @pre at is not before the running bucket
  bool put(EventSlots& slots, std::uint32_t leader, std::int64_t at, Pages& spare);
  /// A leader that an event with this key may follow; EventSlots::kIndex where there is none.
  std::uint32_t find_like(const EventSlots& slots, const EventKey& key) const;
  /// @pre the leader is here
  void remove(EventSlots& slots, std::uint32_t leader);
  /// Puts a leader of the same time in the place of another. @pre `leader` is here
  void replace(EventSlots& slots, std::uint32_t leader, std::uint32_t by);

  /// The first bucket that is not empty. @pre !empty()
  std::int64_t first() const;
  /// Empties a bucket and goes on to the next. @pre all before it are empty
  Bucket pass(std::int64_t bucket);
  /// A slot that the bucket may hold, to have it fetched.
  std::uint32_t glance(std::int64_t bucket) const {
    const Page* const page = pages_[index(bucket) / 1024].get();
    return page == nullptr ? 0 : page->buckets[index(bucket) % 1024] / 32;
  }
  /// Empties the last bucket before `end` that is not empty, looking at about a thousand. `end` becomes the
  /// first of those looked at.
  Bucket take_last(std::int64_t& end);

 private:
  std::uint64_t index(std::int64_t bucket) const { return static_cast<std::uint64_t>(bucket) & mask_; }
  std::uint64_t bits(std::uint64_t word) const {
    const Page* const page = pages_[word / 16].get();
    return page == nullptr ? 0 : page->bits[word % 16];
  }
  bool is_used(std::uint64_t page) const { return (used_[page / 64] >> page % 64 & 1) != 0; }
  Page& open_page(std::uint64_t number, Pages& spare);
  std::uint32_t before(const EventSlots& slots, std::uint32_t first, std::uint32_t leader) const;
  Bucket empty_out(std::int64_t bucket);

  int shift_ = 0;
  std::uint64_t mask_ = 63;
  std::int64_t begin_ = 0;  // the first bucket that is not over
  std::size_t leaders_ = 0;
  Pages pages_;
  std::vector<std::uint64_t> used_;  // a bit a page: 0 where it holds nothing
};

inline bool EventCalendar::put(EventSlots& slots, std::uint32_t leader, std::int64_t at, Pages& spare) {
  const std::int64_t bucket = bucket_of(at);
  if (static_cast<std::uint64_t>(bucket) - static_cast<std::uint64_t>(begin_) > mask_) return false;
  const std::uint64_t i = index(bucket);
  Page* page = pages_[i / 1024].get();
  if (page == nullptr) [[unlikely]]
    page = &open_page(i / 1024, spare);
  std::uint32_t& held = page->buckets[i % 1024];
  const std::uint32_t count = held % 32;
  if (count == kFull) [[unlikely]]
    return false;
  slots[leader].link = held / 32;
  held = leader * 32 + count + 1;
  // Set even where they are: whether the bucket was empty is known late, and half the time guessed wrong.
  page->bits[i / 64 % 16] |= std::uint64_t{1} << i % 64;
  used_[i / 65536] |= std::uint64_t{1} << i / 1024 % 64;
  ++leaders_;
  return true;
}

inline std::int64_t EventCalendar::first() const {
  const std::uint64_t i = index(begin_);
  std::uint64_t word = i / 64;
  const std::uint64_t rest = bits(word) >> i % 64;
  if (rest != 0) return begin_ + std::countr_zero(rest);
  std::int64_t bucket = begin_ + 64 - static_cast<std::int64_t>(i % 64);
  for (;;) {
    word = (word + 1) & (mask_ / 64);
    if (word % 16 == 0 && !is_used(word / 16)) {
      word += 15;
      bucket += 1024;
      continue;
    }
    const std::uint64_t some = bits(word);
    if (some != 0) return bucket + std::countr_zero(some);
    bucket += 64;
  }
}

inline EventCalendar::Bucket EventCalendar::pass(std::int64_t bucket) {
  begin_ = bucket + 1;
  return empty_out(bucket);
}

inline EventCalendar::Bucket EventCalendar::empty_out(std::int64_t bucket) {
  const std::uint64_t i = index(bucket);
  Page* const page = pages_[i / 1024].get();
  if (page == nullptr) return {0, 0};
  const std::uint32_t held = page->buckets[i % 1024];
  page->buckets[i % 1024] = 0;
  std::uint64_t& word = page->bits[i / 64 % 16];
  word &= ~(std::uint64_t{1} << i % 64);
  if (word == 0 && std::ranges::count(page->bits, 0u) == 16)
    used_[i / 65536] &= ~(std::uint64_t{1} << i / 1024 % 64);
  leaders_ -= held % 32;
  return {held / 32, held % 32};
}

}  // namespace corridor::engine
