#include "sim/experiment/break_even.hpp"

#include <doctest/doctest.h>

using namespace corridor;
using namespace corridor::experiment;

namespace {

store::StudySample sample(std::int64_t point, double first, double second) {
  return {point, "worth", "USD", "{}", true, {first, second}};
}

}  // namespace

TEST_CASE("works may cost what the gain over no capacity pays back, as the appraisal counts it") {
  store::StudyPlan plan;
  plan.design = "grid";
  plan.parameters = {{"capacity", "number", "Mt/year", "links.a--b.capacity"}};
  plan.points = {{{"0 Mt/year", 0.0}}, {{"5 Mt/year", 5.0}}, {{"9 Mt/year", 9.0}}};
  // Two years: luck moves both points alike, so the gain of 5 Mt a year is 30 a year whatever it is.
  const std::vector<store::StudySample> samples{sample(0, 100, 400), sample(1, 160, 460),
                                                sample(2, 170, 450)};
  const Period two_years{*parse_day("2026-01-01"), *parse_day("2027-12-31")};
  AppraisalTerms terms;
  terms.base_year = 2025;
  terms.horizon_years = 12;
  terms.discount_rate = 0;
  ProjectCost project;
  project.capex_usd = 1000;
  project.opening = *parse_day("2025-12-31");
  project.build_years = 1;
  project.life_years = 1000;  // nearly all of it is left at the end
  const auto costs = break_even_costs(plan, samples, {"worth", "best_worth"}, terms, project, two_years);
  REQUIRE(costs.size() == 2);
  CHECK(costs[0].level == "5 Mt/year");
  CHECK(costs[0].gain_usd_year == doctest::Approx(30).epsilon(0.001));
  REQUIRE(costs[0].gain_interval);
  CHECK(costs[0].gain_interval->low == doctest::Approx(costs[0].gain_interval->high));
  CHECK(costs[1].gain_usd_year == doctest::Approx((35 + 25) / 2.0).epsilon(0.001));
  // At that cost the net present value is nothing.
  project.capex_usd = costs[0].cost_usd;
  const PresentValue pv = appraise(terms, {project}, {{2026, costs[0].gain_usd_year}});
  CHECK(std::abs(pv.npv()) < 1e-6 * costs[0].cost_usd);
  CHECK(break_even_costs(plan, {}, {"worth"}, terms, project, two_years).empty());
}
