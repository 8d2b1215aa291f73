// The table along a way and the spread of its days.

#include <fmt/format.h>

#include "sim/engine/math.hpp"
#include "sim/model/routes_search.hpp"

namespace corridor::model {
namespace {

namespace math = engine::math;

/// A border crossing apart from the travel over its link.
struct Toll {
  double usd_t = 0, hours = 0;
  std::string what;
};

/// The crossing on a link; nothing where the link stays in one country and no border station is on it.
std::optional<Toll> crossing_on(const World& world, const WayArc& arc, CommodityId cargo, Day day) {
  const Link& link = at(world.links, arc.link);
  if (link.border.valid()) {
    Toll c{world.border_usd_t(link.border, cargo, day), world.border_hours(link.border, cargo, arc.forward),
           "border " + at(world.borders, link.border).id};
    if (world.gauge_change_at(link.border, cargo) != nullptr) c.what += ", gauge change";
    return c;
  }
  const std::string &a = at(world.places, link.from).country, &b = at(world.places, link.to).country;
  if (a == b || link.mode == Mode::sea) return std::nullopt;
  return Toll{0, 0, "border " + link.id};
}

std::string_view word_for(Mode mode) {
  switch (mode) {
    case Mode::rail:
      return "rail";
    case Mode::sea:
      return "sea";
    case Mode::ferry:
      return "ferry";
    case Mode::pipeline:
      return "pipeline";
    case Mode::road:
      return "road";
  }
  return "";
}

class Table {
 public:
  Table(const World& world, const WayGraph& ways, std::span<const std::uint32_t> arcs, CommodityId cargo,
        Day day)
      : world_(world), ways_(ways), arcs_(arcs), cargo_(cargo), day_(day) {
    for (std::size_t i = 0; i < arcs.size(); ++i) {
      const WayArc& arc = ways.arc(arcs[i]);
      if (arc.kind == WayArc::Kind::load) port_ = arc.tail;
      if (routes::railway_of(world, arc).valid()) last_rail_ = i;
    }
    if (!port_.valid() && !arcs.empty()) port_ = ways.arc(arcs.back()).head;
  }

  std::vector<RouteStep> rows(PlaceId origin, bool papers) {
    line(0, origin, 0, 0, "start");
    if (papers) {
      line(0, origin, world_.usd_on(world_.terms.certificate_per_t, day_),
           world_.terms.certificate_lead_days * 24.0, "certificate of origin and ownership");
    }
    const WagonFleet* fleet = last_rail_ ? fleet_for(world_, cargo_) : nullptr;
    if (fleet != nullptr) {
      line(0, origin, routes::terminal_part(world_, cargo_, day_).total_usd_t(), fleet->load_h.mean(),
           "loading, wagons");
    }
    RailwayId last;
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
      const WayArc& arc = ways_.arc(arcs_[i]);
      if (const RailwayId railway = routes::railway_of(world_, arc); railway.valid() && railway != last) {
        last = railway;
        const double fixed = routes::fixed_part(world_, railway, cargo_, port_, day_);
        if (fixed > 0) line(0, arc.tail, fixed, 0, "fixed tariff of " + at(world_.railways, railway).id);
      }
      arc_lines(arc, arc_cost(world_, arc, cargo_, day_, port_));
      if (fleet != nullptr && last_rail_ == i)
        line(0, arc.head, 0, fleet->unload_h.mean(), "unloading of wagons");
    }
    return std::move(rows_);
  }

 private:
  void line(double km, PlaceId place, double usd_t, double hours, std::string what) {
    so_far_.km += km;
    so_far_.usd_t += usd_t;
    so_far_.days += hours / 24.0;
    rows_.push_back({so_far_.km, place, so_far_.usd_t, so_far_.days, std::move(what)});
  }

  void arc_lines(const WayArc& arc, const WayCost& cost) {
    if (arc.kind != WayArc::Kind::travel) {
      const std::string name =
          arc.terminal.valid() ? at(world_.terminals, arc.terminal).id : at(world_.places, arc.tail).id;
      line(0, arc.head, cost.total_usd_t(), cost.hours,
           (arc.kind == WayArc::Kind::load ? "port " : "discharge at ") + name);
      return;
    }
    const Link& link = at(world_.links, arc.link);
    const std::optional<Toll> crossing = crossing_on(world_, arc, cargo_, day_);
    const double border_usd = crossing ? crossing->usd_t : 0, border_hours = crossing ? crossing->hours : 0;
    line(link.km, arc.head, cost.total_usd_t() - border_usd, cost.hours - border_hours,
         std::string(word_for(link.mode)));
    if (crossing) line(0, arc.head, border_usd, border_hours, crossing->what);
  }

