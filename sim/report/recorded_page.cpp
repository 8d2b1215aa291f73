#include "sim/report/recorded_page.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "network/units/date.hpp"
#include "sim/scenario/units.hpp"

namespace corridor::report {
namespace {

using Json = nlohmann::ordered_json;
using scenario::RecordedSeries;

/// Every combination of one label a key.
std::vector<store::By> combinations(const scenario::RecordedKpi& kpi) {
  std::vector<store::By> out{{}};
  for (const auto& [key, labels] : kpi.by) {
    std::vector<store::By> longer;
    for (const store::By& begun : out) {
      for (const std::string& label : labels) {
        longer.push_back(begun);
        longer.back()[key] = label;
      }
    }
    out = std::move(longer);
  }
  return out;
}

/// Means of key figures by month, found fast.
using Monthly = std::map<std::pair<std::string, store::By>, double>;
Monthly monthly(const store::Summary& s) {
  Monthly out;
  for (const store::Kpi& k : s.kpis) {
    if (k.unit == "t" && k.mean && k.by.contains("month")) out.emplace(std::pair{k.name, k.by}, *k.mean);
  }
  return out;
}

/// Tonnes by month; nullopt where no part of the series moved in the window.
std::optional<std::vector<double>> simulated(const Monthly& means, const Period& window,
                                             const scenario::RecordedKpi& kpi) {
  std::vector<double> months;
  double all = 0;
  const std::vector<store::By> parts = combinations(kpi);
  for (Month m = month_of(window.from); m <= month_of(window.to); m = m + 1) {
    double sum = 0;
    for (store::By by : parts) {
      by["month"] = to_iso(m);
      if (const auto found = means.find({kpi.name, by}); found != means.end()) sum += found->second;
    }
    months.push_back(sum);
    all += sum;
  }
  return all > 0 ? std::optional(months) : std::nullopt;
}

Json records_of(const RecordedSeries& series, const Period& window) {
  const auto from = scenario::read_unit(series.unit), to = scenario::read_unit("t");
  Json out = Json::array();
  if (!from || !to || !scenario::fits(*from, "t")) return out;
  const double tonnes = scenario::converted(1, *from, *to);
  for (const scenario::RecordedFigure& r : series.records) {
    if (!r.recorded || r.days.from < window.from || r.days.to > window.to) continue;
    out.push_back({{"period", r.period},
                   {"from", to_iso(r.days.from)},
                   {"to", to_iso(r.days.to)},
                   {"recorded_t", *r.recorded * tonnes},
                   {"low_t", r.low * tonnes},
                   {"high_t", r.high * tonnes},
                   {"role", scenario::to_word(r.role)},
                   {"source", r.source}});
  }
  return out;
}

}  // namespace

std::string recorded_json(const store::Summary& summary, const scenario::Recorded& recorded) {
  const Monthly means = monthly(summary);
  Json out = Json::array();
  for (const RecordedSeries& series : recorded.series) {
    if (!series.kpi) continue;
    Json records = records_of(series, summary.measure);
    if (records.empty()) continue;
    const auto months = simulated(means, summary.measure, *series.kpi);
    if (!months) continue;
    out.push_back({{"id", series.id},
                   {"name", series.name},
                   {"measured_at", series.measured_at},
                   {"simulated_t", *months},
                   {"records", std::move(records)}});
  }
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace corridor::report
