#pragma once
/// @file wait.hpp  Waiting in a queue: what Resource, Stock, Gate and Signal have in common.
///
///   const Wake how = co_await berths.acquire(1).until(sim.now() + 240h);
///
/// A grant is decided where the thing is given back; the process then goes on at the same instant, as an
/// event of its own priority. What can be granted at once is: the process does not stop then.

#include <cstddef>
#include <string>
#include <utility>

#include "sim/engine/simulation.hpp"

namespace corridor::engine {

class Waitable;

// A request; it lies in the awaitable, and so in the frame of the process that waits.
struct Waiting {
  Waitable* on = nullptr;
  Process::promise_type* process = nullptr;  // nullptr: did not have to wait
  Waiting* before = nullptr;
  Waiting* after = nullptr;
  std::int64_t amount = 0;
  ModelTime since = kNever;  // until it waits: its deadline
  EventHandle deadline;      // where it has one
  std::int32_t kind = 0;     // priority class of a resource; put or get of a stock
};

// Requests in order of arrival.
class WaitList {
 public:
  bool empty() const { return first_ == nullptr; }
  Waiting& front() const { return *first_; }
  void push_back(Waiting& w) {
    w.before = last_;
    w.after = nullptr;
    (last_ == nullptr ? first_ : last_->after) = &w;
    last_ = &w;
  }
  void remove(Waiting& w) {
    (w.before == nullptr ? first_ : w.before->after) = w.after;
    (w.after == nullptr ? last_ : w.after->before) = w.before;
  }

 private:
  Waiting* first_ = nullptr;
  Waiting* last_ = nullptr;
};

/// Something that processes wait for. It outlives the waits, not necessarily the simulation.
class Waitable {
 public:
  Waitable(const Waitable&) = delete;
  Waitable& operator=(const Waitable&) = delete;
  virtual ~Waitable() = default;
  const std::string& name() const { return name_; }
  Simulation& simulation() const { return *simulation_; }

 protected:
  friend class Wait;
  friend class Simulation;
  Waitable(Simulation& simulation, std::string name) : simulation_(&simulation), name_(std::move(name)) {}

  ModelTime now() const { return simulation_->now(); }
  /// Calls ring() at an instant, as an event of priority 0; an alarm that is set already is moved there.
  /// @pre at >= now(); it outlives its alarm
  void set_alarm(ModelTime at);
  virtual void ring() {}
  /// Ends the wait of a request that its owner has taken out of its queue.
  void grant(Waiting& w) { simulation_->wake(*w.process, Wake::granted); }

  virtual bool grant_at_once(Waiting& w) = 0;  ///< true: granted, the process goes on
  virtual void enqueue(Waiting& w) = 0;
  virtual void withdraw(Waiting& w) = 0;  ///< takes it out of the queue; serves who may now be served

 private:
  Simulation* simulation_;
  std::string name_;
  EventHandle alarm_;
};

/// Await it, once. Gives Wake::granted, Wake::interrupted, or Wake::timed_out.
class [[nodiscard]] Wait {
 public:
  Wait(Waitable& on, std::int64_t amount, std::int32_t kind) {
    request_.on = &on;
    request_.amount = amount;
    request_.kind = kind;
  }
  /// Gives up at `deadline`. A deadline that has passed, or is now, gives up now, behind what is due now.
  Wait until(ModelTime deadline) const {
    Wait w = *this;
    w.request_.since = deadline;
    return w;
  }
  bool await_ready() { return request_.on->grant_at_once(request_); }
  void await_suspend(Process::Handle h);
  Wake await_resume() const noexcept {
    return request_.process == nullptr ? Wake::granted : request_.process->wake;
  }

 private:
  Waiting request_;
};

}  // namespace corridor::engine
