// Key figures of resilience: what a disruption leaves behind and how long it takes to clear, and what a route
// could take besides before its trains wait twice as long. Definitions: docs/bottlenecks.md.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/experiment/families.hpp"
#include "sim/experiment/spare.hpp"
#include "sim/experiment/trade_program.hpp"

namespace corridor::experiment {
namespace {

using model::LotRow;
using model::Route;
using model::Steps;
using model::World;
using std::chrono::days;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kDisrupted = 0.75;  ///< a capacity that falls to this share of what it was, or below
constexpr int kDaysBefore = 30;      ///< that say what was usual, where the window holds so many
constexpr int kDaysAtLeast = 14;

// ---- disruptions ----

struct Disruption {
  std::string id;  ///< of what was disrupted
  Period days;
  std::function<bool(const Route&)> concerns;  ///< whether a way passes there
};

/// Times in which a figure is much lower than before, and after which it is back.
std::vector<Period> dips(const std::vector<std::pair<Day, double>>& steps, double at_first, Period window) {
  std::vector<Period> out;
  double before = at_first;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& [from, level] = steps[i];
    if (level <= before * kDisrupted && level < before && from >= window.from + days{kDaysAtLeast}) {
      const auto back = std::find_if(steps.begin() + static_cast<std::ptrdiff_t>(i), steps.end(),
                                     [&](const auto& step) { return step.second >= before; });
      if (back == steps.end() || back->first > window.to) return out;
      out.push_back({from, back->first - days{1}});
      i = static_cast<std::size_t>(back - steps.begin());
    }
    before = steps[i].second;
  }
  return out;
}
std::vector<Period> dips(const Steps<double>& steps, Period window, double at_first = 0) {
  return dips(steps.steps(), at_first, window);
}
std::vector<Period> closings(const Steps<bool>& closed, Period window) {
  std::vector<std::pair<Day, double>> open;
  for (const auto& [from, shut] : closed.steps()) open.emplace_back(from, shut ? 0.0 : 1.0);
  return dips(open, 1, window);
}

bool passes(const Route& way, model::LinkId link) {
  return way.sea == link || std::any_of(way.rail.begin(), way.rail.end(),
                                        [&](const model::RailStep& step) { return step.link == link; });
}

/// Dated closings and cuts of the measured window that end in it, each thing and time once; and so for what
/// rules block for a time.
class Disruptions {
 public:
  Disruptions(const World& w, const model::Atlas& atlas) : window_(w.measure) {
    for (std::size_t i = 0; i < w.places.size(); ++i) {
      const auto here = [p = model::PlaceId{i}](const Route& way) {
        return std::find(way.places.begin(), way.places.end(), p) != way.places.end();
      };
      add(w.places[i].id, here, {closings(w.places[i].closed, window_)});
    }
    for (std::size_t i = 0; i < w.links.size(); ++i) {
      const model::Link& l = w.links[i];
      const auto here = [id = model::LinkId{i}](const Route& way) { return passes(way, id); };
      add(l.id, here,
          {closings(l.closed, window_), dips(l.pairs, window_), dips(l.capacity_mt_year, window_),
           dips(l.rules_leave, window_, 1)});
    }
    for (const model::Border& b : w.borders) {
      const auto here = [link = b.link](const Route& way) { return passes(way, link); };
      add(b.id, here, {dips(b.trains, window_), dips(b.trains_inward, window_)});
    }
    for (std::size_t i = 0; i < w.fleets.size(); ++i) {
      const auto here = [&w, fleet = model::FleetId{i}](const Route& way) {
        return std::any_of(way.rail.begin(), way.rail.end(), [&](const model::RailStep& step) {
          return at(w.links, step.link).fleet == fleet;
        });
      };
      add(w.fleets[i].id, here, {dips(w.fleets[i].ships, window_)});
    }
    for (std::size_t i = 0; i < w.terminals.size(); ++i) {
      const model::Terminal& t = w.terminals[i];
      const auto here = [&w, id = model::TerminalId{i}](const Route& way) {
        return way.terminal == id ||
               std::any_of(way.rail.begin(), way.rail.end(), [&](const model::RailStep& step) {
                 const auto& shores = at(w.links, step.link).terminals;
                 return std::find(shores.begin(), shores.end(), id) != shores.end();
               });
      };
      add(t.id, here,
          {closings(t.closed, window_), dips(t.room_kt_month, window_), dips(t.intake_trains_day, window_),
           dips(t.berths, window_), dips(t.rules_leave, window_, 1)});
    }
    add_blockings(atlas);
  }
  std::vector<Disruption> all;

