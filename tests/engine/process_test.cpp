#include "sim/engine/process.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "sim/engine/gate.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/signal.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

Process sleeper(Simulation& sim, Trace& trace, const char* name, Duration first, Duration second) {
  trace.say(name, "starts");
  co_await sim.delay(first);
  trace.say(name, "stirs");
  co_await sim.delay(second);
  trace.say(name, "ends");
}

TEST_CASE("processes: calling one runs nothing, spawning starts it when the run gets there") {
  Simulation sim;
  Trace trace{sim};
  Process p = sleeper(sim, trace, "a", 3s, 4s);
  CHECK(sim.processes() == 1);
  const ProcessId id = sim.spawn(p);
  CHECK(trace.lines().empty());
  CHECK(sim.alive(id));
  CHECK(sim.run_until(at_second(7)) == RunEnd::horizon_reached);  // what lies at the horizon stays
  CHECK(trace.lines() == Lines{"0 a starts", "3 a stirs"});
  CHECK(sim.now() == at_second(7));
  CHECK(sim.run_until(at_second(8)) == RunEnd::event_list_empty);
  CHECK(trace.lines().back() == "7 a ends");
  CHECK(sim.now() == at_second(8));
  CHECK_FALSE(sim.alive(id));
  CHECK(sim.processes() == 0);
  CHECK(sim.events_run() == 3);
}

TEST_CASE("processes: at one instant the higher priority goes first, then who was scheduled first") {
  Simulation sim;
  Trace trace{sim};
  sim.spawn(sleeper(sim, trace, "low", 5s, 0s), -1);
  sim.spawn(sleeper(sim, trace, "a", 5s, 0s));
  sim.spawn(sleeper(sim, trace, "b", 5s, 0s));
  sim.spawn(sleeper(sim, trace, "high", 5s, 0s), 1);
  sim.spawn_at(at_second(4), sleeper(sim, trace, "late", 1s, 0s));
  CHECK(sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  // A delay of 0 goes behind all that is due at its priority.
  CHECK(trace.lines() == Lines{"0 high starts", "0 a starts", "0 b starts", "0 low starts", "4 late starts",
                               "5 high stirs", "5 high ends", "5 a stirs", "5 b stirs", "5 late stirs",
                               "5 a ends", "5 b ends", "5 late ends", "5 low stirs", "5 low ends"});
}

Process inner(Simulation& sim, Trace& trace, int depth) {
  trace.say("enter", std::to_string(depth));
  if (depth > 0) co_await inner(sim, trace, depth - 1);
  co_await sim.delay(1s);
  trace.say("leave", std::to_string(depth));
}

Process outer(Simulation& sim, Trace& trace) {
  co_await inner(sim, trace, 2);
  trace.say("outer", "goes on");
  co_await inner(sim, trace, 0);
  trace.say("outer", "ends");
}

TEST_CASE("processes: awaiting one runs it as a call, at once, and goes on where it ends") {
  Simulation sim;
  Trace trace{sim};
  sim.spawn(outer(sim, trace));
  sim.spawn(sleeper(sim, trace, "other", 1s, 0s));
  CHECK(sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"0 enter 2", "0 enter 1", "0 enter 0", "0 other starts", "1 leave 0",
                               "1 other stirs", "1 other ends", "2 leave 1", "3 leave 2", "3 outer goes on",
                               "3 enter 0", "4 leave 0", "4 outer ends"});
  // Starts of two processes, four delays of the inner ones, two of the other: calls are no events.
  CHECK(sim.events_run() == 8);
}

Process deep(Simulation& sim, int depth, int& bottom) {
  if (depth > 0) co_await deep(sim, depth - 1, bottom);
  if (depth == 0) {
    co_await sim.delay(1s);
    ++bottom;
  }
}

Process many_calls(Simulation& sim, int times, int& bottom) {
  for (int i = 0; i < times; ++i) co_await deep(sim, 0, bottom);
}

