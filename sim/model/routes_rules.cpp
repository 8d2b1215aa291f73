#include "sim/model/routes_rules.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

using rules::Shipment;

Standing standing_of(rules::Verdict verdict) {
  switch (verdict) {
    case rules::Verdict::allowed:
      return Standing::allowed;
    case rules::Verdict::allowed_if:
      return Standing::allowed_if;
    case rules::Verdict::blocked:
      return Standing::blocked;
    case rules::Verdict::forbidden:
      return Standing::forbidden;
  }
  return Standing::forbidden;
}

/// One deal of the shipment.
class Asker {
 public:
  Asker(const World& world, const WayGraph& ways, Shipment shipment, rules::Mode mode,
        const std::vector<PlaceId>& ends)
      : world_(world), ways_(ways), shipment_(std::move(shipment)), mode_(mode), ends_(ends) {}

  WayRuling operator()(std::span<const std::uint32_t> arcs, std::span<const std::string> lifted) const {
    const rules::RuleBook& book = *world_.rules;
    if (arcs.empty()) return of_any_way(lifted);
    Shipment s = shipment_;
    s.via = names_on(world_, ways_, arcs);
    s.modes = modes_on(world_, ways_, arcs);
    const PlaceId last = ways_.arc(arcs.back()).head;
    const bool complete = std::find(ends_.begin(), ends_.end(), last) != ends_.end();
    if (complete) s.to = at(world_.places, last).id;
    const rules::Answer answer = judge(book, s, mode_, lifted);
    WayRuling ruling = ruling_of(answer);
    if (!ruling.barred()) return ruling;
    if (complete && lifted.empty()) ruling.changes_on = judge_with_change(book, s, mode_).changes_on;
    ruling.for_good = !may_be_lifted_elsewhere(s, answer, lifted);
    return ruling;
  }

 private:
  /// Barred whatever the way is: by all means of transport.
  WayRuling of_any_way(std::span<const std::string> lifted) const {
    WayRuling ruling;
    for (const rules::Transport mode : {rules::Transport::rail, rules::Transport::sea, rules::Transport::road,
                                        rules::Transport::pipeline}) {
      Shipment s = shipment_;
      s.modes = {mode};
      const rules::Answer answer = judge(*world_.rules, s, mode_, lifted);
      ruling = ruling_of(answer);
      if (!ruling.barred()) return ruling;
      ruling.for_good = !may_be_lifted_elsewhere(s, answer, lifted);
      if (!ruling.for_good) return {};
    }
    return ruling;
  }

  /// Whether the deciding rules would fall away if the way also touched other places: those that take them
  /// out of force, and those for which an exemption holds.
  bool may_be_lifted_elsewhere(const Shipment& asked, const rules::Answer& answer,
                               std::span<const std::string> lifted) const {
    const rules::RuleBook& book = *world_.rules;
    Shipment wider = asked;
    const auto add = [&](const rules::Symbols& names) {
      for (const rules::Symbol n : names) wider.via.push_back(book.name(n));
    };
    for (const std::string& id : answer.deciding) {
      const rules::Rule* rule = book.find_rule(id);
      if (rule == nullptr) continue;
      add(rule->not_nodes);
      const rules::Symbol symbol = book.find(id);
      for (const rules::Rule& other : book.rules()) {
        const bool lifts =
            std::find(other.overrides.begin(), other.overrides.end(), symbol) != other.overrides.end();
        if (!lifts || !other.on(asked.on)) continue;
        add(other.nodes);
        add(other.through);
      }
    }
    if (wider.via.size() == asked.via.size()) return false;
    return !ruling_of(judge(book, wider, mode_, lifted)).barred();
  }

  const World& world_;
  const WayGraph& ways_;
  Shipment shipment_;
  rules::Mode mode_;
  const std::vector<PlaceId>& ends_;
};

void add_new(std::vector<std::string>& to, const std::vector<std::string>& more) {
  for (const std::string& word : more) {
    if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
  }
}

