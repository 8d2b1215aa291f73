// What the engine allocates: nothing in steady state, and nothing that it does not give back. This program
// counts every call of operator new, so it stands alone.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "sim/engine/gate.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/signal.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/stock.hpp"

namespace {
std::int64_t allocations = 0;  // ever made
std::int64_t living = 0;       // made and not given back

void* count_allocation(std::size_t bytes) {
  ++allocations;
  ++living;
  void* const p = std::malloc(bytes == 0 ? 1 : bytes);
  if (p == nullptr) std::abort();
  return p;
}
void count_release(void* p) {
  if (p == nullptr) return;
  --living;
  std::free(p);
}
}  // namespace

void* operator new(std::size_t bytes) { return count_allocation(bytes); }
void* operator new[](std::size_t bytes) { return count_allocation(bytes); }
void operator delete(void* p) noexcept { count_release(p); }
void operator delete[](void* p) noexcept { count_release(p); }
void operator delete(void* p, std::size_t) noexcept { count_release(p); }
void operator delete[](void* p, std::size_t) noexcept { count_release(p); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  ++allocations;
  ++living;
  void* const p = std::aligned_alloc(static_cast<std::size_t>(alignment), bytes);
  if (p == nullptr) std::abort();
  return p;
}
void operator delete(void* p, std::align_val_t) noexcept { count_release(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { count_release(p); }

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

// A world with a process a customer that uses everything, with the same number of customers at all times.
struct World {
  Simulation sim{};
  Resource berths{sim, "berths", 3};
  Stock yard{sim, "yard", 500, 250};
  Gate border{sim, "border", true};
  Signal change{sim, "change"};
  Stream luck{1, 0, "world", "all"};
  std::int64_t served = 0;
  std::int64_t gave_up = 0;
  ProcessId last{};
  Simulation& simulation() { return sim; }

  Process rest() {
    const Duration pause{luck.integer(1, 300)};
    co_await sim.delay(pause);
  }

  Process customer() {
    last = sim.current();
    co_await border.pass();
    const int priority = luck.bernoulli(0.5) ? 1 : 0;
    const Wake how = co_await berths.acquire(1, priority).until(sim.now() + 2000s);
    if (how == Wake::granted) {
      co_await rest();
      berths.release();
      const Wake stored = co_await yard.put(10).until(sim.now() + 100s);
      const Wake taken = co_await yard.get(10).until(sim.now() + 100s);
      served += stored == Wake::granted && taken == Wake::granted;
    } else {
      ++gave_up;
    }
    co_await change.next().until(sim.now() + 50s);
    if (served >= 0) sim.spawn(customer());  // always: the next takes this one's place
  }

  Process weather() {
    for (;;) {
      const Duration open{luck.integer(50, 500)};
      co_await sim.delay(open);
      border.close();
      const Duration closed{luck.integer(1, 100)};
      co_await sim.delay(closed);
      border.open();
      change.broadcast();
      sim.interrupt(last);
    }
  }
};

TEST_CASE("in steady state an event allocates nothing") {
  World world;
  for (int i = 0; i < 50; ++i) world.sim.spawn(world.customer());
  world.sim.spawn(world.weather());
  world.sim.run_until(ModelTime{Duration{200'000}});  // every peak has been seen
  const std::int64_t before = allocations;
  const std::uint64_t events = world.sim.events_run();
  const std::size_t bytes = world.sim.bytes();
  world.sim.run_until(ModelTime{Duration{3'000'000}});
  CHECK(allocations == before);
  CHECK(world.sim.bytes() == bytes);
  CHECK(world.sim.events_run() - events > 100'000);
  CHECK(world.served > 10'000);
  CHECK(world.gave_up > 100);
}

TEST_CASE("the counter counts") {
  const std::int64_t before = allocations, alive = living;
  {
    const auto p = std::make_unique<std::int64_t>(1);
    CHECK(*p == 1);
    CHECK(living == alive + 1);
  }
  CHECK(allocations == before + 1);
  CHECK(living == alive);
}

// Holds memory of its own, in a frame larger than the pool serves.
Process never_woken(Simulation& sim, Gate& gate, bool large) {
  static_cast<void>(sim);
  const auto held = std::make_unique<std::int64_t>(7);
  if (large) {
    std::int64_t ballast[1000] = {};
    ballast[*held] = 1;
    co_await gate.pass();
    ballast[1] = ballast[7];
    gate.close();
    CHECK(ballast[1] == 1);
  }
  co_await gate.pass();
}
Process calls_never_woken(Simulation& sim, Gate& gate, bool large) { co_await never_woken(sim, gate, large); }

TEST_CASE("processes that never wake, never start or are never spawned leave no memory behind") {
  const std::int64_t alive = living;
  {
    Simulation sim;
    Gate gate{sim, "gate", false};
    for (int i = 0; i < 1000; ++i) {
      sim.spawn(never_woken(sim, gate, i % 2 == 0));
      sim.spawn(calls_never_woken(sim, gate, i % 2 == 1));
      sim.spawn_at(ModelTime{Duration{1000}}, never_woken(sim, gate, false));
      static_cast<void>(never_woken(sim, gate, true));
    }
    CHECK(sim.run_until(ModelTime{Duration{100}}) == RunEnd::horizon_reached);
    CHECK(sim.processes() == 5000);
    CHECK(living > alive + 2000);
  }
  CHECK(living == alive);
}

Process sleeps(Simulation& sim, Duration d) { co_await sim.delay(d); }
Process queues(Simulation& sim, Gate& gate) {
  static_cast<void>(sim);
  co_await gate.pass();
}

TEST_CASE("a process takes at most 176 bytes asleep and 224 in a queue, all its bookkeeping included") {
  constexpr std::size_t n = 100'000;
  Simulation sleeping, queueing;
  Gate gate{queueing, "gate", false};
  for (std::size_t i = 0; i < n; ++i) {
    sleeping.spawn(sleeps(sleeping, 1000s));
    queueing.spawn(queues(queueing, gate));
  }
  sleeping.run_until(ModelTime{Duration{1}});
  queueing.run_until(ModelTime{Duration{1}});
  CHECK(sleeping.processes() == n);
  CHECK(gate.queue_length() == n);
  CHECK(static_cast<double>(sleeping.bytes()) / n <= 176);
  CHECK(static_cast<double>(queueing.bytes()) / n <= 224);  // the room for its event was used at its start
}

}  // namespace
}  // namespace corridor::engine