TEST_CASE("processes: a hundred thousand nested calls, and as many in a row, need no stack") {
  Simulation sim;
  int bottom = 0;
  sim.spawn(deep(sim, 100'000, bottom));
  sim.spawn(many_calls(sim, 100'000, bottom));
  CHECK(sim.run_until(at_second(200'000)) == RunEnd::event_list_empty);
  CHECK(bottom == 100'001);
}

Process waker(Simulation& sim, Trace& trace, ProcessId target, Duration after) {
  co_await sim.delay(after);
  trace.say("waker", sim.interrupt(target) ? "interrupts" : "finds nobody to interrupt");
}

Process traveller(Simulation& sim, Trace& trace, const char* name) {
  const Wake how = co_await sim.delay(10s);
  trace.woke(name, how);
  const Wake again = co_await sim.at(at_second(20));
  trace.woke(name, again);
}

TEST_CASE("processes: an interrupted delay ends now, and its own end comes no more") {
  Simulation sim;
  Trace trace{sim};
  const ProcessId id = sim.spawn(traveller(sim, trace, "t"));
  CHECK_FALSE(sim.interrupt(id));  // has not started
  sim.spawn(waker(sim, trace, id, 4s));
  sim.spawn(waker(sim, trace, id, 4s));
  sim.spawn(waker(sim, trace, id, 30s));
  CHECK(sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"4 waker interrupts", "4 waker finds nobody to interrupt", "4 t interrupted",
                               "20 t granted", "30 waker finds nobody to interrupt"});
  CHECK_FALSE(sim.interrupt(id));
  CHECK_FALSE(sim.interrupt(ProcessId{}));
}

Process nested_wait(Simulation& sim, Trace& trace, Gate& gate) {
  const Wake how = co_await gate.pass().until(sim.now() + 50s);
  trace.woke("nested", how);
}

Process with_nested(Simulation& sim, Trace& trace, Gate& gate) {
  co_await nested_wait(sim, trace, gate);
  trace.say("parent", "goes on");
}

TEST_CASE("processes: interrupting the spawned one wakes the wait inside the one it awaits") {
  Simulation sim;
  Trace trace{sim};
  Gate gate{sim, "gate", false};
  const ProcessId id = sim.spawn(with_nested(sim, trace, gate));
  sim.spawn(waker(sim, trace, id, 5s));
  CHECK(sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"5 waker interrupts", "5 nested interrupted", "5 parent goes on"});
  CHECK(gate.queue_length() == 0);
}

Process patient(Simulation& sim, Trace& trace, const char* name, Gate& gate, ModelTime deadline) {
  static_cast<void>(sim);
  const Wake how = co_await gate.pass().until(deadline);
  trace.woke(name, how);
}

Process porter(Simulation& sim, Gate& gate, Duration after) {
  co_await sim.delay(after);
  gate.open();
}

TEST_CASE(
    "processes: a deadline wakes at its second, is called off by a grant, and counts if it has passed") {
  Simulation sim{at_second(100)};
  Trace trace{sim};
  Gate gate{sim, "gate", false};
  sim.spawn(porter(sim, gate, 10s));
  sim.spawn(patient(sim, trace, "passed", gate, at_second(7)));
  sim.spawn(patient(sim, trace, "now", gate, at_second(100)));
  sim.spawn(patient(sim, trace, "short", gate, at_second(109)));
  sim.spawn(patient(sim, trace, "long", gate, at_second(111)));
  sim.spawn(patient(sim, trace, "forever", gate, kNever));
  // The deadline at 110 was set after the porter's delay: at 110 the gate opens first.
  sim.spawn(patient(sim, trace, "tie", gate, at_second(110)));
  // Of higher priority than the porter: it gives up before the gate opens.
  sim.spawn(patient(sim, trace, "hasty tie", gate, at_second(110)), 1);
  CHECK(sim.run_until(at_second(1000)) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"100 passed timed out", "100 now timed out", "109 short timed out",
                               "110 hasty tie timed out", "110 long granted", "110 forever granted",
                               "110 tie granted"});
}

// Its own name, asked for inside a process that it awaits.
Process ask_name(Simulation& sim, ProcessId& id) {
  id = sim.current();
  co_return;
}
Process who_am_i(Simulation& sim, ProcessId& outside, ProcessId& inside) {
  outside = sim.current();
  co_await ask_name(sim, inside);
}

TEST_CASE("processes: current() is the spawned process, and its name is used once") {
  Simulation sim;
  ProcessId outside, inside;
  const ProcessId id = sim.spawn(who_am_i(sim, outside, inside));
  sim.run_until(at_second(1));
  CHECK(outside == id);
  CHECK(inside == id);
  const ProcessId next = sim.spawn(who_am_i(sim, outside, inside));
  CHECK_FALSE(next == id);
  CHECK_FALSE(sim.alive(id));
  CHECK(sim.alive(next));
}

// The simulation is found through the object of a member function, or through a parameter behind it.
struct Port {
  Simulation* sim;
  int served = 0;
  Simulation& simulation() const { return *sim; }
  Process serve() {
    co_await sim->delay(2s);
    ++served;
  }
};
struct Plain {
  int served = 0;
  Process serve(Simulation& sim, int by) {
    co_await sim.delay(2s);
    served += by;
  }
};

TEST_CASE("processes: a member function is a process of the object that it belongs to") {
  Simulation sim;
  Port port{&sim};
  Plain plain;
  sim.spawn(port.serve());
  sim.spawn(plain.serve(sim, 5));
  CHECK(sim.run_until(at_second(10)) == RunEnd::event_list_empty);
  CHECK(port.served == 1);
  CHECK(plain.served == 5);
}

Process spawner(Simulation& sim, Trace& trace) {
  trace.say("parent", "spawns");
  sim.spawn(sleeper(sim, trace, "child", 1s, 1s));
  sim.spawn_at(at_second(3), sleeper(sim, trace, "younger", 1s, 1s));
  trace.say("parent", "ends");
  co_return;
}

TEST_CASE("processes: a spawned process starts after the running one waits, and outlives it") {
  Simulation sim;
  Trace trace{sim};
  sim.spawn(spawner(sim, trace));
  CHECK(sim.run_until(at_second(10)) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"0 parent spawns", "0 parent ends", "0 child starts", "1 child stirs",
                               "2 child ends", "3 younger starts", "4 younger stirs", "5 younger ends"});
}

TEST_CASE("processes: an event limit stops the clock at the last event, and the run can go on") {
  Simulation sim;
  Trace trace{sim};
  sim.spawn(sleeper(sim, trace, "a", 3s, 4s));
  CHECK(sim.run_until(at_second(10), 2) == RunEnd::event_limit);
  CHECK(sim.now() == at_second(3));
  CHECK(sim.events_pending() == 1);
  CHECK(sim.run_until(at_second(10), 1) == RunEnd::event_list_empty);
  CHECK(trace.lines() == Lines{"0 a starts", "3 a stirs", "7 a ends"});
  CHECK(sim.now() == at_second(10));
}

}  // namespace
}  // namespace corridor::engine
