#pragma once
/// @file lawful.hpp  What the rules say of a class of shipment on a day, in the words of the simulation.
/// A class is (owner, owner's country, cargo, buyer, who deals with the port, the way). The rule engine is
/// asked once per class and epoch, the time between two days on which any rule that could matter to it begins
/// or ends.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "network/rules/answer.hpp"
#include "network/rules/shipment.hpp"
#include "network/rules/timeline.hpp"
#include "sim/model/route.hpp"

namespace corridor::model {

enum class Standing : std::uint8_t { allowed, allowed_if, blocked, forbidden };

struct Ruling {
  Standing standing = Standing::allowed;
  bool papers = false;       ///< allowed if proof of origin or ownership is held
  std::uint16_t rule = 0;    ///< barred: the deciding rule, index into Lawbook::rule_names(); 0: none
  std::uint16_t quotas = 0;  ///< what it draws on, for Lawbook::quotas_of(); 0: none
  bool barred() const { return standing == Standing::blocked || standing == Standing::forbidden; }
  bool operator==(const Ruling&) const = default;
};

/// An amount that a rule lets through in a period, shared by all classes that draw on it.
struct QuotaTerm {
  std::uint16_t rule = 0;  ///< index into Lawbook::rule_names()
  Mass amount;
  rules::Per per = rules::Per::month;
  bool operator==(const QuotaTerm&) const = default;
};

/// All rulings of a run's classes, asked once. Immutable after construction of the Atlas.
class Lawbook {
 public:
  using ClassId = std::uint32_t;
  /// Judges every day from `from` to `to`. @pre world.rules is set; all outlive the Lawbook
  /// @param known  of a world that differs in figures alone, not in rules, names or places: its judgements
  ///               are taken over where the days are the same; none: all is judged anew
  Lawbook(const World& world, const WayGraph& ways, Day from, Day to, const Lawbook* known = nullptr);
  /// The class of this flow, sold to this pool by this way; `way` is the way's index in the Atlas.
  ClassId class_of(FlowId flow, PoolId pool, bool bound, std::uint32_t way, const Route& route);
  const Ruling& on(ClassId c, Day day) const;
  /// First day after `day` on which the ruling is another; kForever where there is none.
  Day changes_after(ClassId c, Day day) const;
  const std::vector<std::string>& rule_names() const { return rule_names_; }
  const std::vector<QuotaTerm>& quotas() const { return quotas_; }
  /// Indices into quotas(), ascending. @param set  Ruling::quotas
  const std::vector<std::uint16_t>& quotas_of(std::uint16_t set) const { return quota_sets_[set]; }

 private:
  struct Epoch {
    Day from;
    Ruling ruling;
  };
  /// What all acts of a shipment come to, before its rules have numbers.
  struct Judged {
    Day from;
    Standing standing = Standing::allowed;
    bool papers = false;
    std::string rule;
    std::vector<rules::QuotaAnswer> quotas;
  };
  /// What rules can tell of a way.
  struct OnWay {
    std::vector<std::string> via;
    rules::Bits<rules::Transport> modes;
  };
  ClassId ask(FlowId flow, PoolId pool, bool bound, const Route& route, const OnWay& on_way);
  std::uint16_t name_of(const std::string& rule);
  std::uint16_t quota_set(const std::vector<rules::QuotaAnswer>& asked);
  Judged judge(std::span<const rules::Shipment> acts, Day day) const;
  std::vector<Judged> judge_days(const rules::Shipment& shipment, bool bound) const;
  Ruling enter(const Judged& judged);

  const World& world_;
  const WayGraph& ways_;
  Day from_, to_;
  rules::PlaceSight sight_;
  std::vector<std::vector<Epoch>> classes_by_id_;  ///< [class], ascending; the first holds from the beginning
  std::map<std::string, ClassId> classes_;
  std::map<std::string, std::vector<Judged>> judged_;  ///< the same classes, where nothing was known
  const Lawbook* known_;
  std::map<std::uint32_t, OnWay> on_way_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, bool, std::uint32_t>, ClassId> asked_;
  std::vector<std::string> rule_names_{""};
  std::vector<QuotaTerm> quotas_;
  std::vector<std::vector<std::uint16_t>> quota_sets_{{}};
};

}  // namespace corridor::model
