// Key figures of operations, month by month: trains at the joints, those that stand, wagons in use.

#include <algorithm>
#include <string_view>

#include "sim/experiment/families.hpp"

namespace corridor::experiment {
namespace {

Month measured_month(const model::World& world, std::size_t number) {
  return month_of(world.measure.from) + static_cast<int>(number);
}
/// Days of a measured month that lie in the window.
Period days_of_month(const model::World& world, Month month) {
  return {std::max(first_day(month), world.measure.from),
          std::min(first_day(month + 1) - std::chrono::days{1}, world.measure.to)};
}
double days_in_window(const model::World& world, Month month) {
  const Period p = days_of_month(world, month);
  return static_cast<double>((p.to - p.from).count() + 1);
}

std::size_t measured_months(const model::World& world) {
  return static_cast<std::size_t>(month_of(world.measure.to).number - month_of(world.measure.from).number) +
         1;
}

/// One fact for each of `n` joints that is used and each measured month; row = joint * months + month.
Facts joint_facts(const Source& s, std::size_t n, Key key, const std::function<bool(std::size_t)>& used,
                  const std::function<std::string_view(std::size_t)>& id) {
  Facts facts;
  const std::size_t months = measured_months(s.world);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t m = 0; used(i) && m < months; ++m) {
      facts.add(i * months + m,
                {{key, s.label.of(id(i))}, {Key::month, s.label.month(measured_month(s.world, m))}});
    }
  }
  return facts;
}

/// The sum of value(joint, month) over rows.
template <class Value>
double over_joints(const Source& s, Rows rows, Value value) {
  const std::size_t months = measured_months(s.world);
  double sum = 0;
  for (const std::uint32_t r : rows) sum += value(r / months, r % months);
  return sum;
}

/// The ledger's months at borders begin with one for the run-in.
const model::BorderUse& at_border(const Source& s, std::size_t border, std::size_t month) {
  return s.ledger.borders[border][month + 1];
}

Family border_months_family() {
  Family f;
  f.cuts = {{Key::border, Key::month}};
  f.figures.push_back({"crossings_per_day", "trains/day",
                       "Loaded trains of ours taken over the border in the month, the busier way.", true,
                       false, [](const Source& s, Rows rows) {
                         return over_joints(s, rows, [&](std::size_t border, std::size_t m) {
                           const model::BorderUse& use = at_border(s, border, m);
                           return static_cast<double>(std::max(use.trains[0], use.trains[1])) /
                                  days_in_window(s.world, measured_month(s.world, m));
                         });
                       }});
  f.figures.push_back({"crossings_agreed", "trains/day",
                       "Trains agreed between the railways in the month, all traffic.", true, false,
                       [](const Source& s, Rows rows) {
                         return over_joints(s, rows, [&](std::size_t border, std::size_t m) {
                           const Period days = days_of_month(s.world, measured_month(s.world, m));
                           double sum = 0;
                           for (Day day = days.from; day <= days.to; day += std::chrono::days{1})
                             sum += s.world.borders[border].nominal_trains.on(day);
                           return sum / (static_cast<double>((days.to - days.from).count()) + 1);
                         });
                       }});
  f.figures.push_back(
      {"standing_at_border", "trains",
       "Loaded trains of ours that stood before the crossing, papers done, mean of the month.", true, false,
       [](const Source& s, Rows rows) {
         return over_joints(s, rows, [&](std::size_t border, std::size_t m) {
           const model::BorderUse& use = at_border(s, border, m);
           return static_cast<double>(use.wait_seconds[0] + use.wait_seconds[1]) / 86400.0 /
                  days_in_window(s.world, measured_month(s.world, m));
         });
       }});
  f.facts = [](const Source& s) {
    const auto used = [&](std::size_t i) {
      const std::vector<model::BorderUse>& months = s.ledger.borders[i];
      return months.size() > 1 &&
             std::any_of(months.begin() + 1, months.end(),
                         [](const model::BorderUse& m) { return m.trains[0] + m.trains[1] > 0; });
    };
    return joint_facts(s, s.ledger.borders.size(), Key::border, used,
                       [&](std::size_t i) -> std::string_view { return s.world.borders[i].id; });
  };
  return f;
}

Family terminal_months_family() {
  Family f;
  f.cuts = {{Key::terminal, Key::month}};
  f.figures.push_back({"standing_at_terminal", "trains",
                       "Loaded trains of ours that stood before the terminal, mean of the month.", true,
                       false, [](const Source& s, Rows rows) {
                         return over_joints(s, rows, [&](std::size_t terminal, std::size_t m) {
                           const auto seconds = s.ledger.terminal_months[terminal][m].standing_seconds;
                           return static_cast<double>(seconds) / 86400.0 /
                                  days_in_window(s.world, measured_month(s.world, m));
                         });
                       }});
  f.facts = [](const Source& s) {
    const auto used = [&](std::size_t i) {
      const std::vector<model::TerminalMonth>& months = s.ledger.terminal_months[i];
      return std::any_of(months.begin(), months.end(),
                         [](const model::TerminalMonth& m) { return m.trains > 0; });
    };
    return joint_facts(s, s.ledger.terminal_months.size(), Key::terminal, used,
                       [&](std::size_t i) -> std::string_view { return s.world.terminals[i].id; });
  };
  return f;
}

Family wagon_months_family() {
  Family f;
  f.cuts = {{Key::fleet, Key::month}};
  f.figures.push_back(
      {"wagons_in_month", "wagons", "Wagons away from a loading place or under one, mean of the month.", true,
       false, [](const Source& s, Rows rows) {
         return over_joints(
             s, rows, [&](std::size_t fleet, std::size_t m) { return s.ledger.fleet_months[fleet][m]; });
       }});
  f.facts = [](const Source& s) {
    return joint_facts(
        s, s.ledger.fleet_months.size(), Key::fleet, [](std::size_t) { return true; },
        [&](std::size_t i) -> std::string_view { return s.world.wagons[i].id; });
  };
  return f;
}

}  // namespace

std::vector<Family> month_families() {
  std::vector<Family> out;
  out.push_back(border_months_family());
  out.push_back(terminal_months_family());
  out.push_back(wagon_months_family());
  return out;
}

}  // namespace corridor::experiment
