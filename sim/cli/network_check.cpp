#include "sim/cli/network_check.hpp"

#include <fmt/format.h>

#include "network/graph/check.hpp"
#include "sim/report/numbers.hpp"

namespace corridor::cli {
namespace {

using model::World;

/// Capacity steps in the unit in which the link says them: trains before tonnes.
std::vector<std::pair<Day, double>> capacity_of(const model::Link& link) {
  return link.pairs.empty() ? link.capacity_mt_year.steps() : link.pairs.steps();
}

Diagnostic diagnostic_of(const graph::Finding& finding, const scenario::Scenario& s) {
  const scenario::TableData& table = s.table(finding.about_link ? "links" : "places");
  const scenario::Record& record = table.records[finding.index];
  Diagnostic d;
  d.severity = finding.severity;
  d.file = record.file < s.files.size() ? s.files[record.file] : "";
  d.line = record.mark.line;
  d.column = record.mark.column;
  d.path = fmt::format("{}.{}", finding.about_link ? "links" : "places", record.id);
  d.found = finding.what;
  d.expected = finding.expected;
  return d;
}

}  // namespace

NetworkCheck check_network(const scenario::Scenario& s, const World& world) {
  std::vector<graph::CheckedPlace> places;
  for (const model::Place& p : world.places) places.push_back({p.id, p.lat, p.lon});
  std::vector<graph::CheckedLink> links;
  for (const model::Link& l : world.links) {
    links.push_back({l.id, l.from.n, l.to.n, l.km, l.validity, capacity_of(l)});
  }
  NetworkCheck out;
  out.places = places.size();
  out.links = links.size();
  for (const graph::Finding& f : graph::check_network(places, links, world.measure)) {
    out.findings.push_back(diagnostic_of(f, s));
  }
  return out;
}

report::Table capacities_in_trains(const World& world, Day day) {
  report::Table t{
      "Capacities given in tonnes, as trains",
      {{"link"}, {"net, Mt/year", true}, {"trains a day, each way", true}},
      {},
      fmt::format("On {}; net tonnes of one direction over the net mass of a train.", to_iso(day)),
      ""};
  for (const model::Link& l : world.links) {
    if (l.mode != model::Mode::rail || l.pairs.said(day) || !l.capacity_mt_year.said(day) ||
        world.wagons.empty()) {
      continue;
    }
    const double mt = l.capacity_mt_year.on(day);
    const double net_t = world.wagons.front().payload_t * world.wagons.front().per_train;
    t.rows.push_back({l.id, report::grouped(mt, 1), report::grouped(mt * 1e6 / 365 / net_t, 1)});
  }
  return t;
}

std::vector<std::string> sections_without_load(const World& world) {
  std::vector<std::string> out;
  for (const model::Link& l : world.links) {
    if (l.mode != model::Mode::rail || !l.railway.valid() || !at(world.railways, l.railway).slots) continue;
    const auto nothing = [](const model::Steps<double>& steps) {
      for (const auto& [from, trains] : steps.steps()) {
        if (trains > 0) return false;
      }
      return true;
    };
    if (nothing(l.background_forward) && nothing(l.background_backward)) out.push_back(l.id);
  }
  return out;
}

}  // namespace corridor::cli
