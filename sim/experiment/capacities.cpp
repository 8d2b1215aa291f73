#include "sim/experiment/capacities.hpp"

#include <algorithm>
#include <array>

#include "sim/model/berths.hpp"
#include "sim/model/way_plan.hpp"

namespace corridor::experiment {

using model::Terminal;

namespace {

constexpr std::array<std::string_view, kCapacityKinds> kWords{
    "link",       "border", "transshipment", "loading", "terminal", "unloading", "berths",
    "acceptance", "pool",   "quota",         "fleet",   "pipeline", "ships",     "supply"};
constexpr std::array<std::string_view, kCapacityKinds> kPhrases{"train paths",
                                                                "border trains",
                                                                "change of gauge",
                                                                "loading at the mine",
                                                                "room at the terminal",
                                                                "unloading of trains",
                                                                "berths",
                                                                "railway acceptance",
                                                                "what buyers take",
                                                                "quota",
                                                                "wagons",
                                                                "pipeline",
                                                                "ships",
                                                                "what the mine sells"};
constexpr std::array<std::string_view, kCapacityKinds> kUnits{
    "trains/day", "trains/day", "trains/day", "trains/day", "kt/month", "trains/day", "kt/month",
    "kt/month",   "kt/month",   "kt",         "wagons",     "kt/month", "ships",      "kt/month"};

bool by_day(CapacityKind kind) {
  switch (kind) {
    case CapacityKind::link:
    case CapacityKind::border:
    case CapacityKind::works:
    case CapacityKind::loading:
    case CapacityKind::unloading:
    case CapacityKind::berths:
    case CapacityKind::fleet:
    case CapacityKind::pipeline:
    case CapacityKind::ships:
      return true;
    default:
      return false;
  }
}

/// Tonnes a day that the berths can load for us: all day, less what they load for others.
double berths_t_day(const Terminal& t, Day day) {
  if (t.closed.on(day)) return 0;
  const double berths = std::max<double>(1.0, static_cast<double>(round_half_away(t.berths.on(day, 1))));
  double others_t = 0;
  if (t.capacity_mt_year.said(day)) others_t = model::others_load_t_year(t, day) / 365.0;
  return std::max(0.0, berths * t.rate_t_h.on(day, 1000.0) * 24.0 - others_t);
}

}  // namespace

std::string_view to_word(CapacityKind kind) { return kWords[static_cast<std::size_t>(kind)]; }
bool is_in_trains(CapacityKind kind) {
  return kind == CapacityKind::link || kind == CapacityKind::border || kind == CapacityKind::works ||
         kind == CapacityKind::loading || kind == CapacityKind::unloading;
}

std::string_view to_phrase(CapacityKind kind) { return kPhrases[static_cast<std::size_t>(kind)]; }

Period days_of(Month month, Period window) {
  return {std::max(first_day(month), window.from),
          std::min(first_day(month + 1) - std::chrono::days{1}, window.to)};
}

std::string Capacities::id(Capacity c) const {
  switch (c.kind) {
    case CapacityKind::link:
      return world_.links[c.index].id;
    case CapacityKind::border:
      return world_.borders[c.index / 2].id + (c.index % 2 == 0 ? "" : "-inward");
    case CapacityKind::works:
      return world_.transshipments[c.index / 2].id + (c.index % 2 == 0 ? "" : "-inward");
    case CapacityKind::loading:
    case CapacityKind::supply:
      return world_.flows[c.index].id;
    case CapacityKind::terminal:
    case CapacityKind::unloading:
    case CapacityKind::berths:
      return world_.terminals[c.index].id;
    case CapacityKind::acceptance:
      return world_.acceptances[c.index].id;
    case CapacityKind::pool:
      return world_.pools[c.index].id;
    case CapacityKind::quota:
      return atlas_.laws.rule_names()[atlas_.laws.quotas()[c.index].rule];
    case CapacityKind::fleet:
      return world_.wagons[c.index].id;
    case CapacityKind::pipeline:
      return world_.links[c.index].id;
    case CapacityKind::ships:
      return world_.fleets[c.index].id;
  }
  return {};
}

std::string_view Capacities::unit(Capacity c) const { return kUnits[static_cast<std::size_t>(c.kind)]; }

double Capacities::train_t() const {
  return world_.wagons.empty() ? 1000.0 : world_.wagons.front().payload_t * world_.wagons.front().per_train;
}

double Capacities::trains_weight(model::CommodityId cargo) const {
  const model::WagonFleet* fleet = model::fleet_for(world_, cargo);
  return fleet == nullptr ? 1.0 : train_t() / (fleet->payload_t * fleet->per_train);
}

/// In the unit of the table; berths and pipelines in tonnes a day.
double Capacities::per_day(Capacity c, Day day) const {
  switch (c.kind) {
    case CapacityKind::link: {
      const model::LinkId link{std::size_t{c.index}};
      const model::World::Paths there = world_.paths_on(link, true, day),
                                back = world_.paths_on(link, false, day);
      double trains = std::min(there.per_day, back.per_day);
      if (there.shared_per_day > 0) trains = std::min(trains, there.shared_per_day / 2.0);
      return trains;
    }
    case CapacityKind::border: {
      const model::Border& border = world_.borders[c.index / 2];
      if (border.link.valid() && !at(world_.links, border.link).open_on(day)) return 0;
      return border.accepts(c.index % 2 == 0, day, kUnlimited);
    }
    case CapacityKind::works: {
      const model::Transshipment& works = world_.transshipments[c.index / 2];
      return (c.index % 2 == 0 ? works.outward : works.inward).on(day, kUnlimited);
    }
    case CapacityKind::loading:
      return world_.flows[c.index].loading_trains_day.on(day);
    case CapacityKind::unloading: {
      const Terminal& t = world_.terminals[c.index];
      if (t.closed.on(day)) return 0;
      return t.intake_trains_day.said(day) ? t.intake_trains_day.on(day)
                                           : model::default_intake(world_, t, day);
    }
    case CapacityKind::berths:
      return berths_t_day(world_.terminals[c.index], day);
    case CapacityKind::fleet:
      return static_cast<double>(round_half_away(world_.wagons[c.index].count.on(day)));
    case CapacityKind::pipeline: {
      const model::Link& link = world_.links[c.index];
      return link.ours_t_day(day, link.rules_leave.on(day, 1.0));
    }
    case CapacityKind::ships: {
      const model::Fleet& fleet = world_.fleets[c.index];
      return fleet.ships.on(day) * (1.0 - fleet.weather_days_year.on(day) / 365.0);
    }
    default:
      return kUnlimited;
  }
}

/// Tonnes of a whole month.
double Capacities::per_month(Capacity c, Month month) const {
  const Day day = first_day(month);
  switch (c.kind) {
    case CapacityKind::terminal: {
      const Terminal& t = world_.terminals[c.index];
      if (t.room_kt_month.said(day)) return t.room_kt_month.on(day) * 1e3;
      if (t.capacity_mt_year.said(day)) return t.capacity_mt_year.on(day) * 1e6 / 12.0;
      return kUnlimited;
    }
    case CapacityKind::acceptance: {
      const model::Acceptance& a = world_.acceptances[c.index];
      return a.kt_month.said(day) ? a.kt_month.on(day) * 1e3 : kUnlimited;
    }
    case CapacityKind::pool: {
      const double kg = model::pool_cap_kg(world_.pools[c.index], day);
      return kg >= 1e15 ? kUnlimited : kg / 1000.0;
    }
    case CapacityKind::supply: {
      const model::Flow& f = world_.flows[c.index];
      return f.kt_month.on(day) * f.season[static_cast<std::size_t>(month_of_year(month) - 1)] * 1e3;
    }
    default:
      return kUnlimited;
  }
}

double Capacities::amount(Capacity c, Month month, Period window,
                          const std::function<bool(Day)>& usable) const {
  if (c.kind == CapacityKind::quota) return in_tonnes(atlas_.laws.quotas()[c.index].amount);
  const Period days = days_of(month, window);
  const auto counts = [&](Day day) { return !usable || usable(day); };
  if (by_day(c.kind)) {
    const double each = is_in_trains(c.kind) ? train_t() : 1.0;
    double sum = 0;
    for (Day day = days.from; day <= days.to; day += std::chrono::days{1}) {
      if (counts(day)) sum += per_day(c, day) * each;
    }
    return sum;
  }
  // A month's norm can be met on the days that are left; it is lost where there are none.
  bool any = false;
  for (Day day = days.from; day <= days.to && !any; day += std::chrono::days{1}) any = counts(day);
  if (!any) return 0;
  return per_month(c, month) * static_cast<double>(count_days(days)) / days_in(month);
}

double Capacities::mean(Capacity c, Period period) const {
  if (c.kind == CapacityKind::quota) return in_tonnes(atlas_.laws.quotas()[c.index].amount) / 1e3;
  double sum = 0;
  const bool by_month = c.kind == CapacityKind::berths || c.kind == CapacityKind::pipeline;
  if (by_day(c.kind) && !by_month) {
    for (Day day = period.from; day <= period.to; day += std::chrono::days{1}) sum += per_day(c, day);
    return sum / static_cast<double>(count_days(period));
  }
  double months = 0;
  for (Month m = month_of(period.from); m <= month_of(period.to); m = m + 1) {
    sum += amount(c, m, period) / 1e3;
    months += static_cast<double>(count_days(days_of(m, period))) / days_in(m);
  }
  return sum / months;
}

}  // namespace corridor::experiment
