#include "sim/engine/event_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "sim/engine/random.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

void* name_of(std::uint64_t id) { return reinterpret_cast<void*>(static_cast<std::uintptr_t>(id)); }

// The order as the header states it, kept by a red-black tree.
using Key = std::tuple<std::int64_t, int, std::uint64_t>;  // time, minus priority, order of scheduling

struct Entry {
  Key key;
  EventHandle handle;
};

// How far ahead events lie, and at which priority.
std::int64_t draw_ahead(const std::string& shape, Stream& luck) {
  if (shape == "uniform") return luck.integer(0, 1'000'000);
  if (shape == "exponential") return static_cast<std::int64_t>(luck.exponential(1000));
  if (shape == "equal") return 7;
  if (shape == "now") return 0;
  if (shape == "descending") return 1'000'000;  // the caller takes the step off
  if (shape == "pareto") {                      // no mean, let alone a variance
    const double u = luck.uniform();
    return static_cast<std::int64_t>(10 / (u * u));
  }
  const bool near = luck.bernoulli(0.9);
  if (shape == "bimodal") return near ? luck.integer(0, 10) : luck.integer(1'000'000'000, 1'000'000'010);
  // Bursts: all events of a burst in the same three seconds, a day or so apart.
  const std::int64_t burst = luck.integer(0, 4) * 86400;
  return burst + luck.integer(0, 2);
}

void check_against_tree(const std::string& shape, std::uint64_t seed, int steps) {
  CAPTURE(shape);
  CAPTURE(seed);
  Stream luck{seed, 0, "event list", shape};
  EventList list;
  std::set<Key> tree;
  std::vector<Entry> entries;  // by id
  std::int64_t now = 0;
  double growth = 0.6, cancels = 0.15;
  int faults = 0;
  for (int step = 0; step < steps && faults == 0; ++step) {
    if (step % 500 == 0) {  // the list grows, shrinks, runs empty, and is swept clean of cancelled events
      growth = luck.uniform(0.2, 0.8);
      cancels = luck.uniform(0, 1 - growth);
    }
    const double what = luck.uniform();
    if (what < growth || tree.empty()) {
      std::int64_t at = now + draw_ahead(shape, luck);
      if (shape == "descending") at -= step;
      const auto priority = static_cast<int>(luck.integer(-2, 2));
      const std::uint64_t id = entries.size();
      const Key key{at, -priority, id};
      tree.insert(key);
      entries.push_back({key, list.schedule(at_second(at), priority, name_of(id))});
    } else if (what < growth + cancels) {  // any that ever was: pending, run or cancelled; or one of late
      const auto last = static_cast<std::int64_t>(entries.size()) - 1;
      const bool late = luck.bernoulli(0.8);
      const auto id =
          static_cast<std::size_t>(luck.integer(late ? std::max<std::int64_t>(0, last - 300) : 0, last));
      const bool pending = tree.erase(entries[id].key) == 1;
      faults += list.pending(entries[id].handle) != pending;
      faults += list.cancel(entries[id].handle) != pending;
      faults += list.pending(entries[id].handle);
      faults += list.cancel(entries[id].handle);
    } else {
      const Key first = *tree.begin();
      faults += list.next_time() != at_second(std::get<0>(first));
      const Event event = list.pop();
      faults += event.at != at_second(std::get<0>(first));
      faults += event.what != name_of(std::get<2>(first));
      faults += list.pending(entries[std::get<2>(first)].handle);
      tree.erase(tree.begin());
      now = std::get<0>(first);
    }
    faults += list.size() != tree.size();
    faults += list.empty() != tree.empty();
    INFO("step ", step);
    REQUIRE(faults == 0);
  }
  while (!tree.empty()) {
    REQUIRE(list.pop().what == name_of(std::get<2>(*tree.begin())));
    tree.erase(tree.begin());
  }
  CHECK(list.empty());
}

TEST_CASE("event list: whatever the times, it gives what an ordered tree gives") {
  for (const char* shape :
       {"uniform", "exponential", "equal", "now", "descending", "pareto", "bimodal", "bursts"}) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) check_against_tree(shape, seed, 6000);
  }
}

TEST_CASE("event list: time comes before priority, priority before order of scheduling") {
  EventList list;
  list.schedule(at_second(5), 9, name_of(1));
  list.schedule(at_second(3), -9, name_of(2));
  list.schedule(at_second(3), 0, name_of(3));
  list.schedule(at_second(3), 0, name_of(4));
  list.schedule(at_second(3), 9, name_of(5));
  list.schedule(at_second(-1), EventList::kLowestPriority, name_of(6));
  list.schedule(at_second(-1), EventList::kHighestPriority, name_of(7));
  list.schedule(kNever, 0, name_of(8));
  std::vector<void*> order;
  while (!list.empty()) order.push_back(list.pop().what);
  const std::vector<void*> expected{name_of(7), name_of(6), name_of(5), name_of(3),
                                    name_of(4), name_of(2), name_of(1), name_of(8)};
  CHECK(order == expected);
}

TEST_CASE("event list: a handle outlives its event and then names nothing") {
  EventList list;
  CHECK_FALSE(list.pending(EventHandle{}));
  CHECK_FALSE(list.cancel(EventHandle{}));
  const EventHandle first = list.schedule(at_second(1), 0, name_of(1));
  CHECK(list.pending(first));
  CHECK(list.cancel(first));
  const EventHandle second = list.schedule(at_second(2), 0, name_of(2));  // may lie in the same place
  CHECK_FALSE(first == second);
  CHECK_FALSE(list.pending(first));
  CHECK_FALSE(list.cancel(first));
  CHECK(list.pending(second));
  CHECK(list.pop().what == name_of(2));
  CHECK_FALSE(list.cancel(second));
  CHECK(list.empty());
}

