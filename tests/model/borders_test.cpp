// A border takes so many trains a day each way; what comes beside that queues.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "toy.hpp"

using namespace corridor;
using namespace corridor::model;

namespace {

/// Contracts that send 120 trains a month (504 kt), about four a day, to Kiln over the southern crossing.
/// Nothing but the border binds.
toy::Sets four_trains_a_day() {
  return {{"contracts.winter-heat.flow", "blackpit-prime"},
          {"contracts.winter-heat.pool", "kiln-works"},
          {"contracts.winter-heat.amount", "504 kt/month"},
          {"pools.kiln-works.ceiling", "5000 kt/month"},
          {"contracts.winter-heat.season", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"},
          {"flows.blackpit-prime.tonnes", "504 kt/month"},
          {"flows.blackpit-prime.loading", "100 trains/day"},
          {"flows.blackpit-brown.tonnes", "0 kt/month"},
          {"wagons.gondola.count", "1000000"},
          {"places.southgate.holding", "10000 trains"},
          {"places.midway.holding", "10000 trains"},
          {"links.blackpit--midway.pairs", "500 trains/day"},
          {"links.midway--southgate.pairs", "500 trains/day"},
          {"links.southgate--thither.pairs", "500 trains/day"},
          {"model.run_in", "61 days"}};
}

const std::vector<BorderUse>& months(const toy::Ran& ran, const std::string& border) {
  for (std::size_t i = 0; i < ran.world->borders.size(); ++i) {
    if (ran.world->borders[i].id == border) return ran.ledger.borders[i];
  }
  FAIL("no border " << border);
  return ran.ledger.borders.front();
}

/// Loaded trains taken in the measured window.
std::int64_t taken(const toy::Ran& ran, std::size_t way, const std::string& border = "south-crossing") {
  std::int64_t sum = 0;
  const std::vector<BorderUse>& all = months(ran, border);
  for (std::size_t m = 1; m < all.size(); ++m) sum += all[m].trains[way];
  return sum;
}

constexpr std::size_t kOut = 0, kIn = 1;

}  // namespace

TEST_CASE("a border at two trains a day carries twice 365 net trains and its queue grows by what is left") {
  toy::Sets sets = four_trains_a_day();
  sets.emplace_back("borders.south-crossing.trains", "2 trains/day");
  const toy::Ran ran = toy::run(sets);
  CHECK(taken(ran, kOut) == 730);
  Mass mass;
  const std::vector<BorderUse>& all = months(ran, "south-crossing");
  for (std::size_t m = 1; m < all.size(); ++m) mass += all[m].mass[kOut];
  CHECK(mass.n == 2LL * 365 * 60 * 70 * 1000);  // 60 wagons of 70 t

  std::int64_t queue = all[0].joined[kOut] - all[0].trains[kOut];
  for (std::size_t m = 1; m < all.size(); ++m) {
    const std::int64_t before = queue;
    queue += all[m].joined[kOut] - all[m].trains[kOut];
    const int days = days_in(month_of(ran.world->measure.from) + (static_cast<int>(m) - 1));
    CAPTURE(m);
    // 120 trains come and two a day leave; the odd train of the loading's spread falls either side.
    CHECK(std::abs(static_cast<double>(queue - before) - (120.0 - 2.0 * days)) <= 4.0);
  }
  // Nobody waits where the border takes more than come.
  sets.back().second = "10 trains/day";
  const toy::Ran wide = toy::run(sets);
  CHECK(taken(wide, kOut) > 1430);
  const BorderUse& last = months(wide, "south-crossing").back();
  CHECK(static_cast<double>(last.wait_seconds[kOut]) / static_cast<double>(last.trains[kOut]) < 7200);
}

TEST_CASE("what stands at a border is booked off the next plans, so the queue goes") {
  toy::Sets sets = four_trains_a_day();
  sets.emplace_back("contracts.winter-heat.amount", "0 kt/month");
  sets.emplace_back("pools.kiln-works.premium", "100 USD/t");
  sets.emplace_back("flows.blackpit-prime.tonnes", "900 kt/month");
  // June is booked at five a day; from the tenth on two are taken.
  sets.emplace_back("borders.south-crossing.trains",
                    "[{value: 5 trains/day}, {from: 2025-06-10, value: 2 trains/day}]");
  const toy::Ran ran = toy::run(sets);
  std::vector<std::int64_t> queue{0};
  for (const BorderUse& use : months(ran, "south-crossing"))
    queue.push_back(queue.back() + use.joined[kOut] - use.trains[kOut]);
  REQUIRE(queue.size() == 14);  // before, the run-in, twelve months
  CHECK(queue[1 + 6] > 45);
  CHECK(queue[1 + 9] < 12);
  CHECK(queue[1 + 12] < 12);
  // And the border is not left idle for it: from October on it takes nearly all it can.
  std::int64_t autumn = 0;
  for (std::size_t m = 10; m <= 12; ++m) autumn += months(ran, "south-crossing")[m].trains[kOut];
  CHECK(autumn > 2 * 92 - 12);
}

TEST_CASE("a pool that takes delivery at several places is offered each, but none beyond another") {
  const auto ends = [](const std::string& places) {
    const toy::Ran ran = toy::run({{"pools.kiln-works.delivered_at", places},
                                   {"pools.kiln-works.ceiling", "200 kt/month"},
                                   {"pools.kiln-works.premium", "20 USD/t"}});
    std::set<std::string> out;
    for (const Booking& b : ran.ledger.bookings) {
      if (b.pool == toy::pool(*ran.world, "kiln-works"))
        out.insert(at(ran.world->places, ran.shared->atlas.ways[b.way].delivered).id);
    }
    return out;
  };
  using Ids = std::set<std::string>;
  CHECK(ends("[kiln]") == Ids{"kiln"});
  CHECK(ends("[kiln, birch]") == Ids{"kiln", "birch"});
  CHECK(ends("[thither, kiln]") == Ids{"thither"});
}

TEST_CASE("of what the border takes and what its works change over the smaller binds") {
  toy::Sets sets = four_trains_a_day();
  sets.emplace_back("transshipments.south-works.cargo", "[minerals]");
  sets.emplace_back("borders.south-crossing.trains", "3 trains/day");
  sets.emplace_back("transshipments.south-works.outward", "1 trains/day");
  CHECK(taken(toy::run(sets), kOut) == 365);
  sets.back().second = "10 trains/day";
  CHECK(taken(toy::run(sets), kOut) == 3 * 365);
  sets.emplace_back("borders.south-crossing.trains_inward", "1 trains/day");  // binds nobody who leaves
  sets.emplace_back("borders.south-crossing.trains", "2 trains/day");
  CHECK(taken(toy::run(sets), kOut) == 2 * 365);
  // Works of other goods hold nobody up.
  sets = four_trains_a_day();
  sets.emplace_back("borders.south-crossing.trains", "10 trains/day");
  sets.emplace_back("transshipments.south-works.outward", "1 trains/day");
  CHECK(taken(toy::run(sets), kOut) > 1430);
}

TEST_CASE("goods of another country come in over the border, under the papers of that direction") {
  toy::Sets sets = {{"flows.blackpit-brown.origin", "kiln"},
                    {"borders.south-crossing.trains", "20 trains/day"}};
  const toy::Ran ran = toy::run(sets);
  CHECK(toy::delivered_t(ran, toy::pool(*ran.world, "home-power")) > 200e3);
  CHECK(taken(ran, kIn) > 50);
  sets.emplace_back("borders.south-crossing.formalities_inward", "100 hours");
  const toy::Ran slow = toy::run(sets);
  const auto dwell_h = [](const toy::Ran& r, std::size_t way) {
    double seconds = 0, trains = 0;
    for (const BorderUse& use : months(r, "south-crossing")) {
      seconds += static_cast<double>(use.dwell_seconds[way]);
      trains += static_cast<double>(use.trains[way]);
    }
    REQUIRE(trains > 0);
    return seconds / trains / 3600;
  };
  CHECK(dwell_h(slow, kIn) > dwell_h(ran, kIn) + 85);  // 100 hours for 4 to 8
  CHECK(dwell_h(slow, kOut) == doctest::Approx(dwell_h(ran, kOut)).epsilon(0.1));
  sets.emplace_back("borders.south-crossing.trains_inward", "0.1 trains/day");
  const std::int64_t few = taken(toy::run(sets), kIn);
  CHECK(few >= 35);
  CHECK(few <= 37);
}

TEST_CASE("a railway that owners fear loses goods, and nobody pays for the fear") {
  const toy::Ran calm = toy::run();
  const toy::Ran afraid = toy::run({{"tariffs.b-rock.risk", "500 USD/t"}});
  const auto over = [](const toy::Ran& r) { return taken(r, 0, "west-crossing"); };
  CHECK(over(calm) > 100);
  CHECK(over(afraid) < over(calm) / 20);
  // The same booking costs the same.
  const Booking& a = calm.ledger.bookings.front();
  for (const Booking& b : afraid.ledger.bookings) {
    if (b.flow == a.flow && b.pool == a.pool && b.month == a.month && b.bound == a.bound &&
        afraid.ledger.routes[b.route.n] == calm.ledger.routes[a.route.n])
      CHECK(b.cost_usd_t == a.cost_usd_t);
  }
}

TEST_CASE("goods may have their own value of time and scale of choice") {
  const std::string plain = toy::text(toy::run().ledger);
  CHECK(toy::text(toy::run({{"commodities.minerals.value_of_time", "0.1 USD/t/day"}}).ledger) == plain);
  CHECK(toy::text(toy::run({{"commodities.minerals.value_of_time", "9 USD/t/day"}}).ledger) != plain);
  CHECK(toy::text(toy::run({{"commodities.black-oil.logit_scale", "99 USD/t"}}).ledger) == plain);
  CHECK(toy::text(toy::run({{"commodities.blackrock.logit_scale", "99 USD/t"}}).ledger) != plain);
}
