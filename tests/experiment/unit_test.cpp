#include "sim/experiment/unit.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sim/experiment/ranges.hpp"
#include "tests/experiment/small_world.hpp"
#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;

namespace {

ReadyWorld ready(const scenario::Scenario& s) {
  auto made = ReadyWorld::make(s);
  REQUIRE(made);
  return std::move(*made);
}
double delivered(const Outcome& o) { return o.figures.find({0, 0, {}}).value()[0]; }

}  // namespace

TEST_CASE("a unit is a function of scenario, seed and number") {
  const ReadyWorld world = ready(test::toy());
  const auto a = world.replicate({7, 3}, "a"), b = ready(test::toy()).replicate({7, 3}, "b");
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->figures.size() == b->figures.size());
  CHECK(delivered(*a) == delivered(*b));
  CHECK(a->events == b->events);
  CHECK(a->events != world.replicate({7, 4}, "c")->events);
  CHECK(a->events != world.replicate({8, 3}, "d")->events);
}

TEST_CASE("a unit with drawn figures is the unit of the scenario that has these figures") {
  const auto drawn = replicate_drawn(test::toy(), {7, 2}, {9, 4, 6}, "drawn");
  const scenario::Scenario known = draw_ranges(test::toy(), 9, 4, 6);
  const auto plain = ready(known).replicate({7, 2}, "known");
  REQUIRE(drawn);
  REQUIRE(plain);
  CHECK(drawn->events == plain->events);
  CHECK(delivered(*drawn) == delivered(*plain));
}

TEST_CASE("the ledger can be kept, and its figures are those of the unit") {
  const ReadyWorld world = ready(test::toy());
  model::Ledger kept;
  const auto unit = world.replicate(
      {7, 0}, "kept", [&](const model::World&, model::Ledger&& ledger) { kept = std::move(ledger); });
  REQUIRE(unit);
  CHECK(kept.balance.holds());
  CHECK(kept.events == unit->events);
  const Figures figures = figures_of(world.world(), kept);
  CHECK(std::ranges::equal(figures.find({0, 0, {}}).value(), unit->figures.find({0, 0, {}}).value()));
}

TEST_CASE("a balance that does not hold names what is missing, in kilograms and thousandths of a dollar") {
  model::Balance b = test::small_ledger().balance;
  CHECK(b.holds());
  CHECK(differences(b).empty());
  b.released += Mass{3};
  REQUIRE(differences(b).size() == 1);
  CHECK(differences(b)[0].find("broken by 3 kg") != std::string::npos);
  CHECK(differences(b)[0].find("sold_elsewhere 200000") != std::string::npos);
  b.posted += Money{-1};
  REQUIRE(differences(b).size() == 2);
  CHECK(differences(b)[1].find("broken by -1 thousandths") != std::string::npos);
}
