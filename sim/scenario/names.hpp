#pragma once
/// @file names.hpp  How written names find their records: by id, by id spelled otherwise (capitals, `_` or
/// space for `-`), by an alias of a place, and for links by their two ends in either order.

#include <string>
#include <string_view>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {

/// Whether it is lower-case ASCII words joined by `-` (of a link: by `-` or `--`).
bool is_id(std::string_view text);

/// The record that `written` means in the table; nullptr where none does. @pre the table exists
/// @cost O(log n)
const Record* find_written(const Scenario& scenario, std::string_view table, std::string_view written);
/// "did you mean `x`?", or where to look; for faults about ids.
std::string suggestion(const Scenario& scenario, std::string_view table, std::string_view written);

/// Gives each record its id (links: from--to unless they have their own) and fills the indices.
/// Faults: an id twice, an alias that means two places, a spelling that is no id.
void index_records(Scenario& scenario, Diagnostics& faults);
/// The same for one record just added at the end of the table. false after a fault.
bool index_last(Scenario& scenario, TableData& data, Diagnostics& faults);
/// Turns each written reference of every record into the id it means, and checks sources. Faults: to nowhere.
void resolve_records(Scenario& scenario, Diagnostics& faults);
void resolve_record(const Scenario& scenario, const TableData& data, Record& record, Diagnostics& faults);
/// The same for one value of a change. `path` as read_value has it.
void resolve_value(const Scenario& scenario, const Field& field, Value& value, std::string_view path,
                   Diagnostics& faults);

}  // namespace corridor::scenario
