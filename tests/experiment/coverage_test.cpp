// Intervals over replications of a queue whose mean is known: M/M/1, begun in its steady state (the number of
// customers is geometric), so that every replication's mean wait has the closed form rho s / (1 - rho) as its
// expectation. Customers are processes of the engine.

#include <doctest/doctest.h>

#include <cmath>

#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/experiment/statistics.hpp"

using namespace corridor::experiment;
using namespace corridor::engine;

namespace {

constexpr double kGap = 100000;  // mean time between customers, seconds
constexpr int kCustomers = 500;

struct Queue {
  Simulation sim;
  Resource server{sim, "server", 1};
  double service_mean;
  Stream luck;
  double waited = 0;
  int counted = 0;
  Queue(double mean, std::uint64_t seed, std::uint64_t replication)
      : service_mean(mean), luck(seed, replication, "server", "service") {}
  Simulation& simulation() { return sim; }
};

Process customer(Queue& queue, double share, bool counts) {
  const Duration service = round_to_seconds(quantile::exponential(share, queue.service_mean));
  const ModelTime came = queue.sim.now();
  co_await queue.server.acquire(1, 0);
  if (counts) {
    queue.waited += static_cast<double>((queue.sim.now() - came).count());
    ++queue.counted;
  }
  co_await queue.sim.delay(service);
  queue.server.release();
}

Process source(Queue& queue, Stream gaps) {
  for (int i = 0; i < kCustomers; ++i) {
    const Duration gap = round_to_seconds(gaps.exponential(kGap));
    co_await queue.sim.delay(gap);
    const double share = queue.luck.uniform();
    queue.sim.spawn(customer(queue, share, true));
  }
}

/// Mean wait of the customers of one replication. The same seed and number is the same luck, whatever the
/// service takes on average.
double mean_wait(double service_mean, std::uint64_t seed, std::uint64_t replication) {
  Queue queue{service_mean, seed, replication};
  Stream begin{seed, replication, "server", "begin"};
  const double there = begin.uniform();
  const double rho = service_mean / kGap;
  for (double tail = rho; there < tail; tail *= rho) {  // P(at least k present) = rho^k
    const double share = begin.uniform();
    queue.sim.spawn(customer(queue, share, false));
  }
  queue.sim.spawn(source(queue, Stream{seed, replication, "source", "gaps"}));
  queue.sim.run_until(ModelTime::max() - std::chrono::hours{1});
  REQUIRE(queue.counted == kCustomers);
  return queue.waited / kCustomers;
}
double closed_form(double service_mean) {
  const double rho = service_mean / kGap;
  return rho * service_mean / (1 - rho);
}

}  // namespace

TEST_CASE("over 1,000 experiments on an M/M/1 a 95 % interval holds the closed form 93 to 97 % of the time") {
  int held = 0;
  for (std::uint64_t e = 0; e < 1000; ++e) {
    std::vector<double> waits;
    for (std::uint64_t r = 0; r < 20; ++r) waits.push_back(mean_wait(40000, 1000 + e, r));
    const auto interval = t_interval(waits);
    const double exact = closed_form(40000);
    if (interval->low <= exact && exact <= interval->high) ++held;
  }
  MESSAGE("held in " << held << " of 1000 experiments");
  CHECK(held >= 930);
  CHECK(held <= 970);
}

TEST_CASE("so does the interval of a difference between two queues with common random numbers") {
  int held = 0, found = 0;
  double shared = 0, apart = 0;
  const double exact = closed_form(44000) - closed_form(40000);
  for (std::uint64_t e = 0; e < 400; ++e) {
    std::vector<double> slow, fast, other, paired;
    for (std::uint64_t r = 0; r < 10; ++r) {
      fast.push_back(mean_wait(40000, 5000 + e, r));
      slow.push_back(mean_wait(44000, 5000 + e, r));
      other.push_back(mean_wait(44000, 9000 + e, r));
      paired.push_back(slow.back() - fast.back());
    }
    const auto interval = t_interval(paired);
    if (interval->low <= exact && exact <= interval->high) ++held;
    if (interval->low > 0) ++found;
    shared += variance(paired);
    apart += variance(fast) + variance(other);
  }
  MESSAGE("held in " << held << " of 400, told from zero in " << found << ", variance ratio "
                     << apart / shared);
  CHECK(held >= 368);
  CHECK(held <= 392);
  CHECK(found == 400);
  CHECK(apart > 10 * shared);
}

TEST_CASE("40 replications instead of 10 halve the interval") {
  double few = 0, many = 0;
  for (std::uint64_t e = 0; e < 40; ++e) {
    std::vector<double> waits;
    for (std::uint64_t r = 0; r < 40; ++r) waits.push_back(mean_wait(40000, 20000 + e, r));
    const auto of_ten = t_interval(std::span{waits}.first(10)), of_forty = t_interval(waits);
    few += of_ten->high - of_ten->low;
    many += of_forty->high - of_forty->low;
  }
  // 1 / 2, and t falls from 2.262 to 2.023
  CHECK(many / few == doctest::Approx(0.5 * 2.0227 / 2.2622).epsilon(0.05));
}
