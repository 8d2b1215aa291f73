// The oil of the made-up country (tests/data/toy/oil.yaml), against figures worked out by hand. Gusher offers
// 240 kt a month under contract; its lines carry 10 kt a day; a mooring loads 125 t/h, 3 kt a day, a ship
// 20 kt. Two tankers of 5 kt cross the lake: 20 h each way, 14 h in each port.

#include <doctest/doctest.h>

#include "sim/model/berths.hpp"
#include "toy.hpp"

namespace corridor::model {
namespace {

constexpr Day kJuly = std::chrono::year{2025} / 7 / 1;

toy::Ran oil(toy::Sets sets = {}) { return toy::run(sets, "oil.yaml"); }

FlowId flow(const World& world, const std::string& id) {
  for (std::size_t i = 0; i < world.flows.size(); ++i)
    if (world.flows[i].id == id) return FlowId{i};
  FAIL("no flow " << id);
  return {};
}

double unsold_kt(const toy::Ran& ran, FlowId f, UnsoldReason reason, Day from = kBeginning) {
  double sum = 0;
  for (const Unsold& u : ran.ledger.unsold)
    if (u.flow == f && u.reason == reason && first_day(u.month) >= from) sum += in_tonnes(u.mass) / 1000.0;
  return sum;
}

/// Days from release to the instant a lot left the terminal or reached its buyer, mean over a flow's lots.
double mean_days_moving(const toy::Ran& ran, FlowId f) {
  double days = 0, lots = 0;
  for (const LotRow& l : ran.ledger.lots) {
    if (l.flow != f || l.fate != Fate::delivered) continue;
    days += static_cast<double>(l.seconds[static_cast<std::size_t>(Stage::moving)]) / 86400.0;
    lots += 1;
  }
  return days / lots;
}

}  // namespace

TEST_CASE("goods that are not simulated stay out, and those that are balance to the kilogram") {
  const toy::Ran rock = toy::run(), ran = oil();
  CHECK(rock.world->flows.size() == 2);
  CHECK(ran.world->flows.size() == 2);
  CHECK(ran.ledger.balance.holds());
  CHECK(ran.ledger.balance.released.n > 0);
}

TEST_CASE("a batch takes line fill over rate through both lines") {
  const toy::Ran ran = oil();
  // 10 kt and 50 kt full of oil, pushed at the 240 kt of a month: 60 / (2880 / 365) = 7.60 days, the batch's
  // own pumping besides counted as waiting for the line.
  const FlowId gusher = flow(*ran.world, "gusher-oil");
  CHECK(mean_days_moving(ran, gusher) == doctest::Approx(60.0 / (2880.0 / 365.0)).epsilon(0.02));
  CHECK(unsold_kt(ran, gusher, UnsoldReason::tanks_full) == 0);
}

TEST_CASE("half the flow takes twice the time: the way stretches when the rate drops") {
  const toy::Ran ran = oil({{"flows.gusher-oil.tonnes", "120 kt/month"}});
  CHECK(mean_days_moving(ran, flow(*ran.world, "gusher-oil")) ==
        doctest::Approx(60.0 / (1440.0 / 365.0)).epsilon(0.03));
}

TEST_CASE("a lost mooring fills the tanks, and then production is cut by what the others cannot load") {
  const toy::Ran ran =
      oil({{"terminals.buoy-moorings.berths", "[{value: 3}, {from: 2025-06-01, value: 1}]"}});
  const FlowId gusher = flow(*ran.world, "gusher-oil");
  // June to December: 7 x 240 kt nominated, 214 days x 3 kt loaded, at most 50 kt of empty tanks filled
  // first.
  const double cut = unsold_kt(ran, gusher, UnsoldReason::tanks_full);
  CHECK(cut <= 7 * 240.0 - 214 * 3.0 + 20);
  CHECK(cut >= 7 * 240.0 - 214 * 3.0 - 110 - 20);
  // From July on all tanks are full: what is nominated and not loaded is cut, up to one ship's cargo.
  CHECK(unsold_kt(ran, gusher, UnsoldReason::tanks_full, kJuly) ==
        doctest::Approx(6 * 240.0 - 184 * 3.0).epsilon(0.025));
  CHECK(ran.ledger.balance.holds());
}

TEST_CASE("where tanks are full a field turns to a line whose tanks have room, as fast as that pumps") {
  const toy::Ran ran = toy::run({}, "oil-second-line.yaml");
  // From July on the line to the lake runs at its 1 kt a day; ships have 107 - 60 kt a month to spare.
  double over_lake = 0;
  for (const LotRow& l : ran.ledger.lots) {
    if (l.flow == flow(*ran.world, "gusher-oil") && l.pool == toy::pool(*ran.world, "farshore-refinery") &&
        l.released >= ModelTime{kJuly})
      over_lake += in_tonnes(l.mass) / 1000.0;
  }
  CHECK(over_lake == doctest::Approx(184 * 1.0).epsilon(0.03));
  CHECK(ran.ledger.balance.holds());
}

TEST_CASE("what no way takes to the buyer of a contract abroad is sold to others") {
  const toy::Ran ran = oil({{"contracts.puddle-farshore.pool", "overthere-refinery"}});
  const FlowId puddle = flow(*ran.world, "puddle-oil");
  CHECK(unsold_kt(ran, puddle, UnsoldReason::no_lawful_route) == 0);
  CHECK(toy::delivered_t(ran, toy::pool(*ran.world, "farshore-refinery")) > 600e3);
}

TEST_CASE("a rule that takes two moorings of three does what losing the berths does") {
  const toy::Ran by_rule = oil({{"rules.XB-BUOY-LOSS.from", "2025-06-01"}});
  const FlowId gusher = flow(*by_rule.world, "gusher-oil");
  CHECK(unsold_kt(by_rule, gusher, UnsoldReason::tanks_full, kJuly) ==
        doctest::Approx(6 * 240.0 - 184 * 3.0).epsilon(0.025));
}

TEST_CASE("where a rule takes moorings ships of others lose as much of theirs as all lose together") {
  const toy::Ran ran =
      oil({{"rules.XB-BUOY-LOSS.from", "2025-06-01"}, {"terminals.buoy-moorings.room", "100 kt/month"}});
  const Terminal& buoy = at(ran.world->terminals, toy::terminal(*ran.world, "buoy-moorings"));
  const Day may = kJuly - std::chrono::days{60};
  const double before = others_load_t_year(buoy, may), after = others_load_t_year(buoy, kJuly);
  CHECK(before > 1e6);
  CHECK(after / before ==
        doctest::Approx(buoy.loads_t_month(kJuly, 0.34) / buoy.loads_t_month(may, 1.0)).epsilon(1e-9));
  // What we may book, in proportion too, and they together are all that is left.
  CHECK(after < buoy.loads_t_month(kJuly, 0.34) * 12.0);
}

TEST_CASE("a field that an event shuts produces nothing meanwhile, and loses just that") {
  const toy::Ran ran =
      oil({{"rules.XA-GUSHER-FIRE.from", "2025-05-02"}, {"rules.XA-GUSHER-FIRE.to", "2025-05-21"}});
  const FlowId gusher = flow(*ran.world, "gusher-oil");
  // 20 days of May's 240 kt in 31, whole batches of 2 kt.
  CHECK(unsold_kt(ran, gusher, UnsoldReason::closed) == doctest::Approx(20 * 240.0 / 31).epsilon(0.02));
  CHECK(unsold_kt(ran, gusher, UnsoldReason::tanks_full) == 0);
}

TEST_CASE("a storm at the moorings lets the field produce until the tanks are full") {
  const toy::Ran ran =
      oil({{"rules.XB-BUOY-STORM.from", "2025-05-02"}, {"rules.XB-BUOY-STORM.to", "2025-05-31"}});
  const FlowId gusher = flow(*ran.world, "gusher-oil");
  // 30 days x 240/31 kt come in and nothing leaves: all beyond the 110 kt of tanks, partly filled before, is
  // cut.
  const double cut = unsold_kt(ran, gusher, UnsoldReason::tanks_full);
  CHECK(unsold_kt(ran, gusher, UnsoldReason::closed) == 0);
  CHECK(cut >= 30 * 240.0 / 31 - 110 - 2);
  CHECK(cut <= 30 * 240.0 / 31);
}

TEST_CASE("a pump that loses half its rate lets half through, and the field is cut by the rest") {
  const toy::Ran ran = oil({{"links.pumphouse--buoy.capacity",
                             "[{value: 3.65 Mt/year}, {from: 2025-06-01, value: 1.825 Mt/year}]"}});
  // 8 kt a day nominated, 5 pumped: July to December 1440 - 184 x 5.
  CHECK(unsold_kt(ran, flow(*ran.world, "gusher-oil"), UnsoldReason::tanks_full, kJuly) ==
        doctest::Approx(1440.0 - 184 * 5.0).epsilon(0.01));
}

TEST_CASE("a fleet carries ships x payload / cycle when nothing else binds") {
  const toy::Ran ran = oil();
  // 2 ships x 5 kt every 68 h: 365 x 24 / 68 = 128.8 round trips each.
  const double kt = 2 * 5.0 * 365 * 24 / 68;
  CHECK(toy::delivered_t(ran, toy::pool(*ran.world, "farshore-refinery")) / 1000.0 ==
        doctest::Approx(std::min(kt, 720.0)).epsilon(0.01));
  const toy::Ran busy = oil(
      {{"flows.puddle-oil.tonnes", "200 kt/month"}, {"contracts.puddle-farshore.amount", "200 kt/month"}});
  CHECK(toy::delivered_t(busy, toy::pool(*busy.world, "farshore-refinery")) / 1000.0 ==
        doctest::Approx(kt).epsilon(0.01));
}

TEST_CASE("as the sea falls by a metre, a fleet carries a fifth less, and the field is cut by it") {
  const toy::Sets much{{"flows.puddle-oil.tonnes", "200 kt/month"},
                       {"contracts.puddle-farshore.amount", "200 kt/month"}};
  toy::Sets shallow = much;
  shallow.emplace_back("fleets.lake-tankers.depth", "4 m");
  const toy::Ran ran = oil(shallow);
  CHECK(toy::delivered_t(ran, toy::pool(*ran.world, "farshore-refinery")) / 1000.0 ==
        doctest::Approx(2 * 4.0 * 365 * 24 / 68).epsilon(0.01));
}

}  // namespace corridor::model
