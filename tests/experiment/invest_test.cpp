#include "sim/experiment/invest.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace corridor;
using namespace corridor::experiment;

namespace {

const std::filesystem::path kData{CORRIDOR_SOURCE_DIR "/tests/data"};

struct Asked {
  scenario::Study study;
  scenario::Scenario base;
};

Asked asked() {
  auto study = scenario::read_study(kData / "toy-scenarios/works.yaml");
  if (!study) {
    for (const Diagnostic& d : study.error()) MESSAGE(to_line(d));
    FAIL("the study does not load");
  }
  auto base = scenario::load_base(*study, {kData / "toy", {}});
  REQUIRE(base.has_value());
  if (const auto sound = scenario::check_study(*study, *base); !sound) {
    for (const Diagnostic& d : sound.error()) MESSAGE(to_line(d));
    FAIL("the study does not fit its base");
  }
  return {std::move(*study), std::move(*base)};
}

InvestAnswer run(const Asked& a, const InvestQuestion& q, unsigned threads) {
  Pace pace;
  pace.threads = threads;
  auto answer = invest(a.study, a.base, q, pace);
  if (!answer) {
    for (const Diagnostic& d : answer.error().diagnostics) MESSAGE(to_line(d));
    FAIL("the runs failed");
  }
  return std::move(*answer);
}

}  // namespace

TEST_CASE("a study's projects, futures and terms are read as written") {
  const Asked a = asked();
  const Result<InvestQuestion> q = read_invest(a.study, a.base);
  REQUIRE(q.has_value());
  CHECK(q->standing == "XA");
  CHECK(q->terms.discount_rate == doctest::Approx(0.05));
  CHECK(q->terms.horizon_years == 20);
  CHECK(q->years == std::vector<int>{2025, 2027});
  CHECK(q->futures[0].weight == doctest::Approx(0.75));
  CHECK(q->projects[0].cost.maintenance_usd_year == doctest::Approx(400000));
  REQUIRE(q->plans.size() == 3);  // both together cost more than the budget
  CHECK(q->plan_name(0) == "nothing");
  CHECK(q->plan_name(1) == "palm-quay");
  CHECK(q->runs() == 3 * 2 * 2 * 2);
}

TEST_CASE("doing nothing brings nothing, every figure has its runs, and threads change none") {
  const Asked a = asked();
  const InvestQuestion q = *read_invest(a.study, a.base);
  const InvestAnswer one = run(a, q, 1), two = run(a, q, 2);
  CHECK(one.rows.size() == 6);
  CHECK(one.runs.size() == static_cast<std::size_t>(q.runs()));
  for (const InvestRun& r : one.runs) {
    if (r.plan == 0) CHECK(r.benefit.total() == 0);
    if (r.year == 2025) CHECK(r.benefit.total() == 0);  // nothing is open yet
  }
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    CHECK(one.rows[i].value.npv() == two.rows[i].value.npv());
    CHECK(one.rows[i].regret_usd >= 0);
  }
  // The rows are what the runs alone say.
  const InvestAnswer again = conclude(q, one.runs);
  CHECK(again.mean_npv_usd == one.mean_npv_usd);
}

TEST_CASE("guessed figures are drawn alike with and without a project, and widen what is known") {
  const Asked a = asked();
  const InvestQuestion written = *read_invest(a.study, a.base), drawn = *read_invest(a.study, a.base, true);
  CHECK(drawn.runs() == 2 * written.runs());
  const InvestAnswer without = run(a, written, 0), with = run(a, drawn, 0);
  CHECK(with.runs.size() == 2 * without.runs.size());
  for (const InvestRun& r : with.runs) {
    if (r.plan == 0 || r.year == 2025) CHECK(r.benefit.total() == 0);
  }
  bool wider = false;
  for (std::size_t i = 0; i < with.rows.size(); ++i) {
    CHECK(with.rows[i].value.npv() == without.rows[i].value.npv());
    CHECK_FALSE(without.rows[i].npv_all.has_value());
    REQUIRE(with.rows[i].npv_all.has_value());
    CHECK(with.rows[i].npv_all->low <= with.rows[i].npv_noise->low);
    CHECK(with.rows[i].npv_all->high >= with.rows[i].npv_noise->high);
    wider = wider || with.rows[i].npv_all->high > with.rows[i].npv_noise->high;
  }
  CHECK(wider);
}

TEST_CASE("room at the only port left is worth more when the other is shut") {
  const Asked a = asked();
  const InvestQuestion q = *read_invest(a.study, a.base);
  const InvestAnswer answer = run(a, q, 0);
  const auto benefits = [&](std::size_t plan, std::size_t future) {
    for (const InvestRow& r : answer.rows) {
      if (r.plan == plan && r.future == future) return r.value.benefits;
    }
    FAIL("no such row");
    return 0.0;
  };
  CHECK(benefits(1, 1) > benefits(1, 0));
  CHECK(benefits(1, 1) > 0);
}

TEST_CASE("what is wrong with an appraisal is told with its place") {
  Asked a = asked();
  a.study.sections.clear();
  const Result<InvestQuestion> none = read_invest(a.study, a.base);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().size() == 3);  // appraisal, projects, futures
}
