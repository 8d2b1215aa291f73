#pragma once
/// @file facts.hpp  A shipment with its names looked up: what it is, where it goes, who takes part.
/// Made once a judgement; every test of a rule is a look into it.

#include <array>
#include <vector>

#include "network/rules/rule_book.hpp"
#include "network/rules/shipment.hpp"

namespace corridor::rules {

/// Somebody in a part, with all that rules may call it: itself, its country, unions, lists, owners.
struct Participant {
  Role role = Role::anyone;
  const std::string* said = nullptr;
  Symbol country = kNoSymbol;
  Symbols known_as;
};

class Facts {
 public:
  /// `any_day`: unions and lists count as if all their days were one, to see what could matter on some day.
  Facts(const RuleBook& book, const Shipment& shipment, bool any_day = false);

  const RuleBook& book() const { return book_; }
  const Shipment& shipment() const { return shipment_; }
  Day contract() const { return shipment_.contract.value_or(shipment_.on); }
  Bits<Transport> modes() const { return modes_; }
  bool moved_by(Bits<Transport> modes) const { return modes.meets(met_modes_); }
  const std::vector<Participant>& parties() const { return parties_; }
  /// Those who hold title on the way: owner and seller.
  const std::vector<Participant>& title() const { return title_; }

  bool is_cargo(const Symbols& set) const { return meets(set, kCargo); }
  bool of_origin(const Symbols& set) const { return meets(set, kOrigin); }
  bool bound_for(const Symbols& set) const { return meets(set, kDestination); }
  bool known_as(const Participant& p, const Symbols& set) const;

  /// Whether goods, places, destination, mode, act and targets are what the rule is about; dates, authority
  /// and persons bound are left to others.
  bool concerned(const Rule& rule) const;
  /// Whether the rule could concern the shipment on some day; needs any_day.
  bool may_concern(const Rule& rule) const;
  /// With any_day: the memberships that were looked at.
  const std::vector<Membership>& looked_at() const { return looked_at_; }
  /// Whether the rule binds that participant in an act that it does here.
  bool binds(const Rule& rule, const Participant& p) const;

 private:
  enum Mark : unsigned char { kCargo = 1, kOrigin = 2, kRest = 4, kNode = 8, kWay = 16, kDestination = 32 };

  bool holds(const Membership& m) const;
  bool meets(const Symbols& set, unsigned char mark) const;
  void mark(Symbol s, unsigned char with);
  void mark_place(Symbol s, unsigned char with);
  void add_party(Role role, const std::string& said, std::vector<Participant>& into) const;
  void call(Symbols& names, Symbol s) const;
  void find_modes(const std::vector<Symbol>& way);
  bool from_where(const Rule& rule) const;
  bool by_target(const Rule& rule) const;

  const RuleBook& book_;
  const Shipment& shipment_;
  std::vector<unsigned char> marks_;   ///< [symbol]
  Bits<Transport> modes_, met_modes_;  ///< how the goods move; which modes of rules that concerns
  std::vector<Participant> parties_, title_;
  Symbols operators_;  ///< who owns or runs places on the way
  bool any_day_;
  mutable std::vector<Membership> looked_at_;
};

}  // namespace corridor::rules
