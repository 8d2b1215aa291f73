// corridor routes: the best ways out, what they cost, what rules close.

#include <fmt/format.h>

#include <memory>

#include "sim/cli/routes_question.hpp"
#include "sim/cli/session.hpp"
#include "sim/cli/shipment_options.hpp"
#include "sim/model/atlas.hpp"
#include "sim/model/routes_rules.hpp"
#include "sim/model/whole_world.hpp"
#include "sim/report/page.hpp"
#include "sim/report/routes_report.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

using model::RouteOffer;
using model::RoutesAnswer;
using model::World;

struct RoutesArguments {
  RoutesOptions routes;
  ShipmentOptions shipment;
  bool delivered = false;
  std::string map;
};

template <class Ids, class Table>
std::vector<std::string> names(const Ids& ids, const Table& table) {
  std::vector<std::string> out;
  for (const auto id : ids) out.push_back(at(table, id).id);
  return out;
}

std::string_view verdict_of(model::Standing standing) {
  return rules::to_word(static_cast<rules::Verdict>(standing));
}

Json to_json(const RouteOffer& r, const World& world) {
  Json cost = Json::object(), steps = Json::array();
  for (std::size_t i = 0; i < model::kItems; ++i)
    cost[std::string(to_word(static_cast<model::Item>(i)))] = r.cost.usd_t[i];
  for (const model::RouteStep& s : r.steps) {
    steps.push_back({{"km", s.km},
                     {"place", at(world.places, s.place).id},
                     {"usd_t", s.usd_t},
                     {"days", s.days},
                     {"what", s.what}});
  }
  return {{"places", names(r.places, world.places)},
          {"links", names(r.links, world.links)},
          {"terminals", names(r.terminals, world.terminals)},
          {"through", report::known_by(r, world)},
          {"cost_usd_t", r.cost.total_usd_t()},
          {"cost", cost},
          {"days", {{"p10", r.days_p10}, {"p50", r.days_p50}, {"p90", r.days_p90}, {"mean", r.days_mean}}},
          {"co2_kg_t", r.cost.co2_kg_t},
          {"generalized_usd_t", r.generalized_usd_t},
          {"pareto", r.pareto},
          {"verdict", verdict_of(r.law.standing)},
          {"conditions", r.law.conditions},
          {"steps", steps}};
}

Json to_json(const RoutesAnswer& a, const RoutesAsked& asked, const World& world) {
  Json routes = Json::array(), closed = Json::array();
  for (const RouteOffer& r : a.routes) routes.push_back(to_json(r, world));
  for (const model::ClosedRoute& c : a.closed) {
    closed.push_back({{"places", names(c.places, world.places)},
                      {"deciding", c.law.deciding},
                      {"until", c.law.changes_on ? Json(to_iso(*c.law.changes_on)) : Json(nullptr)},
                      {"verdict", verdict_of(c.law.standing)},
                      {"terminals", names(c.terminals, world.terminals)},
                      {"generalized_usd_t", c.generalized_usd_t}});
  }
  return {{"routes", routes},
          {"closed", closed},
          {"unlock", a.unlock},
          {"not_saleable", asked.not_saleable.empty() ? Json(nullptr) : Json(asked.not_saleable)},
          {"connected", a.connected},
          {"complete", a.complete}};
}

/// The shipment as the rules see it: what the options say, else the flow's owner and the pool's buyers.
Result<rules::Shipment> shipment_for(const RoutesArguments& o, const RoutesAsked& asked, const World& world) {
  ShipmentOptions s = o.shipment;
  const rules::RuleBook& book = *world.rules;
  const model::Place& from = at(world.places, asked.question.from);
  s.cargo = at(world.commodities, asked.question.cargo).id;
  s.on = o.routes.on;
  if (s.origin.empty()) s.origin = from.country;
  if (s.owner.empty() && asked.flow.valid()) {
    const model::Flow& flow = at(world.flows, asked.flow);
    s.owner = book.is_party(flow.owner) ? flow.owner : flow.owner_country;
  }
  if (s.seller.empty()) s.seller = s.owner;
  if (asked.pool.valid()) {
    const model::Pool& pool = at(world.pools, asked.pool);
    if (s.buyer.empty()) s.buyer = pool.country;
    s.to = pool.country;
  }
  Result<rules::Shipment> shipment = read_shipment(s, book);
  if (!shipment) return shipment;
  shipment->from = from.id;
  if (asked.question.to.size() == 1) shipment->to = at(world.places, asked.question.to.front()).id;
  return shipment;
}

