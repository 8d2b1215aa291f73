#include "sim/store/summary_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

namespace corridor::store {
namespace {

using Json = nlohmann::ordered_json;

/// A JSON string; most texts are plain words that stand as they are.
void add_text(std::string& out, const std::string& s) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (std::all_of(s.begin(), s.end(), plain))
    out.append(1, '"').append(s).append(1, '"');
  else
    out += Json(s).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The shortest text that reads back to the same number; null where there is none. + 0.0: no negative zero.
void add_number(std::string& out, std::string_view key, const std::optional<double>& x) {
  out.append(",\"").append(key).append("\":");
  if (x && std::isfinite(*x))
    fmt::format_to(std::back_inserter(out), "{}", *x + 0.0);
  else
    out += "null";
}

void add_kpi(std::string& out, const Kpi& k) {
  out += "{\"name\":";
  add_text(out, k.name);
  out += ",\"unit\":";
  add_text(out, k.unit);
  add_number(out, "mean", k.mean);
  add_number(out, "low", k.low);
  add_number(out, "high", k.high);
  add_number(out, "low_all", k.low_all);
  add_number(out, "high_all", k.high_all);
  out += ",\"by\":{";
  for (const auto& [key, label] : k.by) {
    if (out.back() != '{') out += ',';
    add_text(out, key);
    out += ':';
    add_text(out, label);
  }
  out += "}}";
}

bool is_amount(const std::string& column) { return column.ends_with("_usd_t"); }

/// A table as a list of objects, one a line.
void add_table(std::string& out, const Table& table) {
  out += '[';
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    Json row = Json::object();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const Cell& cell = table.rows[r][c];
      if (std::holds_alternative<double>(cell))
        row[table.columns[c]] = number(cell);
      else if (is_amount(table.columns[c]))
        row[table.columns[c]] = nullptr;
      else
        row[table.columns[c]] = to_text(cell);
    }
    out += r == 0 ? "\n" : ",\n";
    out += row.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  out += "\n]";
}

Table table_of(const Json& rows) {
  Table table;
  if (rows.empty() || !rows.front().is_object()) return table;
  for (const auto& [name, cell] : rows.front().items()) table.columns.push_back(name);
  for (const Json& row : rows) {
    std::vector<Cell>& cells = table.rows.emplace_back();
    for (const std::string& name : table.columns) {
      const Json cell = row.value(name, Json());
      cells.push_back(cell.is_number()   ? Cell{cell.get<double>()}
                      : cell.is_string() ? Cell{cell.get<std::string>()}
                                         : Cell{std::string{}});
    }
  }
  return table;
}

/// Reads fields of a JSON object and remembers what is wrong with them.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  void fault(const std::string& path, const std::string& found, const std::string& expected) {
    faults_.push_back({Severity::error, file_, 0, 0, path, found, expected});
  }
  template <class T>
  void read(const Json& object, const char* key, const std::string& path, bool (Json::*is)() const noexcept,
            const char* expected, T& into) {
    const auto field = object.find(key);
    const std::string where = path.empty() ? key : path + "." + key;
    if (field == object.end()) return fault(where, "missing", expected);
    if (!((*field).*is)()) return fault(where, field->dump().substr(0, 60), expected);
    into = field->get<T>();
  }
  void read_optional(const Json& object, const char* key, const std::string& path,
                     std::optional<double>& into) {
    const auto field = object.find(key);
    if (field != object.end() && field->is_null()) return;
    double value = 0;
    const std::size_t before = faults_.size();
    read(object, key, path, &Json::is_number, "a number or null", value);
    if (faults_.size() == before) into = value;
  }
  void read_day(const Json& object, const char* key, const std::string& path, Day& into) {
    std::string text;
    const std::size_t before = faults_.size();
    read(object, key, path, &Json::is_string, "an ISO date", text);
    if (faults_.size() > before) return;
    if (const auto day = parse_day(text))
      into = *day;
    else
      fault(path + "." + key, text, "an ISO date");
  }
  const Diagnostics& faults() const { return faults_; }

 private:
  std::string file_;
  Diagnostics faults_;
};

Kpi read_kpi(const Json& object, const std::string& path, Reader& reader) {
  Kpi k;
  if (!object.is_object()) {
    reader.fault(path, object.dump().substr(0, 60), "an object");
    return k;
  }
  reader.read(object, "name", path, &Json::is_string, "text", k.name);
  reader.read(object, "unit", path, &Json::is_string, "text", k.unit);
  reader.read_optional(object, "mean", path, k.mean);
  reader.read_optional(object, "low", path, k.low);
  reader.read_optional(object, "high", path, k.high);
  reader.read_optional(object, "low_all", path, k.low_all);
  reader.read_optional(object, "high_all", path, k.high_all);
  const auto by = object.find("by");
  if (by == object.end() || !by->is_object()) {
    reader.fault(path + ".by", by == object.end() ? "missing" : by->dump().substr(0, 60), "an object");
    return k;
  }
  for (const auto& [key, label] : by->items()) {
    if (label.is_string())
      k.by[key] = label.get<std::string>();
    else
      reader.fault(path + ".by." + key, label.dump().substr(0, 60), "text");
  }
  return k;
}

}  // namespace

const std::vector<std::size_t>& Summary::named(std::string_view name) const {
  static const std::vector<std::size_t> none;
  if (indexed_ != kpis.size()) {
    places_.clear();
    for (std::size_t i = 0; i < kpis.size(); ++i) places_[kpis[i].name].push_back(i);
    indexed_ = kpis.size();
  }
  const auto it = places_.find(name);
  return it == places_.end() ? none : it->second;
}

const Kpi* Summary::find(std::string_view name, const By& by) const {
  for (const std::size_t i : named(name)) {
    if (kpis[i].by == by) return &kpis[i];
  }
  return nullptr;
}

