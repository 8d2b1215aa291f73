// Closed and open networks of stations against their product forms. Machine repair: Kleinrock, Queueing
// Systems I (1975), section 3.8. Jackson, Operations Research 5(4) 518-521 (1957).

#include <doctest/doctest.h>

#include <array>

#include "tests/engine/queueing.hpp"

namespace corridor::engine::queueing {
namespace {

constexpr double kRepair = 10'000;   // s
constexpr double kFailure = 40'000;  // s

Process machine(Simulation& sim, Station& repairmen, TimeWeighted& up, Stream luck) {
  for (;;) {
    const Duration life = round_to_seconds(luck.exponential(kFailure));
    co_await sim.delay(life);
    up.set(sim.now(), up.value() - 1);
    co_await repairmen.servers.acquire();
    const Duration repair = repairmen.draw_service();
    co_await sim.delay(repair);
    repairmen.servers.release();
    up.set(sim.now(), up.value() + 1);
  }
}

TEST_CASE("machine repair: machines up, busy repairmen and the queue are those of the birth-death chain") {
  constexpr int machines = 8, repairmen = 2;
  // p(n) of n machines down: p(n+1) = p(n) (N - n) / kFailure / (min(n + 1, c) / kRepair).
  std::array<double, machines + 1> p{1};
  double sum = 1, down = 0, busy = 0;
  for (std::size_t n = 0; n < machines; ++n) {
    const double rate_down = (machines - static_cast<double>(n)) / kFailure;
    const double rate_up = std::min(static_cast<double>(n) + 1, static_cast<double>(repairmen)) / kRepair;
    p[n + 1] = p[n] * rate_down / rate_up;
    sum += p[n + 1];
  }
  for (std::size_t n = 0; n <= machines; ++n) {
    down += static_cast<double>(n) * p[n] / sum;
    busy += std::min(static_cast<double>(n), static_cast<double>(repairmen)) * p[n] / sum;
  }

  Tally up_mean, busy_mean, queue_mean;
  for (std::uint64_t replication = 0; replication < kReplications; ++replication) {
    Simulation sim;
    Station men{sim, "repairmen", repairmen, exponential(kRepair), replication};
    TimeWeighted up{sim.now(), machines};
    for (int i = 0; i < machines; ++i) {
      sim.spawn(machine(sim, men, up, Stream{2026, replication, "machine " + std::to_string(i), "life"}));
    }
    sim.run_until(sim.now() + Duration{10'000'000});
    up.reset(sim.now());
    men.servers.reset_statistics();
    sim.run_until(sim.now() + Duration{100'000'000});
    up_mean.add(up.mean(sim.now()));
    busy_mean.add(men.servers.use_over_time().mean(sim.now()));
    queue_mean.add(men.servers.queue_over_time().mean(sim.now()));
  }
  CHECK_AGREES(up_mean, machines - down, 0.01);
  CHECK_AGREES(busy_mean, busy, 0.01);
  CHECK_AGREES(queue_mean, down - busy, 0.03);
}

// Mine -> border -> port, and back: three stations with one, two and one servers. From outside come 1
// customer in 10^4 s to the first and one in 4 x 10^4 s to the second. After the first, 0.6 go to the second,
// 0.4 to the third; after the second, 0.7 to the third, 0.3 leave; after the third, 0.25 go back to the
// first, 0.75 leave.
constexpr std::array<double, 3> kOutside{1e-4, 0.25e-4, 0};
constexpr std::array<std::array<double, 3>, 3> kNext{{{0, 0.6, 0.4}, {0, 0, 0.7}, {0.25, 0, 0}}};
constexpr std::array<double, 3> kMeanService{5'000, 14'000, 5'500};
constexpr std::array<int, 3> kServers{1, 2, 1};

struct Network {
  std::array<Station*, 3> stations;
  Stream route;
  Tally sojourn{};
};

Process visitor(Simulation& sim, Network& net, std::size_t at) {
  const ModelTime came = sim.now();
  while (at < 3) {
    Station& station = *net.stations[at];
    co_await station.servers.acquire();
    const Duration service = station.draw_service();
    co_await sim.delay(service);
    station.servers.release();
    double u = net.route.uniform();
    std::size_t next = 0;
    while (next < 3 && u >= kNext[at][next]) u -= kNext[at][next], ++next;
    at = next;
  }
  net.sojourn.add(static_cast<double>((sim.now() - came).count()));
}

Process visitors(Simulation& sim, Network& net, std::size_t at, Stream luck) {
  for (;;) {
    const Duration gap = round_to_seconds(luck.exponential(1 / kOutside[at]));
    co_await sim.delay(gap);
    sim.spawn(visitor(sim, net, at));
  }
}

// Mean number in M/M/c.
double in_station(int servers, double load) {
  return load + erlang_c(servers, load) * load / (servers - load);
}

TEST_CASE(
    "Jackson network: every station is as full as if it stood alone, and Little's law closes the round") {
  // Flows: x = outside + x P, solved by running it to its fixed point.
  std::array<double, 3> flow{};
  for (int round = 0; round < 200; ++round) {
    std::array<double, 3> next = kOutside;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) next[j] += flow[i] * kNext[i][j];
    }
    flow = next;
  }
  std::array<Tally, 3> inside, busy;
  Tally sojourn;
  for (std::uint64_t replication = 0; replication < kReplications; ++replication) {
    Simulation sim;
    Station a{sim, "a", kServers[0], exponential(kMeanService[0]), replication};
    Station b{sim, "b", kServers[1], exponential(kMeanService[1]), replication};
    Station c{sim, "c", kServers[2], exponential(kMeanService[2]), replication};
    Network net{{&a, &b, &c}, Stream{2026, replication, "network", "route"}};
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
      sim.spawn(visitors(sim, net, at, Stream{2026, replication, "outside " + std::to_string(at), "gap"}));
    }
    sim.run_until(sim.now() + Duration{20'000'000});
    for (Station* s : net.stations) s->servers.reset_statistics();
    net.sojourn.reset();
    sim.run_until(sim.now() + Duration{400'000'000});
    for (std::size_t i = 0; i < 3; ++i) {
      const Resource& r = net.stations[i]->servers;
      busy[i].add(r.use_over_time().mean(sim.now()));
      inside[i].add(r.use_over_time().mean(sim.now()) + r.queue_over_time().mean(sim.now()));
    }
    sojourn.add(net.sojourn.mean());
  }
  double all = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(i);
    const double load = flow[i] * kMeanService[i];
    REQUIRE(load < kServers[i]);
    CHECK_AGREES(busy[i], load, 0.01);
    CHECK_AGREES(inside[i], in_station(kServers[i], load), 0.04);
    all += in_station(kServers[i], load);
  }
  CHECK_AGREES(sojourn, all / (kOutside[0] + kOutside[1] + kOutside[2]), 0.03);
}

}  // namespace
}  // namespace corridor::engine::queueing
