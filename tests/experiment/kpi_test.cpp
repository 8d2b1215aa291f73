#include "sim/experiment/kpi.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "sim/experiment/study_figures.hpp"
#include "tests/experiment/small_world.hpp"

using namespace corridor;
using namespace corridor::experiment;
using corridor::store::By;
using corridor::store::Kpi;
using corridor::store::Summary;

namespace {

Summary summary_of(const model::World& world, const std::vector<model::Ledger>& noise,
                   const std::vector<model::Ledger>& drawn = {}) {
  std::vector<Figures> a, b;
  for (const model::Ledger& l : noise) a.push_back(figures_of(world, l));
  for (const model::Ledger& l : drawn) b.push_back(figures_of(world, l));
  Summary s;
  s.kpis = summarize(world, a, b);
  return s;
}
Summary small_summary() { return summary_of(test::small_world(), {test::small_ledger()}); }

double value(const Summary& s, std::string_view name, const By& by = {}) {
  const Kpi* kpi = s.find(name, by);
  CAPTURE(name);
  REQUIRE(kpi);
  REQUIRE(kpi->mean);
  return *kpi->mean;
}

}  // namespace

TEST_CASE("tonnes delivered by hand: whole, market, group, route and month") {
  const Summary s = small_summary();
  CHECK(value(s, "delivered") == 5000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}}) == 5000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market", "MM"}}) == 4000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market", "KK"}}) == 1000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"route", "quay"}}) == 4000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"route", "gate"}}) == 1000);
  CHECK(value(s, "delivered", {{"month", "2025-05"}}) == 1000);
  CHECK(value(s, "delivered", {{"month", "2025-06"}}) == 4000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market", "MM"}, {"month", "2025-06"}}) == 3000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"flow", "mine"}}) == 5000);
  CHECK(value(s, "declared", {{"commodity", "rock"}, {"market", "MM"}}) == 2000);
  CHECK(value(s, "declared", {{"commodity", "rock"}, {"market", "KK"}}) == 1000);
  CHECK(value(s, "worth", {{"commodity", "rock"}, {"market", "KK"}}) == 1000 * (100 - 10) - 8000);
}

TEST_CASE("the freight of a railway and of a link holds our trains and the background") {
  model::World w = test::small_world();
  model::Railway home;
  home.id = "home-rail";
  home.slots = true;
  model::Railway abroad;
  abroad.id = "trunk";
  w.railways = {home, abroad};
  const model::RailwayId first{std::size_t{0}}, second{std::size_t{1}};
  w.background_work = {{first, test::month("2025-05"), 100, 80, 20, 5000},
                       {second, test::month("2025-05"), 7}};
  w.links[0].background_t_day = {model::Steps<double>{2.0}, model::Steps<double>{1.0}};
  model::Ledger l = test::small_ledger();
  l.work = {{first, test::month("2025-05"), 10, 10, 0, 400}, {first, test::month("2025-06"), 5, 5, 0, 200}};
  const Summary s = summary_of(w, {l});
  CHECK(value(s, "railway_carried", {{"railway", "home-rail"}}) == 115);
  CHECK(value(s, "railway_carried", {{"railway", "home-rail"}, {"traffic", "simulated"}}) == 15);
  CHECK(value(s, "railway_loaded", {{"railway", "home-rail"}}) == 95);
  CHECK(value(s, "railway_transit", {{"railway", "home-rail"}}) == 20);
  CHECK(value(s, "railway_work", {{"railway", "home-rail"}, {"month", "2025-05"}}) == 5400);
  CHECK(s.find("railway_work", {{"railway", "trunk"}}) == nullptr);  // its background is not known
  const double others = 3.0 * (31 + 30 + 31),
               ours = value(s, "link_tonnes", {{"link", "pit--port"}}) - others;
  CHECK(ours == doctest::Approx(in_tonnes(l.links[0].mass[0] + l.links[0].mass[1])));
}

TEST_CASE("a market's group is that of the day of delivery") {
  const Summary s = small_summary();
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market_group", "joint"}}) == 1000);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market_group", "near"}}) == 0);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market_group", "far"}}) == 4000);
}

