#include "network/graph/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/pending/disjoint_sets.hpp>
#include <map>
#include <numeric>
#include <set>

#include "network/graph/geodesy.hpp"

namespace corridor::graph {
namespace {

using Kind = Finding::Kind;

void check_length(std::span<const CheckedPlace> places, const CheckedLink& link, std::uint32_t index,
                  LengthTolerance tolerance, std::vector<Finding>& out) {
  if (!(link.km >= 0)) {
    out.push_back({Kind::bad_length, Severity::error, true, index,
                   fmt::format("{}: length {} km", link.id, link.km), "a length of 0 km or more"});
    return;
  }
  const CheckedPlace &a = places[link.from], &b = places[link.to];
  const double circle = great_circle_km(a.lat, a.lon, b.lat, b.lon);
  const double least = circle * (1 - tolerance.relative) - tolerance.km;
  if (link.km >= least) return;
  out.push_back(
      {Kind::too_short, Severity::error, true, index,
       fmt::format("{}: {:.1f} km is less than the great circle of {:.1f} km between {} and {}", link.id,
                   link.km, circle, a.id, b.id),
       fmt::format("at least {:.1f} km (great circle less {:.0f} % and {:.0f} km), or other coordinates",
                   least, tolerance.relative * 100, tolerance.km)});
}

void check_capacity(const CheckedLink& link, std::uint32_t index, std::vector<Finding>& out) {
  const auto& steps = link.capacity;
  for (const auto& [from, value] : steps)
    if (!(value >= 0))
      out.push_back({Kind::capacity_order, Severity::error, true, index,
                     fmt::format("{}: capacity {} from {}", link.id, value, to_iso(from)),
                     "a figure of 0 or more"});
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const auto& [before, had] = steps[i - 1];
    const auto& [from, has] = steps[i];
    if (from <= before)
      out.push_back({Kind::capacity_order, Severity::error, true, index,
                     fmt::format("{}: the capacity from {} stands after that from {}", link.id, to_iso(from),
                                 to_iso(before)),
                     "steps in order of date, each date once"});
    else if (has < had)
      out.push_back({Kind::capacity_falls, Severity::warning, true, index,
                     fmt::format("{}: capacity falls from {} to {} on {}", link.id, had, has, to_iso(from)),
                     "a later step that is not lower, unless it is meant"});
  }
}

/// The parts into which the links open on `day` fall, each as its places in order; largest first.
std::vector<std::vector<std::uint32_t>> parts_on(Day day, std::size_t places,
                                                 std::span<const CheckedLink> links) {
  std::vector<std::uint32_t> rank(places), parent(places);
  std::iota(parent.begin(), parent.end(), 0U);
  boost::disjoint_sets sets(rank.data(), parent.data());
  std::vector<bool> linked(places);
  for (const CheckedLink& link : links) {
    if (!link.validity.contains(day)) continue;
    sets.union_set(link.from, link.to);
    linked[link.from] = linked[link.to] = true;
  }
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_root;
  for (std::uint32_t p = 0; p < places; ++p)
    if (linked[p]) by_root[sets.find_set(p)].push_back(p);
  std::vector<std::vector<std::uint32_t>> parts;
  for (auto& [root, members] : by_root) parts.push_back(std::move(members));
  std::sort(parts.begin(), parts.end(),
            [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  return parts;
}

std::string named(std::span<const CheckedPlace> places, const std::vector<std::uint32_t>& members) {
  std::string out;
  for (std::size_t i = 0; i < members.size() && i < 6; ++i) out += (i ? ", " : "") + places[members[i]].id;
  if (members.size() > 6) out += fmt::format(" and {} more", members.size() - 6);
  return out;
}

void check_connection(std::span<const CheckedPlace> places, std::span<const CheckedLink> links, Period during,
                      std::vector<Finding>& out) {
  std::set<Day> days{during.from};
  for (const CheckedLink& link : links)
    for (const Day day : {link.validity.from, link.validity.to + std::chrono::days{1}})
      if (during.contains(day)) days.insert(day);
  std::set<std::vector<std::uint32_t>> told;
  for (const Day day : days) {
    const auto parts = parts_on(day, places.size(), links);
    for (std::size_t i = 1; i < parts.size(); ++i) {
      if (!told.insert(parts[i]).second) continue;
      out.push_back({Kind::apart, Severity::error, false, parts[i].front(),
                     fmt::format("on {} no open link joins {} with the other {} places", to_iso(day),
                                 named(places, parts[i]), parts.front().size()),
                     "a link that is open then"});
    }
  }
}

}  // namespace

std::vector<Finding> check_network(std::span<const CheckedPlace> places, std::span<const CheckedLink> links,
                                   Period during, LengthTolerance tolerance) {
  std::vector<Finding> out;
  std::vector<bool> linked(places.size());
  for (std::uint32_t i = 0; i < links.size(); ++i) {
    const CheckedLink& link = links[i];
    linked[link.from] = linked[link.to] = true;
    check_length(places, link, i, tolerance, out);
    check_capacity(link, i, out);
    if (link.validity.to < link.validity.from)
      out.push_back({Kind::bad_validity, Severity::error, true, i,
                     fmt::format("{}: ends on {} before it opens on {}", link.id, to_iso(link.validity.to),
                                 to_iso(link.validity.from)),
                     "an end on or after the opening"});
  }
  for (std::uint32_t p = 0; p < places.size(); ++p)
    if (!linked[p])
      out.push_back({Kind::unlinked, Severity::warning, false, p,
                     fmt::format("{}: no link begins or ends here", places[p].id),
                     "a link, or no such place"});
  check_connection(places, links, during, out);
  return out;
}

}  // namespace corridor::graph
