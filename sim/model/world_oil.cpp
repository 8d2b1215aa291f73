/// @file world_oil.cpp  What the world knows of pipelines, of what rules leave of them, and of finite fleets.

#include <algorithm>
#include <cmath>

#include "network/rules/judge.hpp"
#include "network/rules/timeline.hpp"
#include "sim/model/way_graph.hpp"

namespace corridor::model {
namespace {

/// What dated rules leave of a place or line, day by day of their changes.
Steps<double> left_by(const rules::CapacityRules& takers, const std::vector<Day>& days,
                      std::initializer_list<std::string_view> names, std::string_view cargo) {
  Steps<double> left{1.0};
  double last = 1;
  for (const Day day : days) {
    double now = 1;
    for (const std::string_view name : names) now = std::min(now, takers.left(name, cargo, day));
    if (now != last) left.add(day, now);
    last = now;
  }
  return left;
}

/// Days on which rules block whatever leaves a field, wherever it goes.
Steps<bool> shut_by_rules(const World& w, const Flow& flow) {
  rules::Shipment s;
  s.cargo = at(w.commodities, flow.cargo).id;
  s.origin = at(w.places, flow.origin).country;
  s.owner = s.seller = s.buyer = flow.owner_country;
  s.from = at(w.places, flow.origin).id;
  s.via = {s.from};
  s.modes = {rules::Transport::pipeline};
  Steps<bool> shut{false};
  bool last = false;
  for (const Day day : rules::change_days(*w.rules, s, kBeginning, kForever)) {
    s.on = day;
    const bool now = rules::judge(*w.rules, s, rules::Mode::strict).verdict == rules::Verdict::blocked;
    if (now != last) shut.add(day, now);
    last = now;
  }
  return shut;
}

}  // namespace

void World::read_piped() {
  piped.assign(commodities.size(), false);
  for (const Link& link : links) {
    if (!link.is_pipeline()) continue;
    for (const CommodityId wide : link.cargo) {
      for (std::size_t c = 0; c < commodities.size(); ++c)
        if (is_kind_of(CommodityId{c}, wide)) piped[c] = true;
    }
  }
}

/// Pipelines and the terminals at their ends lose capacity to dated rules: a pump station, a mooring.
void World::read_losses() {
  World& w = *this;
  for (Flow& flow : flows) {
    if (flow.by_pipeline()) flow.shut = shut_by_rules(w, flow);
  }
  const rules::CapacityRules takers(*rules);
  const std::vector<Day> days = rules->days();
  for (Link& link : w.links) {
    if (!link.is_pipeline() || link.cargo.empty()) continue;
    const bool used = std::any_of(w.flows.begin(), w.flows.end(),
                                  [&](const Flow& f) { return w.is_kind_of(f.cargo, link.cargo.front()); });
    if (!used) continue;
    const std::string& cargo = at(w.commodities, link.cargo.front()).id;
    link.rules_leave = left_by(takers, days, {link.id}, cargo);
    for (Terminal& t : w.terminals) {
      if (t.port != link.to || !t.rules_leave.empty()) continue;
      t.rules_leave = left_by(takers, days, {t.id, at(w.places, t.port).id}, cargo);
    }
  }
}

double Fleet::payload_on(Day day) const {
  const double full = payload_t.on(day, 1.0);
  if (!depth_m.said(day) || full_draught_m <= 0) return full;
  Day since = day;
  for (const auto& step : depth_m.steps()) {
    if (step.first <= day) since = step.first;
  }
  const double years = since == kBeginning ? 0.0 : static_cast<double>((day - since).count()) / 365.25;
  const double short_m = full_draught_m - (depth_m.on(day) - fall_m_year * years);
  return std::max(1.0, full - payload_t_per_m * std::max(0.0, short_m));
}

double Fleet::load_on(Day day, double wagon_payload_t) const {
  const double payload = payload_on(day);
  if (!rolls_on()) return payload;
  return std::max(1.0, std::floor(std::min(wagon_places, payload / wagon_payload_t))) * wagon_payload_t;
}

double World::ship_days_a_tonne(LinkId ferry, CommodityId cargo, Day day) const {
  const Fleet& fleet = at(fleets, at(links, ferry).fleet);
  const WagonFleet* wagon = fleet_for(*this, cargo);
  return fleet.cycle_days(free_flow_hours(*this, ferry, day)) /
         fleet.load_on(day, wagon != nullptr ? wagon->payload_t : 1.0);
}

bool World::is_simulated(CommodityId kind) const {
  return terms.simulated.empty() || std::any_of(terms.simulated.begin(), terms.simulated.end(),
                                                [&](CommodityId wide) { return is_kind_of(kind, wide); });
}

}  // namespace corridor::model