  const World& world_;
  const WayGraph& ways_;
  std::span<const std::uint32_t> arcs_;
  CommodityId cargo_;
  Day day_;
  PlaceId port_;
  std::optional<std::size_t> last_rail_;
  RouteStep so_far_;
  std::vector<RouteStep> rows_;
};

/// Sums of hours and of their variance, parts that vary independently.
struct Hours {
  double mean = 0, variance = 0;
  void add(const scenario::Distribution& law) {
    mean += law.mean();
    variance += model::variance(law);
  }
};

}  // namespace

std::vector<RouteStep> steps_along(const World& world, const WayGraph& ways,
                                   std::span<const std::uint32_t> arcs, PlaceId origin, CommodityId cargo,
                                   Day day, bool papers) {
  return Table(world, ways, arcs, cargo, day).rows(origin, papers);
}

DaysSpread days_spread(const World& world, const WayGraph& ways, std::span<const std::uint32_t> arcs,
                       CommodityId cargo, Day day) {
  Hours hours;
  double travel = 0;
  bool by_rail = false;
  for (const std::uint32_t a : arcs) {
    const WayArc& arc = ways.arc(a);
    if (arc.kind == WayArc::Kind::travel) {
      const Link& link = at(world.links, arc.link);
      by_rail = by_rail || routes::railway_of(world, arc).valid();
      travel += free_flow_hours(world, arc.link, day);
      if (link.fleet.valid()) {
        const Fleet& ships = at(world.fleets, link.fleet);
        hours.add(ships.load_h);
        hours.add(ships.discharge_h);
        const WagonFleet* wagons =
            link.terminals[0].valid() && !ships.rolls_on() ? fleet_for(world, cargo) : nullptr;
        if (wagons != nullptr) {
          hours.add(wagons->unload_h);
          hours.add(wagons->load_h);
        }
      }
      if (!link.border.valid()) continue;
      hours.add(at(world.borders, link.border).formalities(arc.forward));
      if (const auto* change = world.gauge_change_at(link.border, cargo)) hours.add(*change);
    } else if (arc.kind == WayArc::Kind::load) {
      const WayCost cost = arc_cost(world, arc, cargo, day);
      hours.mean += cost.hours;
      hours.variance += cost.variance_h2;
    } else if (const VesselTerms* vessels = vessels_for(world, cargo)) {
      hours.add(vessels->discharge_h);
    }
  }
  const WagonFleet* fleet = by_rail ? fleet_for(world, cargo) : nullptr;
  if (fleet != nullptr) {
    hours.add(fleet->load_h);
    hours.add(fleet->unload_h);
  }
  const double sd = world.terms.travel_cv * travel;
  return {(hours.mean + travel) / 24.0, (hours.variance + sd * sd) / (24.0 * 24.0)};
}

double lognormal_quantile(DaysSpread spread, double p) {
  if (spread.mean <= 0 || spread.variance <= 0) return spread.mean;
  const double s2 = math::log(1.0 + spread.variance / (spread.mean * spread.mean));
  return math::exp(math::log(spread.mean) - s2 / 2.0 + std::sqrt(s2) * math::normal_quantile(p));
}

double variance(const scenario::Distribution& law) {
  using Shape = scenario::Distribution::Shape;
  const auto& p = law.p;
  switch (law.shape) {
    case Shape::constant:
      return 0;
    case Shape::uniform:
      return (p[1] - p[0]) * (p[1] - p[0]) / 12.0;
    case Shape::triangular:
      return (p[0] * p[0] + p[1] * p[1] + p[2] * p[2] - p[0] * p[1] - p[0] * p[2] - p[1] * p[2]) / 18.0;
    case Shape::lognormal:
      return p[0] * p[1] * p[0] * p[1];
    case Shape::empirical: {
      const double mean = law.mean();
      double sum = 0;
      for (const double x : law.samples) sum += (x - mean) * (x - mean);
      return law.samples.empty() ? 0.0 : sum / static_cast<double>(law.samples.size());
    }
  }
  return 0;
}

}  // namespace corridor::model
