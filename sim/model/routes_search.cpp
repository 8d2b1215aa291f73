#include "sim/model/routes_search.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <tuple>

#include "sim/model/arc_prices.hpp"

namespace corridor::model::routes {
namespace {

constexpr double kClosed = std::numeric_limits<double>::infinity();

/// Where on its way by sea the cargo is. `loaded_again`: another loading is to come; `loaded_last`: none is.
enum class Leg : std::uint8_t { no_ship_yet, loaded_again, loaded_last };

struct State {
  std::uint32_t point = 0;  ///< node of the WayGraph
  RailwayId railway;        ///< used last
  Leg leg = Leg::no_ship_yet;
  bool sailed = false;       ///< at sea: came by ship; else was loaded here and has to sail
  std::uint32_t passed = 0;  ///< bit per must-pass
  PlaceId not_back;          ///< just after a must-pass: where it came from, since no way turns round there
  auto operator<=>(const State&) const = default;
};

bool touches(const World& world, const Waypoint& point, PlaceId place) {
  if (point.place.valid()) return point.place == place;
  return !point.country.empty() && at(world.places, place).country == point.country;
}

/// Numbers states as they are found, and their arcs.
class Unfolder {
 public:
  Unfolder(const World& world, const WayGraph& ways, const RouteQuestion& question, const PortClass& ports)
      : world_(world), ways_(ways), question_(question), in_class_(world.places.size()) {
    for (const PlaceId place : ports.places) in_class_[place.n] = true;
    port_ = ports.places.front();
    leaving_.resize(world.places.size() * 2);
    for (std::uint32_t a = 0; a < ways.arcs(); ++a) {
      if (usable(a)) leaving_[ways.graph().tail(a)].push_back(a);
    }
    cost_of_.resize(ways.arcs());
    PriceList prices{world, question.cargo, question.on, port_};
    for (std::uint32_t a = 0; a < ways.arcs(); ++a) {
      if (usable(a)) cost_of_[a] = prices.of(ways.arc(a));
    }
  }

  void unfold() {
    State start{WayGraph::on_land(question_.from), {}, Leg::no_ship_yet, false,
                marks(question_.from, {}),         {}};
    ends.clear();
    number(start);         // 0: the source
    order_.push_back({});  // 1: the sink, a state of its own
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (i == 1) continue;
      const State state = order_[i];
      finish(static_cast<std::uint32_t>(i), state);
      for (const std::uint32_t a : leaving_[state.point]) leave(static_cast<std::uint32_t>(i), state, a);
    }
  }
  std::size_t states() const { return order_.size(); }

  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  std::vector<std::uint32_t> way_arc;
  std::vector<WayCost> cost;

 private:
  bool usable(std::uint32_t a) const {
    const WayArc& arc = ways_.arc(a);
    if (!is_open(world_, arc, question_.cargo, question_.on)) return false;
    return std::none_of(question_.avoid.begin(), question_.avoid.end(), [&](const Waypoint& w) {
      return (w.link.valid() && arc.kind == WayArc::Kind::travel && w.link == arc.link) ||
             touches(world_, w, arc.tail) || touches(world_, w, arc.head);
    });
  }

  std::uint32_t marks(PlaceId place, LinkId link) const {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < question_.must_pass.size(); ++i) {
      const Waypoint& w = question_.must_pass[i];
      if (touches(world_, w, place) || (w.link.valid() && w.link == link)) bits |= 1U << i;
    }
    return bits;
  }

  std::uint32_t number(const State& state) {
    const auto [it, is_new] = numbers_.try_emplace(state, static_cast<std::uint32_t>(order_.size()));
    if (is_new) order_.push_back(state);
    return it->second;
  }

  void add(std::uint32_t from, std::uint32_t to, std::uint32_t arc, const WayCost& c) {
    ends.emplace_back(from, to);
    way_arc.push_back(arc);
    cost.push_back(c);
  }

  bool wanted(PlaceId place) const {
    return std::find(question_.to.begin(), question_.to.end(), place) != question_.to.end();
  }

  void finish(std::uint32_t from, const State& state) {
    const PlaceId place{std::size_t{state.point / 2}};
    const bool on_land = state.point % 2 == 0;
    if (!wanted(place) || state.passed != (1U << question_.must_pass.size()) - 1) return;
    if (!on_land && !(state.sailed && question_.price_ends_at_ship)) return;
    const bool port_known =
        state.leg == Leg::loaded_last || (state.leg == Leg::no_ship_yet && in_class_[place.n]);
    if (!port_known) return;
    add(from, 1, graph::kNoArc,
        state.railway.valid() ? terminal_part(world_, question_.cargo, question_.on) : WayCost{});
  }

