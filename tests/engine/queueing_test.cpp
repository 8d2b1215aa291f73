// One station against its closed form. Formulas: Kleinrock, Queueing Systems I (1975), chapters 3 to 5;
// Cobham (1954) for priorities.

#include "tests/engine/queueing.hpp"

#include <doctest/doctest.h>

#include <array>

namespace corridor::engine::queueing {
namespace {

constexpr double kService = 10'000;  // s

// Instants counted in services from the start.
ModelTime at_start(double services) { return ModelTime{round_to_seconds(services * kService)}; }

TEST_CASE("M/M/1: mean wait, queue and load are those of theory") {
  constexpr double rho = 0.7;
  const Measured m = measure(kService / rho, 1, exponential(kService), 120'000);
  CHECK_AGREES(m.wait, kService * rho / (1 - rho), 0.03);
  CHECK_AGREES(m.queue, rho * rho / (1 - rho), 0.035);
  CHECK_AGREES(m.busy, rho, 0.005);
}

TEST_CASE("M/M/3: mean wait and load are those of Erlang's C formula") {
  constexpr double load = 2.4;
  const Measured m = measure(kService / load, 3, exponential(kService), 120'000);
  CHECK_AGREES(m.wait, kService * erlang_c(3, load) / (3 - load), 0.05);
  CHECK_AGREES(m.queue, load * erlang_c(3, load) / (3 - load), 0.05);
  CHECK_AGREES(m.busy, load, 0.005);
}

TEST_CASE("M/D/1: the wait is half of that of M/M/1") {
  constexpr double rho = 0.7;
  const Measured m = measure(kService / rho, 1, constant(kService), 120'000);
  CHECK_AGREES(m.wait, kService * rho / (2 * (1 - rho)), 0.025);
  CHECK_AGREES(m.busy, rho, 0.005);
}

// Pollaczek and Khinchine: wait = rho S (1 + cv^2) / (2 (1 - rho)).
double pollaczek_khinchine(double rho, double service, double cv) {
  return rho * service * (1 + cv * cv) / (2 * (1 - rho));
}

TEST_CASE("M/G/1: the wait grows with the spread of service as Pollaczek and Khinchine say") {
  constexpr double rho = 0.6;
  const Measured lognormal =
      measure(kService / rho, 1, [](Stream& s) { return s.lognormal(kService, 0.5); }, 120'000);
  CHECK_AGREES(lognormal.wait, pollaczek_khinchine(rho, kService, 0.5), 0.025);

  // Triangular 0..0..3 S: mean S, cv^2 = 1/2.
  const Measured triangular =
      measure(kService / rho, 1, [](Stream& s) { return s.triangular(0, 0, 3 * kService); }, 120'000);
  CHECK_AGREES(triangular.wait, pollaczek_khinchine(rho, kService, std::sqrt(0.5)), 0.025);

  // Nine in ten take S/2, one in ten 5.5 S: mean S, cv^2 = 0.9 / 4 + 0.1 * 30.25 - 1 = 2.25.
  const Measured mixed = measure(
      kService / rho, 1, [](Stream& s) { return s.bernoulli(0.9) ? kService / 2 : 5.5 * kService; }, 120'000);
  CHECK_AGREES(mixed.wait, pollaczek_khinchine(rho, kService, 1.5), 0.04);
}

Process of_class(Simulation& sim, Station& station, int k, Tally& waits) {
  const ModelTime came = sim.now();
  co_await station.servers.acquire(1, -k);
  waits.add(static_cast<double>((sim.now() - came).count()));
  const Duration service = station.draw_service();
  co_await sim.delay(service);
  station.servers.release();
}

Process source_of_class(Simulation& sim, Station& station, int k, double gap, Tally& waits, Stream luck) {
  for (;;) {
    const Duration wait = round_to_seconds(luck.exponential(gap));
    co_await sim.delay(wait);
    sim.spawn(of_class(sim, station, k, waits));
  }
}

TEST_CASE("M/G/1 with priorities: each class waits as long as Cobham says") {
  // W_k = W_0 / ((1 - s_(k-1)) (1 - s_k)), s_k the load of classes up to k, W_0 = rho S (1 + cv^2) / 2.
  constexpr std::array<double, 3> loads{0.2, 0.3, 0.25};
  constexpr double residual = 0.75 * kService * (1 + 0.25) / 2;
  std::array<Tally, 3> waits;
  for (std::uint64_t replication = 0; replication < kReplications; ++replication) {
    Simulation sim;
    Station station{sim, "server", 1, [](Stream& s) { return s.lognormal(kService, 0.5); }, replication};
    std::array<Tally, 3> mine;
    for (int k = 0; k < 3; ++k) {
      const auto i = static_cast<std::size_t>(k);
      sim.spawn(source_of_class(sim, station, k, kService / loads[i], mine[i],
                                Stream{2026, replication, "source " + std::to_string(k), "gap"}));
    }
    sim.run_until(at_start(5'000));
    for (Tally& t : mine) t.reset();
    sim.run_until(at_start(55'000));
    for (std::size_t k = 0; k < 3; ++k) waits[k].add(mine[k].mean());
  }
  double before = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    CAPTURE(k);
    const double after = before + loads[k];
    CHECK_AGREES(waits[k], residual / ((1 - before) * (1 - after)), k == 2 ? 0.06 : 0.03);
    before = after;
  }
}

// Customers who leave when they have waited for `patience`; with 0 they do not wait at all.
struct Lost {
  std::int64_t came = 0, left = 0;
};

Process impatient(Simulation& sim, Station& station, Duration patience, Lost& count) {
  ++count.came;
  const Wake how = co_await station.servers.acquire().until(sim.now() + patience);
  if (how != Wake::granted) {
    ++count.left;
    co_return;
  }
  const Duration service = station.draw_service();
  co_await sim.delay(service);
  station.servers.release();
}

Process impatient_source(Simulation& sim, Station& station, double gap, Duration patience, Lost& count,
                         Stream luck) {
  for (;;) {
    const Duration wait = round_to_seconds(luck.exponential(gap));
    co_await sim.delay(wait);
    sim.spawn(impatient(sim, station, patience, count));
  }
}

Tally lost_share(int servers, double load, Duration patience, const Draw& service) {
  Tally shares;
  for (std::uint64_t replication = 0; replication < kReplications; ++replication) {
    Simulation sim;
    Station station{sim, "trunk", servers, service, replication};
    Lost count;
    sim.spawn(impatient_source(sim, station, kService / load, patience, count,
                               Stream{2026, replication, "callers", "gap"}));
    sim.run_until(at_start(1'000));
    count = {};
    sim.run_until(at_start(11'000));
    shares.add(static_cast<double>(count.left) / static_cast<double>(count.came));
  }
  return shares;
}

TEST_CASE("M/G/c loss: the lost share is Erlang's B, whatever the spread of service") {
  const Duration none{0};
  CHECK_AGREES(lost_share(5, 3, none, exponential(kService)), erlang_b(5, 3), 0.03);
  CHECK_AGREES(lost_share(5, 3, none, constant(kService)), erlang_b(5, 3), 0.03);
  CHECK_AGREES(lost_share(2, 2, none, [](Stream& s) { return s.lognormal(kService, 1); }), 0.4, 0.02);
}

TEST_CASE("M/M/1 with deadlines: the share that gives up is the one of theory, under and over the capacity") {
  // In units of a service, with load rho and patience d, the work found has an atom P0 at 0 and the density
  // P0 rho exp(-(1 - rho) w) up to d, P0 rho exp(rho d - w) beyond (only who stays adds work): who finds more
  // than d gives up.
  constexpr double d = 2;
  for (const double rho : {0.8, 1.3}) {
    CAPTURE(rho);
    const double below = rho * (1 - std::exp(-(1 - rho) * d)) / (1 - rho);
    const double above = rho * std::exp(rho * d - d);
    CHECK_AGREES(lost_share(1, rho, round_to_seconds(d * kService), exponential(kService)),
                 above / (1 + below + above), 0.04);
  }
}

}  // namespace
}  // namespace corridor::engine::queueing
