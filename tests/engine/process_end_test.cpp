// How processes end other than by reaching their end: with the simulation, by an exception, or never.

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/gate.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/stock.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

struct Witness {
  std::vector<std::string>* lives;
  const char* name;
  Witness(std::vector<std::string>* l, const char* n) : lives(l), name(n) {}
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  ~Witness() { lives->emplace_back(name); }
};

Process callee(Simulation& sim, std::vector<std::string>& ended) {
  const Witness witness{&ended, "callee"};
  co_await sim.delay(100s);
}

Process caller(Simulation& sim, std::vector<std::string>& ended) {
  const Witness witness{&ended, "caller"};
  co_await callee(sim, ended);
}

Process queued(Simulation& sim, Gate& gate, std::vector<std::string>& ended) {
  static_cast<void>(sim);
  const Witness witness{&ended, "queued"};
  co_await gate.pass();
}

Process unborn(Simulation& sim, std::shared_ptr<int> held) { co_await sim.delay(Duration{*held}); }

TEST_CASE("end: the simulation takes all that live with it, callee before caller") {
  std::vector<std::string> ended;
  auto held = std::make_shared<int>(1);
  {
    Simulation sim;
    Gate gate{sim, "gate", false};
    sim.spawn(caller(sim, ended));
    sim.spawn(queued(sim, gate, ended));
    static_cast<void>(unborn(sim, held));              // neither spawned nor awaited
    sim.spawn_at(at_second(1000), unborn(sim, held));  // never started
    CHECK(sim.run_until(at_second(50)) == RunEnd::horizon_reached);
    CHECK(sim.processes() == 5);
    CHECK(held.use_count() == 3);
    CHECK(ended.empty());
  }
  CHECK(held.use_count() == 1);
  CHECK(ended == std::vector<std::string>{"callee", "caller", "queued"});
}

TEST_CASE("end: a gate may die before the simulation while processes wait at it") {
  std::vector<std::string> ended;
  {
    Simulation sim;
    const auto gate = std::make_unique<Gate>(sim, "gate", false);
    sim.spawn(queued(sim, *gate, ended));
    CHECK(sim.run_until(at_second(50)) == RunEnd::stalled);
  }
  CHECK(ended.size() == 1);
}

TEST_CASE("end: the frame of an ended process serves the next of its size") {
  Simulation sim;
  std::vector<std::string> ended;
  Gate open{sim, "gate", true};
  for (int i = 0; i < 10; ++i) sim.spawn(queued(sim, open, ended));
  sim.run_until(at_second(1));
  const std::size_t held = sim.bytes();
  for (int round = 0; round < 1000; ++round) {
    for (int i = 0; i < 10; ++i) sim.spawn(queued(sim, open, ended));
    sim.run_until(sim.now() + 1s);
  }
  CHECK(sim.bytes() == held);
  CHECK(sim.processes() == 0);
}

Process thrower(Simulation& sim, Duration after) {
  co_await sim.delay(after);
  throw std::runtime_error("the bridge is gone");
}

Process calls_thrower(Simulation& sim, std::vector<std::string>& ended) {
  const Witness witness{&ended, "calls thrower"};
  co_await thrower(sim, 5s);
  ended.emplace_back("went on");
}

TEST_CASE("end: an exception leaves run_until at its instant, from nested processes too") {
  std::vector<std::string> ended;
  {
    Simulation sim;
    sim.spawn(calls_thrower(sim, ended));
    sim.spawn(caller(sim, ended));
    CHECK_THROWS_WITH_AS(sim.run_until(at_second(50)), "the bridge is gone", std::runtime_error);
    CHECK(sim.now() == at_second(5));
    CHECK(ended.empty());
  }
  CHECK(ended == std::vector<std::string>{"calls thrower", "callee", "caller"});
}

Process catches(Simulation& sim, Trace& trace) {
  try {
    co_await sim.delay(2s);
    throw std::runtime_error("late");
  } catch (const std::runtime_error& e) {
    trace.say("caught", e.what());
  }
  co_await sim.delay(1s);
  trace.say("goes", "on");
}

TEST_CASE("end: an exception caught inside a process is its own affair") {
  Simulation sim;
  Trace trace{sim};
  sim.spawn(catches(sim, trace));
  CHECK(sim.run_until(at_second(50)) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"2 caught late", "3 goes on"});
}

Process hold_then_want(Simulation& sim, Resource& mine, Resource& other) {
  co_await mine.acquire();
  co_await sim.delay(10s);
  co_await other.acquire(1);
}

Process fill(Simulation& sim, Stock& yard, std::int64_t amount) {
  static_cast<void>(sim);
  co_await yard.put(amount);
}

TEST_CASE("end: a deadlock is a stall, and the report says who waits for what since when") {
  Simulation sim;
  Resource east{sim, "east track", 1}, west{sim, "west track", 1};
  Stock yard{sim, "yard", 100, 60};
  const ProcessId a = sim.spawn(hold_then_want(sim, east, west));
  const ProcessId b = sim.spawn(hold_then_want(sim, west, east));
  const ProcessId c = sim.spawn_at(at_second(20), fill(sim, yard, 41));
  CHECK(sim.run_until(at_second(15)) == RunEnd::horizon_reached);
  CHECK(sim.run_until(at_second(500)) == RunEnd::stalled);
  CHECK(sim.now() == at_second(500));
  const std::vector<WaitReport> waits = sim.waits();
  REQUIRE(waits.size() == 3);
  CHECK(waits[0].process == a);
  CHECK(waits[0].waits_for == "west track");
  CHECK(waits[0].amount == 1);
  CHECK(waits[0].since == at_second(10));
  CHECK(waits[1].process == b);
  CHECK(waits[1].waits_for == "east track");
  CHECK(waits[2].process == c);
  CHECK(waits[2].waits_for == "yard");
  CHECK(waits[2].amount == 41);
  CHECK(waits[2].since == at_second(20));
  // Not for good: something from outside may still resolve it.
  west.set_capacity(2);
  CHECK(sim.run_until(at_second(600)) == RunEnd::stalled);
  CHECK(sim.waits().size() == 2);
  CHECK_FALSE(sim.alive(a));
}

}  // namespace
}  // namespace corridor::engine
