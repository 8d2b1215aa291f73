#include "sim/engine/resource.hpp"

#include <doctest/doctest.h>

#include "sim/engine/random.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

struct User {
  const char* name;
  std::int64_t amount = 1;
  int priority = 0;
  Duration hold = 10s;
  ModelTime deadline = kNever;
};

Process use(Simulation& sim, Trace& trace, Resource& resource, User user) {
  const Wake how = co_await resource.acquire(user.amount, user.priority).until(user.deadline);
  trace.woke(user.name, how);
  if (how == Wake::granted) {
    co_await sim.delay(user.hold);
    resource.release(user.amount);
  }
}

Process set_capacity(Simulation& sim, Resource& resource, Duration after, std::int64_t capacity) {
  co_await sim.delay(after);
  resource.set_capacity(capacity);
}

Process interrupt(Simulation& sim, ProcessId id, Duration after) {
  co_await sim.delay(after);
  sim.interrupt(id);
}

TEST_CASE("resource: one unit is served in order of arrival") {
  Simulation sim;
  Trace trace{sim};
  Resource berth{sim, "berth", 1};
  sim.spawn_at(at_second(0), use(sim, trace, berth, {.name = "a"}));
  sim.spawn_at(at_second(1), use(sim, trace, berth, {.name = "b", .hold = 5s}));
  sim.spawn_at(at_second(2), use(sim, trace, berth, {.name = "c", .hold = 5s}));
  sim.spawn_at(at_second(40), use(sim, trace, berth, {.name = "d"}));
  CHECK(sim.run_until(at_second(50)) == RunEnd::horizon_reached);
  CHECK(trace.lines() == Lines{"0 a granted", "10 b granted", "15 c granted", "40 d granted"});
  // Waits of 0, 9, 13 and 0 s; two waited 8 s, one 1 s and 5 s; in use 0-20 and 40-50.
  CHECK(berth.waits().count() == 4);
  CHECK(berth.waits().mean() == doctest::Approx(22.0 / 4));
  CHECK(berth.waits().greatest() == 13);
  CHECK(berth.queue_over_time().mean(sim.now()) == doctest::Approx((9.0 + 13.0) / 50));
  CHECK(berth.queue_over_time().greatest() == 2);
  CHECK(berth.use_over_time().mean(sim.now()) == doctest::Approx(30.0 / 50));
  berth.reset_statistics();
  CHECK(berth.waits().count() == 0);
  CHECK(berth.in_use() == 1);
  sim.run_until(at_second(100));
  CHECK(berth.use_over_time().mean(sim.now()) == 0);
}

TEST_CASE("resource: a higher class is served first, and arrival decides within a class") {
  Simulation sim;
  Trace trace{sim};
  Resource berth{sim, "berth", 1};
  sim.spawn_at(at_second(0), use(sim, trace, berth, {.name = "holder"}));
  sim.spawn_at(at_second(1), use(sim, trace, berth, {.name = "low 1", .priority = -5}));
  sim.spawn_at(at_second(2), use(sim, trace, berth, {.name = "mid 1", .priority = 0}));
  sim.spawn_at(at_second(3), use(sim, trace, berth, {.name = "low 2", .priority = -5}));
  sim.spawn_at(at_second(4), use(sim, trace, berth, {.name = "high", .priority = 7}));
  sim.spawn_at(at_second(5), use(sim, trace, berth, {.name = "mid 2", .priority = 0}));
  sim.spawn_at(at_second(15), use(sim, trace, berth, {.name = "late high", .priority = 7}));
  sim.run_until(at_second(100));
  CHECK(trace.lines() == Lines{"0 holder granted", "10 high granted", "20 late high granted",
                               "30 mid 1 granted", "40 mid 2 granted", "50 low 1 granted",
                               "60 low 2 granted"});
}

TEST_CASE("resource: nobody small overtakes a large request of the same or a higher class") {
  Simulation sim;
  Trace trace{sim};
  Resource cranes{sim, "cranes", 3};
  sim.spawn_at(at_second(0), use(sim, trace, cranes, {.name = "two", .amount = 2}));
  sim.spawn_at(at_second(1), use(sim, trace, cranes, {.name = "three", .amount = 3}));
  sim.spawn_at(at_second(2), use(sim, trace, cranes, {.name = "one", .amount = 1}));
  sim.spawn_at(at_second(3), use(sim, trace, cranes, {.name = "low one", .amount = 1, .priority = -1}));
  // A higher class may pass: one crane is free.
  sim.spawn_at(at_second(4), use(sim, trace, cranes, {.name = "high one", .amount = 1, .priority = 1}));
  sim.run_until(at_second(100));
  // 0-10 two of 3; 4-14 high one; all three are free at 14, so "three" 14-24; then the two ones together.
  CHECK(trace.lines() == Lines{"0 two granted", "4 high one granted", "14 three granted", "24 one granted",
                               "24 low one granted"});
}

