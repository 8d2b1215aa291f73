#pragma once
/// @file process.hpp  A process: the life of one entity, written from top to bottom as a coroutine.
///
///   Process ship(Simulation& sim, Resource& berths, Duration loading) {
///     co_await berths.acquire(1);
///     co_await sim.delay(loading);
///     berths.release(1);
///   }
///   sim.spawn(ship(sim, berths, 36h));
///
/// - The first parameter is `Simulation&`, or something whose `simulation()` gives it (a run, or the object
///   of a member function); it may come second after the object. There the frame's memory is found.
/// - A process starts lazily: calling it runs nothing. `sim.spawn(p)` lets it start, as an event of its own;
///   `co_await p` inside another process runs it as a function is called, at once, and goes on where it ends.
/// - The simulation owns every frame from the call on. It is destroyed when the process ends, else with the
///   simulation, callee before caller. `Process` itself is only a name for it, to be spawned or awaited once.
/// - A coroutine must not be a lambda with captures (they die before it), and takes what outlives the call by
///   value or by reference to something that outlives the run.
/// - An exception that leaves a process leaves run_until; the simulation can then only be destroyed.
/// - Destructors of locals must not touch the simulation or its resources: they also run at its end.

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sim/engine/event_list.hpp"
#include "sim/engine/fwd.hpp"
#include "sim/engine/time.hpp"

namespace corridor::engine {

/// How a wait ended.
enum class Wake : std::uint8_t {
  granted,      ///< what was waited for has come
  interrupted,  ///< somebody called Simulation::interrupt; nothing was taken
  timed_out,    ///< the deadline given with until() came first; nothing was taken
};

/// Names a spawned process, also after its end. The default value names none.
struct ProcessId {
  std::uint32_t slot = 0xffffffff;
  std::uint32_t generation = 0;
  bool operator==(const ProcessId&) const = default;
};

struct Waiting;

class [[nodiscard]] Process {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  bool await_ready() const noexcept { return false; }
  void await_suspend(Handle caller) const noexcept;
  void await_resume() const noexcept {}

 private:
  friend class Simulation;
  explicit Process(Handle handle) : handle_(handle) {}
  Handle handle_;
};

// The parameters of a coroutine lead to its simulation.
template <class T>
concept HasSimulation = requires(T& t) {
  { t.simulation() } -> std::same_as<Simulation&>;
};
template <class T>
inline constexpr bool leads_to_simulation = std::is_same_v<T, Simulation> || HasSimulation<T>;

template <class First, class... Rest>
Simulation& simulation_among(First& first, Rest&... rest) {
  if constexpr (std::is_same_v<First, Simulation>) {
    return first;
  } else if constexpr (HasSimulation<First>) {
    return first.simulation();
  } else {
    static_assert(sizeof...(Rest) > 0, "a process takes Simulation& (or what has simulation()) first");
    return simulation_among(rest...);
  }
}

// State of a process beside its locals, 24 bytes. A spawned process and those that it awaits form a chain:
// its leaf is the one that runs, waits and is woken; the others rest.
struct Process::promise_type {
  // falls_asleep: it has said until when; the run loop, which comes next, schedules its event.
  enum class State : std::uint8_t { unborn, spawned, falls_asleep, delayed, queued, woken, running };

  template <class... Args>
  explicit promise_type(Args&&... args) : promise_type(&simulation_among(args...)) {}

  // Inlined by force: g++ 12 takes a template operator new and a plain operator delete for a mismatched pair.
  template <class... Args>
  [[gnu::always_inline]] static void* operator new(std::size_t bytes, Args&&... args) {
    return allocate(bytes, simulation_among(args...));
  }
  static void operator delete(void* frame, std::size_t bytes) noexcept;

  Process get_return_object() { return Process{Handle::from_promise(*this)}; }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  void unhandled_exception() noexcept;

  Simulation& simulation() const {
    const promise_type* root = this;
    while (root->called) root = root->caller;
    return *root->root_of;
  }

  union {
    Simulation* root_of;   // where it is not called
    promise_type* caller;  // where another process awaits it
  };
  union {
    ModelTime until;     // where it falls asleep
    EventHandle event;   // its next event, where it is delayed
    Waiting* waiting;    // where it is queued
    promise_type* next;  // where it is ready: who goes on behind it
  };
  std::uint32_t slot : 31 = 0;  // of the simulation's table; a chain shares that of its root
  std::uint32_t called : 1 = 0;
  std::int16_t priority = 0;  // of all its events
  State state = State::unborn;
  Wake wake = Wake::granted;

 private:
  explicit promise_type(Simulation* sim);
  static void* allocate(std::size_t bytes, Simulation& sim);
};

}  // namespace corridor::engine
