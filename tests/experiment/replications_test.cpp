#include "sim/experiment/replications.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sim/experiment/ranges.hpp"
#include "tests/experiment/toy.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::test::toy;

namespace {

RunOptions options(int replications, unsigned threads = 1) {
  RunOptions o;
  o.seed = 7;
  o.replications = replications;
  o.threads = threads;
  return o;
}
RunResult run(const scenario::Scenario& s, const RunOptions& o) {
  auto result = run_replications(s, o);
  if (!result) {
    for (const Diagnostic& d : result.error().diagnostics) MESSAGE(to_line(d));
    FAIL("the run failed");
  }
  return std::move(*result);
}
/// All bytes of a results folder that do not depend on clock and machine.
std::string bytes(const RunResult& r) {
  std::string out = store::to_json(r.summary);
  for (const store::Table& t : r.tables) out += t.name + "\n" + store::to_csv(t);
  return out;
}
double sum(const RunResult& r, std::string_view table, std::string_view column) {
  double total = 0;
  for (const store::Table& t : r.tables) {
    if (t.name != table) continue;
    for (const auto& row : t.rows) total += store::number(row[store::column(t, column)]);
  }
  return total;
}

}  // namespace

TEST_CASE("threads change no byte") {
  const std::string one = bytes(run(toy(), options(5, 1)));
  CHECK(one == bytes(run(toy(), options(5, 2))));
  CHECK(one == bytes(run(toy(), options(5, 3))));
  CHECK(one.find("\"name\":\"delivered\"") != std::string::npos);
}

TEST_CASE("another seed is another run, the same seed the same") {
  RunOptions other = options(2);
  other.seed = 8;
  CHECK(bytes(run(toy(), options(2))) == bytes(run(toy(), options(2))));
  CHECK(bytes(run(toy(), options(2))) != bytes(run(toy(), other)));
}

TEST_CASE("something is delivered, and the files say the same as the summary") {
  const RunResult r = run(toy(), options(3, 2));
  const auto figure = [&](const char* name) { return r.summary.find(name)->mean.value(); };
  CHECK(figure("delivered") > 1e6);
  CHECK(sum(r, "deliveries", "mass_t") == doctest::Approx(figure("delivered")));
  CHECK(sum(r, "deliveries", "total_usd") == doctest::Approx(sum(r, "monthly", "delivered_usd")));
  CHECK(sum(r, "monthly", "delivered_t") == doctest::Approx(figure("delivered")));
  CHECK(sum(r, "bookings", "mass_t") == doctest::Approx(figure("booked")));
  CHECK(sum(r, "refusals", "mass_t") == doctest::Approx(figure("refused")));
  CHECK(sum(r, "unsold", "mass_t") == doctest::Approx(figure("unsold")));
  CHECK(sum(r, "monthly", "handled_t") == doctest::Approx(figure("handled")));
  CHECK(r.first.balance.holds());
  CHECK(r.events > r.first.events);
}

TEST_CASE("the interval with drawn figures holds that of noise, and is wider where figures matter") {
  const RunResult r = run(toy(), options(4, 2));
  CHECK(r.summary.ranges_drawn);
  CHECK(r.summary.ranged_figures > 5);
  int wider = 0;
  for (const store::Kpi& k : r.summary.kpis) {
    CAPTURE(k.name);
    CHECK(k.low.has_value() == k.high.has_value());
    if (!k.low_all) continue;
    CHECK(*k.low_all <= *k.low);
    CHECK(*k.high_all >= *k.high);
    if (*k.high_all > *k.high) ++wider;
  }
  CHECK(wider > 20);
}

TEST_CASE("without the drawn half the noise is the same and the second interval is null") {
  RunOptions plain = options(3, 2);
  plain.draw_ranges = false;
  const RunResult less = run(toy(), plain), more = run(toy(), options(3, 2));
  CHECK_FALSE(less.summary.ranges_drawn);
  const store::Kpi *a = less.summary.find("delivered"), *b = more.summary.find("delivered");
  CHECK(a->mean == b->mean);
  CHECK(a->low == b->low);
  CHECK_FALSE(a->low_all);
  CHECK(b->low_all);
}

