// What must hold between two runs, whatever the figures are.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include "toy.hpp"

using namespace corridor;
using namespace corridor::model;

namespace {

double handled_t(const toy::Ran& ran, const std::string& terminal) {
  return in_tonnes(ran.ledger.terminals[toy::terminal(*ran.world, terminal).n].out);
}

}  // namespace

TEST_CASE("the same world, seed and replication give the same ledger; another replication gives another") {
  const std::string once = toy::text(toy::run().ledger);
  CHECK(once == toy::text(toy::run().ledger));
  CHECK(once != toy::text(toy::run({}, "base.yaml", 7, 1).ledger));
  CHECK(once != toy::text(toy::run({}, "base.yaml", 8, 0).ledger));
}

TEST_CASE("every kilogram and every thousandth of a dollar is accounted for") {
  for (const char* file : {"base.yaml", "closed.yaml", "exempt.yaml"}) {
    CAPTURE(file);
    const toy::Ran ran = toy::run({}, file);
    const Balance& b = ran.ledger.balance;
    Mass sum;
    for (const Mass m : b.by_fate) sum += m;
    CHECK(b.released.n > 0);
    CHECK(sum == b.released);
    CHECK(b.posted == b.on_lots);
    for (const LotRow& l : ran.ledger.lots) {
      std::int64_t seconds = 0;
      for (const auto s : l.seconds) seconds += s;
      if (l.fate == Fate::delivered) CHECK(seconds == (l.ended - l.released).count());
    }
  }
}

TEST_CASE("closing a terminal never raises its throughput") {
  const double open = handled_t(toy::run(), "wharf-rock");
  const double shut_in_spring = handled_t(toy::run({}, "closed.yaml"), "wharf-rock");
  const double shut = handled_t(toy::run({{"terminals.wharf-rock.closed", "yes"}}), "wharf-rock");
  CHECK(open > 0);
  CHECK(shut_in_spring < open);
  CHECK(shut == 0);
}

TEST_CASE("where one terminal is shut the tonnes that can go by the other do") {
  const toy::Ran open = toy::run();
  const toy::Ran shut = toy::run({{"terminals.wharf-rock.closed", "yes"}});
  CHECK(handled_t(shut, "palm-rock") > handled_t(open, "palm-rock"));
}

TEST_CASE("a longer certificate lead delays every lot on its one free way by exactly that") {
  // One way out (palm shut, overland pool without demand), nothing scarce, so nobody queues.
  const toy::Sets alone = {{"terminals.palm-rock.closed", "yes"},
                           {"pools.kiln-works.ceiling", "0 kt/month"},
                           {"borders.west-crossing.trains", "500 trains/day"},
                           {"links.midway--westgate.pairs", "500 trains/day"},
                           {"links.blackpit--midway.pairs", "500 trains/day"},
                           {"links.westgate--hither.pairs", "500 trains/day"},
                           {"flows.blackpit-prime.loading", "500 trains/day"},
                           {"model.planning_day", "1"}};
  toy::Sets ten = alone, thirteen = alone;
  ten.emplace_back("model.certificate_lead", "10 days");
  thirteen.emplace_back("model.certificate_lead", "13 days");
  const toy::Ran a = toy::run(ten), b = toy::run(thirteen);
  // The arrival at the wharf is where the way is free of others; ships gather cargoes and shift what follows.
  const auto arrivals = [](const toy::Ran& ran) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> seconds;  // (released, mass): papers
    for (const LotRow& l : ran.ledger.lots) {
      if (l.seconds[static_cast<std::size_t>(Stage::papers)] > 0)
        seconds[{l.released.time_since_epoch().count(), l.mass.n}] =
            l.seconds[static_cast<std::size_t>(Stage::papers)];
    }
    return seconds;
  };
  const auto early = arrivals(a), late = arrivals(b);
  CHECK(!early.empty());
  std::size_t both = 0;
  for (const auto& [lot, seconds] : early) {
    const auto it = late.find(lot);
    if (it == late.end()) continue;
    ++both;
    CHECK(it->second - seconds == 3 * 86400);
  }
  CHECK(both > early.size() / 4);
}

