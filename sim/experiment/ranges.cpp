#include "sim/experiment/ranges.hpp"

#include <cmath>
#include <numeric>

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

std::string name_of(const TableData& table, const Record& record, const Field& field, Day from) {
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
  return {name_of(table, record, field, step.from), step.value.low, step.value.number, step.value.high};
}

}  // namespace

std::vector<RangedFigure> ranged_figures(const Scenario& scenario) {
  std::vector<RangedFigure> out;
  for_each_ranged(scenario,
                  [&](std::size_t t, std::size_t r, std::size_t f, const std::vector<Dated>& steps) {
                    const TableData& table = scenario.tables[t];
                    for (const Dated& step : steps) {
                      if (step.value.ranged())
                        out.push_back(figure_of(table, table.records[r], table.table->fields[f], step));
                    }
                  });
  return out;
}

double hypercube_point(const std::string& name, std::uint64_t seed, int replication, int n) {
  CORRIDOR_PRE(replication >= 0 && replication < n);
  // The same deal for every draw of this figure: a permutation of the strata (Fisher and Yates).
  engine::Stream deal{seed, 0, name, "strata"};
  std::vector<int> stratum(static_cast<std::size_t>(n));
  std::iota(stratum.begin(), stratum.end(), 0);
  for (std::size_t i = stratum.size(); i > 1; --i) {
    const auto j = static_cast<std::size_t>(deal.integer(0, static_cast<std::int64_t>(i) - 1));
    std::swap(stratum[i - 1], stratum[j]);
  }
  engine::Stream within{seed, static_cast<std::uint64_t>(replication), name, "within stratum"};
  const double u = within.uniform();
  return (static_cast<double>(stratum[static_cast<std::size_t>(replication)]) + u) / static_cast<double>(n);
}

double value_at(const RangedFigure& figure, double u) {
  const double width = figure.high - figure.low;
  const double middle = figure.low + width / 2;
  if (std::abs(figure.mode - middle) <= 1e-9 * width)
    return engine::quantile::uniform(u, figure.low, figure.high);
  return engine::quantile::triangular(u, figure.low, figure.mode, figure.high);
}

Scenario draw_ranges(const Scenario& scenario, std::uint64_t seed, int replication, int n) {
  Scenario drawn = scenario;
  for_each_ranged(
      scenario, [&](std::size_t t, std::size_t r, std::size_t f, const std::vector<Dated>& steps) {
        const TableData& table = scenario.tables[t];
        Record& record = drawn.tables[t].records[r];
        if (record.slots.size() <= f) record.slots.resize(table.table->fields.size());
        record.slots[f] = steps;  // what the table falls back on becomes a figure of the record
        for (Dated& step : record.slots[f]) {
          if (!step.value.ranged()) continue;
          const RangedFigure figure = figure_of(table, table.records[r], table.table->fields[f], step);
          Value& value = step.value;
          value.number = value_at(figure, hypercube_point(figure.name, seed, replication, n));
          value.low = value.high = value.number;
        }
      });
  return drawn;
}

}  // namespace corridor::experiment
