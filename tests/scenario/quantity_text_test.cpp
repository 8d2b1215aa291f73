#include "sim/scenario/quantity_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace corridor::scenario;
using Shape = Distribution::Shape;

TEST_CASE("a quantity is a number in the unit of its field") {
  CHECK(read_amount("20 Mt/year", "Mt/year")->number == 20);
  CHECK(read_amount("20Mt/year", "Mt/year")->number == 20);
  CHECK(read_amount("-5 USD/t", "money/t")->number == -5);
  CHECK(read_amount("1.5e3 t", "kt")->number == 1.5);
  CHECK(read_amount("30 %", "")->number == 0.3);
  CHECK(read_amount("0.3", "")->number == 0.3);
  CHECK(read_amount("30 %", "%")->number == 30);
  CHECK(read_amount("450 million USD/year", "money/day")->number == doctest::Approx(450e6 / 365));
  CHECK(read_amount("15 thousand t", "kt")->number == 15);
  const auto rent = read_amount("900 RUB/day", "money/day");
  CHECK(rent->number == 900);
  CHECK(rent->currency == "RUB");
}

TEST_CASE("a range keeps its ends, and its middle where none is said") {
  const auto three = read_amount("10..14..18 USD/t", "money/t");
  REQUIRE(three);
  CHECK(three->low == 10);
  CHECK(three->number == 14);
  CHECK(three->high == 18);
  const auto two = read_amount("10..18 USD/t", "money/t");
  CHECK(two->low == 10);
  CHECK(two->number == 14);
  CHECK(two->high == 18);
  const auto negative = read_amount("-5..-2..0 USD/t", "USD/t");
  CHECK(negative->low == -5);
  CHECK(negative->high == 0);
  const auto months = read_amount("1.2..2.4 Mt/year", "kt/month");
  CHECK(months->low == 100);
  CHECK(months->high == 200);
  CHECK(read_amount("0.3..0.7..1", "")->number == 0.7);
}

TEST_CASE("a text that is no quantity is refused and says why") {
  struct Bad {
    const char *text, *unit, *found;
  };
  constexpr Bad bad[] = {
      {"", "t", "nothing stands here"},
      {"abc", "t", "`abc` is no number"},
      {"nan t", "t", "`nan t` is no number"},
      {".nan", "", "`.nan` is no number"},
      {"-inf t", "t", "`-inf t` is no number"},
      {"Infinity", "", "`Infinity` is no number"},
      {"1e400 t", "t", "`1e400` is beyond what a number can hold"},
      {"1e308 billion t", "t", "beyond what a number can hold"},
      {"0x10 t", "t", "is no known unit"},
      {".5 t", "t", "`.5 t` is no number"},
      {"+5 t", "t", "`+5 t` is no number"},
      {"5. t", "t", "is no number"},
      {"5.. t", "t", "is no number"},
      {"..5 t", "t", "is no number"},
      {"1..2..3..4 t", "t", "has more than three ends"},
      {"3..2 t", "t", "the range `3..2 t` runs backwards"},
      {"10..14..12 USD/t", "money/t", "runs backwards"},
      {"15,000 t", "t", "parts thousands"},
      {"20", "Mt/year", "`20` has no unit"},
      {"20 km", "Mt/year", "`km` is the wrong unit"},
      {"20 %", "t", "`%` is the wrong unit"},
      {"20 t", "", "`20 t` has a unit"},
      {"900 RUB/day", "USD/t", "`RUB/day` is the wrong unit"},
      {"900 rub/day", "money/day", "`rub` in `rub/day` is no known unit"},
      {"1e300..2e300 Mt", "t", ""},
  };
  for (const Bad& b : bad) {
    CAPTURE(b.text);
    const auto amount = read_amount(b.text, b.unit);
    if (std::string(b.found).empty()) {
      CHECK(amount);
      continue;
    }
    REQUIRE(!amount);
    CHECK_MESSAGE(amount.error().found.find(b.found) != std::string::npos, amount.error().found);
  }
  CHECK(read_amount("20 km", "Mt/year").error().expected == "Mt/year, kt/month or t/day");
}

TEST_CASE("a distribution reads as it is written and has the mean of its law") {
  const auto triangular = read_distribution("triangular 2..3..7 days", "days");
  REQUIRE(triangular);
  CHECK(triangular->shape == Shape::triangular);
  CHECK(triangular->mean() == 4);
  const auto hours = read_distribution("triangular 2..3..7 days", "hours");
  CHECK(hours->p == std::array<double, 3>{48, 72, 168});
  const auto uniform = read_distribution("uniform 2..4 days", "days");
  CHECK(uniform->shape == Shape::uniform);
  CHECK(uniform->mean() == 3);
  const auto lognormal = read_distribution("lognormal mean 5 cv 0.4 days", "hours");
  CHECK(lognormal->shape == Shape::lognormal);
  CHECK(lognormal->mean() == 120);
  CHECK(lognormal->p[1] == 0.4);
  const auto fixed = read_distribution("3 days", "hours");
  CHECK(fixed->shape == Shape::constant);
  CHECK(fixed->mean() == 72);
  const auto seen = read_distribution("empirical 1 2 6 days", "days");
  CHECK(seen->shape == Shape::empirical);
  CHECK(seen->samples == std::vector<double>{1, 2, 6});
  CHECK(seen->mean() == 3);
}

TEST_CASE("a distribution that is none is refused and says what would do") {
  struct Bad {
    const char *text, *found;
  };
  constexpr Bad bad[] = {
      {"gaussian 2..3 days", "is no distribution"},
      {"triangular 2..3 days", "has 2 of 3 ends"},
      {"triangular 3..2..6 days", "runs backwards"},
      {"uniform 2..3..4 days", "has 3 of 2 ends"},
      {"uniform -1..4 days", "is negative"},
      {"uniform 2..4 km", "`km` is the wrong unit"},
      {"uniform 2..4", "has no unit"},
      {"2..4 days", "does not say how it is spread"},
      {"lognormal 5 cv 0.4 days", "cannot be read"},
      {"lognormal mean 5 days", "cannot be read"},
      {"lognormal mean 0 cv 0.4 days", "is not positive"},
      {"lognormal mean 5 cv 0 days", "cv 0 is out of bounds"},
      {"lognormal mean 5 cv 99 days", "cv 99 is out of bounds"},
      {"lognormal mean 1e400 cv 0.1 days", "beyond what a number can hold"},
      {"empirical days", "an empirical distribution without values"},
      {"empirical 1 -2 days", "is negative"},
      {"-3 days", "is negative"},
      {"", "is no distribution"},
  };
  for (const Bad& b : bad) {
    CAPTURE(b.text);
    const auto law = read_distribution(b.text, "days");
    REQUIRE(!law);
    CHECK_MESSAGE(law.error().found.find(b.found) != std::string::npos, law.error().found);
  }
}
