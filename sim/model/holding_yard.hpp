#pragma once
/// @file holding_yard.hpp  Places where trains stand before a line, one each. Who waits is served in order of
/// arrival. It keeps no statistics, unlike a Resource: every train takes a place at every station on its way.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "sim/engine/wait.hpp"

namespace corridor::model {

class alignas(64) HoldingYard final : public engine::Waitable {
 public:
  /// More places than 2^31 - 1 count as so many.
  HoldingYard(engine::Simulation& simulation, std::string name, std::int64_t places)
      : Waitable(simulation, std::move(name)),
        places_(static_cast<std::int32_t>(std::min<std::int64_t>(places, INT32_MAX))),
        free_(places_) {}

  /// Takes a place where one is free: nobody waits then, for one that is left goes to who waits first.
  /// @return false: none was taken
  bool take() {
    if (free_ <= 0) return false;
    --free_;
    return true;
  }
  /// Await: a place.
  engine::Wait place() { return {*this, 1, 0}; }
  /// Gives a place back, to who waits first. @pre one was taken
  void leave() {
    CORRIDOR_PRE(free_ < places_, now());
    if (queue_.empty()) [[likely]] {
      ++free_;
    } else {
      pass_on();
    }
  }

  std::int64_t free() const { return free_; }
  std::int64_t taken() const { return places_ - free_; }

 private:
  bool grant_at_once(engine::Waiting& /*w*/) override { return take(); }
  void enqueue(engine::Waiting& w) override { queue_.push_back(w); }
  void withdraw(engine::Waiting& w) override { queue_.remove(w); }
  void pass_on();

  std::int32_t places_, free_;  // beside what else a yard keeps, in one line of the cache
  engine::WaitList queue_;
};

}  // namespace corridor::model
