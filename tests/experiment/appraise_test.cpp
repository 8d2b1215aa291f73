#include "sim/experiment/appraise.hpp"

#include <doctest/doctest.h>

#include "sim/experiment/home_account.hpp"
#include "sim/experiment/invest.hpp"

using namespace corridor;
using namespace corridor::experiment;

namespace {

Day day(const char* iso) { return *parse_day(iso); }

/// 100 built in two years, opened at New Year 2027 by the calendar, worn out after 10 years, 5 a year to
/// keep.
ProjectCost bridge() { return {100, day("2027-01-01"), 2, 10, 5}; }

}  // namespace

TEST_CASE("a discount factor is what the interest tables say") {
  CHECK(discount_factor(0.05, 0) == 1);
  CHECK(discount_factor(0.05, 1) == doctest::Approx(0.952381));
  CHECK(discount_factor(0.05, 10) == doctest::Approx(0.613913).epsilon(1e-6));
  CHECK(discount_factor(0.0, 7) == 1);
}

TEST_CASE("an appraisal by hand: four years at 10 percent") {
  // 2025: nothing. 2026: 50. 2027: 50 and 5, brings 30. 2028: 5, brings 40. At the end of 2028 two of ten
  // years are used: 80 are left.
  const AppraisalTerms terms{2025, 4, 0.10, 0};
  const PresentValue v = appraise(terms, {bridge()}, {{2027, 30.0}, {2028, 40.0}});
  CHECK(v.capex == doctest::Approx(50 / 1.1 + 50 / 1.21));
  CHECK(v.maintenance == doctest::Approx(5 / 1.21 + 5 / 1.331));
  CHECK(v.residual == doctest::Approx(80 / 1.331));
  CHECK(v.benefits == doctest::Approx(30 / 1.21 + 40 / 1.331));
  CHECK(v.npv() == doctest::Approx(v.benefits - v.capex - v.maintenance + v.residual));
  CHECK(v.npv() == doctest::Approx(20.2856).epsilon(1e-4));
  CHECK(*v.bcr() == doctest::Approx(v.benefits / (v.capex + v.maintenance - v.residual)));
  // At the cost at which it breaks even it does.
  ProjectCost dear = bridge();
  dear.capex_usd *= *v.break_even();
  CHECK(appraise(terms, {dear}, {{2027, 30.0}, {2028, 40.0}}).npv() == doctest::Approx(0).scale(1));
  CHECK_FALSE(PresentValue{}.break_even().has_value());
}

TEST_CASE("without discounting, residual and upkeep the present values are plain sums") {
  const AppraisalTerms terms{2025, 12, 0.0, 0};
  ProjectCost p = bridge();
  p.maintenance_usd_year = 0;
  const PresentValue v = appraise(terms, {p}, {{2027, 7.0}});
  CHECK(v.capex == doctest::Approx(100));
  CHECK(v.residual == doctest::Approx(0));
  CHECK(v.benefits == doctest::Approx(70));  // 2027 to 2036
}

TEST_CASE("years between those run are interpolated, later ones grow, earlier ones bring nothing") {
  const YearlyBenefits run{{2025, 0.0}, {2028, 60.0}, {2030, 100.0}};
  const Day opening = day("2027-07-01");
  CHECK(benefit_in(run, 2026, opening, 0.02) == 0);
  CHECK(benefit_in(run, 2027, opening, 0.02) == doctest::Approx(60.0 * 184 / 365));
  CHECK(benefit_in(run, 2028, opening, 0.02) == doctest::Approx(60));
  CHECK(benefit_in(run, 2029, opening, 0.02) == doctest::Approx(80));
  CHECK(benefit_in(run, 2030, opening, 0.02) == doctest::Approx(100));
  CHECK(benefit_in(run, 2032, opening, 0.02) == doctest::Approx(104.04));
  // A year that was run while the thing opened holds a part: the years after it are whole.
  CHECK(benefit_in({{2027, 92.0}}, 2027, opening, 0) == doctest::Approx(92));
  CHECK(benefit_in({{2027, 92.0}}, 2028, opening, 0) == doctest::Approx(92.0 * 365 / 184));
}

TEST_CASE("regret is what the best plan of each future would have brought more") {
  const std::vector<std::vector<double>> r = regrets({{0, 0}, {10, -5}, {7, 2}});
  CHECK(r == std::vector<std::vector<double>>{{10, 2}, {0, 7}, {3, 0}});
}

