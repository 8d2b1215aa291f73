#include "sim/scenario/provenance.hpp"

#include <fmt/format.h>

#include <numeric>

#include "sim/scenario/describe.hpp"

namespace corridor::scenario {
namespace {

bool is_figure(const Field& field) {
  return field.kind == FieldKind::quantity || field.kind == FieldKind::quantities ||
         field.kind == FieldKind::distribution;
}

bool is_spread(const Value& v) { return v.ranged() || v.distribution.shape != Distribution::Shape::constant; }

void count(QualityCount& in, const Value& v) {
  ++in.figures[static_cast<std::size_t>(v.quality)];
  if (is_spread(v)) ++in.ranged;
}

Estimate estimate(const Scenario& s, const TableData& data, const Record& record, const Field& field,
                  const Dated& step) {
  Estimate e;
  e.path = data.table->single ? fmt::format("{}.{}", data.table->name, field.key)
                              : fmt::format("{}.{}.{}", data.table->name, record.id, field.key);
  if (step.from != kBeginning) e.path += "@" + to_iso(step.from);
  e.value = to_text(field, step.value);
  e.reason = step.value.note;
  if (step.value.file < s.files.size()) e.file = s.files[step.value.file];
  e.line = step.value.mark.line;
  return e;
}

}  // namespace

std::size_t QualityCount::total() const {
  return std::accumulate(figures.begin(), figures.end(), std::size_t{0});
}

Provenance provenance(const Scenario& s) {
  Provenance out;
  out.all.table = "all";
  for (const TableData& data : s.tables) {
    QualityCount here;
    here.table = data.table->name;
    for (const Record& record : data.records) {
      for (std::size_t i = 0; i < record.slots.size(); ++i) {
        const Field& field = data.table->fields[i];
        if (!is_figure(field)) continue;
        for (const Dated& step : record.slots[i].empty() ? data.fallbacks[i] : record.slots[i]) {
          count(here, step.value);
          if (step.value.quality == Quality::estimate)
            out.estimates.push_back(estimate(s, data, record, field, step));
        }
      }
    }
    if (here.total() == 0) continue;
    for (std::size_t q = 0; q < kQualities; ++q) out.all.figures[q] += here.figures[q];
    out.all.ranged += here.ranged;
    out.tables.push_back(std::move(here));
  }
  return out;
}

}  // namespace corridor::scenario
