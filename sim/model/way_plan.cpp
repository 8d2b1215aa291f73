#include "sim/model/way_plan.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

constexpr double kPeakOverMean = 1.5;

/// Days on which anything that opens, shuts or resizes the network steps.
std::vector<Day> steps_between(const World& w, Day from, Day to) {
  std::vector<Day> out;
  const auto add = [&](const auto& steps) {
    for (const auto& step : steps.steps()) {
      if (step.first > from && step.first < to) out.push_back(step.first);
    }
  };
  // Lines and ships step nothing in a run whose goods they do not carry: their days must not be days of the
  // others' plans.
  const bool oil = std::any_of(w.flows.begin(), w.flows.end(), [](const Flow& f) { return f.by_pipeline(); });
  const auto idle = [&](const Link& l) {
    return (l.is_pipeline() || l.fleet.valid()) && !l.cargo.empty() &&
           std::none_of(w.flows.begin(), w.flows.end(), [&](const Flow& f) {
             return std::any_of(l.cargo.begin(), l.cargo.end(),
                                [&](CommodityId c) { return w.is_kind_of(f.cargo, c); });
           });
  };
  const auto idle_quay = [&](const Terminal& t) {
    return !oil && !t.cargo.empty() && std::all_of(t.cargo.begin(), t.cargo.end(), [&](CommodityId c) {
      return c.n < w.piped.size() && w.piped[c.n];
    });
  };
  for (const Link& l : w.links) {
    if (idle(l)) continue;
    add(l.tracks), add(l.pairs), add(l.capacity_mt_year), add(l.electrified), add(l.closed);
    add(l.background_forward), add(l.background_backward);
    add(l.tanks_kt), add(l.others_mt_year), add(l.rules_leave);
  }
  for (const Link& l : w.links) {
    if (l.fleet.valid() && !idle(l)) add(at(w.fleets, l.fleet).ships);
  }
  for (const Place& p : w.places) add(p.closed);
  for (const Border& b : w.borders) add(b.trains), add(b.trains_inward);
  for (const Transshipment& t : w.transshipments) {
    const bool used = std::any_of(w.flows.begin(), w.flows.end(),
                                  [&](const Flow& f) { return w.is_among(f.cargo, t.cargo); });
    if (used) add(t.outward), add(t.inward);
  }
  for (const Terminal& t : w.terminals) {
    if (idle_quay(t)) continue;
    add(t.intake_trains_day), add(t.room_kt_month), add(t.storage_kt), add(t.berths), add(t.closed);
    add(t.rules_leave);
  }
  for (const Flow& f : w.flows) add(f.loading_trains_day);
  for (const WagonFleet& f : w.wagons) add(f.count);
  for (const Link& l : w.links) {
    if (idle(l)) continue;
    for (const Day day : {l.validity.from, l.validity.to + std::chrono::days{1}}) {
      if (day > from && day < to) out.push_back(day);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// [step of the way] The tariff that holds there, on whatever day; nullptr: none.
std::vector<const Tariff*> tariffs_along(const World& world, const Route& way) {
  const PlaceId port = way.terminal.valid() ? at(world.terminals, way.terminal).port : way.delivered;
  std::vector<const Tariff*> tariffs;
  for (const RailStep& step : way.rail) {
    const Link& link = at(world.links, step.link);
    const bool rail = link.mode == Mode::rail && link.railway.valid();
    tariffs.push_back(rail ? tariff_for(world, link.railway, way.cargo, port) : nullptr);
  }
  return tariffs;
}

/// What plans ask of links, places and tariffs on one day, each worked out once.
class Today {
 public:
  Today(const World& world, Day day) : world_(world), day_(day) {
    for (std::size_t i = 0; i < world.links.size(); ++i) {
      const Link& link = world.links[i];
      links_.push_back(
          {free_flow_hours(world, LinkId{i}, day), world.usd_on(link.freight_per_t, day), link.open_on(day)});
    }
    for (const Place& place : world.places) closed_.push_back(place.closed.on(day));
    for (const Tariff& t : world.tariffs)
      tariffs_.push_back({world.usd_on(t.rate_per_t_km, day), world.usd_on(t.fixed_per_t, day)});
  }

  /// Into `plan`, whatever it was before.
  void plan_way(const Route& way, const std::vector<const Tariff*>& tariffs, WayPlan& plan) const {
    std::vector<Leg> legs = std::move(plan.legs);
    legs.clear();
    plan = {};
    plan.legs = std::move(legs);
    const std::string& home =
        world_.terms.home.empty() ? at(world_.places, way.origin).country : world_.terms.home;
    RailwayId last;
    for (std::size_t s = 0; s < way.rail.size(); ++s) {
      const RailStep& step = way.rail[s];
      const Link& link = at(world_.links, step.link);
      const OfLink& today = at(links_, step.link);
      add_legs(step, plan);
      for (const TerminalId shore : link.terminals) {
        if (!shore.valid()) continue;
        plan.open = plan.open && !at(world_.terminals, shore).closed.on(day_);
        plan.ferry_handling_usd_t += world_.usd_on(at(world_.terminals, shore).handling_per_t, day_);
      }
      plan.open = plan.open && today.open;
      if (link.border.valid()) plan.border_usd_t += world_.border_usd_t(link.border, way.cargo, day_);
      if (link.mode != Mode::rail || !link.railway.valid()) {
        const bool at_home = link.is_pipeline() && at(world_.places, link.from).country == home;
        (link.fleet.valid() ? plan.ferry_usd_t
         : at_home          ? plan.home_rail_usd_t
                            : plan.foreign_rail_usd_t) += today.freight_usd_t;
        continue;
      }
      double& rail =
          at(world_.railways, link.railway).country == home ? plan.home_rail_usd_t : plan.foreign_rail_usd_t;
      if (const Tariff* tariff = tariffs[s]) {
        const OfTariff& asks = tariffs_[static_cast<std::size_t>(tariff - world_.tariffs.data())];
        rail += asks.rate_usd_t_km * link.km;
        if (link.railway != last) rail += asks.fixed_usd_t;
      }
      last = link.railway;
    }
    if (const WagonFleet* fleet = fleet_for(world_, way.cargo)) {
      plan.rent_usd_day = world_.usd_on(fleet->rent_per_day, day_);
      plan.wagon_payload_t = fleet->payload_t;
    }
    if (way.sea.valid()) {
      plan.sea_usd_t = at(links_, way.sea).freight_usd_t;
      plan.sea_hours = at(links_, way.sea).hours;
      plan.open = plan.open && at(links_, way.sea).open;
    }
    for (const PlaceId place : way.places) plan.open = plan.open && !at(closed_, place);
    if (way.terminal.valid()) plan.open = plan.open && !at(world_.terminals, way.terminal).closed.on(day_);
  }

 private:
  struct OfLink {
    double hours, freight_usd_t;
    bool open;
  };
  struct OfTariff {
    double rate_usd_t_km, fixed_usd_t;
  };

  void add_legs(const RailStep& step, WayPlan& plan) const {
    const Link& link = at(world_.links, step.link);
    if (link.border.valid()) plan.legs.push_back({Leg::Kind::border, step.forward, step.link, 0});
    const bool slots = link.railway.valid() && at(world_.railways, link.railway).slots;
    const double hours = at(links_, step.link).hours;
    plan.rail_hours += hours;
    if (link.is_pipeline() || link.fleet.valid()) {
      plan.legs.push_back(
          {link.is_pipeline() ? Leg::Kind::pipe : Leg::Kind::ferry, step.forward, step.link, hours});
      return;
    }
    const bool joins_trunk = !slots && !plan.legs.empty() && plan.legs.back().kind == Leg::Kind::trunk;
    if (joins_trunk) {
      plan.legs.back().hours += hours;
    } else {
      plan.legs.push_back({slots ? Leg::Kind::section : Leg::Kind::trunk, step.forward, step.link, hours});
    }
  }

  const World& world_;
  Day day_;
  std::vector<OfLink> links_;      ///< [LinkId]
  std::vector<char> closed_;       ///< [PlaceId]
  std::vector<OfTariff> tariffs_;  ///< in the order of the world
};

}  // namespace

WayPlans::WayPlans(const World& world, const Atlas& atlas)
    : changes_(steps_between(world, atlas.start, atlas.end)) {
  of_day_[atlas.start];
  for (const Day day : changes_) of_day_[day];
  for (const MonthAtlas& month : atlas.months) of_day_[std::max(month.planned_on, atlas.start)];
  std::vector<std::vector<const Tariff*>> tariffs;
  for (const Route& way : atlas.ways) {
    tariffs.push_back(tariffs_along(world, way));
    std::vector<LinkId> links;
    for (const RailStep& step : way.rail) links.push_back(step.link);
    work_.push_back(work_of(world, way.origin, way.delivered, links));
  }
  const std::vector<const WayPlan*>* before = nullptr;
  WayPlan plan;
  for (auto& [day, of] : of_day_) {
    const Today today{world, day};
    of.reserve(atlas.ways.size());
    for (std::size_t way = 0; way < atlas.ways.size(); ++way) {
      today.plan_way(atlas.ways[way], tariffs[way], plan);
      if (before != nullptr && *(*before)[way] == plan) {
        of.push_back((*before)[way]);
      } else {
        of.push_back(&plans_.emplace_back(plan));
      }
    }
    before = &of;
  }
}

double forming_days(const WagonFleet& fleet) {
  return std::max(0.0, fleet.terminal_days - (fleet.load_h.mean() + fleet.unload_h.mean()) / 24.0);
}

double default_intake(const World& world, const Terminal& terminal, Day day) {
  const double room_t = terminal.room_kt_month.said(day)      ? terminal.room_kt_month.on(day) * 12e3
                        : terminal.capacity_mt_year.said(day) ? terminal.capacity_mt_year.on(day) * 1e6
                                                              : 0.0;
  if (room_t <= 0) return 1.0;
  double train_t = 1.0;
  for (const WagonFleet& fleet : world.wagons) train_t = std::max(train_t, fleet.payload_t * fleet.per_train);
  return kPeakOverMean * room_t / 365.0 / train_t;
}

}  // namespace corridor::model
