#include "network/rules/judge.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "network/rules/conditions.hpp"

namespace corridor::rules {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

Verdict verdict_of(const Rule& rule, State state) {
  if (state == State::held) return Verdict::allowed;
  if (state == State::open) return Verdict::allowed_if;
  const bool physical = rule.kind == Kind::disruption || rule.kind == Kind::convention_ban;
  return physical ? Verdict::blocked : Verdict::forbidden;
}

/// What one restricting rule comes to for one party.
struct Outcome {
  std::size_t rule = 0;
  std::size_t by = kNone;  ///< the exemption that lifts it
  Verdict verdict = Verdict::allowed;
  int open = 0, asked = 0;  ///< tests of the rule or exemption that decides
  std::vector<std::size_t> failed_exemptions;
  std::size_t source() const { return by == kNone ? rule : by; }
};

/// One judgement: the shipment against the book, party by party.
class Judgement {
 public:
  Judgement(const RuleBook& book, const Shipment& shipment, Mode mode, const std::vector<char>& lifted)
      : book_(book), shipment_(shipment), mode_(mode), lifted_(lifted), facts_(book, shipment) {
    anyone_.role = Role::anyone;
    find_rules();
  }

  Answer answer() {
    Answer a;
    for (const Participant& p : facts_.parties()) judge_party(p, a);
    const std::size_t before = all_.size();
    judge_party(anyone_, a);
    if (all_.size() == before) a.parties.pop_back();
    for (const PartyAnswer& p : a.parties) a.verdict = std::max(a.verdict, p.verdict);
    a.deciding = deciding(all_, a.verdict);
    if (a.verdict == Verdict::allowed && a.deciding.empty()) speak_of_ended_bans(a);
    add_conditions(a);
    add_quotas(a);
    add_risks(a);
    add_assumed(a);
    return a;
  }

 private:
  bool in_play(std::size_t r) const {
    const Rule& rule = book_.rules()[r];
    return (lifted_.empty() || lifted_[r] == 0) && counts(rule.authority, mode_);
  }

  /// The rules in force that are about these goods at these places.
  void find_rules() {
    for (std::size_t r = 0; r < book_.rules().size(); ++r) {
      const Rule& rule = book_.rules()[r];
      if (!rule.on(shipment_.on) || !in_play(r)) continue;
      if (restricts(rule.kind)) {
        if (facts_.concerned(rule)) restrictions_.push_back(r);
      } else if (rule.kind == Kind::exemption && facts_.concerned(rule)) {
        exemptions_.push_back(r);
      }
    }
  }

  const Tests& tests(std::size_t r) {
    const auto known = tests_.find(r);
    return known != tests_.end() ? known->second
                                 : tests_.emplace(r, test_rule(facts_, book_.rules()[r])).first->second;
  }

  bool serves(const Rule& exemption, const Participant& p) const {
    if (exemption.everyone || exemption.binds.empty()) return true;
    if (!exemption.roles.empty() && !exemption.roles.has(p.role)) return false;
    return p.role == Role::anyone || facts_.known_as(p, exemption.binds);
  }

  static bool lifts(const Rule& exemption, Symbol rule) {
    return std::ranges::find(exemption.overrides, rule) != exemption.overrides.end();
  }

  Outcome outcome(std::size_t r, const Participant& p) {
    const Rule& rule = book_.rules()[r];
    const Tests& own = tests(r);
    Outcome out{r, kNone, verdict_of(rule, own.state), own.open(), static_cast<int>(own.tested.size()), {}};
    if (own.state == State::held) return out;
    for (const std::size_t e : exemptions_) {
      const Rule& exemption = book_.rules()[e];
      if (!lifts(exemption, book_.symbol_of(r)) || !serves(exemption, p)) continue;
      const Tests& t = tests(e);
      if (t.state == State::failed) {
        out.failed_exemptions.push_back(e);
        continue;
      }
      const Verdict v = t.state == State::held ? Verdict::allowed : Verdict::allowed_if;
      const auto easier = std::tuple(v, t.open(), t.tested.size());
      const bool better =
          out.by == kNone ? v <= out.verdict
                          : easier < std::tuple(out.verdict, out.open, static_cast<std::size_t>(out.asked));
      if (better) {
        out.by = e;
        out.verdict = v;
        out.open = t.open();
        out.asked = static_cast<int>(t.tested.size());
      }
    }
    return out;
  }

