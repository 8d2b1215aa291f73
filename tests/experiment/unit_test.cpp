#include "sim/experiment/unit.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sim/experiment/ranges.hpp"
#include "sim/model/run.hpp"
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
  const auto drawn = replicate_drawn(test::toy(), ready(test::toy()), {7, 2}, {9, 4, 6}, "drawn");
  const scenario::Scenario known = draw_ranges(test::toy(), 9, 4, 6);
  const auto plain = ready(known).replicate({7, 2}, "known");
  REQUIRE(drawn);
  REQUIRE(plain);
  CHECK(drawn->events == plain->events);
  CHECK(delivered(*drawn) == delivered(*plain));
}

namespace {

/// Every ruling on every alternative of a world, in words.
std::vector<std::string> rulings_of(const ReadyWorld& ready) {
  const model::Atlas& atlas = ready.ground().atlas;
  std::vector<std::string> out;
  for (const model::MonthAtlas& month : atlas.months) {
    for (const model::FlowChoices& flow : month.flows) {
      for (const model::Alternative& a : flow.alternatives) {
        for (Day day = atlas.start; day < atlas.end; day = atlas.laws.changes_after(a.law, day)) {
          const model::Ruling& ruling = atlas.laws.on(a.law, day);
          std::string text = to_iso(day) + ' ' + std::to_string(static_cast<int>(ruling.standing)) +
                             (ruling.papers ? " papers " : " ") + atlas.laws.rule_names()[ruling.rule];
          for (const std::uint16_t q : atlas.laws.quotas_of(ruling.quotas)) {
            const model::QuotaTerm& term = atlas.laws.quotas()[q];
            text += " quota " + std::to_string(q) + ' ' + atlas.laws.rule_names()[term.rule] + ' ' +
                    std::to_string(term.amount.n);
          }
          out.push_back(std::move(text));
        }
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("rulings taken over from a world of other figures are those that are asked anew") {
  const scenario::Scenario with_quotas = test::toy_scenario(
      "base", {{"rules.XB-YEAR-QUOTA.from", "2025-01-01"}, {"rules.XB-MONTH-QUOTA.from", "2025-06-01"}});
  const ReadyWorld plain = ready(with_quotas);
  const scenario::Scenario drawn = draw_ranges(with_quotas, 9, 4, 6);
  const auto told = ReadyWorld::make(drawn, &plain);
  REQUIRE(told);
  const std::vector<std::string> rulings = rulings_of(ready(drawn));
  CHECK(rulings == rulings_of(*told));
  // Nothing would be shown where nothing is barred, everything is, or no quota binds.
  const auto barred = [](const std::string& r) { return r.substr(11, 1) == "2" || r.substr(11, 1) == "3"; };
  CHECK(std::ranges::any_of(rulings, barred));
  CHECK_FALSE(std::ranges::all_of(rulings, barred));
  CHECK(std::ranges::any_of(rulings, [](const std::string& r) { return r.find("quota") < r.size(); }));
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
