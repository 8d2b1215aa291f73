#include "sim/experiment/ranges.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::scenario::Dated;
using corridor::scenario::Record;
using corridor::scenario::Scenario;
using corridor::scenario::TableData;

namespace {

Dated step(const char* from, double low, double likely, double high) {
  Dated d;
  if (*from != '\0') d.from = *parse_day(from);
  d.value.number = likely;
  d.value.low = low;
  d.value.high = high;
  return d;
}
void put(TableData& table, const std::string& id, const char* key, std::vector<Dated> steps) {
  auto known = table.index.find(id);
  if (known == table.index.end()) {
    known = table.index.emplace(id, table.records.size()).first;
    table.records.emplace_back();
    table.records.back().id = id;
    table.records.back().slots.resize(table.table->fields.size());
  }
  const auto field = static_cast<std::size_t>(scenario::field_index(*table.table, key));
  table.records[known->second].slots[field] = std::move(steps);
}

/// Two links, one with a dated and a plain range, and the model's own ranges that nobody wrote.
Scenario small_scenario() {
  Scenario s;
  for (const scenario::Table& t : scenario::tables()) s.tables.push_back(scenario::empty_table(t));
  for (TableData& t : s.tables) {
    if (t.table->name == "model") put(t, "", "value_of_time", {step("", 0.1, 0.1, 0.1)});
    if (t.table->name != "links") continue;
    put(t, "a--b", "freight", {step("", 22, 25, 30)});
    put(t, "a--b", "capacity",
        {step("2024-01-01", 4, 5, 6), step("2025-01-01", 7, 7, 7), step("2026-01-01", 8, 9, 12)});
    put(t, "b--c", "length", {step("", 100, 100, 100)});
  }
  return s;
}
std::vector<std::string> names_of(const Scenario& s) {
  std::vector<std::string> out;
  for (const RangedFigure& f : ranged_figures(s)) out.push_back(f.name);
  return out;
}
double figure(const Scenario& s, const char* table, const std::string& id, const char* key, const char* day) {
  for (const TableData& t : s.tables) {
    if (t.table->name != table) continue;
    const Record* record = id.empty() ? &t.records.front() : t.find(id);
    REQUIRE(record);
    return scenario::value_on(t, *record, key, *parse_day(day))->number;
  }
  return 0;
}

}  // namespace

TEST_CASE("ranged figures are named by table, record, field and date, fallbacks of the tables included") {
  const std::vector<std::string> names = names_of(small_scenario());
  const auto has = [&](const char* name) { return std::count(names.begin(), names.end(), name) == 1; };
  CHECK(has("links/a--b/capacity/2024-01-01"));
  CHECK(has("links/a--b/capacity/2026-01-01"));
  CHECK_FALSE(has("links/a--b/capacity/2025-01-01"));
  CHECK(has("links/a--b/freight"));
  CHECK(has("model/bound_share"));
  CHECK_FALSE(has("model/value_of_time"));
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
}

TEST_CASE("every stratum of every figure is drawn exactly once") {
  for (const int n : {1, 2, 7, 30}) {
    for (const char* name : {"links/a--b/freight", "model/bound_share", "pools/x/ceiling"}) {
      std::set<int> strata;
      for (int r = 0; r < n; ++r) {
        const double u = hypercube_point(name, 17, r, n);
        CHECK(u > 0);
        CHECK(u < 1);
        strata.insert(static_cast<int>(std::floor(u * n)));
      }
      CHECK(strata.size() == static_cast<std::size_t>(n));
    }
  }
}

TEST_CASE("strata of two figures, two seeds and two numbers of draws are dealt apart") {
  const auto deal = [](const char* name, std::uint64_t seed) {
    std::vector<int> out;
    for (int r = 0; r < 30; ++r) out.push_back(static_cast<int>(hypercube_point(name, seed, r, 30) * 30));
    return out;
  };
  CHECK(deal("a/b/c", 1) != deal("a/b/d", 1));
  CHECK(deal("a/b/c", 1) != deal("a/b/c", 2));
  CHECK(deal("a/b/c", 1) == deal("a/b/c", 1));
}

TEST_CASE("a range is triangular around its likely value, uniform where that is the middle") {
  const RangedFigure even{"x", 10, 20, 30}, skew{"x", 0, 3, 12};
  CHECK(value_at(even, 0.25) == doctest::Approx(15));
  CHECK(value_at(even, 0.5) == doctest::Approx(20));
  // the triangle's share below the likely value is (3 - 0) / (12 - 0)
  CHECK(value_at(skew, 0.25) == doctest::Approx(3));
  // above: 12 - sqrt(0.25 x 12 x 9)
  CHECK(value_at(skew, 0.75) == doctest::Approx(12 - std::sqrt(27.0)));
  for (const double u : {1e-9, 0.1, 0.5, 0.9, 1 - 1e-9}) {
    CHECK(value_at(skew, u) >= 0);
    CHECK(value_at(skew, u) <= 12);
  }
}

TEST_CASE("the mean over all draws is that of the law, far closer than chance would bring it") {
  const RangedFigure skew{"links/a--b/freight", 22, 25, 30};
  double sum = 0;
  const int n = 200;
  for (int r = 0; r < n; ++r) sum += value_at(skew, hypercube_point(skew.name, 5, r, n));
  // mean of the triangle 77 / 3; chance alone would leave a standard error of 0.12
  CHECK(std::abs(sum / n - 77.0 / 3) < 0.01);
}

