#include "sim/report/routes_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using model::RouteOffer;
using model::RoutesAnswer;
using model::World;

std::string joined_places(const std::vector<model::PlaceId>& places, const World& world) {
  std::vector<std::string> ids;
  for (const model::PlaceId p : places) ids.push_back(at(world.places, p).id);
  return fmt::format("{}", fmt::join(ids, " - "));
}

/// Loading terminals of a way, joined; empty where there is none.
std::string loading_at(const std::vector<model::TerminalId>& terminals, const World& world) {
  std::vector<std::string> ids;
  for (const model::TerminalId t : terminals) {
    if (!at(world.terminals, t).import_side) ids.push_back(at(world.terminals, t).id);
  }
  return fmt::format("{}", fmt::join(ids, ", "));
}

/// The last place before which the way changes country; empty where it does not.
std::string last_border(const std::vector<model::PlaceId>& places, const World& world) {
  for (std::size_t i = places.size(); i-- > 1;) {
    const model::Place &a = at(world.places, places[i - 1]), &b = at(world.places, places[i]);
    if (a.country != b.country) return a.id + "--" + b.id;
  }
  return "";
}

std::string verdict_word(const model::WayRuling& law) {
  if (law.standing == model::Standing::allowed_if) {
    return law.conditions.empty() ? "allowed if" : fmt::format("if {}", fmt::join(law.conditions, "; "));
  }
  return law.standing == model::Standing::allowed ? "allowed" : "barred";
}

Table side_by_side(const RoutesAnswer& answer, const World& world, const RoutesWords& words) {
  Table t{"Ways, best first by money and time together",
          {{"", true}, {"through"}, {"km", true}, {"cost, USD/t", true}},
          {},
          "Free flow, without queues. p10 to p90: nine ways in ten arrive after the first, one in ten after "
          "the last. "
          "* = no other way is as good in cost, time and CO2 at once.",
          ""};
  if (words.price_usd_t) t.columns.push_back({"netback, USD/t", true});
  for (const char* head : {"days, p10", "p50", "p90", "CO2, kg/t"}) t.columns.push_back({head, true});
  t.columns.push_back({"*"});
  t.columns.push_back({"law"});
  for (std::size_t i = 0; i < answer.routes.size(); ++i) {
    const RouteOffer& r = answer.routes[i];
    std::vector<std::string> row{std::to_string(i + 1), known_by(r, world), grouped(r.steps.back().km),
                                 grouped(r.cost.total_usd_t(), 2)};
    if (words.price_usd_t) row.push_back(grouped(*words.price_usd_t - r.cost.total_usd_t(), 2));
    for (const double x : {r.days_p10, r.days_p50, r.days_p90, r.cost.co2_kg_t}) row.push_back(grouped(x, 1));
    row.push_back(r.pareto ? "*" : "");
    row.push_back(verdict_word(r.law));
    t.rows.push_back(std::move(row));
  }
  return t;
}

Table cost_split(const RoutesAnswer& answer) {
  Table t{"What a tonne costs, USD/t", {{"", true}}, {}, "", ""};
  for (std::size_t i = 0; i < model::kItems; ++i) {
    t.columns.push_back({std::string(to_word(static_cast<model::Item>(i))), true});
  }
  t.columns.push_back({"all", true});
  for (std::size_t i = 0; i < answer.routes.size(); ++i) {
    std::vector<std::string> row{std::to_string(i + 1)};
    for (const double usd : answer.routes[i].cost.usd_t) row.push_back(grouped(usd, 2));
    row.push_back(grouped(answer.routes[i].cost.total_usd_t(), 2));
    t.rows.push_back(std::move(row));
  }
  return t;
}

Table along(const RouteOffer& route, std::size_t number, const World& world) {
  Table t{fmt::format("Along way {}: {}", number, known_by(route, world)),
          {{"km", true}, {"place"}, {"cost so far, USD/t", true}, {"days so far", true}, {"what"}},
          {},
          "",
          ""};
  for (const model::RouteStep& s : route.steps) {
    t.rows.push_back(
        {grouped(s.km), at(world.places, s.place).id, grouped(s.usd_t, 2), grouped(s.days, 2), s.what});
  }
  return t;
}

Table closed_ways(const RoutesAnswer& answer, const World& world) {
  Table t{"Ways that rules close",
          {{"through"}, {"closed by"}, {"until"}, {"generalized, USD/t", true}},
          {},
          "Until: the day on which the answer changes; - where no rule says.",
          ""};
  for (const model::ClosedRoute& c : answer.closed) {
    std::string through = loading_at(c.terminals, world);
    if (through.empty()) through = last_border(c.places, world);
    if (through.empty()) through = at(world.places, c.places.back()).id;
    t.rows.push_back({through, fmt::format("{}", fmt::join(c.law.deciding, ", ")),
                      c.law.changes_on ? to_iso(*c.law.changes_on) : "-", grouped(c.generalized_usd_t, 2)});
  }
  return t;
}

std::string nothing_lawful(const RoutesAnswer& answer, const RoutesWords& words, const Look& look) {
  if (!answer.connected) {
    return wrapped(fmt::format("No open line leads from {} to {} for {} on {}, whatever the rules say.",
                               words.from, words.to, words.cargo, to_prose(words.on)),
                   look);
  }
  std::string out = wrapped(fmt::format("No lawful way leads from {} to {} for {} on {}.", words.from,
                                        words.to, words.cargo, to_prose(words.on)),
                            look);
  if (answer.unlock.empty()) return out + wrapped("Lifting any three rules would open none.", look);
  out += wrapped("A way would open if all rules of one of these sets were lifted:", look);
  for (const auto& set : answer.unlock) out += fmt::format("  {}\n", fmt::join(set, " + "));
  return out;
}

}  // namespace

std::string known_by(const RouteOffer& route, const World& world) {
  std::string name = loading_at(route.terminals, world);
  if (name.empty()) name = last_border(route.places, world);
  return name.empty() ? at(world.places, route.places.back()).id : name;
}

std::string to_text(const RoutesAnswer& answer, const World& world, const RoutesWords& words,
                    const Look& look) {
  std::string out;
  if (answer.routes.empty()) {
    out = nothing_lawful(answer, words, look);
  } else {
    const RouteOffer& best = answer.routes.front();
    out = wrapped(
        fmt::format("From {} to {}, {} on {}: best by {} at {} USD a tonne, {} days in the middle case.",
                    words.from, words.to, words.cargo, to_prose(words.on), known_by(best, world),
                    grouped(best.cost.total_usd_t(), 2), grouped(best.days_p50, 1)),
        look);
    out += "\n" + to_text(side_by_side(answer, world, words), look);
    out += "\n" + to_text(cost_split(answer), look);
    out += "\n" + bold("By which places", look) + "\n";
    for (std::size_t i = 0; i < answer.routes.size(); ++i) {
      out += wrapped(fmt::format("{}. {}", i + 1, joined_places(answer.routes[i].places, world)), look);
    }
    if (words.distance_tables) {
      for (std::size_t i = 0; i < answer.routes.size(); ++i) {
        out += "\n" + to_text(along(answer.routes[i], i + 1, world), look);
      }
    }
  }
  if (!answer.closed.empty()) out += "\n" + to_text(closed_ways(answer, world), look);
  if (!answer.complete) {
    out += "\n" + wrapped("The search was cut off before all ways were seen.", look);
  }
  return out;
}

}  // namespace corridor::report
