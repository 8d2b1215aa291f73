// Costs of ways through the made-up country of tests/data/toy, worked out by hand for 1 March 2025: 120 CRN
// and 20 BDL a dollar, wagons at 20 USD/day of 70 t, tariffs of XB at 1.1 of those of 2024.

#include "sim/model/way_graph.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace corridor::model {
namespace {

const Day kMarch{std::chrono::year{2025} / 3 / 1};

struct Map {
  std::unique_ptr<scenario::Scenario> scenario;
  std::unique_ptr<World> world;
  std::unique_ptr<WayGraph> ways;

  explicit Map(const std::string& file = "base.yaml") {
    const std::filesystem::path data = std::filesystem::path{CORRIDOR_SOURCE_DIR} / "tests/data";
    auto loaded = scenario::load_scenario(data / "toy-scenarios" / file, {data / "toy", {}});
    REQUIRE(loaded.has_value());
    scenario = std::make_unique<scenario::Scenario>(std::move(*loaded));
    auto built = build_world(*scenario);
    REQUIRE(built.has_value());
    world = std::make_unique<World>(std::move(*built));
    ways = std::make_unique<WayGraph>(*world);
  }

  PlaceId place(const std::string& id) const {
    for (std::size_t i = 0; i < world->places.size(); ++i) {
      if (world->places[i].id == id) return PlaceId{i};
    }
    FAIL("no place " << id);
    return {};
  }
  CommodityId cargo(const std::string& id) const {
    for (std::size_t i = 0; i < world->commodities.size(); ++i) {
      if (world->commodities[i].id == id) return CommodityId{i};
    }
    FAIL("no commodity " << id);
    return {};
  }
  // The arc of a kind from place to place.
  std::uint32_t arc(WayArc::Kind kind, const std::string& from, const std::string& to) const {
    for (std::uint32_t a = 0; a < ways->arcs(); ++a) {
      const WayArc& arc = ways->arc(a);
      if (arc.kind == kind && arc.tail == place(from) && arc.head == place(to)) return a;
    }
    FAIL("no arc " << from << " to " << to);
    return 0;
  }
  // A way by its places; a port named twice is a loading or a discharge.
  std::vector<std::uint32_t> way(const std::vector<std::string>& places) const {
    std::vector<std::uint32_t> arcs;
    bool at_sea = false;
    for (std::size_t i = 1; i < places.size(); ++i) {
      const bool quay = places[i - 1] == places[i];
      const auto kind = !quay ? WayArc::Kind::travel : at_sea ? WayArc::Kind::discharge : WayArc::Kind::load;
      arcs.push_back(arc(kind, places[i - 1], places[i]));
      if (quay) at_sea = !at_sea;
    }
    return arcs;
  }
  WayCost cost(const std::vector<std::string>& places, Day day = kMarch) const {
    return way_cost(*world, *ways, way(places), cargo("blackrock"), day);
  }
};

double usd_of(const WayCost& cost, Item i) { return cost.usd_t[static_cast<std::size_t>(i)]; }
doctest::Approx about(double x) { return doctest::Approx(x).epsilon(1e-9); }

const std::vector<std::string> kByWharf{"blackpit", "midway", "westgate", "hither", "birch",
                                        "wharf",    "wharf",  "faraway",  "faraway"};
const std::vector<std::string> kByPalm{"blackpit", "midway", "southgate", "thither", "kiln",
                                       "palm",     "palm",   "faraway",   "faraway"};

TEST_CASE("way graph: land and sea meet only at quays") {
  const Map map;
  CHECK(map.ways->graph().nodes() == 46);
  // 25 links both ways, 3 terminals that load, 1 that takes in, 4 ports without one that are open to all.
  CHECK(map.ways->arcs() == 50 + 3 + 5);
  CHECK(map.ways->loads().size() == 3);
  CHECK(map.ways->passages_from(map.place("wharf")).size() == 1);
  CHECK(map.ways->passages_from(map.place("faraway")).size() == 2);
  CHECK(map.ways->passages_from(map.place("midway")).empty());
  for (std::uint32_t a = 0; a < map.ways->arcs(); ++a) {
    const WayArc& arc = map.ways->arc(a);
    const bool wet_tail = map.ways->graph().tail(a) == WayGraph::at_sea(arc.tail);
    const bool wet_head = map.ways->graph().head(a) == WayGraph::at_sea(arc.head);
    if (arc.kind == WayArc::Kind::travel) CHECK(wet_tail == wet_head);
    if (arc.kind == WayArc::Kind::load) CHECK((!wet_tail && wet_head));
    if (arc.kind == WayArc::Kind::discharge) CHECK((wet_tail && !wet_head));
  }
}

TEST_CASE("way cost: rock by Wharf costs 64.58 USD/t, item by item") {
  const Map map;
  const WayCost c = map.cost(kByWharf);
  // XA: 410 km at 2/120; XB: 900 km at 0.5 x 1.1 / 20, and 50 x 1.1 / 20 once.
  CHECK(usd_of(c, Item::rail) == about(410.0 * 2 / 120 + 900 * 0.0275 + 2.75));
  // 410 km at 40 km/h; 900 km at 40 km/h and 5 h stops in 1000 km: 37.25 h there and back; 3 days at
  // terminals.
  CHECK(usd_of(c, Item::wagons) == about(20.0 / 70 * (2 * 37.25 / 24 + 3)));
  CHECK(usd_of(c, Item::border) == about(0.5));
  CHECK(usd_of(c, Item::handling) == about(10));
  CHECK(usd_of(c, Item::sea) == about(18));
  CHECK(usd_of(c, Item::certificates) == 0);
  CHECK(usd_of(c, Item::delay) == 0);
  CHECK(c.total_usd_t() == about(34.0 + 1.0 / 3 + 1.744047619047619 + 0.5 + 10 + 18));
}

TEST_CASE("way cost: rock by Wharf takes 487.6 hours of free flow") {
  const Map map;
  const WayCost c = map.cost(kByWharf);
  // Rail 37.25; border (3+5+10)/3; yard: half a lot of 40 kt at 200 kt a month of 730 h, 40 h loading; 3000
  // nm at 12.5 knots; discharge 72; wagons loaded in (6+10+18)/3 and unloaded in 8.
  CHECK(c.hours == about(37.25 + 6 + 73 + 40 + 240 + 72 + 34.0 / 3 + 8));
  // Deviations: 15 % of each travel time; a tenth of the squared formalities; gathering evenly spread.
  const double travel = 2.5 * 2.5 + 7.5 * 7.5 + 0.25 * 0.25 + 15 * 15.0 + 12 * 12.0 + 240 * 240.0;
  CHECK(c.variance_h2 == about(0.15 * 0.15 * travel + 0.1 * 36 + 73.0 * 73 / 3));
}

TEST_CASE("way cost: a tariff for one port holds for the ways to that port alone") {
  const Map map;
  const WayCost palm = map.cost(kByPalm);
  const double home = 505.0 * 2 / 120;  // 100 + 400 + 5 km on XA's railway
  CHECK(usd_of(palm, Item::rail) == about(home + 500 * 0.02));
  const WayCost kiln = map.cost({"blackpit", "midway", "southgate", "thither", "kiln"});
  CHECK(usd_of(kiln, Item::rail) == about(home + 200 * 0.03));
  CHECK(usd_of(palm, Item::border) == about(1));
  // Free flow 12.5 + 0.125 h in XA, 200 km at 50 km/h with 4 h stops in 1000 km; border 6 h and 6 h for the
  // gauge.
  CHECK(kiln.hours == about(12.625 + 4.8 + 12 + 34.0 / 3 + 8));
  CHECK(usd_of(kiln, Item::wagons) == about(20.0 / 70 * (2 * 17.425 / 24 + 3)));
}

TEST_CASE("way cost: prices, rents and exchange rates are those of the day") {
  const Map map;
  const Day before{std::chrono::year{2024} / 12 / 31}, july{std::chrono::year{2025} / 7 / 1};
  const WayCost c = map.cost(kByWharf, before);  // 100 CRN; index 1; wagons at 400 BDL/day: 20 USD
  CHECK(usd_of(c, Item::rail) == about(410.0 * 2 / 100 + 900 * 0.025 + 2.5));
  CHECK(usd_of(c, Item::wagons) == about(20.0 / 70 * (2 * 37.25 / 24 + 3)));
  CHECK(usd_of(map.cost(kByWharf, july), Item::handling) == about(12));  // the middle of 11..12..14
}

TEST_CASE("way cost: the way back costs what the way there does, on land") {
  const Map map;
  const std::vector<std::string> there{"blackpit", "midway", "westgate", "hither", "birch"};
  std::vector<std::string> back = there;
  std::reverse(back.begin(), back.end());
  CHECK(map.cost(there).total_usd_t() == about(map.cost(back).total_usd_t()));
  CHECK(map.cost(there).hours == about(map.cost(back).hours));
}

TEST_CASE("way cost: carbon is grams a tonne-kilometre times kilometres") {
  const Map map;
  const auto sea = arc_cost(*map.world, map.ways->arc(map.arc(WayArc::Kind::travel, "wharf", "faraway")),
                            map.cargo("blackrock"), kMarch);
  CHECK(sea.co2_kg_t == about(5 * 3000 * 1.852 / 1000));
}

TEST_CASE("open: closures hold from their first day to their last, and only for their cargo") {
  const Map base, closed{"closed.yaml"};
  const auto open = [](const Map& map, WayArc::Kind kind, const char* from, const char* to, Day day,
                       const char* cargo = "blackrock") {
    return is_open(*map.world, map.ways->arc(map.arc(kind, from, to)), map.cargo(cargo), day);
  };
  const auto load = WayArc::Kind::load, travel = WayArc::Kind::travel;
  const Day feb_28{std::chrono::year{2025} / 2 / 28}, may_31{std::chrono::year{2025} / 5 / 31};
  CHECK(open(base, load, "wharf", "wharf", kMarch));
  CHECK_FALSE(open(base, load, "wharf", "wharf", kMarch, "minerals"));  // wider than what the terminal takes
  CHECK(open(closed, load, "wharf", "wharf", feb_28));
  CHECK_FALSE(open(closed, load, "wharf", "wharf", kMarch));
  CHECK_FALSE(open(closed, load, "wharf", "wharf", may_31));
  CHECK(open(closed, load, "wharf", "wharf", may_31 + std::chrono::days{1}));
  CHECK(open(closed, load, "palm", "palm", kMarch));
  // A planned line: 2030 in the data, 1 April 2025 in the scenario.
  const Day april{std::chrono::year{2025} / 4 / 1}, y2030{std::chrono::year{2030} / 1 / 1};
  CHECK_FALSE(open(base, travel, "stove", "southgate", april));
  CHECK(open(base, travel, "stove", "southgate", y2030));
  CHECK_FALSE(open(closed, travel, "southgate", "stove", april - std::chrono::days{1}));
  CHECK(open(closed, travel, "southgate", "stove", april));
}

// Least cost from Blackpit to a place on land, over what is open.
std::vector<std::string> cheapest(const Map& map, const std::string& to, Day day) {
  std::vector<double> costs(map.ways->arcs());
  for (std::uint32_t a = 0; a < costs.size(); ++a) {
    const WayArc& arc = map.ways->arc(a);
    costs[a] = is_open(*map.world, arc, map.cargo("blackrock"), day)
                   ? arc_cost(*map.world, arc, map.cargo("blackrock"), day).total_usd_t()
                   : std::numeric_limits<double>::infinity();
  }
  const auto tree = graph::shortest_paths(map.ways->graph(), costs, WayGraph::on_land(map.place("blackpit")));
  std::vector<std::string> places;
  for (const std::uint32_t a : path_to(map.ways->graph(), tree, WayGraph::on_land(map.place(to)))) {
    if (places.empty()) places.push_back(map.world->places[map.ways->arc(a).tail.n].id);
    places.push_back(map.world->places[map.ways->arc(a).head.n].id);
  }
  return places;
}

TEST_CASE("way graph: the cheapest way is by Palm, and when Palm's way is shut by Wharf") {
  Map map;
  CHECK(cheapest(map, "faraway", kMarch) == kByPalm);
  map.world->places[map.place("thither").n].closed = Steps<bool>{true};
  CHECK(cheapest(map, "faraway", kMarch) == kByWharf);
  map.world->places[map.place("westgate").n].closed = Steps<bool>{true};
  CHECK(cheapest(map, "faraway", kMarch).empty());
}

}  // namespace
}  // namespace corridor::model
