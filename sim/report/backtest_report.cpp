#include "sim/report/backtest_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using experiment::Backtest;
using experiment::BacktestRow;
using experiment::Skill;
using scenario::Role;
using SeriesRows = std::vector<const BacktestRow*>;

constexpr std::string_view kReading =
    "error: simulated against the record. last year: the error of the naive forecast, last year's record of "
    "the "
    "same months. change: yes where simulated moved the way the record did, each against its own last year. "
    "binds: a ceiling that the model was given is at least 95 % used, so that closeness there proves "
    "nothing.";

/// Rows of one series each, in order.
std::vector<SeriesRows> by_series(const Backtest& b) {
  std::vector<SeriesRows> out;
  for (const BacktestRow& row : b.rows) {
    if (out.empty() || out.back().front()->series != row.series) out.emplace_back();
    out.back().push_back(&row);
  }
  return out;
}

std::string figure(const std::optional<double>& value) {
  if (!value) return "-";
  const double size = std::abs(*value);
  return grouped(*value, size >= 1000 ? 0 : size >= 10 ? 1 : 3);
}
std::string span_of(const std::optional<double>& low, const std::optional<double>& high) {
  return low && high && *low < *high ? figure(low) + " to " + figure(high) : "-";
}
std::string signed_percent(const std::optional<double>& value) {
  return value ? fmt::format("{:+.0f}", *value) : "-";
}
std::string yes_no(const std::optional<bool>& value) { return !value ? "-" : *value ? "yes" : "no"; }

std::string recorded_text(const BacktestRow& row) {
  return row.recorded ? figure(row.recorded) : "no record";
}
std::string verdict_text(const BacktestRow& row) { return row.slack() ? "" : "binds"; }

/// What the model was told, each driver once; where a ceiling stands behind it, how full it was, period by
/// period.
std::string joined_given(const SeriesRows& rows) {
  std::string out;
  for (std::size_t g = 0; g < rows.front()->given.size(); ++g) {
    const std::string& first = rows.front()->given[g];
    const bool same =
        std::ranges::all_of(rows, [&](const BacktestRow* row) { return row->given[g] == first; });
    if (same) {
      out += (out.empty() ? "" : "; ") + first;
      continue;
    }
    out += (out.empty() ? "" : "; ") + first.substr(0, first.rfind(" ("));
    for (const BacktestRow* row : rows) {
      const std::size_t open = row->given[g].rfind(" (");
      if (open != std::string::npos)
        out += fmt::format(", {} {}", row->period, row->given[g].substr(open + 1));
    }
  }
  return out;
}

std::vector<Column> columns() {
  return {{"period"},     {"role"},           {"recorded", true},     {"range", true}, {"simulated", true},
          {"95 %", true}, {"error, %", true}, {"last year, %", true}, {"change"},      {"given"}};
}

std::vector<std::string> cells(const BacktestRow& row) {
  return {row.period,
          row.role == Role::no_record ? "" : std::string(to_word(row.role)),
          recorded_text(row),
          span_of(row.recorded_low, row.recorded_high),
          figure(row.simulated),
          span_of(row.low_all ? row.low_all : row.low, row.high_all ? row.high_all : row.high),
          signed_percent(row.error_pct),
          signed_percent(row.persistence_pct),
          yes_no(row.sign_right()),
          verdict_text(row)};
}

void drop_empty_columns(Table& t) {
  for (std::size_t c = t.columns.size(); c-- > 0;) {
    const bool empty = std::ranges::all_of(
        t.rows, [&](const std::vector<std::string>& row) { return row[c].empty() || row[c] == "-"; });
    if (!empty) continue;
    const auto at = static_cast<std::ptrdiff_t>(c);
    t.columns.erase(t.columns.begin() + at);
    for (std::vector<std::string>& row : t.rows) row.erase(row.begin() + at);
  }
}

Table series_table(const SeriesRows& rows) {
  const BacktestRow& first = *rows.front();
  Table t{fmt::format("{}, {} ({}, counted by {})", first.name, first.unit, first.series, first.measured_at),
          columns(),
          {},
          "",
          ""};
  for (const BacktestRow* row : rows) t.rows.push_back(cells(*row));
  drop_empty_columns(t);
  const std::string given = joined_given(rows);
  if (!given.empty()) t.note = "Given: " + given + ".";
  if (!first.remark.empty()) t.note += (t.note.empty() ? "" : " ") + first.remark;
  return t;
}

