// A study's file as CSV and as a snapshot.

#include <string>
#include <system_error>
#include <utility>

#include "sim/store/results.hpp"
#include "sim/store/study_schema.hpp"

namespace corridor::store {
namespace {

namespace fs = std::filesystem;

/// CSV files and the queries that fill them; all in an order that content alone decides.
constexpr std::pair<const char*, const char*> kTables[] = {
    {"study.csv", "SELECT key, value FROM study ORDER BY key"},
    {"parameters.csv", "SELECT parameter, name, kind, unit, moves FROM parameters ORDER BY parameter"},
    {"points.csv", "SELECT * FROM point_table ORDER BY point"},
    {"units.csv", "SELECT unit, point, replication, input, events FROM units WHERE unit >= 0 ORDER BY unit"},
    {"results.csv", "SELECT * FROM results ORDER BY unit, kpi, \"by\""},
    {"responses.csv", "SELECT * FROM response_table ORDER BY kpi, \"by\", point"},
};

std::string csv_of(Connection& db, const char* query) {
  Statement rows(db, query);
  std::string out;
  for (int i = 0; i < rows.columns(); ++i) out += (i > 0 ? "," : "") + store::in_quotes(rows.column_name(i));
  out += "\n";
  while (rows.next()) {
    for (int i = 0; i < rows.columns(); ++i) {
      if (i > 0) out += ",";
      if (rows.is_null(i)) continue;
      out += rows.is_real(i)    ? to_text(rows.real(i))
             : rows.is_whole(i) ? to_text(rows.whole(i))
                                : store::in_quotes(rows.text(i));
    }
    out += "\n";
  }
  return out;
}

bool is_export(const fs::path& folder) {
  return fs::exists(folder / "study.sqlite") && fs::exists(folder / "units.csv");
}

}  // namespace

Result<void> check_export(const fs::path& folder) { return check_folder(folder, is_export); }

Result<void> export_study(Connection& db, const fs::path& folder, const std::vector<Table>& further,
                          const std::vector<std::pair<std::string, std::string>>& files) {
  return write_folder(folder, is_export, [&](const fs::path& fresh) -> Result<void> {
    for (const auto& [name, query] : kTables) {
      if (auto done = write_file(fresh / name, csv_of(db, query)); !done) return done;
    }
    for (const Table& table : further) {
      if (auto done = write_file(fresh / (table.name + ".csv"), to_csv(table)); !done) return done;
    }
    for (const auto& [name, bytes] : files) {
      if (auto done = write_file(fresh / name, bytes); !done) return done;
    }
    Statement snapshot(db, "VACUUM INTO ?");
    snapshot.bind(0, (fresh / "study.sqlite").string()).run();
    return {};
  });
}

}  // namespace corridor::store
