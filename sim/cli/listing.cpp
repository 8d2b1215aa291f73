#include "sim/cli/listing.hpp"

#include <fmt/format.h>

#include "sim/experiment/kpi.hpp"
#include "sim/scenario/describe.hpp"

namespace corridor::cli {
namespace {

using scenario::Field;
using scenario::FieldKind;
using scenario::Record;
using scenario::TableData;

/// A kind that is a table of the scenario language: which fields tell its records apart.
struct Kind {
  std::string name, table;
  std::vector<std::string> fields;
};
const std::vector<Kind>& table_kinds() {
  static const std::vector<Kind> kinds = {
      {"places", "places", {"name", "country", "kind", "aliases"}},
      {"links", "links", {"mode", "length", "railway"}},
      {"cargo", "commodities", {"name", "parent"}},
      {"pools", "pools", {"name", "market", "country", "delivered_at"}},
      {"terminals", "terminals", {"name", "port", "cargo"}},
      {"flows", "flows", {"name", "origin", "cargo", "grade", "owner"}},
      {"grades", "grades", {"name", "commodity", "calorific_value", "ash"}},
      {"borders", "borders", {"name", "link"}},
      {"railways", "railways", {"name", "country"}},
      {"acceptances", "acceptances", {"name", "to"}},
      {"series", "series", {"name"}},
      {"currencies", "currencies", {}},
      {"wagons", "wagons", {"name", "cargo"}},
      {"vessels", "vessels", {"cargo"}},
      {"contracts", "contracts", {"flow", "pool"}},
  };
  return kinds;
}

Json to_json(const Field& field, const scenario::Value& value) {
  switch (field.kind) {
    case FieldKind::ids:
    case FieldKind::words:
      return value.words;
    case FieldKind::flag:
      return value.number != 0;
    case FieldKind::quantity:
      return value.number;
    case FieldKind::text:
    case FieldKind::id:
    case FieldKind::choice:
      return value.text;
    default:
      return scenario::to_text(field, value);
  }
}

std::string to_cell(const Field& field, const scenario::Value& value) {
  if (field.kind == FieldKind::ids || field.kind == FieldKind::words) {
    return fmt::format("{}", fmt::join(value.words, ", "));
  }
  return scenario::to_text(field, value);
}

Listing list_table(const Kind& kind, const TableData& data) {
  Listing out;
  out.table.columns.push_back({"id"});
  for (const std::string& key : kind.fields) out.table.columns.push_back({key});
  out.table.empty = "There are none.";
  for (const Record& record : data.records) {
    Json item{{"id", record.id}};
    std::vector<std::string> cells{record.id};
    for (const std::string& key : kind.fields) {
      const Field& field =
          data.table->fields[static_cast<std::size_t>(scenario::field_index(*data.table, key))];
      const scenario::Value* value = scenario::value_on(data, record, key);
      item[key] = value == nullptr ? Json(nullptr) : to_json(field, *value);
      cells.push_back(value == nullptr ? "" : to_cell(field, *value));
    }
    out.items.push_back(std::move(item));
    out.table.rows.push_back(std::move(cells));
  }
  return out;
}

}  // namespace

const std::vector<std::string>& list_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Kind& kind : table_kinds()) all.push_back(kind.name);
    all.insert(all.begin() + 3, {"rules", "parties"});
    all.emplace_back(kKpis);
    return all;
  }();
  return names;
}

Listing list_of(const std::string& kind, const scenario::Scenario& network) {
  if (kind == "rules") return list_rules(network);
  if (kind == "parties") return list_parties(network);
  for (const Kind& k : table_kinds()) {
    if (k.name == kind) return list_table(k, network.table(k.table));
  }
  return {};
}

Listing list_kpis() {
  Listing out;
  out.table.columns = {{"id"}, {"unit"}, {"meaning"}, {"by"}};
  for (const experiment::KpiInfo& kpi : experiment::kpi_catalogue()) {
    std::vector<std::string> cuts;
    for (const auto& cut : kpi.cuts) {
      if (!cut.empty()) cuts.push_back(fmt::format("{}", fmt::join(cut, "+")));
    }
    out.items.push_back({{"id", kpi.name}, {"unit", kpi.unit}, {"meaning", kpi.meaning}, {"by", kpi.cuts}});
    out.table.rows.push_back({kpi.name, kpi.unit, kpi.meaning, fmt::format("{}", fmt::join(cuts, ", "))});
  }
  return out;
}

}  // namespace corridor::cli