TEST_CASE("costs and days are means over tonnes, quantiles are of tonnes") {
  const Summary s = small_summary();
  // (30 000 + 96 000 + 8 000) / 5000
  CHECK(value(s, "cost_per_tonne") == doctest::Approx(26.8));
  CHECK(value(s, "cost_rail") == doctest::Approx(94000.0 / 5000));
  CHECK(value(s, "cost_sea") == doctest::Approx(8));
  CHECK(value(s, "cost_wagons") == 0);
  CHECK(value(s, "cost_per_tonne", {{"commodity", "rock"}, {"route", "quay"}, {"month", "2025-06"}}) == 32);
  // (30 x 1000 + 40 x 3000 + 10 x 1000) / 5000
  CHECK(value(s, "days") == doctest::Approx(32));
  CHECK(value(s, "days_loading") == doctest::Approx(0.5));
  CHECK(value(s, "days_moving") == doctest::Approx(31.5));
  CHECK(value(s, "days_p10") == 10);
  CHECK(value(s, "days_p25") == 30);
  CHECK(value(s, "days_p50") == 40);
  CHECK(value(s, "days_p75") == 40);
  CHECK(value(s, "days_p90") == 40);
  CHECK(value(s, "co2_per_tonne") == doctest::Approx(25));
}

TEST_CASE("the items add up to the cost, the stages to the days, in every part") {
  const Summary s = small_summary();
  for (const Kpi& k : s.kpis) {
    if (k.name != "cost_per_tonne" && k.name != "days") continue;
    if (!k.mean) continue;
    const std::string stem = k.name == "days" ? "days_" : "cost_";
    double sum = 0;
    for (const Kpi& part : s.kpis) {
      const bool is_part = part.name.rfind(stem, 0) == 0 && part.name.rfind("days_p1", 0) != 0 &&
                           part.name.rfind("days_p2", 0) != 0 && part.name.rfind("days_p5", 0) != 0 &&
                           part.name.rfind("days_p7", 0) != 0 && part.name.rfind("days_p9", 0) != 0 &&
                           part.name != "cost_per_tonne" && part.by == k.by;
      if (is_part) sum += *part.mean;
    }
    CHECK(sum == doctest::Approx(*k.mean));
  }
}

TEST_CASE("refused tonnes name their rule, unsold ones their reason") {
  const Summary s = small_summary();
  CHECK(value(s, "refused") == 550);
  CHECK(value(s, "refused", {{"rule", "BAN-1"}}) == 450);
  CHECK(value(s, "refused", {{"rule", "BAN-1"}, {"month", "2025-06"}}) == 400);
  CHECK(value(s, "refused", {{"commodity", "rock"}, {"rule", "BAN-2"}}) == 100);
  CHECK(value(s, "refused", {{"commodity", "rock"}, {"market", "MM"}}) == 500);
  CHECK(value(s, "unsold") == 100);
  CHECK(value(s, "unsold", {{"reason", "by_choice"}}) == 40);
  CHECK(value(s, "unsold", {{"commodity", "rock"}, {"market", "none"}}) == 100);
  CHECK(value(s, "unsold", {{"commodity", "rock"}, {"market", "MM"}}) == 0);
  CHECK(value(s, "unsold", {{"commodity", "rock"}, {"market_group", "none"}, {"month", "2025-05"}}) == 100);
}

TEST_CASE("each end of a lot is counted once, in its own figure") {
  const Summary s = small_summary();
  CHECK(value(s, "stranded") == 500);
  CHECK(value(s, "stranded", {{"month", "2025-07"}}) == 500);
  CHECK(value(s, "sold_elsewhere") == 200);
  CHECK(value(s, "under_way") == 700);
  CHECK(value(s, "in_stock") == 0);
}

TEST_CASE("handled counts at the loading port on the day of leaving, overland on arrival") {
  const Summary s = small_summary();
  CHECK(value(s, "handled", {{"commodity", "rock"}, {"via", "port"}}) == 4700);
  CHECK(value(s, "handled", {{"commodity", "rock"}, {"via", "port"}, {"month", "2025-05"}}) == 1000);
  CHECK(value(s, "handled", {{"commodity", "rock"}, {"via", "port"}, {"month", "2025-07"}}) == 700);
  CHECK(value(s, "handled", {{"commodity", "rock"}, {"via", "gate-place"}, {"month", "2025-06"}}) == 1000);
  const By bound{{"commodity", "rock"}, {"market_group", "far"}, {"via", "port"}, {"bound", "yes"}};
  CHECK(value(s, "handled", bound) == 3000);
}

