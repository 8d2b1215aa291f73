#pragma once
// What the engine is measured against: the least that a program would write by hand.

#include <coroutine>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <queue>
#include <utility>
#include <vector>

#include "sim/engine/random.hpp"
#include "sim/engine/time.hpp"

namespace corridor::bench {

// An event of 32 bytes, without a handle, in a bare binary heap.
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
using BareQueue = std::priority_queue<Bare, std::vector<Bare>, std::greater<>>;

// M/M/1 as two callbacks: an arrival, and a departure. `Draw` gives the two times.
template <class Draw>
struct CallbackQueue {
  Draw draw;
  BareQueue events{};
  std::deque<std::int64_t> waiting{};
  std::uint64_t sequence = 0;
  std::int64_t now = 0, served = 0, waited = 0;
  bool busy = false;

  using Callback = void (*)(CallbackQueue&);
  void schedule(std::int64_t after, Callback what) {
    events.push({now + after, 0, ++sequence, reinterpret_cast<void*>(what)});
  }
  void serve(std::int64_t since) {
    busy = true;
    ++served;
    waited += now - since;
    schedule(draw.service(), departure);
  }
  static void arrival(CallbackQueue& q) {
    q.schedule(q.draw.arrival(), arrival);
    if (q.busy) {
      q.waiting.push_back(q.now);
    } else {
      q.serve(q.now);
    }
  }
  static void departure(CallbackQueue& q) {
    q.busy = false;
    if (q.waiting.empty()) return;
    const std::int64_t since = q.waiting.front();
    q.waiting.pop_front();
    q.serve(since);
  }
  void run_until(std::int64_t horizon) {
    if (sequence == 0) schedule(draw.arrival(), arrival);
    while (events.top().at < horizon) {
      const Bare event = events.top();
      events.pop();
      now = event.at;
      reinterpret_cast<Callback>(event.what)(*this);
    }
  }
};

struct StreamDraw {
  engine::Stream arrivals{1, 0, "bench/mm1", "arrival"};
  engine::Stream services{1, 0, "bench/mm1", "service"};
  std::int64_t arrival() { return engine::round_to_seconds(arrivals.exponential(10000)).count(); }
  std::int64_t service() { return engine::round_to_seconds(services.exponential(9000)).count(); }
};

// Random bits at no cost; uniform times with the same means, so that nothing but the bookkeeping is timed.
struct XorshiftDraw {
  std::uint64_t state = 88172645463325252;
  std::int64_t below(std::uint64_t limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return static_cast<std::int64_t>((state >> 32) * limit >> 32);
  }
  std::int64_t arrival() { return below(20000); }
  std::int64_t service() { return below(18000); }
};

// Coroutines in a priority queue, each with a state that is shared.
struct SharedState {
  std::int64_t wakes = 0;
  std::size_t k = 0;
};
struct Sleeper {
  struct promise_type {
    std::int64_t until = 0;
    Sleeper get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(std::int64_t gap) noexcept {
      until += gap;
      return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
};
struct Asleep {
  std::int64_t at;
  std::uint64_t sequence;
  std::coroutine_handle<Sleeper::promise_type> handle;
  std::shared_ptr<SharedState> state;
  bool operator>(const Asleep& o) const { return at != o.at ? at > o.at : sequence > o.sequence; }
};
using SleeperQueue = std::priority_queue<Asleep, std::vector<Asleep>, std::greater<>>;

}  // namespace corridor::bench
