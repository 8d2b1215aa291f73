#pragma once
/// @file units.hpp  Units as planners write them, and exact conversion between them.
/// A unit is a product and quotient of known words: Mt/year, t-km, USD/t/day, hours/1000 km, "trains a day".
/// A year has 365 days and 12 equal months. Factors are ratios of whole numbers, so that a conversion that is
/// exact on paper (72 hours = 3 days) is exact here. Any three capital letters are a currency; whether the
/// scenario knows it is checked by its reader. A share of a year (days/year) is a dimension of its own.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace corridor::scenario {

/// What is wrong with a piece of text; the reader adds where it stands.
struct TextFault {
  std::string found, expected;
};
template <class T>
using Parsed = tl::expected<T, TextFault>;

struct Unit {
  enum Base {
    mass,
    length,
    time,
    money,
    train,
    wagon,
    ship,
    container,
    volume,
    energy,
    angle,
    year_share,
    bases
  };
  std::array<std::int8_t, bases> dimension{};
  std::uint64_t over = 1, under = 1;  ///< size in base units: over / under, in lowest terms
  std::string currency;               ///< USD, KZT, ...; empty where there is no money in it
  bool plain = true;                  ///< nothing was written
  bool percent = false;               ///< it is % itself
};

/// Reads a unit; the empty text is the plain number. @error a word that is no unit, with what was meant
Parsed<Unit> read_unit(std::string_view text);

/// The unit a field of canonical unit `wanted` is held in. Beside read_unit's words, `money` stands for any
/// currency and `any` for whatever `given` is. @pre `wanted` comes from the field tables
Unit canonical_unit(std::string_view wanted, const Unit& given);

/// Whether a number in `given` can be a figure of a field of unit `wanted`. Plain fields take % too.
bool fits(const Unit& given, std::string_view wanted);

/// `x` in `from` as a number in `to`; both of one dimension. One multiplication and one division.
double converted(double x, const Unit& from, const Unit& to);

/// Units that would do for a field, for people: "Mt/year, kt/month or t/day".
std::string units_that_fit(std::string_view wanted);

}  // namespace corridor::scenario
