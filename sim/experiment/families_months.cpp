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

/// One fact for each joint that a train passed and each measured month; row = joint * months + month.
using JointMonths = std::vector<std::vector<model::JointMonth>>;
Facts joint_facts(const Source& s, const JointMonths& joints, Key key,
                  const std::function<std::string_view(std::size_t)>& id) {
  Facts facts;
  for (std::size_t i = 0; i < joints.size(); ++i) {
    const bool used = std::any_of(joints[i].begin(), joints[i].end(),
                                  [](const model::JointMonth& m) { return m.trains[0] + m.trains[1] > 0; });
    for (std::size_t m = 0; used && m < joints[i].size(); ++m) {
      Fact fact;
      fact.row = static_cast<std::uint32_t>(i * joints[i].size() + m);
      fact[key] = s.label.of(id(i));
      fact[Key::month] = s.label.month(measured_month(s.world, m));
      facts.push_back(fact);
    }
  }
  return facts;
}

/// Of the joint and month of a single row.
template <class Value>
double of_joint(const JointMonths& joints, Rows rows, Value value) {
  double sum = 0;
  for (const std::uint32_t r : rows) {
    const std::size_t months = joints.front().size();
    sum += value(joints[r / months][r % months], r / months, r % months);
  }
  return sum;
}
double standing(const Source& s, const model::JointMonth& m, std::size_t month) {
  return static_cast<double>(m.standing_seconds) / 86400.0 /
         days_in_window(s.world, measured_month(s.world, month));
}

Family crossings_family() {
  Family f;
  f.cuts = {{Key::border, Key::month}};
  f.figures.push_back({"crossings_per_day", "trains/day",
                       "Loaded trains of ours that crossed the border in the month, the busier way.", true,
                       false, [](const Source& s, Rows rows) {
                         return of_joint(s.ledger.border_months, rows,
                                         [&](const model::JointMonth& m, std::size_t, std::size_t month) {
                                           return static_cast<double>(std::max(m.trains[0], m.trains[1])) /
                                                  days_in_window(s.world, measured_month(s.world, month));
                                         });
                       }});
  f.figures.push_back(
      {"crossings_agreed", "trains/day", "Trains agreed between the railways in the month, all traffic.",
       true, false, [](const Source& s, Rows rows) {
         return of_joint(s.ledger.border_months, rows,
                         [&](const model::JointMonth&, std::size_t border, std::size_t month) {
                           const Period days = days_of_month(s.world, measured_month(s.world, month));
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
         return of_joint(s.ledger.border_months, rows,
                         [&](const model::JointMonth& m, std::size_t, std::size_t month) {
                           return standing(s, m, month);
                         });
       }});
  f.facts = [](const Source& s) {
    return joint_facts(s, s.ledger.border_months, Key::border,
                       [&](std::size_t i) -> std::string_view { return s.world.borders[i].id; });
  };
  return f;
}

Family standing_family() {
  Family f;
  f.cuts = {{Key::terminal, Key::month}};
  f.figures.push_back({"standing_at_terminal", "trains",
                       "Loaded trains of ours that stood before the terminal, mean of the month.", true,
                       false, [](const Source& s, Rows rows) {
                         return of_joint(s.ledger.terminal_months, rows,
                                         [&](const model::JointMonth& m, std::size_t, std::size_t month) {
                                           return standing(s, m, month);
                                         });
                       }});
  f.facts = [](const Source& s) {
    return joint_facts(s, s.ledger.terminal_months, Key::terminal,
                       [&](std::size_t i) -> std::string_view { return s.world.terminals[i].id; });
  };
  return f;
}

Family wagon_months_family() {
  Family f;
  f.cuts = {{Key::fleet, Key::month}};
  f.figures.push_back({"wagons_in_month", "wagons",
                       "Wagons away from a loading place or under one, mean of the month.", true, false,
                       [](const Source& s, Rows rows) {
                         double sum = 0;
                         for (const std::uint32_t r : rows) {
                           const std::size_t months = s.ledger.fleet_months.front().size();
                           sum += s.ledger.fleet_months[r / months][r % months];
                         }
                         return sum;
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < s.ledger.fleet_months.size(); ++i) {
      const std::vector<double>& months = s.ledger.fleet_months[i];
      for (std::size_t m = 0; m < months.size(); ++m) {
        Fact fact;
        fact.row = static_cast<std::uint32_t>(i * months.size() + m);
        fact[Key::fleet] = s.label.of(s.world.wagons[i].id);
        fact[Key::month] = s.label.month(measured_month(s.world, m));
        facts.push_back(fact);
      }
    }
    return facts;
  };
  return f;
}

}  // namespace

std::vector<Family> month_families() {
  std::vector<Family> out;
  out.push_back(crossings_family());
  out.push_back(standing_family());
  out.push_back(wagon_months_family());
  return out;
}

}  // namespace corridor::experiment