TEST_CASE("where no figure is ranged both intervals are the same") {
  const scenario::Scenario known = draw_ranges(toy(), 1, 0, 1);
  const RunResult r = run(known, options(3, 2));
  CHECK(r.summary.ranged_figures == 0);
  for (const store::Kpi& k : r.summary.kpis) {
    CAPTURE(k.name);
    CHECK(k.low == k.low_all);
    CHECK(k.high == k.high_all);
  }
}

TEST_CASE("one replication has no interval and draws nothing") {
  std::vector<Progress> seen;
  RunOptions one = options(1);
  one.progress = [&](const Progress& p) { seen.push_back(p); };
  const RunResult r = run(toy(), one);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].total == 1);
  CHECK_FALSE(r.summary.ranges_drawn);
  for (const store::Kpi& k : r.summary.kpis) {
    CHECK_FALSE(k.low);
    CHECK_FALSE(k.high_all);
  }
}

TEST_CASE("progress counts every replication once, the drawn ones too") {
  std::vector<int> done;
  RunOptions o = options(3, 3);
  o.progress = [&](const Progress& p) {
    done.push_back(p.done);
    CHECK(p.total == 6);
  };
  run(toy(), o);
  CHECK(done == std::vector<int>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("a run that is asked to stop says so and gives nothing") {
  std::stop_source source;
  RunOptions o = options(4, 2);
  o.stop = source.get_token();
  o.progress = [&](const Progress& p) {
    if (p.done == 2) source.request_stop();
  };
  const auto result = run_replications(toy(), o);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == RunFailure::Kind::stopped);
}

TEST_CASE("lots are listed on request, and their tonnes are those delivered") {
  RunOptions o = options(1);
  o.lots = true;
  const RunResult r = run(toy(), o);
  REQUIRE(r.tables.back().name == "lots");
  double delivered = 0;
  const store::Table& lots = r.tables.back();
  for (const auto& row : lots.rows) {
    if (store::to_text(row[store::column(lots, "fate")]) == "delivered") {
      delivered += store::number(row[store::column(lots, "mass_t")]);
    }
  }
  CHECK(delivered == doctest::Approx(*r.summary.find("delivered")->mean));
}

TEST_CASE("a precision is met by as many replications as it takes, in batches whose first is as if alone") {
  RunOptions o = options(2, 2);
  o.precision = 0.05;
  o.most = 64;
  const RunResult r = run(toy(), o);
  REQUIRE(r.summary.precision);
  CHECK(r.summary.precision->met);
  CHECK(r.summary.precision->reached <= 0.05);
  CHECK(r.summary.replications <= 64);
  for (const char* name : {"delivered", "cost_per_tonne", "days"}) {
    const store::Kpi* k = r.summary.find(name);
    CHECK((*k->high - *k->low) / 2 <= 0.05 * *k->mean);
  }
  // The same number of plain replications at once gives the same means.
  RunOptions whole = options(r.summary.replications, 2);
  const RunResult once = run(toy(), whole);
  CHECK(once.summary.find("delivered")->mean == r.summary.find("delivered")->mean);
  CHECK(store::to_csv(once.tables[0]) == store::to_csv(r.tables[0]));
  CHECK_FALSE(once.summary.precision);
  o.threads = 1;
  CHECK(bytes(run(toy(), o)) == bytes(r));
}

TEST_CASE("a precision that the cap does not allow is told to be missed") {
  RunOptions o = options(2, 2);
  o.precision = 1e-9;
  o.most = 4;
  o.draw_ranges = false;
  const RunResult r = run(toy(), o);
  CHECK_FALSE(r.summary.precision->met);
  CHECK(r.summary.replications == 4);
  CHECK(r.summary.precision->reached > 1e-9);
}
