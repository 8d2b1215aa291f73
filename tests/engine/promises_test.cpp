// Broken promises stop the program, in release builds too, and say where and when.

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <string>

#include "sim/engine/assert.hpp"
#include "sim/engine/event_list.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/stock.hpp"
#include "tests/engine/trace.hpp"

namespace corridor::engine {
namespace {

using namespace std::chrono_literals;

// What a child process writes to its standard error before it aborts; "alive" where it does not.
std::string last_words(const std::function<void()>& act) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);  // not the test program's
    dup2(ends[1], STDERR_FILENO);
    act();
    _exit(0);
  }
  close(ends[1]);
  std::string words;
  std::array<char, 512> buffer{};
  for (ssize_t n = 0; (n = read(ends[0], buffer.data(), buffer.size())) > 0;) {
    words.append(buffer.data(), static_cast<std::size_t>(n));
  }
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) return words;
  return "alive";
}

bool says(const std::string& words, const char* what) { return words.find(what) != std::string::npos; }

Process ask_too_little(Simulation& sim, Resource& r) {
  co_await sim.delay(86400s + 3661s);
  co_await r.acquire(0);
}
Process run_inside(Simulation& sim) {
  sim.run_until(sim.now() + 1s);
  co_return;
}
Process nothing(Simulation& sim) {
  static_cast<void>(sim);
  co_return;
}
Process back_in_time(Simulation& sim) {
  co_await sim.delay(10s);
  co_await sim.at(at_second(9));
}
Process elsewhere(Simulation& sim, Resource& r) {
  static_cast<void>(sim);
  co_await r.acquire();
  co_await r.acquire();
}

TEST_CASE("promises: a broken one stops the program with file, condition and model time") {
  const std::string words = last_words([] {
    Simulation sim;
    Resource r{sim, "r", 1};
    sim.spawn(ask_too_little(sim, r));
    sim.run_until(at_second(1'000'000));
  });
  CHECK(says(words, "resource.cpp:"));
  CHECK(says(words, "broken precondition: amount > 0 at 1970-01-02T01:01:01Z"));
  CHECK(last_words([] {}) == "alive");
}

TEST_CASE("promises: each of these is found out") {
  const auto stops = [](const std::function<void()>& act) {
    return says(last_words(act), "broken precondition");
  };
  CHECK(stops([] {
    Simulation sim;
    Resource r{sim, "r", 1};
    r.release(1);
  }));
  CHECK(stops([] {
    Simulation sim;
    Stock s{sim, "s", 1, 2};
  }));
  CHECK(stops([] {
    Simulation sim;
    sim.spawn(run_inside(sim));
    sim.run_until(at_second(1));
  }));
  CHECK(stops([] {
    Simulation sim;
    const Process p = nothing(sim);
    sim.spawn(p);
    sim.spawn(p);
  }));
  CHECK(stops([] {
    Simulation sim;
    sim.spawn(back_in_time(sim));
    sim.run_until(at_second(100));
  }));
  CHECK(stops([] {
    Simulation sim{at_second(5)};
    sim.spawn_at(at_second(4), nothing(sim));
  }));
  CHECK(stops([] {
    Simulation sim{at_second(5)};
    sim.run_until(at_second(4));
  }));
  CHECK(stops([] {
    Simulation sim;
    sim.spawn(nothing(sim), 32768);
  }));
  CHECK(stops([] {
    Simulation sim, other;
    Resource r{other, "r", 1};
    sim.spawn(elsewhere(sim, r));
    sim.run_until(at_second(1));
  }));
  CHECK(stops([] {
    EventList list;
    list.pop();
  }));
  CHECK(stops([] { static_cast<void>(quantile::triangular(0.5, 2, 1, 3)); }));
  CHECK(stops([] {
    Simulation sim;
    static_cast<void>(sim.current());
  }));
}

}  // namespace
}  // namespace corridor::engine
