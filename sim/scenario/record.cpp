#include "sim/scenario/record.hpp"

#include <numeric>
#include <stdexcept>
#include <string>

#include "sim/scenario/value_reader.hpp"

namespace corridor::scenario {
namespace {

constexpr std::string_view quality_words[] = {"official", "press",    "academic",     "measured",
                                              "estimate", "scenario", "class-default"};

std::size_t position_of(const Table& table, std::string_view key) {
  const int i = field_index(table, key);
  if (i < 0) {
    throw std::logic_error("table " + std::string(table.name) + " has no field " + std::string(key));
  }
  return static_cast<std::size_t>(i);
}

}  // namespace

std::string_view to_word(Quality q) { return quality_words[static_cast<std::size_t>(q)]; }

std::optional<Quality> quality_of(std::string_view word) {
  for (std::size_t i = 0; i < std::size(quality_words); ++i) {
    if (quality_words[i] == word) return static_cast<Quality>(i);
  }
  return std::nullopt;
}

double Distribution::mean() const {
  switch (shape) {
    case Shape::constant:
    case Shape::lognormal:
      return p[0];
    case Shape::uniform:
      return (p[0] + p[1]) / 2;
    case Shape::triangular:
      return (p[0] + p[1] + p[2]) / 3;
    case Shape::empirical:
      break;
  }
  if (samples.empty()) return 0;
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

const Record* TableData::find(std::string_view id) const {
  const auto it = index.find(id);
  return it == index.end() ? nullptr : &records[it->second];
}

TableData empty_table(const Table& table) {
  TableData data;
  data.table = &table;
  for (const Field& field : table.fields) data.fallbacks.push_back(read_fallback(field));
  return data;
}

const std::vector<Dated>& steps_of(const TableData& table, const Record& record, std::string_view key) {
  const std::size_t i = position_of(*table.table, key);
  return record.slots[i].empty() ? table.fallbacks[i] : record.slots[i];
}

const Value* value_on(const TableData& table, const Record& record, std::string_view key, Day day) {
  const Value* value = nullptr;
  for (const Dated& step : steps_of(table, record, key)) {
    if (step.from > day) break;
    value = &step.value;
  }
  return value;
}

}  // namespace corridor::scenario
