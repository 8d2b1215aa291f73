#include "sim/experiment/cube.hpp"

#include <doctest/doctest.h>

using namespace corridor::experiment;

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
  CHECK(group(facts, {}, labels) == Groups{{{}, {4, 9, 2, 7}}});
  CHECK(group(facts, {Key::market}, labels) == Groups{{{"DE"}, {9}}, {{"TR"}, {4, 2, 7}}});
  CHECK(group(facts, {Key::month, Key::market}, labels) ==
        Groups{{{"2025-01", "DE"}, {9}}, {{"2025-01", "TR"}, {4, 7}}, {{"2025-02", "TR"}, {2}}});
}

TEST_CASE("the whole is a group even of no rows, a part is not") {
  const Labels labels;
  CHECK(group({}, {}, labels) == Groups{{{}, {}}});
  CHECK(group({}, {Key::rule}, labels).empty());
}

TEST_CASE("a text has one label, and the empty text is label 0") {
  Labels labels;
  CHECK(labels.of("") == 0);
  const auto coal = labels.of("coal");
  CHECK(labels.of("grain") != coal);
  CHECK(labels.of("coal") == coal);
  CHECK(labels.text(coal) == "coal");
}
