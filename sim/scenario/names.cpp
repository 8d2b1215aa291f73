#include "sim/scenario/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace corridor::scenario {
namespace {

Diagnostic at(const Scenario& s, std::uint32_t file, Mark mark, std::string path, std::string found,
              std::string expected) {
  return {Severity::error, s.files[file],    mark.line,          mark.column,
          std::move(path), std::move(found), std::move(expected)};
}

const Record* by_spelling(const TableData& data, std::string_view written) {
  if (const Record* exact = data.find(written)) return exact;
  const std::string plain = folded(written);
  if (const Record* record = data.find(plain)) return record;
  const auto it = data.aliases.find(plain);
  return it == data.aliases.end() ? nullptr : &data.records[it->second];
}

std::string canonical_place(const Scenario& s, std::string_view written) {
  const Record* place = by_spelling(s.table("places"), written);
  return place != nullptr ? place->id : folded(written);
}

const Record* by_ends(const Scenario& s, const TableData& data, std::string_view written) {
  const auto middle = written.find("--");
  if (middle == std::string_view::npos) return nullptr;
  const std::string a = canonical_place(s, written.substr(0, middle));
  const std::string b = canonical_place(s, written.substr(middle + 2));
  if (const Record* link = data.find(a + "--" + b)) return link;
  return data.find(b + "--" + a);
}

std::string end_of(const TableData& data, const Record& record, std::string_view key) {
  const auto& slot = record.slots[static_cast<std::size_t>(field_index(*data.table, key))];
  return slot.empty() ? "" : slot.front().value.text;
}

/// Tables that know other ids: they have a field `aliases`.
void add_aliases(const Scenario& s, TableData& data, std::size_t position, Diagnostics& faults) {
  const int field = field_index(*data.table, "aliases");
  if (field < 0) return;
  const Record& record = data.records[position];
  for (const Dated& step : record.slots[static_cast<std::size_t>(field)]) {
    for (const std::string& alias : step.value.words) {
      const std::string plain = folded(alias);
      if (plain == record.id) continue;
      const auto [it, fresh] = data.aliases.emplace(plain, position);
      if (!fresh && it->second != position) {
        faults.push_back(at(s, record.file, step.value.mark,
                            fmt::format("{}.{}.aliases", data.table->name, record.id),
                            fmt::format("`{}` is an alias of `{}` too", alias, data.records[it->second].id),
                            "an alias of one record"));
      }
    }
  }
}

}  // namespace

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 100 || text.front() == '-' || text.back() == '-') return false;
  return std::ranges::all_of(
             text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }) &&
         text.find("---") == std::string_view::npos;
}

const Record* find_written(const Scenario& s, std::string_view table, std::string_view written) {
  const TableData& data = s.table(table);
  if (const Record* record = by_spelling(data, written)) return record;
  return data.table->pair_id ? by_ends(s, data, written) : nullptr;
}

std::string suggestion(const Scenario& s, std::string_view table, std::string_view written) {
  const TableData& data = s.table(table);
  std::vector<std::string> known;
  for (const auto& [id, position] : data.index) known.push_back(id);
  for (const auto& [alias, position] : data.aliases) known.push_back(alias);
  if (known.empty()) return fmt::format("there are no {} yet", table);
  const std::string near = nearest(written, known);
  if (near.empty()) return fmt::format("an id of `corridor list {}`", table);
  return fmt::format("did you mean `{}`?", near);
}

