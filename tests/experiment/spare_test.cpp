#include "sim/experiment/spare.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace corridor::experiment;

TEST_CASE("spare tonnes by hand: a queue half in use waits twice as long at two thirds") {
  // u / (1 - u) is 1 at a half and 2 at two thirds: 50 of 100 used, 16.67 more.
  const std::array one{UsedCapacity{50, 100, 1, 0.5}};
  CHECK(tonnes_until_double(one) == doctest::Approx(100.0 / 6));
  // A tonne that takes two of it fits half as often.
  const std::array twice{UsedCapacity{50, 100, 2, 0.5}};
  CHECK(tonnes_until_double(twice) == doctest::Approx(100.0 / 12));
}

TEST_CASE("spare tonnes: waits of a line add up, and what is booked by the month is a limit") {
  // Two queues of one kind, half used each, wait 2 intervals together: again two thirds.
  const std::array line{UsedCapacity{50, 100, 1, 0.5}, UsedCapacity{50, 100, 1, 0.5}};
  CHECK(tonnes_until_double(line) == doctest::Approx(100.0 / 6));
  const std::array booked{UsedCapacity{50, 100, 1, 0.5}, UsedCapacity{20, 30, 1, 0}};
  CHECK(tonnes_until_double(booked) == doctest::Approx(10));
  const std::array no_queue{UsedCapacity{20, 30, 1, 0}};
  CHECK(tonnes_until_double(no_queue) == 10);
  const std::array full{UsedCapacity{50, 100, 1, 0.5}, UsedCapacity{30, 30, 1, 0}};
  CHECK(tonnes_until_double(full) == 0);
}
