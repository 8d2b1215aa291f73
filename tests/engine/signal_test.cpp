#include "sim/engine/signal.hpp"

#include <doctest/doctest.h>

#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

Process listen(Simulation& sim, Trace& trace, Signal& signal, const char* name, int times) {
  static_cast<void>(sim);
  for (int i = 0; i < times; ++i) {
    const Wake how = co_await signal.next().until(at_second(25));
    trace.woke(name, how);
  }
}

Process call(Simulation& sim, Trace& trace, Signal& signal) {
  for (int i = 0; i < 2; ++i) {
    co_await sim.delay(10s);
    trace.say("heard by", std::to_string(signal.broadcast()));
    trace.say("and by", std::to_string(signal.broadcast()));
  }
}

TEST_CASE("signal: heard by all who wait at that instant, in order of arrival, and by nobody later") {
  Simulation sim;
  Trace trace{sim};
  Signal change{sim, "rules change"};
  sim.spawn(call(sim, trace, change));
  sim.spawn(listen(sim, trace, change, "a", 2));
  sim.spawn(listen(sim, trace, change, "b", 1));
  sim.spawn_at(at_second(15), listen(sim, trace, change, "c", 2));
  CHECK(sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  // Both broadcasts of an instant come before those who woke by the first listen again.
  CHECK(trace.lines() == Lines{"10 heard by 2", "10 and by 0", "10 a granted", "10 b granted",
                               "20 heard by 2", "20 and by 0", "20 a granted", "20 c granted",
                               "25 c timed out"});
  CHECK(change.queue_length() == 0);
}

}  // namespace
}  // namespace corridor::engine
