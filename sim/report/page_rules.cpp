// The rules and closures that page.json names, with their days.

#include <algorithm>
#include <set>

#include "sim/report/page_parts.hpp"

namespace corridor::report {
namespace {

using rules::Rule;

PageJson day_or_null(Day day) {
  return day == kBeginning || day == kForever ? PageJson(nullptr) : PageJson(to_iso(day));
}

PageJson to_json(const Rule& rule) {
  return {{"id", rule.id},
          {"title", rule.title},
          {"instrument", rule.instrument},
          {"kind", rules::to_word(rule.kind)},
          {"authority", rules::to_word(rule.authority)},
          {"by", rule.jurisdiction},
          {"from", day_or_null(rule.in_force.from)},
          {"to", day_or_null(rule.in_force.to)},
          {"never", rule.never},
          {"source", rule.source.title},
          {"url", rule.source.url},
          {"note", rule.source.note}};
}

/// Days on which something is closed, cut to the window.
void add_closures(PageJson& out, const model::Steps<bool>& closed, Period window, std::string_view what,
                  const std::string& id, int place) {
  const auto& steps = closed.steps();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!steps[i].second) continue;
    const Day from = steps[i].first;
    const Day to = i + 1 < steps.size() ? steps[i + 1].first - std::chrono::days{1} : kForever;
    if (to < window.from || from > window.to) continue;
    out.push_back(
        {{"what", what}, {"id", id}, {"place", place}, {"from", day_or_null(from)}, {"to", day_or_null(to)}});
  }
}

}  // namespace

void add_rules(PageJson& page, const PageSource& source) {
  const rules::RuleBook& book = source.scenario.rules;
  std::set<std::string> refusing;
  if (const store::Table* t = table_of(source.result, "refusals")) {
    for (const auto& row : t->rows) refusing.insert(store::to_text(row[store::column(*t, "rule")]));
  }
  PageJson out = PageJson::array();
  for (const Rule& rule : book.rules()) {
    const bool lifts = std::any_of(rule.overrides.begin(), rule.overrides.end(), [&](rules::Symbol s) {
      return refusing.contains(std::string(book.name(s)));
    });
    if (!refusing.contains(rule.id) && !(lifts && rule.kind == rules::Kind::exemption)) continue;
    out.push_back(to_json(rule));
    out.back()["refused"] = refusing.contains(rule.id);
  }
  page["rules"] = std::move(out);

  const model::World& world = source.world();
  PageJson closures = PageJson::array();
  for (std::size_t i = 0; i < world.places.size(); ++i) {
    add_closures(closures, world.places[i].closed, world.measure, "place", world.places[i].id,
                 static_cast<int>(i));
  }
  for (const model::Terminal& t : world.terminals) {
    add_closures(closures, t.closed, world.measure, "terminal", t.id,
                 t.port.valid() ? static_cast<int>(t.port.n) : -1);
  }
  for (const model::Link& l : world.links) {
    add_closures(closures, l.closed, world.measure, "link", l.id,
                 l.from.valid() ? static_cast<int>(l.from.n) : -1);
  }
  page["closures"] = std::move(closures);
}

}  // namespace corridor::report
