// Key figures of the network and of money: trains at the joints, wagons, who is paid for what.

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "sim/experiment/families.hpp"
#include "sim/model/way_graph.hpp"

namespace corridor::experiment {
namespace {

/// Direction of a border's link in which more of our loads go.
std::size_t busier(const model::LinkUse& use) { return use.trains[1] > use.trains[0] ? 1 : 0; }

/// Mean over the days of the measured window of a step function.
double mean_of_days(const model::World& world, const model::Steps<double>& steps) {
  double sum = 0;
  add_each_day(sum, steps, world.measure);
  return sum / window_days(world);
}

Family borders_family() {
  Family f;
  f.cuts = {{Key::border}};
  f.figures.push_back({"trains_per_day", "trains/day",
                       "Loaded trains of ours across the border, the busier way.", true, false,
                       [](const Source& s, Rows rows) {
                         double trains = 0;
                         for (const std::uint32_t r : rows) {
                           const model::LinkUse& use = at(s.ledger.links, s.world.borders[r].link);
                           trains += static_cast<double>(use.trains[busier(use)]);
                         }
                         return trains / window_days(s.world);
                       }});
  f.figures.push_back({"trains_agreed", "trains/day", "Trains agreed between the railways, all traffic.",
                       true, false, [](const Source& s, Rows rows) {
                         double trains = 0;
                         for (const std::uint32_t r : rows)
                           trains += mean_of_days(s.world, s.world.borders[r].nominal_trains);
                         return trains;
                       }});
  f.figures.push_back({"trains_accepted", "trains/day", "Trains that the crossing takes in fact.", true,
                       false, [](const Source& s, Rows rows) {
                         double trains = 0;
                         for (const std::uint32_t r : rows)
                           trains += mean_of_days(s.world, s.world.borders[r].trains);
                         return trains;
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < s.world.borders.size(); ++i) {
      const model::LinkId link = s.world.borders[i].link;
      if (!link.valid() || link.n >= s.ledger.links.size()) continue;
      const model::LinkUse& use = at(s.ledger.links, link);
      if (use.trains[0] + use.trains[1] + use.empties[0] + use.empties[1] == 0) continue;
      facts.add(i, {{Key::border, s.label.of(s.world.borders[i].id)}});
    }
    return facts;
  };
  return f;
}

/// A row for each border and month in which a train of ours stood there: border x 1000 + month of the ledger.
constexpr std::uint32_t kMonthsApart = 1000;
const std::vector<model::BorderUse>& months_at(const Source& s, std::uint32_t row) {
  return s.ledger.borders[row / kMonthsApart];
}
const model::BorderUse& month_at(const Source& s, std::uint32_t row) {
  return months_at(s, row)[row % kMonthsApart];
}

/// Trains that stand in the queue at the end of the last of these months.
double queue_at_end(const Source& s, Rows rows, std::size_t way) {
  std::map<std::uint32_t, std::uint32_t> last;  // month, by border
  for (const std::uint32_t r : rows)
    last[r / kMonthsApart] = std::max(last[r / kMonthsApart], r % kMonthsApart);
  std::int64_t trains = 0;
  for (const auto& [border, month] : last) {
    for (std::uint32_t m = 0; m <= month; ++m) {
      const model::BorderUse& use = s.ledger.borders[border][m];
      trains += use.joined[way] - use.trains[way];
    }
  }
  return static_cast<double>(trains);
}

/// Days of the trains taken in these months, mean; no value where none was.
double mean_days(const Source& s, Rows rows, std::size_t way,
                 std::array<std::int64_t, 2> model::BorderUse::* seconds) {
  std::int64_t sum = 0, trains = 0;
  for (const std::uint32_t r : rows) {
    sum += (month_at(s, r).*seconds)[way];
    trains += month_at(s, r).trains[way];
  }
  return trains > 0 ? static_cast<double>(sum) / 86400.0 / static_cast<double>(trains)
                    : std::numeric_limits<double>::quiet_NaN();
}

void add_crossing_figures(Family& f, std::size_t way) {
  const std::string end = way == 0 ? "_outward" : "_inward";
  const std::string that = way == 0 ? ", from -> to of the border's link." : ", the other way.";
  f.figures.push_back(
      {"crossed" + end, "t", "Tonnes over the border" + that, true, false, [way](const Source& s, Rows rows) {
         Mass sum;
         for (const std::uint32_t r : rows) sum += month_at(s, r).mass[way];
         return in_tonnes(sum);
       }});
  f.figures.push_back({"crossing_trains" + end, "trains", "Loaded trains over the border" + that, true, false,
                       [way](const Source& s, Rows rows) {
                         std::int64_t sum = 0;
                         for (const std::uint32_t r : rows) sum += month_at(s, r).trains[way];
                         return static_cast<double>(sum);
                       }});
  f.figures.push_back(
      {"crossing_queue" + end, "trains",
       "Loaded trains with papers that wait to be taken, at the end of the time counted" + that, true, false,
       [way](const Source& s, Rows rows) { return queue_at_end(s, rows, way); }});
  f.figures.push_back({"crossing_wait" + end, "days", "Time in that queue of the trains taken, mean" + that,
                       false, false, [way](const Source& s, Rows rows) {
                         return mean_days(s, rows, way, &model::BorderUse::wait_seconds);
                       }});
  f.figures.push_back({"crossing_days" + end, "days",
                       "Dwell of the trains taken: papers, queue, change of gauge, mean" + that, false, false,
                       [way](const Source& s, Rows rows) {
                         return mean_days(s, rows, way, &model::BorderUse::dwell_seconds);
                       }});
}

Family crossings_family() {
  Family f;
  f.cuts = {{Key::border}};
  f.monthly = true;
  for (const std::size_t way : {0u, 1u}) add_crossing_figures(f, way);
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::uint32_t b = 0; b < s.ledger.borders.size(); ++b) {
      const std::vector<model::BorderUse>& months = s.ledger.borders[b];
      const bool used = std::any_of(months.begin(), months.end(), [](const model::BorderUse& use) {
        return use.joined[0] + use.joined[1] > 0;
      });
      for (std::uint32_t m = 1; used && m < months.size(); ++m) {
        facts.add(b * kMonthsApart + m,
                  {{Key::border, s.label.of(s.world.borders[b].id)},
                   {Key::month, s.label.month(month_of(s.world.measure.from) + (static_cast<int>(m) - 1))}});
      }
    }
    return facts;
  };
  return f;
}

/// Sections on which paths are simulated, used or not.
bool has_paths(const model::World& world, const model::Link& link) {
  return link.mode == model::Mode::rail && link.railway.valid() && at(world.railways, link.railway).slots &&
         link.km > 0;
}

/// Tonnes of the background over a link in the measured window, both ways.
double background_t(const model::World& world, const model::Link& link) {
  double sum = 0;
  for (std::size_t d = 0; d < 2; ++d)
    sum += link.background_t_day[d].empty()
               ? 0
               : mean_of_days(world, link.background_t_day[d]) * window_days(world);
  return sum;
}

/// Rows of railways' work: first the background's, then that of our trains.
const model::RailwayWork& work_row(const Source& s, std::size_t row) {
  const std::size_t background = s.world.background_work.size();
  return row < background ? s.world.background_work[row] : s.ledger.work[row - background];
}

Family paths_family() {
  Family f;
  f.cuts = {{}, {Key::link}};
  f.figures.push_back({"paths_used", "",
                       "Share of the train paths offered to us that trains took, loads and empties, the "
                       "busier way; the whole is the mean over the kilometres on which paths are simulated.",
                       false, false, [](const Source& s, Rows rows) {
                         double used = 0, km = 0;
                         for (const std::uint32_t r : rows) {
                           used += s.ledger.links[r].used_share * s.world.links[r].km;
                           km += s.world.links[r].km;
                         }
                         return km > 0 ? used / km : std::numeric_limits<double>::quiet_NaN();
                       }});
  f.figures.push_back(
      {"locomotives_needed", "locomotives",
       "Trains of ours, loads and empties, that run at once where paths are simulated: as many "
       "locomotives at work, mean.",
       true, false, [](const Source& s, Rows rows) {
         double hours = 0;
         for (const std::uint32_t r : rows) {
           const model::LinkUse& use = s.ledger.links[r];
           const auto trains =
               static_cast<double>(use.trains[0] + use.trains[1] + use.empties[0] + use.empties[1]);
           if (trains > 0)
             hours +=
                 trains * model::free_flow_hours(s.world, model::LinkId{std::size_t{r}}, s.world.measure.to);
         }
         return hours / 24 / window_days(s.world);
       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < std::min(s.world.links.size(), s.ledger.links.size()); ++i) {
      if (!has_paths(s.world, s.world.links[i])) continue;
      facts.add(i, {{Key::link, s.label.of(s.world.links[i].id)}});
    }
    return facts;
  };
  return f;
}

/// Freight of the railways whose train paths are simulated: our trains, and the background beside them.
Family railways_family() {
  Family f;
  f.cuts = {{Key::railway}, {Key::railway, Key::traffic}};
  f.monthly = true;
  const auto figure = [&f](std::string name, std::string unit, std::string meaning,
                           double model::RailwayWork::* what) {
    f.figures.push_back({std::move(name), std::move(unit), std::move(meaning), true, false,
                         [what](const Source& s, Rows rows) {
                           double sum = 0;
                           for (const std::uint32_t r : rows) sum += work_row(s, r).*what;
                           return sum;
                         }});
  };
  figure("railway_carried", "t", "Tonnes that a railway carried, background included, by month of loading.",
         &model::RailwayWork::carried_t);
  figure("railway_loaded", "t", "Those of them that were loaded in its own country.",
         &model::RailwayWork::loaded_t);
  figure("railway_transit", "t", "Those of them that neither came from its own country nor went there.",
         &model::RailwayWork::transit_t);
  figure("railway_work", "t-km", "Net tonne-kilometres of a railway, background included.",
         &model::RailwayWork::tonne_km);
  f.facts = [](const Source& s) {
    Facts facts;
    const std::size_t rows = s.world.background_work.size() + s.ledger.work.size();
    for (std::size_t r = 0; r < rows; ++r) {
      const model::RailwayWork& work = work_row(s, r);
      if (!at(s.world.railways, work.railway).slots || work.tonne_km <= 0) continue;
      facts.add(r,
                {{Key::railway, s.label.of(at(s.world.railways, work.railway).id)},
                 {Key::traffic, s.label.of(r < s.world.background_work.size() ? "background" : "simulated")},
                 {Key::month, s.label.month(work.month)}});
    }
    return facts;
  };
  return f;
}

/// Rows 2i: ours over link i, both ways; 2i + 1: the background's.
Family link_tonnes_family() {
  Family f;
  f.cuts = {{Key::link}, {Key::link, Key::traffic}};
  f.figures.push_back({"link_tonnes", "t", "Tonnes over a link, both ways together, background included.",
                       true, false, [](const Source& s, Rows rows) {
                         double sum = 0;
                         for (const std::uint32_t r : rows) {
                           const model::LinkUse& use = s.ledger.links[r / 2];
                           sum += r % 2 == 0 ? in_tonnes(use.mass[0] + use.mass[1])
                                             : background_t(s.world, s.world.links[r / 2]);
                         }
                         return sum;
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < std::min(s.world.links.size(), s.ledger.links.size()); ++i) {
      const model::LinkUse& use = s.ledger.links[i];
      const bool ours = (use.mass[0] + use.mass[1]).n > 0;
      for (const bool background : {false, true}) {
        if (background ? background_t(s.world, s.world.links[i]) <= 0 : !ours) continue;
        facts.add(2 * i + (background ? 1 : 0),
                  {{Key::link, s.label.of(s.world.links[i].id)},
                   {Key::traffic, s.label.of(background ? "background" : "simulated")}});
      }
    }
    return facts;
  };
  return f;
}

/// Tonnes that a terminal takes of ours in the measured window, at the rate that plans go by; 0 where
/// nothing is said of it.
double room_of(const model::World& world, const model::Terminal& terminal) {
  double tonnes = 0;
  for (Day day = world.measure.from; day <= world.measure.to; day += std::chrono::days{1}) {
    if (terminal.room_kt_month.said(day))
      tonnes += terminal.room_kt_month.on(day) * 1e3 * 12 / 365;
    else if (terminal.capacity_mt_year.said(day))
      tonnes += terminal.capacity_mt_year.on(day) * 1e6 / 365;
  }
  return tonnes;
}

Family rooms_family() {
  Family f;
  f.cuts = {{}, {Key::terminal}};
  f.figures.push_back({"room_used", "",
                       "Share of the room that loading terminals have for us that left over their quays.",
                       false, false, [](const Source& s, Rows rows) {
                         double out = 0, room = 0;
                         for (const std::uint32_t r : rows) {
                           out += in_tonnes(s.ledger.terminals[r].out);
                           room += room_of(s.world, s.world.terminals[r]);
                         }
                         return room > 0 ? out / room : std::numeric_limits<double>::quiet_NaN();
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < std::min(s.world.terminals.size(), s.ledger.terminals.size()); ++i) {
      const model::Terminal& terminal = s.world.terminals[i];
      if (terminal.import_side || room_of(s.world, terminal) <= 0) continue;
      facts.add(i, {{Key::terminal, s.label.of(terminal.id)}});
    }
    return facts;
  };
  return f;
}

Family wagons_family() {
  Family f;
  f.cuts = {{Key::fleet}};
  f.figures.push_back({"wagons_needed", "wagons", "Wagons away from a loading place or under one, mean.",
                       true, false, [](const Source& s, Rows rows) {
                         double sum = 0;
                         for (const std::uint32_t r : rows) sum += s.ledger.fleets[r].mean_in_use;
                         return sum;
                       }});
  f.figures.push_back(
      {"wagons_most", "wagons", "The same, at its highest.", true, false, [](const Source& s, Rows rows) {
         double sum = 0;
         for (const std::uint32_t r : rows) sum += static_cast<double>(s.ledger.fleets[r].most_in_use);
         return sum;
       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < std::min(s.world.wagons.size(), s.ledger.fleets.size()); ++i) {
      facts.add(i, {{Key::fleet, s.label.of(s.world.wagons[i].id)}});
    }
    return facts;
  };
  return f;
}

Family paid_family() {
  Family f;
  f.cuts = {{}, {Key::payee}};
  f.figures.push_back({"paid", "USD", "Money paid in the measured window, by who is paid.", true, false,
                       [](const Source& s, Rows rows) {
                         Money sum;
                         for (const std::uint32_t r : rows) sum += s.ledger.paid[r];
                         return in_usd(sum);
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < model::kPayees; ++i) {
      facts.add(i, {{Key::payee, s.label.of(to_word(static_cast<model::Payee>(i)))}});
    }
    return facts;
  };
  return f;
}

/// A row for each commodity, month and item.
Facts spent_facts(Source& s) {
  Facts facts;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> first_row;  // of a commodity and month
  for (const model::LotRow& lot : s.ledger.lots) {
    const bool ended = lot.fate != model::Fate::under_way && lot.fate != model::Fate::in_stock;
    if (!ended || !measured(s.world, lot.ended)) continue;
    const std::uint32_t commodity = s.label.commodity(lot.flow),
                        month = s.label.month_on(std::chrono::floor<std::chrono::days>(lot.ended));
    const auto [row, is_new] = first_row.try_emplace({commodity, month}, s.spent.size());
    for (std::size_t item = 0; is_new && item < model::kItems; ++item) {
      facts.add(s.spent.size(), {{Key::commodity, commodity},
                                 {Key::item, s.label.of(to_word(static_cast<model::Item>(item)))},
                                 {Key::month, month}});
      s.spent.emplace_back();
    }
    for (std::size_t item = 0; item < model::kItems; ++item) s.spent[row->second + item] += lot.money[item];
  }
  return facts;
}

Family spent_family() {
  Family f;
  f.cuts = {{Key::item}, {Key::commodity, Key::item}};
  f.monthly = true;
  f.figures.push_back({"spent", "USD",
                       "Money spent on lots that ended in the measured window, whatever their end.", true,
                       false, [](const Source& s, Rows rows) {
                         Money sum;
                         for (const std::uint32_t r : rows) sum += s.spent[r];
                         return in_usd(sum);
                       }});
  f.facts = spent_facts;
  return f;
}

}  // namespace

std::vector<Family> network_families() {
  std::vector<Family> out;
  out.push_back(paid_family());
  out.push_back(spent_family());
  out.push_back(borders_family());
  out.push_back(crossings_family());
  out.push_back(paths_family());
  out.push_back(railways_family());
  out.push_back(link_tonnes_family());
  out.push_back(rooms_family());
  out.push_back(wagons_family());
  return out;
}

std::vector<Cut> Family::all_cuts() const {
  std::vector<Cut> out = cuts;
  if (!monthly) return out;
  for (Cut cut : cuts) {
    cut.push_back(Key::month);
    out.push_back(std::move(cut));
  }
  return out;
}

std::vector<Family> families() {
  std::vector<Family> out = trade_families();
  for (Family& f : network_families()) out.push_back(std::move(f));
  for (Family& f : month_families()) out.push_back(std::move(f));
  out.push_back(saturation_family());
  for (Family& f : resilience_families()) out.push_back(std::move(f));
  return out;
}

}  // namespace corridor::experiment