  void judge_party(const Participant& p, Answer& a) {
    std::vector<Outcome> own;
    for (const std::size_t r : restrictions_) {
      if (facts_.binds(book_.rules()[r], p)) own.push_back(outcome(r, p));
    }
    PartyAnswer answer{p.role, p.said == nullptr ? "" : *p.said, book_.name(p.country), Verdict::allowed, {}};
    for (const Outcome& o : own) answer.verdict = std::max(answer.verdict, o.verdict);
    answer.deciding = deciding(own, answer.verdict);
    a.parties.push_back(std::move(answer));
    for (Outcome& o : own) all_.push_back(std::move(o));
  }

  std::vector<std::string> deciding(const std::vector<Outcome>& outcomes, Verdict verdict) const {
    std::vector<std::tuple<int, int, std::size_t>> first;
    std::vector<std::size_t> lifted;
    for (const Outcome& o : outcomes) {
      if (o.verdict != verdict) continue;
      const bool barred = verdict == Verdict::forbidden || verdict == Verdict::blocked;
      first.emplace_back(barred ? 0 : -o.open, barred ? 0 : -o.asked, o.source());
      if (o.by != kNone) lifted.push_back(o.rule);
    }
    std::ranges::sort(first);
    std::ranges::sort(lifted);
    std::vector<std::string> ids;
    const auto add = [&](std::size_t r) {
      const std::string& id = book_.rules()[r].id;
      if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    };
    for (const auto& [open, asked, r] : first) add(r);
    for (const std::size_t r : lifted) add(r);
    return ids;
  }

  /// Where nothing in force stands in the way: an exemption from a ban that has ended still says why.
  void speak_of_ended_bans(Answer& a) {
    for (const std::size_t e : exemptions_) {
      const Rule& exemption = book_.rules()[e];
      if (tests(e).state == State::failed) continue;
      for (const Symbol named : exemption.overrides) {
        const auto r = book_.index_of(book_.name(named));
        if (!r || !in_play(*r)) continue;
        const Rule& rule = book_.rules()[*r];
        if (rule.never || rule.in_force.to >= shipment_.on || !facts_.concerned(rule)) continue;
        const bool bound = std::ranges::any_of(facts_.parties(), [&](const Participant& p) {
          return facts_.binds(rule, p) && serves(exemption, p);
        });
        if ((bound || facts_.binds(rule, anyone_)) &&
            std::ranges::find(a.deciding, exemption.id) == a.deciding.end()) {
          a.deciding.push_back(exemption.id);
        }
      }
    }
  }

  void add_condition(Answer& a, const Rule& rule, const Tested& t) const {
    ConditionAnswer c{std::string(to_word(t.test)), describe(book_, rule, t, shipment_), t.state, rule.id};
    const bool known = std::ranges::any_of(
        a.conditions, [&](const ConditionAnswer& other) { return other.id == c.id && other.text == c.text; });
    if (!known) a.conditions.push_back(std::move(c));
  }

  void add_conditions(Answer& a) {
    for (const Outcome& o : all_) {
      for (const Tested& t : tests(o.source()).tested) add_condition(a, book_.rules()[o.source()], t);
    }
    for (const Outcome& o : all_) {
      if (o.verdict < Verdict::blocked) continue;
      for (const std::size_t e : o.failed_exemptions) {
        for (const Tested& t : tests(e).tested) {
          if (t.state == State::failed) add_condition(a, book_.rules()[e], t);
        }
      }
    }
  }

  void add_quotas(Answer& a) const {
    for (const Outcome& o : all_) {
      const Rule& rule = book_.rules()[o.rule];
      const Quota* quota = quota_for(facts_, rule);
      if (quota != nullptr && o.by == kNone) a.quotas.push_back({rule.id, quota->amount, quota->per});
    }
  }

  /// Rules that bind nobody here but may move behaviour: proposals, and threats to those who are not bound.
  void add_risks(Answer& a) const {
    for (std::size_t r = 0; r < book_.rules().size(); ++r) {
      const Rule& rule = book_.rules()[r];
      const bool proposed = rule.authority == Authority::proposed;
      if ((!proposed && !rule.secondary) || !rule.on(shipment_.on) || (!lifted_.empty() && lifted_[r] != 0))
        continue;
      if (!facts_.concerned(rule)) continue;
      const auto bound = [&](const Participant& p) { return facts_.binds(rule, p); };
      const bool any = std::ranges::any_of(facts_.parties(), bound);
      if (proposed != any) continue;
      a.risks.push_back(rule.id);
      if (proposed && a.verdict == Verdict::allowed && a.deciding.empty()) a.deciding.push_back(rule.id);
    }
  }

