#pragma once
/// @file trace.hpp  What processes did and when, to be set beside a trace worked out by hand.
/// A line is "<seconds> <words>"; the clock of these tests starts at 0.

#include <string>
#include <string_view>
#include <vector>

#include "sim/engine/simulation.hpp"

namespace corridor::engine {

class Trace {
 public:
  explicit Trace(const Simulation& sim) : sim_(&sim) {}
  void say(std::string_view who, std::string_view what) {
    lines_.push_back(std::to_string(sim_->now().time_since_epoch().count()) + ' ' + std::string(who) + ' ' +
                     std::string(what));
  }
  void woke(std::string_view who, Wake how) {
    say(who, how == Wake::granted ? "granted" : how == Wake::interrupted ? "interrupted" : "timed out");
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  const Simulation* sim_;
  std::vector<std::string> lines_;
};

using Lines = std::vector<std::string>;

inline ModelTime at_second(std::int64_t s) { return ModelTime{Duration{s}}; }

}  // namespace corridor::engine
