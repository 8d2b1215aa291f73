#pragma once
/// @file explain_report.hpp  The answer of the rules for people: the verdict first, then who, why, and until
/// when.

#include <string>
#include <string_view>

#include "network/rules/answer.hpp"
#include "network/rules/rule_book.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {

std::string to_text(const rules::Answer& answer, const rules::RuleBook& book, const Look& look);
std::string_view word_of(rules::Per per);

}  // namespace corridor::report
