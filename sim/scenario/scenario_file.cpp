#include "sim/scenario/scenario_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/scenario/changes.hpp"
#include "sim/scenario/quantity_text.hpp"
#include "sim/scenario/record_reader.hpp"

namespace corridor::scenario {
namespace {

namespace fs = std::filesystem;

/// What a whole chain can be told by: the file itself, whatever way leads to it.
fs::path identity(const fs::path& file) {
  std::error_code error;
  fs::path same = fs::weakly_canonical(file, error);
  return error ? file.lexically_normal() : same;
}

void read_measure(const Reading& in, const Node& node, Settings& settings) {
  static constexpr std::string_view keys[] = {"from", "to"};
  if (node.kind != Node::Kind::mapping) {
    return in.fault(node.mark, "measure", "no map", "measure: {from: 2025-01-01, to: 2025-12-31}");
  }
  refuse_unknown_keys(in, node, "measure", keys);
  for (const std::string_view key : keys) {
    if (const Node* day = node.find(key)) set_setting(in, fmt::format("measure.{}", key), *day, settings);
  }
}

void read_precision(const Reading& in, const Node& node, Settings& settings) {
  const auto text = read_text(in, node, "precision");
  if (!text) return;
  const auto amount = read_amount(*text, "");
  if (!amount) return in.fault(node.mark, "precision", amount.error().found, amount.error().expected);
  if (amount->low < amount->high || amount->number <= 0 || amount->number >= 1)
    return in.fault(node.mark, "precision", *text, "one share above 0 and below 100 %, such as 2 %");
  settings.precision = amount->number;
}

/// A piece of text in the place of a file: the value of a --set.
Node node_of(const std::string& value, const std::string& shown, Diagnostics& faults) {
  Node node;
  node.mark = {1, 1};
  if (value.starts_with('[') || value.starts_with('{')) {
    Result<Document> parsed = parse_document(shown, value);
    if (parsed) return std::move(parsed->root);
    faults.insert(faults.end(), parsed.error().begin(), parsed.error().end());
    return node;
  }
  node.kind = Node::Kind::scalar;
  node.text = value;
  return node;
}

Node map_of(std::string_view subject, std::string_view id, std::string_view key, Mark at, const Node& value) {
  Node map;
  map.kind = Node::Kind::mapping;
  map.mark = at;
  Node name;
  name.kind = id.empty() ? Node::Kind::null : Node::Kind::scalar;
  name.mark = at;
  name.text = id;
  map.entries.push_back({std::string(subject), at, std::move(name)});
  map.entries.push_back({std::string(key), at, value});
  return map;
}

}  // namespace

std::vector<Document> read_chain(const fs::path& file, Diagnostics& faults) {
  std::vector<Document> chain;
  std::vector<fs::path> seen;
  fs::path next = file;
  Mark asked;  // the `extends` that leads to the next file
  for (;;) {
    const Reading in{chain.empty() ? std::string_view{} : chain.back().file, 0, faults};
    const fs::path same = identity(next);
    if (std::ranges::find(seen, same) != seen.end()) {
      in.fault(asked, "extends", fmt::format("`{}` extends itself in the end", next.string()),
               "a chain without a cycle");
      break;
    }
    if (seen.size() == kLongestChain) {
      in.fault(asked, "extends", fmt::format("a chain of more than {} files", kLongestChain),
               "a shorter chain");
      break;
    }
    seen.push_back(same);
    Result<Document> document = read_document(next);
    if (!document) {
      if (!chain.empty())
        in.fault(asked, "extends", fmt::format("`{}` cannot be used", next.string()),
                 "a scenario file that can be read");
      faults.insert(faults.end(), document.error().begin(), document.error().end());
      break;
    }
    chain.push_back(std::move(*document));
    const Node& root = chain.back().root;
    const Node* extends = root.kind == Node::Kind::mapping ? root.find("extends") : nullptr;
    if (extends == nullptr) break;
    const Reading here{chain.back().file, 0, faults};
    const auto base = read_text(here, *extends, "extends");
    if (!base) break;
    asked = extends->mark;
    next = (fs::path(chain.back().file).parent_path() / *base).lexically_normal();
  }
  std::ranges::reverse(chain);
  return chain;
}

bool set_setting(const Reading& in, std::string_view key, const Node& value, Settings& settings) {
  const std::string path(key);
  if (key == "scenario") {
    if (auto text = read_text(in, value, path)) settings.title = std::move(*text);
  } else if (key == "question") {
    if (auto text = read_text(in, value, path)) settings.question = std::move(*text);
  } else if (key == "replications") {
    if (auto n = read_whole(in, value, path, 1, 100'000)) settings.replications = static_cast<int>(*n);
  } else if (key == "seed") {
    if (auto n = read_whole(in, value, path, 0, std::numeric_limits<std::uint64_t>::max()))
      settings.seed = *n;
  } else if (key == "precision") {
    read_precision(in, value, settings);
  } else if (key == "targets") {
    settings.targets = read_said(in, value, "targets", "targets: [delivered to EU at least 5 Mt]");
  } else if (key == "report") {
    settings.report = read_said(in, value, "report", "report: [delivered to EU, days]");
  } else if (key == "measure") {
    read_measure(in, value, settings);
  } else if (key == "measure.from") {
    if (auto day = read_day(in, value, path)) settings.measure.from = *day;
  } else if (key == "measure.to") {
    if (auto day = read_day(in, value, path)) settings.measure.to = *day;
  } else {
    return false;
  }
  return true;
}

void read_settings(const Reading& in, const Node& root, Settings& settings) {
  if (root.kind != Node::Kind::mapping) {
    return in.fault(root.mark, "", "the file is no map", "scenario: what it is called");
  }
  check_format(in, root, false);
  std::vector<std::string_view> known{"format"};
  refuse_unknown_keys(in, root, "", known, scenario_fields());
  for (const Entry& entry : root.entries) set_setting(in, entry.key, entry.value, settings);
}

void apply_changes(const Reading& in, const Node& root, Scenario& scenario) {
  const Node* changes = root.find("changes");
  if (changes == nullptr || changes->kind == Node::Kind::null) return;
  if (changes->kind != Node::Kind::sequence) {
    return in.fault(changes->mark, "changes", "no list", "changes:, then one `- {...}` a line");
  }
  for (std::size_t i = 0; i < changes->items.size(); ++i) {
    apply_change(in, changes->items[i], fmt::format("changes[{}]", i), scenario);
  }
}

void apply_set(const std::string& path, const std::string& value, Scenario& scenario, Diagnostics& faults) {
  const std::string shown = "--set " + path + "=" + value;
  const auto index = static_cast<std::uint32_t>(scenario.files.size());
  scenario.files.push_back(shown);
  const Reading in{scenario.files.back(), index, faults};
  const std::size_t before = faults.size();
  const Node node = node_of(value, shown, faults);
  if (faults.size() == before) set_path(in, path, {1, 1}, node, scenario);
}

void set_path(const Reading& in, const std::string& path, Mark at, const Node& value, Scenario& scenario) {
  if (set_setting(in, path, value, scenario.settings)) return;
  const auto first = path.find('.'), last = path.rfind('.');
  const std::string head = path.substr(0, first);
  const Table* table = find_table(head);
  if (table == nullptr) table = find_singular(head);
  if (first == std::string::npos || (table == nullptr && head != "rules" && head != "rule")) {
    std::vector<std::string> known{"rules",     "seed",         "replications",
                                   "precision", "measure.from", "measure.to"};
    for (const Table& t : tables()) known.emplace_back(t.name);
    const std::string near = nearest(head, known);
    return in.fault(at, path, fmt::format("`{}` is nothing that can be set", head.substr(0, 60)),
                    near.empty() ? "table.id.field=value, such as links.a--b.capacity=20 Mt/year"
                                 : fmt::format("did you mean `{}`?", near));
  }
  const bool single = table != nullptr && table->single;
  if (!single && first == last) {
    return in.fault(at, path, "a path of two words", fmt::format("{}.id.field=value", head));
  }
  const std::string id = single ? "" : path.substr(first + 1, last - first - 1);
  const std::string subject(table != nullptr ? table->singular : "rule");
  apply_change(in, map_of(subject, id, path.substr(last + 1), at, value), path, scenario);
}

}  // namespace corridor::scenario