std::vector<const Kpi*> Summary::cut(std::string_view name, const std::vector<std::string>& keys) const {
  std::vector<const Kpi*> out;
  for (const std::size_t i : named(name)) {
    const Kpi& k = kpis[i];
    if (k.by.size() != keys.size()) continue;
    const auto has = [&](const std::string& key) { return k.by.count(key) > 0; };
    if (std::all_of(keys.begin(), keys.end(), has)) out.push_back(&k);
  }
  return out;
}

std::string to_json(const Precision& p) {
  const Json reached = std::isfinite(p.reached) ? Json(p.reached) : Json(nullptr);
  return Json{{"asked", p.asked}, {"reached", reached},          {"scenario", p.scenario}, {"kpi", p.kpi},
              {"met", p.met},     {"most_replications", p.most}, {"level", p.level}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const Summary& s) {
  Json head{{"schema", kRunSchema},
            {"scenario", s.scenario},
            {"title", s.title},
            {"question", s.question},
            {"measure", {{"from", to_iso(s.measure.from)}, {"to", to_iso(s.measure.to)}}},
            {"seed", s.seed},
            {"replications", s.replications},
            {"ranges_drawn", s.ranges_drawn},
            {"ranged_figures", s.ranged_figures},
            {"findings", s.findings}};
  if (s.precision) head["precision"] = Json::parse(to_json(*s.precision));
  std::string out = "{\n";
  for (const auto& [key, value] : head.items()) {
    out += "\"" + key + "\": " + value.dump(-1, ' ', false, Json::error_handler_t::replace) + ",\n";
  }
  const auto add = [&](std::string_view key, const std::vector<Kpi>& kpis) {
    out.append("\"").append(key).append("\": [");
    for (std::size_t i = 0; i < kpis.size(); ++i) {
      out += i == 0 ? "\n" : ",\n";
      add_kpi(out, kpis[i]);
    }
    out += "\n]";
  };
  add("report", s.report);
  out += ",\n\"switching\": ";
  add_table(out, s.switching);
  out += ",\n";
  add("kpis", s.kpis);
  return out += "\n}\n";
}

Result<Summary> summary_from_json(std::string_view text, const std::string& file) {
  const Json root = Json::parse(text, nullptr, false);
  Reader reader{file};
  if (!root.is_object()) {
    reader.fault("", root.is_discarded() ? "not JSON" : "no object", "summary.json of a run of corridor");
    return tl::unexpected(reader.faults());
  }
  std::string schema;
  reader.read(root, "schema", "", &Json::is_string, "corridor/run/1", schema);
  if (reader.faults().empty() && schema != kRunSchema)
    reader.fault("schema", schema, std::string{kRunSchema});
  if (!reader.faults().empty()) return tl::unexpected(reader.faults());

  Summary s;
  reader.read(root, "scenario", "", &Json::is_string, "text", s.scenario);
  reader.read(root, "title", "", &Json::is_string, "text", s.title);
  reader.read(root, "question", "", &Json::is_string, "text", s.question);
  reader.read(root, "seed", "", &Json::is_number_unsigned, "a whole number", s.seed);
  reader.read(root, "replications", "", &Json::is_number_integer, "a whole number", s.replications);
  reader.read(root, "ranges_drawn", "", &Json::is_boolean, "true or false", s.ranges_drawn);
  reader.read(root, "ranged_figures", "", &Json::is_number_integer, "a whole number", s.ranged_figures);
  if (const auto precision = root.find("precision"); precision != root.end() && precision->is_object()) {
    s.precision.emplace();
    reader.read(*precision, "asked", "precision", &Json::is_number, "a number", s.precision->asked);
    std::optional<double> reached;
    reader.read_optional(*precision, "reached", "precision", reached);
    s.precision->reached = reached.value_or(std::numeric_limits<double>::infinity());
    reader.read(*precision, "scenario", "precision", &Json::is_string, "text", s.precision->scenario);
    reader.read(*precision, "kpi", "precision", &Json::is_string, "text", s.precision->kpi);
    reader.read(*precision, "met", "precision", &Json::is_boolean, "true or false", s.precision->met);
    reader.read(*precision, "most_replications", "precision", &Json::is_number_integer, "a whole number",
                s.precision->most);
    reader.read(*precision, "level", "precision", &Json::is_number, "a number", s.precision->level);
  }
  Json measure, findings, kpis;
  if (const auto report = root.find("report"); report != root.end() && report->is_array()) {
    for (std::size_t i = 0; i < report->size(); ++i)
      s.report.push_back(read_kpi((*report)[i], "report[" + std::to_string(i) + "]", reader));
  }
  if (const auto rows = root.find("switching"); rows != root.end() && rows->is_array())
    s.switching = table_of(*rows);
  reader.read(root, "measure", "", &Json::is_object, "from and to", measure);
  if (measure.is_object()) {
    reader.read_day(measure, "from", "measure", s.measure.from);
    reader.read_day(measure, "to", "measure", s.measure.to);
  }
  reader.read(root, "findings", "", &Json::is_array, "a list", findings);
  for (const Json& f : findings) {
    if (f.is_string())
      s.findings.push_back(f.get<std::string>());
    else
      reader.fault("findings", f.dump().substr(0, 60), "text");
  }
  reader.read(root, "kpis", "", &Json::is_array, "a list", kpis);
  for (std::size_t i = 0; i < kpis.size(); ++i) {
    s.kpis.push_back(read_kpi(kpis[i], "kpis[" + std::to_string(i) + "]", reader));
  }
  if (!reader.faults().empty()) return tl::unexpected(reader.faults());
  return s;
}

}  // namespace corridor::store
