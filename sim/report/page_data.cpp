#include "sim/report/page_data.hpp"

#include "sim/report/page_parts.hpp"

namespace corridor::report {
namespace {

PageJson or_null(const std::optional<double>& value) { return value ? PageJson(*value) : PageJson(nullptr); }

}  // namespace

double rounded(double value, int decimals) {
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return static_cast<double>(round_half_away(value * scale)) / scale;
}

const store::Table* table_of(const experiment::RunResult& result, std::string_view name) {
  for (const store::Table& table : result.tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

PageJson page_figures(const store::Summary& summary) {
  PageJson rows = PageJson::array();
  for (const store::Kpi& k : summary.kpis) {
    if (k.by.contains("month")) continue;  // what charts show by month is summed from `moved`
    PageJson by = PageJson::object();
    for (const auto& [key, value] : k.by) by[key] = value;
    PageJson row{k.name, k.unit, std::move(by), or_null(k.mean)};
    if (k.low || k.high) {
      row.push_back(or_null(k.low));
      row.push_back(or_null(k.high));
    }
    if (k.low_all || k.high_all) {
      row.push_back(or_null(k.low_all));
      row.push_back(or_null(k.high_all));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

PageJson page_data(const scenario::Scenario& scenario, const experiment::RunResult& result,
                   const RunReport& words) {
  const store::Summary& s = result.summary;
  const PageSource source{scenario, result};
  constexpr std::size_t kMostFindings = 60;
  std::vector<std::string> findings = s.findings;
  const std::size_t all_findings = findings.size();
  if (findings.size() > kMostFindings) findings.resize(kMostFindings);

  std::vector<std::string> asked;
  for (const scenario::Said& said : scenario.settings.report) asked.push_back(said.text);
  PageJson page{{"schema", kPageSchema},
                {"scenario", s.scenario},
                {"title", words.title},
                {"question", s.question},
                {"measure", {{"from", to_iso(s.measure.from)}, {"to", to_iso(s.measure.to)}}},
                {"seed", s.seed},
                {"replications", s.replications},
                {"ranges_drawn", s.ranges_drawn},
                {"ranged_figures", s.ranged_figures},
                {"report", asked},
                {"answer", words.answer},
                {"findings", findings},
                {"findings_all", all_findings},
                {"figures", page_figures(s)}};
  add_network(page, source);
  add_rules(page, source);
  page["steps"] = page_steps(source);
  page["stocks"] = page_stocks(source);
  add_origin(page, source);
  return page;
}

std::string page_text(const PageJson& page) {
  return page.dump(-1, ' ', false, PageJson::error_handler_t::replace) + "\n";
}

}  // namespace corridor::report
