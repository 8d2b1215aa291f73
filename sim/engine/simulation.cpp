#include "sim/engine/simulation.hpp"

#include <algorithm>

#include "sim/engine/wait.hpp"

namespace corridor::engine {

using Promise = Process::promise_type;
using State = Promise::State;

void Promise::unhandled_exception() noexcept { simulation().failure_ = std::current_exception(); }

// ---- waits ----

void Process::await_suspend(Handle caller) const noexcept {
  Promise& callee = handle_.promise();
  CORRIDOR_PRE(callee.state == State::unborn);  // neither spawned nor awaited before
  Simulation& sim = *callee.root_of;
  CORRIDOR_PRE(sim.running_ == &caller.promise());  // both of one simulation
  sim.free_slot(callee);
  callee.called = 1;
  callee.caller = sim.running_;
  callee.slot = sim.running_->slot;
  callee.priority = sim.running_->priority;
  sim.slots_[callee.slot].process = &callee;
  sim.running_ = &callee;  // the run loop goes on with it
}

void Wait::await_suspend(Process::Handle h) {
  Simulation& sim = request_.on->simulation();
  Promise& process = h.promise();
  CORRIDOR_PRE(sim.running_ == &process, sim.now());  // both of one simulation
  const ModelTime deadline = request_.since;
  request_.process = &process;
  request_.since = sim.now();
  process.state = State::queued;
  process.waiting = &request_;
  if (deadline != kNever) request_.deadline = sim.schedule(process, std::max(deadline, sim.now()));
  request_.on->enqueue(request_);
}

void Simulation::wake(Promise& process, Wake how) {
  if (process.state == State::delayed) {
    events_.cancel(process.event);
  } else if (process.waiting->deadline != EventHandle{}) {
    events_.cancel(process.waiting->deadline);
  }
  process.state = State::woken;
  process.wake = how;
  make_ready(process);
}

bool Simulation::interrupt(ProcessId id) {
  Promise* const process = find(id);
  if (process == nullptr) return false;
  if (process->state == State::queued) {
    Waiting& request = *process->waiting;
    wake(*process, Wake::interrupted);
    request.on->withdraw(request);
    return true;
  }
  if (process->state != State::delayed) return false;
  wake(*process, Wake::interrupted);
  return true;
}

// ---- alarms: an event names a process or, marked by the lowest bit, a waitable ----

namespace {

void* marked(Waitable& on) { return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(&on) | 1); }
bool is_marked(void* what) { return (reinterpret_cast<std::uintptr_t>(what) & 1) != 0; }
Waitable& unmarked(void* what) {
  return *reinterpret_cast<Waitable*>(reinterpret_cast<std::uintptr_t>(what) - 1);
}

}  // namespace

EventHandle Simulation::schedule_alarm(Waitable& on, EventHandle earlier, ModelTime at) {
  CORRIDOR_PRE(at >= now_, now_);
  events_.cancel(earlier);
  if (at == now_) flush_ready();
  return events_.schedule(at, 0, marked(on));
}

void Waitable::set_alarm(ModelTime at) { alarm_ = simulation_->schedule_alarm(*this, alarm_, at); }

// ---- processes ----

void Simulation::open_slot() {
  if (slots_used_ == slots_.capacity()) slots_.grow();
  slots_[slots_used_] = {nullptr, 0, kNoSlot};
  free_slot_ = slots_used_++;
}

void Simulation::free_slot(Promise& process) {
  Slot& slot = slots_[process.slot];
  slot.process = nullptr;
  ++slot.generation;
  slot.next_free = free_slot_;
  free_slot_ = process.slot;
}

// Of a chain only the leaf; its caller is the leaf then.
void Simulation::destroy(Promise& process) {
  if (process.called) {
    slots_[process.slot].process = process.caller;
  } else {
    free_slot(process);
  }
  --processes_;
  Process::Handle::from_promise(process).destroy();
}

