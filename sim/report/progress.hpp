#pragma once
/// @file progress.hpp  How far a run is: a bar that is redrawn on a terminal, a plain line now and then in a
/// pipe. The clock is given, so that what is printed can be tested.

#include <chrono>
#include <functional>
#include <ostream>
#include <string>

namespace corridor::report {

class ProgressLine {
 public:
  using Clock = std::chrono::steady_clock;
  /// @param terminal  draw a bar in place; else a line at each tenth, at most one a second
  ProgressLine(std::ostream& out, bool terminal, int width, std::string what,
               std::function<Clock::time_point()> now = Clock::now);
  /// Tells that `done` of `total` steps are made.
  void show(int done, int total);
  /// Clears the bar. Nothing in a pipe.
  void finish();

 private:
  std::string line(int done, int total, std::chrono::duration<double> left) const;

  std::ostream& out_;
  bool terminal_;
  int width_;
  std::string what_;
  std::function<Clock::time_point()> now_;
  Clock::time_point began_, shown_{};
  int tenth_ = -1;
  bool drawn_ = false;
};

/// "40 s", "3 min", "1 h 20 min".
std::string rough_duration(std::chrono::duration<double> time);

}  // namespace corridor::report
