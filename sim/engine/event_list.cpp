#include "sim/engine/event_list.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

namespace corridor::engine {
namespace {

constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
constexpr std::size_t kReview = 256;  // events scheduled from one review to the next, at least
constexpr double kLags = 4;
constexpr std::size_t kNear = 2048;  // as many events, and what they name, lie in the nearer caches
constexpr std::int64_t kFarthest = std::int64_t{1} << 61;  // where a calendar may begin

}  // namespace

std::size_t EventList::bytes() const {
  return sizeof(*this) + slots_.bytes() + heap_.bytes() + calendar_.bytes() + leaving_.bytes() +
         spare_.size() * sizeof(EventCalendar::Page) + spare_.capacity() * sizeof(void*);
}

// ---- handles ----

bool EventList::cancel(EventHandle handle) {
  if (!pending(handle)) return false;
  const std::uint32_t slot = handle.slot;
  EventSlot& event = slots_[slot];
  --live_;
  if (slots_.follows(slot)) {
    slots_.leave(slot);
    slots_.give_back(slot);
  } else if ((event.run & EventSlots::kInHeap) != 0) {  // found out when it comes first, or swept out
    event.key.order = 0;
    ++cancelled_;
    sweep_heap();
    drop_cancelled();
  } else if (event.key.at <= front_until_) {
    from_front(slot);
    slots_.give_back(slot);
  } else {
    EventCalendar& calendar = calendar_of(event.key.at);
    if (slots_.leads_others(slot)) {
      calendar.replace(slots_, slot, promote(slot));
    } else {
      calendar.remove(slots_, slot);
    }
    slots_.give_back(slot);
  }
  if (front_ == 0) advance();
  return true;
}

EventHandle EventList::reschedule(EventHandle handle, ModelTime at) {
  if (!pending(handle)) return {};
  const EventSlot event = slots_[handle.slot];
  cancel(handle);
  return schedule(at, kHighestPriority - static_cast<int>(event.key.order >> 48), event.what);
}

// The first follower leads on.
std::uint32_t EventList::promote(std::uint32_t leader) {
  const std::uint32_t next = slots_.promote(leader);
  if (Hint& hint = hint_of(slots_[next].key.at); hint.leader == leader) hint.leader = next;
  return next;
}

// ---- the front ----

void EventList::from_front(std::uint32_t leader) {
  std::size_t place = front_;
  while (front_slots_[place] != leader) --place;
  for (--front_; place <= front_; ++place) {
    front_keys_[place] = front_keys_[place + 1];
    front_slots_[place] = front_slots_[place + 1];
  }
  if (!slots_.leads_others(leader)) return;
  const std::uint32_t next = promote(leader);
  to_front(next, slots_[next].key);
}

// The first of the front is taken; its followers go on.
void EventList::follow(std::uint32_t leader) {
  --front_;
  const std::uint32_t next = promote(leader);
  to_front(next, slots_[next].key);
}

// The front is empty: the next bucket takes its place, unless the heap's first event is due before.
void EventList::advance() {
  EventCalendar& calendar = leaving_.empty() ? calendar_ : leaving_;
  if (calendar.empty()) {
    front_until_ = kAllTime;  // a few events need no calendar
    return;
  }
  const std::int64_t bucket = calendar.first();
  const std::int64_t due = heap_.first_key().at;
  if (due <= front_until_) return;
  load(calendar, std::min(bucket, calendar.bucket_of(due)));
}

void EventList::load(EventCalendar& from, std::int64_t bucket) {
  EventCalendar::Bucket leaders = from.pass(bucket);
  front_until_ = from.last_instant(bucket);
  if (live_ > kNear) {
    __builtin_prefetch(slots_[from.glance(bucket + 1)].what);  // that slot was fetched one bucket ago
    __builtin_prefetch(&slots_[from.glance(bucket + 2)]);
  }
  for (; leaders.count > 0; --leaders.count) {
    const EventSlot& event = slots_[leaders.slot];
    const EventKey key = event.key;
    __builtin_prefetch(event.what);
    std::size_t after = front_++;
    for (; front_keys_[after] < key; --after) {
      front_keys_[after + 1] = front_keys_[after];
      front_slots_[after + 1] = front_slots_[after];
    }
    front_keys_[after + 1] = key;
    front_slots_[after + 1] = leaders.slot;
    leaders.slot = event.link;
  }
}

// The calendar did not take it: where it is because the bucket is full, a run there may take it.
void EventList::overflow(std::uint32_t leader, EventKey key, bool is_last) {
  if (const std::uint32_t like = calendar_of(key.at).find_like(slots_, key);
      is_last && like != EventSlots::kIndex) {
    slots_.append(like, leader);
    hint_of(key.at) = {static_cast<std::uint32_t>(key.at), like};
    return;
  }
  ++refused_;
  to_heap(leader);
}

// ---- the heap ----

void EventList::to_heap(std::uint32_t leader) {
  if (front_until_ == kAllTime && slots_[leader].key.at < kFarthest && now_ < kFarthest) {
    open_calendar();
    place(leader, slots_[leader].key, true);
    return;
  }
  slots_[leader].run |= EventSlots::kInHeap;
  heap_.push(slots_[leader].key, leader);
}

Event EventList::pop_heap() {
  const std::uint32_t slot = heap_.first_slot();
  const EventSlot& s = slots_[slot];
  const Event event{ModelTime{Duration{s.key.at}}, s.what};
  now_ = s.key.at;
  if (slots_.leads_others(slot)) {
    const std::uint32_t next = promote(slot);
    slots_[next].run |= EventSlots::kInHeap;
    heap_.replace(0, slots_[next].key, next);
  } else {
    heap_.pop_first();
    ++passed_;
  }
  slots_.give_back(slot);
  --live_;
  drop_cancelled();
  if (front_ == 0) advance();
  return event;
}

void EventList::drop_cancelled() {
  while (cancelled_ > 0 && !heap_.empty() && slots_[heap_.first_slot()].key.order == 0) remove_cancelled(0);
}

void EventList::remove_cancelled(std::size_t place) {
  const std::uint32_t slot = heap_.slot_at(place);
  if (slots_.leads_others(slot)) {
    const std::uint32_t next = promote(slot);
    slots_[next].run |= EventSlots::kInHeap;
    heap_.replace(place, slots_[next].key, next);
  } else {
    heap_.remove(place);
  }
  slots_.give_back(slot);
  --cancelled_;
}

// A quarter of the heap may be cancelled events; above that each call looks at a few places.
void EventList::sweep_heap() {
  for (int looked_at = 0; looked_at < 8 && cancelled_ * 4 > heap_.size(); ++looked_at) {
    if (sweep_ >= heap_.size()) sweep_ = 0;
    if (slots_[heap_.slot_at(sweep_)].key.order == 0) {
      remove_cancelled(sweep_);
    } else {
      ++sweep_;
    }
  }
}

// ---- how the calendar comes to fit ----

// How far ahead the median of a few events lies; of those in the heap where few others lie ahead.
std::int64_t EventList::typical_lag() const {
  std::array<std::int64_t, 32> lags;
  std::size_t count = 0;
  const auto sample = [&](std::size_t size, auto slot_at) {
    const std::size_t step = std::max<std::size_t>(size / lags.size(), 1);
    for (std::size_t i = 0; i < size && count < lags.size(); i += step) {
      const EventKey& key = slots_[slot_at(i)].key;
      if (key.order != 0 && key.at > now_ && key.at < kFarthest) lags[count++] = key.at - now_;
    }
  };
  sample(slots_.capacity(), [](std::size_t i) { return static_cast<std::uint32_t>(i); });
  if (count < 8) sample(heap_.size(), [this](std::size_t i) { return heap_.slot_at(i); });
  if (count == 0) return 1;
  std::nth_element(lags.data(), lags.data() + count / 2, lags.data() + count);
  return lags[count / 2];
}

// The mean gap between leaders; where too few were popped to tell, by Little's law the lag over the number of
// those that wait. A bucket spans a gap or more, the ring four mean lags: of exponential lags 2 % are longer.
EventList::Fit EventList::best_fit() const {
  const auto pending = static_cast<double>(std::max<std::size_t>(live_, 32));
  const double gap = passed_ * 4 > kReview
                         ? static_cast<double>(now_ - watched_since_) / static_cast<double>(passed_)
                         : 1.4 * static_cast<double>(typical_lag()) / pending;
  const std::uint64_t most = std::bit_floor(std::max<std::size_t>(live_ * 3, 64));
  const double ring = kLags * pending * gap;
  const double width = std::max(gap, ring / static_cast<double>(most));
  Fit fit{0, 64};
  while (fit.shift < 40 && static_cast<double>(std::int64_t{1} << fit.shift) < width) ++fit.shift;
  while (fit.buckets < most && static_cast<double>(fit.buckets << fit.shift) < ring) fit.buckets *= 2;
  return fit;
}

// At first soon, for little is known when a calendar opens.
void EventList::watch_anew() {
  until_watch_ = period_ = std::min(std::max<std::size_t>(live_ / 2, kReview), period_ * 2);
  watched_since_ = now_;
  passed_ = refused_ = 0;
}

void EventList::open_calendar() {
  retire();
  const auto keys = front_keys_;
  const auto slots = front_slots_;
  const std::size_t size = std::exchange(front_, 0);
  const Fit fit = best_fit();
  const std::int64_t bucket = keys[size].at >> fit.shift;
  calendar_.reset(fit.shift, fit.buckets, bucket + 1);
  front_until_ = calendar_.last_instant(bucket);
  for (std::size_t i = 1; i <= size; ++i) place(slots[i], slots_[slots[i]].key, false);
  period_ = kReview / 2;
  watch_anew();
}

// Called once in a while, and for every event that is scheduled while the calendar changes.
void EventList::watch() {
  if (!leaving_.empty()) {
    move_on();
  } else if (resettle_ > 0) {
    resettle();
  } else if (retire(); !spare_.empty()) {
    spare_.pop_back();
  } else {
    review();
  }
  if (leaving_.empty() && resettle_ == 0 && spare_.empty()) {
    watch_anew();
  } else {
    until_watch_ = 1;
  }
}

void EventList::review() {
  if (front_until_ == kAllTime || now_ >= kFarthest) return;
  const Fit fit = best_fit();
  const int wider = fit.shift - calendar_.shift();
  const bool misfit = wider >= 2 || wider <= -2 || (wider == 1 && refused_ * 16 > period_);
  if (!misfit && fit.buckets <= calendar_.buckets() && fit.buckets * 8 > calendar_.buckets()) return;
  std::swap(leaving_, calendar_);
  calendar_.reset(fit.shift, fit.buckets, (front_until_ + 1) >> fit.shift);
  leaving_end_ = leaving_.end();
  boundary_ = leaving_end_ << leaving_.shift();
  resettle_ = heap_.size();
}

// A few buckets of the old calendar, the last first, go to the new one.
void EventList::move_on() {
  for (int moved = 0; moved < 8 && !leaving_.empty(); ++moved) {
    EventCalendar::Bucket leaders = leaving_.take_last(leaving_end_);
    boundary_ = leaving_end_ << leaving_.shift();
    for (; leaders.count > 0; --leaders.count, ++moved) {
      const std::uint32_t leader = leaders.slot;
      leaders.slot = slots_[leader].link;
      place(leader, slots_[leader].key, false);
    }
  }
}

// What the heap holds and the new calendar takes goes there.
void EventList::resettle() {
  retire();
  for (int looked_at = 0; looked_at < 4 && resettle_ > 0; ++looked_at) {
    if (--resettle_ >= heap_.size()) continue;
    const std::uint32_t leader = heap_.slot_at(resettle_);
    EventSlot& event = slots_[leader];
    if (event.key.order == 0 || event.key.at <= front_until_) continue;
    event.run &= ~EventSlots::kInHeap;
    if (calendar_.put(slots_, leader, event.key.at, spare_)) {
      heap_.remove(resettle_);
    } else {
      event.run |= EventSlots::kInHeap;
    }
  }
  drop_cancelled();
}

void EventList::retire() {
  if (boundary_ == kNoTime) return;
  boundary_ = kNoTime;
  leaving_.clear(spare_);
}

}  // namespace corridor::engine