TEST_CASE("a drawn scenario has each ranged figure replaced within its range, and nothing else changed") {
  const Scenario s = small_scenario();
  const Scenario drawn = draw_ranges(s, 3, 4, 10);
  CHECK(ranged_figures(drawn).empty());
  for (const RangedFigure& f : ranged_figures(s)) CHECK(f.low < f.high);
  const double freight = figure(drawn, "links", "a--b", "freight", "2025-01-01");
  CHECK(freight > 22);
  CHECK(freight < 30);
  CHECK(freight != 25);
  CHECK(freight ==
        value_at({"links/a--b/freight", 22, 25, 30}, hypercube_point("links/a--b/freight", 3, 4, 10)));
  CHECK(figure(drawn, "links", "a--b", "capacity", "2024-06-01") != 5);
  CHECK(figure(drawn, "links", "a--b", "capacity", "2025-06-01") == 7);
  CHECK(figure(drawn, "links", "b--c", "length", "2025-06-01") == 100);
  CHECK(figure(drawn, "model", "", "value_of_time", "2025-06-01") == 0.1);
  CHECK(figure(s, "model", "", "bound_share", "2025-06-01") == doctest::Approx(0.7));
  CHECK(figure(drawn, "model", "", "bound_share", "2025-06-01") != doctest::Approx(0.7));
}

TEST_CASE("all points of a figure at once are those one by one") {
  const std::vector<double> all = hypercube_points("links/a--b/freight", 17, 30);
  for (int r = 0; r < 30; ++r)
    CHECK(all[static_cast<std::size_t>(r)] == hypercube_point("links/a--b/freight", 17, r, 30));
}

TEST_CASE(
    "a figure that a change cut in pieces is drawn once, and is the same in a scenario that did not cut it") {
  const Scenario base = test::toy_scenario("base");
  const Scenario cut = test::toy_scenario("figures-cut");
  const auto names = [](const Scenario& s) {
    std::set<std::string> out;
    for (const RangedFigure& f : ranged_figures(s)) CHECK(out.insert(f.name).second);
    return out;
  };
  CHECK(names(base) == names(cut));
  const Scenario a = draw_ranges(base, 3, 4, 10), b = draw_ranges(cut, 3, 4, 10);
  const auto amount = [](const Scenario& s, const char* day) {
    return figure(s, "acceptances", "b-to-wharf", "amount", day);
  };
  const double drawn = amount(a, "2025-01-15");
  CHECK(drawn != amount(base, "2025-01-15"));
  CHECK(amount(b, "2025-01-15") == drawn);
  CHECK(amount(b, "2025-04-15") == 100);    // what the change says
  CHECK(amount(b, "2025-07-15") == drawn);  // and again as before
  // A change by a factor moves the range; the place in it is the same.
  const auto freight = [](const Scenario& s, const char* day) {
    return figure(s, "links", "palm--faraway", "freight", day);
  };
  CHECK(freight(b, "2025-04-15") == doctest::Approx(1.5 * freight(a, "2025-04-15")));
  CHECK(freight(b, "2025-07-15") == freight(a, "2025-07-15"));
  CHECK(freight(b, "2025-01-15") == freight(a, "2025-01-15"));
}

TEST_CASE("one figure is moved to an end of its range, and nothing else") {
  const Scenario s = small_scenario();
  const Scenario low = with_figure_at_end(s, "links/a--b/capacity/2024-01-01", false);
  CHECK(figure(low, "links", "a--b", "capacity", "2024-06-01") == 4);
  CHECK(figure(low, "links", "a--b", "capacity", "2026-06-01") == 9);
  CHECK(figure(low, "links", "a--b", "freight", "2024-06-01") == 25);
  CHECK(ranged_figures(low).size() == ranged_figures(s).size() - 1);
  CHECK(figure(with_figure_at_end(s, "model/bound_share", true), "model", "", "bound_share", "2024-06-01") ==
        1);
  CHECK(ranged_figures(with_figure_at_end(s, "nothing/of/the/kind", true)).size() ==
        ranged_figures(s).size());
}

TEST_CASE("one more ranged figure changes no other draw") {
  const Scenario s = small_scenario();
  Scenario more = s;
  for (TableData& t : more.tables) {
    if (t.table->name == "links") put(t, "a--a", "freight", {step("", 1, 2, 4)});
    if (t.table->name == "links") std::rotate(t.records.begin(), t.records.end() - 1, t.records.end());
  }
  for (TableData& t : more.tables) {
    for (std::size_t i = 0; i < t.records.size(); ++i) t.index[t.records[i].id] = i;
  }
  const Scenario a = draw_ranges(s, 3, 4, 10), b = draw_ranges(more, 3, 4, 10);
  CHECK(figure(a, "links", "a--b", "freight", "2025-01-01") ==
        figure(b, "links", "a--b", "freight", "2025-01-01"));
  CHECK(figure(a, "model", "", "bound_share", "2025-01-01") ==
        figure(b, "model", "", "bound_share", "2025-01-01"));
}
