// How cost grows with work: processor time over a range of sizes, the exponent fitted to it (the slope of
// log time on log size), one line each. What should be linear may have an exponent of 1.15 at most.
//   build/release/bench/growth [scenarios/base-2024.yaml]

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "network/graph/search.hpp"
#include "network/rules/judge.hpp"
#include "sim/engine/random.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/experiment/spent.hpp"
#include "sim/model/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor {
namespace {

using namespace corridor::model;

constexpr double kLinear = 1.15;

/// Seconds of the processor; the least of a few calls.
double seconds(int calls, const std::function<void()>& work) {
  double least = 1e9;
  for (int i = 0; i < calls; ++i) {
    experiment::Stopwatch watch;
    work();
    least = std::min(least, watch.lap());
  }
  return least;
}

struct Point {
  double size = 0, seconds = 0;
};

double exponent(const std::vector<Point>& points) {
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const Point& p : points) {
    const double lx = std::log(p.size), ly = std::log(p.seconds);
    x += lx, y += ly, xx += lx * lx, xy += lx * ly;
  }
  const double n = static_cast<double>(points.size());
  return (n * xy - x * y) / (n * xx - x * x);
}

bool missed = false;

void print(const std::string& name, const std::string& target, const std::string& got, bool met) {
  fmt::print("{:<58} {:>14}  {:>10}  {}\n", name, target, got, met ? "MET" : "MISSED");
  std::fflush(stdout);
  missed = missed || !met;
}

void print_growth(const std::string& name, const std::vector<Point>& points) {
  const double e = exponent(points);
  print(name, fmt::format("<= n^{}", kLinear), fmt::format("n^{:.2f}", e), e <= kLinear);
  std::string line;
  for (const Point& p : points)
    line += fmt::format("{}{:g}: {:.4g} ms", line.empty() ? "" : ", ", p.size, p.seconds * 1e3);
  fmt::print("    {}\n", line);
}

/// A line of double track from a mine over `sections` to a buyer, `kt_month` over it: a world of one way.
struct Corridor {
  rules::RuleBook rules;
  World world;
  Corridor(std::size_t sections, double kt_month, int years) {
    World& w = world;
    w.rules = &rules;
    w.measure = {Day{std::chrono::year{2024} / 1 / 1}, Day{std::chrono::year{2023 + years} / 12 / 31}};
    w.commodities = {{"rock", "Rock", {}}};
    w.railways.push_back({.id = "line", .country = "XA", .slots = true, .speed_km_h = Steps<double>{40.0}});
    for (std::size_t i = 0; i <= sections; ++i) {
      Place& place = w.places.emplace_back();
      place.id = fmt::format("p{}", i);
      place.country = "XA";
    }
    for (std::size_t i = 0; i < sections; ++i) {
      Link link;
      link.id = fmt::format("p{}--p{}", i, i + 1);
      link.from = PlaceId{i};
      link.to = PlaceId{i + 1};
      link.km = 50;
      link.railway = RailwayId{std::size_t{0}};
      link.tracks = Steps<double>{2.0};
      link.pairs = Steps<double>{5000.0};
      w.links.push_back(std::move(link));
    }
    const CommodityId rock{std::size_t{0}};
    WagonFleet fleet;
    fleet.id = "wagons";
    fleet.cargo = {rock};
    fleet.count = Steps<double>{1e7};
    w.wagons.push_back(fleet);
    w.series.push_back({"price", {{kBeginning, 100.0, {}}}});
    Pool pool;
    pool.id = "kiln";
    pool.market = pool.country = "XA";
    pool.market_group = {{kBeginning, "home"}};
    pool.cargo = rock;
    pool.delivered_at = {PlaceId{sections}};
    pool.price = SeriesId{std::size_t{0}};
    w.pools.push_back(pool);
    Flow mine;
    mine.id = "mine";
    mine.owner_country = "XA";
    mine.origin = PlaceId{std::size_t{0}};
    mine.cargo = rock;
    mine.kt_month = Steps<double>{kt_month};
    mine.season.fill(1.0);
    mine.loading_trains_day = Steps<double>{1e4};
    w.flows.push_back(mine);
  }
};

void consignments() {
  std::vector<Point> run, figures;
  for (const double kt_month : {500.0, 2000.0, 8000.0, 32000.0}) {
    const Corridor corridor{20, kt_month, 1};
    const Groundwork shared{corridor.world};
    Ledger ledger;
    const double s = seconds(3, [&] { ledger = simulate(shared, 1, 0); });
    const double lots = static_cast<double>(ledger.lots.size());
    run.push_back({lots, s});
    figures.push_back({lots, seconds(3, [&] { experiment::figures_of(corridor.world, ledger); })});
  }
  print_growth("a year by consignments (trainloads over 20 sections)", run);
  print_growth("key figures by consignments", figures);
}

