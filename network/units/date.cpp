#include "network/units/date.hpp"

#include <fmt/format.h>

#include <array>

namespace corridor {

using namespace std::chrono;

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) {
    int n = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      n = n * 10 + (text[i] - '0');
    }
    return n;
  };
  const int y = number(0, 4), m = number(5, 2), d = number(8, 2);
  if (y < 0 || m < 0 || d < 0) return std::nullopt;
  const year_month_day ymd{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!ymd.ok()) return std::nullopt;
  return sys_days{ymd};
}

std::string to_iso(Day d) {
  const year_month_day ymd{d};
  return fmt::format("{:04}-{:02}-{:02}", int{ymd.year()}, unsigned{ymd.month()}, unsigned{ymd.day()});
}

std::string to_iso(ModelTime at) {
  const Day d = floor<days>(at);
  const hh_mm_ss time{at - d};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_iso(d), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string to_prose(Day d) {
  static constexpr std::array names{"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
  const year_month_day ymd{d};
  return fmt::format("{} {} {}", unsigned{ymd.day()}, names[unsigned{ymd.month()} - 1], int{ymd.year()});
}

Month month_of(Day d) {
  const year_month_day ymd{d};
  return {int{ymd.year()} * 12 + static_cast<int>(unsigned{ymd.month()}) - 1};
}

Day first_day(Month m) {
  return sys_days{year{m.number / 12} / month{static_cast<unsigned>(m.number % 12 + 1)} / 1};
}

std::string to_iso(Month m) { return fmt::format("{:04}-{:02}", m.number / 12, m.number % 12 + 1); }

}  // namespace corridor
