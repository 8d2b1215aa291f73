#include "sim/report/geojson.hpp"

#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "sim/model/run.hpp"
#include "sim/report/page_parts.hpp"

namespace corridor::report {
namespace {

using Json = nlohmann::ordered_json;
using model::World;

double to(double value, double scale) { return static_cast<double>(round_half_away(value * scale)) / scale; }
Json position(const model::Place& place) { return {to(place.lon, 1e5), to(place.lat, 1e5)}; }

/// A collection that grows feature by feature.
class Collection {
 public:
  explicit Collection(std::string_view name) {
    text_ = "{\"type\":\"FeatureCollection\",\"name\":\"" + std::string(name) + "\",\"features\":[\n";
  }
  void add(const Json& geometry, const Json& properties) {
    if (!first_) text_ += ",\n";
    first_ = false;
    const Json feature{{"type", "Feature"}, {"properties", properties}, {"geometry", geometry}};
    text_ += feature.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  std::string finish() { return std::move(text_) + "\n]}\n"; }

 private:
  std::string text_;
  bool first_ = true;
};

Json line(const World& world, model::PlaceId from, model::PlaceId to_place) {
  return {
      {"type", "LineString"},
      {"coordinates", Json::array({position(at(world.places, from)), position(at(world.places, to_place))})}};
}

struct Use {
  std::array<double, 2> trains{}, empties{}, mass{}, wait{};
  double used = 0;
};

std::map<std::string, Use> uses_of(const experiment::RunResult& result) {
  std::map<std::string, Use> uses;
  const store::Table* t = table_of(result, "links");
  if (t == nullptr) return uses;
  const auto number = [&](const auto& row, std::string_view name) {
    return store::number(row[store::column(*t, name)]);
  };
  for (const auto& row : t->rows) {
    Use& use = uses[store::to_text(row[store::column(*t, "link")])];
    const std::size_t d = store::to_text(row[store::column(*t, "direction")]) == "forward" ? 0 : 1;
    use.trains[d] = number(row, "trains");
    use.empties[d] = number(row, "empties");
    use.mass[d] = number(row, "mass_t");
    use.wait[d] = number(row, "mean_wait_hours");
    use.used = std::max(use.used, number(row, "used_share"));
  }
  return uses;
}

}  // namespace

std::string links_geojson(const experiment::RunResult& result) {
  const World& world = result.world();
  const std::map<std::string, Use> uses = uses_of(result);
  Collection out("links");
  for (const model::Link& link : world.links) {
    const auto found = uses.find(link.id);
    const Use use = found == uses.end() ? Use{} : found->second;
    const bool open = link.open_on(world.measure.from) || link.open_on(world.measure.to);
    out.add(line(world, link.from, link.to),
            {{"link", link.id},
             {"from", at(world.places, link.from).id},
             {"to", at(world.places, link.to).id},
             {"mode", to_word(link.mode)},
             {"railway", link.railway.valid() ? at(world.railways, link.railway).id : ""},
             {"length_km", to(link.km, 1e3)},
             {"open", open},
             {"mass_forward_t", to(use.mass[0], 1e3)},
             {"mass_backward_t", to(use.mass[1], 1e3)},
             {"trains_forward", to(use.trains[0], 1e3)},
             {"trains_backward", to(use.trains[1], 1e3)},
             {"empties_forward", to(use.empties[0], 1e3)},
             {"empties_backward", to(use.empties[1], 1e3)},
             {"wait_forward_hours", to(use.wait[0], 1e3)},
             {"wait_backward_hours", to(use.wait[1], 1e3)},
             {"used_share", to(use.used, 1e6)}});
  }
  return out.finish();
}

std::string places_geojson(const experiment::RunResult& result) {
  const World& world = result.world();
  std::map<std::string, double> loaded;  // [place]
  if (const store::Table* t = table_of(result, "nodes")) {
    for (const auto& row : t->rows) {
      if (store::to_text(row[store::column(*t, "kind")]) != "terminal") continue;
      loaded[store::to_text(row[store::column(*t, "place")])] +=
          store::number(row[store::column(*t, "out_t")]);
    }
  }
  Collection out("places");
  for (const model::Place& place : world.places) {
    const auto found = loaded.find(place.id);
    out.add({{"type", "Point"}, {"coordinates", position(place)}},
            {{"place", place.id},
             {"name", place.name},
             {"country", place.country},
             {"kind", place.kind},
             {"loaded_t", found == loaded.end() ? 0.0 : to(found->second, 1e3)}});
  }
  return out.finish();
}

std::string flows_geojson(const experiment::RunResult& result) {
  const World& world = result.world();
  const model::WayGraph& graph = result.ground().ways;
  const model::Atlas& atlas = result.ground().atlas;
  // Month, commodity, link, direction: in this order in the file.
  std::map<std::tuple<std::string, std::string, std::uint32_t, bool>, double> sums;
  if (const store::Table* t = table_of(result, "flows")) {
    for (const auto& row : t->rows) {
      const auto text = [&](std::string_view name) { return store::to_text(row[store::column(*t, name)]); };
      std::uint32_t way = 0;
      const std::string number = text("way");
      std::from_chars(number.data(), number.data() + number.size(), way);
      const double mass = store::number(row[store::column(*t, "mass_t")]);
      for (const std::uint32_t a : atlas.ways[way].arcs) {
        const model::WayArc& arc = graph.arc(a);
        if (arc.kind != model::WayArc::Kind::travel) continue;
        sums[{text("month"), text("commodity"), arc.link.n, arc.forward}] += mass;
      }
    }
  }
  Collection out("flows");
  for (const auto& [key, mass] : sums) {
    const auto& [month, commodity, number, forward] = key;
    const model::Link& link = world.links[number];
    const model::PlaceId from = forward ? link.from : link.to, end = forward ? link.to : link.from;
    out.add(line(world, from, end), {{"link", link.id},
                                     {"from", at(world.places, from).id},
                                     {"to", at(world.places, end).id},
                                     {"mode", to_word(link.mode)},
                                     {"commodity", commodity},
                                     {"month_start", month + "-01"},
                                     {"mass_t", to(mass, 1e3)}});
  }
  return out.finish();
}

}  // namespace corridor::report
