#include "sim/engine/stock.hpp"

#include <doctest/doctest.h>

#include "sim/engine/random.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

Process put(Simulation& sim, Trace& trace, Stock& stock, const char* name, std::int64_t amount,
            ModelTime deadline = kNever) {
  static_cast<void>(sim);
  const Wake how = co_await stock.put(amount).until(deadline);
  trace.woke(name, how);
}

Process get(Simulation& sim, Trace& trace, Stock& stock, const char* name, std::int64_t amount,
            ModelTime deadline = kNever) {
  static_cast<void>(sim);
  const Wake how = co_await stock.get(amount).until(deadline);
  trace.woke(name, how);
}

Process interrupt(Simulation& sim, ProcessId id, Duration after) {
  co_await sim.delay(after);
  sim.interrupt(id);
}

TEST_CASE("stock: gets wait for goods, puts for room, and one frees the other") {
  Simulation sim;
  Trace trace{sim};
  Stock yard{sim, "yard", 100, 30};
  sim.spawn_at(at_second(1), get(sim, trace, yard, "get 50", 50));    // waits: 30 lie there
  sim.spawn_at(at_second(2), put(sim, trace, yard, "put 60", 60));    // 90, then get 50: 40
  sim.spawn_at(at_second(3), put(sim, trace, yard, "put 70", 70));    // waits: room for 60
  sim.spawn_at(at_second(4), put(sim, trace, yard, "put 20", 20));    // would fit, but is behind
  sim.spawn_at(at_second(5), get(sim, trace, yard, "get 10", 10));    // 30, put 70: 100; put 20 waits
  sim.spawn_at(at_second(6), get(sim, trace, yard, "get 100", 100));  // 0, put 20: 20
  sim.run_until(at_second(10));
  CHECK(trace.lines() == Lines{"2 put 60 granted", "2 get 50 granted", "5 get 10 granted", "5 put 70 granted",
                               "6 get 100 granted", "6 put 20 granted"});
  CHECK(yard.level() == 20);
  CHECK(yard.puts_waiting() == 0);
  CHECK(yard.gets_waiting() == 0);
  // 30 for 2 s, 40 for 3 s, 100 for 1 s, 20 for 4 s.
  CHECK(yard.level_over_time().mean(sim.now()) == doctest::Approx((60.0 + 120 + 100 + 80) / 10));
  CHECK(yard.level_over_time().greatest() == 100);
}

TEST_CASE("stock: one change can set off a chain of grants on both sides") {
  Simulation sim;
  Trace trace{sim};
  Stock tank{sim, "tank", 10, 10};
  sim.spawn_at(at_second(1), put(sim, trace, tank, "p1", 8));
  sim.spawn_at(at_second(2), put(sim, trace, tank, "p2", 9));
  sim.spawn_at(at_second(3), get(sim, trace, tank, "g1", 9));   // 1 left; p1: 9; p2 waits
  sim.spawn_at(at_second(4), get(sim, trace, tank, "g2", 10));  // waits for 10
  sim.run_until(at_second(5));
  CHECK(tank.level() == 9);
  CHECK(tank.puts_waiting() == 1);
  CHECK(tank.gets_waiting() == 1);
  tank.set_capacity(18);  // room for p2: 18; then g2: 8
  sim.run_until(at_second(6));
  CHECK(trace.lines() == Lines{"3 g1 granted", "3 p1 granted", "5 p2 granted", "5 g2 granted"});
  CHECK(tank.level() == 8);
}

TEST_CASE("stock: a small request does not overtake a large one on its side") {
  Simulation sim;
  Trace trace{sim};
  Stock yard{sim, "yard", 100, 10};
  const ProcessId large = sim.spawn(get(sim, trace, yard, "large", 50));
  sim.spawn_at(at_second(1), get(sim, trace, yard, "small", 5));
  sim.spawn(get(sim, trace, yard, "hopeful", 6, at_second(40)));
  sim.spawn(interrupt(sim, large, 30s));
  sim.run_until(at_second(50));
  // When the large one gives up, "hopeful" (6 of 10) is served, then "small" would need 5 of 4.
  CHECK(trace.lines() == Lines{"30 large interrupted", "30 hopeful granted"});
  CHECK(yard.level() == 4);
  CHECK(yard.gets_waiting() == 1);
}

TEST_CASE("stock: a deadline takes the request away and serves who stood behind it") {
  Simulation sim;
  Trace trace{sim};
  Stock yard{sim, "yard", 10, 8};
  sim.spawn(put(sim, trace, yard, "large", 5, at_second(20)));
  sim.spawn(put(sim, trace, yard, "small", 2));
  sim.run_until(at_second(50));
  CHECK(trace.lines() == Lines{"20 large timed out", "20 small granted"});
  CHECK(yard.level() == 10);
}

TEST_CASE("stock: a capacity lowered below the level loses nothing and adds nothing") {
  Simulation sim;
  Trace trace{sim};
  Stock yard{sim, "yard", 100, 80};
  yard.set_capacity(50);
  CHECK(yard.level() == 80);
  CHECK(yard.room() == -30);
  sim.spawn(put(sim, trace, yard, "put", 1));
  sim.spawn_at(at_second(1), get(sim, trace, yard, "get 29", 29));  // 51: still no room
  sim.spawn_at(at_second(2), get(sim, trace, yard, "get 2", 2));    // 49
  sim.run_until(at_second(10));
  CHECK(trace.lines() == Lines{"1 get 29 granted", "2 get 2 granted", "2 put granted"});
  CHECK(yard.level() == 50);
}

Process churn(Simulation& sim, Stock& stock, Stream luck, std::int64_t& in, std::int64_t& out) {
  for (int i = 0; i < 2000; ++i) {
    const Duration pause{luck.integer(0, 20)};
    co_await sim.delay(pause);
    const std::int64_t amount = luck.integer(1, 40);
    const ModelTime deadline = sim.now() + Duration{luck.integer(0, 60)};
    const bool adds = luck.bernoulli(0.5);
    if (adds) {
      const Wake how = co_await stock.put(amount).until(deadline);
      if (how == Wake::granted) in += amount;
    } else {
      const Wake how = co_await stock.get(amount).until(deadline);
      if (how == Wake::granted) out += amount;
    }
    if (luck.bernoulli(0.01)) stock.set_capacity(luck.integer(20, 120));
  }
}

TEST_CASE("stock: what came in less what went out is what lies there, under any mix of requests") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    Simulation sim;
    Stock stock{sim, "yard", 100, 50};
    std::int64_t in = 0, out = 0;
    for (int i = 0; i < 6; ++i) {
      sim.spawn(churn(sim, stock, Stream{seed, 0, "churn", std::to_string(i)}, in, out));
    }
    REQUIRE(sim.run_until(at_second(10'000'000)) == RunEnd::event_list_empty);
    CHECK(stock.level() == 50 + in - out);
    CHECK(stock.level() >= 0);
    CHECK(in > 10'000);
    CHECK(stock.puts_waiting() + stock.gets_waiting() == 0);
  }
}

}  // namespace
}  // namespace corridor::engine
