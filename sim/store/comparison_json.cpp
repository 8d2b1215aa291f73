#include "sim/store/comparison_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace corridor::store {
namespace {

using Json = nlohmann::ordered_json;

/// + 0.0: no negative zero.
Json number(const std::optional<double>& x) {
  return x && std::isfinite(*x) ? Json(*x + 0.0) : Json(nullptr);
}

Json json_of(const ComparedScenario& s) {
  return {{"name", s.name},
          {"title", s.title},
          {"question", s.question},
          {"measure", {{"from", to_iso(s.measure.from)}, {"to", to_iso(s.measure.to)}}},
          {"ranged_figures", s.ranged_figures}};
}
Json json_of(const Difference& d) {
  Json row{{"scenario", d.scenario},         {"kpi", d.kpi},
           {"by", Json::object()},           {"unit", d.unit},
           {"base", number(d.base)},         {"whatif", number(d.whatif)},
           {"diff", number(d.diff)},         {"low", number(d.low)},
           {"high", number(d.high)},         {"low_all", number(d.low_all)},
           {"high_all", number(d.high_all)}, {"n", d.n},
           {"verdict", to_word(d.verdict)}};
  for (const auto& [key, label] : d.by) row["by"][key] = label;
  if (d.low_independent || d.variance_ratio) {
    row["low_independent"] = number(d.low_independent);
    row["high_independent"] = number(d.high_independent);
    row["variance_ratio"] = number(d.variance_ratio);
  }
  return row;
}
Json json_of(const Risk& r) {
  return {{"scenario", r.scenario}, {"target", r.target}, {"missed", r.missed},
          {"futures", r.futures},   {"low", r.low},       {"high", r.high}};
}
Json json_of(const Choice& c) {
  Json plans = Json::array();
  for (const Choice::Plan& p : c.plans)
    plans.push_back({{"scenario", p.scenario}, {"mean", number(p.mean)}, {"may_be_best", p.may_be_best}});
  return {{"figure", c.figure},         {"unit", c.unit},       {"more_is_better", c.more_is_better},
          {"confidence", c.confidence}, {"futures", c.futures}, {"plans", plans}};
}
Json json_of(const Tornado& t) {
  Json swings = Json::array();
  for (const Swing& s : t.swings) {
    swings.push_back({{"figure", s.figure},
                      {"low", s.low},
                      {"likely", s.likely},
                      {"high", s.high},
                      {"diff_at_low", number(s.diff_at_low)},
                      {"diff_at_high", number(s.diff_at_high)},
                      {"swing_low", number(s.swing_low)},
                      {"swing_high", number(s.swing_high)},
                      {"correlation", number(s.correlation)},
                      {"chance", s.chance},
                      {"flips", s.flips},
                      {"flips_at", number(s.flips_at)}});
  }
  return {{"scenario", t.scenario},     {"kpi", t.kpi},     {"unit", t.unit},
          {"figures", t.figures},       {"moved", t.moved}, {"replications", t.replications},
          {"sure_share", t.sure_share}, {"swings", swings}};
}
template <class T>
Json list_of(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(json_of(item));
  return list;
}
std::string line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string_view to_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::more:
      return "more";
    case Verdict::less:
      return "less";
    case Verdict::no_difference:
      return "no-difference";
  }
  return "no-difference";
}

const Difference* Comparison::find(std::string_view scenario, std::string_view kpi, const By& by) const {
  for (const Difference& d : rows) {
    if (d.scenario == scenario && d.kpi == kpi && d.by == by) return &d;
  }
  return nullptr;
}

std::string to_json(const Comparison& c) {
  const Json head{{"schema", kCompareSchema},
                  {"base", c.scenarios.empty() ? std::string{} : c.scenarios.front().name},
                  {"scenarios", list_of(c.scenarios)},
                  {"seed", c.seed},
                  {"replications", c.replications},
                  {"ranges_drawn", c.ranges_drawn},
                  {"level", c.level},
                  {"precision", c.precision ? Json::parse(to_json(*c.precision)) : Json(nullptr)},
                  {"notes", c.notes},
                  {"risks", list_of(c.risks)},
                  {"best", c.best ? json_of(*c.best) : Json(nullptr)},
                  {"tornado", list_of(c.tornado)}};
  std::string out = "{\n";
  for (const auto& [key, value] : head.items()) out += "\"" + key + "\": " + line(value) + ",\n";
  out += "\"rows\": [";
  for (std::size_t i = 0; i < c.rows.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    out += line(json_of(c.rows[i]));
  }
  return out += "\n]\n}\n";
}

Table differences_table(const Comparison& c) {
  static constexpr std::string_view keys[] = {"commodity", "market_group", "market",   "route", "via",
                                              "flow",      "pool",         "bound",    "rule",  "reason",
                                              "border",    "link",         "terminal", "fleet", "payee",
                                              "item",      "railway",      "traffic",  "month"};
  Table table{"differences", {"scenario", "kpi", "unit"}, {}};
  for (const std::string_view key : keys) table.columns.emplace_back(key);
  for (const char* column : {"base", "whatif", "diff", "low", "high", "low_all", "high_all",
                             "low_independent", "high_independent", "variance_ratio", "n", "verdict"})
    table.columns.emplace_back(column);
  const auto cell = [](const std::optional<double>& x) {
    return x && std::isfinite(*x) ? Cell{*x + 0.0} : Cell{std::string{}};
  };
  for (const Difference& d : c.rows) {
    std::vector<Cell> row{d.scenario, d.kpi, d.unit};
    for (const std::string_view key : keys) {
      const auto label = d.by.find(std::string{key});
      row.emplace_back(label == d.by.end() ? std::string{} : label->second);
    }
    for (const auto& x : {d.base, d.whatif, d.diff, d.low, d.high, d.low_all, d.high_all, d.low_independent,
                          d.high_independent, d.variance_ratio})
      row.push_back(cell(x));
    row.emplace_back(std::int64_t{d.n});
    row.emplace_back(std::string{to_word(d.verdict)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace corridor::store
