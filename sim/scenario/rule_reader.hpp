#pragma once
/// @file rule_reader.hpp  Reads rules and what they refer to from YAML into a RuleBook, and makes the changes
/// that scenarios make to rules. Every fault is a Diagnostic; what is faulty is left out of the book.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "network/rules/rule_book.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/record.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

/// The top-level keys of data files that this reader takes: the tables below, and `countries`, a list of
/// codes.
std::span<const std::string_view> rule_keys();
/// Their fields, for schema and reference. `conditions` and `ways` hold lists of condition_fields().
std::span<const Table> rule_tables();
std::span<const Field> rule_fields();
std::span<const Field> condition_fields();

/// Reads those keys of one file. Call it for every data file, then check_rules() once.
void read_rules(const Document& document, std::uint32_t file, rules::RuleBook& book, Diagnostics& faults);
/// After all files: tells the book the places, ports, terminals and commodities of the network, and checks
/// what rules refer to: rules that are overridden, lists, caps, circles. `files` are the names of
/// Scenario::files.
void finish_rules(std::span<const TableData> tables, std::span<const std::string> files,
                  rules::RuleBook& book, Diagnostics& faults);

/// {rule: ID, from: D, to: D, never: true}: moves or strikes out one rule. False where it could not.
bool apply_rule_change(const Node& change, std::string_view file, std::string_view path,
                       rules::RuleBook& book, Diagnostics& faults);

}  // namespace corridor::scenario
