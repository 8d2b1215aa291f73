// Two small models on the engine, the twins of simpy_models.py: the same draws, the same integers as results.
//   engine_models mm1|port COUNT     prints what happened to COUNT customers, or ships

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sim/engine/math.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/stock.hpp"

namespace corridor::bench {
namespace {

using namespace engine;

// Xorshift, since Python has it in three lines; exponential times by inversion, in whole seconds.
class Luck {
 public:
  explicit Luck(std::uint64_t seed) : state_(seed) {}
  Duration exponential(double mean) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    const double u = (static_cast<double>(state_ >> 12) + 0.5) * 0x1p-52;
    return round_to_seconds(-mean * math::log(u));
  }

 private:
  std::uint64_t state_;
};

struct Queue {
  Simulation sim{};
  Resource server{sim, "server", 1};
  Luck arrivals{1}, services{2};
  std::int64_t count, served = 0, waited = 0;

  explicit Queue(std::int64_t n) : count(n) {}
  Simulation& simulation() { return sim; }

  Process customer() {
    const ModelTime came = sim.now();
    co_await server.acquire();
    waited += (sim.now() - came).count();
    const Duration time = services.exponential(9000);
    co_await sim.delay(time);
    server.release();
    ++served;
  }
  Process source() {
    for (std::int64_t i = 0; i < count; ++i) {
      const Duration gap = arrivals.exponential(10000);
      co_await sim.delay(gap);
      sim.spawn(customer());
    }
  }
};

// Forty trains bring coal to a yard and go for more; ships wait for one of two berths, then for a cargo, and
// load. A full yard holds the trains back.
struct Port {
  Simulation sim{};
  Resource berths{sim, "berths", 2};
  Stock yard{sim, "yard", 150'000, 0};
  Luck ships{1}, loadings{2};
  std::int64_t count, loaded = 0, ships_waited = 0, trains_waited = 0;

  explicit Port(std::int64_t n) : count(n) {}
  Simulation& simulation() { return sim; }

  Process train(Luck trips) {
    for (;;) {
      const Duration trip = trips.exponential(400'000);
      co_await sim.delay(trip);
      const ModelTime came = sim.now();
      co_await yard.put(4'000);
      trains_waited += (sim.now() - came).count();
    }
  }
  Process ship(Duration loading) {
    const ModelTime came = sim.now();
    co_await berths.acquire();
    co_await yard.get(30'000);
    ships_waited += (sim.now() - came).count();
    co_await sim.delay(loading);
    berths.release();
    ++loaded;
  }
  Process sea() {
    for (std::int64_t i = 0; i < count; ++i) {
      const Duration gap = ships.exponential(86'400);
      co_await sim.delay(gap);
      const Duration loading = loadings.exponential(100'000);
      sim.spawn(ship(loading));
    }
  }
};

void run_queue(std::int64_t count) {
  Queue queue{count};
  queue.sim.spawn(queue.source());
  queue.sim.run_until(kNever);
  std::printf("served %lld, waited %lld s\n", static_cast<long long>(queue.served),
              static_cast<long long>(queue.waited));
}

void run_port(std::int64_t count) {
  Port port{count};
  for (std::uint64_t seed = 3; seed < 43; ++seed) port.sim.spawn(port.train(Luck{seed}));
  port.sim.spawn(port.sea());
  port.sim.run_until(ModelTime{Duration{86'400 * count}});
  std::printf("loaded %lld, ships waited %lld s, trains waited %lld s\n", static_cast<long long>(port.loaded),
              static_cast<long long>(port.ships_waited), static_cast<long long>(port.trains_waited));
}

}  // namespace
}  // namespace corridor::bench

int main(int count, char** arguments) {
  const std::string_view model = count == 3 ? arguments[1] : "";
  const std::int64_t n = count == 3 ? std::atoll(arguments[2]) : 0;
  if (n <= 0 || (model != "mm1" && model != "port")) {
    std::fprintf(stderr, "engine_models mm1|port COUNT\n");
    return 2;
  }
  model == "mm1" ? corridor::bench::run_queue(n) : corridor::bench::run_port(n);
}
