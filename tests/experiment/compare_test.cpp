#include "sim/experiment/compare.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/experiment/ranges.hpp"
#include "sim/experiment/replications.hpp"
#include "sim/experiment/statistics.hpp"
#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::store::Comparison;
using corridor::store::Difference;
using corridor::store::Verdict;

namespace {

CompareOptions options(int replications) {
  CompareOptions o;
  o.seed = 7;
  o.replications = replications;
  o.swings = CompareOptions::Swings::none;
  o.pace.threads = 2;
  return o;
}
Comparison run(const std::vector<scenario::Scenario>& scenarios, const CompareOptions& o) {
  auto c = compare(scenarios, o);
  if (!c) {
    for (const Diagnostic& d : c.error().diagnostics) MESSAGE(to_line(d));
    FAIL("the comparison failed");
  }
  return std::move(*c);
}
scenario::Scenario named(scenario::Scenario s, const std::string& name) {
  s.name = name;
  return s;
}
const scenario::Scenario& dear() {
  static const scenario::Scenario s =
      named(test::toy_scenario("base", {{"links.palm--faraway.freight", "35 USD/t"}}), "dear");
  return s;
}
const Difference& row(const Comparison& c, const char* scenario, const char* kpi, const store::By& by = {}) {
  const Difference* found = c.find(scenario, kpi, by);
  CAPTURE(kpi);
  REQUIRE(found);
  return *found;
}
CompareOptions with_target(CompareOptions o, const char* text) {
  auto target = Target::read(text);
  REQUIRE(target);
  o.targets.push_back(std::move(*target));
  return o;
}

}  // namespace

TEST_CASE("a scenario beside itself differs in nothing, to the last bit, drawn figures included") {
  const Comparison c = run({test::toy(), named(test::toy(), "twin")}, options(3));
  CHECK(c.rows.size() > 100);
  for (const Difference& d : c.rows) {
    CAPTURE(d.kpi);
    CHECK(d.verdict == Verdict::no_difference);
    if (!d.diff) continue;
    CHECK(*d.diff == 0);
    if (d.low_all) CHECK(*d.low_all == 0);
    if (d.high_all) CHECK(*d.high_all == 0);
  }
}

TEST_CASE("each side's mean is that of its own run, and the difference is of pairs") {
  const Comparison c = run({test::toy(), dear()}, options(4));
  RunOptions single;
  single.seed = 7;
  single.replications = 4;
  const auto base = run_replications(test::toy(), single), other = run_replications(dear(), single);
  REQUIRE(base);
  REQUIRE(other);
  for (const char* kpi : {"delivered", "cost_per_tonne", "days", "paths_used", "netback_usd_t"}) {
    const Difference& d = row(c, "dear", kpi);
    CHECK(*d.base == *base->summary.find(kpi)->mean);
    CHECK(*d.whatif == *other->summary.find(kpi)->mean);
    CHECK(*d.diff == doctest::Approx(*d.whatif - *d.base).epsilon(1e-9));
    CHECK(d.n == 4);
    CHECK(*d.low_all <= *d.low);
    CHECK(*d.high_all >= *d.high);
  }
}

TEST_CASE(
    "dearer freight costs more and leaves less at the mine: both verdicts are from the wider interval") {
  const Comparison c = run({test::toy(), dear()}, options(6));
  CHECK(row(c, "dear", "cost_sea").verdict == Verdict::more);
  CHECK(row(c, "dear", "netback_usd_t").verdict == Verdict::less);
  for (const Difference& d : c.rows) {
    if (!d.low_all) continue;
    CHECK((d.verdict == Verdict::more) == (*d.low_all > 0));
    CHECK((d.verdict == Verdict::less) == (*d.high_all < 0));
  }
}

TEST_CASE("threads change no byte") {
  CompareOptions one = with_target(options(3), "delivered at least 1 Mt"), many = one;
  one.swings = many.swings = CompareOptions::Swings::screened;
  one.independent = many.independent = true;
  one.pace.threads = 1;
  many.pace.threads = 3;
  const std::vector<scenario::Scenario> scenarios{test::toy(), dear(), test::toy_scenario("closed")};
  CHECK(store::to_json(run(scenarios, one)) == store::to_json(run(scenarios, many)));
}

TEST_CASE("independent seeds give the same difference on average, with more noise") {
  const scenario::Scenario touched =
      named(test::toy_scenario("base", {{"links.palm--faraway.freight", "26 USD/t"}}), "touched");
  CompareOptions o = options(30);
  o.independent = true;
  o.draw_ranges = false;
  const Comparison c = run({test::toy(), touched}, o);
  // What does not go by sea is touched by nothing but the trains of the rest: nearly all its luck is shared.
  const Difference& overland =
      row(c, "touched", "cost_per_tonne", {{"commodity", "blackrock"}, {"market", "XC"}});
  REQUIRE(overland.variance_ratio);
  CHECK(*overland.variance_ratio > 5);
  const Difference& d = row(c, "touched", "cost_sea");
  REQUIRE(d.variance_ratio);
  MESSAGE("variance ratio " << *d.variance_ratio);
  CHECK(*d.variance_ratio > 1);  // what it is depends on how much the what-if re-routes
  CHECK(*d.high_independent - *d.low_independent > *d.high - *d.low);
  CHECK(*d.low_independent < *d.diff);
  CHECK(*d.high_independent > *d.diff);
  CHECK_FALSE(d.low_all);
}

