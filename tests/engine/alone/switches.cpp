// Ten million process switches. In builds by g++ this file is compiled a second time with the engine's
// sources at -O0 under AddressSanitizer, where a resumption that nested on the stack, or a frame used after
// its end, would show: symmetric transfer needs stack there, and g++ 12 has known defects with temporaries in
// co_await.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdint>

#include "sim/engine/resource.hpp"
#include "sim/engine/signal.hpp"
#include "sim/engine/simulation.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

struct Count {
  std::int64_t switches = 0;
};

// The kinds of switch that a model makes: a delay, a wait for a unit, a call of another process and its
// return, a signal with a deadline, an interruption.
Process call(Simulation& sim, Count& count) {
  ++count.switches;  // into it
  co_await sim.delay(1s);
  ++count.switches;
}

Process worker(Simulation& sim, Resource& track, Signal& signal, Count& count, std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) {
    co_await track.acquire();
    co_await sim.delay(2s);
    ++count.switches;
    track.release();
    co_await call(sim, count);
    ++count.switches;  // out of it
    const Wake how = co_await signal.next().until(sim.now() + 3s);
    count.switches += how == Wake::granted || how == Wake::timed_out;
  }
}

Process caller(Simulation& sim, Signal& signal, Count& count, std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) {
    co_await sim.delay(5s);
    ++count.switches;
    signal.broadcast();
  }
}

Process sleeper(Simulation& sim, Count& count, std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) {
    const Wake how = co_await sim.delay(1000s);
    count.switches += how == Wake::interrupted;
  }
}

Process alarm(Simulation& sim, ProcessId sleeping, Count& count, std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) {
    co_await sim.delay(7s);
    ++count.switches;
    sim.interrupt(sleeping);
  }
}

Process call_in_a_row(Simulation& sim, Count& count, std::int64_t rounds);

Process at_once(Simulation& sim, Count& count) {
  static_cast<void>(sim);
  ++count.switches;
  co_return;
}

Process call_in_a_row(Simulation& sim, Count& count, std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) {
    co_await at_once(sim, count);
    ++count.switches;
  }
}

Process nest(Simulation& sim, Count& count, int depth) {
  ++count.switches;
  if (depth > 0) co_await nest(sim, count, depth - 1);
  ++count.switches;
}

TEST_CASE("ten million switches of every kind leave nothing behind") {
  Simulation sim;
  Resource track{sim, "track", 30};
  Signal signal{sim, "signal"};
  Count count;
  constexpr std::int64_t rounds = 10'000;
  for (int i = 0; i < 100; ++i) sim.spawn(worker(sim, track, signal, count, rounds));
  sim.spawn(caller(sim, signal, count, 20'000));
  const ProcessId sleeping = sim.spawn(sleeper(sim, count, 500'000));
  sim.spawn(alarm(sim, sleeping, count, 500'000));
  sim.spawn(call_in_a_row(sim, count, 1'500'000));
  sim.spawn(nest(sim, count, 1'000'000));
  CHECK(sim.run_until(ModelTime{Duration{4'000'000'000}}) == RunEnd::event_list_empty);
  // 5 a round of 100 workers, 20,000 broadcasts, 2 x 500,000 alarms, 2 x 1,500,000 calls, 2 x 1,000,001
  // levels.
  CHECK(count.switches == 100 * rounds * 5 + 20'000 + 1'000'000 + 3'000'000 + 2'000'002);
  CHECK(count.switches > 10'000'000);
  CHECK(sim.processes() == 0);
  CHECK(sim.events_pending() == 0);
  CHECK(track.in_use() == 0);
  CHECK(signal.queue_length() == 0);
}

}  // namespace
}  // namespace corridor::engine
