#include "sim/scenario/record_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/names.hpp"
#include "sim/scenario/rule_reader.hpp"

namespace corridor::scenario {
namespace {

constexpr std::string_view record_keys[] = {"id", "source", "quality", "note"};
constexpr std::string_view header_keys[] = {"format", "licence", "sources", "note"};
constexpr std::string_view source_keys[] = {"title", "publisher", "url", "date", "licence", "note"};

void read_id(const Reading& in, const Table& table, const Node& node, std::string_view path, Record& record) {
  const Node* id = node.find("id");
  if (id == nullptr) {
    if (table.single) {
      record.id = table.name;
    } else if (!table.pair_id) {
      in.fault(node.mark, std::string(path), fmt::format("a {} without `id`", table.singular),
               "id: lower-case-words");
    }
    return;
  }
  if (table.single) {
    in.fault(id->mark, fmt::format("{}.id", path), "there is only one, without an id", "leave it out");
    record.id = table.name;
  } else if (id->kind != Node::Kind::scalar || !is_id(id->text)) {
    in.fault(id->mark, fmt::format("{}.id", path), fmt::format("`{}` is no id", id->text.substr(0, 60)),
             fmt::format("lower-case ASCII words joined by `-`{}{}", id->text.empty() ? "" : ", such as ",
                         folded(id->text.substr(0, 60))));
  } else {
    record.id = id->text;
  }
}

/// links.a--b where the record says who it is, links[3] else.
std::string path_of(const Table& table, const Node& node, std::size_t position) {
  const Node *id = node.find("id"), *from = node.find("from"), *to = node.find("to");
  if (id != nullptr && is_id(id->text)) return fmt::format("{}.{}", table.name, id->text);
  if (table.pair_id && from != nullptr && to != nullptr && is_id(from->text) && is_id(to->text)) {
    return fmt::format("{}.{}--{}", table.name, from->text, to->text);
  }
  return fmt::format("{}[{}]", table.name, position);
}

void read_table(const Reading& in, const Table& table, const Node& node, TableData& data) {
  if (table.single) {
    if (!data.records.empty()) {
      return in.fault(node.mark, std::string(table.name), "this stands in another file too",
                      "once in all files");
    }
    auto record = read_record(in, table, node, {"", "", Quality::estimate}, table.name);
    if (record) data.records.push_back(std::move(*record));
    return;
  }
  if (node.kind != Node::Kind::sequence) {
    return in.fault(node.mark, std::string(table.name), "no list",
                    fmt::format("a list of {}: - {{...}}", table.name));
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    auto record =
        read_record(in, table, node.items[i], {"", "", Quality::estimate}, path_of(table, node.items[i], i));
    if (record) data.records.push_back(std::move(*record));
  }
}

}  // namespace

bool is_rule_key(std::string_view key) {
  const std::span<const std::string_view> keys = rule_keys();
  return std::ranges::find(keys, key) != keys.end();
}

std::optional<Record> read_record(const Reading& in, const Table& table, const Node& node,
                                  const Origin& origin, std::string_view path, std::string_view skip) {
  if (node.kind != Node::Kind::mapping) {
    in.fault(node.mark, std::string(path), "no map", fmt::format("a {}: {{...}}", table.singular));
    return std::nullopt;
  }
  Record record;
  record.file = in.file_index;
  record.mark = node.mark;
  read_id(in, table, node, path, record);
  std::vector<std::string_view> known(std::begin(record_keys), std::end(record_keys));
  if (!skip.empty()) known.push_back(skip);
  refuse_unknown_keys(in, node, path, known, table.fields);
  const Origin own = read_origin(in, node, origin, path);
  record.source = own.source;
  record.note = own.note;
  record.quality = own.quality;
  record.slots.resize(table.fields.size());
  for (const Entry& entry : node.entries) {
    const int field = field_index(table, entry.key);
    if (field < 0 || entry.key == skip) continue;
    const auto i = static_cast<std::size_t>(field);
    record.slots[i] = read_steps(in, table.fields[i], entry.value, own, path);
  }
  for (const Field& field : table.fields) {
    if (field.required && node.find(field.key) == nullptr) {
      in.fault(node.mark, std::string(path), fmt::format("`{}` is missing", field.key),
               std::string(field.meaning));
    }
  }
  if (record.id.empty() && !table.pair_id) return std::nullopt;
  return record;
}

void read_sources(const Reading& in, const Node& node, std::vector<Source>& into) {
  if (node.kind != Node::Kind::mapping) {
    return in.fault(node.mark, "sources", "no map", "id: {title: ..., publisher: ..., url: ...}");
  }
  for (const Entry& entry : node.entries) {
    const std::string path = "sources." + entry.key;
    if (entry.value.kind != Node::Kind::mapping) {
      in.fault(entry.value.mark, path, "no map", "{title: ..., publisher: ..., url: ...}");
      continue;
    }
    refuse_unknown_keys(in, entry.value, path, source_keys);
    Source source{entry.key, {}, {}, {}};
    const auto take = [&](std::string_view key, std::string& text) {
      const Node* n = entry.value.find(key);
      if (n == nullptr || (n->kind == Node::Kind::scalar && n->text.empty()))
        return;  // a page without an address
      text = read_text(in, *n, fmt::format("{}.{}", path, key)).value_or("");
    };
    take("title", source.title);
    take("publisher", source.publisher);
    take("url", source.url);
    if (entry.value.find("title") == nullptr)
      in.fault(entry.key_mark, path, "a source without a title", "title: ...");
    const auto twin = std::ranges::find(into, source.id, &Source::id);
    if (twin == into.end()) {
      into.push_back(std::move(source));
    } else if (twin->url != source.url && !twin->url.empty() && !source.url.empty()) {
      in.fault(entry.key_mark, path, "another source has this id",
               fmt::format("another id; the first is {}", twin->url));
    }
  }
}

void check_format(const Reading& in, const Node& root, bool required) {
  const Node* format = root.find("format");
  if (format == nullptr) {
    if (required) in.fault({1, 1}, "format", "the file does not say its format", "format: 1");
    return;
  }
  if (format->kind == Node::Kind::scalar && format->text == "1") return;
  in.fault(format->mark, "format",
           fmt::format("format `{}` is not known to this corridor", format->text.substr(0, 20)),
           "format: 1; a newer file needs a newer corridor");
}

void read_data_file(const Document& document, std::uint32_t file, Scenario& into, Diagnostics& faults) {
  const Reading in{document.file, file, faults};
  if (document.root.kind != Node::Kind::mapping) {
    return in.fault(document.root.mark, "", "the file is no map", "format: 1, then tables");
  }
  check_format(in, document.root, true);
  for (const Entry& entry : document.root.entries) {
    if (const Table* table = find_table(entry.key)) {
      read_table(in, *table, entry.value, into.tables[static_cast<std::size_t>(table - tables().data())]);
    } else if (entry.key == "sources") {
      read_sources(in, entry.value, into.sources);
    } else if (std::ranges::find(header_keys, entry.key) == std::end(header_keys) &&
               !is_rule_key(entry.key)) {
      std::vector<std::string> known(std::begin(header_keys), std::end(header_keys));
      for (const Table& t : tables()) known.emplace_back(t.name);
      for (const std::string_view key : rule_keys()) known.emplace_back(key);
      const std::string near = nearest(entry.key, known);
      in.fault(entry.key_mark, "", fmt::format("unknown key `{}`", entry.key.substr(0, 60)),
               near.empty() ? one_of(known) : fmt::format("did you mean `{}`?", near));
    }
  }
}

}  // namespace corridor::scenario
