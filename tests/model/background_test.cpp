// Traffic that takes train paths and has no trains. The world is tests/data/toy; sand is told in
// toy-scenarios/beside.yaml: 2 trains of 4,200 t a day out in a month of 31 days, 1 back, 0.2 through.

#include "sim/model/background.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "toy.hpp"

using namespace corridor;
using namespace corridor::model;

namespace {

constexpr Day kJanuary{std::chrono::year{2025} / 1 / 15};
const Link& link(const World& world, const std::string& id) {
  const auto found = std::ranges::find(world.links, id, &Link::id);
  REQUIRE(found != world.links.end());
  return *found;
}

World world_of(const toy::Sets& sets) { return *toy::run(sets, "beside.yaml").world; }

}  // namespace

TEST_CASE("streams take the paths of their heavier direction, on top of what a section says itself") {
  const World w = world_of({});
  const Link& west = link(w, "midway--westgate");  // says 2 trains a day of its own
  CHECK(west.background_forward.on(kJanuary) == doctest::Approx(2 + 2 + 0.2));
  CHECK(west.background_backward.on(kJanuary) == doctest::Approx(2 + 2 + 0.2));
  CHECK(west.background_t_day[0].on(kJanuary) == doctest::Approx(8400 + 840));
  CHECK(west.background_t_day[1].on(kJanuary) == doctest::Approx(4200));
  CHECK(link(w, "blackpit--midway").background_backward.on(kJanuary) == doctest::Approx(2));
  CHECK(link(w, "midway--stove").background_forward.on(kJanuary) == 0);
  const Day february = first_day(month_of(kJanuary) + 1);
  CHECK(link(w, "blackpit--midway").background_forward.on(february) == doctest::Approx(2 * 31.0 / 28));
}

TEST_CASE("a stream of goods that a flow moves takes nothing, the others as before") {
  const World w = world_of({{"background.sand-out.cargo", "blackrock"}});
  CHECK(link(w, "midway--westgate").background_forward.on(kJanuary) == doctest::Approx(2 + 1));
  CHECK(link(w, "blackpit--midway").background_forward.on(kJanuary) == 0);
  const World none = world_of({{"background.sand-out.cargo", "minerals"},  // the wider kind holds the rock
                               {"background.sand-back.cargo", "blackrock"},
                               {"background.sand-through.cargo", "blackrock"}});
  CHECK(link(none, "midway--westgate").background_forward.on(kJanuary) == 2);
  CHECK(std::ranges::all_of(none.background_work, [](const RailwayWork& r) { return r.tonne_km == 0; }));
}

TEST_CASE("the work of a railway counts a tonne once, and knows what is loaded at home and what is transit") {
  const World w = world_of({});
  const RailwayWork& january = w.background_work.front();  // of the first railway
  CHECK(january.month == month_of(kJanuary));
  CHECK(january.carried_t == doctest::Approx(260400 + 130200 + 26040));
  CHECK(january.loaded_t == doctest::Approx(260400));
  CHECK(january.transit_t == doctest::Approx(26040));
  CHECK(january.tonne_km == doctest::Approx(260400 * 410.0 + 130200 * 310.0 + 26040 * 715.0));
}

TEST_CASE("trains of ours count for every railway on their way") {
  const toy::Ran ran = toy::run();
  double carried = 0, loaded = 0, transit = 0, work = 0;
  for (const RailwayWork& r : ran.ledger.work) {
    if (r.railway.n != 0) continue;  // the home railway
    carried += r.carried_t, loaded += r.loaded_t, transit += r.transit_t, work += r.tonne_km;
  }
  CHECK(carried > 0);
  CHECK(loaded == doctest::Approx(carried));  // all of it comes from the mine
  CHECK(transit == 0);
  CHECK(work >= carried * 100);  // whose own line is 100 km long
}

TEST_CASE("traffic that fills a line lets nothing of ours through, until the line is doubled") {
  // 10 trains a day each way on 10 pairs
  const toy::Ran ran = toy::run({{"background.sand-out.tonnes", "1302 kt/month"}}, "beside.yaml");
  const Day doubled{std::chrono::year{2025} / 7 / 1};
  for (const LotRow& l : ran.ledger.lots) {
    const bool by_west = ran.ledger.routes[l.route.n].through == "wharf";
    if (by_west && l.handled != ModelTime{}) CHECK(l.handled >= ModelTime{doubled});
  }
  CHECK(toy::delivered_t(ran) > 0);
}

TEST_CASE("a stream without a line, or without wagons, is refused with its place in the file") {
  const std::filesystem::path data = std::filesystem::path{CORRIDOR_SOURCE_DIR} / "tests/data";
  const auto fault = [&](const toy::Sets& sets) {
    const auto s = scenario::load_scenario(data / "toy-scenarios" / "beside.yaml", {data / "toy", sets});
    REQUIRE(s.has_value());
    const auto world = build_world(*s);
    REQUIRE(!world.has_value());
    return to_line(world.error().front());
  };
  const std::string cut =
      fault({{"links.westgate--hither.mode", "road"}, {"links.westgate--hither.speed", "40 km/h"}});
  CHECK(cut.find("beside.yaml:5:5: error: background.sand-out: no rail from blackpit to hither") !=
        std::string::npos);
  CHECK(fault({{"wagons.gondola.cargo", "[blackrock]"}}).find("no wagons carry sand") != std::string::npos);
}