TEST_CASE("what happened before the window does not count, nor after it") {
  model::Ledger l = test::small_ledger();
  l.lots[0].handled = test::noon("2025-04-30");
  CHECK(value(summary_of(test::small_world(), {l}), "handled", {{"commodity", "rock"}, {"via", "port"}}) ==
        3700);
  l.lots[0].handled = ModelTime{test::day("2025-05-01")};
  CHECK(value(summary_of(test::small_world(), {l}), "handled", {{"commodity", "rock"}, {"via", "port"}}) ==
        4700);
  l.lots[0].ended = ModelTime{test::day("2025-08-01")};
  CHECK(value(summary_of(test::small_world(), {l}), "delivered") == 4000);
}

TEST_CASE("plans: booked, loaded of them, and the netback at the mine by pool and route") {
  const Summary s = small_summary();
  CHECK(value(s, "booked") == 6000);
  // of May's plan lots B and C were loaded; A was of April
  CHECK(value(s, "loaded", {{"month", "2025-05"}}) == 4000);
  CHECK(value(s, "plan_fulfilment", {{"month", "2025-05"}}) == doctest::Approx(0.8));
  CHECK(value(s, "plan_fulfilment", {{"commodity", "rock"}, {"month", "2025-06"}}) == doctest::Approx(0.7));
  // (50 x 3500 + 30 x 1500) / 5000
  CHECK(value(s, "netback_usd_t", {{"flow", "mine"}, {"pool", "mills"}, {"route", "quay"}}) ==
        doctest::Approx(44));
}

TEST_CASE("money, trains at the border and wagons come straight from the ledger") {
  const Summary s = small_summary();
  CHECK(value(s, "paid") == 135000);
  CHECK(value(s, "paid", {{"payee", "ship_owner"}}) == 40000);
  CHECK(value(s, "spent", {{"item", "rail"}}) == 95000);
  CHECK(value(s, "spent", {{"commodity", "rock"}, {"item", "rail"}, {"month", "2025-07"}}) == 1000);
  CHECK(value(s, "trains_per_day", {{"border", "gate"}}) == 2);  // 184 in 92 days
  CHECK(value(s, "trains_agreed", {{"border", "gate"}}) == doctest::Approx(8));
  CHECK(value(s, "trains_accepted", {{"border", "gate"}}) == doctest::Approx(6));
  CHECK(value(s, "wagons_needed", {{"fleet", "open"}}) == 1200.5);
  CHECK(value(s, "wagons_most", {{"fleet", "open"}}) == 1500);
}

TEST_CASE("operations by hand, month by month") {
  model::Ledger ledger = test::small_ledger();
  constexpr std::int64_t kDay = 86400;
  ledger.borders.assign(1, std::vector<model::BorderUse>(4));  // the run-in, then three months
  ledger.borders[0][1].trains = {62, 3};
  ledger.borders[0][1].wait_seconds = {31 * kDay, 0};
  ledger.borders[0][2].trains = {30, 60};
  ledger.terminal_months.assign(1, std::vector<model::TerminalMonth>(3));
  ledger.terminal_months[0][1] = {5, 45 * kDay};
  ledger.fleet_months = {{1100, 1200, 1300.5}};
  const Summary s = summary_of(test::small_world(), {ledger});
  const auto in = [](const char* key, const char* id, const char* month) {
    return By{{key, id}, {"month", month}};
  };
  CHECK(value(s, "crossings_per_day", in("border", "gate", "2025-05")) == 2);
  CHECK(value(s, "crossings_per_day", in("border", "gate", "2025-06")) == 2);  // the busier way
  CHECK(value(s, "crossings_per_day", in("border", "gate", "2025-07")) == 0);
  CHECK(value(s, "crossings_agreed", in("border", "gate", "2025-05")) == doctest::Approx(8));
  CHECK(value(s, "standing_at_border", in("border", "gate", "2025-05")) == 1);
  CHECK(value(s, "standing_at_terminal", in("terminal", "quay", "2025-06")) == 1.5);
  CHECK(value(s, "wagons_in_month", in("fleet", "open", "2025-07")) == 1300.5);
}

