#include "sim/report/explain_report.hpp"

#include <fmt/format.h>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using rules::Answer;
using rules::RuleBook;

std::string sentence(const Answer& a) {
  const std::string until =
      a.changes_on ? fmt::format(" The answer changes on {}.", to_prose(*a.changes_on)) : "";
  switch (a.verdict) {
    case rules::Verdict::allowed:
      return "Allowed." + until;
    case rules::Verdict::allowed_if: {
      std::vector<std::string> open;
      for (const rules::ConditionAnswer& c : a.conditions) {
        if (c.state == rules::State::open) open.push_back(c.text);
      }
      return fmt::format("Allowed if: {}.{}", fmt::join(open, "; "), until);
    }
    case rules::Verdict::blocked:
      return "Blocked: lawful, but it is not taken now; waiting or another way can cure it." + until;
    case rules::Verdict::forbidden:
      return "Forbidden." + until;
  }
  return "";
}

Table deciding(const Answer& a, const RuleBook& book) {
  Table t{"Rules that decide",
          {{"rule"}, {"in force"}, {"title"}},
          {},
          "",
          "No rule in force on that day binds anybody in this shipment."};
  for (const std::string& id : a.deciding) {
    const rules::Rule* rule = book.find_rule(id);
    if (rule == nullptr) continue;
    const std::string to = rule->in_force.to == kForever ? "" : to_iso(rule->in_force.to);
    t.rows.push_back({id, to_iso(rule->in_force.from) + " \u2013 " + to, rule->title});
  }
  return t;
}

Table conditions(const Answer& a) {
  Table t{"Conditions", {{"condition"}, {"state"}, {"rule"}, {"what"}}, {}, "", ""};
  for (const rules::ConditionAnswer& c : a.conditions) {
    t.rows.push_back({c.id, std::string(rules::to_word(c.state)), c.rule, c.text});
  }
  return t;
}

Table parties(const Answer& a) {
  Table t{"Who is bound", {{"part"}, {"who"}, {"law of"}, {"verdict"}, {"because of"}}, {}, "", ""};
  for (const rules::PartyAnswer& p : a.parties) {
    t.rows.push_back({std::string(rules::to_word(p.role)), p.id, p.jurisdiction,
                      std::string(rules::to_word(p.verdict)),
                      fmt::format("{}", fmt::join(p.deciding, ", "))});
  }
  return t;
}

Table quotas(const Answer& a) {
  Table t{"Quotas", {{"rule"}, {"amount, t", true}, {"per"}}, {}, "", ""};
  for (const rules::QuotaAnswer& q : a.quotas) {
    t.rows.push_back({q.rule, grouped(in_tonnes(q.amount)), std::string(word_of(q.per))});
  }
  return t;
}

}  // namespace

std::string_view word_of(rules::Per per) {
  switch (per) {
    case rules::Per::month:
      return "month";
    case rules::Per::year:
      return "year";
    case rules::Per::term:
      return "term";
  }
  return "";
}

std::string to_text(const Answer& a, const RuleBook& book, const Look& look) {
  std::string out = wrapped(sentence(a), look) + "\n" + to_text(deciding(a, book), look);
  for (const Table& t : {conditions(a), parties(a), quotas(a)}) {
    if (!t.rows.empty()) out += "\n" + to_text(t, look);
  }
  if (!a.risks.empty()) {
    out += "\n" +
           wrapped(fmt::format("Binds nobody here, but may move behaviour: {}.", fmt::join(a.risks, ", ")),
                   look);
  }
  if (!a.assumed.empty()) {
    std::vector<std::string> taken;
    for (const auto& [what, value] : a.assumed) taken.push_back(fmt::format("{} = {}", what, value));
    out += "\n" + wrapped(fmt::format("Not said, so taken: {}.", fmt::join(taken, "; ")), look);
  }
  return out;
}

}  // namespace corridor::report
