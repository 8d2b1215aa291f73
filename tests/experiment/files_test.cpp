#include "sim/experiment/files.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "sim/experiment/kpi.hpp"
#include "sim/experiment/resilience.hpp"
#include "sim/experiment/switching.hpp"
#include "tests/experiment/small_world.hpp"
#include "tests/experiment/toy_ground.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::store::Table;

namespace {

std::vector<Table> small_tables() {
  return make_tables(file_sums(test::small_world(), test::small_ledger()), 1);
}
const Table& table(const std::vector<Table>& tables, const std::string& name) {
  for (const Table& t : tables) {
    if (t.name == name) return t;
  }
  FAIL("no such table");
  return tables.front();
}
double cell(const Table& t, std::size_t row, const char* name) {
  REQUIRE(row < t.rows.size());
  REQUIRE(store::column(t, name) < t.columns.size());
  return store::number(t.rows[row][store::column(t, name)]);
}
std::string text(const Table& t, std::size_t row, const char* name) {
  return store::to_text(t.rows[row][store::column(t, name)]);
}
double sum(const Table& t, const char* name) {
  double total = 0;
  for (std::size_t r = 0; r < t.rows.size(); ++r) total += cell(t, r, name);
  return total;
}

/// First cells, without code marks, of the table rows of the page below `heading` (all where it is empty).
std::vector<std::string> listed(const std::string& heading) {
  std::ifstream page{CORRIDOR_SOURCE_DIR "/docs/reference/files.md"};
  REQUIRE(page);
  std::vector<std::string> out;
  bool here = false;
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("## ", 0) == 0) here = line == "## " + heading;
    if (!here || line.rfind("| `", 0) != 0) continue;
    out.push_back(line.substr(3, line.find('`', 3) - 3));
  }
  return out;
}

}  // namespace

TEST_CASE("a delivery's row adds up its lots: tonnes, money, days") {
  const auto tables = small_tables();
  const Table& t = table(tables, "deliveries");
  REQUIRE(t.rows.size() == 3);
  CHECK(text(t, 0, "month") == "2025-05");
  CHECK(cell(t, 0, "mass_t") == 1000);
  CHECK(cell(t, 0, "total_usd") == 30000);
  CHECK(cell(t, 0, "cost_usd_t") == 30);
  CHECK(cell(t, 0, "time_days") == doctest::Approx(30));
  CHECK(cell(t, 0, "loading_days") == doctest::Approx(0.5));
  CHECK(cell(t, 0, "moving_days") == doctest::Approx(29.5));
  CHECK(text(t, 1, "pool") == "kiln");
  CHECK(text(t, 1, "market_group") == "joint");
  CHECK(text(t, 1, "via") == "gate-place");
  CHECK(text(t, 2, "bound") == "yes");
  CHECK(cell(t, 2, "sea_usd") == 30000);
  CHECK(cell(t, 2, "co2_kg") == 90000);
  CHECK(sum(t, "lots") == 3);
}

TEST_CASE("months, bookings, refusals and unsold tonnes by hand") {
  const auto tables = small_tables();
  const Table& m = table(tables, "monthly");
  REQUIRE(m.rows.size() == 3);
  CHECK(cell(m, 0, "booked_t") == 5000);
  CHECK(cell(m, 0, "handled_t") == 1000);
  CHECK(cell(m, 0, "unsold_t") == 100);
  CHECK(cell(m, 1, "delivered_t") == 4000);
  CHECK(cell(m, 1, "refused_t") == 500);
  CHECK(cell(m, 1, "delivered_usd") == 104000);
  CHECK(cell(m, 1, "cost_usd_t") == 26);
  CHECK(cell(m, 1, "time_days") == doctest::Approx(32.5));
  CHECK(cell(m, 2, "stranded_t") == 500);
  CHECK(cell(m, 2, "sold_elsewhere_t") == 200);
  const Table& b = table(tables, "bookings");
  REQUIRE(b.rows.size() == 3);
  CHECK(cell(b, 0, "netback_usd_t") == 30);
  CHECK(text(b, 1, "bound") == "yes");
  const Table& r = table(tables, "refusals");
  REQUIRE(r.rows.size() == 3);
  CHECK(text(r, 0, "rule") == "BAN-1");
  CHECK(sum(r, "mass_t") == 550);
  const Table& u = table(tables, "unsold");
  REQUIRE(u.rows.size() == 2);
  CHECK(text(u, 0, "reason") == "by_choice");
}

