#include "sim/experiment/capacity_prices.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/experiment/toy_ground.hpp"

using namespace corridor;
using namespace corridor::experiment;
using test::Ground;
using test::Sets;
using test::toy_ground;

namespace {

TradeOptimum optimum(const Ground& g) {
  TradeOptimum o = price_capacities(*g.shared);
  REQUIRE(o.status == flow::Status::optimal);
  CHECK(o.certificate.optimal);
  CHECK(o.certificate.primal == doctest::Approx(o.certificate.dual).epsilon(1e-9));
  return o;
}

const CapacityPrice& price(const TradeOptimum& o, CapacityKind kind, const std::string& id) {
  for (const CapacityPrice& p : o.prices) {
    if (p.capacity.kind == kind && p.id == id) return p;
  }
  FAIL("no price of " << id);
  return o.prices.front();
}

}  // namespace

TEST_CASE("prices of the made-up country are those that paper gives") {
  const TradeOptimum o = optimum(toy_ground());
  // The mines have more than buyers take, so a tonne more of cheap brown rock saves a tonne of prime: 1700
  // less 1000 CRN, at 100 CRN a dollar when January is planned, then at 120.
  const CapacityPrice& brown = price(o, CapacityKind::supply, "blackpit-brown");
  const double saved = (1 * 7.0 + 11 * 700.0 / 120) / 12;
  CHECK(brown.right == doctest::Approx(saved));
  CHECK(*brown.left == doctest::Approx(saved));
  CHECK(price(o, CapacityKind::supply, "blackpit-prime").right == 0);

  // A tonne more at the kiln brings 70 - 5 USD less: 505 km at 2 CRN, 200 km at 0.03 USD, 1 USD at the
  // border, wagons at 20 USD a day for twice the running time and three days, 70 t in each; and the mine's
  // 1700 CRN.
  const double running_h = 505.0 / 40 + 200.0 / 50 + 4.0 * 0.2;
  const double wagons = 20.0 * (2 * running_h / 24 + 3) / 70;
  const auto margin = [&](double crn) { return 65 - 505 * 2 / crn - 6 - 1 - wagons - 1700 / crn; };
  const CapacityPrice& kiln = price(o, CapacityKind::pool, "kiln-works");
  const double worth = (margin(100) + 11 * margin(120)) / 12;
  CHECK(kiln.right == doctest::Approx(worth));
  CHECK(*kiln.left == doctest::Approx(worth));
  CHECK(kiln.mean == doctest::Approx(60));
  CHECK(kiln.unit == "kt/month");
  CHECK(price(o, CapacityKind::link, "blackpit--midway").right == 0);
}

TEST_CASE("the months' prices of a capacity add up to that of the year, and the dearest come first") {
  const TradeOptimum o = optimum(toy_ground());
  for (const CapacityPrice& p : o.prices) {
    if (p.right == 0 && p.left.value_or(0) == 0) continue;
    double right = 0, left = 0;
    for (const CapacityPrice& m : o.by_month) {
      if (m.capacity != p.capacity) continue;
      right += m.right;
      left += m.left.value_or(0);
    }
    CAPTURE(p.id);
    CHECK(right == doctest::Approx(p.right).epsilon(1e-6));
    CHECK(left == doctest::Approx(p.left.value_or(0)).epsilon(1e-6));
  }
  for (std::size_t i = 1; i < o.prices.size(); ++i) CHECK(o.prices[i - 1].right >= o.prices[i].right);
}

TEST_CASE("where two capacities bind at once the last tonne is worth more than the next") {
  // Two in a row, equally narrow: one more of either alone brings nothing, one less of either costs a tonne.
  const Sets equal{{"acceptances.b-to-wharf.amount", "50 kt/month"},
                   {"terminals.wharf-rock.room", "50 kt/month"}};
  const TradeOptimum o = optimum(toy_ground(equal));
  for (const auto& [kind, id] :
       {std::pair{CapacityKind::acceptance, "b-to-wharf"}, std::pair{CapacityKind::terminal, "wharf-rock"}}) {
    const CapacityPrice& p = price(o, kind, id);
    CHECK(p.right == doctest::Approx(0));
    CHECK(*p.left > 0.5);
  }
  for (const CapacityPrice& p : o.prices) {
    if (p.left) CHECK(*p.left >= p.right - 1e-3);
  }
}

