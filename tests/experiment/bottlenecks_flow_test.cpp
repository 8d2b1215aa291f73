#include <doctest/doctest.h>

#include <algorithm>

#include "tests/experiment/toy_ground.hpp"

using namespace corridor;
using namespace corridor::experiment;
using test::Ground;
using test::Sets;
using test::toy_ground;

namespace {

constexpr double kTrain = 60 * 70;  // tonnes

MaxFlowAnswer max_flow(const Ground& g, const BottleneckSet& set) {
  MaxFlowAnswer answer = max_flow_of(*g.shared, set);
  CHECK(answer.network.fault == "");
  CHECK(answer.with_market.fault == "");
  return answer;
}
MaxFlowAnswer max_flow(const Ground& g) { return max_flow(g, g.all()); }

}  // namespace

TEST_CASE("the made-up country's narrowest place to all buyers is the single track at its mine") {
  // 12 pairs a day on a single track: 12 trains out, 12 empties home, 365 days.
  const MaxFlowAnswer f = max_flow(toy_ground());
  CHECK(*f.network.max_t == doctest::Approx(12 * kTrain * 365));
  REQUIRE(f.network.cut.size() == 1);
  CHECK(f.network.cut[0].id == "blackpit--midway");
  CHECK(f.network.cut[0].capacity.kind == CapacityKind::link);
  CHECK(f.network.cut[0].mean == doctest::Approx(12));
  CHECK(f.network.cut[0].unit == "trains/day");
  CHECK(f.network.cut[0].carried_t == doctest::Approx(12 * kTrain * 365));
}

TEST_CASE("beyond the sea two railways' acceptances hold the tonnes back, and the cut names both") {
  const Ground g = toy_ground();
  const MaxFlowAnswer f = max_flow(g, g.to("faraway-mills"));
  // To Wharf 200 kt a month until September, then 150; to Palm 100. Wharf has room for 200.
  CHECK(*f.network.max_t == doctest::Approx(1e3 * (9 * 200 + 3 * 150 + 12 * 100)));
  std::vector<std::string> ids;
  for (const CutPart& p : f.network.cut) ids.push_back(p.id);
  CHECK(ids == std::vector<std::string>{"b-to-wharf", "c-to-palm"});
}

TEST_CASE("over the lake ships hold the tonnes back: what each fleet carries at its round trip") {
  const MaxFlowAnswer f = max_flow(toy_ground({}, "water.yaml"));
  // Two ferries of 1 kt every 56 h, one coaster of 2 kt every 60 h.
  CHECK(*f.network.max_t == doctest::Approx(365 * 24 * (2 * 1e3 / 56 + 2e3 / 60)));
  REQUIRE(f.network.cut.size() == 2);
  CHECK(f.network.cut[0].id == "rail-ferries");
  CHECK(f.network.cut[0].mean == doctest::Approx(2));
  CHECK(f.network.cut[0].unit == "ships");
  CHECK(f.network.cut[1].id == "coasters");
}

TEST_CASE("with a market the buyers' ceilings are the cut, and they are summed by month") {
  const MaxFlowAnswer f = max_flow(toy_ground());
  // Mills 30 Mt a year at 5 % for two months, then 6 %; works 60 kt and power 40 kt a month.
  const double mills = 30e6 / 12 * (2 * 0.05 + 10 * 0.06);
  CHECK(*f.with_market.max_t == doctest::Approx(mills + 12 * (60e3 + 40e3)));
  CHECK(f.with_market.cut.size() == 3);
}

TEST_CASE("a border, a terminal and a closed line show in the cut when they are the narrowest") {
  const Ground narrow = toy_ground(
      {{"borders.west-crossing.trains", "1 trains/day"}, {"acceptances.c-to-palm.amount", "1 kt/month"}});
  const MaxFlowAnswer border = max_flow(narrow, narrow.to("faraway-mills"));
  CHECK(*border.network.max_t == doctest::Approx(kTrain * 365 + 12e3));
  CHECK(border.network.cut[0].capacity.kind == CapacityKind::border);

  // Works that change the gauge of these goods are narrower than the border itself; other goods pass them by.
  const Sets works{{"transshipments.south-works.outward", "1 trains/day"},
                   {"acceptances.c-to-palm.amount", "2000 kt/month"},
                   {"terminals.palm-rock.room", "2000 kt/month"},
                   {"terminals.palm-rock.intake", "9 trains/day"}};
  Sets of_rock = works;
  of_rock.emplace_back("transshipments.south-works.cargo", "[blackrock]");
  const Ground changed = toy_ground(of_rock), passed_by = toy_ground(works);
  BottleneckSet palm = changed.to("faraway-mills");
  const MaxFlowAnswer gauge = max_flow(changed, palm);
  CHECK(*max_flow(passed_by, palm).network.max_t - *gauge.network.max_t >= 3 * kTrain * 365);
  const auto part = std::find_if(gauge.network.cut.begin(), gauge.network.cut.end(),
                                 [](const CutPart& p) { return p.capacity.kind == CapacityKind::works; });
  REQUIRE(part != gauge.network.cut.end());
  CHECK(part->id == "south-works");
  CHECK(part->carried_t == doctest::Approx(kTrain * 365));

  const Ground small = toy_ground({{"terminals.wharf-rock.room", "7 kt/month"}});
  CHECK(*max_flow(small, small.to("faraway-mills")).network.max_t == doctest::Approx(12e3 * (7 + 100)));

  const Ground shut = toy_ground({{"links.westgate--hither.closed", "yes"}});
  CHECK(*max_flow(shut, shut.to("faraway-mills")).network.max_t == doctest::Approx(12e3 * 100));
}

TEST_CASE("a ban that binds everybody takes its days out of the bound, one that binds nobody here none") {
  // A week of May is closed by a rule of the railway: 8 trains a day over the border, 7 days less.
  const Ground g = toy_ground({{"acceptances.b-to-wharf.amount", "2000 kt/month"},
                               {"terminals.wharf-rock.room", "2000 kt/month"},
                               {"terminals.wharf-rock.intake", "8 trains/day"},
                               {"borders.west-crossing.trains", "20 trains/day"},
                               {"acceptances.c-to-palm.amount", "1 kt/month"}});
  const MaxFlowAnswer f = max_flow(g, g.to("faraway-mills"));
  CHECK(*f.network.max_t <= 8 * kTrain * (365 - 7) + 12e3 + 1);
  CHECK(*f.network.max_t > 2 * kTrain * 365);
}

TEST_CASE("doubling what a cut lets through never lowers the bound, closing a place never raises it") {
  const double before = *max_flow(toy_ground()).network.max_t;
  CHECK(*max_flow(toy_ground({{"links.blackpit--midway.pairs", "24 trains/day"}})).network.max_t >= before);
  for (const char* id : {"wharf", "palm", "kiln", "stove", "southgate"}) {
    CAPTURE(id);
    const Ground g = toy_ground({{std::string("places.") + id + ".closed", "yes"}});
    CHECK(*max_flow(g).network.max_t <= before);
    CHECK(*max_flow(g).with_market.max_t <= *max_flow(toy_ground()).with_market.max_t);
  }
}

TEST_CASE("where no way is open the bound is nothing") {
  const Ground g = toy_ground({{"links.blackpit--midway.closed", "yes"}});
  CHECK(*max_flow(g).network.max_t == 0);
  CHECK(max_flow(g).network.cut.empty());
}
