// Runs as wholes: the same trial gives the same run, alone or beside others, whichever compiler built it.

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <thread>
#include <vector>

#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/simulation.hpp"

namespace corridor::engine {
namespace {

void mix(std::uint64_t& hash, std::uint64_t word) { hash = std::rotl(hash ^ word, 23) * 0x9E3779B97F4A7C15u; }

Process visit(Simulation& sim, Resource& desk, Stream& luck, std::uint64_t& hash) {
  const bool urgent = luck.bernoulli(0.2);
  const Duration patience = round_to_seconds(luck.lognormal(5e4, 1));
  const Wake how = co_await desk.acquire(1, urgent ? 1 : 0).until(sim.now() + patience);
  mix(hash,
      static_cast<std::uint64_t>(sim.now().time_since_epoch().count()) * 4 + static_cast<std::uint64_t>(how));
  if (how != Wake::granted) co_return;
  const Duration service = round_to_seconds(luck.triangular(2e3, 8e3, 3e4));
  co_await sim.delay(service);
  desk.release();
}

Process arrivals(Simulation& sim, Resource& desk, Stream& luck, std::uint64_t& hash, int count) {
  for (int i = 0; i < count; ++i) {
    const Duration gap = round_to_seconds(luck.exponential(7e3));
    co_await sim.delay(gap);
    sim.spawn(visit(sim, desk, luck, hash));
  }
}

// A hash of who was served when.
std::uint64_t run(std::uint64_t replication) {
  Simulation sim;
  Resource desk{sim, "desk", 2};
  Stream luck{1, replication, "office", "all"};
  std::uint64_t hash = replication;
  sim.spawn(arrivals(sim, desk, luck, hash, 5000));
  sim.run_until(ModelTime{Duration{1'000'000'000}});
  return hash;
}

TEST_CASE("runs: replications side by side on threads are those that run one after the other") {
  constexpr std::size_t n = 8;
  std::vector<std::uint64_t> alone(n), beside(n);
  for (std::size_t i = 0; i < n; ++i) alone[i] = run(i);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < n; ++i) threads.emplace_back([&beside, i] { beside[i] = run(i); });
  }
  CHECK(alone == beside);
  CHECK(alone[0] != alone[1]);
}

TEST_CASE("runs: draws are the same bits whichever compiler and optimization built them") {
  // Not right by theory (other tests see to that), but by being the same in every build.
  Stream luck{42, 7, "bits", "all"};
  const std::vector<double> pool{1, 3, 7};
  std::uint64_t hash = 0;
  for (int i = 0; i < 20'000; ++i) {
    mix(hash, std::bit_cast<std::uint64_t>(luck.exponential(3)));
    mix(hash, std::bit_cast<std::uint64_t>(luck.triangular(1, 2, 7)));
    mix(hash, std::bit_cast<std::uint64_t>(luck.normal(0, 1)));
    mix(hash, std::bit_cast<std::uint64_t>(luck.lognormal(5, 0.7)));
    mix(hash, std::bit_cast<std::uint64_t>(luck.empirical(pool)));
    mix(hash, static_cast<std::uint64_t>(luck.integer(-9, 9)));
  }
  CHECK(hash == 13147672169481503238u);
  CHECK(run(3) == 3611587471298281487u);
}

}  // namespace
}  // namespace corridor::engine
