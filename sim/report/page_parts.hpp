#pragma once
/// @file page_parts.hpp  The parts of page.json, each a JSON value of its own. Private to the report.

#include <nlohmann/json.hpp>

#include "sim/experiment/replications.hpp"
#include "sim/model/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::report {

using PageJson = nlohmann::ordered_json;

/// What the parts are made from.
struct PageSource {
  const scenario::Scenario& scenario;
  const experiment::RunResult& result;
  const model::World& world() const { return result.world(); }
  const model::WayGraph& ways() const { return result.ground().ways; }
  const model::Atlas& atlas() const { return result.ground().atlas; }
};

/// Rounded half away from zero to some decimals, so that the page stays small.
double rounded(double value, int decimals);
/// A table of the run by its name; nullptr where there is none.
const store::Table* table_of(const experiment::RunResult& result, std::string_view name);

/// Key figures as rows [name, unit, by, mean, low, high, low_all, high_all], without those by month.
PageJson page_figures(const store::Summary& summary);
/// places, links, terminals, borders, flows, pools, ways, moved, refused, unsold, with indices into each
/// other.
void add_network(PageJson& page, const PageSource& source);
/// Rules that refused something or that speak of those that did, and what was closed within the window.
void add_rules(PageJson& page, const PageSource& source);
/// Dollars and days along the ways that carried most, p10, p50 and p90 of the lots of the first replication.
PageJson page_steps(const PageSource& source);
/// Tonnes at each port and on the way to it, and what is on its way abroad by where it stands, week by week,
/// of the first replication.
PageJson page_stocks(const PageSource& source);
/// Sources, the quality of the figures, the scenario as written.
void add_origin(PageJson& page, const PageSource& source);

}  // namespace corridor::report