/// The legs of a way with the kind of link between its places, for drawing; notes the places.
Json legs_of(const std::vector<model::PlaceId>& places, const World& world, Json& known) {
  Json legs = Json::array();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const model::Place& place = at(world.places, places[i]);
    known[place.id] = {place.name, place.country, place.lat, place.lon};
    if (i == 0) continue;
    std::string_view mode = "rail";
    for (const model::Link& link : world.links) {
      const bool joins = (link.from == places[i - 1] && link.to == places[i]) ||
                         (link.to == places[i - 1] && link.from == places[i]);
      if (joins)
        mode = link.mode == model::Mode::sea ? "sea" : link.mode == model::Mode::ferry ? "ferry" : "";
    }
    legs.push_back({{"from", at(world.places, places[i - 1]).id}, {"to", place.id}, {"mode", mode}});
  }
  return legs;
}

/// What the map of the routes is drawn from.
Json map_json(const RoutesAnswer& answer, const RoutesAsked& asked, const RoutesArguments& o,
              const World& world) {
  Json known = Json::object(), routes = Json::array(), closed = Json::array();
  for (const RouteOffer& r : answer.routes) {
    Json route = to_json(r, world);
    route["legs"] = legs_of(r.places, world, known);
    route["km"] = r.steps.empty() ? 0.0 : r.steps.back().km;
    routes.push_back(std::move(route));
  }
  for (const model::ClosedRoute& c : answer.closed) {
    Json titles = Json::array();
    for (const std::string& id : c.law.deciding) {
      const rules::Rule* rule = world.rules->find_rule(id);
      titles.push_back(rule != nullptr ? rule->title : "");
    }
    const std::vector<std::string> loading = names(c.terminals, world.terminals);
    closed.push_back({{"through", loading.empty() ? at(world.places, c.places.back()).id : loading.front()},
                      {"legs", legs_of(c.places, world, known)},
                      {"deciding", c.law.deciding},
                      {"titles", titles},
                      {"until", c.law.changes_on ? Json(to_iso(*c.law.changes_on)) : Json(nullptr)}});
  }
  const model::Place& from = at(world.places, asked.question.from);
  known[from.id] = {from.name, from.country, from.lat, from.lon};
  return {{"from", from.id},
          {"to", o.routes.to},
          {"cargo", at(world.commodities, asked.question.cargo).id},
          {"on", to_iso(asked.question.on)},
          {"places", known},
          {"routes", routes},
          {"closed", closed}};
}

/// Writes the map where one is asked for.
Result<void> write_map(const RoutesAnswer& answer, const RoutesAsked& asked, const RoutesArguments& o,
                       const World& world) {
  if (o.map.empty()) return {};
  if (!report::page_is_bundled()) {
    return tl::unexpected(Diagnostics{fault_of("--map", "this program was built without npm and has no map",
                                               "a build where node and npm are installed")});
  }
  report::PageContent content;
  content.title = "Ways from " + at(world.places, asked.question.from).id + " to " + o.routes.to;
  content.objects.emplace_back(
      "routes", map_json(answer, asked, o, world).dump(-1, ' ', false, Json::error_handler_t::replace));
  return store::write_file(o.map, report::to_page(content));
}

ExitCode show(const Session& session, const RoutesAnswer& answer, const RoutesAsked& asked,
              const RoutesArguments& o, const World& world) {
  if (session.as_json()) {
    session.print_json(to_json(answer, asked, world));
  } else if (!asked.not_saleable.empty()) {
    session.print(report::wrapped("Not saleable there: " + asked.not_saleable + ".", session.look()));
  } else {
    report::RoutesWords words{at(world.places, asked.question.from).id,
                              o.routes.to,
                              at(world.commodities, asked.question.cargo).id,
                              asked.question.on,
                              o.routes.distance_table,
                              std::nullopt};
    if (asked.pool.valid()) {
      words.price_usd_t =
          model::price_for(world, at(world.pools, asked.pool), asked.grade, asked.question.on);
    }
    session.print(report::to_text(answer, world, words, session.look()));
  }
  return answer.routes.empty() ? ExitCode::no_route : ExitCode::done;
}

