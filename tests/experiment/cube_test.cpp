#include "sim/experiment/cube.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace corridor::experiment;

namespace {

using ByTexts = std::map<std::vector<std::string>, std::vector<std::uint32_t>>;

ByTexts by_texts(const Groups& groups, const Labels& labels) {
  ByTexts out;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const Rows rows = groups.rows(g);
    CHECK(out.emplace(groups.texts(g, labels), std::vector(rows.begin(), rows.end())).second);
  }
  return out;
}
ByTexts groups_of(const Facts& facts, const Cut& cut, const Labels& labels) {
  return by_texts(Groups{facts, cut}, labels);
}

}  // namespace

TEST_CASE("rows are grouped by the labels of the cut, and keep their order") {
  Labels labels;
  Facts facts;
  const auto fact = [&](std::size_t row, const char* market, const char* month) {
    facts.add(row, {{Key::market, labels.of(market)}, {Key::month, labels.of(month)}});
  };
  fact(4, "TR", "2025-01");
  fact(9, "DE", "2025-01");
  fact(2, "TR", "2025-02");
  fact(7, "TR", "2025-01");
  CHECK(groups_of(facts, {}, labels) == ByTexts{{{}, {4, 9, 2, 7}}});
  CHECK(groups_of(facts, {Key::market}, labels) == ByTexts{{{"DE"}, {9}}, {{"TR"}, {4, 2, 7}}});
  CHECK(groups_of(facts, {Key::month, Key::market}, labels) ==
        ByTexts{{{"2025-01", "DE"}, {9}}, {{"2025-01", "TR"}, {4, 7}}, {{"2025-02", "TR"}, {2}}});

  const Groups markets{facts, {Key::market}};
  CHECK(markets.group_of_facts() == std::vector<std::uint32_t>{0, 1, 0, 0});
  const std::vector<std::uint32_t> backwards = markets.rows_in_order(std::vector<std::uint32_t>{3, 2, 1, 0});
  CHECK(std::ranges::equal(markets.rows(0, Rows{backwards}), std::vector<std::uint32_t>{7, 2, 4}));
  CHECK(std::ranges::equal(markets.rows(1, Rows{backwards}), std::vector<std::uint32_t>{9}));
}

TEST_CASE("labels go with the fact or with its row; a key that is not set has the empty text") {
  Labels labels;
  Columns of_rows;
  of_rows[static_cast<std::size_t>(Key::flow)] = {labels.of("mine"), labels.of("kiln"), labels.of("mine")};
  Facts facts{of_rows};
  facts.add(2, {});
  facts.add(1, {{Key::rule, labels.of("BAN-1")}});
  facts.add(0, {});
  CHECK(groups_of(facts, {Key::flow}, labels) == ByTexts{{{"kiln"}, {1}}, {{"mine"}, {2, 0}}});
  CHECK(groups_of(facts, {Key::flow, Key::rule}, labels) ==
        ByTexts{{{"kiln", "BAN-1"}, {1}}, {{"mine", ""}, {2, 0}}});
  CHECK(groups_of(facts, {Key::reason}, labels) == ByTexts{{{""}, {2, 1, 0}}});
}

TEST_CASE("the whole is a group even of no rows, a part is not") {
  const Labels labels;
  CHECK(groups_of({}, {}, labels) == ByTexts{{{}, {}}});
  CHECK(groups_of({}, {Key::rule}, labels).empty());
}

TEST_CASE("a text has one label, and the empty text is label 0") {
  Labels labels;
  CHECK(labels.of("") == 0);
  const auto coal = labels.of("coal");
  CHECK(labels.of("grain") != coal);
  CHECK(labels.of("coal") == coal);
  CHECK(labels.text(coal) == "coal");
}
