// Traces worked out by hand; the clock starts at 0 and a line is "<seconds> <train>".

#include "sim/model/train_paths.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/engine/random.hpp"

namespace corridor::model {
namespace {

using engine::Duration;
using engine::Process;
using engine::ProcessId;
using engine::RunEnd;
using engine::Simulation;
using engine::Wake;
using Lines = std::vector<std::string>;

constexpr int kForward = 0, kBackward = 1;
constexpr bool kLoaded = true, kEmpty = false;

// Trains a day for a train every so many seconds.
constexpr double every(int seconds) { return 86400.0 / seconds; }
constexpr ModelTime at_second(std::int64_t s) { return ModelTime{Duration{s}}; }

struct Line {
  Simulation sim{};
  TrainPaths paths{sim, "a--b"};
  Lines trace{};

  Simulation& simulation() { return sim; }
  void log(const std::string& text) {
    trace.push_back(std::to_string(sim.now().time_since_epoch().count()) + ' ' + text);
  }
  Process train(const char* name, int direction, bool loaded, ModelTime gives_up) {
    engine::Wait wait = paths.next(direction, loaded).until(gives_up);
    const Wake how = co_await wait;
    log(how == Wake::granted       ? name
        : how == Wake::interrupted ? std::string(name) + " turned back"
                                   : std::string(name) + " gave up");
  }
  ProcessId send(std::int64_t second, const char* name, int direction, bool loaded,
                 ModelTime gives_up = engine::kNever) {
    return sim.spawn_at(at_second(second), train(name, direction, loaded, gives_up));
  }
  Process change(double forward, double backward, double together) {
    paths.set_rates(forward, backward, together);
    co_return;
  }
  void rates_at(std::int64_t second, double forward, double backward, double together) {
    sim.spawn_at(at_second(second), change(forward, backward, together));
  }
  Process turn_back(ProcessId id) {
    sim.interrupt(id);
    co_return;
  }
  RunEnd run(std::int64_t until = 100'000) { return sim.run_until(at_second(until)); }
};

TEST_CASE("train paths: the second train leaves one headway after the first") {
  Line line;
  line.paths.set_rates(every(100), every(100), 0);
  for (const char* name : {"a", "b", "c"}) line.send(10, name, kForward, kLoaded);
  CHECK(line.run() == RunEnd::event_list_empty);
  CHECK(line.trace == Lines{"10 a", "110 b", "210 c"});
  CHECK(line.paths.waiting() == 0);
}

TEST_CASE("train paths: a path that nobody uses lapses") {
  Line line;
  line.paths.set_rates(every(100), every(100), 0);
  line.send(0, "a", kForward, kLoaded);
  // Nobody at 100, 200, 300: none of those is left for the three at 350.
  for (const char* name : {"b", "c", "d"}) line.send(350, name, kForward, kLoaded);
  line.run();
  CHECK(line.trace == Lines{"0 a", "350 b", "450 c", "550 d"});
}

TEST_CASE("train paths: on double track one way does not wait for the other") {
  Line line;
  line.paths.set_rates(every(1000), every(10), 0);
  line.send(0, "f1", kForward, kLoaded);
  line.send(1, "f2", kForward, kLoaded);  // waits until 1000
  line.send(2, "b1", kBackward, kLoaded);
  line.send(3, "b2", kBackward, kLoaded);  // 12, although a forward train waits until 1000
  line.send(14, "b3", kBackward, kEmpty);
  line.send(30, "b4", kBackward, kEmpty);  // a free path: nobody of its own way waits
  line.run();
  CHECK(line.trace == Lines{"0 f1", "2 b1", "12 b2", "22 b3", "32 b4", "1000 f2"});
}

TEST_CASE("train paths: on single track both ways share the headway, and each keeps to its own") {
  Line line;
  line.paths.set_rates(every(150), every(150), every(100));
  line.send(0, "f1", kForward, kLoaded);
  line.send(1, "f2", kForward, kLoaded);
  line.send(2, "b1", kBackward, kLoaded);
  line.send(3, "b2", kBackward, kLoaded);
  line.send(4, "f3", kForward, kLoaded);
  // 100: forward may not go before 150, so the backward train takes the path. 200: both may (backward from
  // 250 on only): f2. 300: b2 (forward from 350). 400: f3.
  line.run();
  CHECK(line.trace == Lines{"0 f1", "100 b1", "200 f2", "300 b2", "400 f3"});
}

TEST_CASE("train paths: one way alone gets no more than its own share of a single track") {
  Line line;
  line.paths.set_rates(every(150), every(150), every(100));
  for (const char* name : {"a", "b", "c"}) line.send(0, name, kForward, kLoaded);
  line.run();
  CHECK(line.trace == Lines{"0 a", "150 b", "300 c"});
}

TEST_CASE("train paths: loads go before empties, and arrival decides among equals, on either way") {
  Line line;
  line.paths.set_rates(every(100), every(100), every(100));
  line.send(0, "first", kForward, kLoaded);
  line.send(1, "empty f", kForward, kEmpty);
  line.send(2, "empty b", kBackward, kEmpty);
  line.send(3, "load b", kBackward, kLoaded);
  line.send(4, "load f", kForward, kLoaded);
  line.send(250, "late load f", kForward, kLoaded);
  line.run();
  CHECK(line.trace ==
        Lines{"0 first", "100 load b", "200 load f", "300 late load f", "400 empty f", "500 empty b"});
}

TEST_CASE("train paths: a load that comes at the second of a path goes before the empty that waits for it") {
  Line line;
  line.paths.set_rates(every(100), 0, 0);
  line.send(0, "a", kForward, kLoaded);
  line.send(1, "empty", kForward, kEmpty);
  line.send(100, "load", kForward, kLoaded);  // spawned before the dispatcher slept: it comes first
  line.run();
  CHECK(line.trace == Lines{"0 a", "100 load", "200 empty"});
}

TEST_CASE("train paths: a rate of 0 lets nobody pass until it is raised") {
  Line line;
  line.send(5, "a", kForward, kLoaded);
  line.send(6, "b", kForward, kLoaded);
  CHECK(line.run(500) == RunEnd::stalled);
  CHECK(line.sim.waits().size() == 2);
  CHECK(line.sim.waits().front().waits_for == "a--b");
  line.rates_at(600, every(50), 0, 0);
  line.send(601, "wrong way", kBackward, kLoaded);
  CHECK(line.run() == RunEnd::stalled);
  CHECK(line.trace == Lines{"600 a", "650 b"});
  CHECK(line.paths.waiting() == 1);
}

TEST_CASE("train paths: a raised rate holds at once for who waits, counted from the last train") {
  Line line;
  line.paths.set_rates(every(10'000), 0, 0);
  line.send(0, "a", kForward, kLoaded);
  line.send(1, "b", kForward, kLoaded);
  line.send(2, "c", kForward, kLoaded);
  line.rates_at(70, every(100), 0, 0);  // the dispatcher sleeps until 10,000
  line.run();
  CHECK(line.trace == Lines{"0 a", "100 b", "200 c"});
  Line late;
  late.paths.set_rates(every(10'000), 0, 0);
  late.send(0, "a", kForward, kLoaded);
  late.send(1, "b", kForward, kLoaded);
  late.rates_at(700, every(100), 0, 0);
  late.run();
  CHECK(late.trace == Lines{"0 a", "700 b"});
}

TEST_CASE("train paths: a lowered rate holds at once too, and a closure keeps who waits") {
  Line line;
  line.paths.set_rates(every(100), every(100), 0);
  line.send(0, "a", kForward, kLoaded);
  line.send(1, "b", kForward, kLoaded);
  line.rates_at(50, every(1000), every(100), 0);  // b from 100 to 1000
  line.rates_at(900, 0, 0, 0);                    // shut
  line.send(950, "c", kBackward, kLoaded);
  line.rates_at(5000, every(100), every(100), 0);
  line.run();
  CHECK(line.trace == Lines{"0 a", "5000 b", "5000 c"});
}

TEST_CASE("train paths: opening the other way wakes those who wait there while the dispatcher sleeps") {
  Line line;
  line.paths.set_rates(every(10'000), 0, 0);
  line.send(0, "f1", kForward, kLoaded);
  line.send(1, "f2", kForward, kLoaded);
  line.send(2, "b1", kBackward, kLoaded);
  line.rates_at(40, every(10'000), every(100), 0);
  line.run();
  CHECK(line.trace == Lines{"0 f1", "40 b1", "10000 f2"});
}

TEST_CASE("train paths: who is withdrawn uses no path, wherever it stood") {
  Line line;
  line.paths.set_rates(every(100), every(100), 0);
  line.send(0, "a", kForward, kLoaded);
  const ProcessId b = line.send(1, "b", kForward, kLoaded);
  line.send(2, "c", kForward, kLoaded, at_second(60));
  line.send(3, "d", kForward, kLoaded);
  line.sim.spawn_at(at_second(50), line.turn_back(b));
  // Alone in the queue, and gone before its path comes: the dispatcher wakes for nobody.
  line.send(1000, "e", kForward, kLoaded);
  line.send(1001, "f", kForward, kLoaded, at_second(1002));
  line.send(1050, "g", kBackward, kLoaded);
  line.send(1060, "h", kForward, kLoaded);
  CHECK(line.run() == RunEnd::event_list_empty);
  CHECK(line.trace == Lines{"0 a", "50 b turned back", "60 c gave up", "100 d", "1000 e", "1002 f gave up",
                            "1050 g", "1100 h"});
}

TEST_CASE("train paths: a deadline at the second of the path") {
  Line line;
  line.paths.set_rates(every(100), 0, 0);
  line.send(0, "a", kForward, kLoaded);
  // The deadline was set before the dispatcher went to sleep until 100: it comes first.
  line.send(1, "b", kForward, kLoaded, at_second(100));
  line.send(2, "c", kForward, kLoaded);
  line.run();
  CHECK(line.trace == Lines{"0 a", "100 b gave up", "100 c"});
}

TEST_CASE("train paths: headways are rounded to whole seconds, and never to none") {
  Line line;
  line.paths.set_rates(7, 1e9, 0);  // 12,342.857 s
  line.send(0, "a", kForward, kLoaded);
  line.send(0, "b", kForward, kLoaded);
  line.send(0, "x", kBackward, kLoaded);
  line.send(0, "y", kBackward, kLoaded);
  line.run();
  CHECK(line.trace == Lines{"0 a", "0 x", "1 y", "12343 b"});
  line.paths.set_rates(1e-300, 0, 0);  // as good as never, and no overflow
  line.send(100'001, "c", kForward, kLoaded);
  CHECK(line.sim.run_until(at_second(100'000'000'000)) == RunEnd::horizon_reached);
  CHECK(line.paths.waiting() == 1);
}

struct Passage {
  std::int64_t at;
  int direction;
};

Process wanderer(Simulation& sim, TrainPaths& paths, engine::Stream luck, std::vector<Passage>& passages,
                 std::int64_t& gone) {
  for (int i = 0; i < 200; ++i) {
    const Duration pause{luck.integer(0, 4000)};
    co_await sim.delay(pause);
    const auto direction = static_cast<int>(luck.integer(0, 1));
    const bool loaded = luck.bernoulli(0.5);
    const ModelTime gives_up = sim.now() + Duration{luck.integer(1, 20'000)};
    engine::Wait wait = paths.next(direction, loaded).until(gives_up);
    const Wake how = co_await wait;
    if (how == Wake::granted) {
      passages.push_back({sim.now().time_since_epoch().count(), direction});
    } else {
      ++gone;
    }
  }
}

TEST_CASE("train paths: under any traffic no two trains are closer than the headways, and none is lost") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    Simulation sim;
    TrainPaths paths{sim, "a--b"};
    paths.set_rates(every(500), every(400), every(300));
    std::vector<Passage> passages;
    std::int64_t gone = 0;
    for (int i = 0; i < 30; ++i) {
      sim.spawn(wanderer(sim, paths, engine::Stream{seed, 0, std::to_string(i), "wanderer"}, passages, gone));
    }
    REQUIRE(sim.run_until(at_second(1'000'000'000)) == RunEnd::event_list_empty);
    CHECK(passages.size() + static_cast<std::size_t>(gone) == 30 * 200);
    CHECK(passages.size() > 2000);
    CHECK(gone > 100);
    CHECK(paths.waiting() == 0);
    std::int64_t last[2] = {-1'000'000, -1'000'000};
    int faults = 0;
    for (const Passage& p : passages) {
      faults += p.at - last[p.direction] < (p.direction == kForward ? 500 : 400);
      faults += p.at - std::max(last[0], last[1]) < 300;
      last[p.direction] = p.at;
    }
    CHECK(faults == 0);
  }
}

}  // namespace
}  // namespace corridor::model
