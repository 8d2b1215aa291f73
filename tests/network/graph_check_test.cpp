#include <doctest/doctest.h>

#include <cmath>

#include "network/graph/check.hpp"
#include "network/graph/geodesy.hpp"

using namespace corridor;
using namespace corridor::graph;
using Kind = Finding::Kind;

namespace {

Day day(const char* text) { return parse_day(text).value(); }

/// The formula of the textbooks (haversine) in long double: another way to the same length.
double by_haversine(double lat_a, double lon_a, double lat_b, double lon_b) {
  const long double r = 3.14159265358979323846264338327950288L / 180;
  const long double u = std::sin((lat_b - lat_a) * r / 2), v = std::sin((lon_b - lon_a) * r / 2);
  const long double h = u * u + std::cos(lat_a * r) * std::cos(lat_b * r) * v * v;
  const long double together = 1 - h;
  return static_cast<double>(2 * 6371.0088L * std::atan2(std::sqrt(h), std::sqrt(together)));
}

/// Points on the equator, one degree (111.195 km) apart.
std::vector<CheckedPlace> row_of_places() { return {{"a", 0, 0}, {"b", 0, 1}, {"c", 0, 2}, {"d", 0, 3}}; }
CheckedLink link(const char* id, std::uint32_t from, std::uint32_t to, double km, Period validity = {},
                 std::vector<std::pair<Day, double>> capacity = {}) {
  return {id, from, to, km, validity, std::move(capacity)};
}
const Period k2025{day("2025-01-01"), day("2025-12-31")};

}  // namespace

TEST_CASE("the great circle agrees with known lengths and with the haversine formula") {
  CHECK(great_circle_km(0, 0, 0, 180) == doctest::Approx(3.14159265358979 * 6371.0088).epsilon(1e-13));
  CHECK(great_circle_km(90, 0, 0, 77) == doctest::Approx(3.14159265358979 * 6371.0088 / 2).epsilon(1e-13));
  CHECK(great_circle_km(12.5, 77, 12.5, 77) == 0);
  CHECK(great_circle_km(51.5, 359.5, 51.5, -0.5) == doctest::Approx(0).scale(1e-6));
  for (double lat = -90; lat <= 90; lat += 7.5)
    for (double lon = -180; lon <= 180; lon += 11.25) {
      CAPTURE(lat);
      CAPTURE(lon);
      const double expected = by_haversine(43.25, 76.95, lat, lon);
      CHECK(std::abs(great_circle_km(43.25, 76.95, lat, lon) - expected) < 1e-6);
      CHECK(great_circle_km(43.25, 76.95, lat, lon) == great_circle_km(lat, lon, 43.25, 76.95));
    }
}

TEST_CASE("a sound network has no findings") {
  const std::vector<CheckedLink> links{
      link("a--b", 0, 1, 120), link("b--c", 1, 2, 111.2),
      link("c--d", 2, 3, 130, {}, {{day("2024-01-01"), 12}, {day("2025-09-30"), 60}})};
  CHECK(check_network(row_of_places(), links, k2025).empty());
}

TEST_CASE("a link shorter than the great circle is found, one within the tolerance is not") {
  // 111.195 km x 0.99 - 3 km = 107.083 km
  const std::vector<CheckedLink> links{link("a--b", 0, 1, 107.05), link("b--c", 1, 2, 107.12),
                                       link("c--d", 2, 3, -1)};
  const auto found = check_network(row_of_places(), links, k2025);
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == Kind::too_short);
  CHECK(found[0].index == 0);
  CHECK(found[0].what == "a--b: 107.0 km is less than the great circle of 111.2 km between a and b");
  CHECK(found[1].kind == Kind::bad_length);
  CHECK(check_network(row_of_places(), links, k2025, {0.01, 3.1}).size() == 1);
}

TEST_CASE("capacities out of order or negative are errors, a fall is a warning") {
  const auto d = [](int year) { return Day{std::chrono::year{year} / 1 / 1}; };
  const std::vector<CheckedLink> links{
      link("a--b", 0, 1, 120, {}, {{d(2024), 10}, {d(2023), 12}}),
      link("b--c", 1, 2, 120, {}, {{d(2024), 10}, {d(2025), 9}, {d(2026), 9}}),
      link("c--d", 2, 3, 120, {}, {{d(2024), -1}})};
  const auto found = check_network(row_of_places(), links, k2025);
  REQUIRE(found.size() == 3);
  CHECK(found[0].kind == Kind::capacity_order);
  CHECK(found[0].severity == Severity::error);
  CHECK(found[1].kind == Kind::capacity_falls);
  CHECK(found[1].severity == Severity::warning);
  CHECK(found[1].what == "b--c: capacity falls from 10 to 9 on 2025-01-01");
  CHECK(found[2].index == 2);
}

TEST_CASE("an isle is found from the day its last link ends until it is joined again, and told once") {
  const std::vector<CheckedPlace> places = row_of_places();
  // b--c ends in March 2025; a--b and c--d are then apart until b--d opens in June. c--d is built in 2020.
  const std::vector<CheckedLink> links{link("a--b", 0, 1, 120),
                                       link("b--c", 1, 2, 120, {kBeginning, day("2025-03-31")}),
                                       link("c--d", 2, 3, 120, {day("2020-01-01"), kForever}),
                                       link("b--d", 1, 3, 240, {day("2025-06-01"), kForever}),
                                       link("a--b (2)", 0, 1, 120, {day("2025-05-01"), kForever})};
  const auto found = check_network(places, links, k2025);
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Kind::apart);
  CHECK(found[0].what == "on 2025-04-01 no open link joins c, d with the other 2 places");
  CHECK(check_network(places, links, {day("2025-06-01"), kForever}).empty());
  CHECK(check_network(places, links, {day("2019-01-01"), day("2025-03-31")}).empty());  // d is not linked yet
}

TEST_CASE("a place that no link ever serves is a warning, a link that ends before it opens an error") {
  const std::vector<CheckedLink> links{link("a--b", 0, 1, 120), link("b--c", 1, 2, 120),
                                       link("b--a", 1, 0, 120, {day("2025-02-01"), day("2025-01-01")})};
  const auto found = check_network(row_of_places(), links, k2025);
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == Kind::bad_validity);
  CHECK(found[1].kind == Kind::unlinked);
  CHECK(found[1].index == 3);
}
