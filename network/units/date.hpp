#pragma once
/// @file date.hpp  Calendar days, months and instants, all UTC. A day begins at 00:00.
/// Rules and prices are dated by day; the simulation runs in whole seconds.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace corridor {

using ModelTime = std::chrono::sys_seconds;  ///< an instant of the simulation, whole seconds UTC
using Day = std::chrono::sys_days;           ///< a calendar day

/// Open ends of an interval of days.
inline constexpr Day kBeginning{std::chrono::year{1900} / 1 / 1};
inline constexpr Day kForever{std::chrono::year{9999} / 12 / 31};

/// Reads an ISO date (2025-02-25). nullopt for anything else, a day that does not exist included.
std::optional<Day> parse_day(std::string_view text);
/// Writes an ISO date: 2025-02-25.
std::string to_iso(Day day);
/// Writes an instant: 2025-02-25T06:30:00Z.
std::string to_iso(ModelTime at);
/// Writes a date in prose: 25 February 2025.
std::string to_prose(Day day);

/// A calendar month, counted from January of year 0: consecutive months have consecutive numbers.
struct Month {
  int number{};
  constexpr auto operator<=>(const Month&) const = default;
  constexpr Month operator+(int n) const { return {number + n}; }
};
Month month_of(Day day);
inline int year_of(Day day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }
inline Month month_of(ModelTime at) { return month_of(std::chrono::floor<std::chrono::days>(at)); }
Day first_day(Month month);
inline int days_in(Month month) {
  return static_cast<int>((first_day(month + 1) - first_day(month)).count());
}
/// Calendar month number of the year, 1 to 12.
constexpr int month_of_year(Month m) { return m.number % 12 + 1; }
/// Writes 2025-02.
std::string to_iso(Month month);

/// An interval of days, both ends included.
struct Period {
  Day from = kBeginning;
  Day to = kForever;
  constexpr bool contains(Day d) const { return from <= d && d <= to; }
  constexpr bool operator==(const Period&) const = default;
};

}  // namespace corridor
