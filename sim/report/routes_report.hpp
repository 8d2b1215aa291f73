#pragma once
/// @file routes_report.hpp  The answer of `corridor routes` for people: the ways side by side, what each
/// costs and why, the table along each, what rules close, what would have to be lifted.

#include <string>

#include "sim/model/routes.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {

struct RoutesWords {
  std::string from, to, cargo;
  Day on{};
  bool distance_tables = false;
  std::optional<double> price_usd_t;  ///< in the pool asked for; gives the netback
};

std::string to_text(const model::RoutesAnswer& answer, const model::World& world, const RoutesWords& words,
                    const Look& look);

/// What a way is known by: its loading terminals, else its last border crossing, else its end.
std::string known_by(const model::RouteOffer& route, const model::World& world);

}  // namespace corridor::report