bool index_last(Scenario& s, TableData& data, Diagnostics& faults) {
  const std::size_t position = data.records.size() - 1;
  Record& record = data.records.back();
  const Table& table = *data.table;
  if (record.id.empty() && table.pair_id) {
    const std::string from = end_of(data, record, "from"), to = end_of(data, record, "to");
    if (from.empty() || to.empty()) return false;  // told where it was read
    record.id = canonical_place(s, from) + "--" + canonical_place(s, to);
  }
  const std::string path = fmt::format("{}.{}", table.name, record.id);
  const Record* twin = data.find(record.id);
  if (twin == nullptr && table.pair_id) twin = by_ends(s, data, record.id);
  if (twin != nullptr) {
    faults.push_back(
        at(s, record.file, record.mark, path, fmt::format("`{}` is here a second time", record.id),
           fmt::format("once; the first is in {}, line {}{}", s.files[twin->file], twin->mark.line,
                       table.pair_id ? ". A link beside it needs an `id` of its own" : "")));
    return false;
  }
  data.index.emplace(record.id, position);
  add_aliases(s, data, position, faults);
  return true;
}

void index_records(Scenario& s, Diagnostics& faults) {
  for (TableData& data : s.tables) {
    std::vector<Record> all;
    all.swap(data.records);
    data.records.reserve(all.size());
    for (Record& record : all) {
      data.records.push_back(std::move(record));
      if (!index_last(s, data, faults)) data.records.pop_back();
    }
    for (const auto& [alias, position] : data.aliases) {
      const auto it = data.index.find(alias);
      if (it == data.index.end() || it->second == position) continue;
      const Record &known = data.records[it->second], &other = data.records[position];
      faults.push_back(at(
          s, other.file, other.mark, fmt::format("{}.{}.aliases", data.table->name, other.id),
          fmt::format("the alias `{}` is the id of another record", alias),
          fmt::format("another alias; the record is in {}, line {}", s.files[known.file], known.mark.line)));
    }
  }
}

void resolve_value(const Scenario& s, const Field& field, Value& value, std::string_view path,
                   Diagnostics& faults) {
  const auto resolve = [&](std::string& written) {
    const Record* record = find_written(s, field.table, written);
    if (record != nullptr) {
      written = record->id;
      return;
    }
    faults.push_back(
        at(s, value.file, value.mark, fmt::format("{}.{}", path, field.key),
           fmt::format("there is no {} `{}`", find_table(field.table)->singular, written.substr(0, 80)),
           suggestion(s, field.table, written)));
  };
  if (field.kind == FieldKind::id) resolve(value.text);
  if (field.kind == FieldKind::ids) {
    for (std::string& word : value.words) resolve(word);
  }
  if (!value.currency.empty() && value.currency != "USD" &&
      find_written(s, "currencies", value.currency) == nullptr) {
    faults.push_back(at(s, value.file, value.mark, fmt::format("{}.{}", path, field.key),
                        fmt::format("no exchange rate of {} is known", value.currency),
                        fmt::format("USD, or a currency of the table currencies; {}",
                                    suggestion(s, "currencies", value.currency))));
  }
  // A source is one id or several, parted by commas, or the address of a page.
  for (std::string_view rest = value.source; !rest.empty();) {
    const auto end = std::min(rest.find(", "), rest.size());
    const std::string_view id = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
    if (id.find("://") != std::string_view::npos ||
        std::ranges::find(s.sources, id, &Source::id) != s.sources.end())
      continue;
    std::vector<std::string> known;
    for (const Source& source : s.sources) known.push_back(source.id);
    const std::string near = nearest(id, known);
    faults.push_back(
        at(s, value.file, value.mark, fmt::format("{}.{}", path, field.key),
           fmt::format("there is no source `{}`", id.substr(0, 80)),
           near.empty() ? "an id of the `sources` of a data file" : fmt::format("did you mean `{}`?", near)));
  }
}

void resolve_record(const Scenario& s, const TableData& data, Record& record, Diagnostics& faults) {
  const std::string path = fmt::format("{}.{}", data.table->name, record.id);
  for (std::size_t i = 0; i < record.slots.size(); ++i) {
    for (Dated& step : record.slots[i]) resolve_value(s, data.table->fields[i], step.value, path, faults);
  }
}

void resolve_records(Scenario& s, Diagnostics& faults) {
  for (TableData& data : s.tables) {
    for (Record& record : data.records) resolve_record(s, data, record, faults);
  }
}

}  // namespace corridor::scenario
