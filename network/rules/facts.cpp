#include "network/rules/facts.hpp"

#include <algorithm>

namespace corridor::rules {
Facts::Facts(const RuleBook& book, const Shipment& shipment, bool any_day)
    : book_(book), shipment_(shipment), marks_(book.names(), 0), any_day_(any_day) {
  mark(book.find(shipment.cargo), kCargo);
  mark_place(book.find(shipment.origin), kOrigin);
  mark_place(book.find(shipment.rest_origin), kRest);

  std::vector<Symbol> way{book.find(shipment.from)};
  for (const std::string& place : shipment.via) way.push_back(book.find(place));
  for (const Symbol s : way) mark_place(s, kNode | kWay);

  if (!shipment.to.empty()) {
    mark_place(book.find(shipment.to), kNode | kDestination);
  } else if (!shipment.buyer.empty()) {
    const Symbol buyer = book.find(shipment.buyer);
    const Party* party = book.find_party(buyer);
    mark_place(party != nullptr ? party->country : buyer, kDestination);
  }
  find_modes(way);
  for (std::size_t i = 0; i < words<Transport>().size(); ++i) {
    for (std::size_t g = 0; g < words<Transport>().size(); ++g) {
      const auto wanted = static_cast<Transport>(i), given = static_cast<Transport>(g);
      if (modes_.has(given) && concerns(wanted, given)) met_modes_.add(wanted);
    }
  }

  add_party(Role::seller, shipment.seller, parties_);
  add_party(Role::buyer, shipment.buyer, parties_);
  add_party(Role::owner, shipment.owner, parties_);
  add_party(Role::ship, shipment.ship, parties_);
  add_party(Role::carrier, shipment.carrier, parties_);
  add_party(Role::insurer, shipment.insurer, parties_);
  add_party(Role::bank, shipment.bank, parties_);
  add_party(Role::owner, shipment.owner.empty() ? shipment.origin : shipment.owner, title_);
  add_party(Role::seller, shipment.seller, title_);
}

void Facts::mark(Symbol s, unsigned char with) {
  if (s == kNoSymbol || (marks_[s] & with) == with) return;
  marks_[s] = static_cast<unsigned char>(marks_[s] | with);
  if (with == kCargo) {
    for (const Symbol parent : book_.parents(s)) mark(book_.canonical(parent), with);
  }
}

/// A place, what it is within, its country, and the lists and unions of that day that hold any of these.
void Facts::mark_place(Symbol s, unsigned char with) {
  if (s == kNoSymbol || (marks_[s] & with) == with) return;
  marks_[s] = static_cast<unsigned char>(marks_[s] | with);
  for (const Membership& m : book_.memberships(s)) {
    if (holds(m)) mark_place(book_.canonical(m.group), with);
  }
  const Node* node = book_.find_node(s);
  if (node == nullptr) return;
  mark_place(book_.canonical(node->country), with);
  for (const Symbol wide : node->within) mark_place(book_.canonical(wide), with);
  if ((with & kWay) != 0) {
    for (const Symbol party : node->run_by) call(operators_, book_.canonical(party));
  }
}

/// Modes as said; else a pipeline where the way is one (and sea where it reaches a port), else rail and sea.
void Facts::find_modes(const std::vector<Symbol>& way) {
  modes_ = shipment_.modes;
  if (!modes_.empty()) return;
  Bits<Transport> told;
  for (const Symbol s : way) {
    const Node* node = book_.find_node(s);
    if (node != nullptr && node->mode) told.add(*node->mode);
  }
  if (told.has(Transport::pipeline) || told.has(Transport::air)) {
    modes_ = told;
  } else {
    modes_ = {Transport::rail, Transport::sea};
    if (told.has(Transport::road)) modes_.add(Transport::road);
  }
}

/// Everything that rules may call a party: itself, its country, unions and lists of that day, its owners.
void Facts::call(Symbols& names, Symbol s) const {
  if (s == kNoSymbol || std::ranges::find(names, s) != names.end()) return;
  names.push_back(s);
  for (const Membership& m : book_.memberships(s)) {
    if (holds(m)) call(names, book_.canonical(m.group));
  }
  const Party* party = book_.find_party(s);
  if (party == nullptr) return;
  call(names, party->country);
  for (const Symbol owner : party->owned_by) call(names, book_.canonical(owner));
}

void Facts::add_party(Role role, const std::string& said, std::vector<Participant>& into) const {
  if (said.empty()) return;
  Participant p{role, &said, kNoSymbol, {}};
  // Who takes part twice, as owners sell and hold title, is looked up once.
  for (const Participant& other : parties_) {
    if (*other.said != said) continue;
    p.country = other.country;
    p.known_as = other.known_as;
    into.push_back(std::move(p));
    return;
  }
  const Symbol s = book_.find(said);
  const Party* party = book_.find_party(s);
  p.country = party != nullptr ? party->country : book_.is_country(said) ? s : kNoSymbol;
  call(p.known_as, s);
  into.push_back(std::move(p));
}

bool Facts::holds(const Membership& m) const {
  if (any_day_) looked_at_.push_back(m);
  return any_day_ || book_.holds(m, shipment_.on);
}

bool Facts::meets(const Symbols& set, unsigned char with) const {
  for (const Symbol s : set) {
    if ((marks_[book_.canonical(s)] & with) != 0) return true;
  }
  return false;
}

bool Facts::known_as(const Participant& p, const Symbols& set) const {
  for (const Symbol s : set) {
    if (std::ranges::find(p.known_as, book_.canonical(s)) != p.known_as.end()) return true;
  }
  return false;
}

/// The origin test. Where part of the goods is of another origin, a ban looks at that part too, and a part
/// of unknown origin cannot be shown to be free of it. An exemption looks at the origin that is claimed.
bool Facts::from_where(const Rule& rule) const {
  const bool mixed = shipment_.origin_share < 1 && rule.kind != Kind::exemption;
  const bool rest_unknown = mixed && shipment_.rest_origin.empty();
  if (!rule.not_origins.empty() && of_origin(rule.not_origins)) {
    if (!mixed || meets(rule.not_origins, kRest)) return false;
  }
  if (rule.origins.empty() && rule.exported_from.empty()) return true;
  return of_origin(rule.origins) || meets(rule.exported_from, kWay) ||
         (mixed && !rule.origins.empty() && (rest_unknown || meets(rule.origins, kRest)));
}

/// Targets: somebody else whose part triggers the rule, or who owns or runs a place on the way.
bool Facts::by_target(const Rule& rule) const {
  if (rule.targets.empty()) return true;
  const auto counts_as_target = [&](const Participant& p) {
    return (rule.target_roles.empty() || rule.target_roles.has(p.role)) && known_as(p, rule.targets);
  };
  if (std::ranges::any_of(parties_, counts_as_target) || std::ranges::any_of(title_, counts_as_target))
    return true;
  if (!rule.target_roles.empty()) return false;
  return std::ranges::any_of(rule.targets, [&](Symbol s) {
    return std::ranges::find(operators_, book_.canonical(s)) != operators_.end();
  });
}

bool Facts::concerned(const Rule& rule) const {
  if (!rule.cargo.empty() && !is_cargo(rule.cargo)) return false;
  if (!rule.nodes.empty() && !meets(rule.nodes, kNode)) return false;
  if (!rule.destinations.empty() && !bound_for(rule.destinations)) return false;
  if (!from_where(rule)) return false;
  if (rule.when_asked && !shipment_.act) return false;
  if (shipment_.act && !rule.acts.empty() && !rule.acts.has(*shipment_.act)) return false;
  if (!rule.not_cargo.empty() && is_cargo(rule.not_cargo)) return false;
  if (!rule.not_destinations.empty() && bound_for(rule.not_destinations)) return false;
  if (!rule.not_nodes.empty() && meets(rule.not_nodes, kNode)) return false;
  if (!rule.through.empty() && !meets(rule.through, kNode)) return false;
  if (!rule.modes.empty() && !rule.modes.meets(met_modes_)) return false;
  return by_target(rule);
}

/// Only what a rule asks to be met counts: what it asks not to be met may be otherwise on another day.
bool Facts::may_concern(const Rule& rule) const {
  const auto bound = [&](const Participant& p) { return known_as(p, rule.binds); };
  if (!rule.cargo.empty() && !is_cargo(rule.cargo)) return false;
  if (!rule.nodes.empty() && !meets(rule.nodes, kNode)) return false;
  if (!rule.destinations.empty() && !bound_for(rule.destinations)) return false;
  if (!rule.through.empty() && !meets(rule.through, kNode)) return false;
  if (!rule.modes.empty() && !rule.modes.meets(met_modes_)) return false;
  const bool any_origin = rule.origins.empty() && rule.exported_from.empty();
  const bool origin = any_origin || of_origin(rule.origins) || meets(rule.exported_from, kWay);
  if (!origin && !(shipment_.origin_share < 1)) return false;
  if (rule.kind != Kind::exemption && !rule.everyone && std::ranges::none_of(parties_, bound)) return false;
  return by_target(rule);
}

bool Facts::binds(const Rule& rule, const Participant& p) const {
  if (rule.everyone != (p.role == Role::anyone)) return false;
  if (!rule.everyone && !known_as(p, rule.binds)) return false;
  if (!rule.roles.empty()) return rule.roles.has(p.role);
  if (shipment_.act) return may_do(p.role, *shipment_.act);
  return rule.acts.empty() || rule.acts.meets(acts_of(p.role, shipment_.cargo.empty()));
}

}  // namespace corridor::rules