TEST_CASE("where must-serve goods fill a capacity, their tonnes stand beside the money") {
  // The power station takes no more than is due to it: one tonne less leaves it without that tonne.
  const TradeOptimum o = optimum(toy_ground({{"pools.home-power.ceiling", "1 kt/month"}}));
  const CapacityPrice& p = price(o, CapacityKind::pool, "home-power");
  REQUIRE(p.left.has_value());
  CHECK(p.unserved_left == doctest::Approx(1));
  CHECK(p.unserved_right == 0);
  CHECK(*p.left < 100);  // what the goods bring, and no penalty
  CHECK(o.unserved_t == doctest::Approx(0));
  for (const CapacityPrice& other : o.prices) {
    CHECK(std::abs(other.right) < 100);
    CHECK(std::abs(other.left.value_or(0)) < 100);
  }
}

TEST_CASE("no capacity doubled lowers the best trade, no place closed raises it") {
  const double before = optimum(toy_ground()).worth_usd;
  const Sets doubled{
      {"acceptances.b-to-wharf.amount", "400 kt/month"}, {"acceptances.c-to-palm.amount", "200 kt/month"},
      {"terminals.wharf-rock.room", "400 kt/month"},     {"terminals.palm-rock.room", "200 kt/month"},
      {"borders.west-crossing.trains", "16 trains/day"}, {"borders.south-crossing.trains", "10 trains/day"},
      {"links.blackpit--midway.pairs", "24 trains/day"}, {"wagons.gondola.count", "10000"},
      {"flows.blackpit-prime.tonnes", "540 kt/month"},   {"pools.kiln-works.ceiling", "120 kt/month"}};
  for (const auto& set : doubled) {
    CAPTURE(set.first);
    CHECK(optimum(toy_ground({set})).worth_usd >= before * (1 - 1e-9));
  }
  CHECK(optimum(toy_ground(doubled)).worth_usd > before);
  for (const char* id : {"wharf", "palm", "kiln", "southgate"}) {
    CAPTURE(id);
    CHECK(optimum(toy_ground({{std::string("places.") + id + ".closed", "yes"}})).worth_usd <=
          before * (1 + 1e-9));
  }
}

TEST_CASE("the best trade sells no more than the network with its market could carry") {
  for (const char* file : {"base.yaml", "closed.yaml", "exempt.yaml"}) {
    CAPTURE(file);
    const Ground g = toy_ground({}, file);
    const TradeOptimum o = optimum(g);
    CHECK(o.sold_t <= *max_flow_of(*g.shared, g.all()).with_market.max_t + 1);
    CHECK(o.unserved_t == doctest::Approx(0));
  }
}

TEST_CASE("a yearly quota is one amount for all months and has its price") {
  const Sets quota{{"rules.XB-YEAR-QUOTA.from", "2025-01-01"}};
  const TradeOptimum free = optimum(toy_ground()), bound = optimum(toy_ground(quota));
  CHECK(bound.worth_usd < free.worth_usd);
  const CapacityPrice& p = price(bound, CapacityKind::quota, "XB-YEAR-QUOTA");
  CHECK(p.right > 0);
  CHECK(p.mean == doctest::Approx(400));
}

TEST_CASE("the best trade of the shipped coal world is proved optimal") {
  const TradeOptimum o = optimum(test::shipped_ground("base-2024.yaml"));
  CHECK(o.worth_usd > 0);
  CHECK(o.prices.size() > 50);
}

TEST_CASE("works that change the gauge have a price where they are narrower than the border") {
  const Sets works{{"transshipments.south-works.outward", "0.2 trains/day"},
                   {"transshipments.south-works.cargo", "[blackrock]"}};
  const TradeOptimum narrow = optimum(toy_ground(works)), wide = optimum(toy_ground());
  const CapacityPrice& p = price(narrow, CapacityKind::works, "south-works");
  CHECK(p.right > 0);
  CHECK(p.mean == doctest::Approx(0.2));
  CHECK(p.unit == "trains/day");
  CHECK(narrow.worth_usd < wide.worth_usd);
}
