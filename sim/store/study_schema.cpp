#include "sim/store/study_schema.hpp"

#include <fmt/format.h>

#include <charconv>

namespace corridor::store {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE study(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE parameters(parameter INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
                        unit TEXT NOT NULL, moves TEXT NOT NULL);
CREATE TABLE points(point INTEGER PRIMARY KEY);
CREATE TABLE settings(point INTEGER NOT NULL, parameter INTEGER NOT NULL, value TEXT NOT NULL, x REAL,
                      PRIMARY KEY(point, parameter)) WITHOUT ROWID;
CREATE TABLE units(unit INTEGER PRIMARY KEY, point INTEGER NOT NULL, replication INTEGER NOT NULL,
                   input TEXT NOT NULL, events INTEGER NOT NULL);
CREATE INDEX units_by_input ON units(input);
CREATE INDEX units_by_point ON units(point);
CREATE TABLE kpis(kpi INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, "by" TEXT NOT NULL,
                  total INTEGER NOT NULL);
CREATE TABLE figures(unit INTEGER NOT NULL, kpi INTEGER NOT NULL, value REAL NOT NULL,
                     PRIMARY KEY(unit, kpi)) WITHOUT ROWID;
)sql";

constexpr const char* kViews = R"sql(
CREATE VIEW results AS
  SELECT u.unit AS unit, u.point AS point, u.replication AS replication, k.name AS kpi, k."by" AS "by",
         k.unit AS measured_in, f.value AS value
  FROM units u JOIN figures f ON f.unit = u.unit JOIN kpis k ON k.kpi = f.kpi
  WHERE u.unit >= 0 ORDER BY u.unit, k.name, k."by";
CREATE VIEW responses AS
  WITH done AS (SELECT point, count(*) AS n FROM units WHERE unit >= 0 GROUP BY point),
       sums AS (SELECT u.point AS point, f.kpi AS kpi, count(*) AS seen, sum(f.value) AS total,
                       min(f.value) AS least, max(f.value) AS most
                FROM units u JOIN figures f ON f.unit = u.unit WHERE u.unit >= 0 GROUP BY u.point, f.kpi)
  SELECT s.point AS point, k.name AS kpi, k."by" AS "by", k.unit AS measured_in,
         CASE WHEN k.total THEN d.n ELSE s.seen END AS n,
         CASE WHEN k.total THEN s.total / d.n ELSE s.total / s.seen END AS mean,
         CASE WHEN k.total AND s.seen < d.n THEN min(0, s.least) ELSE s.least END AS least,
         CASE WHEN k.total AND s.seen < d.n THEN max(0, s.most) ELSE s.most END AS most
  FROM sums s JOIN done d ON d.point = s.point JOIN kpis k ON k.kpi = s.kpi
  ORDER BY s.point, k.name, k."by";
)sql";

std::string quoted_name(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

/// One row a point and two columns a parameter, as a spreadsheet wants it.
std::string point_views(const StudyPlan& plan) {
  std::string columns = "p.point AS point";
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const auto column = [&](const char* what, const std::string& name) {
      columns +=
          fmt::format(", (SELECT s.{} FROM settings s WHERE s.point = p.point AND s.parameter = {}) AS {}",
                      what, i, quoted_name(name));
    };
    column("value", plan.parameters[i].name);
    if (plan.parameters[i].kind != "word") column("x", plan.parameters[i].name + "_x");
  }
  return fmt::format(
      "CREATE VIEW point_table AS SELECT {} FROM points p ORDER BY p.point;"
      "CREATE VIEW response_table AS SELECT t.*, r.kpi, r.\"by\", r.measured_in, r.n, r.mean, r.least, "
      "r.most "
      "FROM responses r JOIN point_table t ON t.point = r.point ORDER BY r.kpi, r.\"by\", t.point;",
      columns);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "\n") + word;
  return out;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

