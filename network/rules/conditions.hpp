#pragma once
/// @file conditions.hpp  Whether the tests of a rule hold for a shipment.

#include <string>
#include <vector>

#include "network/rules/facts.hpp"

namespace corridor::rules {

struct Tested {
  const Condition* condition = nullptr;  ///< nullptr: implied by the rule itself
  Test test = Test::proof;
  State state = State::open;
};

/// The best way of a rule: the tests of it with their states, and the worst of these.
struct Tests {
  State state = State::held;
  std::vector<Tested> tested;
  int open() const;
  int failed() const;
};

/// Tests of a rule for the shipment: one way with all tests held is held; otherwise the way with fewest
/// failed, then fewest open tests. A ban without tests is failed, an exemption or requirement without tests
/// is held.
Tests test_rule(const Facts& facts, const Rule& rule);

/// What a test asks for, for people.
std::string describe(const RuleBook& book, const Rule& rule, const Tested& tested, const Shipment& shipment);

/// The quota of a rule for this cargo; nullptr where it has none.
const Quota* quota_for(const Facts& facts, const Rule& rule);

}  // namespace corridor::rules