TEST_CASE("mean stock in a yard is throughput times mean dwell (Little)") {
  const toy::Ran ran = toy::run();
  const TerminalUse& use = ran.ledger.terminals[toy::terminal(*ran.world, "wharf-rock").n];
  const double days = 365;
  REQUIRE(use.out.n > 0);
  const double by_little = in_tonnes(use.out) / days * use.mean_dwell_days;
  // The yard counts a lot from the reservation of its room to the end of its ship's loading, the dwell from
  // unloading to the start of loading: a few hours of each, and what the window's ends cut off.
  CHECK(use.mean_stock_t == doctest::Approx(by_little).epsilon(0.25));
}

TEST_CASE("empties on every section equal loads within two in a hundred of the year's trains") {
  const toy::Ran ran = toy::run();
  std::int64_t most = 0;
  for (const LinkUse& u : ran.ledger.links) most = std::max({most, u.trains[0], u.trains[1]});
  REQUIRE(most > 300);
  for (std::size_t i = 0; i < ran.world->links.size(); ++i) {
    if (ran.world->links[i].mode != Mode::rail) continue;
    const LinkUse& u = ran.ledger.links[i];
    CAPTURE(ran.world->links[i].id);
    for (const std::size_t d : {0u, 1u}) {
      const auto loads = static_cast<double>(u.trains[d]), empties = static_cast<double>(u.empties[1 - d]);
      CHECK(std::abs(loads - empties) <=
            0.02 * static_cast<double>(most) + 6);  // 6: under way at the window's ends
    }
  }
}

TEST_CASE("with steady demand and prices monthly shares of routes vary little after the fourth month") {
  const toy::Ran ran = toy::run({{"rules.XD-0001-PORT-BAN.never", "true"},
                                 {"series.sea-rock-price.value", "115 USD/t"},
                                 {"series.b-rail-index.value", "1"},
                                 {"wagons.gondola.rent", "20 USD/day"},
                                 {"terminals.wharf-rock.handling", "10 USD/t"},
                                 {"acceptances.b-to-wharf.amount", "200 kt/month"},
                                 {"pools.faraway-mills.ceiling_share", "0.06"},
                                 {"flows.blackpit-prime.tonnes", "270 kt/month"},
                                 {"links.midway--westgate.pairs", "40 trains/day"},
                                 {"contracts.winter-heat.amount", "0 kt/month"},
                                 {"currencies.crn.per_usd", "110"}});
  std::map<int, std::map<std::uint32_t, double>> by_month;
  std::map<int, double> total;
  for (const Booking& b : ran.ledger.bookings) {
    if (at(ran.world->flows, b.flow).id != "blackpit-prime") continue;
    by_month[b.month.number][b.route.n] += in_tonnes(b.mass);
    total[b.month.number] += in_tonnes(b.mass);
  }
  REQUIRE(by_month.size() == 12);
  const int first = by_month.begin()->first + 4;
  for (std::uint32_t route = 0; route < ran.ledger.routes.size(); ++route) {
    double least = 1, most = 0;
    for (auto& [month, tonnes] : by_month) {
      if (month < first) continue;
      const double share = tonnes[route] / total[month];
      least = std::min(least, share);
      most = std::max(most, share);
    }
    CAPTURE(ran.ledger.routes[route].id);
    CHECK(most - least < 0.05);
  }
}

