#pragma once
/// @file lawful.hpp  What the rules say of a class of shipment on a day, in the words of the simulation.
/// A class is (owner, owner's country, cargo, buyer, who deals with the port, the way). The rule engine is
/// asked once per class and epoch, the time between two days on which any rule begins or ends.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "network/rules/shipment.hpp"
#include "sim/model/route.hpp"

namespace corridor::model {

enum class Standing : std::uint8_t { allowed, allowed_if, blocked, forbidden };

struct Ruling {
  Standing standing = Standing::allowed;
  bool papers = false;      ///< allowed if proof of origin or ownership is held
  std::uint16_t rule = 0;   ///< the deciding rule, index into Lawbook::rule_names(); 0: none
  bool barred() const { return standing == Standing::blocked || standing == Standing::forbidden; }
  bool operator==(const Ruling&) const = default;
};

/// All rulings of a run's classes, asked once. Immutable after construction of the Atlas.
class Lawbook {
 public:
  using ClassId = std::uint32_t;
  /// Judges every day from `from` to `to`. @pre world.rules is set; both outlive the Lawbook
  Lawbook(const World& world, const WayGraph& ways, Day from, Day to);
  /// The class of this flow, sold to this pool by this way.
  ClassId class_of(FlowId flow, PoolId pool, bool bound, const Route& route);
  const Ruling& on(ClassId c, Day day) const { return rulings_[c][epoch(day)]; }
  /// First day after `day` on which the ruling is another; kForever where there is none.
  Day changes_after(ClassId c, Day day) const;
  const std::vector<std::string>& rule_names() const { return rule_names_; }

 private:
  std::size_t epoch(Day day) const;
  std::uint16_t name_of(const std::string& rule);
  Ruling judge_all(std::span<const rules::Shipment> acts, Day day);

  const World& world_;
  const WayGraph& ways_;
  std::vector<Day> epochs_;  ///< first days of the times between two changes, ascending
  std::vector<std::vector<Ruling>> rulings_;  ///< [class][epoch]
  std::map<std::string, ClassId> classes_;
  std::vector<std::string> rule_names_{""};
};

}  // namespace corridor::model
