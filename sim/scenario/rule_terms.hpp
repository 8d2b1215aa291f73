#pragma once
/// @file rule_terms.hpp  What rules refer to: lists, unions, caps, parties, places and commodities of rule
/// files.

#include "network/rules/rule_book.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

/// Reads the tables beside `rules` of one rule file into the book.
void read_rule_terms(const Document& document, rules::RuleBook& book, Diagnostics& faults);

}  // namespace corridor::scenario
