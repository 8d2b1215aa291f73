// Small drawings in text.

#include "sim/report/numbers.hpp"

#include <doctest/doctest.h>

namespace corridor::report {
namespace {

TEST_CASE("a spark line rises from the lowest block for nothing much to the highest for the most") {
  CHECK(spark({1, 4, 8}, 8) == "\u2582\u2585\u2588");
  CHECK(spark({0.1, 8}, 8) == "\u2581\u2588");
}

TEST_CASE("what is longer than the line is summed in equal groups, and nothing is a gap") {
  CHECK(spark({1, 1, 2, 2, 0, 0, 4, 0}, 4) == "\u2585\u2588 \u2588");
  CHECK(spark({}, 4).empty());
  CHECK(spark({0, 0}, 4).empty());
  CHECK(spark({3, 0, 0}, 3) == "\u2588");
}

}  // namespace
}  // namespace corridor::report
