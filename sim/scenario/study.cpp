#include "sim/scenario/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include "sim/scenario/names.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/scenario_file.hpp"
#include "sim/scenario/study_values.hpp"

namespace corridor::scenario {
namespace {

namespace fs = std::filesystem;
using DesignKind = Design::Kind;

constexpr std::array<std::pair<std::string_view, DesignKind>, 5> kDesigns{
    {{"grid", DesignKind::grid},
     {"one-at-a-time", DesignKind::one_at_a_time},
     {"list", DesignKind::list},
     {"latin-hypercube", DesignKind::latin_hypercube},
     {"sobol", DesignKind::sobol}}};

/// One study file while it is read.
class StudyReader {
 public:
  StudyReader(const Document& document, Diagnostics& faults)
      : in_{document.file, 0, faults}, root_(document.root) {}

  Study read() {
    if (root_.kind != Node::Kind::mapping) {
      in_.fault(root_.mark, "", "the file is no map", "study: what it is called");
      return std::move(s_);
    }
    check_format(in_, root_, false);
    std::vector<std::string_view> known{"format"};
    for (const Table& table : study_tables()) known.push_back(table.name);
    refuse_unknown_keys(in_, root_, "", known, study_fields());
    read_head();
    read_parameters();
    read_design();
    read_listed();
    read_sections();
    return std::move(s_);
  }

 private:
  void need(const Node* node, const char* key, const char* what) {
    if (node == nullptr) in_.fault({1, 1}, key, fmt::format("`{}` is missing", key), what);
  }

