#include "sim/experiment/ranges.hpp"

#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "sim/engine/assert.hpp"
#include "sim/engine/random.hpp"

namespace corridor::experiment {
namespace {

using scenario::Dated;
using scenario::Field;
using scenario::Record;
using scenario::Scenario;
using scenario::TableData;
using scenario::Value;

std::string name_of(const TableData& table, const Record& record, const Field& field, const Dated& step) {
  const Day from = step.figure_from();
  std::string name{table.table->name};
  if (!table.table->single) name += "/" + record.id;
  name += "/" + std::string{field.key};
  if (field.dated && from != kBeginning) name += "/" + to_iso(from);
  return name;
}

/// Calls visit(table index, record index, field index, steps) for each field that has a ranged step.
template <class Visit>
void for_each_ranged(const Scenario& scenario, Visit visit) {
  for (std::size_t t = 0; t < scenario.tables.size(); ++t) {
    const TableData& table = scenario.tables[t];
    for (std::size_t r = 0; r < table.records.size(); ++r) {
      for (std::size_t f = 0; f < table.table->fields.size(); ++f) {
        const Field& field = table.table->fields[f];
        if (field.kind != scenario::FieldKind::quantity) continue;
        const std::vector<Dated>& steps = scenario::steps_of(table, table.records[r], field.key);
        for (const Dated& step : steps) {
          if (!step.value.ranged()) continue;
          visit(t, r, f, steps);
          break;
        }
      }
    }
  }
}

RangedFigure figure_of(const TableData& table, const Record& record, const Field& field, const Dated& step) {
  return {name_of(table, record, field, step), step.value.low, step.value.number, step.value.high};
}

/// The same deal for every draw of this figure: a permutation of the strata (Fisher and Yates).
std::vector<int> deal_strata(const std::string& name, std::uint64_t seed, int n) {
  engine::Stream deal{seed, 0, name, "strata"};
  std::vector<int> stratum(static_cast<std::size_t>(n));
  std::iota(stratum.begin(), stratum.end(), 0);
  for (std::size_t i = stratum.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(deal.integer(0, static_cast<std::int64_t>(i) - 1));
    std::swap(stratum[i - 1], stratum[j]);
  }
  return stratum;
}
double point_in(const std::vector<int>& stratum, const std::string& name, std::uint64_t seed, int draw) {
  engine::Stream within{seed, static_cast<std::uint64_t>(draw), name, "within stratum"};
  const double u = within.uniform();
  return (static_cast<double>(stratum[static_cast<std::size_t>(draw)]) + u) /
         static_cast<double>(stratum.size());
}

/// The scenario with every ranged step replaced by what `value_of` gives; nullopt leaves it as it is.
template <class ValueOf>
Scenario with_ranges(const Scenario& scenario, ValueOf value_of) {
  Scenario out = scenario;
  for_each_ranged(scenario,
                  [&](std::size_t t, std::size_t r, std::size_t f, const std::vector<Dated>& steps) {
                    const TableData& table = scenario.tables[t];
                    Record& record = out.tables[t].records[r];
                    if (record.slots.size() <= f) record.slots.resize(table.table->fields.size());
                    record.slots[f] = steps;  // what the table falls back on becomes a figure of the record
                    for (Dated& step : record.slots[f]) {
                      if (!step.value.ranged()) continue;
                      const std::optional<double> known =
                          value_of(figure_of(table, table.records[r], table.table->fields[f], step));
                      if (known) step.value.number = step.value.low = step.value.high = *known;
                    }
                  });
  return out;
}

}  // namespace

std::vector<RangedFigure> ranged_figures(const Scenario& scenario) {
  std::vector<RangedFigure> out;
  std::set<std::string> names;
  for_each_ranged(scenario,
                  [&](std::size_t t, std::size_t r, std::size_t f, const std::vector<Dated>& steps) {
                    const TableData& table = scenario.tables[t];
                    for (const Dated& step : steps) {
                      if (!step.value.ranged()) continue;
                      RangedFigure figure = figure_of(table, table.records[r], table.table->fields[f], step);
                      if (names.insert(figure.name).second) out.push_back(std::move(figure));
                    }
                  });
  return out;
}

std::uint64_t seed_of_batch(std::uint64_t seed, std::size_t batch) {
  return batch == 0 ? seed : engine::stream_key(seed, batch);
}

std::vector<double> hypercube_points(const std::string& name, std::uint64_t seed, int n) {
  const std::vector<int> stratum = deal_strata(name, seed, n);
  std::vector<double> out;
  for (int k = 0; k < n; ++k) out.push_back(point_in(stratum, name, seed, k));
  return out;
}

double hypercube_point(const std::string& name, std::uint64_t seed, int replication, int n) {
  CORRIDOR_PRE(replication >= 0 && replication < n);
  return point_in(deal_strata(name, seed, n), name, seed, replication);
}

double value_at(const RangedFigure& figure, double u) {
  const double width = figure.high - figure.low;
  const double middle = figure.low + width / 2;
  if (std::abs(figure.mode - middle) <= 1e-9 * width)
    return engine::quantile::uniform(u, figure.low, figure.high);
  return engine::quantile::triangular(u, figure.low, figure.mode, figure.high);
}

Scenario draw_ranges(const Scenario& scenario, std::uint64_t seed, int replication, int n) {
  return with_ranges(scenario, [&](const RangedFigure& figure) -> std::optional<double> {
    return value_at(figure, hypercube_point(figure.name, seed, replication, n));
  });
}

Scenario with_figure_at_end(const Scenario& scenario, const std::string& name, bool high) {
  return with_ranges(scenario, [&](const RangedFigure& figure) -> std::optional<double> {
    if (figure.name != name) return std::nullopt;
    return high ? figure.high : figure.low;
  });
}

}  // namespace corridor::experiment
