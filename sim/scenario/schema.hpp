#pragma once
/// @file schema.hpp  What the field tables say, for editors (JSON Schema, draft 2020-12) and for people (the
/// reference page). All are made from fields.hpp and rule_reader.hpp alone, so they cannot differ from the
/// parser in keys, units, choices or bounds. Texts end in a newline and are the same on every machine.

#include <string>

namespace corridor::scenario {

/// JSON Schema of a scenario file.
std::string scenario_schema();
/// JSON Schema of a data file, rule files included.
std::string data_schema();
/// JSON Schema of a study file.
std::string study_schema();
/// docs/reference/fields.md.
std::string fields_page();

}  // namespace corridor::scenario
