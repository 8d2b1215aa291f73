#include "sim/experiment/cube.hpp"

#include <doctest/doctest.h>

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
  const auto fact = [&](std::uint32_t row, const char* market, const char* month) {
    Fact f;
    f.row = row;
    f[Key::market] = labels.of(market);
    f[Key::month] = labels.of(month);
    return f;
  };
  const std::vector<Fact> facts{fact(4, "TR", "2025-01"), fact(9, "DE", "2025-01"), fact(2, "TR", "2025-02"),
                                fact(7, "TR", "2025-01")};
  CHECK(groups_of(facts, {}, labels) == ByTexts{{{}, {4, 9, 2, 7}}});
  CHECK(groups_of(facts, {Key::market}, labels) == ByTexts{{{"DE"}, {9}}, {{"TR"}, {4, 2, 7}}});
  CHECK(groups_of(facts, {Key::month, Key::market}, labels) ==
        ByTexts{{{"2025-01", "DE"}, {9}}, {{"2025-01", "TR"}, {4, 7}}, {{"2025-02", "TR"}, {2}}});

  const std::vector<std::uint32_t> backwards{3, 2, 1, 0};
  CHECK(by_texts(Groups{facts, {Key::market}}.in_order(backwards), labels) ==
        ByTexts{{{"DE"}, {9}}, {{"TR"}, {7, 2, 4}}});
  CHECK(by_texts(Groups{facts, {Key::market}}.in_order(backwards).by(Key::month), labels) ==
        ByTexts{{{"DE", "2025-01"}, {9}}, {{"TR", "2025-01"}, {4, 7}}, {{"TR", "2025-02"}, {2}}});
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
