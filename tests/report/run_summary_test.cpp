// The summary of a run for people, from key figures written here by hand.

#include "sim/report/run_summary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace corridor::report {
namespace {

using std::chrono::year;
using store::By;

void add(store::Summary& s, std::string name, std::string unit, double mean, By by = {}) {
  store::Kpi kpi;
  kpi.name = std::move(name);
  kpi.unit = std::move(unit);
  kpi.mean = mean;
  kpi.by = std::move(by);
  s.kpis.push_back(std::move(kpi));
}

/// 300 kt of rock: 200 by the wharf to the mills, 100 overland to the works.
store::Summary two_routes() {
  store::Summary s;
  s.scenario = "two";
  s.title = "Two routes";
  s.question = "Which one carries more?";
  s.measure = {Day{year{2025} / 1 / 1}, Day{year{2025} / 1 / 31}};
  s.replications = 1;
  s.seed = 7;
  const By wharf{{"commodity", "rock"}, {"route", "wharf"}}, over{{"commodity", "rock"}, {"route", "pass"}};
  add(s, "delivered", "t", 300e3);
  s.kpis.back().low = 290e3;
  s.kpis.back().high = 310e3;
  add(s, "delivered", "t", 300e3, {{"commodity", "rock"}});
  add(s, "delivered", "t", 100e3, over);
  add(s, "delivered", "t", 200e3, wharf);
  add(s, "cost_per_tonne", "USD/t", 40);
  add(s, "cost_per_tonne", "USD/t", 50, wharf);
  add(s, "cost_rail", "USD/t", 30);
  add(s, "cost_rail", "USD/t", 35, wharf);
  add(s, "cost_sea", "USD/t", 10);
  add(s, "cost_sea", "USD/t", 15, wharf);
  add(s, "days", "days", 20);
  add(s, "days_p10", "days", 10);
  add(s, "days_p50", "days", 19);
  add(s, "days_p90", "days", 31);
  add(s, "days_moving", "days", 15);
  add(s, "days_ship_wait", "days", 5);
  add(s, "refused", "t", 12e3);
  add(s, "refused", "t", 12e3, {{"rule", "R-1"}});
  add(s, "refused", "t", 12e3, {{"commodity", "rock"}, {"route", "wharf"}, {"rule", "R-1"}});
  add(s, "unsold", "t", 0);
  return s;
}

Table table(const RunReport& r, std::string_view title) {
  const auto it =
      std::find_if(r.tables.begin(), r.tables.end(), [&](const Table& t) { return t.title == title; });
  REQUIRE(it != r.tables.end());
  return *it;
}
using Row = std::vector<std::string>;

TEST_CASE("the answer comes first: tonnes, cost, days, what was refused and by which rule") {
  const RunReport r = describe_run(two_routes(), {});
  REQUIRE(r.answer.size() == 3);
  CHECK(r.answer[0] ==
        "From 1 January 2025 to 31 January 2025, 300 kt reached their market (95 %: 290.00\u2013310.00 kt by "
        "luck "
        "alone), at 40.00 USD a tonne and 20.0 days from mine to market (one tonne in ten within 10.0, nine "
        "in ten "
        "within 31.0).");
  CHECK(r.answer[1] == "Rules barred the first choice of 12.0 kt: R-1 12.0 kt.");
  CHECK(r.answer[2] == "Nothing stayed unsold or stranded.");
  const std::string text = to_text(r, {});
  CHECK(text.find("Two routes\nWhich one carries more?\n\nFrom 1 January 2025") == 0);
}

TEST_CASE("routes are listed by tonnes, with figures as they stand in the summary") {
  const Table t = table(describe_run(two_routes(), {}), "By route");
  REQUIRE(t.rows.size() == 2);
  CHECK(t.rows[0][0] == "wharf");
  CHECK(t.rows[0][1] == "200.0");
  CHECK(t.rows[0][3] == "50.00");
  CHECK(t.rows[1][0] == "pass");
  CHECK(t.rows[1][3] == "-");  // no figure is no zero
}

TEST_CASE("months stand against routes, those first on which most money is spent") {
  store::Summary s = two_routes();
  for (const auto& [month, kt] : {std::pair{"2025-01", 120e3}, {"2025-02", 80e3}}) {
    add(s, "delivered", "t", kt, {{"month", month}});
    add(s, "delivered", "t", kt, {{"commodity", "rock"}, {"route", "wharf"}, {"month", month}});
  }
  const Table t = table(describe_run(s, {}), "By month and route, kt delivered");
  REQUIRE(t.columns.size() == 3);
  CHECK(t.columns[1].head == "wharf");
  CHECK(t.rows == std::vector<Row>{{"2025-01", "120.0", ""}, {"2025-02", "80.0", ""}});
}

TEST_CASE("costs are split by item and days by stage") {
  const RunReport r = describe_run(two_routes(), {});
  const Table costs = table(r, "What a tonne costs, USD/t, by route");
  CHECK(costs.rows.front() == Row{"wharf", "35.00", "15.00", "50.00"});
  CHECK(costs.rows.back() == Row{"all routes", "30.00", "10.00", "40.00"});
  const Table days = table(r, "Where the days went");
  REQUIRE(days.rows.size() == 3);
  CHECK(days.rows[0][0] == "moving");
  CHECK(days.rows[0][2] == "75 %");
  CHECK(days.rows[1][0] == "ship wait");
  CHECK(days.rows[1][1] == "5.00");
}

TEST_CASE("refused tonnes stand with the rule that decided") {
  const Table t = table(describe_run(two_routes(), {}), "What did not go as wanted, and why");
  REQUIRE(t.rows.size() == 1);
  CHECK(t.rows[0] == Row{"refused, by route", "wharf", "R-1", "12.0"});
}

TEST_CASE("a run in which nothing got out says so") {
  store::Summary s = two_routes();
  s.kpis.clear();
  add(s, "delivered", "t", 0);
  add(s, "unsold", "t", 5e5);
  const RunReport r = describe_run(s, {});
  CHECK(r.answer.front() == "From 1 January 2025 to 31 January 2025 nothing reached a market.");
  CHECK(r.answer.back() == "0.500 Mt stayed unsold.");
}

TEST_CASE("terminals and sections come from the files, busiest first") {
  const store::Table nodes{
      "nodes",
      {"node", "kind", "place", "in_t", "out_t", "trains", "ships", "stock_end_t", "stock_peak_t",
       "mean_stock_t", "mean_dwell_days", "berth_hours", "ship_wait_hours", "ban_days"},
      {{"a", "terminal", "p", 1e3, 1e3, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0},
       {"b", "terminal", "p", 9e3, 9e3, 1.0, 2.0, 0.0, 5e3, 4e3, 3.0, 0.0, 96.0, 2.0},
       {"c", "border", "p", 99e3, 99e3, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}}};
  const std::vector<store::Table> files{nodes};
  const Table t = table(describe_run(two_routes(), files), "Busiest terminals");
  REQUIRE(t.rows.size() == 2);
  CHECK(t.rows[0] == Row{"b", "9", "2", "4.0", "5.0", "3.0", "2.0", "2"});
}

TEST_CASE("no line of the summary is wider than the terminal unless figures need it") {
  const std::string text = to_text(describe_run(two_routes(), {}), {});
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    CHECK(width_of(text.substr(begin, end - begin)) <= 80);
    begin = end + 1;
  }
}

TEST_CASE("the page holds every table and runs no script") {
  const std::string page = to_html(describe_run(two_routes(), {}));
  CHECK(page.find("<!doctype html>") == 0);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http") == std::string::npos);
  CHECK(page.find("By route") != std::string::npos);
}

}  // namespace
}  // namespace corridor::report
