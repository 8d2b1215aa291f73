#pragma once
/// @file queueing.hpp  What the tests against queueing theory share: stations, sources, and the statement
/// that a simulated mean agrees with a closed form.
///
/// Every figure is estimated from 20 independent replications, each past its own warm-up. `agrees` demands
/// that the exact value lies within the 99.9 % t interval, and that this interval is no wider than a stated
/// share of the value, so that an engine that is off by more cannot pass. Times are in seconds with means of
/// 10^4 and more: rounding to whole seconds shifts them by less than 10^-8.

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>

#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/statistics.hpp"

namespace corridor::engine::queueing {

inline constexpr int kReplications = 20;
inline constexpr double kStudent = 3.883;  // t, 19 degrees of freedom, two-sided 99.9 %

/// Draws a length of time in seconds.
using Draw = std::function<double(Stream&)>;

inline Draw exponential(double mean) {
  return [mean](Stream& s) { return s.exponential(mean); };
}
inline Draw constant(double value) {
  return [value](Stream&) { return value; };
}

struct Agreement {
  bool ok;
  std::string text;
};

/// The exact value lies in the interval, and the interval within `width` (a share of the value) of its
/// middle.
inline Agreement agrees(const Tally& means, double exact, double width) {
  const double half = kStudent * std::sqrt(means.variance() / static_cast<double>(means.count()));
  const bool ok = means.count() == kReplications && std::fabs(means.mean() - exact) <= half &&
                  half <= width * std::fabs(exact);
  return {ok, "mean " + std::to_string(means.mean()) + " +- " + std::to_string(half) + ", exact " +
                  std::to_string(exact) + ", allowed half-width " + std::to_string(width * std::fabs(exact))};
}

#define CHECK_AGREES(means, exact, width)                                \
  do {                                                                   \
    const ::corridor::engine::queueing::Agreement a_ =                   \
        ::corridor::engine::queueing::agrees((means), (exact), (width)); \
    CHECK_MESSAGE(a_.ok, #means, ": ", a_.text);                         \
  } while (false)

/// A station with one queue, and what of its customers the theory speaks of.
struct Station {
  Resource servers;
  Draw service;
  Stream luck;
  Station(Simulation& sim, const std::string& name, std::int64_t count, Draw draw, std::uint64_t replication)
      : servers(sim, name, count), service(std::move(draw)), luck(2026, replication, name, "service") {}
  Duration draw_service() { return round_to_seconds(service(luck)); }
};

inline Process served(Simulation& sim, Station& station, int priority) {
  co_await station.servers.acquire(1, priority);
  const Duration service = station.draw_service();
  co_await sim.delay(service);
  station.servers.release();
}

/// A Poisson stream of customers with a mean gap, from now on for good.
inline Process poisson(Simulation& sim, Station& station, double gap, int priority, Stream luck) {
  for (;;) {
    const Duration wait = round_to_seconds(luck.exponential(gap));
    co_await sim.delay(wait);
    sim.spawn(served(sim, station, priority));
  }
}

/// Means of one station, one observation a replication.
struct Measured {
  Tally wait, queue, busy;
};

/// M/G/c, 20 replications; the warm-up is a tenth of the length.
inline Measured measure(double gap, std::int64_t servers, const Draw& service, double customers) {
  Measured m;
  for (std::uint64_t replication = 0; replication < kReplications; ++replication) {
    Simulation sim;
    Station station{sim, "station", servers, service, replication};
    sim.spawn(poisson(sim, station, gap, 0, Stream{2026, replication, "source", "gap"}));
    const Duration length = round_to_seconds(customers * gap);
    sim.run_until(sim.now() + length / 10);
    station.servers.reset_statistics();
    sim.run_until(sim.now() + length);
    m.wait.add(station.servers.waits().mean());
    m.queue.add(station.servers.queue_over_time().mean(sim.now()));
    m.busy.add(station.servers.use_over_time().mean(sim.now()));
  }
  return m;
}

/// Erlang's loss probability for `servers` and offered load `a`.
inline double erlang_b(int servers, double a) {
  double b = 1;
  for (int n = 1; n <= servers; ++n) b = a * b / (n + a * b);
  return b;
}

/// Erlang's probability of waiting.
inline double erlang_c(int servers, double a) {
  const double b = erlang_b(servers, a);
  const double rho = a / servers;
  return b / (1 - rho * (1 - b));
}

}  // namespace corridor::engine::queueing
