#pragma once
/// @file numbers.hpp  Numbers as people read them: grouped thousands, units, three significant figures in
/// prose. The locale of the reader's machine changes nothing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corridor::report {

/// 1234567.89 with one decimal: "1 234 567.9". Rounds half away from zero; "-0.0" is "0.0".
/// @param decimals  0 to 9
std::string grouped(double value, int decimals = 0);
/// Three significant figures, grouped: 4853210 -> "4 850 000", 0.01234 -> "0.0123", 99.96 -> "100".
std::string significant(double value);
/// As fine as a second number that lies near asks for: two figures of what they differ by, three at least.
/// as_fine_as(45213480, 45201200) -> "45 213 000", beside which the other is "45 201 000".
std::string as_fine_as(double value, double near);
/// Tonnes in prose: Mt from half a million tonnes on, else kt, else t below one kilotonne.
std::string mass(double tonnes);
/// The unit in which a column of tonnes whose largest is `largest_t` reads best, and its divisor.
struct MassUnit {
  std::string_view name;
  double tonnes = 1;
  int decimals = 1;
};
MassUnit mass_unit(double largest_t);
/// Dollars in prose: "USD 1.23 bn", "USD 340 M", "USD 12.0 k", "USD 7.50".
std::string money(double usd);
/// "17.3" or "-" where there is no figure.
std::string or_dash(const std::optional<double>& value, int decimals = 1);
/// "1.7-2.1" with an en dash; "-" where either end is missing.
std::string range(const std::optional<double>& low, const std::optional<double>& high, int decimals = 1);
/// A share as "12 %"; below half a percent but not nothing: "<1 %".
std::string percent(double share);
/// A small line of up to `cells` characters, lowest to highest block for 0 to the largest value; longer
/// series are summed in groups of equal length. Empty where nothing is above 0.
std::string spark(const std::vector<double>& values, int cells);
/// A bar of up to `cells` characters for a share of 0 to 1, in eighths of a cell.
std::string bar(double share, int cells);

}  // namespace corridor::report
