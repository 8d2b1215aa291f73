#include "sim/model/lawful.hpp"

#include <algorithm>

#include "network/rules/judge.hpp"
#include "network/rules/timeline.hpp"
#include "sim/model/routes_rules.hpp"

namespace corridor::model {

Lawbook::Lawbook(const World& world, const WayGraph& ways, Day from, Day to, const Lawbook* known)
    : world_(world),
      ways_(ways),
      from_(from),
      to_(to),
      sight_(*world.rules),
      known_(known != nullptr && known->from_ == from && known->to_ == to ? known : nullptr) {}

Lawbook::ClassId Lawbook::class_of(FlowId flow_id, PoolId pool_id, bool bound, std::uint32_t way,
                                   const Route& route) {
  const auto asked = std::tuple(flow_id.n, pool_id.n, bound, way);
  const auto it = asked_.find(asked);
  if (it != asked_.end()) return it->second;
  const auto [seen, is_new] = on_way_.try_emplace(way);
  if (is_new)
    seen->second = {sight_.telling(names_on(world_, ways_, route.arcs)), modes_on(world_, ways_, route.arcs)};
  return asked_[asked] = ask(flow_id, pool_id, bound, route, seen->second);
}

Lawbook::ClassId Lawbook::ask(FlowId flow_id, PoolId pool_id, bool bound, const Route& route,
                              const OnWay& on_way) {
  const Flow& flow = at(world_.flows, flow_id);
  const Pool& pool = at(world_.pools, pool_id);
  rules::Shipment s;
  s.cargo = at(world_.commodities, flow.cargo).id;
  s.origin = at(world_.places, flow.origin).country;
  s.owner = world_.rules->is_party(flow.owner) ? flow.owner : flow.owner_country;
  s.seller = s.owner;
  s.buyer = pool.country;
  s.from = at(world_.places, flow.origin).id;
  s.via = on_way.via;
  s.modes = on_way.modes;
  s.to = at(world_.places, route.delivered).id;

  // Two ways that bring the same names before the rules are one class; where a way begins is named too.
  if (std::find(s.via.begin(), s.via.end(), s.from) == s.via.end()) s.from.clear();
  std::string key =
      s.cargo + '|' + s.origin + '|' + s.owner + '|' + s.buyer + (bound ? "|bound|" : "|") + s.to;
  for (const std::string& place : s.via) key += '|' + place;
  if (const auto known = classes_.find(key); known != classes_.end()) return known->second;

  const std::vector<Judged>* days = nullptr;
  if (known_ != nullptr) {
    const auto told = known_->judged_.find(key);
    if (told != known_->judged_.end()) days = &told->second;
  }
  if (days == nullptr) days = &judged_.emplace(key, judge_days(s, bound)).first->second;
  std::vector<Epoch> epochs;
  for (const Judged& judged : *days) {
    const Ruling ruling = enter(judged);
    if (epochs.empty() || ruling != epochs.back().ruling) epochs.push_back({judged.from, ruling});
  }
  classes_by_id_.push_back(std::move(epochs));
  const auto id = static_cast<ClassId>(classes_by_id_.size() - 1);
  classes_.emplace(std::move(key), id);
  return id;
}

/// On the first day, and on all on which it may be judged otherwise.
std::vector<Lawbook::Judged> Lawbook::judge_days(const rules::Shipment& shipment, bool bound) const {
  const std::vector<rules::Shipment> acts = deals_of(shipment, bound);
  std::vector<Judged> days{judge(acts, from_)};
  for (const Day day : rules::change_days(*world_.rules, shipment, from_, to_))
    days.push_back(judge(acts, day));
  return days;
}

/// The worst verdict of all acts, as if proof were held where it can be got: what then is still open is
/// taken as held by an ordinary shipper, what fails bars.
Lawbook::Judged Lawbook::judge(std::span<const rules::Shipment> acts, Day day) const {
  Judged worst{day, Standing::allowed, false, {}, {}};
  for (const rules::Shipment& act : acts) {
    rules::Shipment s = act;
    s.on = day;
    const rules::Answer answer =
        rules::judge(*world_.rules, s, world_.terms.guidance ? rules::Mode::guidance : rules::Mode::strict);
    const WayRuling ruling = ruling_of(answer);
    worst.papers = worst.papers || ruling.papers;
    worst.quotas.insert(worst.quotas.end(), answer.quotas.begin(), answer.quotas.end());
    if (ruling.standing <= worst.standing) continue;
    worst.standing = ruling.standing;
    if (ruling.barred() && !ruling.deciding.empty()) worst.rule = ruling.deciding.front();
  }
  return worst;
}

Ruling Lawbook::enter(const Judged& judged) {
  return {judged.standing, judged.papers, judged.rule.empty() ? std::uint16_t{0} : name_of(judged.rule),
          quota_set(judged.quotas)};
}

std::uint16_t Lawbook::quota_set(const std::vector<rules::QuotaAnswer>& asked) {
  std::vector<std::uint16_t> set;
  for (const rules::QuotaAnswer& q : asked) {
    const QuotaTerm term{name_of(q.rule), q.amount, q.per};
    auto it = std::find(quotas_.begin(), quotas_.end(), term);
    if (it == quotas_.end()) it = quotas_.insert(it, term);
    set.push_back(static_cast<std::uint16_t>(it - quotas_.begin()));
  }
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  auto it = std::find(quota_sets_.begin(), quota_sets_.end(), set);
  if (it == quota_sets_.end()) it = quota_sets_.insert(it, std::move(set));
  return static_cast<std::uint16_t>(it - quota_sets_.begin());
}

std::uint16_t Lawbook::name_of(const std::string& rule) {
  const auto it = std::find(rule_names_.begin(), rule_names_.end(), rule);
  if (it != rule_names_.end()) return static_cast<std::uint16_t>(it - rule_names_.begin());
  rule_names_.push_back(rule);
  return static_cast<std::uint16_t>(rule_names_.size() - 1);
}

const Ruling& Lawbook::on(ClassId c, Day day) const {
  const std::vector<Epoch>& epochs = classes_by_id_[c];
  std::size_t e = epochs.size() - 1;
  while (e > 0 && epochs[e].from > day) --e;
  return epochs[e].ruling;
}

Day Lawbook::changes_after(ClassId c, Day day) const {
  for (const Epoch& epoch : classes_by_id_[c]) {
    if (epoch.from > day) return epoch.from;
  }
  return kForever;
}

}  // namespace corridor::model