TEST_CASE(
    "doubling every money input, the value of time and the logit scale doubles costs and moves no tonne") {
  const toy::Ran once = toy::run();
  const toy::Ran twice = toy::run({{"flows.blackpit-prime.mine_cost", "times 2"},
                                   {"flows.blackpit-brown.mine_cost", "times 2"},
                                   {"tariffs.a-rock.rate", "times 2"},
                                   {"tariffs.b-rock.rate", "times 2"},
                                   {"tariffs.b-rock.fixed", "times 2"},
                                   {"series.home-rock-price.value", "times 2"},
                                   {"series.sea-rock-price.value", "times 2"},
                                   {"series.kiln-rock-price.value", "times 2"},
                                   {"wagons.gondola.rent", "times 2"},
                                   {"vessels.bulker.demurrage", "times 2"},
                                   {"pools.faraway-mills.premium", "times 2"},
                                   {"pools.faraway-mills.slope", "times 2"},
                                   {"pools.kiln-works.premium", "times 2"},
                                   {"tariffs.c-rock.rate", "times 2"},
                                   {"tariffs.c-rock-palm.rate", "times 2"},
                                   {"borders.west-crossing.charge", "times 2"},
                                   {"borders.south-crossing.charge", "times 2"},
                                   {"terminals.wharf-rock.handling", "times 2"},
                                   {"terminals.palm-rock.handling", "times 2"},
                                   {"links.wharf--faraway.freight", "times 2"},
                                   {"links.palm--faraway.freight", "times 2"},
                                   {"model.logit_scale", "times 2"},
                                   {"model.value_of_time", "times 2"},
                                   {"model.certificate_cost", "times 2"},
                                   {"model.readdress_cost", "times 2"}});
  REQUIRE(once.ledger.lots.size() == twice.ledger.lots.size());
  for (std::size_t i = 0; i < once.ledger.lots.size(); ++i) {
    const LotRow &a = once.ledger.lots[i], &b = twice.ledger.lots[i];
    CHECK(a.mass == b.mass);
    CHECK(a.ended == b.ended);
    CHECK(a.pool == b.pool);
    for (std::size_t k = 0; k < kItems; ++k) {
      // each posting is rounded to a thousandth of a dollar; a lot has at most a few of each item
      CHECK(std::abs(b.money[k].n - 2 * a.money[k].n) <= 8);
    }
  }
}

namespace {

/// Days on which goods whose buyers the law of XD binds left the wharf, ascending.
std::vector<Day> bound_days_at_wharf(const toy::Ran& ran) {
  std::vector<Day> days;
  for (const LotRow& l : ran.ledger.lots) {
    if (l.bound && l.handled != ModelTime{} && ran.ledger.routes[l.route.n].through == "wharf")
      days.push_back(std::chrono::floor<std::chrono::days>(l.handled));
  }
  std::sort(days.begin(), days.end());
  return days;
}

double refused_by(const toy::Ran& ran, const std::string& rule) {
  double sum = 0;
  for (const Refusal& r : ran.ledger.refusals) {
    if (r.rule == rule) sum += in_tonnes(r.mass);
  }
  return sum;
}

std::size_t within(const std::vector<Day>& days, Day from, Day to) {  // both included
  return static_cast<std::size_t>(
      std::count_if(days.begin(), days.end(), [&](Day d) { return from <= d && d <= to; }));
}

constexpr Day day(int month, int d) { return std::chrono::sys_days{std::chrono::year{2025} / month / d}; }

}  // namespace

TEST_CASE(
    "from the ban to the exemption no bound tonne is handled at the listed port; before and after it is") {
  for (int replication = 0; replication < 5; ++replication) {
    CAPTURE(replication);
    const toy::Ran ran = toy::run({}, "base.yaml", 7, replication);
    const std::vector<Day> days = bound_days_at_wharf(ran);
    CHECK(within(days, day(1, 1), day(2, 28)) > 0);
    CHECK(within(days, day(3, 1), day(7, 19)) == 0);
    CHECK(within(days, day(7, 20), day(12, 31)) > 0);
    double refused = 0;
    for (const Refusal& r : ran.ledger.refusals) {
      CHECK(r.rule != "");
      if (r.rule == "XD-0001-PORT-BAN") refused += in_tonnes(r.mass);
    }
    CHECK(refused > 0);
  }
}

TEST_CASE("a ban moved by 30 days moves the end of what it stops by 30 days") {
  const toy::Ran ran = toy::run({{"rules.XD-0001-PORT-BAN.from", "2025-03-31"}});
  const std::vector<Day> days = bound_days_at_wharf(ran);
  CHECK(within(days, day(3, 1), day(3, 30)) > 0);
  CHECK(within(days, day(3, 31), day(7, 19)) == 0);
}