void sections() {
  std::vector<Point> points;
  for (const std::size_t n : {25u, 100u, 400u, 1600u}) {
    const Corridor corridor{n, 500, 1};
    const Groundwork shared{corridor.world};
    points.push_back({static_cast<double>(n), seconds(3, [&] { simulate(shared, 1, 0); })});
  }
  print_growth("a year by sections of line", points);
}

void years(const scenario::Scenario& base) {
  std::vector<Point> points, events;
  Result<World> world = build_world(base);
  if (!world) return;
  for (const int n : {1, 2, 4, 8}) {
    world->measure.from = Day{std::chrono::year{2022} / 1 / 1};
    world->measure.to = Day{std::chrono::year{2021 + n} / 12 / 31};
    const Groundwork shared{*world};
    std::uint64_t count = 0;
    const double s = seconds(2, [&] { count = simulate(shared, 1, 0).events; });
    points.push_back({n + world->terms.run_in_days / 365.0, s});  // the run-in is simulated too
    events.push_back({static_cast<double>(count), s});
  }
  print_growth("the coal world by years, run-in included", points);
  print_growth("the coal world by events", events);
}

/// `times` as many rules: copies of the shipped ones about goods of their own.
rules::RuleBook many_rules(const rules::RuleBook& shipped, int times) {
  rules::RuleBook book = shipped;
  for (int k = 1; k < times; ++k) {
    const rules::Symbol goods = book.intern(fmt::format("goods-{}", k));
    for (rules::Rule copy : std::vector<rules::Rule>{shipped.rules().begin(), shipped.rules().end()}) {
      copy.id += fmt::format("-{}", k);
      copy.cargo = {goods};
      for (rules::Symbol& o : copy.overrides) o = book.intern(shipped.name(o) + fmt::format("-{}", k));
      book.add(std::move(copy));
    }
  }
  return book;
}

void rule_books(const scenario::Scenario& base) {
  std::vector<Point> points;
  rules::Shipment s;
  s.cargo = "coal";
  s.origin = "KZ";
  s.buyer = "EU";
  s.via = {"ust-luga"};
  for (const int times : {1, 10, 100}) {
    const rules::RuleBook book = many_rules(base.rules, times);
    const int calls = 2000 / times;
    const double took = seconds(3, [&] {
      for (int i = 0; i < calls; ++i) {
        s.on = Day{std::chrono::year{2025} / 1 / 1} + std::chrono::days{i % 365};
        rules::judge(book, s, rules::Mode::strict);
      }
    });
    points.push_back({static_cast<double>(book.rules().size()), took / calls});
  }
  print_growth("one verdict by rules in the book", points);
}

/// A square of places, each joined to its neighbours by ways of different cost.
void searches() {
  std::vector<Point> points;
  double last = 0;
  for (const std::uint32_t side : {10u, 32u, 100u, 316u}) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
    std::vector<double> cost;
    engine::Stream luck{1, 0, "bench", "square"};
    const auto both = [&](std::uint32_t a, std::uint32_t b) {
      const double c = 1.0 + luck.uniform();
      arcs.emplace_back(a, b), arcs.emplace_back(b, a);
      cost.push_back(c), cost.push_back(c);
    };
    for (std::uint32_t y = 0; y < side; ++y) {
      for (std::uint32_t x = 0; x < side; ++x) {
        if (x + 1 < side) both(y * side + x, y * side + x + 1);
        if (y + 1 < side) both(y * side + x, y * side + x + side);
      }
    }
    const graph::ArcGraph g{std::size_t{side} * side, arcs};
    last = seconds(5, [&] { graph::shortest_paths(g, cost, 0); });
    const double n = static_cast<double>(side) * side;
    points.push_back({n * std::log2(n), last});
  }
  print_growth("ways from one place by n log n of the places", points);
  print("ways of one class over 10^5 places", "<= 0.1 s", fmt::format("{:.3f} s", last), last <= 0.1);
}

}  // namespace
}  // namespace corridor

int main(int argc, char** argv) {
  using namespace corridor;
  const std::string root = CORRIDOR_SOURCE_DIR;
  const std::string file = argc > 1 ? argv[1] : root + "/scenarios/base-2024.yaml";
  const auto base = scenario::load_scenario(file, {root + "/network/data", {}});
  if (!base) {
    for (const Diagnostic& d : base.error()) fmt::print(stderr, "{}\n", to_line(d));
    return 2;
  }
  consignments();
  sections();
  years(*base);
  rule_books(*base);
  searches();
  return missed ? 1 : 0;
}