TEST_CASE("resource: a lowered capacity takes nothing away, and a raised one serves at once") {
  Simulation sim;
  Trace trace{sim};
  Resource track{sim, "track", 2};
  sim.spawn_at(at_second(0), use(sim, trace, track, {.name = "a"}));
  sim.spawn_at(at_second(0), use(sim, trace, track, {.name = "b", .hold = 20s}));
  sim.spawn(set_capacity(sim, track, 5s, 0));
  sim.spawn_at(at_second(6), use(sim, trace, track, {.name = "c"}));
  sim.spawn_at(at_second(7), use(sim, trace, track, {.name = "d"}));
  sim.spawn_at(at_second(8), use(sim, trace, track, {.name = "e"}));
  sim.run_until(at_second(7));
  CHECK(track.available() == -2);
  CHECK(track.in_use() == 2);
  sim.spawn_at(at_second(15), set_capacity(sim, track, 0s, 1));  // b still holds the one
  sim.spawn_at(at_second(25), set_capacity(sim, track, 0s, 3));  // c since 20; d and e now
  sim.run_until(at_second(100));
  CHECK(trace.lines() == Lines{"0 a granted", "0 b granted", "20 c granted", "25 d granted", "25 e granted"});
}

TEST_CASE("resource: more than the capacity waits until the capacity is raised") {
  Simulation sim;
  Trace trace{sim};
  Resource track{sim, "track", 2};
  sim.spawn(use(sim, trace, track, {.name = "three", .amount = 3}));
  CHECK(sim.run_until(at_second(50)) == RunEnd::stalled);
  track.set_capacity(3);
  sim.run_until(at_second(60));
  CHECK(trace.lines() == Lines{"50 three granted"});
}

TEST_CASE("resource: when a large request gives up, those behind it are served at that instant") {
  Simulation sim;
  Trace trace{sim};
  Resource cranes{sim, "cranes", 2};
  sim.spawn(use(sim, trace, cranes, {.name = "holder", .amount = 1, .hold = 100s}));
  const ProcessId large = sim.spawn_at(at_second(1), use(sim, trace, cranes, {.name = "large", .amount = 2}));
  sim.spawn_at(at_second(2), use(sim, trace, cranes, {.name = "small", .amount = 1}));
  sim.spawn(interrupt(sim, large, 30s));
  sim.spawn_at(at_second(50),
               use(sim, trace, cranes, {.name = "large again", .amount = 2, .deadline = at_second(60)}));
  sim.spawn_at(at_second(51), use(sim, trace, cranes, {.name = "small again", .amount = 1}));
  sim.run_until(at_second(99));
  CHECK(trace.lines() == Lines{"0 holder granted", "30 large interrupted", "30 small granted",
                               "60 large again timed out", "60 small again granted"});
  CHECK(cranes.in_use() == 1);
  CHECK(cranes.queue_length() == 0);
  CHECK(cranes.waits().count() == 3);  // who gave up was not granted
}

// A grant is decided where the unit is given back: an interruption after it, at the same instant, comes
// too late, and the unit is not lost.
Process release_and_interrupt(Simulation& sim, Trace& trace, Resource& berth, ProcessId waiting) {
  co_await berth.acquire();
  co_await sim.delay(10s);
  berth.release();
  trace.say("interrupt", sim.interrupt(waiting) ? "done" : "too late");
}

TEST_CASE("resource: what is granted cannot be interrupted away") {
  Simulation sim;
  Trace trace{sim};
  Resource berth{sim, "berth", 1};
  const ProcessId b = sim.spawn_at(at_second(1), use(sim, trace, berth, {.name = "b"}));
  sim.spawn(release_and_interrupt(sim, trace, berth, b));
  sim.run_until(at_second(15));
  CHECK(trace.lines() == Lines{"10 interrupt too late", "10 b granted"});
  CHECK(berth.in_use() == 1);
  sim.run_until(at_second(30));
  CHECK(berth.in_use() == 0);
}

Process take_back(Simulation& sim, Trace& trace, Resource& berth) {
  co_await berth.acquire();
  co_await sim.delay(10s);
  berth.release();
  co_await berth.acquire();  // the unit went to who waited
  trace.say("again", "granted");
  berth.release();
}

TEST_CASE("resource: who releases and asks again queues behind those who wait") {
  Simulation sim;
  Trace trace{sim};
  Resource berth{sim, "berth", 1};
  sim.spawn(take_back(sim, trace, berth));
  sim.spawn(use(sim, trace, berth, {.name = "b"}));
  sim.run_until(at_second(100));
  CHECK(trace.lines() == Lines{"10 b granted", "20 again granted"});
}

// The process that docs/engine.md shows.
Process ship(Simulation& sim, Resource& berths, Stream luck) {
  const Wake how = co_await berths.acquire(1).until(sim.now() + 240h);
  if (how != Wake::granted) co_return;  // sails away
  const Duration loading = round_to_seconds(luck.lognormal(86400.0, 0.3));
  co_await sim.delay(loading);
  berths.release(1);
}

TEST_CASE("resource: of twenty ships with a day of loading each, ten or so are served in 240 hours") {
  Simulation sim;
  Resource berths{sim, "berths", 1};
  for (int i = 0; i < 20; ++i) {
    sim.spawn(ship(sim, berths, Stream{1, 0, "ship-" + std::to_string(i), "loading"}));
  }
  CHECK(sim.run_until(at_second(100 * 86400)) == RunEnd::event_list_empty);
  CHECK(berths.waits().count() >= 8);
  CHECK(berths.waits().count() <= 14);
  CHECK(berths.waits().greatest() <= 240 * 3600);
}

}  // namespace
}  // namespace corridor::engine
