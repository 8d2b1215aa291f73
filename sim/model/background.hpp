#pragma once
/// @file background.hpp  Traffic that is not simulated: the table `background`. Each stream goes the shortest
/// open way of its month and takes train paths there, direction by direction; it has no trains of its own.
/// Wagons go home by the same way, or load for the other direction: of each kind of wagon, both directions of
/// a section take as many paths as its heavier one.

#include <vector>

#include "sim/model/world.hpp"

namespace corridor::model {

/// Adds what World::background take to the background of links, and fills World::background_work, from the
/// run-in to the last measured month. A stream whose cargo some flow of this run moves takes nothing, and one
/// whose way is closed in a month takes nothing in it.
/// @error  a stream with no rail between its ends, or whose cargo no wagons carry
/// @cost   a shortest-path search an origin and a state of the network
[[nodiscard]] std::vector<Diagnostic> spread_background(World& world, const scenario::Scenario& scenario);

/// A journey as railways account for it.
struct JourneyWork {
  struct Line {
    RailwayId railway;
    double km;
  };
  struct Share {
    RailwayId railway;
    bool loads;    ///< it begins here, in the railway's own country
    bool transit;  ///< it neither begins nor ends there
  };
  std::vector<Line> lines;      ///< in order
  std::vector<Share> railways;  ///< each once
};
JourneyWork work_of(const World& world, PlaceId from, PlaceId to, const std::vector<LinkId>& links);

/// Adds `tonnes` that set out in `month` to the work of the railways of their journey.
void add_work(const World& world, std::vector<RailwayWork>& work, Month month, const JourneyWork& journey,
              double tonnes);

/// The rows of add_work: each railway and each measured month, in that order.
std::vector<RailwayWork> no_work(const World& world);

}  // namespace corridor::model
