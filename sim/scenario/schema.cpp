#include "sim/scenario/schema.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "sim/scenario/fields.hpp"
#include "sim/scenario/rule_reader.hpp"
#include "sim/scenario/study.hpp"
#include "sim/scenario/units.hpp"

namespace corridor::scenario {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kNumber = "-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?";
constexpr const char* kDay = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

std::vector<std::string> words_of(std::string_view choices) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= choices.size();) {
    const auto end = std::min(choices.find('|', begin), choices.size());
    out.emplace_back(choices.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

/// A number, or a range with its unit. The parser knows more than a pattern can say: units are checked there.
Json quantity(const Field& field) {
  const std::string ends = fmt::format("^{0}(\\.\\.{0}){{0,2}}", kNumber);
  const bool plain = field.unit.empty() || field.unit == "any" || field.unit == "deg";
  Json text{{"type", "string"}, {"pattern", plain ? ends : ends + " ?[^ ].*$"}};
  if (!plain) return text;
  Json number{{"type", "number"}};
  if (field.min > -std::numeric_limits<double>::infinity()) number["minimum"] = field.min;
  if (field.max < std::numeric_limits<double>::infinity()) number["maximum"] = field.max;
  return {{"anyOf", Json::array({number, text})}};
}

Json list_or_one(Json one) {
  Json list{{"type", "array"}, {"items", one}};
  return {{"anyOf", Json::array({std::move(one), std::move(list)})}};
}

Json flag() { return {{"enum", Json::array({"yes", "no", true, false})}}; }
Json text() { return {{"type", Json::array({"string", "number", "boolean"})}}; }
Json day() { return {{"type", "string"}, {"pattern", kDay}}; }

/// The value itself, without steps.
Json bare(const Field& field) {
  switch (field.kind) {
    case FieldKind::text:
      return text();
    case FieldKind::id:
      return {{"type", "string"}};
    case FieldKind::ids:
    case FieldKind::words:
      return list_or_one({{"type", "string"}});
    case FieldKind::choice:
      return {{"enum", words_of(field.table)}};
    case FieldKind::flag:
      return flag();
    case FieldKind::day:
      return day();
    case FieldKind::quantity:
      return quantity(field);
    case FieldKind::quantities:
      return {{"type", "array"}, {"items", quantity(field)}, {"minItems", 12}, {"maxItems", 12}};
    case FieldKind::distribution:
      break;
  }
  return list_or_one(
      {{"type", "string"}, {"pattern", "^(triangular |uniform |lognormal |empirical |[0-9])"}});
}

Json quality() {
  return {{"enum", Json::array({"official", "press", "academic", "measured", "estimate", "class-default"})}};
}

void add_origin(Json& properties) {
  properties["source"] = list_or_one({{"type", "string"}});
  properties["quality"] = quality();
  properties["note"] = text();
}

Json object(Json properties, std::vector<std::string> required = {}) {
  Json out{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

std::string described(const Field& field) {
  std::string out(field.meaning);
  if (field.kind == FieldKind::quantity || field.kind == FieldKind::distribution) {
    const std::string units = units_that_fit(field.unit);
    if (!units.empty()) out += fmt::format(" Unit: {}.", units);
  }
  if (!field.fallback.empty()) out += fmt::format(" Not said: {}.", field.fallback);
  return out;
}

/// A field as records hold it: a value, a map with its origin, or dated steps.
Json said(const Field& field) {
  Json value = bare(field);
  Json properties;
  if (field.dated) properties["from"] = day();
  properties["value"] = value;
  add_origin(properties);
  const Json step = object(properties, {"value"});
  Json forms = Json::array({value, step});
  if (field.dated) forms.push_back({{"type", "array"}, {"items", step}, {"minItems", 1}});
  return {{"description", described(field)}, {"anyOf", std::move(forms)}};
}

Json record(const Table& table) {
  Json properties;
  if (!table.single) properties["id"] = {{"type", "string"}, {"pattern", "^[a-z0-9]+(--?[a-z0-9]+)*$"}};
  std::vector<std::string> required;
  if (!table.single && !table.pair_id) required.emplace_back("id");
  for (const Field& field : table.fields) {
    properties[std::string(field.key)] = said(field);
    if (field.required) required.emplace_back(field.key);
  }
  add_origin(properties);
  Json out = object(std::move(properties), std::move(required));
  out["description"] = table.meaning;
  return out;
}

/// What a change may say of a table: fields, dates, factors.
Json change(const Table& table, std::string_view subject) {
  Json properties;
  properties[std::string(subject)] = table.single ? Json::object() : Json{{"type", "string"}};
  properties["from"] = day();
  properties["to"] = day();
  for (const Field& field : table.fields) {
    if (field.key == subject || field.key == "from" || field.key == "to") continue;
    Json value = said(field);
    if (field.kind == FieldKind::quantity)
      value["anyOf"].push_back({{"type", "string"}, {"pattern", "^times [0-9]"}});
    if (field.key == "closed" && field_index(table, "weather") >= 0)
      value["anyOf"].push_back({{"const", "weather"}});
    properties[std::string(field.key)] = std::move(value);
  }
  if (field_index(table, "weather") >= 0)
    properties["days_per_year"] = {{"type", Json::array({"number", "string"})}};
  if (field_index(table, "value") >= 0)
    properties["factor"] = properties["multiply"] = {{"type", "number"}, {"minimum", 0}};
  add_origin(properties);
  Json out = object(std::move(properties), {std::string(subject)});
  out["description"] = fmt::format("A change to one of the {}, or to `all`. {}", table.name, table.meaning);
  return out;
}

Json addition(const Table& table) {
  Json out = record(table);
  out["properties"]["add"] = {{"const", table.singular}};
  Json required = Json::array({"add"});
  for (const Json& key : out.value("required", Json::array())) required.push_back(key);
  out["required"] = std::move(required);
  out["description"] = fmt::format("A new {}. {}", table.singular, table.meaning);
  return out;
}

Json changes() {
  Json forms = Json::array();
  for (const Table& table : tables()) forms.push_back(change(table, table.singular));
  forms.push_back(change(*find_table("terminals"), "port"));
  forms.push_back(
      {{"type", "object"},
       {"properties", {{"rule", {{"type", "string"}}}, {"from", day()}, {"to", day()}, {"never", flag()}}},
       {"required", Json::array({"rule"})},
       {"description", "A change to one rule: other dates, or never."}});
  for (const Table& table : tables()) {
    if (!table.single) forms.push_back(addition(table));
  }
  return {{"type", "array"}, {"items", {{"anyOf", std::move(forms)}}}};
}

Json head(std::string_view title) {
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
}

Json whole(std::uint64_t least) { return {{"type", "integer"}, {"minimum", least}}; }

Json scenario_key(const Field& field) {
  if (field.key == "measure") return object({{"from", day()}, {"to", day()}});
  if (field.key == "changes") return changes();
  if (field.kind == FieldKind::quantity) return whole(static_cast<std::uint64_t>(field.min));
  return bare(field);
}

/// One value of a parameter, as written.
Json level() { return {{"type", Json::array({"string", "number", "boolean"})}}; }

/// The keys of a study file that have a form of their own.
Json parameter_key(const Field& field) {
  if (field.key == "moves") {
    const Json one{{"type", Json::array({"string", "object"})}};
    return list_or_one(one);
  }
  if (field.key == "values") return {{"type", "array"}, {"items", level()}, {"minItems", 1}};
  if (field.key == "points") return whole(2);
  if (field.key == "name") return {{"type", "string"}, {"pattern", "^[a-z0-9]+(--?[a-z0-9]+)*$"}};
  if (field.key == "cases") {
    Json one = object({{"case", text()}, {"changes", {{"$ref", "#/$defs/changes"}}}}, {"case", "changes"});
    return {{"type", "array"}, {"items", std::move(one)}, {"minItems", 1}};
  }
  return level();
}

Json fields_object(std::span<const Field> fields, Json (*key_of)(const Field&)) {
  Json properties;
  std::vector<std::string> required;
  for (const Field& field : fields) {
    Json key = key_of(field);
    key["description"] = described(field);
    properties[std::string(field.key)] = std::move(key);
    if (field.required) required.emplace_back(field.key);
  }
  return object(std::move(properties), std::move(required));
}

Json design_key(const Field& field) {
  if (field.kind == FieldKind::quantity) return whole(static_cast<std::uint64_t>(field.min));
  return bare(field);
}

Json study_key(const Field& field) {
  if (field.key == "parameters")
    return {{"type", "array"}, {"items", fields_object(parameter_fields(), parameter_key)}};
  if (field.key == "design")
    return {
        {"anyOf", Json::array({bare(design_fields().front()), fields_object(design_fields(), design_key)})}};
  if (field.key == "points")
    return {{"type", "array"}, {"items", {{"type", "object"}, {"additionalProperties", level()}}}};
  if (field.kind == FieldKind::quantity) return whole(static_cast<std::uint64_t>(field.min));
  return bare(field);
}

std::string bounds(const Field& field) {
  const double inf = std::numeric_limits<double>::infinity();
  if (field.min == -inf && field.max == inf) return "";
  if (field.max == inf) return fmt::format("{} or more", field.min);
  return fmt::format("{} to {}", field.min, field.max);
}

std::string kind_for_people(const Field& field) {
  switch (field.kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::id:
      return fmt::format("id of {}", field.table);
    case FieldKind::ids:
      return fmt::format("ids of {}", field.table);
    case FieldKind::words:
      return "words";
    case FieldKind::choice: {
      std::string out;
      for (const std::string& word : words_of(field.table)) out += (out.empty() ? "" : ", ") + word;
      return out;
    }
    case FieldKind::flag:
      return "yes or no";
    case FieldKind::day:
      return "date";
    case FieldKind::quantity:
      return field.unit.empty() ? "number" : field.unit == "any" ? "any unit" : std::string(field.unit);
    case FieldKind::quantities:
      return "twelve numbers";
    case FieldKind::distribution:
      break;
  }
  return fmt::format("distribution, {}", field.unit);
}

void rows(std::string& page, std::span<const Field> fields) {
  page += "| key | what | dated | not said | bounds | meaning |\n|---|---|---|---|---|---|\n";
  for (const Field& f : fields) {
    page += fmt::format("| `{}`{} | {} | {} | {} | {} | {} |\n", f.key, f.required ? " (required)" : "",
                        kind_for_people(f), f.dated ? "yes" : "", f.fallback, bounds(f), f.meaning);
  }
  page += "\n";
}

}  // namespace

std::string scenario_schema() {
  Json schema = head("corridor scenario");
  Json properties{{"format", {{"const", 1}}}};
  std::vector<std::string> required;
  for (const Field& field : scenario_fields()) {
    Json key = scenario_key(field);
    key["description"] = described(field);
    properties[std::string(field.key)] = std::move(key);
    if (field.required) required.emplace_back(field.key);
  }
  schema.update(object(std::move(properties), std::move(required)));
  return schema.dump(1) + "\n";
}

std::string data_schema() {
  Json schema = head("corridor network data");
  Json source = object({{"title", text()},
                        {"publisher", text()},
                        {"url", text()},
                        {"date", text()},
                        {"licence", text()},
                        {"note", text()}},
                       {"title"});
  Json properties{{"format", {{"const", 1}}},
                  {"licence", text()},
                  {"note", text()},
                  {"sources", {{"type", "object"}, {"additionalProperties", std::move(source)}}}};
  for (const Table& table : tables()) {
    const std::string name(table.name);
    properties[name] = table.single ? record(table) : Json{{"type", "array"}, {"items", record(table)}};
  }
  for (const std::string_view key : rule_keys()) properties[std::string(key)] = Json::object();
  schema.update(object(std::move(properties), {"format"}));
  return schema.dump(1) + "\n";
}

std::string study_schema() {
  Json schema = head("corridor study");
  schema.update(fields_object(study_fields(), study_key));
  schema["properties"]["format"] = {{"const", 1}};
  schema["$defs"]["changes"] = changes();
  for (const Table& table : study_tables()) {
    Json one = record(table);
    if (table.changes) one["properties"]["changes"] = {{"$ref", "#/$defs/changes"}};
    schema["properties"][std::string(table.name)] =
        table.single ? std::move(one) : Json{{"type", "array"}, {"items", std::move(one)}};
  }
  return schema.dump(1) + "\n";
}

std::string fields_page() {
  std::string page =
      "# Every field\n\n"
      "Made from the tables that the parser uses, by the test scenario/docs with CORRIDOR_UPDATE=1; without "
      "it the test compares the "
      "two. How values are\n"
      "written stands in [the scenario language](../scenario-language.md). A dated field may be a list of "
      "steps\n"
      "`{from: date, value: ...}`. Bounds are in the unit of the field, money in US dollars; money in "
      "another currency is\n"
      "checked for its sign alone. Each record may also say `source`, `quality` and `note`, and each step "
      "its own.\n\n"
      "## Scenario files\n\n";
  rows(page, scenario_fields());
  page += "## Study files\n\nHow they are written stands in [studies](../studies.md).\n\n";
  rows(page, study_fields());
  page += "### One of `parameters`\n\n";
  rows(page, parameter_fields());
  page += "### `design`, where it is a map\n\n";
  rows(page, design_fields());
  for (const Table& table : study_tables()) {
    page += fmt::format("### `{}`\n\n{}{}\n\n", table.name, table.meaning,
                        table.changes ? " Each may also say `changes`, as a scenario does." : "");
    rows(page, table.fields);
  }
  for (const Table& table : tables()) {
    page +=
        fmt::format("## {}\n\n{} A change names it as `{}`.\n\n", table.name, table.meaning, table.singular);
    rows(page, table.fields);
  }
  for (const Table& table : rule_tables()) {
    page += fmt::format("## {}\n\n{}\n\n", table.name, table.meaning);
    rows(page, table.fields);
  }
  page += "## Conditions of rules\n\nItems of `conditions` and `ways`.\n\n";
  rows(page, condition_fields());
  page.pop_back();
  return page;
}

}  // namespace corridor::scenario
