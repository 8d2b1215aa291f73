#include "network/rules/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace corridor::rules {
namespace {

State when(bool held) { return held ? State::held : State::failed; }

State papers(const Shipment& s) {
  if (s.marked || s.proof == Proof::doubted) return State::failed;
  return s.proof == Proof::held ? State::held : State::open;
}

State granted(const Shipment& s, const Rule& rule) {
  if (std::ranges::find(s.refused, rule.id) != s.refused.end()) return State::failed;
  if (std::ranges::find(s.granted, rule.id) != s.granted.end()) return State::held;
  return State::open;
}

/// Nobody with title may be one of those; that nobody is has to be shown by papers.
State owner_free_of(const Facts& facts, const Condition& c) {
  for (const Participant& holder : facts.title()) {
    if (facts.known_as(holder, c.who)) return State::failed;
  }
  return papers(facts.shipment());
}

State price_within(const Facts& facts, const Condition& c) {
  const Cap* cap = facts.book().find_cap(c.cap);
  if (cap == nullptr) return State::failed;
  const auto limit = cap_on(*cap, facts.shipment().on, facts.contract());
  if (!limit) return State::held;  // no step has begun: nothing is capped yet
  if (!facts.shipment().price_usd) return State::open;
  return when(*facts.shipment().price_usd <= *limit);
}

State quota_left(const Facts& facts, const Rule& rule) {
  const Quota* quota = quota_for(facts, rule);
  const Shipment& s = facts.shipment();
  if (quota == nullptr) return State::held;
  if (!s.used) return State::open;
  return when(s.mass ? *s.used + *s.mass <= quota->amount : *s.used < quota->amount);
}

State state_of(const Facts& facts, const Rule& rule, const Condition& c) {
  const Shipment& s = facts.shipment();
  switch (c.test) {
    case Test::proof:
    case Test::attested:
    case Test::batch_accounted:
      return papers(s);
    case Test::owner_not:
      return owner_free_of(facts, c);
    case Test::origin_not:
      return when(!s.marked && !facts.of_origin(c.who));
    case Test::destination_not:
      return when(!facts.bound_for(c.who));
    case Test::use_within:
      return when(s.uses.within(c.uses));
    case Test::contract_before:
      return when(facts.contract() < c.day);
    case Test::contract_from:
      return when(facts.contract() >= c.day);
    case Test::price_at_most:
      return price_within(facts, c);
    case Test::mode_in:
      return when(facts.moved_by(c.modes));
    case Test::act_in:
      return when(s.act && c.acts.has(*s.act));
    case Test::not_rebutted:  // a presumption: doubts rebut it, papers make it needless
      return s.proof == Proof::none || s.proof == Proof::pending ? granted(s, rule) : papers(s);
    case Test::quota:
      return quota_left(facts, rule);
    case Test::origin_share:
      return when(s.origin_share >= rule.least_share);
    default:
      return granted(s, rule);
  }
}

void add_implied(const Facts& facts, const Rule& rule, std::vector<Tested>& tested) {
  static constexpr Condition kImplied{};
  const auto add = [&](Test test) {
    Condition c = kImplied;
    c.test = test;
    tested.push_back({nullptr, test, state_of(facts, rule, c)});
  };
  const bool asks_permit =
      std::ranges::any_of(tested, [](const Tested& t) { return t.test == Test::permit; });
  if (rule.kind == Kind::permit && tested.empty() && !asks_permit) add(Test::permit);
  if (quota_for(facts, rule) != nullptr) add(Test::quota);
  const bool by_origin = !rule.origins.empty() || !rule.not_origins.empty();
  if (rule.kind == Kind::exemption && by_origin && facts.shipment().origin_share < 1) add(Test::origin_share);
}

Tests test_way(const Facts& facts, const Rule& rule, const std::vector<Condition>& way) {
  Tests out;
  for (const Condition& c : way) {
    if (!c.only_for.empty() && !facts.is_cargo(c.only_for)) continue;
    out.tested.push_back({&c, c.test, state_of(facts, rule, c)});
  }
  add_implied(facts, rule, out.tested);
  if (out.failed() > 0)
    out.state = State::failed;
  else if (out.open() > 0)
    out.state = State::open;
  if (out.tested.empty() && rule.kind != Kind::exemption && rule.kind != Kind::requirement &&
      rule.kind != Kind::quota && rule.kind != Kind::price_cap) {
    out.state = State::failed;
  }
  return out;
}

std::string names_of(const RuleBook& book, const Symbols& set) {
  std::string out;
  for (const Symbol s : set) out += (out.empty() ? "" : ", ") + book.name(s);
  return out;
}

template <class E>
std::string words_of(Bits<E> set) {
  std::string out;
  for (std::size_t i = 0; i < words<E>().size(); ++i) {
    const auto e = static_cast<E>(i);
    if (set.has(e)) out += (out.empty() ? "" : ", ") + std::string(to_word(e));
  }
  return out;
}

std::string tonnes_text(Mass m) { return fmt::format("{} kt", in_tonnes(m) / 1000.0); }

std::string describe_cap(const RuleBook& book, const Condition& c, const Shipment& s) {
  const Cap* cap = book.find_cap(c.cap);
  const auto limit = cap == nullptr ? std::nullopt : cap_on(*cap, s.on, s.contract.value_or(s.on));
  if (!limit) return "a price at most the cap";
  return fmt::format("a price of at most {} {}", *limit, cap->unit);
}

}  // namespace

