#include "network/rules/timeline.hpp"

#include <algorithm>

#include "network/rules/facts.hpp"

namespace corridor::rules {
namespace {

void add_days(const RuleBook& book, const Membership& m, std::vector<Day>& days) {
  const Rule* rule = m.by_rule == kNoSymbol ? nullptr : book.find_rule(book.name(m.by_rule));
  const Period period = rule != nullptr ? rule->in_force : m.days;
  days.push_back(period.from);
  days.push_back(period.to + std::chrono::days{1});
}

void add_days(const RuleBook& book, const Rule& rule, std::vector<Day>& days) {
  days.push_back(rule.in_force.from);
  days.push_back(rule.in_force.to + std::chrono::days{1});
  for (const auto& way : rule.ways) {
    for (const Condition& c : way) {
      days.push_back(c.day);
      const Cap* cap = book.find_cap(c.cap);
      if (cap == nullptr) continue;
      for (const Cap::Step& step : cap->steps) {
        days.push_back(step.from);
        days.push_back(step.older_before);
        days.push_back(step.older_until + std::chrono::days{1});
      }
    }
  }
}

}  // namespace

std::vector<Day> change_days(const RuleBook& book, const Shipment& shipment, Day from, Day to) {
  const Facts facts(book, shipment, true);
  std::vector<Day> days;
  // Restrictions that may apply, and the exemptions from these; nothing else can change the verdict.
  std::vector<Symbol> restrictions;
  for (std::size_t r = 0; r < book.rules().size(); ++r) {
    const Rule& rule = book.rules()[r];
    if (!restricts(rule.kind) || !facts.may_concern(rule)) continue;
    restrictions.push_back(book.symbol_of(r));
    add_days(book, rule, days);
  }
  const auto restricting = [&](Symbol s) { return std::ranges::find(restrictions, s) != restrictions.end(); };
  for (const Rule& rule : book.rules()) {
    if (rule.kind != Kind::exemption || std::ranges::none_of(rule.overrides, restricting)) continue;
    if (facts.may_concern(rule)) add_days(book, rule, days);
  }
  if (days.empty()) return days;
  for (const Membership& m : facts.looked_at()) add_days(book, m, days);
  std::erase_if(days, [&](Day d) { return d <= from || d > to; });
  std::ranges::sort(days);
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

PlaceSight::PlaceSight(const RuleBook& book) : book_(book), named_(book.names()) {
  const auto name = [&](const Symbols& symbols) {
    for (const Symbol s : symbols) named_[book.canonical(s)] = true;
  };
  for (const Rule& rule : book.rules()) {
    for (const Symbols* set : {&rule.nodes, &rule.not_nodes, &rule.through, &rule.exported_from,
                               &rule.destinations, &rule.not_destinations, &rule.capacity_at}) {
      name(*set);
    }
    for (const auto& way : rule.ways) {
      for (const Condition& c : way) name(c.who);
    }
  }
  for (Symbol s = 1; s < book.names(); ++s) {
    if (!book.memberships(s).empty()) named_[s] = true;
  }
}

std::vector<std::string> PlaceSight::telling(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  std::vector<Symbol> countries;
  for (const std::string& name : names) {
    const Symbol s = book_.canonical(book_.find(name));
    const Node* node = book_.find_node(s);
    const bool wider =
        node != nullptr &&
        (!node->run_by.empty() || node->mode.has_value() ||
         std::ranges::any_of(node->within, [&](Symbol w) { return named_[book_.canonical(w)]; }));
    if (s == kNoSymbol) continue;
    if (!named_[s] && !wider && node != nullptr) {
      if (std::ranges::find(countries, node->country) != countries.end()) continue;
      countries.push_back(node->country);
    }
    out.push_back(name);
  }
  return out;
}

}  // namespace corridor::rules
