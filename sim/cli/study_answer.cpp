#include "sim/cli/study_answer.hpp"

#include <fmt/format.h>

#include "sim/experiment/sensitivity.hpp"
#include "sim/report/numbers.hpp"

namespace corridor::cli {
namespace {

std::string cell(const store::Table& t, const std::vector<store::Cell>& row, std::string_view name) {
  const store::Cell& c = row[store::column(t, name)];
  return std::holds_alternative<double>(c) ? report::significant(std::get<double>(c)) : store::to_text(c);
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

void show_curves(const Session& session, const store::Table& curves, const std::string& kpi) {
  const auto rows = whole_of(curves, kpi);
  if (rows.empty()) return;
  const std::string unit = store::to_text(rows.front()[store::column(curves, "measured_in")]);
  report::Table table{
      fmt::format("{}, {}", kpi, unit),
      {{"parameter", false},
       {"value", false},
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
  session.print("\n" + report::to_text(table, session.look()));
}

void show_indices(const Session& session, const store::Table& indices, const std::string& kpi) {
  const auto rows = whole_of(indices, kpi);
  if (rows.empty()) return;
  report::Table table{
      fmt::format("Sobol' indices of {}", kpi),
      {{"parameter", false}, {"first order", true}, {"95 %", true}, {"total", true}, {"95 %", true}},
      {},
      "",
      ""};
  for (const auto& row : rows) {
    const auto ends = [&](const char* name) {
      return fmt::format("{} to {}", cell(indices, row, fmt::format("{}_low", name)),
                         cell(indices, row, fmt::format("{}_high", name)));
    };
    table.rows.push_back({cell(indices, row, "parameter"), cell(indices, row, "first"), ends("first"),
                          cell(indices, row, "total"), ends("total")});
  }
  session.print("\n" + report::to_text(table, session.look()));
}

}  // namespace

std::string counted(std::int64_t n) { return report::grouped(static_cast<double>(n)); }

Result<void> export_study(const store::StudyStore& study, const std::string& folder) {
  if (folder.empty()) return {};
  const bool part = study.plan().shards > 1;
  return study.export_to(folder, part ? std::vector<store::Table>{} : experiment::sensitivity_tables(study));
}

void show_study(const Session& session, const store::StudyStore& study) {
  const std::vector<store::Table> tables = experiment::sensitivity_tables(study);
  for (const std::string& kpi : study.plan().report) {
    show_curves(session, tables.front(), kpi);
    if (tables.size() > 1) show_indices(session, tables[1], kpi);
  }
}

}  // namespace corridor::cli
