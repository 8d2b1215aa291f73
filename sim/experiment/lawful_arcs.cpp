#include "sim/experiment/lawful_arcs.hpp"

#include <algorithm>
#include <array>

namespace corridor::experiment {

using model::World;
using std::chrono::days;

LawfulArcs::LawfulArcs(const model::Groundwork& shared, const BottleneckSet& set)
    : shared_(shared), window_(shared.world.measure), sight_(*shared.world.rules) {
  const World& w = shared.world;
  std::map<std::string, std::size_t> known;
  for (const model::FlowId f : set.flows) {
    const model::Flow& flow = at(w.flows, f);
    for (const model::PoolId p : set.pools) {
      const model::Pool& pool = at(w.pools, p);
      if (!w.is_kind_of(flow.cargo, pool.cargo) || !model::takes(w, pool, flow.grade)) continue;
      for (const bool at_port : {false, true}) {
        if (at_port && !pool.at_loading_port) continue;
        Deal deal;
        rules::Shipment& s = deal.shipment;
        s.cargo = at(w.commodities, flow.cargo).id;
        s.origin = at(w.places, flow.origin).country;
        s.owner = w.rules->is_party(flow.owner) ? flow.owner : flow.owner_country;
        s.seller = s.owner;
        s.buyer = pool.country;
        s.from = at(w.places, flow.origin).id;
        s.to = pool.country;
        deal.at_port = at_port;
        deal.cargo = flow.cargo;
        deal.ends = pool.delivered_at;
        const std::string key = s.cargo + '|' + s.owner + '|' + s.origin + '|' + s.buyer + '|' + s.from +
                                (at_port ? "|port" : "|");
        const auto [it, is_new] = known.try_emplace(key, deals_.size());
        if (is_new) {
          deals_.push_back(std::move(deal));
        } else {
          std::vector<model::PlaceId>& ends = deals_[it->second].ends;
          ends.insert(ends.end(), pool.delivered_at.begin(), pool.delivered_at.end());
        }
      }
    }
  }
}

const std::vector<bool>& LawfulArcs::lawful_days(Deal& deal, std::uint32_t a) {
  const World& w = shared_.world;
  const std::array<std::uint32_t, 1> arcs{a};
  const model::WayArc& arc = shared_.ways.arc(a);
  std::vector<std::string> names = sight_.telling(model::names_on(w, shared_.ways, arcs));
  const bool last = std::find(deal.ends.begin(), deal.ends.end(), arc.head) != deal.ends.end();
  std::string key = last ? at(w.places, arc.head).id : "";
  for (const std::string& n : names) key += '|' + n;
  const bool sea = arc.kind == model::WayArc::Kind::travel && at(w.links, arc.link).mode == model::Mode::sea;
  if (sea) key += "|by sea";
  const auto [it, is_new] = deal.known.try_emplace(std::move(key));
  if (!is_new) return it->second;

  rules::Shipment seen = deal.shipment;
  seen.via = names;
  std::vector<Day> changes = rules::change_days(*w.rules, seen, window_.from, window_.to);
  changes.insert(changes.begin(), window_.from);
  const rules::Mode mode = w.terms.guidance ? rules::Mode::guidance : rules::Mode::strict;
  for (std::size_t e = 0; e < changes.size(); ++e) {
    rules::Shipment s = deal.shipment;
    s.on = changes[e];
    const model::AskRules ask =
        model::ask_rules(w, shared_.ways, model::deals_of(s, deal.at_port), mode, deal.ends);
    const model::WayRuling ruling = ask(arcs, {});
    const bool lawful = !(ruling.barred() && ruling.for_good);
    const Day until = e + 1 < changes.size() ? changes[e + 1] : window_.to + days{1};
    it->second.insert(it->second.end(), static_cast<std::size_t>((until - changes[e]).count()), lawful);
  }
  return it->second;
}

std::vector<bool> LawfulArcs::open_days(std::uint32_t arc) {
  std::vector<bool> open(static_cast<std::size_t>(count_days(window_)));
  for (Deal& deal : deals_) {
    const std::vector<bool>& lawful = lawful_days(deal, arc);
    for (std::size_t d = 0; d < open.size(); ++d) {
      if (open[d] || !lawful[d]) continue;
      open[d] = model::is_open(shared_.world, shared_.ways.arc(arc), deal.cargo,
                               window_.from + days{static_cast<int>(d)});
    }
  }
  return open;
}

}  // namespace corridor::experiment
