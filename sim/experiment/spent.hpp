#pragma once
/// @file spent.hpp  What pieces of work cost: seconds of the processor, so that other programs on the machine
/// do not count. For people who care about speed; no result depends on it.

#include <ctime>

namespace corridor::experiment {

struct Spent {
  double world = 0;       ///< building worlds: ids, ways, costs, rulings; drawing figures
  double simulation = 0;  ///< the replications themselves
  double figures = 0;     ///< key figures and sums for the files
  Spent& operator+=(const Spent& more) {
    world += more.world;
    simulation += more.simulation;
    figures += more.figures;
    return *this;
  }
};

/// Counts from its making on, on the thread that it lives on.
class Stopwatch {
 public:
  /// Seconds of this thread's processor time since the making, or since the last lap.
  double lap() {
    const double before = at_;
    at_ = now();
    return at_ - before;
  }

 private:
  static double now() {
    std::timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  double at_ = now();
};

}  // namespace corridor::experiment
