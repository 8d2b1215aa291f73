#include "sim/experiment/switching.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/experiment/toy_ground.hpp"

using namespace corridor;
using namespace corridor::experiment;
using test::Ground;
using test::Sets;
using test::toy_ground;

namespace {

/// The points of prime rock in the last month's plan.
std::vector<SwitchingPoint> points(const Sets& sets = {}) {
  const Ground g = toy_ground(sets);
  std::vector<SwitchingPoint> all = switching_points(*g.shared, g.shared->atlas.months.back());
  std::erase_if(all, [](const SwitchingPoint& p) { return p.flow != "blackpit-prime"; });
  REQUIRE(!all.empty());
  return all;
}

const SwitchingPoint& at_lever(const std::vector<SwitchingPoint>& all, std::string_view lever) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const SwitchingPoint& p) { return p.lever == lever; });
  REQUIRE(found != all.end());
  return *found;
}

Sets rent(double usd_day) { return {{"wagons.gondola.rent", fmt::format("{} USD/day", usd_day)}}; }

}  // namespace

TEST_CASE("just above the switching price the route is the same, just below it is the one named") {
  // The kiln pays 70 USD and its premium of -5; what it pays touches no other pool.
  const auto premium = [](double usd_t) {
    return Sets{{"pools.kiln-works.premium", fmt::format("{} USD/t", usd_t)}};
  };
  const std::vector<SwitchingPoint> as_is = points();
  const SwitchingPoint& price = at_lever(as_is, "price");
  REQUIRE(price.pool == "kiln-works");
  CHECK(price.now_usd_t == doctest::Approx(65));
  REQUIRE(price.flips_at_usd_t.has_value());
  const double at = *price.flips_at_usd_t - 70;
  CHECK(points(premium(at + 0.01)).front().route == price.route);
  const SwitchingPoint after = points(premium(at - 0.01)).front();
  CHECK(after.route == price.flips_to_route);
  CHECK(after.pool == price.flips_to_pool);
}

TEST_CASE("at the stop the best way leaves what mining costs, and no more") {
  const std::vector<SwitchingPoint> as_is = points(rent(20));
  const SwitchingPoint& wagons = at_lever(as_is, "wagons");
  REQUIRE(wagons.stops_at_usd_t.has_value());
  const double at = 20 * *wagons.stops_at_usd_t / wagons.now_usd_t;
  CHECK(at > 20);
  CHECK(points(rent(at * 0.99)).front().margin_usd_t > 0);
  double most = -1e9;
  for (const SwitchingPoint& p : points(rent(at * 1.01))) most = std::max(most, p.margin_usd_t);
  CHECK(most < 0);
}

TEST_CASE("a price that falls by the whole margin everywhere leaves nothing") {
  const std::vector<SwitchingPoint> as_is = points();
  const SwitchingPoint& price = at_lever(as_is, "price");
  REQUIRE(price.stops_at_usd_t.has_value());
  CHECK(price.now_usd_t - *price.stops_at_usd_t >= price.margin_usd_t - 1e-9);
  REQUIRE(price.flips_at_usd_t.has_value());
  CHECK(*price.flips_at_usd_t < price.now_usd_t);
  CHECK(price.flips_to_pool != price.pool);
}

TEST_CASE("every point of a table's month has the levers that its way pays") {
  const Ground g = toy_ground();
  const store::Table t = switching_table(*g.shared);
  REQUIRE(!t.rows.empty());
  for (const auto& row : t.rows) {
    CHECK(row.size() == t.columns.size());
    const auto usd = [&](const char* name) { return store::number(row[store::column(t, name)]); };
    CHECK(usd("now_usd_t") > 0);
    // Nothing flips beyond its end.
    const double flips = usd("flips_at_usd_t"), ends = usd("stops_at_usd_t");
    if (flips > usd("now_usd_t") && ends > 0) CHECK(flips <= ends);
  }
  CHECK(store::to_text(t.rows.front()[0]) == "2025-01");
  CHECK(store::to_text(t.rows.back()[0]) == "2025-12");
}
