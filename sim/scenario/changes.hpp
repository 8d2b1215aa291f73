#pragma once
/// @file changes.hpp  What a scenario changes: one entry of `changes:`, applied to tables that are already
/// indexed and resolved. A change begins with what it changes, then says fields and dates:
///   {link: ayagoz--bakhty, open: 2027-10-01, capacity: 20 Mt/year}
///   {wagon: gondola, rent: 25 USD/day, from: 2025-03-01, to: 2025-05-31}    after `to` what held before the
///   change {tariff: all, rate: times 2}                                           every record, multiplied
///   {series: exchange-rate, factor: 1.05, from: 2025-01-01}                short for value: times 1.05
///   {terminal: quay, closed: weather, days_per_year: 25}
///   {port: ust-luga, closed: yes, from: 2025-02-25}                        every terminal of the place
///   {model: , bound_share: 1}                                              a table with one record
///   {add: terminal, id: new-quay, port: ..., ...}                          a new record
///   {rule: ID, from: 2025-02-25}  {rule: ID, never: true}                  as the rule reader has it

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {

/// Applies one change and adds a line to Scenario::resolved for each field changed. Nothing is changed in a
/// field that has a fault. `path` is the place in the document: changes[3].
void apply_change(const Reading& in, const Node& change, const std::string& path, Scenario& scenario);

/// What holds where `value` holds from `from` to `to`, both included, over `steps`. From the day after `to`
/// the old steps hold again. nullopt where nothing held there and so nothing can come back.
/// @pre from <= to; steps ascending; `fallback` holds before the first step
std::optional<std::vector<Dated>> overlaid(const std::vector<Dated>& steps,
                                           const std::vector<Dated>& fallback, Period window,
                                           const Value& value);
/// The steps with every figure within the window multiplied.
std::vector<Dated> multiplied(const std::vector<Dated>& steps, const std::vector<Dated>& fallback,
                              Period window, double factor, const Value& by);

}  // namespace corridor::scenario
