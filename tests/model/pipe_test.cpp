// Traces worked out by hand; the clock starts at 0 and a line is "<seconds> <what>".

#include "sim/model/pipe.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/engine/random.hpp"

namespace corridor::model {
namespace {

using engine::Duration;
using engine::Process;
using engine::Simulation;
using Lines = std::vector<std::string>;

constexpr ModelTime after_seconds(std::int64_t s) { return ModelTime{Duration{s}}; }
constexpr double per_second(double t) { return t * 86400.0; }  // t/s as t/day

struct Line {
  explicit Line(double fill_t) : pipe(sim, "field--sea", tonnes(fill_t)) {}
  Simulation sim{};
  Pipe pipe;
  Lines trace{};
  Mass sent{}, arrived{};
  std::int64_t slow_hand_over = 0;  // seconds for which a batch stays at the far end

  Simulation& simulation() { return sim; }
  void log(const std::string& text) {
    trace.push_back(std::to_string(sim.now().time_since_epoch().count()) + ' ' + text);
  }
  Process batch(std::string name, Mass mass) {
    engine::Wait in = pipe.pumped_in(mass);
    co_await in;
    sent += mass;
    log(name + " in");
    engine::Wait out = pipe.out();
    co_await out;
    if (slow_hand_over > 0) {
      engine::Delay waiting = sim.delay(Duration{slow_hand_over});
      co_await waiting;
    }
    pipe.taken_over();
    arrived += mass;
    log(name + " out");
  }
  void send(std::int64_t second, const std::string& name, double t) {
    sim.spawn_at(after_seconds(second), batch(name, tonnes(t)));
  }
  Process change(double ours, double others) {
    pipe.set_rates(ours, others);
    co_return;
  }
  void rates_at(std::int64_t second, double ours_t_s, double others_t_s = 0) {
    sim.spawn_at(after_seconds(second), change(per_second(ours_t_s), per_second(others_t_s)));
  }
  Lines run(std::int64_t until = 100000) {
    sim.run_until(after_seconds(until));
    return trace;
  }
};

}  // namespace

TEST_CASE("in steady state a batch is out line fill over rate after it was in") {
  Line line{20};  // 20 t at 1 t/s: 20 s
  line.rates_at(0, 1);
  for (int k = 0; k < 4; ++k) line.send(0, std::string(1, static_cast<char>('a' + k)), 10);
  CHECK(line.run() == Lines{"10 a in", "20 b in", "30 c in", "30 a out", "40 d in", "40 b out"});
  CHECK(line.pipe.inside() == tonnes(20));  // c and d wait for oil behind them
}

TEST_CASE("the time through the line stretches when the rate drops, and by how much is rate's doing alone") {
  Line line{20};
  line.rates_at(0, 1);
  line.rates_at(20, 0.25);  // b is in at 20; the 20 t behind it take 80 s
  for (const char* name : {"a", "b", "c", "d", "e"}) line.send(0, name, 10);
  CHECK(line.run() ==
        Lines{"10 a in", "20 b in", "60 c in", "60 a out", "100 d in", "100 b out", "140 e in", "140 c out"});
}

TEST_CASE("a batch is out in the midst of another when the line's fill ends there") {
  Line line{15};
  line.rates_at(0, 1);
  for (const char* name : {"a", "b", "c", "d"}) line.send(0, name, 10);
  CHECK(line.run() == Lines{"10 a in", "20 b in", "25 a out", "30 c in", "35 b out", "40 d in"});
}

TEST_CASE("a standing pump moves nothing, and a line without fill delivers at once") {
  Line line{0};
  line.rates_at(0, 1);
  line.rates_at(5, 0);
  line.rates_at(105, 1);
  line.send(0, "a", 10);
  CHECK(line.run() == Lines{"110 a in", "110 a out"});
}

TEST_CASE("the line stands until the batch at its end is taken over") {
  Line line{10};
  line.slow_hand_over = 7;
  line.rates_at(0, 1);
  for (const char* name : {"a", "b", "c"}) line.send(0, name, 10);
  // a is out at 20 and gone at 27: c, behind b, starts only then.
  CHECK(line.run() == Lines{"10 a in", "20 b in", "27 a out", "37 c in", "44 b out"});
}

TEST_CASE("others' oil pushes ours: with as much of it again the way takes half the time") {
  Line alone{40}, shared{40};
  alone.rates_at(0, 1);
  shared.rates_at(0, 1, 1);
  for (Line* line : {&alone, &shared}) {
    for (int k = 0; k < 5; ++k) line->send(0, std::string(1, static_cast<char>('a' + k)), 10);
  }
  CHECK(alone.run() == Lines{"10 a in", "20 b in", "30 c in", "40 d in", "50 e in", "50 a out"});
  CHECK(shared.run() == Lines{"10 a in", "20 b in", "30 c in", "30 a out", "40 d in", "40 b out", "50 e in",
                              "50 c out", "70 d out", "90 e out"});  // the tail is pushed by others alone
}

TEST_CASE("what went in came out or is inside, to the kilogram, whatever the rates") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    engine::Stream luck{seed, 0, "pipe", "property"};
    Line line{luck.uniform(0, 500)};
    Mass offered{};
    for (int k = 0; k < 40; ++k) {
      const double mass = luck.uniform(0.001, 60);
      const double second = luck.uniform(0, 2000);
      offered += tonnes(mass);
      line.send(static_cast<std::int64_t>(second), "x", mass);
      const double rate = luck.uniform(-0.3, 2);
      const double others = luck.uniform(-1, 1);
      line.rates_at(static_cast<std::int64_t>(second) + 3, rate, others);
    }
    line.rates_at(2100, 0.37, 0.11);
    line.run();
    CAPTURE(seed);
    CHECK(line.sent == offered);
    CHECK(line.pipe.in() == line.sent);
    CHECK(line.pipe.gone() == line.arrived);
    CHECK(line.pipe.inside() == line.sent - line.arrived);
    CHECK(line.arrived == offered);  // others push the last ones out
  }
}

TEST_CASE("no second is lost between batches: a thousand uneven ones take as long as their tonnes") {
  Line line{0};
  line.rates_at(0, 0.773);
  for (int k = 0; k < 1000; ++k) line.send(0, "x", 0.9 + 0.0007 * k);
  const Lines trace = line.run();
  const double seconds = (900 + 0.0007 * 999 * 1000 / 2) / 0.773;
  const double last = std::stod(trace.back());
  CHECK(last >= seconds);
  CHECK(last < seconds + 1.01);
}

}  // namespace corridor::model
