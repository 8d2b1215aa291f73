#pragma once
/// @file judge.hpp  The verdict of the rules on a shipment. Evaluation order: docs/rules.md.
/// Every needed party is judged against every rule in force that binds it and meets what it does with these
/// goods at these places; exemptions lift the rules that they name; the worst verdict of all parties is the
/// answer.

#include <span>
#include <string>
#include <vector>

#include "network/rules/answer.hpp"
#include "network/rules/rule_book.hpp"
#include "network/rules/shipment.hpp"

namespace corridor::rules {

/// Judges a shipment. Names that the book does not know match nothing.
/// @cost some microseconds for 150 rules; no state
Answer judge(const RuleBook& book, const Shipment& shipment, Mode mode);
/// The same as if the rules of those ids did not exist.
Answer judge(const RuleBook& book, const Shipment& shipment, Mode mode, std::span<const std::string> lifted);
/// The same with changes_on: one judgement a change day until the verdict is another.
Answer judge_with_change(const RuleBook& book, const Shipment& shipment, Mode mode);

/// Days in [from, to] on which any verdict may be another than the day before, ascending; `from` is left out.
std::vector<Day> change_days(const RuleBook& book, Day from, Day to);

/// The rules of a book that take capacity, as far as place and goods go. The book outlives it.
class CapacityRules {
 public:
  explicit CapacityRules(const RuleBook& book);
  /// Capacity that they leave at a place on a day, between 0 and 1: the least of what each leaves.
  double left(std::string_view place, std::string_view cargo, Day day) const;

 private:
  const RuleBook& book_;
  std::vector<Rule> rules_;
};

}  // namespace corridor::rules
