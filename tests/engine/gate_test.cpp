#include "sim/engine/gate.hpp"

#include <doctest/doctest.h>

#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

Process pass(Simulation& sim, Trace& trace, Gate& gate, const char* name, ModelTime deadline = kNever) {
  static_cast<void>(sim);
  const Wake how = co_await gate.pass().until(deadline);
  trace.woke(name, how);
}

Process work(Simulation& sim, Gate& gate) {
  co_await sim.delay(10s);
  gate.open();
  gate.close();  // at the same instant
  co_await sim.delay(10s);
  gate.open();
  gate.open();
  co_await sim.delay(10s);
  gate.close();
  gate.close();
}

TEST_CASE("gate: all that wait pass when it opens, in order of arrival, even if it closes at once") {
  Simulation sim;
  Trace trace{sim};
  Gate border{sim, "border", false};
  sim.spawn(work(sim, border));
  sim.spawn_at(at_second(2), pass(sim, trace, border, "b"));
  sim.spawn_at(at_second(1), pass(sim, trace, border, "a"));
  sim.spawn_at(at_second(3), pass(sim, trace, border, "short of time", at_second(5)));
  sim.spawn_at(at_second(12), pass(sim, trace, border, "c"));
  sim.spawn_at(at_second(25), pass(sim, trace, border, "d"));
  sim.spawn_at(at_second(31), pass(sim, trace, border, "e"));
  sim.run_until(at_second(4));
  CHECK(border.queue_length() == 3);
  CHECK(sim.run_until(at_second(100)) == RunEnd::stalled);
  CHECK(trace.lines() ==
        Lines{"5 short of time timed out", "10 a granted", "10 b granted", "20 c granted", "25 d granted"});
  CHECK_FALSE(border.is_open());
  CHECK(border.queue_length() == 1);
}

}  // namespace
}  // namespace corridor::engine