Table unsimulated(const std::vector<SeriesRows>& all) {
  Table t{"Recorded, and not yet simulated or not comparable",
          {{"series"}, {"period"}, {"role"}, {"recorded", true}, {"unit"}, {"last year, %", true}},
          {},
          "",
          "Every recorded series has a simulated figure."};
  for (const SeriesRows& rows : all) {
    if (rows.front()->simulated_series) continue;
    for (const BacktestRow* row : rows) {
      t.rows.push_back({row->series, row->period, std::string(to_word(row->role)), recorded_text(*row),
                        row->unit, signed_percent(row->persistence_pct)});
    }
  }
  return t;
}

Table skill_table(const Backtest& b) {
  Table t{"Skill",
          {{"role"},
           {"rows", true},
           {"within 10 %", true},
           {"within 15 %", true},
           {"beat last year", true},
           {"sign of change right", true}},
          {},
          "within: of the record, or inside its range. sign: of recorded changes of at least 10 %.",
          ""};
  for (const Skill& s : b.skill) {
    t.rows.push_back({std::string(to_word(s.role)), fmt::format("{}", s.rows), fmt::format("{}", s.within_10),
                      fmt::format("{}", s.within_15), fmt::format("{} of {}", s.beat, s.with_last_year),
                      fmt::format("{} of {}", s.right, s.with_change)});
  }
  return t;
}

std::string markdown_cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.replace(at, 1, "\\|");
  return text;
}

std::string markdown(const Table& t) {
  std::string out = "|", rule = "|";
  for (const Column& c : t.columns) {
    out += " " + c.head + " |";
    rule += c.right ? "---:|" : "---|";
  }
  out += "\n" + rule + "\n";
  for (const std::vector<std::string>& row : t.rows) {
    out += "|";
    for (const std::string& cell : row) out += " " + markdown_cell(cell) + " |";
    out += "\n";
  }
  return out;
}

/// What missed, for the page: predicted or calibrated rows outside 15 % and outside the record's range.
std::string misses(const Backtest& b) {
  std::string out;
  for (const BacktestRow& row : b.rows) {
    if (!row.error_pct || row.role == Role::given || std::abs(*row.error_pct) <= 15) continue;
    if (*row.recorded_low <= *row.simulated && *row.simulated <= *row.recorded_high) continue;
    out += fmt::format("- `{}` {} ({}): {:+.0f} %{}{}\n", row.series, row.period, to_word(row.role),
                       *row.error_pct, row.note.empty() ? "" : ". Record: " + row.note,
                       row.remark.empty() ? "" : " Likely cause, or remark: " + row.remark);
  }
  return out.empty() ? "None.\n" : out;
}

}  // namespace

std::string to_text(const Backtest& b, const Look& look) {
  const std::vector<SeriesRows> all = by_series(b);
  std::string out = bold("Back-test: simulated beside recorded", look) + "\n";
  out += wrapped(fmt::format("Runs: {}; replications: {}. {}", fmt::join(b.scenarios, ", "), b.replications,
                             kReading),
                 look) +
         "\n";
  for (const SeriesRows& rows : all) {
    if (rows.front()->simulated_series) out += "\n" + to_text(series_table(rows), look);
  }
  out += "\n" + to_text(unsimulated(all), look) + "\n" + to_text(skill_table(b), look);
  return out;
}

std::string to_markdown(const Backtest& b, const std::string& command) {
  const std::vector<SeriesRows> all = by_series(b);
  std::string out = fmt::format(
      "# Evidence: simulated beside recorded\n\nMade by `{}`; do not edit by hand. How the two coal "
      "parameters were "
      "fitted: [calibration.md](calibration.md).\nRuns: {}; replications: {}.\n\nRoles: *calibrated* rows "
      "were used by "
      "the fit, *given* ones were told to the model, *predicted* ones were used for nothing, "
      "*no-record*\nmeans that "
      "nobody counted or nothing was found. {}\n\n## Skill\n\n",
      command, fmt::join(b.scenarios, ", "), b.replications, kReading);
  const Table skill = skill_table(b);
  out += markdown(skill) + "\n" + skill.note + "\n\n## What misses by more than 15 %\n\n" + misses(b);
  out += "\n## Series by series\n";
  for (const SeriesRows& rows : all) {
    if (!rows.front()->simulated_series) continue;
    const Table t = series_table(rows);
    out += "\n### " + t.title + "\n\n" + markdown(t);
    if (!t.note.empty()) out += "\n" + t.note + "\n";
  }
  const Table rest = unsimulated(all);
  return out + "\n## " + rest.title + "\n\n" + (rest.rows.empty() ? rest.empty + "\n" : markdown(rest));
}

}  // namespace corridor::report
