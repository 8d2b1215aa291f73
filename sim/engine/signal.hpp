#pragma once
/// @file signal.hpp  A call that is heard by all who wait for it at that instant, and by nobody later: a
/// rule has changed, a plan is made, a ship was nominated.

#include <cstdint>
#include <string>

#include "sim/engine/wait.hpp"

namespace corridor::engine {

class Signal final : public Waitable {
 public:
  Signal(Simulation& simulation, std::string name) : Waitable(simulation, std::move(name)) {}

  /// Await: the next broadcast.
  Wait next() { return {*this, 1, 0}; }
  /// Wakes all who wait, in order of arrival. @return how many
  std::int64_t broadcast();

  std::int64_t queue_length() const { return waiting_; }

 private:
  bool grant_at_once(Waiting& /*w*/) override { return false; }
  void enqueue(Waiting& w) override;
  void withdraw(Waiting& w) override;

  WaitList list_;
  std::int64_t waiting_ = 0;
};

}  // namespace corridor::engine