int Tests::open() const { return static_cast<int>(std::ranges::count(tested, State::open, &Tested::state)); }

int Tests::failed() const {
  return static_cast<int>(std::ranges::count(tested, State::failed, &Tested::state));
}

const Quota* quota_for(const Facts& facts, const Rule& rule) {
  const Quota* general = nullptr;
  for (const Quota& q : rule.quotas) {
    if (q.only_for.empty())
      general = general == nullptr ? &q : general;
    else if (facts.is_cargo(q.only_for))
      return &q;
  }
  return general;
}

Tests test_rule(const Facts& facts, const Rule& rule) {
  static const std::vector<Condition> no_tests;
  if (rule.ways.empty()) return test_way(facts, rule, no_tests);
  Tests best = test_way(facts, rule, rule.ways.front());
  for (std::size_t w = 1; w < rule.ways.size(); ++w) {
    Tests other = test_way(facts, rule, rule.ways[w]);
    if (std::tuple(other.failed(), other.open()) < std::tuple(best.failed(), best.open()))
      best = std::move(other);
  }
  return best;
}

std::string describe(const RuleBook& book, const Rule& rule, const Tested& tested, const Shipment& shipment) {
  static const Condition none;
  const Condition& c = tested.condition != nullptr ? *tested.condition : none;
  switch (tested.test) {
    case Test::proof:
      return "papers that prove the origin of the goods";
    case Test::attested:
      return "an attestation of the price for this voyage";
    case Test::batch_accounted:
      return "the batch accounted by the carrier as of that origin";
    case Test::owner_not:
      return "no owner from among " + names_of(book, c.who) + ", from source to ship";
    case Test::origin_not:
      return "an origin other than " + names_of(book, c.who);
    case Test::destination_not:
      return "a destination outside " + names_of(book, c.who);
    case Test::use_within:
      return "the port used for nothing but " + words_of(c.uses);
    case Test::contract_before:
      return "a contract signed before " + to_prose(c.day);
    case Test::contract_from:
      return "a contract signed on or after " + to_prose(c.day);
    case Test::price_at_most:
      return describe_cap(book, c, shipment);
    case Test::mode_in:
      return "moved by " + words_of(c.modes);
    case Test::act_in:
      return "nothing done but " + words_of(c.acts);
    case Test::permit:
      return "a permit, asked for beforehand";
    case Test::nominated:
      return "a nomination that the carrier accepts";
    case Test::need_shown:
      return "the need for these goods shown";
    case Test::not_rebutted:
      return "the presumption of origin not rebutted by an authority";
    case Test::authorised:
      return "an authorisation by the national authority";
    case Test::end_user_certificate:
      return "a certificate of the end user";
    case Test::reported:
      return "a report to the authority";
    case Test::insurer_letter:
      return "a letter of the insurer that covers the whole passage";
    case Test::packing:
      return "the packing that the border accepts";
    case Test::certificate:
      return "a certificate of the competent service";
    case Test::origin_share:
      return fmt::format("at least {} % of the goods of the origin claimed", rule.least_share * 100);
    case Test::quota: {
      const Quota* q = rule.quotas.empty() ? nullptr : &rule.quotas.front();
      for (const Quota& other : rule.quotas) {
        const Symbol cargo = book.find(shipment.cargo);
        if (std::ranges::find(other.only_for, cargo) != other.only_for.end()) q = &other;
      }
      static constexpr std::string_view periods[] = {"a month", "a year", "in its term"};
      return q == nullptr ? "room in the quota"
                          : fmt::format("room in the quota of {} {}", tonnes_text(q->amount),
                                        periods[static_cast<std::size_t>(q->per)]);
    }
  }
  return {};
}

}  // namespace corridor::rules
