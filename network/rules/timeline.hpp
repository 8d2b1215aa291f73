#pragma once
/// @file timeline.hpp  For askers of many questions over many days: which days can matter to a shipment, and
/// which of its places rules can tell apart.

#include <string>
#include <vector>

#include "network/rules/rule_book.hpp"
#include "network/rules/shipment.hpp"

namespace corridor::rules {

/// Days in (from, to] on which the verdict on this shipment may be another than the day before, ascending.
/// All other days give the verdict of the day before.
std::vector<Day> change_days(const RuleBook& book, const Shipment& shipment, Day from, Day to);

/// Places as rules see them: those that some rule, list or other record names stand for themselves, of all
/// others one a country stands for the rest. A way given by `telling(names)` is judged as the way itself.
class PlaceSight {
 public:
  explicit PlaceSight(const RuleBook& book);
  std::vector<std::string> telling(const std::vector<std::string>& names) const;

 private:
  const RuleBook& book_;
  std::vector<bool> named_;  ///< [symbol]
};

}  // namespace corridor::rules