  void add_assumed(Answer& a) const {
    const Shipment& s = shipment_;
    if (s.owner.empty() && !s.origin.empty()) a.assumed.emplace_back("owner", s.origin);
    if (s.to.empty() && !s.buyer.empty()) a.assumed.emplace_back("to", s.buyer);
    if (!s.contract) a.assumed.emplace_back("contract-date", to_iso(s.on));
    if (s.modes.empty()) {
      std::string modes;
      for (std::size_t i = 0; i < words<Transport>().size(); ++i) {
        if (!facts_.modes().has(static_cast<Transport>(i))) continue;
        modes += (modes.empty() ? "" : ", ") + std::string(words<Transport>()[i]);
      }
      a.assumed.emplace_back("mode-of-transport", modes);
    }
  }

  const RuleBook& book_;
  const Shipment& shipment_;
  Mode mode_;
  const std::vector<char>& lifted_;
  Facts facts_;
  Participant anyone_;
  std::vector<std::size_t> restrictions_, exemptions_;
  std::map<std::size_t, Tests> tests_;  ///< of the few rules that were looked at
  std::vector<Outcome> all_;
};

/// First day of the period of a quota that follows `day`; kForever where it does not come again.
Day next_period(Per per, Day day) {
  if (per == Per::month) return first_day(month_of(day) + 1);
  if (per == Per::term) return kForever;
  const Month m = month_of(day);
  return first_day(m + (13 - month_of_year(m)));
}

}  // namespace

bool Answer::needs(Test test) const {
  return std::ranges::any_of(
      conditions, [&](const ConditionAnswer& c) { return c.state == State::open && c.id == to_word(test); });
}

Answer judge(const RuleBook& book, const Shipment& shipment, Mode mode) {
  static const std::vector<char> none;
  return Judgement(book, shipment, mode, none).answer();
}

Answer judge(const RuleBook& book, const Shipment& shipment, Mode mode, std::span<const std::string> lifted) {
  std::vector<char> gone(book.rules().size(), 0);
  for (const std::string& id : lifted) {
    if (const auto r = book.index_of(id)) gone[*r] = 1;
  }
  return Judgement(book, shipment, mode, gone).answer();
}

Answer judge_with_change(const RuleBook& book, const Shipment& shipment, Mode mode) {
  Answer answer = judge(book, shipment, mode);
  Shipment later = shipment;
  if (!later.contract) later.contract = shipment.on;
  Day fresh = kForever;  // from here on nothing of the quotas is used
  std::vector<Day> days = book.days();
  if (shipment.used) {
    for (const QuotaAnswer& q : answer.quotas) fresh = std::min(fresh, next_period(q.per, shipment.on));
    if (fresh < kForever) days.push_back(fresh);
    std::ranges::sort(days);
  }
  for (const Day day : days) {
    if (day <= shipment.on) continue;
    later.on = day;
    if (day >= fresh) later.used = Mass{0};
    if (judge(book, later, mode).verdict == answer.verdict) continue;
    answer.changes_on = day;
    break;
  }
  return answer;
}

std::vector<Day> change_days(const RuleBook& book, Day from, Day to) {
  std::vector<Day> days = book.days();
  std::erase_if(days, [&](Day d) { return d <= from || d > to; });
  return days;
}

CapacityRules::CapacityRules(const RuleBook& book) : book_(book) {
  for (const Rule& rule : book.rules()) {
    if (rule.capacity >= 1) continue;
    Rule& at = rules_.emplace_back(rule);  // only its place and its goods matter here
    if (!rule.capacity_at.empty()) at.nodes = rule.capacity_at;
    at.origins.clear();
    at.not_origins.clear();
    at.exported_from.clear();
    at.destinations.clear();
    at.targets.clear();
    at.modes = {};
  }
}

double CapacityRules::left(std::string_view place, std::string_view cargo, Day day) const {
  Shipment s;
  s.cargo = cargo;
  s.via.emplace_back(place);
  s.on = day;
  double left = 1;
  std::optional<Facts> facts;  // once a rule asks for them
  for (const Rule& rule : rules_) {
    if (rule.capacity >= left || !rule.on(day)) continue;
    if (!facts) facts.emplace(book_, s);
    if (facts->concerned(rule)) left = rule.capacity;
  }
  return left;
}

}  // namespace corridor::rules
