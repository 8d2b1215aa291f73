#pragma once
/// @file atlas.hpp  All that the plans of a run need and that chance does not touch: the ways from each flow
/// to each pool on each planning day, their costs, prices and rulings. Computed once per World, shared by
/// all replications and threads.

#include <vector>

#include "sim/model/lawful.hpp"

namespace corridor::model {

/// One way of selling: to a pool, by a way, bought at the port by a bound person or not.
struct Alternative {
  PoolId pool;
  bool bound = false;
  std::uint32_t way = 0;   ///< index into Atlas::ways
  double price_usd_t = 0;  ///< before the pool's slope
  double wedge_usd_t = 0;
  double cost_usd_t = 0;  ///< free flow, without waits
  double days = 0;        ///< free flow, papers included
  double co2_kg_t = 0;    ///< of the loaded way
  Lawbook::ClassId law = 0;
  std::uint16_t quotas = 0;  ///< what a tonne loaded in the month draws on, for Lawbook::quotas_of()
  std::uint32_t group = 0;   ///< lines to one pool, buyer and terminal: the next is used when one is full
};

struct FlowChoices {
  std::vector<Alternative> alternatives;  ///< within a group the cheapest first
  std::uint32_t groups = 0;
  double mine_cost_usd_t = 0;
};

struct MonthAtlas {
  Month month;
  Day planned_on;
  std::vector<FlowChoices> flows;  ///< [FlowId]
};

struct Atlas {
  std::vector<Route> ways;
  std::vector<RouteName> names;    ///< of ways, each once
  std::vector<RouteId> name_of;    ///< [way]
  std::vector<MonthAtlas> months;  ///< from the first month of the run-in to the last measured
  Lawbook laws;
  Day start, end;  ///< first simulated day, day after the last
};

/// @param known  rulings of a world that differs in figures alone; none: all is judged
/// @cost some milliseconds for a year of the coal world
Atlas make_atlas(const World& world, const WayGraph& ways, const Lawbook* known = nullptr);

/// Whether the pool can burn the grade.
bool takes(const World& world, const Pool& pool, GradeId grade);
/// What the pool pays for a tonne of the grade at its basis, before the slope, USD/t.
double price_for(const World& world, const Pool& pool, GradeId grade, Day day);
/// What the pool can take in a month from us, kg; a very large number where no ceiling is said.
double pool_cap_kg(const Pool& pool, Day day);

}  // namespace corridor::model
