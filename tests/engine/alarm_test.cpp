// A waitable that calls itself at an instant. Traces worked out by hand.

#include <doctest/doctest.h>

#include "sim/engine/wait.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

/// Lets one of those that wait go whenever its alarm rings.
class Bell final : public Waitable {
 public:
  Bell(Simulation& sim, Trace& trace) : Waitable(sim, "bell"), trace_(trace) {}
  void set(ModelTime at) { set_alarm(at); }
  Wait next() { return {*this, 1, 0}; }

 private:
  void ring() override {
    trace_.say("bell", "rings");
    if (list_.empty()) return;
    Waiting& first = list_.front();
    list_.remove(first);
    grant(first);
  }
  bool grant_at_once(Waiting& /*w*/) override { return false; }
  void enqueue(Waiting& w) override { list_.push_back(w); }
  void withdraw(Waiting& w) override { list_.remove(w); }

  Trace& trace_;
  WaitList list_;
};

struct Tower {
  Simulation sim{};
  Trace trace{sim};
  Bell bell{sim, trace};
  Simulation& simulation() { return sim; }

  Process set(ModelTime at) {
    bell.set(at);
    co_return;
  }
  Process wait(const char* name) {
    Wait next = bell.next();
    const Wake how = co_await next;
    trace.woke(name, how);
  }
  Process say(const char* name) {
    trace.say(name, "speaks");
    co_return;
  }
};

TEST_CASE("alarm: it rings in order of setting among the events of its second, and wakes who waits then") {
  Tower t;
  t.sim.spawn(t.wait("a"));
  t.sim.spawn_at(at_second(10), t.say("before"));
  t.sim.spawn_at(at_second(5), t.set(at_second(10)));
  t.sim.run_until(at_second(6));
  t.sim.spawn_at(at_second(10), t.say("behind"));
  t.sim.spawn_at(at_second(10), t.say("urgent"), 1);
  CHECK(t.sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  CHECK(t.trace.lines() ==
        Lines{"10 urgent speaks", "10 before speaks", "10 bell rings", "10 behind speaks", "10 a granted"});
  CHECK(t.sim.events_run() == 7);
}

TEST_CASE("alarm: set again it is moved, earlier or later, and rings once") {
  Tower t;
  t.sim.spawn_at(at_second(1), t.set(at_second(50)));
  t.sim.spawn_at(at_second(2), t.set(at_second(20)));
  t.sim.spawn_at(at_second(3), t.set(at_second(30)));
  t.sim.spawn_at(at_second(40), t.set(at_second(60)));  // after it has rung: a new one
  CHECK(t.sim.run_until(at_second(100)) == RunEnd::event_list_empty);
  CHECK(t.trace.lines() == Lines{"30 bell rings", "60 bell rings"});
}

TEST_CASE("alarm: set for now it rings behind all that is due now") {
  Tower t;
  t.sim.spawn_at(at_second(7), t.set(at_second(7)));
  t.sim.spawn_at(at_second(7), t.say("due too"));
  t.sim.run_until(at_second(100));
  CHECK(t.trace.lines() == Lines{"7 due too speaks", "7 bell rings"});
}

}  // namespace
}  // namespace corridor::engine
