#pragma once
/// @file way_plan.hpp  A way as trains run it this month: its legs, their free-flow hours, what each part of
/// it charges a tonne. Made once a World for every day on which that may change, so that no train looks up a
/// tariff.

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "sim/model/atlas.hpp"
#include "sim/model/background.hpp"

namespace corridor::model {

/// A leg of a way. Sections are simulated train by train; a trunk joins neighbouring links of railways whose
/// train paths are not simulated into one journey.
struct Leg {
  enum class Kind : std::uint8_t { section, border, trunk, pipe, ferry };
  Kind kind = Kind::section;
  bool forward = true;
  LinkId link;       ///< section, border, pipe, ferry
  double hours = 0;  ///< free flow; 0 for a border, whose times are laws of their own
  bool operator==(const Leg&) const = default;
};

struct WayPlan {
  std::vector<Leg> legs;  ///< in order, as a loaded train meets them
  double rail_hours = 0;  ///< free flow of all sections and trunks
  double home_rail_usd_t = 0, foreign_rail_usd_t = 0;
  double border_usd_t = 0, sea_usd_t = 0, sea_hours = 0, ferry_usd_t = 0, ferry_handling_usd_t = 0;
  double rent_usd_day = 0, wagon_payload_t = 70;
  bool open = true;  ///< nothing on it is shut on that day
  bool operator==(const WayPlan&) const = default;
};

/// The plans of all ways of an atlas, on the days on which a run looks at them anew: its first, those on
/// which months are planned, and those on which the network changes.
class WayPlans {
 public:
  WayPlans(const World& world, const Atlas& atlas);
  WayPlans(const WayPlans&) = delete;  // its days point into it
  WayPlans& operator=(const WayPlans&) = delete;

  /// Days within the run, after its first, on which anything opens, shuts or is resized; ascending.
  const std::vector<Day>& network_changes() const { return changes_; }

  class OnDay {
   public:
    explicit OnDay(const std::vector<const WayPlan*>& of) : of_(of.data()) {}
    const WayPlan& operator[](std::size_t way) const { return *of_[way]; }

   private:
    const WayPlan* const* of_;
  };
  /// As they stand on that day, which is one of the above. References stay good as long as this does.
  OnDay on(Day day) const { return OnDay{of_day_.at(day)}; }
  /// What a journey by this way counts as.
  const JourneyWork& work(std::size_t way) const { return work_[way]; }

 private:
  std::vector<Day> changes_;
  std::deque<WayPlan> plans_;                          ///< each as long as it does not change
  std::map<Day, std::vector<const WayPlan*>> of_day_;  ///< [way]: which of them
  std::vector<JourneyWork> work_;                      ///< [way]
};

/// Days of a wagon's turn beyond running, loading and unloading: forming trains, waiting for a locomotive.
double forming_days(const WagonFleet& fleet);

/// Trains a day of ours that a terminal unloads where its data says nothing: one and a half times what its
/// room for us needs on average.
double default_intake(const World& world, const Terminal& terminal, Day day);

}  // namespace corridor::model
