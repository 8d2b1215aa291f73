#include "sim/report/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace corridor::report {
namespace {

constexpr std::string_view kEnDash = "\u2013";

/// Puts a space between groups of three digits before the point.
std::string with_groups(const std::string& plain) {
  const std::size_t point = std::min(plain.find('.'), plain.size());
  const std::size_t first = plain.starts_with('-') ? 1 : 0;
  std::string out = plain.substr(0, first);
  for (std::size_t i = first; i < point; ++i) {
    if (i > first && (point - i) % 3 == 0) out += ' ';
    out += plain[i];
  }
  return out + plain.substr(point);
}

}  // namespace

std::string grouped(double value, int decimals) {
  if (!std::isfinite(value)) return std::isnan(value) ? "-" : value > 0 ? "infinite" : "-infinite";
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  if (std::fabs(value) * scale < 4e15) value = std::round(value * scale) / scale;
  std::string plain = fmt::format("{:.{}f}", value, decimals);
  if (plain.find_first_not_of("-0.") == std::string::npos && plain.starts_with('-')) plain.erase(0, 1);
  return with_groups(plain);
}

std::string significant(double value) {
  if (value == 0 || !std::isfinite(value)) return grouped(value);
  // Shortest scientific text first, so that 99.96 rounds up to 100 and not to 100.0.
  const std::string scientific = fmt::format("{:.2e}", value);
  const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
  return grouped(std::stod(scientific), std::clamp(2 - exponent, 0, 9));
}

std::string as_fine_as(double value, double near) {
  const double width = std::fabs(value - near);
  constexpr double kRounding = 1e-9;  // ends that differ by less are one, summed in another order
  const bool one = width <= kRounding * std::max(std::fabs(value), std::fabs(near));
  if (one || !std::isfinite(width)) return significant(value);
  const auto exponent = [](double x) { return x == 0 ? 0 : static_cast<int>(std::floor(std::log10(x))); };
  const int place = std::min(exponent(width) - 1, exponent(std::max(std::fabs(value), std::fabs(near))) - 2);
  const double step = std::pow(10.0, place);
  return place >= 0 ? grouped(std::round(value / step) * step) : grouped(value, std::min(-place, 9));
}

std::string mass(double tonnes) {
  const double size = std::fabs(tonnes);
  if (size >= 5e5) return significant(tonnes / 1e6) + " Mt";
  if (size >= 1e3) return significant(tonnes / 1e3) + " kt";
  return significant(tonnes) + " t";
}

MassUnit mass_unit(double largest_t) {
  if (largest_t >= 1e9) return {"Mt", 1e6, 1};
  if (largest_t >= 1e3) return {"kt", 1e3, 1};
  return {"t", 1, 0};
}

std::string money(double usd) {
  const double size = std::fabs(usd);
  if (size >= 1e9) return "USD " + significant(usd / 1e9) + " bn";
  if (size >= 1e6) return "USD " + significant(usd / 1e6) + " M";
  if (size >= 1e3) return "USD " + significant(usd / 1e3) + " k";
  return "USD " + grouped(usd, 2);
}

std::string or_dash(const std::optional<double>& value, int decimals) {
  return value ? grouped(*value, decimals) : "-";
}

std::string range(const std::optional<double>& low, const std::optional<double>& high, int decimals) {
  if (!low || !high) return "-";
  return grouped(*low, decimals) + std::string(kEnDash) + grouped(*high, decimals);
}

std::string percent(double share) {
  if (share > 0 && share < 0.005) return "<1 %";
  return grouped(share * 100) + " %";
}

std::string spark(const std::vector<double>& values, int cells) {
  static constexpr std::string_view blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                                "\u2585", "\u2586", "\u2587", "\u2588"};
  const std::size_t group =
      (values.size() + static_cast<std::size_t>(cells) - 1) / static_cast<std::size_t>(cells);
  std::vector<double> sums;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % group == 0) sums.push_back(0);
    sums.back() += values[i];
  }
  const double most = sums.empty() ? 0 : *std::max_element(sums.begin(), sums.end());
  if (!(most > 0)) return "";
  std::string out;
  for (const double sum : sums) {
    out += sum > 0 ? blocks[static_cast<std::size_t>(std::lround(sum / most * 7))] : std::string_view(" ");
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

std::string bar(double share, int cells) {
  static constexpr std::string_view eighths[] = {"",       "\u258F", "\u258E", "\u258D",
                                                 "\u258C", "\u258B", "\u258A", "\u2589"};
  if (!(share > 0)) return "";
  const int total = std::max(1, static_cast<int>(std::lround(std::min(share, 1.0) * cells * 8)));
  std::string out;
  for (int i = 0; i < total / 8; ++i) out += "\u2588";
  return out + std::string(eighths[total % 8]);
}

}  // namespace corridor::report
