// Key figures of saturation: the year in which a crossing, or all crossings of two countries, is full, by
// each of three meanings of full. Definitions: docs/studies.md.

#include <algorithm>
#include <functional>
#include <limits>

#include "sim/experiment/families.hpp"

namespace corridor::experiment {
namespace {

using model::Border;
using model::BorderUse;
using model::Link;

constexpr double kNotFull = std::numeric_limits<double>::quiet_NaN();
using Way = std::size_t;  ///< 0: from -> to of the border's link, 1: back

/// A calendar year that the measured window holds as a whole.
struct WholeYear {
  int number = 0;
  Period days;
  std::size_t first = 0, last = 0;  ///< its months in the ledger, where the first measured month is 1
};

std::vector<WholeYear> whole_years(const model::World& world) {
  std::vector<WholeYear> out;
  const Month begin = month_of(world.measure.from);
  for (Month january = begin + (12 - (month_of_year(begin) - 1)) % 12;; january = january + 12) {
    const Period days{first_day(january), first_day(january + 12) - std::chrono::days{1}};
    if (days.to > world.measure.to) return out;
    const auto first = static_cast<std::size_t>(january.number - begin.number) + 1;
    if (days.from >= world.measure.from) out.push_back({january.number / 12, days, first, first + 11});
  }
}

const Link& link_of(const Source& s, std::uint32_t border) {
  return at(s.world.links, s.world.borders[border].link);
}

/// Mean over the days of a year on which the border's line is open, closed days as 0.
double mean_while_open(const Source& s, std::uint32_t border, const WholeYear& year,
                       const std::function<double(Day)>& figure) {
  double sum = 0;
  for (Day day = year.days.from; day <= year.days.to; day += std::chrono::days{1})
    sum += link_of(s, border).open_on(day) ? figure(day) : 0.0;
  return sum / static_cast<double>((year.days.to - year.days.from).count() + 1);
}

/// Loaded trains with papers that wait at the end of a month.
std::int64_t queue_after(const Source& s, std::uint32_t border, std::size_t month, Way way) {
  std::int64_t trains = 0;
  for (std::size_t m = 0; m <= month; ++m) {
    const BorderUse& use = s.ledger.borders[border][m];
    trains += use.joined[way] - use.trains[way];
  }
  return trains;
}

/// Nominal tonnes of all crossings that have such a figure, both ways, are passed by those that crossed
/// there.
bool full_by_tonnes(const Source& s, Rows borders, const WholeYear& year) {
  double nominal_t = 0;
  Mass crossed;
  for (const std::uint32_t b : borders) {
    const double mt =
        mean_while_open(s, b, year, [&](Day day) { return link_of(s, b).nominal_mt_year.on(day); });
    nominal_t += mt * 1e6;
    for (std::size_t m = year.first; m <= year.last; ++m)
      crossed += s.ledger.borders[b][m].mass[0] + s.ledger.borders[b][m].mass[1];
  }
  return nominal_t > 0 && in_tonnes(crossed) >= nominal_t;
}

/// As many trains come, the busier way, as railways agreed to hand over; where nothing was agreed, as are
/// taken. What comes, not what is taken: the latter never passes what can be taken.
bool full_by_trains(const Source& s, Rows borders, const WholeYear& year) {
  for (const Way way : {Way{0}, Way{1}}) {
    double agreed = 0, came = 0;
    for (const std::uint32_t b : borders) {
      const Border& border = s.world.borders[b];
      agreed += mean_while_open(s, b, year, [&](Day day) {
        return border.nominal_trains.said(day)
                   ? border.nominal_trains.on(day)
                   : border.accepts(way == 0, day, std::numeric_limits<double>::infinity());
      });
      for (std::size_t m = year.first; m <= year.last; ++m)
        came += static_cast<double>(s.ledger.borders[b][m].joined[way]);
    }
    const double days = static_cast<double>((year.days.to - year.days.from).count() + 1);
    if (agreed > 0 && came / days >= agreed) return true;
  }
  return false;
}

/// The queue before some crossing, one way, is longer at the end of this year and of each later one than at
/// the end of the year before, by more trains than a day takes.
bool full_by_queue(const Source& s, Rows borders, std::span<const WholeYear> from_here_on) {
  for (const std::uint32_t b : borders) {
    for (const Way way : {Way{0}, Way{1}}) {
      const bool grows = std::all_of(from_here_on.begin(), from_here_on.end(), [&](const WholeYear& year) {
        const double a_day =
            s.world.borders[b].accepts(way == 0, year.days.to, std::numeric_limits<double>::infinity());
        const auto more = queue_after(s, b, year.last, way) - queue_after(s, b, year.first - 1, way);
        return static_cast<double>(more) > a_day;
      });
      if (grows) return true;
    }
  }
  return false;
}

/// The first whole year of which `full` holds.
template <class Full>
double first_year(const Source& s, Full full) {
  const std::vector<WholeYear> years = whole_years(s.world);
  for (std::size_t y = 0; y < years.size(); ++y) {
    if (full(std::span<const WholeYear>(years).subspan(y))) return years[y].number;
  }
  return kNotFull;
}

}  // namespace

Family saturation_family() {
  Family f;
  f.cuts = {{Key::border}, {Key::countries}};
  f.figures.push_back(
      {"full_by_tonnes", "year",
       "First whole year in which the tonnes over the crossings, both ways, come to their nominal "
       "tonnes; mean over the replications in which one does.",
       false, false, [](const Source& s, Rows rows) {
         return first_year(s, [&](auto years) { return full_by_tonnes(s, rows, years[0]); });
       }});
  f.figures.push_back(
      {"full_by_trains", "year",
       "First whole year in which as many trains come to the crossings, the busier way, as were agreed "
       "(where none were, as are taken); mean over the replications in which one does.",
       false, false, [](const Source& s, Rows rows) {
         return first_year(s, [&](auto years) { return full_by_trains(s, rows, years[0]); });
       }});
  f.figures.push_back(
      {"full_by_queue", "year",
       "First whole year from which on the queue before one of the crossings grows in every year by "
       "more trains than a day takes; mean over the replications in which one does.",
       false, false, [](const Source& s, Rows rows) {
         return first_year(s, [&](auto years) { return full_by_queue(s, rows, years); });
       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::uint32_t b = 0; b < s.ledger.borders.size(); ++b) {
      const std::vector<BorderUse>& months = s.ledger.borders[b];
      const bool used = std::any_of(months.begin(), months.end(),
                                    [](const BorderUse& use) { return use.joined[0] + use.joined[1] > 0; });
      if (!used || !s.world.borders[b].link.valid()) continue;
      const std::string &here = at(s.world.places, link_of(s, b).from).country,
                        &there = at(s.world.places, link_of(s, b).to).country;
      facts.add(b, {{Key::border, s.label.of(s.world.borders[b].id)},
                    {Key::countries, s.label.of(std::min(here, there) + "-" + std::max(here, there))}});
    }
    return facts;
  };
  return f;
}

}  // namespace corridor::experiment