 private:
  /// A rule's time, by the first day and the last, with the ways that it stops then.
  void add_blockings(const model::Atlas& atlas) {
    std::set<std::pair<model::Lawbook::ClassId, std::uint32_t>> uses;
    for (const model::MonthAtlas& month : atlas.months) {
      for (const model::FlowChoices& choices : month.flows) {
        for (const model::Alternative& a : choices.alternatives) uses.emplace(a.law, a.way);
      }
    }
    std::map<std::tuple<std::uint16_t, Day, Day>, std::set<const Route*>> blocked;
    for (const auto& [law, way] : uses) {
      for (Day day = window_.from + days{kDaysAtLeast}; day <= window_.to;) {
        const model::Ruling& ruling = atlas.laws.on(law, day);
        const Day next = atlas.laws.changes_after(law, day);
        const bool begins = atlas.laws.on(law, day - days{1}) != ruling;
        if (ruling.standing == model::Standing::blocked && begins && next <= window_.to)
          blocked[{ruling.rule, day, next - days{1}}].insert(&atlas.ways[way]);
        day = next;
      }
    }
    for (const auto& [when, stopped] : blocked) {
      const auto& [rule, first, last] = when;
      all.push_back({atlas.laws.rule_names()[rule], {first, last}, [ways = stopped](const Route& way) {
                       return ways.contains(&way);
                     }});
    }
  }
  void add(const std::string& id, const std::function<bool(const Route&)>& here,
           const std::vector<std::vector<Period>>& times) {
    std::set<std::pair<Day, Day>> seen;
    for (const std::vector<Period>& periods : times) {
      for (const Period& p : periods) {
        if (seen.insert({p.from, p.to}).second) all.push_back({id, p, here});
      }
    }
  }
  Period window_;
};

/// Tonnes released and not arrived at the beginning of each day of the window, of the ways concerned.
std::vector<double> under_way(const Source& s, const Disruption& d) {
  const Period window = s.world.measure;
  const auto n = static_cast<std::int64_t>(count_days(window));
  std::vector<double> change(static_cast<std::size_t>(n) + 1);
  std::vector<int> known(s.ground->atlas.ways.size(), -1);
  for (const LotRow& lot : s.ledger.lots) {
    if (known[lot.way] < 0) known[lot.way] = d.concerns(s.ground->atlas.ways[lot.way]) ? 1 : 0;
    if (known[lot.way] == 0) continue;
    const bool still = lot.fate == model::Fate::under_way || lot.fate == model::Fate::in_stock;
    const auto day_after = [&](ModelTime t) {
      return (std::chrono::floor<days>(t) - window.from).count() + 1;
    };
    const std::int64_t from = std::clamp<std::int64_t>(day_after(lot.released), 0, n);
    const std::int64_t until = still ? n : std::clamp<std::int64_t>(day_after(lot.ended), from, n);
    change[static_cast<std::size_t>(from)] += in_tonnes(lot.mass);
    change[static_cast<std::size_t>(until)] -= in_tonnes(lot.mass);
  }
  change.pop_back();
  for (std::size_t day = 1; day < change.size(); ++day) change[day] += change[day - 1];
  return change;
}

Aftermath aftermath_of(const Source& s, const Disruption& d) {
  const std::vector<double> tonnes = under_way(s, d);
  const auto number = [&](Day day) {
    return static_cast<std::ptrdiff_t>((day - s.world.measure.from).count());
  };
  const Day first = std::max(s.world.measure.from, d.days.from - days{kDaysBefore});
  const double usual =
      *std::max_element(tonnes.begin() + number(first), tonnes.begin() + number(d.days.from) + 1);
  const auto begin = tonnes.begin() + number(d.days.from),
             reopened = tonnes.begin() + number(d.days.to + days{1});
  const auto clear = std::find_if(reopened, tonnes.end(), [&](double t) { return t <= usual; });
  Aftermath out;
  out.backlog_t = std::max(0.0, *std::max_element(begin, tonnes.end()) - usual);
  out.clear = clear != tonnes.end();
  out.days = out.clear ? static_cast<double>(clear - reopened) : kNone;
  out.used = *std::max_element(tonnes.begin(), tonnes.end()) > 0;
  return out;
}

Family aftermath_family() {
  Family f;
  f.cuts = {{Key::event}};
  f.figures.push_back(
      {"recovery_days", "days",
       "Days from the end of a dated disruption until no more tonnes are on their way over that "
       "place than on the worst of the 30 days before it; mean over the replications in which it "
       "clears within the window.",
       false, false, [](const Source& s, Rows rows) { return s.aftermaths[rows.front()].days; }});
  f.figures.push_back(
      {"recovered", "", "Share of the replications in which it clears within the window.", false, false,
       [](const Source& s, Rows rows) { return s.aftermaths[rows.front()].clear ? 1.0 : 0.0; }});
  f.figures.push_back(
      {"backlog", "t",
       "Tonnes on their way over that place beyond those of the worst of the 30 days before, at "
       "their most.",
       false, false, [](const Source& s, Rows rows) { return s.aftermaths[rows.front()].backlog_t; }});
  f.facts = [](Source& s) {
    Facts facts;
    if (s.ground == nullptr) return facts;
    for (const Disruption& d : Disruptions(s.world, s.ground->atlas).all) {
      const Aftermath aftermath = aftermath_of(s, d);
      if (!aftermath.used) continue;
      facts.add(s.aftermaths.size(),
                {{Key::event, s.label.of(fmt::format("{} {}", d.id, to_iso(d.days.from)))}});
      s.aftermaths.push_back(aftermath);
    }
    return facts;
  };
  return f;
}

// ---- spare tonnes ----

class Spare {
 public:
  explicit Spare(const Source& s) : s_(s), table_(*s.ground) {
    for (const LotRow& lot : s.ledger.lots) {
      if (lot.fate != model::Fate::delivered || !measured(s.world, lot.ended)) continue;
      const auto [way, is_new] = ways_.try_emplace(lot.way);
      if (is_new) {
        way->second.route = lot.route;
        way->second.uses =
            table_.of(lot.flow, lot.pool, lot.bound, lot.way, 0, month_of(s.world.measure.from));
        std::erase_if(way->second.uses, [](const auto& use) { return !on_a_route(use.first.capacity.kind); });
        for (const auto& [key, each] : way->second.uses)
          way->second.adds.emplace_back(&used_[key.capacity], each);
      }
      for (const auto& [used, each] : way->second.adds) *used += each * in_tonnes(lot.mass);
    }
  }

