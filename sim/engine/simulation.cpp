#include "sim/engine/simulation.hpp"

#include <algorithm>
#include <cstring>

#include "sim/engine/wait.hpp"

namespace corridor::engine {

using Promise = Process::promise_type;
using State = Promise::State;

// ---- frames ----

void* Promise::allocate(std::size_t bytes, Simulation& sim) { return sim.frames_.allocate(bytes); }

void Promise::operator delete(void* frame, std::size_t bytes) noexcept {
  FramePool::deallocate(frame, bytes);
}

Promise::promise_type(Simulation* sim) : simulation(sim) { sim->enrol(*this); }

void Promise::unhandled_exception() noexcept { simulation->failure_ = std::current_exception(); }

// ---- waits ----

void Process::await_suspend(Handle caller) const noexcept {
  Promise& callee = handle_.promise();
  Simulation& sim = *callee.simulation;
  CORRIDOR_PRE(callee.state == State::unborn);  // neither spawned nor awaited before
  CORRIDOR_PRE(&sim == caller.promise().simulation);
  callee.state = State::called;
  callee.link = &caller.promise();
  sim.running_->link = &callee;  // the run loop goes on with the leaf
}

void Delay::await_suspend(Process::Handle h) {
  Simulation& sim = *h.promise().simulation;
  const ModelTime until = until_;
  CORRIDOR_PRE(until >= sim.now(), sim.now());
  root_ = sim.running_;
  root_->state = State::delayed;
  sim.schedule(*root_, until);
}

void Wait::await_suspend(Process::Handle h) {
  Simulation& sim = *h.promise().simulation;
  CORRIDOR_PRE(&request_.on->simulation() == &sim, sim.now());
  Promise& root = *sim.running_;
  const ModelTime deadline = request_.since;
  request_.root = &root;
  request_.since = sim.now();
  root.state = State::queued;
  root.waiting = &request_;
  if (deadline != kNever) sim.schedule(root, std::max(deadline, sim.now()));
  request_.on->enqueue(request_);
}

void Simulation::schedule(Promise& root, ModelTime at) {
  root.event = events_.schedule(at, root.priority, &root);
}

void Simulation::wake(Promise& root, Wake how) {
  events_.cancel(root.event);  // the end of the delay, or the deadline, if any
  root.state = State::woken;
  root.waiting = nullptr;
  root.wake = how;
  schedule(root, now_);
}

bool Simulation::interrupt(ProcessId id) {
  Promise* const root = find(id);
  if (root == nullptr) return false;
  if (root->state == State::queued) {
    Waiting& request = *root->waiting;
    wake(*root, Wake::interrupted);
    request.on->withdraw(request);
    return true;
  }
  if (root->state != State::delayed) return false;
  wake(*root, Wake::interrupted);
  return true;
}

// ---- processes ----

ProcessId Simulation::spawn_at(ModelTime at, Process process, int priority) {
  CORRIDOR_PRE(at >= now_, now_);
  CORRIDOR_PRE(EventList::kLowestPriority <= priority && priority <= EventList::kHighestPriority, now_);
  Promise& root = process.handle_.promise();
  CORRIDOR_PRE(root.simulation == this && root.state == State::unborn, now_);
  root.state = State::spawned;
  root.link = &root;
  root.priority = static_cast<std::int16_t>(priority);
  schedule(root, at);
  return {root.slot, slots_[root.slot].generation};
}

void Simulation::enrol(Promise& process) {
  if (free_slot_ == 0xffffffff) {
    if (slots_used_ == slots_.capacity()) slots_.grow();
    slots_[slots_used_] = {nullptr, 0, 0xffffffff};
    free_slot_ = slots_used_++;
  }
  process.slot = free_slot_;
  Slot& slot = slots_[process.slot];
  free_slot_ = slot.next_free;
  slot.process = &process;
  ++processes_;
}

void Simulation::destroy(Promise& process) {
  Slot& slot = slots_[process.slot];
  slot.process = nullptr;
  ++slot.generation;
  slot.next_free = free_slot_;
  free_slot_ = process.slot;
  --processes_;
  Process::Handle::from_promise(process).destroy();
}

void Simulation::destroy_chain(Promise& root) {
  for (Promise* p = root.link; p != &root;) {
    Promise* const caller = p->link;
    destroy(*p);
    p = caller;
  }
  destroy(root);
}

Simulation::~Simulation() {
  for (std::size_t i = 0; i < slots_used_; ++i) {
    Promise* const process = slots_[i].process;
    if (process == nullptr || process->state == State::called) continue;  // its root's chain has it
    if (process->state == State::unborn) process->link = process;
    destroy_chain(*process);
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

// ---- the run loop: every process is resumed here and nowhere else, so the stack never grows ----

void Simulation::resume(Promise& root) {
  running_ = &root;
  root.state = State::running;
  for (;;) {
    Promise& process = *root.link;
    const auto handle = Process::Handle::from_promise(process);
    handle.resume();
    if (handle.done()) {
      const bool ended = &process == &root;
      if (!ended) root.link = process.link;
      destroy(process);
      if (failure_ != nullptr || ended) break;
    } else if (root.link == &process) {
      break;  // it waits
    }  // else it awaits another process, which runs next
  }
  running_ = nullptr;
}

RunEnd Simulation::run_until(ModelTime horizon, std::uint64_t max_events) {
  CORRIDOR_PRE(horizon >= now_, now_);
  CORRIDOR_PRE(failure_ == nullptr && running_ == nullptr, now_);
  while (!events_.empty() && events_.next_time() < horizon) {
    if (max_events-- == 0) return RunEnd::event_limit;
    const Event event = events_.pop();
    now_ = event.at;
    ++events_run_;
    Promise& root = *static_cast<Promise*>(event.what);
    if (root.state == State::queued) {  // its deadline has come
      Waiting& request = *root.waiting;
      root.waiting = nullptr;
      root.wake = Wake::timed_out;
      root.state = State::woken;
      request.on->withdraw(request);
    } else if (root.state == State::delayed) {
      root.wake = Wake::granted;
    }
    resume(root);
    if (failure_ != nullptr) std::rethrow_exception(failure_);
  }
  now_ = horizon;
  if (!events_.empty()) return RunEnd::horizon_reached;
  return processes_ == 0 ? RunEnd::event_list_empty : RunEnd::stalled;
}

std::vector<WaitReport> Simulation::waits() const {
  std::vector<WaitReport> reports;
  for (std::size_t i = 0; i < slots_used_; ++i) {
    const Slot& slot = slots_[i];
    if (slot.process == nullptr || slot.process->waiting == nullptr) continue;
    const Waiting& w = *slot.process->waiting;
    reports.push_back({{slot.process->slot, slot.generation}, w.on->name(), w.amount, w.since});
  }
  return reports;
}

std::size_t Simulation::bytes() const { return frames_.bytes() + events_.bytes() + slots_.bytes(); }

}  // namespace corridor::engine
