#include "sim/store/csv.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

using namespace corridor::store;

TEST_CASE("a field is quoted when it holds a comma, a quote or an end of line, and not otherwise") {
  CHECK(in_quotes("plain words") == "plain words");
  CHECK(in_quotes("") == "");
  CHECK(in_quotes("Riga, Latvia") == "\"Riga, Latvia\"");
  CHECK(in_quotes("the \"old\" quay") == "\"the \"\"old\"\" quay\"");
  CHECK(in_quotes("two\nlines") == "\"two\nlines\"");
  CHECK(in_quotes("two\r") == "\"two\r\"");
}

TEST_CASE("a table is a header line and a line a row, each ended by LF alone") {
  const Table table{"t", {"name", "mass_t", "ships"}, {{std::string{"a,b"}, 0.5, std::int64_t{3}}}};
  CHECK(to_csv(table) == "name,mass_t,ships\n\"a,b\",0.5,3\n");
  CHECK(to_csv(Table{"t", {"only"}, {}}) == "only\n");
}

TEST_CASE("numbers are the shortest text that reads back to the same value") {
  for (const double x : {0.1, 1.0 / 3.0, 1e21, 123456789.125, 5e-324, -2.5, 1e300}) {
    const std::string text = to_text(Cell{x});
    CAPTURE(text);
    CHECK(std::strtod(text.c_str(), nullptr) == x);
  }
  CHECK(to_text(Cell{0.1}) == "0.1");
  CHECK(to_text(Cell{4.0}) == "4");
  CHECK(to_text(Cell{-0.0}) == "0");
  CHECK(to_text(Cell{std::int64_t{-7}}) == "-7");
}

TEST_CASE("cells are found by column and read as numbers, text as nothing") {
  const Table table{"t", {"name", "mass_t"}, {{std::string{"12"}, 2.5}}};
  CHECK(column(table, "mass_t") == 1);
  CHECK(number(table.rows[0][column(table, "mass_t")]) == 2.5);
  CHECK(number(table.rows[0][0]) == 0);
  CHECK(number(Cell{std::int64_t{9}}) == 9);
}
