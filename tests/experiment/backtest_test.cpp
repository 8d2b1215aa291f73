#include "sim/experiment/backtest.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sim/experiment/replications.hpp"
#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::scenario::Recorded;
using corridor::scenario::Role;

namespace {

const Recorded& records() {
  static const auto all = scenario::load_recorded(CORRIDOR_SOURCE_DIR "/tests/data/toy-recorded");
  if (!all) FAIL(to_line(all.error().front()));
  return *all;
}
Backtest tested(const std::vector<scenario::Scenario>& scenarios, BacktestOptions options = {}) {
  options.pace.threads = options.pace.threads == 0 ? 1 : options.pace.threads;
  auto result = backtest(scenarios, records(), options);
  if (!result) FAIL(to_line(result.error().diagnostics.front()));
  return *result;
}
const BacktestRow& row(const Backtest& b, std::string_view series, std::string_view period) {
  for (const BacktestRow& r : b.rows) {
    if (r.series == series && r.period == period) return r;
  }
  FAIL("no row");
  return b.rows.front();
}
const Backtest& plain() {
  static const Backtest b = tested({test::toy()});
  return b;
}

}  // namespace

TEST_CASE("every recorded series has a row, whether or not it is simulated or recorded") {
  for (const scenario::RecordedSeries& s : records().series)
    CHECK_MESSAGE(std::ranges::count(plain().rows, s.id, &BacktestRow::series) > 0, s.id);
  CHECK(!row(plain(), "timber", "2025").simulated);
  CHECK(row(plain(), "rock-by-air", "2025").role == Role::no_record);
  CHECK(row(plain(), "rock-by-air", "2025").note == "Nobody counted.");
}

TEST_CASE("what is simulated is what a run of the same seed says") {
  RunOptions options;
  options.seed = test::toy().settings.seed;
  options.replications = test::toy().settings.replications;
  options.threads = 1;
  const auto run = run_replications(test::toy(), options);
  REQUIRE(run.has_value());
  const store::Kpi* kpi =
      run->summary.find("delivered", {{"commodity", "blackrock"}, {"market_group", "overseas"}});
  REQUIRE(kpi != nullptr);
  const BacktestRow& r = row(plain(), "rock-overseas", "2025");
  CHECK(*r.simulated == doctest::Approx(*kpi->mean / 1000));
  CHECK(*r.low == doctest::Approx(*kpi->low / 1000));
  CHECK(*r.high == doctest::Approx(*kpi->high / 1000));
}

TEST_CASE("halves of a year and its quays add up") {
  const double first = *row(plain(), "rock-over-both-quays", "2025-01..06").simulated;
  const double second = *row(plain(), "rock-over-both-quays", "2025-07..12").simulated;
  CHECK(first > 0);
  CHECK(second > row(plain(), "rock-over-both-quays", "2025-Q3").simulated);
}

TEST_CASE("error, persistence and change are against the record of the same months of last year") {
  const BacktestRow& r = row(plain(), "rock-overseas", "2025");
  CHECK(*r.error_pct == doctest::Approx(100 * (*r.simulated - 1500) / 1500));
  CHECK(*r.persistence_pct == doctest::Approx(100 * (1000.0 - 1500) / 1500));
  CHECK(*r.recorded_change_pct == doctest::Approx(50));
  CHECK(!r.simulated_change_pct);  // 2024 was not run
  CHECK(!r.sign_right());
  CHECK(!row(plain(), "rock-overseas", "2025-Q1").persistence_pct);  // no record of last year's quarter
}

TEST_CASE("the year before, run too, gives the sign of the change") {
  scenario::Scenario before = test::toy();
  before.name = "before";
  before.settings.measure = *scenario::parse_period("2024");
  const Backtest b = tested({before, test::toy()});
  const BacktestRow& r = row(b, "rock-overseas", "2025");
  REQUIRE(r.simulated_change_pct.has_value());
  const double last = *row(b, "rock-overseas", "2024").simulated;
  CHECK(*r.simulated_change_pct == doctest::Approx(100 * (*r.simulated - last) / last));
  CHECK(r.sign_right() == (*r.simulated > last));
}

TEST_CASE("what was given stands beside, with how full its ceiling is") {
  const BacktestRow& r = row(plain(), "rock-overseas", "2025");
  REQUIRE(r.given.size() == 2);
  CHECK(r.given[0].find("% used") != std::string::npos);
  CHECK(r.given[1] == "the law");
  // 0.05 in January and February, then 0.06, of 30 Mt a year
  CHECK(*r.ceiling_used == doctest::Approx(*r.simulated / (30e3 * (2 * 0.05 + 10 * 0.06) / 12)));
  CHECK(r.slack() == (*r.ceiling_used < 0.95));
}

TEST_CASE("threads change nothing, drawn figures widen the interval") {
  BacktestOptions options;
  options.draw_ranges = true;
  options.replications = 3;
  const Backtest one = tested({test::toy()}, options);
  options.pace.threads = 3;
  const Backtest three = tested({test::toy()}, options);
  REQUIRE(one.rows.size() == three.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    CHECK(one.rows[i].simulated == three.rows[i].simulated);
    CHECK(one.rows[i].low_all == three.rows[i].low_all);
  }
  const BacktestRow& r = row(one, "rock-overseas", "2025");
  CHECK(*r.high_all - *r.low_all >= *r.high - *r.low);
}

TEST_CASE("recorded outcomes are never what is simulated: other records, the same simulation") {
  Recorded other = records();
  for (scenario::RecordedSeries& s : other.series) {
    for (scenario::RecordedFigure& f : s.records) {
      if (f.recorded) f.recorded = *f.recorded * 3;
    }
  }
  BacktestOptions options;
  options.pace.threads = 1;
  const auto again = backtest({test::toy()}, other, options);
  REQUIRE(again.has_value());
  for (std::size_t i = 0; i < again->rows.size(); ++i)
    CHECK(again->rows[i].simulated == plain().rows[i].simulated);
}

TEST_CASE("a figure in tonnes stands beside a record of boxes") {
  Recorded boxes = records();
  scenario::RecordedSeries& s =
      *std::ranges::find(boxes.series, "rock-overseas", &scenario::RecordedSeries::id);
  REQUIRE(s.unit == "kt");
  s.unit = "TEU";
  BacktestOptions options;
  options.pace.threads = 1;
  CHECK(!backtest({test::toy()}, boxes, options));  // how much is in a box?
  s.kpi->tonnes_each = 13;
  const auto counted = backtest({test::toy()}, boxes, options);
  REQUIRE(counted.has_value());
  CHECK(*row(*counted, "rock-overseas", "2025").simulated ==
        doctest::Approx(*row(plain(), "rock-overseas", "2025").simulated * 1000 / 13));
}

TEST_CASE("skill counts rows with a record and a simulated figure, by role") {
  const auto of = [&](Role role) { return *std::ranges::find(plain().skill, role, &Skill::role); };
  CHECK(of(Role::calibrated).rows == 4);
  CHECK(of(Role::predicted).rows == 2);  // a mean over a quarter is not simulated
  CHECK(of(Role::predicted).with_last_year == 1);
}
