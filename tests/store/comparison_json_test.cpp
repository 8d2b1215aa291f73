#include "sim/store/comparison_json.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

using namespace corridor;
using namespace corridor::store;

namespace {

Comparison sample() {
  Comparison c;
  c.scenarios = {{"base", "As it is", "Why?", {*parse_day("2025-01-01"), *parse_day("2025-12-31")}, 3},
                 {"closed", "Closed", "", {*parse_day("2025-01-01"), *parse_day("2025-12-31")}, 2}};
  c.replications = 4;
  c.ranges_drawn = true;
  Difference d;
  d.scenario = "closed";
  d.kpi = "delivered";
  d.unit = "t";
  d.by = {{"commodity", "coal"}, {"market", "TR"}};
  d.base = 1000;
  d.whatif = 900.5;
  d.diff = -99.5;
  d.low = -120;
  d.high = -0.0;
  d.n = 4;
  d.verdict = Verdict::less;
  c.rows = {d};
  c.risks = {{"base", "delivered at least 1 t", 1, 4, 0.1, 0.7}};
  return c;
}

}  // namespace

TEST_CASE("the first field of compare.json is the schema, and each row is a line of its own") {
  const std::string text = to_json(sample());
  CHECK(text.starts_with("{\n\"schema\": \"corridor/compare/1\",\n\"base\": \"base\",\n"));
  CHECK(text.find("\n{\"scenario\":\"closed\",\"kpi\":\"delivered\"") != std::string::npos);
}

TEST_CASE("rows have the fields of the contract; what is not known is null, and nothing is minus nothing") {
  const auto json = nlohmann::json::parse(to_json(sample()));
  const auto& row = json["rows"][0];
  for (const char* key :
       {"kpi", "by", "unit", "base", "whatif", "diff", "low", "high", "low_all", "high_all", "n", "verdict"})
    CHECK(row.contains(key));
  CHECK(row["by"]["market"] == "TR");
  CHECK(row["diff"] == -99.5);
  CHECK(row["low_all"].is_null());
  CHECK(row["verdict"] == "less");
  CHECK_FALSE(row.contains("variance_ratio"));
  CHECK(to_json(sample()).find("-0.0") == std::string::npos);
  CHECK(json["best"].is_null());
  CHECK(json["precision"].is_null());
  CHECK(json["risks"][0]["missed"] == 1);
}

TEST_CASE("a ratio without bound is null, not a number that JSON lacks") {
  Comparison c = sample();
  c.rows[0].low_independent = -1;
  c.rows[0].variance_ratio = std::numeric_limits<double>::infinity();
  CHECK(nlohmann::json::parse(to_json(c))["rows"][0]["variance_ratio"].is_null());
}

TEST_CASE("the table has a column for every key of a part, empty where it does not speak of it") {
  const Table t = differences_table(sample());
  REQUIRE(t.rows.size() == 1);
  CHECK(t.rows[0].size() == t.columns.size());
  CHECK(to_text(t.rows[0][column(t, "market")]) == "TR");
  CHECK(to_text(t.rows[0][column(t, "route")]) == "");
  CHECK(to_text(t.rows[0][column(t, "low_all")]) == "");
  CHECK(number(t.rows[0][column(t, "diff")]) == -99.5);
  CHECK(to_text(t.rows[0][column(t, "verdict")]) == "less");
}