TEST_CASE(
    "a crossing is full by its nominal tonnes, by the trains that come, by a queue that grows: each its "
    "year") {
  model::World w = test::small_world();
  w.measure = {test::day("2025-01-01"), test::day("2027-12-31")};
  w.links[0].nominal_mt_year = model::Steps<double>{1.0};  // and 8 trains a day agreed, 6 taken
  model::Ledger ledger = test::small_ledger();
  ledger.borders.assign(1, std::vector<model::BorderUse>(37));
  for (std::size_t m = 1; m <= 36; ++m) {
    model::BorderUse& use = ledger.borders[0][m];
    const std::size_t year = (m - 1) / 12;
    use.trains = {150, 20};
    use.joined = {year == 0 ? 150 : 151, year == 2 ? 250 : 20};  // 12 trains more a year from 2026 on
    use.mass = {tonnes(year == 2 ? 80e3 : 70e3), tonnes(4e3)};
  }
  const Summary s = summary_of(w, {ledger});
  CHECK(value(s, "full_by_tonnes", {{"border", "gate"}}) == 2027);  // 12 x 84 kt
  CHECK(value(s, "full_by_trains", {{"border", "gate"}}) == 2027);  // 3,000 in the other direction
  CHECK(value(s, "full_by_queue", {{"countries", "XA-XB"}}) == 2026);
  ledger.borders[0][36].trains[0] += 100;  // the queue is gone at the last year's end; the other way it grows
  CHECK(value(summary_of(w, {ledger}), "full_by_queue", {{"border", "gate"}}) == 2027);
  ledger.borders[0][36].trains[1] += 3000;
  CHECK(summary_of(w, {ledger}).find("full_by_queue", {{"border", "gate"}}) == nullptr);

  // A queue that grows by six trains a year, as many as a day takes, is no queue that grows.
  for (std::size_t m = 1; m <= 36; ++m) {
    ledger.borders[0][m].trains = {150, 0};
    ledger.borders[0][m].joined = {(m - 1) % 12 < 6 ? 151 : 150, 0};
  }
  CHECK(summary_of(w, {ledger}).find("full_by_queue", {{"border", "gate"}}) == nullptr);
  for (std::size_t m : {12U, 24U, 36U}) ++ledger.borders[0][m].joined[0];
  CHECK(value(summary_of(w, {ledger}), "full_by_queue", {{"border", "gate"}}) == 2025);
}

TEST_CASE("what contracts promise is listed even where nothing happened") {
  const Summary s = small_summary();
  CHECK(value(s, "delivered", {{"commodity", "slate"}}) == 0);
  CHECK(value(s, "delivered", {{"commodity", "rock"}, {"market", "MM"}, {"month", "2025-07"}}) == 0);
  CHECK(value(s, "refused", {{"commodity", "rock"}, {"route", "gate"}, {"month", "2025-05"}}) == 0);
  CHECK(value(s, "stranded", {{"commodity", "rock"}, {"route", "gate"}}) == 0);
  for (const char* name : {"cost_per_tonne", "days"}) {
    const Kpi* kpi = s.find(name, {{"commodity", "rock"}, {"market", "KK"}, {"month", "2025-05"}});
    REQUIRE(kpi);
    CHECK_FALSE(kpi->mean);
  }
  CHECK(s.find("days_p50", {{"commodity", "rock"}, {"market", "KK"}, {"month", "2025-05"}}) == nullptr);

  const Summary empty = summary_of(test::small_world(), {model::Ledger{}});
  for (const char* name : {"delivered", "refused", "stranded", "unsold"}) {
    CHECK(value(empty, name) == 0);
    CHECK(value(empty, name, {{"commodity", "rock"}, {"market_group", "far"}, {"month", "2025-06"}}) == 0);
  }
  CHECK(empty.find("days"));
}

TEST_CASE("no name stands twice with the same part") {
  std::set<std::pair<std::string, By>> seen;
  for (const Kpi& k : small_summary().kpis) {
    CAPTURE(k.name);
    CHECK(seen.insert({k.name, k.by}).second);
  }
}

