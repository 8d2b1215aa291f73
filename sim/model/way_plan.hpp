#pragma once
/// @file way_plan.hpp  A way as trains run it this month: its legs, their free-flow hours, what each part of
/// it charges a tonne. Made anew once a month, so that no train looks up a tariff.

#include <array>
#include <vector>

#include "sim/model/run.hpp"

namespace corridor::model {

/// A leg of a way. Sections are simulated train by train; a trunk joins neighbouring links of railways whose
/// train paths are not simulated into one journey. Pipes and ferries carry what leaves by pipeline.
struct Leg {
  enum class Kind : std::uint8_t { section, border, trunk, pipe, ferry };
  Kind kind = Kind::section;
  LinkId link;  ///< section, border, pipe, ferry
  bool forward = true;
  double hours = 0;  ///< free flow; 0 for a border, whose times are laws of their own
};

struct WayPlan {
  std::vector<Leg> legs;  ///< in order, as a loaded train meets them
  double rail_hours = 0;  ///< free flow of all sections and trunks
  double home_rail_usd_t = 0, foreign_rail_usd_t = 0;
  double border_usd_t = 0, sea_usd_t = 0, sea_hours = 0, ferry_usd_t = 0;
  double rent_usd_day = 0, wagon_payload_t = 70;
  bool open = true;  ///< nothing on it is shut on that day
};

WayPlan plan_way(const Groundwork& shared, const Route& way, Day day);

/// Days of a wagon's turn beyond running, loading and unloading: forming trains, waiting for a locomotive.
double forming_days(const WagonFleet& fleet);

/// Trains a day of ours that a terminal unloads where its data says nothing: one and a half times what its
/// room for us needs on average.
double default_intake(const World& world, const Terminal& terminal, Day day);

}  // namespace corridor::model
