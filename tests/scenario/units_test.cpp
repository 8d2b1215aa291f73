#include "sim/scenario/units.hpp"

#include <doctest/doctest.h>

#include <string>

#include "sim/scenario/fields.hpp"

using namespace corridor::scenario;

namespace {

struct Conversion {
  double x;
  const char* from;
  const char* to;
  double y;  ///< by hand: a year is 365 days and 12 equal months, a nautical mile 1852 m
};

constexpr Conversion exact[] = {
    {1, "t", "t", 1},
    {4.7, "kt", "t", 4700},
    {20, "Mt/year", "Mt/year", 20},
    {1.2, "Mt/year", "kt/month", 100},
    {75, "kt/month", "Mt/year", 0.9},
    {1000, "t/day", "kt/month", 1000.0 * 365 / 12 / 1000},
    {1, "Mt", "kt", 1000},
    {2500, "kg", "t", 2.5},
    {72, "hours", "days", 3},
    {3, "days", "hours", 72},
    {90, "min", "hours", 1.5},
    {2, "weeks", "days", 14},
    {1, "year", "days", 365},
    {10, "knots", "km/h", 18.52},
    {3000, "nm", "km", 5556},
    {1524, "mm", "m", 1.524},
    {1.435, "m", "mm", 1435},
    {850, "m", "km", 0.85},
    {12, "pairs/day", "trains/day", 12},
    {84, "trains/week", "trains/day", 12},
    {12, "trains a day", "trains/day", 12},
    {12, "trains per day", "trains/day", 12},
    {6, "hours/1000 km", "hours/1000 km", 6},
    {0.006, "hours/km", "hours/1000 km", 6},
    {25, "g/t-km", "g/t-km", 25},
    {0.025, "kg/t-km", "g/t-km", 25},
    {25, "g/tkm", "g/t-km", 25},
    {5.6, "KZT/t-km", "KZT/t-km", 5.6},
    {12, "USD/kg", "USD/t", 12000},
    {1000, "USD/kt", "USD/t", 1},
    {24, "USD/hour", "USD/day", 576},
    {25000, "kt/day", "t/h", 25000.0 * 1000 / 24},
    {20.934, "MJ/kg", "kcal/kg", 5000},
    {48, "hours/year", "days/year", 2},
    {2, "days/month", "days/year", 24},
    {3, "FEU", "TEU", 6},
};

}  // namespace

TEST_CASE("a conversion gives what the hand computes") {
  for (const Conversion& c : exact) {
    CAPTURE(c.from);
    CAPTURE(c.to);
    const auto from = read_unit(c.from), to = read_unit(c.to);
    REQUIRE(from);
    REQUIRE(to);
    CHECK(from->dimension == to->dimension);
    CHECK(converted(c.x, *from, *to) == doctest::Approx(c.y).epsilon(1e-14));
  }
}

TEST_CASE("a conversion that is exact on paper is exact in doubles") {
  CHECK(converted(72, *read_unit("hours"), *read_unit("days")) == 3.0);
  CHECK(converted(1.2, *read_unit("Mt/year"), *read_unit("kt/month")) == 100.0);
  CHECK(converted(84, *read_unit("trains/week"), *read_unit("trains/day")) == 12.0);
  CHECK(converted(10, *read_unit("knots"), *read_unit("km/h")) == 18.52);
}

TEST_CASE("a conversion there and back loses nothing that shows") {
  for (const Conversion& c : exact) {
    const auto from = *read_unit(c.from), to = *read_unit(c.to);
    CHECK(converted(converted(c.x, from, to), to, from) == doctest::Approx(c.x).epsilon(1e-14));
  }
}

TEST_CASE("money keeps the currency it was written in") {
  const auto rub = read_unit("RUB/day");
  REQUIRE(rub);
  CHECK(rub->currency == "RUB");
  CHECK(fits(*rub, "money/day"));
  CHECK(!fits(*rub, "money/t"));
  CHECK(!fits(*rub, "USD/t"));
  CHECK(!read_unit("t/USD"));
  CHECK(!read_unit("USD-KZT/t"));
}

TEST_CASE("a unit of another kind does not pass") {
  CHECK(!fits(*read_unit("km"), "t"));
  CHECK(!fits(*read_unit("kt"), "kt/month"));
  CHECK(!fits(*read_unit("Mt/year"), "Mt"));
  CHECK(!fits(*read_unit("%"), "days/year"));
  CHECK(!fits(*read_unit("days/year"), "%"));
  CHECK(!fits(*read_unit(""), "%"));
  CHECK(!fits(*read_unit("t"), ""));
  CHECK(!fits(*read_unit("wagons/day"), "trains/day"));
  CHECK(fits(*read_unit("%"), ""));
  CHECK(fits(*read_unit(""), ""));
  CHECK(fits(*read_unit(""), "deg"));
}

TEST_CASE("a word that is no unit is refused with the one that was meant") {
  CHECK(read_unit("MT/year").error().expected == "did you mean `Mt`?");
  CHECK(read_unit("kt/mnth").error().expected == "did you mean `month`?");
  CHECK(read_unit("furlongs").error().found == "`furlongs` is no known unit");
  CHECK(!read_unit("t//day"));
  CHECK(!read_unit("/day"));
  CHECK(!read_unit("t-"));
  CHECK(!read_unit("0 km"));
  CHECK(!read_unit(std::string(100'000, '/')));
  CHECK(!read_unit("Mt-Mt-Mt-Mt"));  // beyond 64 bits
}

TEST_CASE("every unit of the field tables can be read and named to people") {
  for (const Table& table : tables()) {
    for (const Field& field : table.fields) {
      if (field.kind != FieldKind::quantity && field.kind != FieldKind::distribution) continue;
      CAPTURE(table.name);
      CAPTURE(field.key);
      if (field.unit != "any") {
        CHECK(fits(canonical_unit(field.unit, *read_unit("USD")), field.unit));
        CHECK(!units_that_fit(field.unit).empty());
      }
    }
  }
}
