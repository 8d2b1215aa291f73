#pragma once
/// @file listing.hpp  What `corridor list` prints: for each kind the ids with what tells them apart.

#include <string>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/cli/session.hpp"
#include "sim/report/table.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::cli {

inline constexpr std::string_view kKpis = "kpis";

struct Listing {
  report::Table table;      ///< for people
  std::vector<Json> items;  ///< for programs: an object each, `id` first
};

/// Every kind that can be listed, the most asked for first.
const std::vector<std::string>& list_kinds();
/// @pre kind is one of list_kinds() but kpis
Listing list_of(const std::string& kind, const scenario::Scenario& network);
Listing list_kpis();
/// Every rule with its days, and every party that rules or flows name (listing_rules.cpp).
Listing list_rules(const scenario::Scenario& network);
Listing list_parties(const scenario::Scenario& network);

}  // namespace corridor::cli
