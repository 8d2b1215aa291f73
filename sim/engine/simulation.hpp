#pragma once
/// @file simulation.hpp  One run: its clock, its pending events, its processes.
/// Events happen in order of time, then priority of the process (higher first), then order of scheduling.
/// A run is one object on one thread; nothing is shared between runs. It can be neither copied nor moved.

#include <cstdint>
#include <exception>
#include <limits>
#include <string_view>
#include <vector>

#include "sim/engine/assert.hpp"
#include "sim/engine/event_list.hpp"
#include "sim/engine/frame_pool.hpp"
#include "sim/engine/paged.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/time.hpp"

namespace corridor::engine {

class Waitable;

/// Why run_until came back.
enum class RunEnd : std::uint8_t {
  horizon_reached,   ///< events lie at the horizon or after it
  event_list_empty,  ///< every process has ended
  stalled,           ///< nothing will ever happen, yet processes wait: see Simulation::waits()
  event_limit,       ///< max_events were run; the clock stands at the last of them
};

/// Await it: the process sleeps until an instant. Gives Wake::granted or Wake::interrupted.
class [[nodiscard]] Delay {
 public:
  explicit Delay(ModelTime until) : until_(until) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(Process::Handle h) noexcept {
    Process::promise_type& process = h.promise();
    process.until = until_;
    process.state = Process::promise_type::State::falls_asleep;
    sleeper_ = &process;
  }
  Wake await_resume() const noexcept { return sleeper_->wake; }

 private:
  union {  // one word in the frame of every process that sleeps
    ModelTime until_;
    Process::promise_type* sleeper_;  // from await_suspend on
  };
};

/// A process that waits in a queue, for reports of a standstill.
struct WaitReport {
  ProcessId process;
  std::string_view waits_for;  ///< name of the resource, stock, gate or signal
  std::int64_t amount;
  ModelTime since;
};

class Simulation {
 public:
  explicit Simulation(ModelTime start = {}) : now_(start) {}
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  /// Destroys all processes that have not ended, callee before caller.
  ~Simulation();

  ModelTime now() const { return now_; }

  /// Lets a process start now, after the running one waits; `priority` is that of all its events and of the
  /// processes that it awaits.
  /// @pre the process was neither spawned nor awaited; priority within EventList's range
  ProcessId spawn(Process process, int priority = 0) { return spawn_at(now_, process, priority); }
  /// The same, at a later instant. @pre at >= now()
  ProcessId spawn_at(ModelTime at, Process process, int priority = 0);

  /// Await: sleep for a time. @pre d >= 0. With 0 the process goes behind all that is due now at its
  /// priority.
  Delay delay(Duration d) const { return Delay{now_ + d}; }
  /// Await: sleep until an instant. @pre t >= now()
  Delay at(ModelTime t) const { return Delay{t}; }

  /// Ends the wait of a process: its await gives Wake::interrupted, now, with nothing taken.
  /// @return false, and nothing changes, where it has ended, has not started, runs, or is already woken
  bool interrupt(ProcessId id);
  /// Has not ended.
  bool alive(ProcessId id) const;
  /// The running process (a spawned one and those that it awaits have one id). @pre called from a process
  ProcessId current() const;

  /// Runs all events before `horizon` and sets the clock to it. Events at the horizon stay pending.
  /// @pre horizon >= now(); not called from a process; no exception has left an earlier call
  RunEnd run_until(ModelTime horizon, std::uint64_t max_events = std::numeric_limits<std::uint64_t>::max());

  std::uint64_t events_run() const { return events_run_; }
  std::size_t events_pending() const { return events_.size() + ready_; }
  /// Processes that have not ended; those that others await count too.
  std::size_t processes() const { return processes_; }
  /// All processes that wait in a queue, by age of their slot: what a report of a standstill needs.
  std::vector<WaitReport> waits() const;
  /// Memory held for frames and pending events.
  std::size_t bytes() const;