TEST_CASE(
    "where no rule asks who buys at the loading port, the share of bound buyers moves no tonne between "
    "markets") {
  // Faraway takes 12 kt a month: what either kind of buyer takes of each flow fills no train or just one.
  std::map<std::string, std::map<std::string, double>> booked;  // [share][market], kt
  for (const char* share : {"0.3", "0.7", "1"}) {
    const toy::Ran ran = toy::run({{"rules.XD-0001-PORT-BAN.never", "true"},
                                   {"pools.faraway-mills.ceiling", "12 kt/month"},
                                   {"pools.kiln-works.ceiling", "500 kt/month"},
                                   {"model.bound_share", share}});
    for (const Booking& b : ran.ledger.bookings) {
      booked[share][at(ran.world->pools, b.pool).id] += in_tonnes(b.mass) / 1000.0;
    }
  }
  REQUIRE(booked["1"].size() > 2);
  for (const auto& [where, kt] : booked["1"]) {
    CAPTURE(where);
    CHECK(booked["0.3"][where] == doctest::Approx(kt).epsilon(0.01));
    CHECK(booked["0.7"][where] == doctest::Approx(kt).epsilon(0.01));
  }
}

TEST_CASE("goods under way when a law comes to want proof get it, and leave the port when it is there") {
  const toy::Ran ran = toy::run({{"rules.XD-0002-ROCK-EX.from", "2025-03-01"}});
  const ModelTime law{day(3, 1)};
  int caught = 0;
  for (const LotRow& l : ran.ledger.lots) {
    if (!l.bound || ran.ledger.routes[l.route.n].through != "wharf") continue;
    if (l.released + std::chrono::days{1} > law || l.handled == ModelTime{} || l.handled < law) continue;
    ++caught;
    CHECK(l.handled >= law + std::chrono::days{10});  // the certificate's lead
    CHECK(l.money[static_cast<std::size_t>(Item::certificates)].n > 0);
  }
  CHECK(caught >= 3);
  CHECK(refused_by(ran, "XD-0001-PORT-BAN") == 0);
}

TEST_CASE("weather of one month shuts the port in that month, however calm the months before it are") {
  const auto december = [](const char* days) {
    return toy::run({{"terminals.wharf-rock.weather", days},
                     {"terminals.wharf-rock.weather_season", "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12]"},
                     {"terminals.wharf-rock.intake", "20 trains/day"},
                     {"rules.XD-0001-PORT-BAN.never", "true"}});
  };
  const auto waited = [](const toy::Ran& ran) {
    return ran.ledger.terminals[toy::terminal(*ran.world, "wharf-rock").n].wait_ship_seconds;
  };
  const toy::Ran calm = december("0 days/year"), storm = december("29 days/year");
  CHECK(waited(storm) > waited(calm));
}

TEST_CASE("longer spells of weather, as many days a year, keep ships waiting longer") {
  const auto waited = [](const char* spell) {
    std::int64_t seconds = 0;
    for (int replication = 0; replication < 3; ++replication) {
      const toy::Ran ran = toy::run({{"model.weather_spell", spell},
                                     {"terminals.wharf-rock.weather", "90 days/year"},
                                     {"rules.XD-0001-PORT-BAN.never", "true"}},
                                    "base.yaml", 7, replication);
      seconds += ran.ledger.terminals[toy::terminal(*ran.world, "wharf-rock").n].wait_ship_seconds;
    }
    return seconds;
  };
  CHECK(waited("6 days") > 2 * waited("0.25 days"));
}

TEST_CASE("a train waits for a place in the next yard as long as its dispatcher has patience") {
  // One place at Midway, and a line on from there that is nearly full: trains wait for it at the mine.
  const auto waited_hours = [](const char* patience) {
    const toy::Ran ran = toy::run({{"model.yard_patience", patience},
                                   {"model.bookable_share", "1"},
                                   {"places.midway.holding", "1 trains"},
                                   {"links.midway--southgate.pairs", "1.5 trains/day"},
                                   {"links.midway--westgate.pairs", "4 trains/day"},
                                   {"rules.XD-0001-PORT-BAN.never", "true"}});
    for (std::size_t i = 0; i < ran.world->links.size(); ++i) {
      if (ran.world->links[i].id != "blackpit--midway") continue;
      const LinkUse& use = ran.ledger.links[i];
      return static_cast<double>(use.wait_seconds[0]) / static_cast<double>(use.trains[0]) / 3600;
    }
    return -1.0;
  };
  const double brief = waited_hours("0.1 days"), longer = waited_hours("5 days");
  CAPTURE(brief);
  CAPTURE(longer);
  CHECK(brief > 0);
  CHECK(brief < 0.1 * 24);  // nor longer, but for the path
  CHECK(longer > 1.5 * brief);
}

