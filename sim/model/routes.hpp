#pragma once
/// @file routes.hpp  The answer to "by which ways can this get out, at what cost, how late, and is it
/// lawful": the k best ways by generalized cost, the Pareto set over cost, time and CO2, the ways that rules
/// close and why, and where nothing is lawful the smallest sets of rules whose lifting would open a way.
///
/// Costs are those of way_cost(): free flow, no queues. Generalized cost is money plus value of time x mean
/// days. A way passes no point twice. Ways of equal cost are ordered by their arcs, so that answers do not
/// depend on the machine.
///
/// Days: door to door, mean and variance of the way's parts added up. All of a way's travel (trains and
/// ships) shares one factor, as one journey does, with the coefficient of variation `travel_cv` of the model;
/// borders, terminals, loading and discharge are independent of it and of each other. The quantiles are those
/// of the lognormal law with that mean and variance.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/model/lawful.hpp"
#include "sim/model/way_graph.hpp"

namespace corridor::model {

/// Something a way must pass or must avoid: one of the three.
struct Waypoint {
  PlaceId place;
  LinkId link;
  std::string country;
};

/// What the rules say of a way, or of a part of it.
struct WayRuling {
  Standing standing = Standing::allowed;
  std::vector<std::string> deciding;    ///< ids of the deciding rules
  std::vector<std::string> conditions;  ///< allowed_if: what must hold, in words
  bool papers = false;                  ///< one of the conditions is a proof that costs money and time
  std::optional<Day> changes_on;        ///< first day on which the answer is another
  bool for_good = true;                 ///< barred: so is every way that has this part
  bool barred() const { return standing == Standing::blocked || standing == Standing::forbidden; }
};
/// Asks the rules about a way given by its arcs (part of a way: some of them; none: the shipment as such),
/// as if the rules `lifted` did not exist. Pre: a part barred for good bars every way that has it.
using AskRules =
    std::function<WayRuling(std::span<const std::uint32_t> arcs, std::span<const std::string> lifted)>;

struct RouteQuestion {
  PlaceId from;
  std::vector<PlaceId> to;          ///< any of these ends the way
  bool price_ends_at_ship = false;  ///< to a pool: where a ship arrives the chain ends, without discharge
  CommodityId cargo;
  Day on;
  std::size_t k = 5;
  std::vector<Waypoint> must_pass, avoid;  ///< at most kMustPass to pass
  std::size_t pareto_at_most = 12;
};
inline constexpr std::size_t kMustPass = 4;

/// One line of the cumulative table along a way. Every border and port is a line of its own, at the
/// kilometre of the line before.
struct RouteStep {
  double km = 0;
  PlaceId place;
  double usd_t = 0, days = 0;  ///< so far, this line included
  std::string what;            ///< rail, sea, border ID, terminal ID, loading, ...
};

struct RouteOffer {
  std::vector<std::uint32_t> arcs;
  std::vector<PlaceId> places;  ///< origin first, destination last
  std::vector<LinkId> links;
  std::vector<TerminalId> terminals;
  WayCost cost;  ///< certificates included where the rules ask for proof
  double days_mean = 0, days_p10 = 0, days_p50 = 0, days_p90 = 0;
  double generalized_usd_t = 0;
  bool pareto = false;  ///< no other lawful way is as good in cost, time and CO2 at once
  WayRuling law;
  std::vector<RouteStep> steps;
};

/// The best of the ways that the same rules close at the same point.
struct ClosedRoute {
  std::vector<PlaceId> places;
  std::vector<TerminalId> terminals;
  WayRuling law;
  double generalized_usd_t = 0;
};

struct RoutesAnswer {
  std::vector<RouteOffer> routes;  ///< by generalized cost; the k best and the rest of the Pareto set
  std::vector<ClosedRoute> closed;
  std::vector<std::vector<std::string>> unlock;  ///< only where no way is lawful
  bool connected = true;                         ///< some way is open but for the rules
  bool complete = true;                          ///< false: the search was cut off at its limit of ways
};

/// @cost a few searches per class of ports that tariffs name; unlock: one search per set of rules tried
RoutesAnswer find_routes(const World& world, const WayGraph& ways, const RouteQuestion& question,
                         const AskRules& ask);

/// The table along a way; its last line has the total of way_cost() (certificates included where `papers`).
std::vector<RouteStep> steps_along(const World& world, const WayGraph& ways,
                                   std::span<const std::uint32_t> arcs, PlaceId origin, CommodityId cargo,
                                   Day day, bool papers);

/// Mean and variance of the days of a way.
struct DaysSpread {
  double mean = 0, variance = 0;
};
DaysSpread days_spread(const World& world, const WayGraph& ways, std::span<const std::uint32_t> arcs,
                       CommodityId cargo, Day day);
/// Quantile `p` (0, 1) of the lognormal law with this mean and variance; the mean where nothing varies.
double lognormal_quantile(DaysSpread spread, double p);
/// Variance of a law, in the square of its unit.
double variance(const scenario::Distribution& law);

}  // namespace corridor::model