 private:
  friend class Process;
  friend class Waitable;
  friend class Wait;
  friend struct Process::promise_type;
  using Promise = Process::promise_type;

  struct Slot {
    Promise* process;  // the leaf of a chain; nullptr: free
    std::uint32_t generation;
    std::uint32_t next_free;
  };
  static constexpr std::uint32_t kNoSlot = 0xffffffff;

  EventHandle schedule(Promise& process, ModelTime at);
  EventHandle schedule_alarm(Waitable& on, EventHandle earlier, ModelTime at);
  void make_ready(Promise& process);
  void line_up(Promise& process);
  void flush_ready();
  bool next_is_ready() const {
    return first_ready_ != nullptr &&
           (events_.next_time() > now_ || !events_.precedes(now_, first_ready_->priority));
  }
  Promise& take_ready();
  void wake(Promise& process, Wake how);  // it goes on now, as an event of its own
  void resume(Promise& leaf);             // runs it until it waits or ends
  void put_to_sleep(Promise& process);
  void enrol(Promise& process);
  void open_slot();
  void free_slot(Promise& process);
  void destroy(Promise& process);
  Promise* find(ProcessId id) const;

  FramePool frames_;  // first: outlives all that has frames
  EventList events_;
  ModelTime now_;
  std::uint64_t events_run_ = 0;
  Paged<Slot, 256> slots_;
  std::uint32_t slots_used_ = 0;
  std::uint32_t free_slot_ = kNoSlot;
  std::size_t processes_ = 0;
  Promise* running_ = nullptr;  // the leaf

  // Who was woken or spawned now and cannot be called off, all of one priority, in order of scheduling: half
  // of all events, and none of them enters the event list. What that holds of this time and priority was
  // scheduled before.
  Promise* first_ready_ = nullptr;
  Promise* last_ready_ = nullptr;
  std::size_t ready_ = 0;
  std::exception_ptr failure_;
};

// What happens with every event and every process stands here, to be compiled into its caller.

inline void* Process::promise_type::allocate(std::size_t bytes, Simulation& sim) {
  return sim.frames_.allocate(bytes);
}

inline void Process::promise_type::operator delete(void* frame, std::size_t bytes) noexcept {
  FramePool::deallocate(frame, bytes);
}

inline Process::promise_type::promise_type(Simulation* sim) : root_of(sim), event() { sim->enrol(*this); }

inline void Simulation::enrol(Promise& process) {
  if (free_slot_ == kNoSlot) [[unlikely]]
    open_slot();
  process.slot = free_slot_ & 0x7fffffff;
  Slot& slot = slots_[free_slot_];
  free_slot_ = slot.next_free;
  slot.process = &process;
  ++processes_;
}

inline void Simulation::make_ready(Promise& process) {
  if (first_ready_ == nullptr) {
    first_ready_ = &process;
  } else if (first_ready_->priority == process.priority) {
    last_ready_->next = &process;
  } else {
    line_up(process);
    return;
  }
  last_ready_ = &process;
  process.next = nullptr;
  ++ready_;
}

inline Process::promise_type& Simulation::take_ready() {
  Promise& process = *first_ready_;
  first_ready_ = process.next;
  --ready_;
  return process;
}

inline ProcessId Simulation::spawn_at(ModelTime at, Process process, int priority) {
  CORRIDOR_PRE(at >= now_, now_);
  CORRIDOR_PRE(EventList::kLowestPriority <= priority && priority <= EventList::kHighestPriority, now_);
  Promise& root = process.handle_.promise();
  CORRIDOR_PRE(root.state == Promise::State::unborn && root.root_of == this, now_);
  root.state = Promise::State::spawned;
  root.priority = static_cast<std::int16_t>(priority);
  if (at == now_) {
    make_ready(root);
  } else {
    schedule(root, at);
  }
  return {root.slot, slots_[root.slot].generation};
}

}  // namespace corridor::engine
