#pragma once
/// @file rule.hpp  One rule: who is bound, what is done with which goods where, under which tests.
/// Plain data in typed words. Names of places, countries, unions, parties and commodities are symbols of the
/// RuleBook that holds the rule. An empty set means "any" unless its line says otherwise.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "network/rules/vocabulary.hpp"
#include "network/units/date.hpp"
#include "network/units/quantity.hpp"

namespace corridor::rules {

/// A name in a RuleBook: a place, country, union, party, commodity, list or cap. Equal names, equal symbols.
using Symbol = std::uint32_t;
using Symbols = std::vector<Symbol>;
inline constexpr Symbol kNoSymbol = 0;  ///< the empty name

/// One test and what it needs.
struct Condition {
  Test test = Test::proof;
  Symbols who;     ///< owner_not: parties, countries, unions; origin_not, destination_not: countries, unions
  Bits<Use> uses;  ///< use_within
  Bits<Transport> modes;   ///< mode_in
  Bits<Act> acts;          ///< act_in
  Day day{};               ///< contract_before (that day excluded), contract_from
  Symbol cap = kNoSymbol;  ///< price_at_most
  Symbols only_for;        ///< asked for these commodities only; empty: all
};

enum class Per : std::uint8_t { month, year, term };

struct Quota {
  Mass amount;
  Per per = Per::month;
  Symbols only_for;  ///< commodities; empty: all that the rule is about
};

struct Provenance {
  std::string title, publisher, url, quality, note;
};

struct Rule {
  std::string id, title, instrument;
  Kind kind = Kind::ban;
  Authority authority = Authority::text;
  std::string jurisdiction;
  std::optional<Day> announced;
  Period in_force;     ///< both days included
  bool never = false;  ///< a scenario struck it out

  bool everyone = false;  ///< binds whoever acts at the place, not persons
  Symbols binds;          ///< parties, countries, unions; empty and not everyone: nobody (an exemption: all)
  Bits<Role> roles;       ///< parts in which the bound are caught; empty: those that do one of the acts
  Bits<Act> acts;
  bool when_asked = false;  ///< applies only where the question names one of its acts
  Symbols cargo, not_cargo;
  Symbols origins, not_origins;
  Symbols exported_from;    ///< beside origins: goods that come out of these places or countries count too
  double least_share = 1;   ///< exemptions: least share of the goods that must be of the origin
  Symbols targets;          ///< parties, countries, unions whose part in the shipment triggers the rule
  Bits<Role> target_roles;  ///< parts in which targets count; empty: any, and whoever owns or runs a place
  Symbols nodes,
      not_nodes;    ///< places, lists, countries on the way; not_nodes: the rule is off if one is met
  Symbols through;  ///< a second set: one of these must be on the way as well
  Symbols destinations, not_destinations;
  Bits<Transport> modes;

  /// Each way is a list of tests; one way with all tests held is enough. Empty: no test.
  std::vector<std::vector<Condition>> ways;
  std::vector<Quota> quotas;
  int lead_days = 0;          ///< days until papers or a permit come
  double capacity = 1;        ///< share of capacity left while in force
  double legal_capacity = 1;  ///< the same as ordered, where order and fact differ
  Symbols capacity_at;        ///< places to which `capacity` applies
  double duty_share = 0;      ///< tariff: share of the value
  bool secondary = false;     ///< puts parties at risk whom it does not bind
  Symbols overrides;          ///< rule ids that an exemption lifts
  Provenance source;
  std::uint32_t file = 0;  ///< where it was read
  int line = 0, column = 0;

  bool on(Day day) const { return !never && in_force.contains(day); }
};

/// An upper price by date. Contracts older than a step may keep the value before it for a while.
struct Cap {
  struct Step {
    Day from;
    double value = 0;
    Day older_before = kBeginning;  ///< contracts signed before this day ...
    Day older_until = kBeginning;   ///< ... keep the value before until this day, included
  };
  std::string unit;
  std::vector<Step> steps;  ///< ascending
};

/// The cap on a day for a contract of a day; nullopt before its first step.
std::optional<double> cap_on(const Cap& cap, Day day, Day contract);

}  // namespace corridor::rules
