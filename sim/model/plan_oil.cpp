/// @file plan_oil.cpp  What a month's plan may book into pipelines, moorings and finite fleets.

#include <algorithm>

#include "sim/model/berths.hpp"
#include "sim/model/plan.hpp"

namespace corridor::model {

/// What lines, moorings and fleets can carry in a month. A loss by rules is known when it is there on the
/// planning day and still there when the month begins.
void Planner::add_oil_room(Room& room, const MonthAtlas& month) const {
  const Day day = first_day(month.month);
  const auto left = [&](const Steps<double>& share) {
    return std::max(share.on(month.planned_on, 1.0), share.on(day, 1.0));
  };
  const double days = static_cast<double>(days_in(month.month));
  for (std::size_t i = 0; i < world_.links.size(); ++i) {
    const Link& link = world_.links[i];
    if (link.is_pipeline())
      room.capacity[layout_.pipe + i] = link.ours_t_day(day, left(link.rules_leave)) * days * 1000.0;
  }
  for (std::size_t i = 0; i < world_.terminals.size(); ++i) {
    const Terminal& t = world_.terminals[i];
    if (t.rules_leave.empty() || left(t.rules_leave) >= 1.0) continue;
    const double all_t = all_load_t_year(t, day) / 12.0;
    double& room_kg = room.capacity[layout_.terminal + i];
    const double our_share = all_t > 0 ? std::min(1.0, room_kg / (all_t * 1000.0)) : 1.0;
    room_kg = std::min(room_kg, t.loads_t_month(day, left(t.rules_leave)) * our_share * 1000.0);
  }
  for (const Fleet& fleet : world_.fleets) {
    room.fleet.push_back(fleet.ships.on(day) * days * (1.0 - fleet.weather_days_year.on(day) / 365.0));
  }
}

}  // namespace corridor::model
