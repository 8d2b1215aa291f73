#include "sim/report/study_page.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

std::string cell(const store::Table& t, const std::vector<store::Cell>& row, std::string_view name) {
  const store::Cell& c = row[store::column(t, name)];
  return std::holds_alternative<double>(c) ? significant(std::get<double>(c)) : store::to_text(c);
}

/// The rows of one key figure for the whole.
std::vector<std::vector<store::Cell>> whole_of(const store::Table& t, const std::string& kpi) {
  std::vector<std::vector<store::Cell>> out;
  for (const auto& row : t.rows) {
    if (store::to_text(row[store::column(t, "kpi")]) == kpi &&
        store::to_text(row[store::column(t, "by")]) == "{}")
      out.push_back(row);
  }
  return out;
}

Table curve_table(const store::Table& curves, const std::string& kpi) {
  const auto rows = whole_of(curves, kpi);
  const std::string unit =
      rows.empty() ? "" : store::to_text(rows.front()[store::column(curves, "measured_in")]);
  Table table{fmt::format("{}, {}", kpi, unit),
              {{"parameter"},
               {"value"},
               {"mean", true},
               {"95 % interval", true},
               {"effect", true},
               {"per unit more", true}},
              {},
              "Per unit more: how much a unit of the parameter adds, from the value before to this one.",
              ""};
  for (const auto& row : rows) {
    const std::string low = cell(curves, row, "low"), high = cell(curves, row, "high");
    table.rows.push_back({cell(curves, row, "parameter"), cell(curves, row, "level"),
                          cell(curves, row, "mean"), low.empty() ? "-" : fmt::format("{} to {}", low, high),
                          cell(curves, row, "effect"), cell(curves, row, "slope")});
  }
  return table;
}

Table index_table(const store::Table& indices, const std::string& kpi) {
  Table table{fmt::format("Sobol' indices of {}", kpi),
              {{"parameter"}, {"first order", true}, {"95 %", true}, {"total", true}, {"95 %", true}},
              {},
              "",
              ""};
  for (const auto& row : whole_of(indices, kpi)) {
    const auto ends = [&](const char* name) {
      return fmt::format("{} to {}", cell(indices, row, fmt::format("{}_low", name)),
                         cell(indices, row, fmt::format("{}_high", name)));
    };
    table.rows.push_back({cell(indices, row, "parameter"), cell(indices, row, "first"), ends("first"),
                          cell(indices, row, "total"), ends("total")});
  }
  return table;
}

}  // namespace

std::string study_json(const store::StudyPlan& plan, const std::vector<store::Table>& tables) {
  using Json = nlohmann::ordered_json;
  Json parameters = Json::array();
  for (const store::StudyPlan::Parameter& p : plan.parameters) {
    parameters.push_back({{"name", p.name}, {"kind", p.kind}, {"unit", p.unit}, {"moves", p.moves}});
  }
  Json study{
      {"title", plan.title},          {"question", plan.question}, {"base", plan.base},
      {"design", plan.design},        {"seed", plan.seed},         {"replications", plan.replications},
      {"points", plan.points.size()}, {"report", plan.report},     {"parameters", std::move(parameters)}};
  for (const store::Table& table : tables) study[table.name] = store::to_csv(table);
  return study.dump(-1, ' ', false, Json::error_handler_t::replace);
}

RunReport describe_study(const store::StudyPlan& plan, const std::vector<store::Table>& tables) {
  RunReport r{plan.title, plan.question, {}, {}, {}};
  for (const std::string& kpi : plan.report) {
    for (const store::Table& table : tables) {
      Table shown = table.name == "curves" ? curve_table(table, kpi) : index_table(table, kpi);
      if (!shown.rows.empty()) r.tables.push_back(std::move(shown));
    }
  }
  return r;
}

}  // namespace corridor::report
