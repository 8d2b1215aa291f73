#pragma once
/// @file record_reader.hpp  From the tree of a data file to the records of the tables. References stay as
/// written; names.hpp resolves them once everything is read.

#include <optional>
#include <string_view>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {

/// Reads one record, a map of fields with `id`, `source`, `quality` and `note`. `skip` is a key that is not
/// the record's own. Fields with faults stay unsaid. nullopt where it has no id or is no map.
std::optional<Record> read_record(const Reading& in, const Table& table, const Node& node,
                                  const Origin& origin, std::string_view path, std::string_view skip = {});

/// Reads the header and the tables of a data file; what belongs to the rules is left to the rule reader.
void read_data_file(const Document& document, std::uint32_t file, Scenario& into, Diagnostics& faults);

/// Whether a top-level key of a data file belongs to the rule reader.
bool is_rule_key(std::string_view key);

/// `sources:` of a data file: id: {title:, publisher:, url:}. The same id may stand in several files.
void read_sources(const Reading& in, const Node& node, std::vector<Source>& into);

/// `format: 1` and nothing else. `required`: the file must say it.
void check_format(const Reading& in, const Node& root, bool required);

}  // namespace corridor::scenario