  void read_head() {
    const Node *title = root_.find("study"), *base = root_.find("base");
    need(title, "study", "study: what it is called");
    need(base, "base", "base: a scenario file");
    if (title != nullptr) s_.title = read_text(in_, *title, "study").value_or("");
    if (const Node* question = root_.find("question"))
      s_.question = read_text(in_, *question, "question").value_or("");
    if (base != nullptr) {
      s_.base_mark = base->mark;
      if (const auto file = read_text(in_, *base, "base"))
        s_.base = (fs::path(in_.file).parent_path() / *file).lexically_normal();
    }
    if (const Node* n = root_.find("replications")) {
      if (const auto whole = read_whole(in_, *n, "replications", 1, 100'000))
        s_.replications = static_cast<int>(*whole);
    }
    if (const Node* n = root_.find("seed"))
      s_.seed = read_whole(in_, *n, "seed", 0, std::numeric_limits<std::uint64_t>::max());
    if (const Node* report = root_.find("report"))
      s_.report = read_said(in_, *report, "report", "report: [delivered, cost_per_tonne]");
  }

  void read_parameters() {
    const Node* node = root_.find("parameters");
    if (node == nullptr || node->kind == Node::Kind::null) return;
    if (node->kind != Node::Kind::sequence)
      return in_.fault(node->mark, "parameters", "no list", "parameters:, then one `- {name: ...}` a line");
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const std::string path = fmt::format("parameters[{}]", i);
      auto parameter = read_parameter(in_, node->items[i], path);
      if (!parameter) {
        parameters_whole_ = false;
      } else if (s_.parameter(parameter->name) != nullptr) {
        in_.fault(parameter->mark, path, fmt::format("a second parameter `{}`", parameter->name),
                  "a name of its own");
      } else {
        s_.parameters.push_back(std::move(*parameter));
      }
    }
  }

  void read_design() {
    Design& d = s_.design;
    const Node* node = root_.find("design");
    d.mark = node != nullptr ? node->mark : Mark{1, 1};
    if (node != nullptr) {
      const Node* kind = node->kind == Node::Kind::mapping ? node->find("kind") : node;
      if (kind == nullptr) return in_.fault(node->mark, "design", "a design without a kind", kinds());
      if (!read_kind(*kind)) return;
      if (node->kind == Node::Kind::mapping) read_design_map(*node);
    }
    const bool spread = d.kind == DesignKind::latin_hypercube || d.kind == DesignKind::sobol;
    if (spread && d.points == 0)
      in_.fault(d.mark, "design.points", fmt::format("{} without a number of points", to_word(d.kind)),
                fmt::format("{{kind: {}, points: 64}}", to_word(d.kind)));
    if (!parameters_whole_ || (d.kind != DesignKind::grid && d.kind != DesignKind::one_at_a_time)) return;
    for (const Parameter& p : s_.parameters) {
      if (p.levels.empty())
        in_.fault(p.mark, p.name, fmt::format("a range without a grid, in the design {}", to_word(d.kind)),
                  "points: 7, or step: ...");
    }
  }

  static std::string kinds() {
    std::vector<std::string> words;
    for (const auto& [word, kind] : kDesigns) words.emplace_back(word);
    return one_of(words);
  }

  bool read_kind(const Node& node) {
    const auto word = read_text(in_, node, "design");
    if (!word) return false;
    std::vector<std::string> words;
    for (const auto& [known, kind] : kDesigns) {
      words.emplace_back(known);
      if (known == folded(*word)) {
        s_.design.kind = kind;
        return true;
      }
    }
    const std::string near = nearest(*word, words);
    in_.fault(node.mark, "design", fmt::format("`{}` is no design", word->substr(0, 60)),
              near.empty() ? kinds() : fmt::format("did you mean `{}`?", near));
    return false;
  }

  void read_design_map(const Node& node) {
    Design& d = s_.design;
    refuse_unknown_keys(in_, node, "design", {}, design_fields());
    const bool spread = d.kind == DesignKind::latin_hypercube || d.kind == DesignKind::sobol;
    if (const Node* points = node.find("points")) {
      if (!spread)
        in_.fault(points->mark, "design.points", fmt::format("`points` of the design {}", to_word(d.kind)),
                  "latin-hypercube or sobol");
      else if (const auto n = read_whole(in_, *points, "design.points", 1, 1'000'000))
        d.points = static_cast<int>(*n);
      else
        d.points = 1;  // told
    }
    if (const Node* seed = node.find("seed")) {
      d.seed =
          read_whole(in_, *seed, "design.seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(1);
    }
    if (const Node* indices = node.find("indices")) {
      d.indices = read_flag(in_, *indices, "design.indices").value_or(false);
      if (d.indices && d.kind != DesignKind::sobol)
        in_.fault(indices->mark, "design.indices", fmt::format("`indices` of the design {}", to_word(d.kind)),
                  "sobol");
    }
  }

  void read_listed() {
    const Node* node = root_.find("points");
    if (s_.design.kind != DesignKind::list) {
      if (node != nullptr)
        in_.fault(node->mark, "points",
                  fmt::format("a list of points in the design {}", to_word(s_.design.kind)), "design: list");
      return;
    }
    if (node == nullptr || node->kind != Node::Kind::sequence || node->items.empty())
      return in_.fault(node == nullptr ? s_.design.mark : node->mark, "points", "no list of points",
                       "points:, then one `- {parameter: value}` a line");
    if (!parameters_whole_) return;
    std::vector<std::string_view> known;
    for (const Parameter& p : s_.parameters) known.push_back(p.name);
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const std::string path = fmt::format("points[{}]", i);
      const Node& one = node->items[i];
      if (one.kind != Node::Kind::mapping) {
        in_.fault(one.mark, path, "a point is a map", "{parameter: value}");
        continue;
      }
      refuse_unknown_keys(in_, one, path, known);
      Point point;
      for (const Parameter& p : s_.parameters) {
        const Node* value = one.find(p.name);
        point.push_back(value == nullptr ? std::nullopt
                                         : read_level(in_, p, *value, fmt::format("{}.{}", path, p.name)));
      }
      s_.listed.push_back(std::move(point));
    }
  }

  void read_sections() {
    for (const Table& table : study_tables()) {
      const Node* node = root_.find(table.name);
      if (node == nullptr || node->kind == Node::Kind::null) continue;
      StudySection section{&table, {}, empty_table(table).fallbacks};
      if (table.single) {
        read_section_record(section, *node, std::string(table.name));
      } else if (node->kind != Node::Kind::sequence) {
        in_.fault(node->mark, std::string(table.name), "no list",
                  fmt::format("a list of {}: - {{...}}", table.name));
      } else {
        for (std::size_t i = 0; i < node->items.size(); ++i)
          read_section_record(section, node->items[i], fmt::format("{}[{}]", table.name, i));
      }
      s_.sections.push_back(std::move(section));
    }
  }

  void read_section_record(StudySection& section, const Node& node, const std::string& path) {
    auto record = read_record(in_, *section.table, node, {"", "", Quality::scenario}, path,
                              section.table->changes ? "changes" : "");
    if (!record) return;
    const auto twin = [&](const StudyRecord& r) { return r.record.id == record->id; };
    if (std::ranges::any_of(section.records, twin))
      return in_.fault(node.mark, path, fmt::format("a second {} `{}`", section.table->singular, record->id),
                       "an id of its own");
    StudyRecord out{std::move(*record), {}};
    if (const Node* changes = node.find("changes"); changes != nullptr && changes->kind != Node::Kind::null) {
      if (changes->kind != Node::Kind::sequence)
        return in_.fault(changes->mark, path + ".changes", "no list", "changes:, then one `- {...}` a line");
      out.changes = *changes;
    }
    section.records.push_back(std::move(out));
  }

  Reading in_;
  const Node& root_;
  Study s_;
  bool parameters_whole_ = true;
};

}  // namespace

std::string_view to_word(DesignKind kind) {
  for (const auto& [word, known] : kDesigns) {
    if (known == kind) return word;
  }
  return {};
}

const Value* StudySection::value(const StudyRecord& record, std::string_view key) const {
  const int i = field_index(*table, key);
  if (i < 0) throw std::logic_error(fmt::format("{} have no `{}`", table->name, key));
  const std::vector<Dated>& said = record.record.slots[static_cast<std::size_t>(i)];
  if (!said.empty()) return &said.front().value;
  const std::vector<Dated>& otherwise = fallbacks[static_cast<std::size_t>(i)];
  return otherwise.empty() ? nullptr : &otherwise.front().value;
}

const StudySection* Study::section(std::string_view wanted) const {
  const auto at = std::ranges::find(sections, wanted, [](const StudySection& s) { return s.table->name; });
  return at == sections.end() ? nullptr : &*at;
}

const Parameter* Study::parameter(std::string_view wanted) const {
  const auto at = std::ranges::find(parameters, wanted, &Parameter::name);
  return at == parameters.end() ? nullptr : &*at;
}

Result<Study> read_study(const fs::path& file) {
  const Result<Document> document = read_document(file);
  if (!document) return tl::unexpected(document.error());
  Diagnostics faults;
  Study study = StudyReader(*document, faults).read();
  if (!faults.empty()) {
    sort_faults(faults, {document->file});
    return tl::unexpected(std::move(faults));
  }
  study.name = file.stem().string();
  study.file = document->file;
  return study;
}

}  // namespace corridor::scenario