TEST_CASE("event list: cancelling everything in any order empties it") {
  EventList list;
  std::vector<EventHandle> handles;
  for (int i = 0; i < 1000; ++i) handles.push_back(list.schedule(at_second((i * 617) % 1000), 0, nullptr));
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(list.size() == static_cast<std::size_t>(1000 - i));
    REQUIRE(list.cancel(handles[static_cast<std::size_t>((i * 389) % 1000)]));
  }
  CHECK(list.empty());
  list.schedule(at_second(4), 0, name_of(4));
  CHECK(list.next_time() == at_second(4));
}

TEST_CASE("event list: at most 64 bytes a pending event, and none more in steady state") {
  for (const std::string shape : {"uniform", "exponential", "equal", "pareto", "bimodal", "bursts"}) {
    CAPTURE(shape);
    EventList list;
    Stream luck{1, 0, "event list", "bytes"};
    constexpr std::size_t n = 100'000;
    double most = 0;
    for (std::size_t k = 1; k <= n; ++k) {
      list.schedule(at_second(draw_ahead(shape, luck)), 0, nullptr);
      if (k >= 1000) most = std::max(most, static_cast<double>(list.bytes()) / static_cast<double>(k));
    }
    const auto hold = [&](std::size_t steps) {
      for (std::size_t k = 0; k < steps; ++k) {
        const Event event = list.pop();
        list.schedule(event.at + Duration{draw_ahead(shape, luck)}, 0, nullptr);
        most = std::max(most, static_cast<double>(list.bytes()) / n);
      }
    };
    hold(5 * n);
    CHECK(most <= 64);
    const std::size_t before = list.bytes();
    hold(n);
    CHECK(list.bytes() <= before + before / 16);
    CHECK(list.size() == n);
  }
}

TEST_CASE("event list: an event that is moved goes behind all that are scheduled for its new time") {
  EventList list;
  const EventHandle early = list.schedule(at_second(1), 0, name_of(1));
  list.schedule(at_second(5), 0, name_of(2));
  const EventHandle high = list.schedule(at_second(9), 3, name_of(3));
  const EventHandle moved = list.reschedule(early, at_second(5));
  CHECK_FALSE(list.pending(early));
  CHECK(list.pending(moved));
  CHECK(list.pending(list.reschedule(high, at_second(5))));  // it keeps its priority
  CHECK_FALSE(list.pending(list.reschedule(early, at_second(0))));
  CHECK(list.size() == 3);
  CHECK(list.pop().what == name_of(3));
  CHECK(list.pop().what == name_of(2));
  CHECK(list.pop().what == name_of(1));
  CHECK_FALSE(list.pending(list.reschedule(moved, at_second(9))));
  CHECK(list.empty());
}

TEST_CASE("event list: in a run of like events any may be cancelled, and the order stays") {
  constexpr std::size_t n = 200;
  for (std::size_t stride : {1U, 3U, 7U, 199U}) {
    EventList list;
    std::vector<EventHandle> handles;
    std::vector<bool> gone(n, false);
    for (std::size_t i = 0; i < n; ++i) handles.push_back(list.schedule(at_second(50), 0, name_of(i)));
    for (std::size_t k = 0; k < n / 2; ++k) {
      const std::size_t i = k * stride % n;
      CHECK(list.cancel(handles[i]) != gone[i]);
      gone[i] = true;
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (!gone[i]) REQUIRE(list.pop().what == name_of(i));
    }
    CHECK(list.empty());
  }
}

TEST_CASE("event list: it grows a thousandfold, shrinks and grows again with other times, in order") {
  EventList list;
  Stream luck{1, 0, "event list", "tides"};
  std::int64_t now = 0;
  bool in_order = true;
  for (const std::int64_t scale : {1'000'000'000, 10, 100'000, 1, 10'000'000}) {
    while (list.size() < 100'000) list.schedule(at_second(now + luck.integer(0, scale)), 0, nullptr);
    while (list.size() > 100) {
      const std::int64_t at = list.pop().at.time_since_epoch().count();
      in_order = in_order && at >= now;
      now = at;
      if (luck.bernoulli(0.3)) list.schedule(at_second(now + luck.integer(0, scale)), 0, nullptr);
    }
  }
  CHECK(in_order);
}

TEST_CASE("event list: the ends of time are times like others") {
  EventList list;
  const std::int64_t last = kNever.time_since_epoch().count();
  for (std::int64_t i = 0; i < 300; ++i) {
    list.schedule(at_second(last - i), 0, name_of(static_cast<std::uint64_t>(600 - i)));
    list.schedule(at_second(-last + i), 0, name_of(static_cast<std::uint64_t>(1 + i)));
  }
  std::uint64_t expected = 0;
  for (int i = 0; i < 600; ++i) REQUIRE(list.pop().what == name_of(++expected));
  CHECK(list.empty());
}

TEST_CASE("event list: what was cancelled holds no memory for long") {
  EventList list;
  for (int i = 0; i < 100; ++i) list.schedule(at_second(1), 0, nullptr);
  for (int i = 0; i < 1'000'000; ++i) list.cancel(list.schedule(at_second(2 + i), 0, nullptr));
  CHECK(list.size() == 100);
  CHECK(list.bytes() <= 100 * 250);  // mostly what a list of any size has
}

}  // namespace
}  // namespace corridor::engine