TEST_CASE("plans are all sets within the budget") {
  const std::vector<ProjectCost> three{{30, {}, 1, 1, 0}, {50, {}, 1, 1, 0}, {60, {}, 1, 1, 0}};
  using Plans = std::vector<std::vector<std::size_t>>;
  CHECK(plans_within(three, 80.0) == Plans{{}, {0}, {1}, {2}, {0, 1}});
  CHECK(plans_within(three, std::nullopt).size() == 8);
  CHECK(plans_within(three, 0.0) == Plans{{}});
}

TEST_CASE("a year's benefit by hand: in full on tonnes that stay, by half on those that move") {
  Standing standing{"XA", {}, 20};
  HomeAccount before, after;
  before.mine_cost_usd_t = after.mine_cost_usd_t = {10};
  // 100 t at 30 and 50 t at 20, and 150 t at 34 and 20 t at 20 after: 30 t moved, 20 t more are dug.
  before.markets[{0, 0}] = {100, 3000};
  before.markets[{0, 1}] = {50, 1000};
  after.markets[{0, 0}] = {150, 150 * 34.0};
  after.markets[{0, 1}] = {20, 20 * 20.0};
  before.tariff_usd = 500;
  before.rail_cost_usd = 700;
  after.tariff_usd = 650;
  after.rail_cost_usd = 900;
  before.co2_t = 10;
  after.co2_t = 12;
  const YearBenefit b = benefit_of(before, after, standing);
  CHECK(b.shippers == doctest::Approx(100 * 4));
  // Won: 50 t at 34. Given up: 30 t at 20, and 20 t that lay in the ground, worth 10.
  CHECK(b.new_traffic == doctest::Approx(0.5 * (50 * 34 - 30 * 20 - 20 * 10)));
  CHECK(b.railways == doctest::Approx(-50));
  CHECK(b.emissions == doctest::Approx(-40));
  CHECK(b.total() == doctest::Approx(400 + 450 - 50 - 40));
  CHECK(benefit_of(before, before, standing).total() == 0);
  CHECK(benefit_of(after, before, standing).total() == doctest::Approx(-b.total()));
}

TEST_CASE("a tariff that only moves money between the country's shippers and railway is no gain") {
  const Standing standing{"XA", {}, 0};
  HomeAccount dear, cheap;
  dear.mine_cost_usd_t = cheap.mine_cost_usd_t = {10};
  dear.markets[{0, 0}] = {100, 3000};
  cheap.markets[{0, 0}] = {100, 3300};
  dear.tariff_usd = 900;
  cheap.tariff_usd = 600;
  CHECK(benefit_of(dear, cheap, standing).total() == doctest::Approx(0));
}

TEST_CASE("the conclusion by hand: two plans, two futures, the gambler's and the careful one's choice") {
  InvestQuestion q;
  q.terms = {2025, 1, 0.0, 0};
  q.years = {2025};
  q.projects = {{"big", "Big", {40, day("2025-01-01"), 1, 1, 0}, nullptr},
                {"small", "Small", {10, day("2025-01-01"), 1, 1, 0}, nullptr}};
  q.futures = {{"fair", "", 0.75, nullptr}, {"foul", "", 0.25, nullptr}};
  q.plans = {{}, {0}, {1}};
  const auto run = [](std::size_t plan, std::size_t future, double usd) {
    InvestRun r;
    r.plan = plan;
    r.future = future;
    r.year = 2025;
    r.benefit.shippers = usd;
    return r;
  };
  const InvestAnswer a =
      conclude(q, {run(0, 0, 0), run(0, 1, 0), run(1, 0, 100), run(1, 1, 5), run(2, 0, 35), run(2, 1, 25)});
  // NPV: nothing 0, 0; big 60, -35; small 25, 15. Mean: 0, 36.25, 22.5. Worst regret: 60, 50, 35.
  CHECK(a.mean_npv_usd == std::vector<double>{0, 36.25, 22.5});
  CHECK(a.worst_regret_usd == std::vector<double>{60, 50, 35});
  CHECK(q.plan_name(a.best_on_average) == "big");
  CHECK(q.plan_name(a.least_worst_regret) == "small");
  CHECK(a.rows[2].value.npv() == 60);
  CHECK(*a.rows[2].value.bcr() == doctest::Approx(2.5));
  CHECK(a.rows[3].regret_usd == 50);
}
