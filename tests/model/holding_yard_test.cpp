// Traces worked out by hand; the clock starts at 0 and a line is "<seconds> <train> <what>".

#include "sim/model/holding_yard.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace corridor::model {
namespace {

using engine::Duration;
using engine::ModelTime;
using engine::Process;
using engine::Simulation;
using engine::Wake;
using Lines = std::vector<std::string>;

constexpr ModelTime at_second(std::int64_t s) { return ModelTime{Duration{s}}; }

struct Station {
  Simulation sim{};
  HoldingYard yard;
  Lines trace{};
  explicit Station(std::int64_t places) : yard(sim, "a before a--b", places) {}
  Simulation& simulation() { return sim; }

  /// Stands there for a time, or gives up.
  Process train(const char* name, std::int64_t stays, ModelTime gives_up) {
    engine::Wait place = yard.place().until(gives_up);
    const Wake how = co_await place;
    const auto now = std::to_string(sim.now().time_since_epoch().count());
    trace.push_back(now + ' ' + name + (how == Wake::granted ? " stands" : " is put aside"));
    if (how != Wake::granted) co_return;
    engine::Delay stay = sim.delay(Duration{stays});
    co_await stay;
    yard.leave();
  }
  void send(std::int64_t second, const char* name, std::int64_t stays, ModelTime gives_up = engine::kNever) {
    sim.spawn_at(at_second(second), train(name, stays, gives_up));
  }
};

TEST_CASE("holding yard: places go to trains in order of arrival, past those that gave up") {
  Station s{2};
  s.send(0, "a", 100);
  s.send(1, "b", 50);
  s.send(2, "c", 100);
  s.send(3, "d", 100, at_second(60));
  s.send(4, "e", 100);
  s.sim.run_until(at_second(40));
  CHECK(s.yard.free() == 0);
  CHECK(s.yard.taken() == 2);
  s.sim.run_until(at_second(1000));
  CHECK(s.trace == Lines{"0 a stands", "1 b stands", "51 c stands", "60 d is put aside", "100 e stands"});
  CHECK(s.yard.free() == 2);
  CHECK(s.yard.taken() == 0);
}

TEST_CASE("holding yard: a place taken without waiting is none that others wait for") {
  Station s{1};
  CHECK(s.yard.take());
  CHECK_FALSE(s.yard.take());
  s.send(1, "a", 10);
  s.sim.run_until(at_second(5));
  s.yard.leave();
  CHECK_FALSE(s.yard.take());  // a's, who has not moved yet
  s.sim.run_until(at_second(100));
  CHECK(s.trace == Lines{"5 a stands"});
  CHECK(s.yard.take());
}

}  // namespace
}  // namespace corridor::model
