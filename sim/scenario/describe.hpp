#pragma once
/// @file describe.hpp  Values as a planner would write them, for reports and `resolved` lines.

#include <string>
#include <vector>

#include "sim/scenario/record.hpp"

namespace corridor::scenario {

/// The value with its unit and range: `10..14..18 USD/t`, `yes`, `2027-10-01`, `triangular 2..3..6 days`.
std::string to_text(const Field& field, const Value& value);
/// All steps: the value where there is one without a date; else `5 from 2024-01-01, 6 from 2025-01-01`.
std::string to_text(const Field& field, const std::vector<Dated>& steps);
std::string to_text(const Distribution& law, std::string_view unit);
/// The unit of a figure as people read it: money with its currency.
std::string unit_of(const Field& field, const Value& value);

}  // namespace corridor::scenario