TEST_CASE("40 replications instead of 10 halve the interval of noise") {
  CompareOptions few = options(10), many = options(40);
  few.draw_ranges = many.draw_ranges = false;
  const Comparison a = run({test::toy(), dear()}, few), b = run({test::toy(), dear()}, many);
  double ratio = 0;
  int figures = 0;
  for (const char* kpi : {"delivered", "cost_per_tonne", "days", "lateness", "cost_sea", "handled"}) {
    const Difference &x = row(a, "dear", kpi), &y = row(b, "dear", kpi);
    if (*x.high == *x.low) continue;
    ratio += (*y.high - *y.low) / (*x.high - *x.low);
    ++figures;
  }
  REQUIRE(figures >= 4);
  CHECK(ratio / figures > 0.3);
  CHECK(ratio / figures < 0.65);
}

TEST_CASE("a precision is met by as many replications as it takes, or the answer says that it was not") {
  CompareOptions o = options(2);
  o.draw_ranges = false;
  o.precision = 0.02;
  o.most = 64;
  const Comparison met = run({test::toy(), dear()}, o);
  REQUIRE(met.precision);
  CHECK(met.precision->met);
  CHECK(met.precision->reached <= 0.02);
  CHECK(met.level > 0.99);
  CHECK(met.replications >= 2);
  CHECK(met.replications <= 64);
  o.precision = 1e-9;
  o.most = 8;
  const Comparison missed = run({test::toy(), dear()}, o);
  CHECK_FALSE(missed.precision->met);
  CHECK(missed.replications == 8);
  CHECK(missed.precision->kpi != "");
}

TEST_CASE("futures that miss a target are counted on every side, with Wilson's interval") {
  const CompareOptions o =
      with_target(with_target(options(5), "delivered at least 1 t"), "days at most 0.1 days");
  const Comparison c = run({test::toy(), dear()}, o);
  REQUIRE(c.risks.size() == 4);
  CHECK(c.risks[0].scenario == "base");
  CHECK(c.risks[1].scenario == "dear");
  CHECK(c.risks[0].missed == 0);
  CHECK(c.risks[3].missed == 5);
  CHECK(c.risks[3].futures == 5);
  CHECK(c.risks[3].low == wilson_interval(5, 5).low);
  CHECK(c.risks[0].high == wilson_interval(0, 5).high);
}

TEST_CASE("a target of a market that nobody has is refused with the nearest") {
  const auto c = compare({test::toy(), dear()}, with_target(options(2), "delivered to oversea at least 1 t"));
  REQUIRE_FALSE(c);
  CHECK(c.error().kind == RunFailure::Kind::input);
  REQUIRE(c.error().diagnostics.size() == 1);
  CHECK(c.error().diagnostics[0].expected == "did you mean `overseas`?");
}

TEST_CASE("the best of several is named, or those that cannot be told apart are") {
  CompareOptions o = options(5);
  o.figure = *NamedFigure::read("cost per tonne");
  const Comparison c = run({dear(), test::toy(), named(test::toy(), "twin")}, o);
  REQUIRE(c.best);
  CHECK_FALSE(c.best->more_is_better);
  REQUIRE(c.best->plans.size() == 3);
  CHECK_FALSE(c.best->plans[0].may_be_best);
  CHECK(c.best->plans[1].may_be_best);
  CHECK(c.best->plans[2].may_be_best);
  CHECK_FALSE(run({test::toy(), dear()}, o).best);
}

TEST_CASE("a tornado names the guesses that move the difference, and where the verdict flips") {
  // Freight is the only guess that a fixed freight takes away: at its low end the what-if is dearer, at its
  // high end cheaper.
  const scenario::Scenario fixed =
      named(test::toy_scenario("base", {{"links.palm--faraway.freight", "26 USD/t"}}), "fixed");
  CompareOptions o = options(8);
  o.swings = CompareOptions::Swings::all;
  o.figure = *NamedFigure::read("cost sea");
  const Comparison c = run({test::toy(), fixed}, o);
  REQUIRE(c.tornado.size() == 1);
  const store::Tornado& t = c.tornado[0];
  CHECK(t.moved == t.figures);
  CHECK(t.swings.size() <= 5);
  REQUIRE(!t.swings.empty());
  const store::Swing& first = t.swings[0];
  CHECK(first.figure.starts_with("links/palm--faraway/freight"));
  CHECK(first.low == 22);
  CHECK(first.high == 30);
  CHECK(first.diff_at_low > 0);
  CHECK(first.diff_at_high < 0);
  CHECK(first.flips);
  // Choices shift with the freight, so the line between the ends is not quite straight.
  CHECK(std::abs(*first.flips_at - 26) < 1.5);
  CHECK(first.correlation < -0.9);
  CHECK(first.chance < 0.05);
}

TEST_CASE("one replication has differences and no interval, and says so") {
  const Comparison c = run({test::toy(), dear()}, options(1));
  CHECK(row(c, "dear", "cost_sea").diff);
  CHECK_FALSE(row(c, "dear", "cost_sea").low);
  for (const Difference& d : c.rows) CHECK(d.verdict == Verdict::no_difference);
  REQUIRE(!c.notes.empty());
  CHECK(c.notes[0].find("One replication") == 0);
}

TEST_CASE("windows that differ are told") {
  scenario::Scenario later = test::toy();
  later.name = "later";
  later.settings.measure.to -= std::chrono::days{60};
  CompareOptions o = options(2);
  o.draw_ranges = false;
  const Comparison c = run({test::toy(), later}, o);
  REQUIRE(!c.notes.empty());
  CHECK(c.notes[0].find("base measures 2025-01-01 to 2025-12-31, but later 2025-01-01 to 2025-11-01") == 0);
}