/// What two deals of one shipment come to: the worse verdict, the conditions of both.
WayRuling both(WayRuling a, WayRuling b) {
  if (b.standing > a.standing) std::swap(a, b);
  if (a.standing == b.standing) {
    add_new(a.deciding, b.deciding);
    if (!a.changes_on || (b.changes_on && *b.changes_on > *a.changes_on)) a.changes_on = b.changes_on;
    a.for_good = a.for_good || b.for_good;
  } else if (b.barred()) {
    add_new(a.deciding, b.deciding);
    a.for_good = a.for_good || b.for_good;
  }
  add_new(a.conditions, b.conditions);
  a.papers = a.papers || b.papers;
  return a;
}

}  // namespace

rules::Bits<rules::Transport> modes_on(const World& world, const WayGraph& ways,
                                       std::span<const std::uint32_t> arcs) {
  rules::Bits<rules::Transport> modes;
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways.arc(a);
    if (arc.kind != WayArc::Kind::travel) continue;
    switch (at(world.links, arc.link).mode) {
      case Mode::rail:
        modes.add(rules::Transport::rail);
        break;
      case Mode::road:
        modes.add(rules::Transport::road);
        break;
      case Mode::pipeline:
        modes.add(rules::Transport::pipeline);
        break;
      case Mode::sea:
      case Mode::ferry:
        modes.add(rules::Transport::sea);
        break;
    }
  }
  return modes;
}

std::vector<std::string> names_on(const World& world, const WayGraph& ways,
                                  std::span<const std::uint32_t> arcs) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  const auto add_passed = [&](PlaceId place) {
    // A train that passes a port town deals with no port.
    if (at(world.places, place).kind != "port") add(at(world.places, place).id);
  };
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways.arc(a);
    if (arc.kind != WayArc::Kind::travel) {
      add(at(world.places, arc.tail).id);
      if (arc.terminal.valid()) add(at(world.terminals, arc.terminal).id);
      continue;
    }
    const Link& link = at(world.links, arc.link);
    if (link.mode == Mode::sea) continue;  // its ports come with loading and discharge
    if (link.fleet.valid()) {              // ships load and discharge at both ends
      add(at(world.places, arc.tail).id);
      add(at(world.places, arc.head).id);
      for (const TerminalId port : link.terminals) {
        if (port.valid()) add(at(world.terminals, port).id);
      }
    }
    add_passed(arc.tail);
    add(link.id);
    if (link.border.valid()) add(at(world.borders, link.border).id);
    add_passed(arc.head);
  }
  return names;
}

WayRuling ruling_of(const rules::Answer& answer) {
  WayRuling ruling;
  ruling.standing = standing_of(answer.verdict);
  ruling.deciding = answer.deciding;
  for (const rules::ConditionAnswer& c : answer.conditions) {
    if (c.state != rules::State::open || answer.verdict != rules::Verdict::allowed_if) continue;
    if (std::find(ruling.conditions.begin(), ruling.conditions.end(), c.id) == ruling.conditions.end()) {
      ruling.conditions.push_back(c.id);
    }
  }
  ruling.papers = answer.verdict == rules::Verdict::allowed_if &&
                  (answer.needs(rules::Test::proof) || answer.needs(rules::Test::batch_accounted));
  ruling.changes_on = answer.changes_on;
  return ruling;
}

std::vector<Shipment> deals_of(const Shipment& shipment, bool buyer_at_port) {
  if (buyer_at_port || shipment.buyer.empty()) return {shipment};
  Shipment way = shipment, purchase = shipment, import = shipment;
  way.buyer.clear();
  purchase.act = rules::Act::purchase;
  import.act = rules::Act::import;
  return {way, purchase, import};
}

AskRules ask_rules(const World& world, const WayGraph& ways, std::vector<Shipment> acts, rules::Mode mode,
                   std::vector<PlaceId> ends) {
  return [&world, &ways, acts = std::move(acts), mode, ends = std::move(ends)](
             std::span<const std::uint32_t> arcs, std::span<const std::string> lifted) {
    WayRuling ruling;
    for (const Shipment& act : acts) ruling = both(ruling, Asker(world, ways, act, mode, ends)(arcs, lifted));
    return ruling;
  };
}

}  // namespace corridor::model
