#include "sim/experiment/calibrate.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sim/experiment/backtest.hpp"
#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::scenario::Recorded;
using corridor::scenario::RecordedFigure;
using corridor::scenario::RecordedSeries;
using corridor::scenario::Role;
using corridor::scenario::Study;

namespace {

namespace fs = std::filesystem;

const std::string kCeiling =
    "parameters:\n  - {name: ceiling, moves: pools.faraway-mills.ceiling_share, from: times 0.3, to: times "
    "1.6, "
    "points: 3}\n";
const std::string kQuarters =
    "outcomes:\n  - {id: second, series: rock, period: 2025-Q2}\n  - {id: third, series: rock, period: "
    "2025-Q3}\n"
    "  - {id: fourth, series: rock, period: 2025-Q4}\n";

Result<Study> read(const std::string& text) {
  const fs::path file =
      fs::temp_directory_path() / ("corridor-calibrate-" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(file) << "study: A test\nbase: base.yaml\nreplications: 1\n" << text;
  auto study = scenario::read_study(file);
  fs::remove(file);
  return study;
}
Study study_of(const std::string& text) {
  auto study = read(text);
  if (!study) FAIL(to_line(study.error().front()));
  return *study;
}

/// Quarters of 2025 as the made-up country would have recorded them had the ceiling been `factor` times as
/// high.
Recorded records_of(double factor) {
  Recorded all;
  RecordedSeries& s = all.series.emplace_back();
  s.id = "rock";
  s.unit = "t";
  s.kpi =
      scenario::RecordedKpi{"delivered", {{"commodity", {"blackrock"}}, {"market_group", {"overseas"}}}, {}};
  for (const char* period : {"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"}) {
    RecordedFigure f;
    f.period = period;
    f.days = *scenario::parse_period(period);
    f.recorded = 1;
    f.role = std::string(period) == "2025-Q1" ? Role::predicted : Role::calibrated;
    s.records.push_back(f);
  }
  const auto truth =
      test::toy_scenario("base", {{"pools.faraway-mills.ceiling_share", "times " + std::to_string(factor)}});
  BacktestOptions options;
  options.replications = 1;
  options.pace.threads = 1;
  const auto run = backtest({truth}, all, options);
  REQUIRE(run.has_value());
  for (std::size_t i = 0; i < s.records.size(); ++i) {
    const double value = *run->rows[i].simulated;
    s.records[i].recorded = value;
    s.records[i].low = 0.9 * value;  // a ship's cargo is about a tenth of a quarter's tonnes
    s.records[i].high = 1.1 * value;
  }
  return all;
}

std::string faults_of(const std::string& text, const Recorded& recorded) {
  const auto checked = check_calibration(study_of(text), test::toy(), recorded);
  std::string out;
  if (!checked) {
    for (const Diagnostic& d : checked.error()) out += to_line(d) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a fit finds the parameter that made the records") {
  const double truth = 0.7;
  const Recorded recorded = records_of(truth);
  const Study study = study_of(kCeiling + kQuarters);
  REQUIRE(check_calibration(study, test::toy(), recorded).has_value());
  CalibrateOptions options;
  options.pace.threads = 1;
  const auto c = calibrate(study, test::toy(), recorded, options);
  if (!c) FAIL(to_line(c.error().diagnostics.front()));
  CHECK(std::abs(c->fit.best[0] - truth) < 0.1);
  CHECK(c->fit.profile[0].low <= truth);
  CHECK(c->fit.profile[0].high >= truth);
  CHECK(c->fit.sum_of_squares < c->fit.trace.front().sum_of_squares);
  for (const FittedOutcome& o : c->outcomes)
    CHECK(std::abs(o.best - o.recorded) <= std::abs(o.start - o.recorded));
  REQUIRE(c->changes.size() == 1);
  CHECK(c->changes[0].find("{pool: faraway-mills, ceiling_share: times 0.") == 0);
}

TEST_CASE("threads change nothing in a fit") {
  const Recorded recorded = records_of(0.8);
  const Study study = study_of(kCeiling + kQuarters);
  CalibrateOptions options;
  options.replications = 2;
  options.pace.threads = 1;
  const auto one = calibrate(study, test::toy(), recorded, options);
  options.pace.threads = 2;
  const auto two = calibrate(study, test::toy(), recorded, options);
  REQUIRE(one.has_value());
  REQUIRE(two.has_value());
  CHECK(one->fit.best == two->fit.best);
  CHECK(one->fit.sum_of_squares == two->fit.sum_of_squares);
}

TEST_CASE("a parameter that no outcome feels is refused as not identified") {
  const Recorded recorded = records_of(1);
  const Study study = study_of(
      "parameters:\n  - {name: certificates, moves: model.certificate_cost, from: 0.1 USD/t, to: 0.2 USD/t, "
      "points: 2}\n" +
      kQuarters);
  CalibrateOptions options;
  options.pace.threads = 1;
  const auto c = calibrate(study, test::toy(), recorded, options);
  REQUIRE(!c.has_value());
  CHECK(c.error().kind == RunFailure::Kind::input);
  CHECK(c.error().diagnostics.front().found.find("not identified") != std::string::npos);
  CHECK(c.error().diagnostics.front().found.find("certificates") != std::string::npos);
}

TEST_CASE("what cannot be fitted is told before anything runs") {
  const Recorded recorded = records_of(1);
  CHECK(faults_of(kCeiling, recorded).find("no outcome") != std::string::npos);
  CHECK(
      faults_of(kCeiling + kQuarters.substr(0, kQuarters.rfind("  -")), recorded).find("2 outcomes for 1") !=
      std::string::npos);
  CHECK(faults_of(kCeiling + kQuarters + "  - {id: first, series: rock, period: 2025-Q1}\n", recorded)
            .find("to be predicted") != std::string::npos);
  CHECK(faults_of(kCeiling + kQuarters + "  - {id: half, series: rock, period: 2025-H2}\n", recorded)
            .find("no record") != std::string::npos);
  CHECK(faults_of(kCeiling + kQuarters + "  - {id: again, series: rock, period: 2025-04..06}\n", recorded)
            .find("overlaps") != std::string::npos);
  CHECK(faults_of(kCeiling + kQuarters + "  - {id: other, series: rocks, period: 2025-Q2}\n", recorded)
            .find("did you mean `rock`?") != std::string::npos);
  CHECK(faults_of(
            "parameters:\n  - {name: opening, moves: links.southgate--stove.open, values: [2025-01-01]}\n" +
                kQuarters,
            recorded)
            .find("no range of numbers") != std::string::npos);
}
