// Dry goods over the lake of the made-up country (tests/data/toy/water.yaml), against figures worked out by
// hand. A ferry carries 20 wagons of 50 t: 20 h each way, 4 h for each loading and discharge, of the empties
// too, so a round trip takes 56 h; the coaster's 2 kt take 60 h. More is offered than they can carry.

#include <doctest/doctest.h>

#include "toy.hpp"

namespace corridor::model {
namespace {

constexpr double kYearHours = 365.0 * 24.0;

toy::Ran water(toy::Sets sets = {}) { return toy::run(sets, "water.yaml"); }

double over_kt(const toy::Ran& ran, const std::string& pool) {
  return toy::delivered_t(ran, toy::pool(*ran.world, pool)) / 1000.0;
}

const LinkUse& use_of(const toy::Ran& ran, const std::string& link) {
  for (std::size_t i = 0; i < ran.world->links.size(); ++i)
    if (ran.world->links[i].id == link) return ran.ledger.links[i];
  FAIL("no link " << link);
  return ran.ledger.links.front();
}

std::int64_t ban_days(const toy::Ran& ran, const std::string& terminal) {
  return ran.ledger.terminals[toy::terminal(*ran.world, terminal).n].ban_days;
}

}  // namespace

TEST_CASE("ferries carry ships x wagons / round trip when nothing else binds, the empties' handling in it") {
  CHECK(over_kt(water(), "smithy-ingots") == doctest::Approx(2 * 1.0 * kYearHours / 56).epsilon(0.01));
  CHECK(over_kt(water({{"fleets.rail-ferries.ships", "1"}}), "smithy-ingots") ==
        doctest::Approx(1.0 * kYearHours / 56).epsilon(0.01));
}

TEST_CASE("a coaster carries payload / round trip, and wagons go home from the quay") {
  // Few ingots, whose queue at the ramp would else hold the wagons that planks need.
  const toy::Ran ran = water(
      {{"flows.forge-ingots.tonnes", "20 kt/month"}, {"contracts.ingots-smithy.amount", "20 kt/month"}});
  CHECK(over_kt(ran, "smithy-planks") == doctest::Approx(2.0 * kYearHours / 60).epsilon(0.01));
  // Each trainload of 2 kt came to the quay on 40 wagons; the same went home without having crossed.
  const LinkUse& sailings = use_of(ran, "pier--otherside--planks");
  CHECK(sailings.empties[0] == 0);
  CHECK(sailings.trains[1] == 0);
  CHECK(sailings.empties[1] == doctest::Approx(kYearHours / 60).epsilon(0.01));
}

TEST_CASE("a ferry takes fewer wagons as the sea falls: whole ones") {
  // 0.52 m short of 5 m: 740 t, fourteen wagons of 50 t. Empties need no water: twenty at a time, they are
  // aboard of fourteen returns in twenty, and the others are eight hours shorter.
  const toy::Ran ran = water({{"fleets.rail-ferries.depth", "4.48 m"}});
  CHECK(over_kt(ran, "smithy-ingots") ==
        doctest::Approx(2 * 0.7 * kYearHours / (48 + 8 * 0.7)).epsilon(0.01));
}

TEST_CASE("empties come back over the lake, one train for each") {
  // Could the empties not come back, 1200 wagons would be gone in eight weeks.
  const toy::Ran ran = water({{"wagons.flatcar.count", "1200"}, {"flows.forge-planks.tonnes", "0 kt/month"}});
  CHECK(over_kt(ran, "smithy-ingots") == doctest::Approx(2 * 1.0 * kYearHours / 56).epsilon(0.01));
  for (const char* link : {"forge--pier", "otherside--smithy"}) {
    CAPTURE(std::string(link));
    const LinkUse& use = use_of(ran, link);
    CHECK(use.trains[0] > 100);
    // At the year's end some trains stand before the ramp, and on the far shore a few are on their way.
    const std::int64_t standing = use.trains[0] - use.empties[1];
    CHECK(standing >= -3);
    CHECK(standing <= (std::string(link) == "forge--pier" ? 25 : 6));
    CHECK(use.trains[1] + use.empties[0] == 0);
  }
}

TEST_CASE("loading is banned when more waits than ships fetch in some days, and only then") {
  const toy::Ran queue = water();
  CHECK(ban_days(queue, "pier-ramp") > 0);
  // Two ferries fetch 857 t a day, the coaster 800; a month's 20 kt are no queue.
  const toy::Ran calm = water({{"flows.forge-ingots.tonnes", "20 kt/month"},
                               {"contracts.ingots-smithy.amount", "20 kt/month"},
                               {"flows.forge-planks.tonnes", "20 kt/month"},
                               {"contracts.planks-smithy.amount", "20 kt/month"}});
  CHECK(ban_days(calm, "pier-ramp") == 0);
  CHECK(ban_days(calm, "pier-quay") == 0);
  CHECK(over_kt(calm, "smithy-ingots") == doctest::Approx(240).epsilon(0.02));
  // Patient enough, the railway never bans; the same crosses, and more stands.
  const toy::Ran patient = water({{"model.congestion_days", "365 days"}});
  CHECK(ban_days(patient, "pier-ramp") == 0);
  CHECK(over_kt(patient, "smithy-ingots") == doctest::Approx(over_kt(queue, "smithy-ingots")).epsilon(0.01));
}

TEST_CASE("one berth for two ferries is no limit at 8 hours a call, and one at 40 is") {
  CHECK(over_kt(water({{"terminals.otherside-ramp.berths", "1"}}), "smithy-ingots") ==
        doctest::Approx(2 * 1.0 * kYearHours / 56).epsilon(0.02));
  // Alone at the only berth for 40 h a call: a ship every 40 h at most. The round trip is 40 + 80 h.
  const toy::Ran slow = water({{"fleets.rail-ferries.load_time", "20 hours"},
                               {"fleets.rail-ferries.discharge_time", "20 hours"},
                               {"fleets.rail-ferries.ships", "6"},
                               {"terminals.otherside-ramp.berths", "1"},
                               {"terminals.pier-ramp.berths", "6"}});
  CHECK(over_kt(slow, "smithy-ingots") == doctest::Approx(kYearHours / 40).epsilon(0.02));
}

TEST_CASE("over the lake every kilogram and every thousandth of a dollar is accounted for") {
  const toy::Ran ran = water();
  CHECK(ran.ledger.balance.holds());
  CHECK(ran.ledger.balance.released.n > 0);
  for (const LotRow& l : ran.ledger.lots) {
    if (l.fate != Fate::delivered) continue;
    std::int64_t seconds = 0;
    for (const auto s : l.seconds) seconds += s;
    CHECK(seconds == (l.ended - l.released).count());
    const bool planks = at(ran.world->flows, l.flow).id == "forge-planks";
    CHECK(l.money[static_cast<std::size_t>(Item::sea)] == charge(planks ? 8.0 : 10.0, l.mass));
    CHECK(l.money[static_cast<std::size_t>(Item::handling)] == charge(planks ? 7.0 : 3.0, l.mass));
  }
}

}  // namespace corridor::model