TEST_CASE("less than the least share of a train joins whole trains to other buyers") {
  // Faraway takes 1 kt a month, a quarter of a train (4.2 kt); Kiln has room for all that is left.
  const auto to_faraway = [](const char* share) {
    const toy::Ran ran = toy::run({{"model.least_train_share", share},
                                   {"rules.XD-0001-PORT-BAN.never", "true"},
                                   {"pools.faraway-mills.ceiling", "1 kt/month"},
                                   {"flows.blackpit-prime.tonnes", "50 kt/month"},
                                   {"pools.kiln-works.ceiling", "200 kt/month"},
                                   {"pools.home-power.ceiling", "0 kt/month"},
                                   {"contracts.winter-heat.amount", "0 kt/month"}});
    double tonnes = 0;
    for (const Booking& b : ran.ledger.bookings) {
      if (at(ran.world->pools, b.pool).id == "faraway-mills") tonnes += in_tonnes(b.mass);
    }
    return tonnes;
  };
  CHECK(to_faraway("0") == doctest::Approx(12e3).epsilon(0.001));
  CHECK(to_faraway("1") == 0);
}

TEST_CASE("a rule that matches nothing changes nothing") {
  CHECK(toy::text(toy::run().ledger) == toy::text(toy::run({{"rules.XC-NOTHING.never", "true"}}).ledger));
}

TEST_CASE("a market smaller than a trainload is sold its tonnes, though the larger bookings are full") {
  // Kiln takes 60 kt a month and is full; Faraway takes 3, bound and free buyers apart: less than a train
  // (4.2 kt).
  const toy::Ran ran = toy::run({{"rules.XD-0001-PORT-BAN.never", "true"},
                                 {"pools.faraway-mills.ceiling", "3 kt/month"},
                                 {"pools.home-power.ceiling", "0 kt/month"},
                                 {"contracts.winter-heat.amount", "0 kt/month"}});
  std::map<int, double> faraway, kiln;
  for (const Booking& b : ran.ledger.bookings) {
    const std::string& pool = at(ran.world->pools, b.pool).id;
    (pool == "faraway-mills" ? faraway : kiln)[b.month.number] += in_tonnes(b.mass);
  }
  REQUIRE(faraway.size() == 12);
  for (const auto& [month, tonnes] : faraway) {
    CAPTURE(month);
    CHECK(tonnes == doctest::Approx(3000).epsilon(0.001));
    CHECK(kiln[month] == doctest::Approx(60000).epsilon(0.001));
  }
}

namespace {

/// Tonnes booked over Wharf by month.
std::map<int, double> booked_over_wharf(const toy::Ran& ran) {
  std::map<int, double> by_month;
  for (const Booking& b : ran.ledger.bookings) {
    if (ran.ledger.routes[b.route.n].through == "wharf") {
      by_month[month_of_year(b.month)] += in_tonnes(b.mass);
    }
  }
  return by_month;
}

}  // namespace

TEST_CASE("a monthly quota holds every month, and what it turns away names it") {
  const toy::Sets open = {{"rules.XD-0001-PORT-BAN.never", "true"}};
  toy::Sets bound = open;
  bound.emplace_back("rules.XB-MONTH-QUOTA.from", "2025-01-01");
  const std::map<int, double> before = booked_over_wharf(toy::run(open));
  const toy::Ran ran = toy::run(bound);
  double beyond = 0;
  for (const auto& [month, tonnes] : booked_over_wharf(ran)) {
    CAPTURE(month);
    CHECK(tonnes <= 30000.001);
    beyond += before.at(month) - tonnes;
  }
  REQUIRE(beyond > 100000);
  CHECK(refused_by(ran, "XB-MONTH-QUOTA") == doctest::Approx(beyond).epsilon(0.1));
}

TEST_CASE("a yearly quota is used up month by month and then stops what draws on it") {
  const toy::Ran ran =
      toy::run({{"rules.XD-0001-PORT-BAN.never", "true"}, {"rules.XB-YEAR-QUOTA.from", "2025-01-01"}});
  std::map<int, double> by_month = booked_over_wharf(ran);
  double sum = 0;
  for (const auto& [month, tonnes] : by_month) sum += tonnes;
  CHECK(sum == doctest::Approx(400000).epsilon(1e-6));
  CHECK(by_month[1] > 40000);
  CHECK(by_month[12] == 0);
  CHECK(refused_by(ran, "XB-YEAR-QUOTA") > 0);
}

