#include "sim/store/summary_json.hpp"

#include <doctest/doctest.h>

using namespace corridor;
using namespace corridor::store;

namespace {

Summary sample_summary() {
  Summary s;
  s.scenario = "toy";
  s.title = "A title with \"quotes\" and Шубарколь";
  s.question = "Why?";
  s.measure = {*parse_day("2025-01-01"), *parse_day("2025-12-31")};
  s.seed = 18446744073709551615u;
  s.replications = 3;
  s.ranges_drawn = true;
  s.ranged_figures = 12;
  s.findings = {"a loop of waiting trains"};
  s.switching = {
      "switching",
      {"month", "lever", "now_usd_t", "flips_at_usd_t", "flips_to_route"},
      {{"2025-12", "sea", 20.5, std::string{}, std::string{}}, {"2025-12", "price", 90.0, 71.25, "wharf"}}};
  s.kpis = {{"delivered", "t", 1000.5, 990.0, 1011.0, 900.0, 1100.0, {}},
            {"delivered", "t", 400.0, 390.0, 410.0, {}, {}, {{"commodity", "coal"}, {"market", "TR"}}},
            {"days", "days", {}, {}, {}, {}, {}, {{"commodity", "coal"}, {"market", "PL"}}}};
  return s;
}

std::string without(std::string text, const std::string& piece) {
  const auto at = text.find(piece);
  REQUIRE(at != std::string::npos);
  return text.erase(at, piece.size());
}

}  // namespace

TEST_CASE("the first field of summary.json is the schema") {
  CHECK(to_json(sample_summary()).rfind("{\n\"schema\": \"corridor/run/1\",\n", 0) == 0);
}

TEST_CASE("a summary reads back as it was written") {
  const Summary s = sample_summary();
  const auto back = summary_from_json(to_json(s), "summary.json");
  REQUIRE(back);
  CHECK(to_json(*back) == to_json(s));
  CHECK(back->seed == s.seed);
  CHECK(back->title == s.title);
  CHECK(back->measure == s.measure);
  CHECK(to_json(s).find("\"flips_at_usd_t\":null") != std::string::npos);
  REQUIRE(back->switching.rows.size() == 2);
  CHECK(back->switching.columns == s.switching.columns);
  CHECK(back->switching.rows[1] == s.switching.rows[1]);
  REQUIRE(back->kpis.size() == 3);
  CHECK(back->kpis[1].by == By{{"commodity", "coal"}, {"market", "TR"}});
  CHECK(back->kpis[0].high_all == 1100.0);
  CHECK_FALSE(back->kpis[1].low_all);
  CHECK_FALSE(back->kpis[2].mean);
}

TEST_CASE("a figure is found by name and part, and a cut holds exactly its keys") {
  const Summary s = sample_summary();
  REQUIRE(s.find("delivered"));
  CHECK(s.find("delivered")->mean == 1000.5);
  CHECK(s.find("delivered", {{"commodity", "coal"}, {"market", "TR"}})->mean == 400.0);
  CHECK(s.find("delivered", {{"commodity", "coal"}}) == nullptr);
  CHECK(s.find("refused") == nullptr);
  CHECK(s.cut("delivered", {"market", "commodity"}).size() == 1);
  CHECK(s.cut("delivered", {"market"}).empty());
  CHECK(s.cut("delivered", {}).size() == 1);
}

TEST_CASE("text that is no summary comes back as faults that name the field") {
  const std::string good = to_json(sample_summary());
  const auto path_of = [](const std::string& text) {
    const auto read = summary_from_json(text, "here/summary.json");
    REQUIRE_FALSE(read);
    CHECK(read.error().front().file == "here/summary.json");
    return read.error().front().path;
  };
  CHECK(path_of("") == "");
  CHECK(path_of("{\"schema\": ") == "");
  CHECK(path_of("[]") == "");
  CHECK(path_of("{}") == "schema");
  CHECK(path_of("{\"schema\": \"corridor/run/2\"}") == "schema");
  CHECK(path_of(without(good, "\"replications\": 3,\n")) == "replications");
  CHECK(path_of(without(good, "\"name\":\"days\",")) == "kpis[2].name");
  CHECK(path_of(without(good, "\"low\":990,")) == "kpis[0].low");
  std::string wrong = good;
  wrong.replace(wrong.find("2025-12-31"), 10, "2025-13-31");
  CHECK(path_of(wrong) == "measure.to");
}
