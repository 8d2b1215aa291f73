#pragma once
/// @file rule_book.hpp  All rules with the data that they refer to: which countries form a union on which
/// day, what is within what, who owns whom, dated lists, caps. A copyable value; const use is safe from any
/// thread. It is ready for judge() after every change; nothing has to be prepared.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "network/rules/rule.hpp"

namespace corridor::rules {

/// A place, pipeline, border or network as rules know it.
struct Node {
  Symbol country = kNoSymbol;
  Symbols within;  ///< wider places, lists of places
  std::optional<Transport> mode;
  Symbols run_by;  ///< parties that own or run it
  bool known = false;
};

struct Party {
  std::string name;
  Symbol country = kNoSymbol;
  Symbols owned_by;  ///< by half or more
  bool known = false;
};

/// Membership of a union of countries or a list, for some days.
struct Membership {
  Symbol group = kNoSymbol;
  Period days;
  Symbol by_rule = kNoSymbol;  ///< holds while that rule is in force, instead of `days`
};

class RuleBook {
 public:
  RuleBook();

  // --- names ---
  /// The symbol of a name, made where it is new. Case is ignored, `_` and blanks count as `-`.
  Symbol intern(std::string_view name);
  /// The symbol of a name (an alias gives what it stands for); kNoSymbol where it is unknown.
  Symbol find(std::string_view name) const;
  const std::string& name(Symbol s) const { return names_[s]; }
  std::size_t names() const { return names_.size(); }
  Symbol canonical(Symbol s) const {
    return s < alias_of_.size() && alias_of_[s] != kNoSymbol ? alias_of_[s] : s;
  }

  // --- what rules refer to ---
  void add_alias(std::string_view alias, std::string_view id);
  /// A place of the network: its country, the port that it is under (may be empty), whether it is a sea port.
  /// Call it for every place and terminal once the network is read.
  void know_place(std::string_view id, std::string_view country, std::string_view within = {},
                  bool sea = false);
  /// A commodity and its parent (may be empty).
  void know_commodity(std::string_view id, std::string_view parent);
  void know_party(std::string_view id, std::string_view country, std::string_view title = {});
  Node& node(Symbol s);
  Party& party(Symbol s);
  void add_member(Symbol member, Membership m);
  void add_parent(Symbol commodity, Symbol parent);
  void add_cap(Symbol id, Cap cap);
  void mark_country(Symbol s);  ///< a code that stands for a country or union

  const Node* find_node(Symbol s) const;
  const Party* find_party(Symbol s) const;
  const Cap* find_cap(Symbol s) const;
  std::span<const Membership> memberships(Symbol member) const;
  std::span<const Symbol> parents(Symbol commodity) const;
  /// Days and lists: whether a membership holds on a day.
  bool holds(const Membership& m, Day day) const;

  // --- rules ---
  /// pre: no rule has that id. Returns its position.
  std::size_t add(Rule rule);
  std::span<const Rule> rules() const { return rules_; }
  Rule* find_rule(std::string_view id);
  const Rule* find_rule(std::string_view id) const;
  /// Position of a rule; nullopt where there is none.
  std::optional<std::size_t> index_of(std::string_view id) const;
  Symbol symbol_of(std::size_t rule) const { return rule_symbols_[rule]; }

  // --- for `list` and "did you mean" ---
  std::vector<std::string> rule_ids() const;
  std::vector<std::string> node_ids() const;  ///< places, lists and networks, aliases left out
  std::vector<std::string> party_ids() const;
  std::vector<std::string> country_codes() const;  ///< countries and unions
  std::vector<std::string> commodity_ids() const;
  bool is_node(std::string_view name) const;
  bool is_party(std::string_view name) const;    ///< a party, a country or a union
  bool is_country(std::string_view name) const;  ///< a country or union
  bool is_commodity(std::string_view name) const;

  /// All days on which anything begins or has ended (rules, list entries, unions, caps), ascending, once
  /// each.
  std::vector<Day> days() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  Symbol make(std::string key, std::string_view name);

  std::unordered_map<std::string, Symbol, Hash, std::equal_to<>> symbols_;  ///< looked up only, never walked
  std::vector<std::string> names_;
  std::vector<Symbol> alias_of_;
  std::vector<Node> nodes_;
  std::vector<Party> parties_;
  std::vector<std::vector<Membership>> memberships_;
  std::vector<std::vector<Symbol>> parents_;
  std::vector<unsigned char> is_commodity_, is_country_;
  std::map<Symbol, Cap> caps_;
  std::vector<Rule> rules_;
  std::vector<Symbol> rule_symbols_;
  std::vector<std::uint32_t> rule_at_;  ///< [symbol]: position + 1, 0: no rule
};

}  // namespace corridor::rules
