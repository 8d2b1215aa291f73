#include "sim/experiment/observe.hpp"

#include <doctest/doctest.h>

#include "tests/experiment/small_world.hpp"
#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::scenario::Given;
using corridor::scenario::RecordedKpi;
using corridor::scenario::RecordedSeries;

namespace {

RecordedSeries series(std::string unit, RecordedKpi kpi) {
  RecordedSeries s;
  s.id = "one";
  s.unit = std::move(unit);
  s.kpi = std::move(kpi);
  return s;
}
Observed observed(const RecordedSeries& s) {
  auto o = Observed::make(s, *s.kpi);
  if (!o) FAIL(to_line(o.error()));
  return *o;
}
bool refused(const RecordedSeries& s) { return !Observed::make(s, *s.kpi); }
Period days(std::string_view text) { return *scenario::parse_period(text); }

const RecordedKpi kMarket{"delivered", {{"commodity", {"rock"}}, {"market", {"MM"}}}, {}};

struct Small {
  model::World world = test::small_world();
  Figures figures = figures_of(world, test::small_ledger());
  Period measured = world.measure;
};

}  // namespace

TEST_CASE(
    "a recorded series finds its figure: the whole window, one month, the sum over months, in its unit") {
  const Small w;  // by hand: 4,000 t to MM, of it 3,000 in June and 1,000 in May
  const Observed kt = observed(series("kt", kMarket));
  CHECK(kt.value(w.figures, w.measured, w.measured) == 4.0);
  CHECK(kt.value(w.figures, days("2025-06"), w.measured) == 3.0);
  CHECK(kt.value(w.figures, days("2025-05..06"), w.measured) == 4.0);
  CHECK(kt.value(w.figures, days("2025-07"), w.measured) == 0.0);
  CHECK(observed(series("Mt", kMarket)).value(w.figures, w.measured, w.measured) == 0.004);
}

TEST_CASE("labels of one key are summed, in whatever order the keys are written") {
  const Small w;
  const RecordedKpi both{"delivered", {{"market", {"MM", "KK"}}, {"commodity", {"rock"}}}, {}};
  CHECK(observed(series("t", both)).value(w.figures, w.measured, w.measured) == 5000.0);
}

TEST_CASE("days outside the window or in the middle of a month have no figure") {
  const Small w;
  const Observed o = observed(series("t", kMarket));
  CHECK(!o.value(w.figures, days("2025-04"), w.measured));
  CHECK(!o.value(w.figures, days("2025"), w.measured));
  CHECK(!o.value(w.figures, days("2025-05-01..2025-05-15"), w.measured));
}

TEST_CASE(
    "a commodity that does not move in a world is not simulated there; a quay that it leaves aside has 0") {
  const Small w;
  const RecordedKpi slate{"delivered", {{"commodity", {"slate"}}, {"market", {"MM"}}}, {}};
  CHECK(!observed(series("t", slate)).value(w.figures, w.measured, w.measured));
  const RecordedKpi nowhere{"delivered", {{"commodity", {"rock"}}, {"market", {"NN"}}}, {}};
  CHECK(observed(series("t", nowhere)).value(w.figures, w.measured, w.measured) == 0.0);
}

TEST_CASE("a mean has its figure over the window and over one month, not over several") {
  const Small w;
  const Observed o = observed(series("days", {"days", {{"commodity", {"rock"}}}, {}}));
  CHECK(o.value(w.figures, w.measured, w.measured).has_value());
  CHECK(o.value(w.figures, days("2025-06"), w.measured).has_value());
  CHECK(!o.value(w.figures, days("2025-05..06"), w.measured));
  CHECK(!o.value(w.figures, days("2025-07"), w.measured));  // nothing arrived: there is no mean
}

TEST_CASE("a KPI, a key or a unit that does not fit is refused") {
  CHECK(refused(series("t", {"deliverd", {}, {}})));
  CHECK(refused(series("t", {"delivered", {{"colour", {"red"}}}, {}})));
  CHECK(refused(series("t", {"delivered", {{"market", {"MM"}}}, {}})));  // not cut by market alone
  CHECK(refused(series("days", kMarket)));
  CHECK(refused(series("days", {"days", {{"commodity", {"rock", "slate"}}}, {}})));  // a mean over two
}

TEST_CASE("a ceiling is the sum of products of its figures over the days") {
  const RecordedSeries none;
  Given given;
  given.ceiling = {{"pools.faraway-mills.ceiling_share", "pools.faraway-mills.imports"}};
  // 30 Mt a year, a twelfth a month: at 0.05 in February, at 0.06 from March
  const auto of = [&](std::string_view period) {
    return *ceiling_tonnes(test::toy(), none, given, days(period));
  };
  CHECK(*of("2025-02") == doctest::Approx(30e6 / 12 * 0.05));
  CHECK(*of("2025-03") == doctest::Approx(30e6 / 12 * 0.06));
  CHECK(*of("2025-02..03") == doctest::Approx(30e6 / 12 * 0.11));
  given.ceiling.push_back({"pools.kiln-works.ceiling"});
  CHECK(*of("2025-02") == doctest::Approx(30e6 / 12 * 0.05 + 60e3));
  given.ceiling = {};
  CHECK(!*ceiling_tonnes(test::toy(), none, given, days("2025-02")));
}

TEST_CASE("a ceiling that leads nowhere, or is no tonnes per time, is refused") {
  const RecordedSeries none;
  for (const std::vector<std::string>& term :
       {std::vector<std::string>{"pools.faraway-mills"},
        {"dragons.a.b"},
        {"pools.nobody.imports"},
        {"pools.faraway-mills.colour"},
        {"pools.faraway-mills.ceiling_share"},
        {"model.model.logit_scale"},
        {"pools.faraway-mills.imports", "pools.faraway-mills.imports"}}) {
    Given given;
    given.ceiling = {term};
    CHECK_MESSAGE(!ceiling_tonnes(test::toy(), none, given, days("2025-02")), term.front());
  }
}