TEST_CASE("months add up to the whole, and so do markets, groups and routes") {
  const Summary s = small_summary();
  for (const KpiInfo& info : kpi_catalogue()) {
    if (info.unit != "t") continue;
    for (const auto& keys : info.cuts) {
      if (std::find(keys.begin(), keys.end(), "month") == keys.end()) continue;
      std::vector<std::string> rest = keys;
      rest.pop_back();
      for (const Kpi* whole : s.cut(info.name, rest)) {
        double sum = 0;
        for (const Kpi* part : s.cut(info.name, keys)) {
          By by = part->by;
          by.erase("month");
          if (by == whole->by) sum += *part->mean;
        }
        CAPTURE(info.name);
        CHECK(sum == *whole->mean);
      }
    }
  }
  for (const char* name : {"delivered", "refused", "unsold", "stranded"}) {
    for (const char* key : {"market", "market_group", "route"}) {
      double sum = 0;
      for (const Kpi* part : s.cut(name, {"commodity", key})) sum += *part->mean;
      CHECK(sum == value(s, name));
    }
  }
}

TEST_CASE("over replications: a total that one lacks is nothing there, a mean that one lacks is left out") {
  model::Ledger less = test::small_ledger();
  less.lots.erase(less.lots.begin() + 2);  // nothing to the kiln
  const Summary s = summary_of(test::small_world(), {test::small_ledger(), less});
  const By kiln{{"commodity", "rock"}, {"market", "KK"}};
  const Kpi* tonnes = s.find("delivered", kiln);
  CHECK(*tonnes->mean == 500);
  // t with one degree of freedom is 12.7062; standard error 707.1 / sqrt 2 = 500
  CHECK(*tonnes->low == 0);  // tonnes cannot be fewer than none
  CHECK(*tonnes->high == doctest::Approx(500 + 12.7062 * 500).epsilon(1e-5));
  const Kpi* days = s.find("days", kiln);
  CHECK(*days->mean == 10);
  CHECK_FALSE(days->low);
  CHECK_FALSE(tonnes->low_all);
}

TEST_CASE("one replication has no interval; drawn replications give the second one") {
  const Summary one = small_summary();
  CHECK_FALSE(one.find("delivered")->low);
  CHECK_FALSE(one.find("delivered")->high_all);
  model::Ledger more = test::small_ledger();
  more.lots.push_back(more.lots[0]);
  const std::vector<model::Ledger> same{test::small_ledger(), test::small_ledger()};
  const Summary s = summary_of(test::small_world(), same, {test::small_ledger(), more});
  const Kpi* k = s.find("delivered");
  CHECK(*k->low == 5000);
  CHECK(*k->high == 5000);
  CHECK(*k->low_all < 5000);
  CHECK(*k->high_all > 6000);
}

TEST_CASE("no end of an interval is negative but that of a netback or of worth, which may be") {
  model::Ledger other = test::small_ledger();
  other.lots.erase(other.lots.begin() + 1);
  other.bookings[0].netback_usd_t = -90;
  const std::vector<model::Ledger> runs{test::small_ledger(), other};
  bool below = false;
  for (const Kpi& k : summary_of(test::small_world(), runs, {other, test::small_ledger()}).kpis) {
    CAPTURE(k.name);
    if (k.name == "netback_usd_t") {
      below = below || (k.low && *k.low < 0);
      continue;
    }
    if (k.name == "worth") continue;
    if (k.low) CHECK(*k.low >= 0);
    if (k.low_all) CHECK(*k.low_all >= 0);
  }
  CHECK(below);
}

TEST_CASE("lateness counts the days after the promise, by tonne, and nothing for who comes early") {
  model::Ledger l = test::small_ledger();
  const auto promise = [&](std::size_t lot, int days) { l.lots[lot].promised_seconds = days * 86400; };
  promise(0, 25);  // 30 days, 1000 t: 5 late
  promise(1, 45);  // 40 days, 3000 t: early
  promise(2, 7);   // 10 days, 1000 t: 3 late
  const Summary s = summary_of(test::small_world(), {l});
  CHECK(value(s, "lateness") == doctest::Approx(8000.0 / 5000));
  CHECK(value(s, "lateness", {{"commodity", "rock"}, {"route", "gate"}}) == doctest::Approx(3));
}