Simulation::~Simulation() {
  for (std::size_t i = 0; i < slots_used_; ++i) {
    while (slots_[i].process != nullptr) destroy(*slots_[i].process);
  }
}

Promise* Simulation::find(ProcessId id) const {
  if (id.slot >= slots_used_ || slots_[id.slot].generation != id.generation) return nullptr;
  return slots_[id.slot].process;
}

bool Simulation::alive(ProcessId id) const { return find(id) != nullptr; }

ProcessId Simulation::current() const {
  CORRIDOR_PRE(running_ != nullptr, now_);
  return {running_->slot, slots_[running_->slot].generation};
}

EventHandle Simulation::schedule(Promise& process, ModelTime at) {
  if (at == now_) [[unlikely]]
    flush_ready();
  return events_.schedule(at, process.priority, &process);
}

// Who is ready, as an event like others: one of another priority, or those that go before someone who may be
// called off.
void Simulation::line_up(Promise& process) { events_.schedule(now_, process.priority, &process); }

void Simulation::flush_ready() {
  while (first_ready_ != nullptr) line_up(take_ready());
}

// ---- the run loop: every process is resumed here and nowhere else, so the stack never grows ----

inline void Simulation::put_to_sleep(Promise& process) {
  const ModelTime until = process.until;
  CORRIDOR_PRE(until >= now_, now_);
  process.state = State::delayed;
  process.wake = Wake::granted;
  if (until == now_) [[unlikely]]
    flush_ready();
  process.event = events_.schedule(until, process.priority, &process);
}

inline void Simulation::resume(Promise& leaf) {
  running_ = &leaf;
  for (;;) {
    Promise& process = *running_;
    process.state = State::running;
    const auto handle = Process::Handle::from_promise(process);
    handle.resume();
    if (process.state == State::falls_asleep) {
      put_to_sleep(process);
      break;
    }
    if (handle.done()) {
      running_ = process.called ? process.caller : nullptr;
      destroy(process);
      if (failure_ != nullptr) [[unlikely]] {
        running_ = nullptr;
        std::rethrow_exception(failure_);
      }
      if (running_ == nullptr) break;
    } else if (running_ == &process) {
      break;  // it waits
    }  // else it awaits another process, which runs next
  }
  running_ = nullptr;
}

RunEnd Simulation::run_until(ModelTime horizon, std::uint64_t max_events) {
  CORRIDOR_PRE(horizon >= now_, now_);
  CORRIDOR_PRE(failure_ == nullptr && running_ == nullptr, now_);
  while (now_ < horizon) {
    const bool ready = next_is_ready();
    if (!ready && events_.next_time() >= horizon) break;
    if (max_events-- == 0) return RunEnd::event_limit;
    ++events_run_;
    if (ready) {
      resume(take_ready());
      continue;
    }
    const Event event = events_.pop();
    now_ = event.at;
    if (is_marked(event.what)) {
      unmarked(event.what).ring();
      continue;
    }
    Promise& process = *static_cast<Promise*>(event.what);
    if (process.state == State::queued) {  // its deadline has come
      process.wake = Wake::timed_out;
      process.state = State::woken;
      process.waiting->on->withdraw(*process.waiting);
    }
    resume(process);
  }
  now_ = horizon;
  if (events_pending() > 0) return RunEnd::horizon_reached;
  return processes_ == 0 ? RunEnd::event_list_empty : RunEnd::stalled;
}

std::vector<WaitReport> Simulation::waits() const {
  std::vector<WaitReport> reports;
  for (std::size_t i = 0; i < slots_used_; ++i) {
    const Slot& slot = slots_[i];
    if (slot.process == nullptr || slot.process->state != State::queued) continue;
    const Waiting& w = *slot.process->waiting;
    reports.push_back({{slot.process->slot, slot.generation}, w.on->name(), w.amount, w.since});
  }
  return reports;
}

std::size_t Simulation::bytes() const { return frames_.bytes() + events_.bytes() + slots_.bytes(); }

}  // namespace corridor::engine
