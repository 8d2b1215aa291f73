#pragma once
/// @file quantity_text.hpp  Quantities, ranges and distributions as planners write them, without commas:
/// `20 Mt/year`, `10..14..18 USD/t`, `10..18 USD/t`, `1.5 million USD/t`, `triangular 2..3..6 days`,
/// `lognormal mean 5 cv 0.4 days`, `uniform 2..4 days`, `empirical 2 3 5 days`, `3 days`.
/// Numbers are decimal, finite, and read the same in every locale. No bounds are checked here.

#include <string>
#include <string_view>

#include "sim/scenario/record.hpp"
#include "sim/scenario/units.hpp"

namespace corridor::scenario {

struct Amount {
  double low = 0, number = 0, high = 0;  ///< ascending; the middle of `10..18` is its mean
  std::string currency;                  ///< where it is money
  std::string unit;                      ///< as written
};

/// One plain number, nothing else in the text. @error why it is none (too large, not finite, no number)
Parsed<double> read_number(std::string_view text);
/// A number or range with its unit, converted to the unit `wanted` of the field tables.
Parsed<Amount> read_amount(std::string_view text, std::string_view wanted);
/// A distribution in the unit `wanted`; negative values are refused: it is a time or an amount.
Parsed<Distribution> read_distribution(std::string_view text, std::string_view wanted);
/// An empirical distribution from several amounts. @error none given, or a negative one
Parsed<Distribution> empirical(std::vector<double> samples);

}  // namespace corridor::scenario
