#include "network/rules/rule_book.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "network/units/diagnostic.hpp"

namespace corridor::rules {
namespace {

template <class T>
T& grown(std::vector<T>& table, Symbol s) {
  if (table.size() <= s) table.resize(s + std::size_t{1});
  return table[s];
}

void add_once(Symbols& set, Symbol s) {
  if (s != kNoSymbol && std::ranges::find(set, s) == set.end()) set.push_back(s);
}

}  // namespace

RuleBook::RuleBook() { make("", ""); }

Symbol RuleBook::make(std::string key, std::string_view name) {
  const auto s = static_cast<Symbol>(names_.size());
  symbols_.emplace(std::move(key), s);
  names_.emplace_back(name);
  return s;
}

Symbol RuleBook::intern(std::string_view name) {
  std::string key = folded(name);
  const auto it = symbols_.find(std::string_view(key));
  return it != symbols_.end() ? it->second : make(std::move(key), name);
}

Symbol RuleBook::find(std::string_view name) const {
  auto it = symbols_.find(name);
  if (it == symbols_.end()) it = symbols_.find(std::string_view(folded(name)));
  return it == symbols_.end() ? kNoSymbol : canonical(it->second);
}

void RuleBook::add_alias(std::string_view alias, std::string_view id) {
  const Symbol a = intern(alias), s = intern(id);
  if (a == s || a == kNoSymbol || canonical(s) == a) return;
  grown(alias_of_, a) = canonical(s);
}

void RuleBook::know_place(std::string_view id, std::string_view country, std::string_view within, bool sea) {
  Node& n = node(canonical(intern(id)));
  if (!country.empty()) {
    n.country = canonical(intern(country));
    mark_country(n.country);
  }
  if (!within.empty()) add_once(node(canonical(intern(id))).within, canonical(intern(within)));
  if (sea) node(canonical(intern(id))).mode = Transport::sea;
}

void RuleBook::know_commodity(std::string_view id, std::string_view parent) {
  const Symbol s = canonical(intern(id));
  grown(is_commodity_, s) = 1;
  if (!parent.empty()) add_parent(s, canonical(intern(parent)));
}

void RuleBook::know_party(std::string_view id, std::string_view country, std::string_view title) {
  if (id.empty()) return;
  const Symbol s = canonical(intern(id)), c = canonical(intern(country));
  Party& p = party(s);
  p.country = c;
  p.name = title;
  if (c != kNoSymbol) mark_country(c);
}

Node& RuleBook::node(Symbol s) {
  Node& n = grown(nodes_, s);
  n.known = true;
  return n;
}

Party& RuleBook::party(Symbol s) {
  Party& p = grown(parties_, s);
  p.known = true;
  return p;
}

void RuleBook::add_member(Symbol member, Membership m) { grown(memberships_, member).push_back(m); }

void RuleBook::add_parent(Symbol commodity, Symbol parent) {
  grown(is_commodity_, commodity) = 1;
  grown(is_commodity_, parent) = 1;
  if (commodity != parent) add_once(grown(parents_, commodity), parent);
}

void RuleBook::add_cap(Symbol id, Cap cap) { caps_.insert_or_assign(id, std::move(cap)); }

void RuleBook::mark_country(Symbol s) { grown(is_country_, s) = 1; }

const Node* RuleBook::find_node(Symbol s) const {
  return s < nodes_.size() && nodes_[s].known ? &nodes_[s] : nullptr;
}

const Party* RuleBook::find_party(Symbol s) const {
  return s < parties_.size() && parties_[s].known ? &parties_[s] : nullptr;
}

const Cap* RuleBook::find_cap(Symbol s) const {
  const auto it = caps_.find(s);
  return it == caps_.end() ? nullptr : &it->second;
}

std::span<const Membership> RuleBook::memberships(Symbol member) const {
  if (member >= memberships_.size()) return {};
  return memberships_[member];
}

std::span<const Symbol> RuleBook::parents(Symbol commodity) const {
  if (commodity >= parents_.size()) return {};
  return parents_[commodity];
}

bool RuleBook::holds(const Membership& m, Day day) const {
  if (m.by_rule == kNoSymbol) return m.days.contains(day);
  const std::uint32_t at = m.by_rule < rule_at_.size() ? rule_at_[m.by_rule] : 0;
  return at != 0 && rules_[at - 1].on(day);
}

std::size_t RuleBook::add(Rule rule) {
  const Symbol s = intern(rule.id);
  if (grown(rule_at_, s) != 0) throw std::logic_error("two rules of the id " + rule.id);
  rules_.push_back(std::move(rule));
  rule_symbols_.push_back(s);
  rule_at_[s] = static_cast<std::uint32_t>(rules_.size());
  return rules_.size() - 1;
}

std::optional<std::size_t> RuleBook::index_of(std::string_view id) const {
  const Symbol s = find(id);
  if (s >= rule_at_.size() || rule_at_[s] == 0) return std::nullopt;
  return rule_at_[s] - 1;
}

Rule* RuleBook::find_rule(std::string_view id) {
  const auto at = index_of(id);
  return at ? &rules_[*at] : nullptr;
}

const Rule* RuleBook::find_rule(std::string_view id) const {
  const auto at = index_of(id);
  return at ? &rules_[*at] : nullptr;
}

std::vector<std::string> RuleBook::rule_ids() const {
  std::vector<std::string> ids;
  for (const Rule& r : rules_) ids.push_back(r.id);
  return ids;
}

std::vector<std::string> RuleBook::node_ids() const {
  std::vector<std::string> ids;
  for (std::size_t s = 1; s < nodes_.size(); ++s) {
    if (nodes_[s].known) ids.push_back(names_[s]);
  }
  return ids;
}

std::vector<std::string> RuleBook::party_ids() const {
  std::vector<std::string> ids;
  for (std::size_t s = 1; s < parties_.size(); ++s) {
    if (parties_[s].known) ids.push_back(names_[s]);
  }
  return ids;
}

std::vector<std::string> RuleBook::country_codes() const {
  std::vector<std::string> ids;
  for (std::size_t s = 1; s < is_country_.size(); ++s) {
    if (is_country_[s] != 0) ids.push_back(names_[s]);
  }
  return ids;
}

std::vector<std::string> RuleBook::commodity_ids() const {
  std::vector<std::string> ids;
  for (std::size_t s = 1; s < is_commodity_.size(); ++s) {
    if (is_commodity_[s] != 0) ids.push_back(names_[s]);
  }
  return ids;
}

bool RuleBook::is_node(std::string_view name) const { return find_node(find(name)) != nullptr; }

bool RuleBook::is_party(std::string_view name) const {
  return find_party(find(name)) != nullptr || is_country(name);
}

bool RuleBook::is_country(std::string_view name) const {
  const Symbol s = find(name);
  return s < is_country_.size() && is_country_[s] != 0;
}

bool RuleBook::is_commodity(std::string_view name) const {
  const Symbol s = find(name);
  return s < is_commodity_.size() && is_commodity_[s] != 0;
}

std::vector<Day> RuleBook::days() const {
  std::vector<Day> all;
  const auto begin_and_end = [&](const Period& p) {
    if (p.from > kBeginning) all.push_back(p.from);
    if (p.to < kForever) all.push_back(p.to + std::chrono::days{1});
  };
  for (const Rule& r : rules_) {
    if (r.never) continue;
    begin_and_end(r.in_force);
    for (const auto& way : r.ways) {
      for (const Condition& c : way) {
        if (c.test == Test::contract_before || c.test == Test::contract_from) all.push_back(c.day);
      }
    }
  }
  for (const auto& list : memberships_) {
    for (const Membership& m : list) begin_and_end(m.days);
  }
  for (const auto& [id, cap] : caps_) {
    for (const Cap::Step& step : cap.steps) {
      all.push_back(step.from);
      if (step.older_until > kBeginning) {
        all.push_back(step.older_before);
        all.push_back(step.older_until + std::chrono::days{1});
      }
    }
  }
  std::ranges::sort(all);
  const auto [first, last] = std::ranges::unique(all);
  all.erase(first, last);
  return all;
}

std::optional<double> cap_on(const Cap& cap, Day day, Day contract) {
  std::optional<double> value;
  for (const Cap::Step& step : cap.steps) {
    if (step.from > day) break;
    const bool older = value && contract < step.older_before && day <= step.older_until;
    if (!older) value = step.value;
  }
  return value;
}

}  // namespace corridor::rules
