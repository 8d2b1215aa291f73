// A world of nine places, drawn here so that every figure can be computed by hand:
//
//   pit ==100== mid ==300== gate ==10(border)== hither ==900== wharf ~~5556 km~~ far
//               ||
//               400 (border, change of gauge on it) kiln ==500== palm ~~8334 km~~ far
//
// pit, mid, gate: country XA, railway a; hither, wharf: XB, railway b; kiln, palm: XC, railway c; far: XD.

#include "sim/model/routes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace corridor::model {
namespace {

using scenario::Distribution;
using Shape = Distribution::Shape;
using std::chrono::year;

constexpr Day kDay{year{2025} / 3 / 1};
const std::vector<std::string> kPlaces = {"pit",  "mid",  "gate", "hither", "wharf",
                                          "kiln", "palm", "far",  "mill"};

PlaceId place(std::string_view id) {
  return PlaceId{static_cast<std::size_t>(std::find(kPlaces.begin(), kPlaces.end(), id) - kPlaces.begin())};
}
Charge dollars(double amount) { return {{{kBeginning, amount, {}}}, {}}; }
Distribution constant(double x) { return {Shape::constant, {x, 0, 0}, {}}; }

LinkId add_link(World& w, std::string from, std::string to, double km, std::size_t railway) {
  Link l;
  l.id = from + "--" + to;
  l.from = place(from);
  l.to = place(to);
  l.km = km;
  l.railway = RailwayId{railway};
  w.links.push_back(l);
  return LinkId{w.links.size() - 1};
}
LinkId add_passage(World& w, std::string from, std::string to, double km, double freight) {
  const LinkId id = add_link(w, std::move(from), std::move(to), km, 0);
  Link& l = w.links[id.n];
  l.mode = Mode::sea;
  l.railway = {};
  l.speed_km_h = Steps<double>(23.15);
  l.freight_per_t = dollars(freight);
  l.co2_g_t_km = Steps<double>(5.0);
  return id;
}
void add_border(World& w, LinkId link, Distribution formalities, double charge) {
  Border b;
  b.id = "crossing-" + std::to_string(w.borders.size() + 1);
  b.link = link;
  b.formalities_h = std::move(formalities);
  b.charge_per_t = dollars(charge);
  w.links[link.n].border = BorderId{w.borders.size()};
  w.borders.push_back(b);
}
void add_quay(World& w, std::string id, std::string port, double handling, double room, double rate) {
  Terminal t;
  t.id = std::move(id);
  t.port = place(port);
  t.cargo = {CommodityId{std::size_t{0}}};
  t.lot_t = Steps<double>(40000.0);
  t.room_kt_month = Steps<double>(room);
  t.rate_t_h = Steps<double>(rate);
  t.handling_per_t = dollars(handling);
  w.terminals.push_back(t);
}

World small_world() {
  World w;
  w.terms.value_of_time = 0.1;
  w.terms.certificate_per_t = dollars(0.1);
  w.commodities.push_back({"rock", "Rock", {}});
  const std::map<std::string, std::string> country = {
      {"hither", "XB"}, {"wharf", "XB"}, {"kiln", "XC"}, {"palm", "XC"}, {"far", "XD"}};
  for (const std::string& id : kPlaces) {
    const auto it = country.find(id);
    w.places.push_back({id, id, it == country.end() ? "XA" : it->second, "station", 0, 0, {}, {}});
  }
  const auto railway = [&](std::string id, std::string at_home, double speed, double stops) {
    w.railways.push_back(
        {std::move(id), std::move(at_home), false, Steps<double>(speed), stops, 18, 24, 60, 25, 16});
  };
  railway("a", "XA", 40, 0);
  railway("b", "XB", 40, 5);
  railway("c", "XC", 50, 4);
  const CommodityId rock{std::size_t{0}};
  w.tariffs.push_back({RailwayId{std::size_t{0}}, rock, dollars(0.02), {}, {}});
  w.tariffs.push_back({RailwayId{std::size_t{1}}, rock, dollars(0.0275), dollars(2.75), {}});
  w.tariffs.push_back({RailwayId{std::size_t{2}}, rock, dollars(0.03), {}, {}});
  w.tariffs.push_back({RailwayId{std::size_t{2}}, rock, dollars(0.02), {}, {place("palm")}});
  add_link(w, "pit", "mid", 100, 0);
  add_link(w, "mid", "gate", 300, 0);
  const LinkId west = add_link(w, "gate", "hither", 10, 0);
  add_link(w, "hither", "wharf", 900, 1);
  const LinkId south = add_link(w, "mid", "kiln", 400, 0);
  add_link(w, "kiln", "palm", 500, 2);
  add_passage(w, "wharf", "far", 5556, 18);
  add_passage(w, "palm", "far", 8334, 25);
  add_border(w, west, {Shape::triangular, {3, 5, 10}, {}}, 0.5);
  add_border(w, south, {Shape::uniform, {4, 8, 0}, {}}, 1);
  w.borders.back().changes_gauge = true;
  w.borders.back().gauge_change_h = constant(6);
  add_quay(w, "wharf-quay", "wharf", 10, 200, 1000);
  add_quay(w, "palm-quay", "palm", 9, 100, 800);
  WagonFleet fleet;
  fleet.cargo = {rock};
  fleet.payload_t = 70;
  fleet.terminal_days = 3;
  fleet.rent_per_day = dollars(20);
  fleet.load_h = {Shape::triangular, {6, 10, 18}, {}};
  fleet.unload_h = constant(8);
  w.wagons.push_back(fleet);
  VesselTerms ships;
  ships.cargo = {rock};
  ships.discharge_h = constant(72);
  w.vessels.push_back(ships);
  return w;
}

RouteQuestion to_far(std::size_t k = 5) {
  RouteQuestion q;
  q.from = place("pit");
  q.to = {place("far")};
  q.price_ends_at_ship = true;
  q.cargo = CommodityId{std::size_t{0}};
  q.on = kDay;
  q.k = k;
  return q;
}

WayRuling all_allowed(std::span<const std::uint32_t>, std::span<const std::string>) { return {}; }

/// Rules for tests: each closes the ways by one place, or (place none) all ways.
struct Ban {
  std::string rule;
  PlaceId place;
};
AskRules bans(const World& world, const WayGraph& ways, std::vector<Ban> list) {
  (void)world;
  return [&ways, list](std::span<const std::uint32_t> arcs, std::span<const std::string> lifted) {
    WayRuling ruling;
    for (const Ban& ban : list) {
      if (std::find(lifted.begin(), lifted.end(), ban.rule) != lifted.end()) continue;
      const bool hit = !ban.place.valid() || std::any_of(arcs.begin(), arcs.end(), [&](std::uint32_t a) {
        return ways.arc(a).head == ban.place || ways.arc(a).tail == ban.place;
      });
      if (!hit) continue;
      ruling.standing = Standing::forbidden;
      ruling.deciding.push_back(ban.rule);
    }
    return ruling;
  };
}

std::vector<std::string> names(const std::vector<PlaceId>& places) {
  std::vector<std::string> out;
  for (const PlaceId p : places) out.push_back(kPlaces[p.n]);
  return out;
}
using Names = std::vector<std::string>;
double item(const WayCost& cost, Item i) { return cost.usd_t[static_cast<std::size_t>(i)]; }

TEST_CASE("the way by Wharf costs what a planner computes by hand, item by item") {
  const World w = small_world();
  const WayGraph ways(w);
  RouteQuestion q = to_far();
  q.must_pass = {{place("wharf"), {}, ""}};
  const RoutesAnswer answer = find_routes(w, ways, q, all_allowed);
  REQUIRE(answer.routes.size() == 1);
  const RouteOffer& r = answer.routes[0];
  CHECK(names(r.places) == Names{"pit", "mid", "gate", "hither", "wharf", "far"});
  // 410 km at 0.02, 900 km at 0.0275, 2.75 fixed
  CHECK(item(r.cost, Item::rail) == doctest::Approx(8.2 + 24.75 + 2.75).epsilon(1e-12));
  // hours by rail 410/40 + 900/40 + 0.9 x 5 = 37.25, there and back, and 3 days, at 20 a day for 70 t
  CHECK(item(r.cost, Item::wagons) == doctest::Approx((37.25 * 2 / 24 + 3) * 20 / 70).epsilon(1e-12));
  CHECK(item(r.cost, Item::border) == doctest::Approx(0.5));
  CHECK(item(r.cost, Item::handling) == doctest::Approx(10));
  CHECK(item(r.cost, Item::sea) == doctest::Approx(18));
  CHECK(std::round(r.cost.total_usd_t() * 100) == 6594);  // 65.94 USD/t
  // load 34/3, rail 37.25, border 6, unload 8, gather 0.5 x 40/200 x 730 = 73, load ship 40, sea 240 hours
  const double hours = 34.0 / 3 + 37.25 + 6 + 8 + 73 + 40 + 240;
  CHECK(r.days_mean == doctest::Approx(hours / 24).epsilon(1e-12));
  CHECK(r.generalized_usd_t == doctest::Approx(r.cost.total_usd_t() + 0.1 * hours / 24).epsilon(1e-12));
  // 1310 km under diesel at 25 g, 5556 km by sea at 5 g
  CHECK(r.cost.co2_kg_t == doctest::Approx(1.310 * 25 + 5.556 * 5).epsilon(1e-12));
}

TEST_CASE("a tariff for goods by one port is charged on ways by that port only") {
  const World w = small_world();
  const WayGraph ways(w);
  const RoutesAnswer answer = find_routes(w, ways, to_far(), all_allowed);
  REQUIRE(answer.routes.size() == 2);
  const RouteOffer& palm = answer.routes[0];
  CHECK(names(palm.places) == Names{"pit", "mid", "kiln", "palm", "far"});
  CHECK(item(palm.cost, Item::rail) == doctest::Approx(500 * 0.02 + 500 * 0.02));
  RouteQuestion inland = to_far();
  inland.to = {place("kiln")};
  const RoutesAnswer by_land = find_routes(w, ways, inland, all_allowed);
  REQUIRE(by_land.routes.size() == 1);
  CHECK(item(by_land.routes[0].cost, Item::rail) == doctest::Approx(500 * 0.02));
  inland.to = {place("palm")};  // overland to the port itself: goods for that port
  CHECK(item(find_routes(w, ways, inland, all_allowed).routes.at(0).cost, Item::rail) == doctest::Approx(20));
}

TEST_CASE("the table along a way ends at the way's cost and days, and names each border and port") {
  const World w = small_world();
  const WayGraph ways(w);
  for (const RouteOffer& r : find_routes(w, ways, to_far(), all_allowed).routes) {
    const RouteStep& last = r.steps.back();
    CHECK(last.usd_t == doctest::Approx(r.cost.total_usd_t()).epsilon(1e-12));
    CHECK(last.days == doctest::Approx(r.days_mean).epsilon(1e-12));
    CHECK(kPlaces[last.place.n] == "far");
    for (std::size_t i = 1; i < r.steps.size(); ++i) {
      CHECK(r.steps[i].km >= r.steps[i - 1].km);
      CHECK(r.steps[i].usd_t >= r.steps[i - 1].usd_t);
      CHECK(r.steps[i].days >= r.steps[i - 1].days);
    }
    const auto at = [&](std::string_view what) {
      const auto it =
          std::find_if(r.steps.begin(), r.steps.end(), [&](const RouteStep& s) { return s.what == what; });
      REQUIRE_MESSAGE(it != r.steps.end(), what);
      return it;
    };
    const bool by_wharf = names(r.places)[4] == "wharf";
    const auto quay = at(by_wharf ? "port wharf-quay" : "port palm-quay");
    CHECK(quay->usd_t - std::prev(quay)->usd_t == doctest::Approx(by_wharf ? 10 : 9));
    CHECK(quay->km == std::prev(quay)->km);
    const auto border = at(by_wharf ? "border crossing-1" : "border crossing-2, gauge change");
    CHECK(border->usd_t - std::prev(border)->usd_t == doctest::Approx(by_wharf ? 0.5 : 1));
    CHECK(border->days - std::prev(border)->days == doctest::Approx(by_wharf ? 6.0 / 24 : 12.0 / 24));
  }
}

TEST_CASE("the spread of days is the lognormal law of the parts' means and variances") {
  const World w = small_world();
  const WayGraph ways(w);
  RouteQuestion q = to_far();
  q.must_pass = {{place("wharf"), {}, ""}};
  const RouteOffer r = find_routes(w, ways, q, all_allowed).routes.at(0);
  const double travel = 0.15 * (37.25 + 240);
  const double border = (9 + 25 + 100 - 15 - 30 - 50) / 18.0,
               loading = (36 + 100 + 324 - 60 - 108 - 180) / 18.0;
  const double hours2 = travel * travel + border + loading + 73.0 * 73.0 / 3;
  const double mean = r.days_mean, s2 = std::log(1 + hours2 / 576 / (mean * mean));
  CHECK(r.days_p50 == doctest::Approx(mean * std::exp(-s2 / 2)).epsilon(1e-12));
  const double z = 1.2815515655446004;
  CHECK(r.days_p10 == doctest::Approx(mean * std::exp(-s2 / 2 - z * std::sqrt(s2))).epsilon(1e-12));
  CHECK(r.days_p90 == doctest::Approx(mean * std::exp(-s2 / 2 + z * std::sqrt(s2))).epsilon(1e-12));
}

TEST_CASE("what must be passed is passed, what must be avoided is avoided: places, links and countries") {
  const World w = small_world();
  const WayGraph ways(w);
  const auto ways_with = [&](std::vector<Waypoint> pass, std::vector<Waypoint> avoid) {
    RouteQuestion q = to_far();
    q.must_pass = std::move(pass);
    q.avoid = std::move(avoid);
    std::vector<std::string> ports;
    for (const RouteOffer& r : find_routes(w, ways, q, all_allowed).routes) {
      ports.push_back(names(r.places)[r.places.size() - 2]);
    }
    return ports;
  };
  CHECK(ways_with({}, {}) == Names{"palm", "wharf"});
  CHECK(ways_with({{place("hither"), {}, ""}}, {}) == Names{"wharf"});
  CHECK(ways_with({{{}, LinkId{std::size_t{5}}, ""}}, {}) == Names{"palm"});
  CHECK(ways_with({{{}, {}, "XB"}}, {}) == Names{"wharf"});
  CHECK(ways_with({}, {{place("kiln"), {}, ""}}) == Names{"wharf"});
  CHECK(ways_with({}, {{{}, LinkId{std::size_t{2}}, ""}}) == Names{"palm"});
  CHECK(ways_with({}, {{{}, {}, "XC"}}) == Names{"wharf"});
  CHECK(ways_with({{{}, {}, "XB"}}, {{{}, {}, "XB"}}).empty());
  CHECK(ways_with({{place("mill"), {}, ""}}, {}).empty());  // no line leads there
}

TEST_CASE("a way that breaks a rule is not given but listed as closed, with the rule") {
  const World w = small_world();
  const WayGraph ways(w);
  const RoutesAnswer answer = find_routes(w, ways, to_far(), bans(w, ways, {{"no-palm", place("palm")}}));
  REQUIRE(answer.routes.size() == 1);
  CHECK(names(answer.routes[0].places)[4] == "wharf");
  REQUIRE(answer.closed.size() == 1);
  CHECK(names(answer.closed[0].places) == Names{"pit", "mid", "kiln", "palm", "far"});
  CHECK(answer.closed[0].law.deciding == Names{"no-palm"});
  CHECK(answer.unlock.empty());
}

TEST_CASE("a border that rules close is told too, though no terminal is closed") {
  const World w = small_world();
  const WayGraph ways(w);
  const RoutesAnswer answer = find_routes(w, ways, to_far(), bans(w, ways, {{"no-kiln", place("kiln")}}));
  REQUIRE(answer.routes.size() == 1);
  REQUIRE(answer.closed.size() == 1);
  CHECK(answer.closed[0].law.deciding == Names{"no-kiln"});
}

TEST_CASE("where nothing is lawful all minimal sets of rules that would open a way are found, and no other") {
  const World w = small_world();
  const WayGraph ways(w);
  using Sets = std::vector<Names>;
  // Wharf: two rules; Palm: one, and one at Kiln before it.
  const auto two =
      find_routes(w, ways, to_far(),
                  bans(w, ways, {{"r1", place("wharf")}, {"r2", place("gate")}, {"r3", place("palm")}}));
  CHECK(two.routes.empty());
  CHECK(two.unlock == Sets{{"r3"}, {"r1", "r2"}});
  // A rule over all besides: it is in every set; three at most.
  const auto all = find_routes(
      w, ways, to_far(),
      bans(w, ways, {{"r0", {}}, {"r1", place("wharf")}, {"r2", place("gate")}, {"r3", place("palm")}}));
  CHECK(all.routes.empty());
  CHECK(all.unlock == Sets{{"r0", "r3"}, {"r0", "r1", "r2"}});
  const auto four = find_routes(w, ways, to_far(),
                                bans(w, ways,
                                     {{"r0", {}},
                                      {"r1", place("wharf")},
                                      {"r2", place("gate")},
                                      {"r3", place("hither")},
                                      {"r4", place("palm")},
                                      {"r5", place("kiln")}}));
  CHECK(four.unlock == Sets{{"r0", "r4", "r5"}});
}

TEST_CASE("every route given is lawful, and the Pareto set holds no route that another beats") {
  const World w = small_world();
  const WayGraph ways(w);
  const RoutesAnswer one = find_routes(w, ways, to_far(1), all_allowed);
  // Palm is cheaper, Wharf faster and cleaner: the best one, and the other because it is on the Pareto set
  REQUIRE(one.routes.size() == 2);
  CHECK(one.routes[0].pareto);
  CHECK(one.routes[1].pareto);
  World slow = w;
  slow.links[6].freight_per_t = dollars(50);       // wharf dearer still
  slow.links[6].speed_km_h = Steps<double>(5.0);   // and slower than palm
  slow.links[6].co2_g_t_km = Steps<double>(50.0);  // and dirtier
  const RoutesAnswer beaten = find_routes(slow, WayGraph(slow), to_far(2), all_allowed);
  REQUIRE(beaten.routes.size() == 2);
  CHECK(beaten.routes[0].pareto);
  CHECK_FALSE(beaten.routes[1].pareto);
  CHECK(find_routes(slow, WayGraph(slow), to_far(1), all_allowed).routes.size() == 1);
}

TEST_CASE("papers that the rules ask for cost their charge and their lead time, once a way") {
  const World w = small_world();
  const WayGraph ways(w);
  const AskRules with_papers = [](std::span<const std::uint32_t>, std::span<const std::string>) {
    WayRuling r;
    r.standing = Standing::allowed_if;
    r.papers = true;
    return r;
  };
  const auto plain = find_routes(w, ways, to_far(), all_allowed).routes;
  const auto papers = find_routes(w, ways, to_far(), with_papers).routes;
  REQUIRE(plain.size() == papers.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    CHECK(papers[i].cost.total_usd_t() - plain[i].cost.total_usd_t() == doctest::Approx(0.1));
    CHECK(papers[i].days_mean - plain[i].days_mean == doctest::Approx(10));
    CHECK(papers[i].steps.back().usd_t == doctest::Approx(papers[i].cost.total_usd_t()));
    CHECK(papers[i].steps.back().days == doctest::Approx(papers[i].days_mean));
  }
}

TEST_CASE("a place to pass at the end of a line is no reason to turn round there") {
  World w = small_world();
  w.terminals[0].closed = Steps<bool>(true);  // nothing leaves Wharf by sea
  const WayGraph ways(w);
  RouteQuestion q = to_far();
  q.must_pass = {{place("wharf"), {}, ""}};
  const RoutesAnswer answer = find_routes(w, ways, q, all_allowed);
  CHECK(answer.routes.empty());
  CHECK_FALSE(answer.connected);
  CHECK(answer.complete);
}

TEST_CASE("where no line leads the answer says so and blames no rule") {
  const World w = small_world();
  const WayGraph ways(w);
  RouteQuestion q = to_far();
  q.to = {place("mill")};
  const RoutesAnswer answer = find_routes(w, ways, q, all_allowed);
  CHECK_FALSE(answer.connected);
  CHECK(answer.routes.empty());
  CHECK(answer.unlock.empty());
}

}  // namespace
}  // namespace corridor::model