TEST_CASE("a quay that a month's bookings would fill too slowly is left for the busier one that has room") {
  const auto smaller_quay_t = [](const char* least) {
    const toy::Ran ran = toy::run({{"rules.XD-0001-PORT-BAN.never", "true"},
                                   {"terminals.wharf-rock.room", "500 kt/month"},
                                   {"acceptances.b-to-wharf.amount", "500 kt/month"},
                                   {"terminals.palm-rock.room", "500 kt/month"},
                                   {"acceptances.c-to-palm.amount", "500 kt/month"},
                                   {"model.least_cargo_share", least}});
    std::map<int, std::map<std::string, double>> by_month;
    for (const Booking& b : ran.ledger.bookings) {
      const std::string& quay = ran.ledger.routes[b.route.n].through;
      if (quay == "wharf" || quay == "palm") by_month[b.month.number][quay] += in_tonnes(b.mass);
    }
    double smaller = 0;
    for (auto& [month, quays] : by_month) smaller += std::min(quays["wharf"], quays["palm"]);
    return smaller;
  };
  CHECK(smaller_quay_t("0") > 1000);
  CHECK(smaller_quay_t("10") == 0);
}

TEST_CASE("less room takes no more from us than room, though the berth could not load all that is achieved") {
  // One mooring loads 125 t/h, 91 kt a month; the terminal is said to achieve 400.
  double more_kt = 1e9;
  for (const double room_kt : {400.0, 90.0, 80.0, 60.0, 40.0}) {
    CAPTURE(room_kt);
    const toy::Ran ran = toy::run({{"terminals.buoy-moorings.berths", "1"},
                                   {"terminals.buoy-moorings.room", std::to_string(room_kt) + " kt/month"}},
                                  "oil.yaml");
    const double kt = handled_t(ran, "buoy-moorings") / 1000.0;
    CHECK(kt >= 0.9 * 12 * std::min(room_kt, 91.25));
    CHECK(kt <= more_kt + 20);  // a cargo
    more_kt = kt;
  }
}

TEST_CASE("one cargo more in spring leaves the ships of the autumn their luck") {
  // The seconds at sea are drawn for each ship, so they tell ships apart.
  const auto sailings = [](const toy::Ran& ran) {
    std::map<std::int64_t, ModelTime> out;
    for (const LotRow& l : ran.ledger.lots) {
      if (l.fate == Fate::delivered && l.handled >= ModelTime{Day{std::chrono::year{2025} / 9 / 1}})
        out[(l.ended - l.handled).count()] = l.handled;
    }
    return out;
  };
  const toy::Ran base = toy::run();
  const toy::Ran more = toy::run({}, "spring-rush.yaml");
  CHECK(toy::delivered_t(more) > toy::delivered_t(base) + 20000);
  const auto before = sailings(base), after = sailings(more);
  REQUIRE(before.size() >= 5);
  std::size_t same = 0;
  for (const auto& [at_sea, sailed] : before) {
    const auto ship = after.find(at_sea);
    if (ship == after.end()) continue;
    const auto apart = ship->second - sailed;
    if (std::chrono::abs(apart) <= std::chrono::days{5}) ++same;
  }
  CAPTURE(before.size());
  CHECK(same * 2 > before.size());
}

TEST_CASE("the months of joints and wagons add up to the window") {
  const toy::Ran ran = toy::run();
  const Ledger& l = ran.ledger;
  for (std::size_t i = 0; i < l.terminal_months.size(); ++i) {
    std::int64_t unloaded = 0;
    for (const TerminalMonth& m : l.terminal_months[i]) unloaded += m.trains;
    // Counted when unloading begins, there when it ends: the two ends of the window hold a train or two.
    CHECK(std::abs(unloaded - l.terminals[i].trains) <= 2);
  }
  REQUIRE(l.fleet_months.size() == l.fleets.size());
  double wagon_days = 0;
  for (std::size_t m = 0; m < 12; ++m)
    wagon_days += l.fleet_months[0][m] * days_in(month_of(ran.world->measure.from) + static_cast<int>(m));
  CHECK(wagon_days / 365 == doctest::Approx(l.fleets[0].mean_in_use));
}
