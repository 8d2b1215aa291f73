#pragma once
/// @file answer.hpp  The answer: a verdict, the rules that made it, what is still open, and for whom.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "network/rules/rule.hpp"
#include "network/rules/vocabulary.hpp"

namespace corridor::rules {

struct ConditionAnswer {
  std::string id;    ///< the word of its test: proof, owner-not, use-within, permit, ...
  std::string text;  ///< for people
  State state = State::open;
  std::string rule;  ///< the rule that asks for it
};

struct PartyAnswer {
  Role role = Role::anyone;
  std::string id;            ///< as asked
  std::string jurisdiction;  ///< country or union
  Verdict verdict = Verdict::allowed;
  std::vector<std::string> deciding;
};

/// A quota that the shipment draws on: for ledgers.
struct QuotaAnswer {
  std::string rule;
  Mass amount;
  Per per = Per::month;
};

struct Answer {
  Verdict verdict = Verdict::allowed;
  /// forbidden, blocked: the rules that say so. allowed_if: the rules whose tests are open, then the bans
  /// that they lift. allowed: the rules whose tests are met and exemptions, then the bans lifted; where
  /// nothing else speaks, a proposal that does not bind. In each part in the order of the book.
  std::vector<std::string> deciding;
  std::vector<ConditionAnswer> conditions;  ///< failed ones too, of exemptions that would have helped
  std::vector<PartyAnswer> parties;         ///< those named, and `anyone` where a rule binds whoever acts
  std::vector<QuotaAnswer> quotas;
  std::vector<std::string> risks;  ///< rules that bind nobody here but may move behaviour
  std::optional<Day> changes_on;   ///< first later day with another verdict; only where asked for
  std::vector<std::pair<std::string, std::string>> assumed;  ///< what was not said, and what was taken
  bool needs(Test test) const;                               ///< an open condition of that test
};

}  // namespace corridor::rules