void write_rows(Connection& db, const StudyPlan& plan) {
  Statement key(db, "INSERT INTO study VALUES(?, ?)");
  const auto say = [&](std::string_view name, const std::string& value) {
    key.bind(0, name).bind(1, value).run();
  };
  say("study", plan.study);
  say("title", plan.title);
  say("question", plan.question);
  say("base", plan.base);
  say("design", plan.design);
  say("print", plan.print);
  say("results", plan.results);
  say("seed", fmt::format("{}", plan.seed));
  say("replications", fmt::format("{}", plan.replications));
  say("shard", fmt::format("{}", plan.shard));
  say("shards", fmt::format("{}", plan.shards));
  say("report", joined(plan.report));
  Statement parameter(db, "INSERT INTO parameters VALUES(?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const StudyPlan::Parameter& p = plan.parameters[i];
    parameter.bind(0, static_cast<std::int64_t>(i)).bind(1, p.name).bind(2, p.kind).bind(3, p.unit);
    parameter.bind(4, p.moves).run();
  }
  Statement point(db, "INSERT INTO points VALUES(?)"), setting(db, "INSERT INTO settings VALUES(?, ?, ?, ?)");
  for (std::size_t i = 0; i < plan.points.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i);
    point.bind(0, number).run();
    for (std::size_t k = 0; k < plan.points[i].size(); ++k) {
      const StudyPlan::Setting& s = plan.points[i][k];
      setting.bind(0, number).bind(1, static_cast<std::int64_t>(k)).bind(2, s.text);
      s.x ? setting.bind(3, *s.x) : setting.bind_null(3);
      setting.run();
    }
  }
  db.run(point_views(plan));
}

template <class T>
T whole_of(const std::string& text) {
  T n{};
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

}  // namespace

void write_plan(Connection& db, const StudyPlan& plan) {
  db.run(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kStudyApplication, kStudySchema));
  db.run(kTables);
  db.run(kViews);
  write_rows(db, plan);
}

void replace_plan(Connection& db, const StudyPlan& plan) {
  db.run(
      "DROP VIEW response_table; DROP VIEW point_table; DELETE FROM study; DELETE FROM parameters;"
      "DELETE FROM points; DELETE FROM settings;"
      "DELETE FROM figures WHERE unit < 0; DELETE FROM units WHERE unit < 0;"
      "UPDATE units SET unit = -1 - unit; UPDATE figures SET unit = -1 - unit;");
  write_rows(db, plan);
}

StudyPlan read_plan(Connection& db) {
  StudyPlan plan;
  Statement key(db, "SELECT key, value FROM study");
  while (key.next()) {
    const std::string name = key.text(0), value = key.text(1);
    if (name == "study") plan.study = value;
    if (name == "title") plan.title = value;
    if (name == "question") plan.question = value;
    if (name == "base") plan.base = value;
    if (name == "design") plan.design = value;
    if (name == "print") plan.print = value;
    if (name == "results") plan.results = value;
    if (name == "seed") plan.seed = whole_of<std::uint64_t>(value);
    if (name == "replications") plan.replications = whole_of<int>(value);
    if (name == "shard") plan.shard = whole_of<int>(value);
    if (name == "shards") plan.shards = whole_of<int>(value);
    if (name == "report") plan.report = split(value);
  }
  Statement parameter(db, "SELECT name, kind, unit, moves FROM parameters ORDER BY parameter");
  while (parameter.next())
    plan.parameters.push_back({parameter.text(0), parameter.text(1), parameter.text(2), parameter.text(3)});
  plan.points.resize(static_cast<std::size_t>(db.number("SELECT count(*) FROM points")));
  Statement setting(db, "SELECT point, value, x FROM settings ORDER BY point, parameter");
  while (setting.next()) {
    auto& point = plan.points.at(static_cast<std::size_t>(setting.whole(0)));
    point.push_back({setting.text(1), setting.is_null(2) ? std::nullopt : std::optional(setting.real(2))});
  }
  return plan;
}

}  // namespace corridor::store
