#pragma once
/// @file quantity.hpp  Mass, money and length as integer types, so that balances are exact.
/// Mass is whole kilograms, money whole thousandths of a US dollar, length whole metres. Sums and
/// differences are exact; a product that means something gets a named function. Doubles appear only at
/// the edges, with the unit in the name.

#include <cmath>
#include <compare>
#include <cstdint>

namespace corridor {

template <class Unit, class Rep = std::int64_t>
struct Quantity {
  Rep n{};
  constexpr auto operator<=>(const Quantity&) const = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.n + b.n}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.n - b.n}; }
  constexpr Quantity operator-() const { return {-n}; }
  constexpr Quantity& operator+=(Quantity b) {
    n += b.n;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity b) {
    n -= b.n;
    return *this;
  }
};

using Mass = Quantity<struct Kilogram>;   ///< whole kilograms
using Money = Quantity<struct MilliUsd>;  ///< whole thousandths of a US dollar
using Length = Quantity<struct Metre>;    ///< whole metres

/// Rounds half away from zero. Uses only + - * and comparison, so it is the same on every machine.
constexpr std::int64_t round_half_away(double x) {
  return x < 0 ? -static_cast<std::int64_t>(-x + 0.5) : static_cast<std::int64_t>(x + 0.5);
}

constexpr Mass tonnes(double t) { return {round_half_away(t * 1000.0)}; }
constexpr Mass kilotonnes(double kt) { return {round_half_away(kt * 1'000'000.0)}; }
constexpr double in_tonnes(Mass m) { return static_cast<double>(m.n) / 1000.0; }
constexpr Money usd(double dollars) { return {round_half_away(dollars * 1000.0)}; }
constexpr double in_usd(Money m) { return static_cast<double>(m.n) / 1000.0; }
constexpr Length kilometres(double km) { return {round_half_away(km * 1000.0)}; }
constexpr double in_kilometres(Length l) { return static_cast<double>(l.n) / 1000.0; }

/// Price [USD/t] times mass, rounded once to a thousandth of a dollar.
constexpr Money charge(double usd_per_tonne, Mass m) { return usd(usd_per_tonne * in_tonnes(m)); }
/// Mean price [USD/t] of `money` over `mass`; 0 where there is no mass.
constexpr double usd_per_tonne(Money money, Mass mass) {
  return mass.n == 0 ? 0.0 : in_usd(money) / in_tonnes(mass);
}

}  // namespace corridor
