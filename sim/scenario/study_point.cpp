// A point of a study becomes a scenario: by the changes that a scenario file would say.

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/changes.hpp"
#include "sim/scenario/scenario_file.hpp"
#include "sim/scenario/study.hpp"

namespace corridor::scenario {
namespace {

Node scalar(const std::string& text, Mark mark) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  node.mark = mark;
  return node;
}

/// The change with the value in place of the word `value`.
Node filled(const Node& change, const Level& level) {
  Node out = change;
  for (Entry& entry : out.entries) {
    Node& v = entry.value;
    if (v.kind != Node::Kind::scalar) continue;
    if (v.text == "value") {
      v.text = level.text;
    } else if (v.text.ends_with(" value")) {
      v.text.replace(v.text.size() - 5, 5, level.text);
    }
  }
  return out;
}

void apply_list(const Reading& in, const Node& changes, const std::string& path, Scenario& s) {
  for (std::size_t i = 0; i < changes.items.size(); ++i)
    apply_change(in, changes.items[i], fmt::format("{}[{}]", path, i), s);
}

void apply_level(const Reading& in, const Parameter& p, const Level& level, Scenario& s) {
  apply_list(in, level.changes, fmt::format("{}.{}", p.name, level.text), s);
  for (const Move& move : p.moves) {
    if (move.path.empty()) {
      apply_change(in, filled(move.change, level), p.name, s);
    } else {
      set_path(in, move.path, move.mark, scalar(level.text, level.mark), s);
    }
  }
}

/// The base ready to take changes that stand in the study file.
Scenario copy_for(const Scenario& base, const Study& study) {
  Scenario s = base;
  s.files.push_back(study.file);
  s.warnings.clear();
  return s;
}

Reading reading_of(const Study& study, const Scenario& s, Diagnostics& faults) {
  return {study.file, static_cast<std::uint32_t>(s.files.size() - 1), faults};
}

void check_level(const Study& study, const Scenario& base, const Parameter& p, const Level& level,
                 Diagnostics& faults) {
  Scenario s = copy_for(base, study);
  apply_level(reading_of(study, s, faults), p, level, s);
}

}  // namespace

Result<Scenario> load_base(const Study& study, const LoadOptions& options) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(study.base, error)) {
    return tl::unexpected(
        Diagnostics{{Severity::error, study.file, study.base_mark.line, study.base_mark.column, "base",
                     fmt::format("there is no file `{}`", study.base.generic_string()),
                     "a scenario file, found from the place of this one"}});
  }
  return load_scenario(study.base, options);
}

Result<void> check_study(const Study& study, const Scenario& base) {
  Diagnostics faults;
  for (const Parameter& p : study.parameters) {
    const std::size_t before = faults.size();
    for (const Level& level : p.levels) {
      check_level(study, base, p, level, faults);
      // What is wrong with the path would be told again by every value.
      if (&level == &p.levels.front() && level.changes.items.empty() && faults.size() > before) break;
    }
    if (p.levels.empty()) check_level(study, base, p, level_at(p, p.low), faults);
    if (p.levels.empty() && faults.size() == before) check_level(study, base, p, level_at(p, p.high), faults);
  }
  for (const Point& point : study.listed) {
    for (std::size_t i = 0; i < point.size(); ++i) {
      if (point[i] && faults.empty()) check_level(study, base, study.parameters[i], *point[i], faults);
    }
  }
  for (const StudySection& section : study.sections) {
    for (const StudyRecord& r : section.records) {
      Scenario s = copy_for(base, study);
      apply_list(reading_of(study, s, faults), r.changes,
                 fmt::format("{}.{}.changes", section.table->name, r.record.id), s);
    }
  }
  if (faults.empty()) return {};
  sort_faults(faults, {study.file});
  return tl::unexpected(std::move(faults));
}

Result<Scenario> at_point(const Scenario& base, const Study& study, const Point& point,
                          std::span<const Node* const> extra) {
  Diagnostics faults;
  Scenario s = copy_for(base, study);
  const Reading in = reading_of(study, s, faults);
  for (const Node* changes : extra) apply_list(in, *changes, "changes", s);
  for (std::size_t i = 0; i < point.size(); ++i) {
    if (point[i]) apply_level(in, study.parameters[i], *point[i], s);
  }
  check_settings(in, s.settings);
  return finish_scenario(std::move(s), true, std::move(faults));
}

std::string to_text(const Study& study, const Point& point) {
  std::string out;
  for (std::size_t i = 0; i < point.size(); ++i) {
    if (!point[i]) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", study.parameters[i].name, point[i]->text);
  }
  return out.empty() ? "the base" : out;
}

}  // namespace corridor::scenario
