// The engine's two costs: an event, and a process. Rates are events (or customers) a second.
//   build/release/bench/engine_bench --benchmark_filter=hold

#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "sim/engine/event_list.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/simulation.hpp"

namespace corridor::engine {
namespace {

// Times are drawn before the clock starts, so that the lists are timed and not the streams.
std::vector<std::int64_t> gaps(const char* shape) {
  Stream luck{1, 0, "bench/hold", shape};
  std::vector<std::int64_t> all(1 << 16);
  for (std::int64_t& gap : all) gap = static_cast<std::int64_t>(luck.exponential(1e6));
  return all;
}

// Hold model: take the first event, put one back later; the number pending stays.
void BM_EventList_hold(benchmark::State& state) {
  const auto steps = gaps("exponential");
  EventList list;
  std::size_t k = 0;
  const auto next = [&] { return Duration{steps[k++ % steps.size()]}; };
  for (std::int64_t i = 0; i < state.range(0); ++i) list.schedule(ModelTime{next()}, 0, &list);
  for (auto _ : state) {
    const Event event = list.pop();
    list.schedule(event.at + next(), 0, event.what);
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes/event"] = static_cast<double>(list.bytes()) / static_cast<double>(list.size());
}
BENCHMARK(BM_EventList_hold)->Arg(100)->Arg(10'000)->Arg(1'000'000);

// The floor: a bare binary heap of events of 32 bytes, without handles.
struct Bare {
  std::int64_t at;
  std::int64_t priority;
  std::uint64_t sequence;
  void* what;
  bool operator>(const Bare& o) const {
    if (at != o.at) return at > o.at;
    if (priority != o.priority) return priority < o.priority;
    return sequence > o.sequence;
  }
};

void BM_PriorityQueue_hold(benchmark::State& state) {
  const auto steps = gaps("exponential");
  std::priority_queue<Bare, std::vector<Bare>, std::greater<>> list;
  std::size_t k = 0;
  std::uint64_t sequence = 0;
  const auto next = [&] { return steps[k++ % steps.size()]; };
  for (std::int64_t i = 0; i < state.range(0); ++i) list.push({next(), 0, ++sequence, &list});
  for (auto _ : state) {
    Bare event = list.top();
    list.pop();
    event.at += next();
    event.sequence = ++sequence;
    list.push(event);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_PriorityQueue_hold)->Arg(100)->Arg(10'000)->Arg(1'000'000);

void BM_EventList_cancel(benchmark::State& state) {
  const auto steps = gaps("exponential");
  EventList list;
  std::size_t k = 0;
  const auto next = [&] { return Duration{steps[k++ % steps.size()]}; };
  for (std::int64_t i = 0; i < state.range(0); ++i) list.schedule(ModelTime{next()}, 0, &list);
  for (auto _ : state) {
    const EventHandle handle = list.schedule(ModelTime{next()}, 0, &list);
    benchmark::DoNotOptimize(list.cancel(handle));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_EventList_cancel)->Arg(100)->Arg(10'000)->Arg(1'000'000);

// M/M/1 at load 0.9, one coroutine a customer.
struct Queue {
  Simulation sim{};
  Resource server{sim, "server", 1};
  Stream arrival{1, 0, "bench/mm1", "arrival"};
  Stream service{1, 0, "bench/mm1", "service"};
  Simulation& simulation() { return sim; }

  Process customer() {
    co_await server.acquire();
    const Duration time = round_to_seconds(service.exponential(9000));
    co_await sim.delay(time);
    server.release();
  }
  Process source() {
    for (;;) {
      const Duration gap = round_to_seconds(arrival.exponential(10000));
      co_await sim.delay(gap);
      sim.spawn(customer());
    }
  }
};

void BM_Process_mm1(benchmark::State& state) {
  Queue queue;
  queue.sim.spawn(queue.source());
  for (auto _ : state) queue.sim.run_until(queue.sim.now() + Duration{10'000'000});  // about 1000 customers
  state.SetItemsProcessed(queue.server.waits().count());
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(queue.sim.events_run()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Process_mm1);

// Many processes asleep: one wakes, and sleeps again.
Process sleeper(Simulation& sim, const std::vector<std::int64_t>& steps, std::size_t k) {
  for (;;) {
    co_await sim.delay(Duration{steps[k++ % steps.size()]});
  }
}

void BM_Process_hold(benchmark::State& state) {
  const auto steps = gaps("exponential");
  Simulation sim;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    sim.spawn(sleeper(sim, steps, static_cast<std::size_t>(i) * 7919));
  }
  sim.run_until(ModelTime{Duration{1}});
  constexpr std::uint64_t batch = 1000;
  for (auto _ : state) sim.run_until(kNever - Duration{1}, batch);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
  state.counters["bytes/process"] = static_cast<double>(sim.bytes()) / static_cast<double>(sim.processes());
}
BENCHMARK(BM_Process_hold)->Arg(100)->Arg(10'000)->Arg(1'000'000);

void BM_Stream_exponential(benchmark::State& state) {
  Stream luck{1, 0, "bench/stream", "exponential"};
  for (auto _ : state) benchmark::DoNotOptimize(luck.exponential(10));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Stream_exponential);

}  // namespace
}  // namespace corridor::engine