ExitCode routes(Session& session, const RoutesArguments& o) {
  const Result<scenario::Scenario> s = session.load(o.routes.scenario);
  if (!s) return session.fail(ExitCode::bad_input, s.error());
  const Result<World> world = model::build_whole_world(*s);
  if (!world) return session.fail(ExitCode::bad_input, world.error());
  const Result<RoutesAsked> asked = read_question(o.routes, *s, *world);
  if (!asked) return session.fail(ExitCode::bad_input, asked.error());
  const Result<rules::Shipment> shipment = shipment_for(o, *asked, *world);
  if (!shipment) return session.fail(ExitCode::bad_input, shipment.error());
  if (!asked->not_saleable.empty()) return show(session, {}, *asked, o, *world);

  const model::WayGraph ways(*world);
  const bool at_port =
      !o.delivered &&
      (!asked->pool.valid() || at(world->pools, asked->pool).at_loading_port || !o.shipment.buyer.empty());
  const model::AskRules ask = model::ask_rules(*world, ways, model::deals_of(*shipment, at_port),
                                               read_mode(o.shipment), asked->question.to);
  const RoutesAnswer answer = model::find_routes(*world, ways, asked->question, ask);
  if (const Result<void> map = write_map(answer, *asked, o, *world); !map) {
    return session.fail(ExitCode::failed, map.error());
  }
  return show(session, answer, *asked, o, *world);
}

}  // namespace

void add_routes(CLI::App& app, Session& session) {
  CLI::App* c =
      add_command(app, session, "routes", "Find the best lawful ways from a mine to buyers or a place",
                  "corridor routes --from MINE --to POOL --cargo CARGO --on 2025-03-01 --distance-table");
  const auto o = std::make_shared<RoutesArguments>();
  RoutesOptions& r = o->routes;
  c->add_option("--from", r.from, "Where it begins: a place, or a flow of corridor list flows")
      ->required()
      ->type_name("MINE");
  c->add_option("--to", r.to, "Where it ends: a pool of buyers, or a place")
      ->required()
      ->type_name("POOL|PLACE");
  c->add_option("--cargo", r.cargo, "What is carried; not needed where --from is a flow")->type_name("CARGO");
  c->add_option("--grade", r.grade, "Its grade; default: one that leaves the mine and the pool takes")
      ->type_name("GRADE");
  c->add_option("--on", r.on, "The day")->required()->type_name("DAY");
  c->add_option("--k", r.k, "How many of the best ways")
      ->check(CLI::Range(1, 100).description(""))
      ->capture_default_str()
      ->type_name("N");
  c->add_option("--must-pass", r.must_pass,
                "A place, link or country that must be on the way; may be given often")
      ->allow_extra_args(false)
      ->type_name("WHERE");
  c->add_option("--avoid", r.avoid, "A place, link or country that must not be; may be given often")
      ->allow_extra_args(false)
      ->type_name("WHERE");
  c->add_flag("--distance-table", r.distance_table,
              "Kilometres, cost and days along each way, borders and ports named");
  c->add_option("--map", o->map, "Write a map of the ways, closed ones with the reason, as an HTML page")
      ->type_name("FILE");
  c->add_flag("--delivered", o->delivered,
              "Buyers take title at the end and do not deal with the loading port");
  c->add_option("--origin", o->shipment.origin, "Country of origin; default: that of the place it begins")
      ->type_name("COUNTRY");
  add_party_options(*c, o->shipment);
  c->add_option("--scenario", r.scenario, "On the network and under the rules of this scenario")
      ->type_name("FILE");
  add_common_options(*c, session, true);
  c->final_callback([&session, o] { session.action = [&session, o] { return routes(session, *o); }; });
}

}  // namespace corridor::cli