  void leave(std::uint32_t from, const State& state, std::uint32_t a) {
    const WayArc& arc = ways_.arc(a);
    State next = state;
    next.point = ways_.graph().head(a);
    const bool travels = arc.kind == WayArc::Kind::travel;
    if (travels && state.not_back == arc.head) return;
    next.passed |= marks(arc.head, travels ? arc.link : LinkId{});
    next.not_back = travels && next.passed != state.passed ? arc.tail : PlaceId{};
    WayCost c = cost_of_[a];
    switch (arc.kind) {
      case WayArc::Kind::travel:
        travel(from, state, next, a, c);
        break;
      case WayArc::Kind::load:
        if (state.leg == Leg::loaded_last) return;
        next.sailed = false;
        next.leg = Leg::loaded_again;
        add(from, number(next), a, c);
        if (in_class_[arc.tail.n]) {
          next.leg = Leg::loaded_last;
          add(from, number(next), a, c);
        }
        break;
      case WayArc::Kind::discharge:
        if (!state.sailed || (question_.price_ends_at_ship && wanted(arc.head))) return;
        next.sailed = false;
        add(from, number(next), a, c);
        break;
    }
  }

  void travel(std::uint32_t from, const State& state, State next, std::uint32_t a, WayCost c) {
    const WayArc& arc = ways_.arc(a);
    if (at(world_.links, arc.link).mode == Mode::sea) {
      // A ship goes where it was loaded for; through a point at sea it may go on.
      if (state.sailed && at(world_.places, arc.tail).kind != "point") return;
      next.sailed = true;
    } else if (const RailwayId railway = railway_of(world_, arc);
               railway.valid() && railway != state.railway) {
      next.railway = railway;
      c.usd_t[static_cast<std::size_t>(Item::rail)] +=
          fixed_part(world_, railway, question_.cargo, port_, question_.on);
    }
    add(from, number(next), a, c);
  }

  const World& world_;
  const WayGraph& ways_;
  const RouteQuestion& question_;
  PlaceId port_;
  std::vector<bool> in_class_;                       ///< [place]
  std::vector<std::vector<std::uint32_t>> leaving_;  ///< [point] usable arcs
  std::vector<WayCost> cost_of_;                     ///< [way arc]
  std::map<State, std::uint32_t> numbers_;
  std::vector<State> order_;
};

}  // namespace

std::vector<PortClass> port_classes(const World& world) {
  std::vector<PortClass> classes;
  for (std::size_t p = 0; p < world.places.size(); ++p) {
    std::vector<const Tariff*> named_by;
    for (const Tariff& t : world.tariffs) {
      if (std::find(t.for_ports.begin(), t.for_ports.end(), PlaceId{p}) != t.for_ports.end()) {
        named_by.push_back(&t);
      }
    }
    auto same = std::find_if(classes.begin(), classes.end(),
                             [&](const PortClass& c) { return c.named_by == named_by; });
    if (same == classes.end()) same = classes.insert(same, {std::move(named_by), {}});
    same->places.push_back(PlaceId{p});
  }
  return classes;
}

WayCost terminal_part(const World& world, CommodityId cargo, Day day) {
  return PriceList{world, cargo, day}.terminals();
}

double fixed_part(const World& world, RailwayId railway, CommodityId cargo, PlaceId port, Day day) {
  const Tariff* tariff = tariff_for(world, railway, cargo, port);
  return tariff == nullptr ? 0.0 : world.usd_on(tariff->fixed_per_t, day);
}

RailwayId railway_of(const World& world, const WayArc& arc) {
  if (arc.kind != WayArc::Kind::travel) return {};
  const Link& link = at(world.links, arc.link);
  return link.mode == Mode::rail ? link.railway : RailwayId{};
}

Unfolding::Unfolding(const World& world, const WayGraph& ways, const RouteQuestion& question,
                     const PortClass& ports) {
  Unfolder unfolder(world, ways, question, ports);
  unfolder.unfold();
  graph_ = std::make_unique<graph::ArcGraph>(unfolder.states(), unfolder.ends);
  way_arc_ = std::move(unfolder.way_arc);
  cost_ = std::move(unfolder.cost);
}

std::vector<std::uint32_t> Unfolding::way_of(std::span<const std::uint32_t> path) const {
  std::vector<std::uint32_t> way;
  for (const std::uint32_t arc : path) {
    if (way_arc_[arc] != graph::kNoArc) way.push_back(way_arc_[arc]);
  }
  return way;
}

std::vector<double> Unfolding::generalized(const std::vector<bool>& closed, double value_of_time) const {
  std::vector<double> out(cost_.size(), kClosed);
  for (std::size_t a = 0; a < cost_.size(); ++a) {
    if (way_arc_[a] != graph::kNoArc && closed[way_arc_[a]]) continue;
    out[a] = cost_[a].total_usd_t() + value_of_time * cost_[a].hours / 24.0;
  }
  return out;
}

std::vector<std::array<double, 3>> Unfolding::three_costs(const std::vector<bool>& closed) const {
  std::vector<std::array<double, 3>> out(cost_.size(), {kClosed, kClosed, kClosed});
  for (std::size_t a = 0; a < cost_.size(); ++a) {
    if (way_arc_[a] != graph::kNoArc && closed[way_arc_[a]]) continue;
    out[a] = {cost_[a].total_usd_t(), cost_[a].hours / 24.0, cost_[a].co2_kg_t};
  }
  return out;
}

}  // namespace corridor::model::routes