  /// By its roomiest line; nothing of routes without a limit.
  std::map<model::RouteId, double> by_route() const {
    std::map<model::RouteId, double> out;
    std::map<Capacity, double> amounts;
    for (const auto& [capacity, used] : used_) amounts[capacity] = amount_of(capacity);
    for (const auto& [number, way] : ways_) {
      std::vector<UsedCapacity> places;
      std::map<Capacity, double> takes;
      for (const auto& [key, each] : way.uses) takes[key.capacity] += each;
      for (const auto& [capacity, each] : takes) {
        const double amount = amounts.at(capacity);
        if (amount == kUnlimited || each <= 0) continue;
        places.push_back({used_.at(capacity), amount, each, interval_days(capacity, amount)});
      }
      if (places.empty()) continue;
      double& most = out[way.route];
      most = std::max(most, tonnes_until_double(places));
    }
    return out;
  }

 private:
  struct WayUsed {
    model::RouteId route;
    Uses uses;
    std::vector<std::pair<double*, double>> adds;  ///< the same: into what is used, what each tonne adds
  };
  static bool on_a_route(CapacityKind kind) {
    return kind != CapacityKind::supply && kind != CapacityKind::loading && kind != CapacityKind::pool &&
           kind != CapacityKind::quota && kind != CapacityKind::fleet;
  }

  /// Of the window: each month as on its middle day.
  double amount_of(Capacity c) const {
    const Capacities& table = table_.capacities();
    double sum = 0;
    for (Month m = month_of(s_.world.measure.from); m <= month_of(s_.world.measure.to); m = m + 1) {
      const Period in = days_of(m, s_.world.measure);
      const Day middle = in.from + (in.to - in.from) / 2;
      const double figure = table.mean(c, {middle, middle});
      const bool by_month = table.unit(c) == "kt/month";
      const double a_day = by_month               ? figure * 1e3 / days_in(m)
                           : is_in_trains(c.kind) ? figure * table.train_t()
                                                  : figure;
      sum += a_day * static_cast<double>(count_days(in));
    }
    return sum;
  }

  /// Trains wait for trains, ships for ships; what is booked by the month does not wait.
  double interval_days(Capacity c, double amount) const {
    double lot_t = 0;
    if (is_in_trains(c.kind)) lot_t = table_.capacities().train_t();
    if (c.kind == CapacityKind::berths) lot_t = s_.world.terminals[c.index].lot_t.on(s_.world.measure.from);
    return lot_t * window_days(s_.world) / amount;
  }

  const Source& s_;
  UseTable table_;
  std::map<std::uint32_t, WayUsed> ways_;
  std::map<Capacity, double> used_;
};

Family spare_family() {
  Family f;
  f.cuts = {{Key::route}};
  f.figures.push_back(
      {"spare", "t",
       "Tonnes that a route could take besides in the measured window, by the roomiest of the "
       "lines in use, before its trains and ships wait twice as long (by the waits of a queue at "
       "the use that was simulated) or what is booked by the month is full.",
       false, false, [](const Source& s, Rows rows) { return s.spares[rows.front()]; }});
  f.facts = [](Source& s) {
    Facts facts;
    if (s.ground == nullptr) return facts;
    for (const auto& [route, tonnes] : Spare(s).by_route()) {
      facts.add(s.spares.size(), {{Key::route, s.label.of(at(s.ledger.routes, route).id)}});
      s.spares.push_back(tonnes);
    }
    return facts;
  };
  return f;
}

}  // namespace

std::vector<Family> resilience_families() { return {aftermath_family(), spare_family()}; }

}  // namespace corridor::experiment