TEST_CASE("links and nodes that carried nothing have no row; money has one for each item and payee") {
  const auto tables = small_tables();
  const Table& l = table(tables, "links");
  REQUIRE(l.rows.size() == 2);
  CHECK(text(l, 0, "direction") == "forward");
  CHECK(cell(l, 0, "trains") == 184);
  CHECK(cell(l, 0, "mean_wait_hours") == 1);
  CHECK(text(l, 1, "from") == "port");
  CHECK(cell(l, 1, "empties") == 180);
  CHECK(cell(l, 1, "mean_wait_hours") == 2);
  const Table& n = table(tables, "nodes");
  REQUIRE(n.rows.size() == 2);
  CHECK(text(n, 0, "kind") == "border");
  CHECK(cell(n, 0, "in_t") == 5010);
  CHECK(cell(n, 1, "out_t") == 4000);
  CHECK(cell(n, 1, "berth_hours") == 2);
  double items = 0, payees = 0;
  const Table& money = table(tables, "ledger");
  for (std::size_t i = 0; i < money.rows.size(); ++i) {
    (text(money, i, "kind") == "item" ? items : payees) += cell(money, i, "money_usd");
  }
  CHECK(items == 135000);
  CHECK(payees == 135000);

  model::Ledger idle = test::small_ledger();
  idle.links[0] = {};
  idle.terminals[0] = {};
  const auto none = make_tables(file_sums(test::small_world(), idle), 1);
  CHECK(table(none, "links").rows.empty());
  CHECK(table(none, "nodes").rows.empty());
}

TEST_CASE("files are means over replications") {
  model::Ledger less = test::small_ledger();
  less.lots.resize(1);
  FileSums sums = file_sums(test::small_world(), test::small_ledger());
  add(sums, file_sums(test::small_world(), less));
  const auto tables = make_tables(sums, 2);
  const Table& t = table(tables, "deliveries");
  REQUIRE(t.rows.size() == 3);
  CHECK(cell(t, 0, "mass_t") == 1000);
  CHECK(cell(t, 2, "mass_t") == 1500);
  CHECK(cell(t, 2, "cost_usd_t") == 32);
  CHECK(cell(t, 2, "time_days") == doctest::Approx(40));
}

TEST_CASE("lots.csv has a row a lot, with instants, and an empty field where a lot was never handled") {
  const Table t = lots_table(test::small_world(), test::small_ledger());
  REQUIRE(t.rows.size() == 6);
  CHECK(text(t, 0, "released") == "2025-04-20T12:00:00Z");
  CHECK(text(t, 0, "handled") == "2025-05-10T12:00:00Z");
  CHECK(text(t, 2, "handled") == "");
  CHECK(text(t, 3, "fate") == "stranded");
  CHECK(cell(t, 1, "rail_usd") == 66000);
  CHECK(cell(t, 0, "loading_hours") == 12);
  for (const auto& row : t.rows) CHECK(row.size() == t.columns.size());
}

TEST_CASE("every file and every column of it is in docs/reference/files.md, in order, and no other") {
  auto tables = make_tables({}, 1);
  tables.push_back(lots_table(test::small_world(), model::Ledger{}));
  tables.push_back(resilience_table({}));
  tables.push_back(switching_table(*test::toy_ground().shared));
  for (const Table& t : tables) {
    CAPTURE(t.name);
    CHECK(listed(t.name + ".csv") == t.columns);
  }
}

TEST_CASE("every key figure is in docs/reference/files.md, in order, and no other") {
  std::vector<std::string> names;
  for (const KpiInfo& info : kpi_catalogue()) names.push_back(info.name);
  CHECK(listed("summary.json") == names);
}

TEST_CASE("columns with a unit end in it") {
  for (const Table& t : small_tables()) {
    for (const std::string& c : t.columns) {
      CAPTURE(c);
      const bool mass = c.find("mass") != std::string::npos || c.find("stock") != std::string::npos;
      if (mass) CHECK(c.substr(c.size() - 2) == "_t");
      const bool money = c.find("cost") != std::string::npos || c.find("price") != std::string::npos;
      if (money) CHECK(c.substr(c.size() - 6) == "_usd_t");
    }
  }
}
