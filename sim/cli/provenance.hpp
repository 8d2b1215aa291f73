#pragma once
/// @file provenance.hpp  Where the figures of a scenario come from, shown: how many of each quality, by
/// table.

#include "sim/cli/session.hpp"
#include "sim/report/table.hpp"
#include "sim/scenario/provenance.hpp"

namespace corridor::cli {

report::Table table_of(const scenario::Provenance& provenance);
/// {total, ranged, figures: {quality: n}, tables: [{table, figures}], estimates: [{path, value, reason}]}
Json to_json(const scenario::Provenance& provenance);

}  // namespace corridor::cli
