#include "sim/report/study_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

std::string cell(const store::Table& t, const std::vector<store::Cell>& row, std::string_view name) {
  const store::Cell& c = row[store::column(t, name)];
  return std::holds_alternative<double>(c) ? significant(std::get<double>(c)) : store::to_text(c);
}

using Cells = std::vector<store::Cell>;

std::string text(const store::Table& t, const Cells& row, std::string_view name) {
  return store::to_text(row[store::column(t, name)]);
}

/// The rows of one key figure for one part; `{}` is the whole.
std::vector<Cells> rows_of(const store::Table& t, const std::string& kpi, const std::string& by = "{}") {
  std::vector<Cells> out;
  for (const Cells& row : t.rows) {
    if (text(t, row, "kpi") == kpi && text(t, row, "by") == by) out.push_back(row);
  }
  return out;
}

constexpr std::size_t kMostParts = 6;

/// Parts of a figure that has no whole: those that the parameters move most, by that, or else by their size.
std::vector<std::string> parts_that_move(const store::Table& curves, const std::string& kpi) {
  std::map<std::string, std::pair<double, double>> span;  // least and most
  for (const Cells& row : curves.rows) {
    if (text(curves, row, "kpi") != kpi || text(curves, row, "by") == "{}") continue;
    const double x = store::number(row[store::column(curves, "mean")]);
    const auto [it, is_new] = span.try_emplace(text(curves, row, "by"), x, x);
    it->second = {std::min(it->second.first, x), std::max(it->second.second, x)};
  }
  std::vector<std::pair<std::string, std::pair<double, double>>> parts(span.begin(), span.end());
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const auto& p) {
      return std::pair(p.second.second - p.second.first, p.second.second);
    };
    return rank(a) != rank(b) ? rank(a) > rank(b) : a.first < b.first;
  });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(kMostParts, parts.size()); ++i) out.push_back(parts[i].first);
  return out;
}

/// {"border":"gate"} -> border gate
std::string words_of(const std::string& by) {
  std::string out;
  const nlohmann::ordered_json part = nlohmann::ordered_json::parse(by);
  for (const auto& [key, label] : part.items())
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", key, label.get<std::string>());
  return out;
}

Table curve_table(const store::Table& curves, const std::string& kpi, const std::string& by) {
  const std::vector<Cells> rows = rows_of(curves, kpi, by);
  const std::string unit = rows.empty() ? "" : text(curves, rows.front(), "measured_in");
  const bool years = unit == "year";  // 2031, not 2 031
  /// In figures that tell the ends of the interval apart.
  const auto figure = [&](const Cells& row, const char* name) {
    const store::Cell& c = row[store::column(curves, name)];
    const auto* x = std::get_if<double>(&c);
    const auto* low = std::get_if<double>(&row[store::column(curves, "low")]);
    const auto* high = std::get_if<double>(&row[store::column(curves, "high")]);
    if (x != nullptr && years) return fmt::format("{:.1f}", *x);
    if (x == nullptr || low == nullptr || high == nullptr) return cell(curves, row, name);
    return as_fine_as(*x, x == low ? *high : *low);
  };
  Table table{
      by == "{}" ? fmt::format("{}, {}", kpi, unit) : fmt::format("{}, {}, {}", kpi, words_of(by), unit),
      {{"parameter"},
       {"value"},
       {"mean", true},
       {"95 % interval", true},
       {"effect", true},
       years ? Column{"in replications", true} : Column{"per unit more", true}},
      {},
      years ? "Mean over the replications in which it comes to that."
            : "Per unit more: how much a unit of the parameter adds, from the value before to this one.",
      ""};
  for (const Cells& row : rows) {
    const std::string low = figure(row, "low"), high = figure(row, "high");
    table.rows.push_back({cell(curves, row, "parameter"), cell(curves, row, "level"), figure(row, "mean"),
                          low.empty() ? "-" : fmt::format("{} to {}", low, high), cell(curves, row, "effect"),
                          cell(curves, row, years ? "replications" : "slope")});
  }
  return table;
}

/// What a unit more of each numeric parameter adds to money, as simulated and in the best trade.
Table side_by_side(const store::Table& curves, const std::string& simulated, const std::string& best) {
  Table table{"What a unit more is worth, USD in the measured window",
              {{"parameter"}, {"up to"}, {"simulated", true}, {"95 % interval", true}, {"at best", true}},
              {},
              "From the value before to this one; at best: the certified linear program of the same points.",
              ""};
  const std::vector<Cells> other = rows_of(curves, best);
  for (const Cells& row : rows_of(curves, simulated)) {
    if (cell(curves, row, "slope").empty()) continue;
    const auto same = [&](const Cells& o) {
      return text(curves, o, "parameter") == text(curves, row, "parameter") &&
             text(curves, o, "level") == text(curves, row, "level");
    };
    const auto twin = std::find_if(other.begin(), other.end(), same);
    table.rows.push_back(
        {cell(curves, row, "parameter"), cell(curves, row, "level"), cell(curves, row, "slope"),
         fmt::format("{} to {}", cell(curves, row, "slope_low"), cell(curves, row, "slope_high")),
         twin == other.end() ? "-" : cell(curves, *twin, "slope")});
  }
  return table;
}

Table index_table(const store::Table& indices, const std::string& kpi) {
  Table table{fmt::format("Sobol' indices of {}", kpi),
              {{"parameter"}, {"first order", true}, {"95 %", true}, {"total", true}, {"95 %", true}},
              {},
              "",
              ""};
  for (const auto& row : rows_of(indices, kpi)) {
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
  const auto add = [&](Table&& shown) {
    if (!shown.rows.empty()) r.tables.push_back(std::move(shown));
  };
  const auto reports = [&](const char* kpi) {
    return std::find(plan.report.begin(), plan.report.end(), kpi) != plan.report.end();
  };
  for (const store::Table& table : tables) {
    const bool curves = table.name == "curves";
    for (const std::string& kpi : plan.report) {
      if (!curves) {
        add(index_table(table, kpi));
        continue;
      }
      std::vector<std::string> parts{"{}"};
      if (rows_of(table, kpi).empty()) parts = parts_that_move(table, kpi);
      for (const std::string& by : parts) add(curve_table(table, kpi, by));
    }
    if (curves && reports("worth") && reports("best_worth")) add(side_by_side(table, "worth", "best_worth"));
  }
  return r;
}

Table break_even_table(std::span<const experiment::BreakEven> costs, const std::string& project,
                       double capex_usd) {
  Table t{fmt::format("What it may cost to build: {}, M USD", project),
          {{"parameter"},
           {"value"},
           {"figure"},
           {"gain a year", true},
           {"95 % interval", true},
           {"break-even cost", true},
           {"95 % interval", true}},
          {},
          fmt::format(
              "Gain over no capacity at all, of all parties together; discounting, life and upkeep as the "
              "study's appraisal says; luck alone. It is said to cost {} M USD. Below zero: it does not "
              "earn its upkeep.",
              significant(capex_usd / 1e6)),
          ""};
  const auto millions = [](double usd) { return significant(usd / 1e6); };
  const auto ends = [&](const std::optional<experiment::Interval>& i) {
    return i ? fmt::format("{} to {}", millions(i->low), millions(i->high)) : std::string("-");
  };
  for (const experiment::BreakEven& b : costs) {
    t.rows.push_back({b.parameter, b.level, b.kpi, millions(b.gain_usd_year), ends(b.gain_interval),
                      millions(b.cost_usd), ends(b.cost_interval)});
  }
  return t;
}

}  // namespace corridor::report