TEST_CASE("emissions are those of what was delivered; the netback of all is the mean over booked tonnes") {
  const Summary s = small_summary();
  CHECK(value(s, "co2") == doctest::Approx(125));  // 30 + 90 + 5 t
  CHECK(value(s, "co2", {{"commodity", "rock"}, {"market", "KK"}}) == doctest::Approx(5));
  // (50 x 3500 + 30 x 1500 + 12 x 1000) / 6000
  CHECK(value(s, "netback_usd_t") == doctest::Approx(232000.0 / 6000));
  CHECK(value(s, "netback_usd_t", {{"commodity", "rock"}}) == doctest::Approx(232000.0 / 6000));
}

TEST_CASE("use of paths is weighted by kilometres, unused sections included; of rooms by tonnes") {
  model::World w = test::small_world();
  w.railways.resize(2);
  w.railways[0].slots = true;
  w.links[0].km = 300;
  w.links[0].railway = model::RailwayId{std::size_t{0}};
  model::Link branch = w.links[0];
  branch.id = "branch";
  branch.km = 100;
  model::Link abroad = branch;
  abroad.id = "abroad";
  abroad.railway = model::RailwayId{std::size_t{1}};
  w.links.push_back(branch);
  w.links.push_back(abroad);
  model::Ledger l = test::small_ledger();
  l.links.resize(3);
  l.links[2].used_share = 0.9;  // paths there are not simulated
  Summary s = summary_of(w, {l});
  CHECK(value(s, "paths_used") == doctest::Approx(0.25 * 300 / 400));
  CHECK(value(s, "paths_used", {{"link", "branch"}}) == 0);
  CHECK(s.find("paths_used", {{"link", "abroad"}}) == nullptr);
  CHECK_FALSE(s.find("room_used", {{"terminal", "quay"}}));  // nobody says how much it takes

  // 92 days of 10 kt a month are 10 x 12 / 365 x 92 = 30.25 kt, of which 4 kt left
  w.terminals[0].room_kt_month = model::Steps<double>{10.0};
  w.terminals[0].capacity_mt_year = model::Steps<double>{99.0};
  s = summary_of(w, {l});
  CHECK(value(s, "room_used", {{"terminal", "quay"}}) == doctest::Approx(4.0 / (10 * 12 / 365.0 * 92)));
}

TEST_CASE("names of figures are words and units are those of the contract") {
  std::set<std::string> names;
  const std::set<std::string> units{"t",          "t-km", "USD",    "USD/t",  "days",        "kg/t",
                                    "trains/day", "year", "trains", "wagons", "locomotives", ""};
  for (const KpiInfo& info : kpi_catalogue()) {
    CHECK(names.insert(info.name).second);
    CHECK(units.count(info.unit) == 1);
    CHECK(info.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string::npos);
    CHECK(info.meaning.back() == '.');
  }
}

TEST_CASE("a study that works out only what it keeps keeps what it would of all figures") {
  const model::World world = test::small_world();
  const model::Ledger ledger = test::small_ledger();
  const auto same = [](const store::StudyFigure& a, const store::StudyFigure& b) {
    return a.kpi == b.kpi && a.by == b.by && a.value == b.value;
  };
  for (const std::vector<std::string>& names :
       {std::vector<std::string>{"delivered"}, {"days_p90"}, {"handled", "cost_per_tonne"}}) {
    CAPTURE(names.front());
    const Figures all = figures_of(world, ledger), asked = figures_of(world, ledger, worked_out(names));
    const auto of_all = figures_kept(all, names);
    CHECK(std::ranges::equal(of_all, figures_kept(asked, names), same));
    CHECK(!of_all.empty());
    CHECK(asked.size() < all.size());
  }
}

TEST_CASE("a summary is the same on any number of threads") {
  const model::World world = test::small_world();
  const std::vector<Figures> runs{figures_of(world, test::small_ledger()), figures_of(world, {})};
  const std::vector<Kpi> one = summarize(world, runs, runs), three = summarize(world, runs, runs, 0.95, 3);
  const auto same = [](const Kpi& a, const Kpi& b) {
    return a.name == b.name && a.by == b.by && a.mean == b.mean && a.low == b.low && a.high_all == b.high_all;
  };
  CHECK(std::ranges::equal(one, three, same));
}
