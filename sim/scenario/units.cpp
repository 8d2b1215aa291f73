#include "sim/scenario/units.hpp"

#include <fmt/format.h>

#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "network/units/diagnostic.hpp"

namespace corridor::scenario {
namespace {

struct Word {
  std::string_view name;
  Unit::Base base;
  std::uint64_t over, under = 1;
};

// Base units: gram, millimetre, second, train, wagon, ship, TEU, microlitre, calorie (international table,
// 4.1868 J), degree, day of a year.
constexpr Word unit_words[] = {
    {"g", Unit::mass, 1},
    {"kg", Unit::mass, 1'000},
    {"t", Unit::mass, 1'000'000},
    {"tonne", Unit::mass, 1'000'000},
    {"tonnes", Unit::mass, 1'000'000},
    {"kt", Unit::mass, 1'000'000'000},
    {"Mt", Unit::mass, 1'000'000'000'000},
    {"mm", Unit::length, 1},
    {"m", Unit::length, 1'000},
    {"km", Unit::length, 1'000'000},
    {"nm", Unit::length, 1'852'000},
    {"s", Unit::time, 1},
    {"min", Unit::time, 60},
    {"minutes", Unit::time, 60},
    {"h", Unit::time, 3'600},
    {"hour", Unit::time, 3'600},
    {"hours", Unit::time, 3'600},
    {"day", Unit::time, 86'400},
    {"days", Unit::time, 86'400},
    {"week", Unit::time, 604'800},
    {"weeks", Unit::time, 604'800},
    {"month", Unit::time, 2'628'000},
    {"months", Unit::time, 2'628'000},
    {"year", Unit::time, 31'536'000},
    {"years", Unit::time, 31'536'000},
    {"train", Unit::train, 1},
    {"trains", Unit::train, 1},
    {"pair", Unit::train, 1},
    {"pairs", Unit::train, 1},
    {"wagon", Unit::wagon, 1},
    {"wagons", Unit::wagon, 1},
    {"ship", Unit::ship, 1},
    {"ships", Unit::ship, 1},
    {"TEU", Unit::container, 1},
    {"FEU", Unit::container, 2},
    {"bbl", Unit::volume, 158'987'295},
    {"m3", Unit::volume, 1'000'000'000},
    {"kcal", Unit::energy, 1'000},
    {"MJ", Unit::energy, 10'000'000'000, 41'868},
    {"GJ", Unit::energy, 10'000'000'000'000, 41'868},
    {"deg", Unit::angle, 1},
};

/// What stands in place of one word: knots is nautical miles an hour.
struct Compound {
  std::string_view name, meaning;
};
constexpr Compound compounds[] = {{"knots", "nm/h"}, {"knot", "nm/h"}, {"kn", "nm/h"}, {"tkm", "t-km"}};

struct YearShare {
  std::string_view name;
  std::uint64_t over, under;
};
constexpr YearShare year_shares[] = {
    {"days/year", 1, 1}, {"day/year", 1, 1}, {"days/month", 12, 1}, {"hours/year", 1, 24}};

bool multiply(std::uint64_t& over, std::uint64_t& under, std::uint64_t by) {
  const std::uint64_t common = std::gcd(by, under);
  by /= common;
  under /= common;
  if (by != 0 && over > std::numeric_limits<std::uint64_t>::max() / by) return false;
  over *= by;
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// "Mt a year", "Mt per year" -> "Mt/year"
std::string with_slashes(std::string_view text) {
  std::string out(trimmed(text));
  for (const std::string_view word : {" per ", " a "}) {
    for (auto at = out.find(word); at != std::string::npos; at = out.find(word))
      out.replace(at, word.size(), "/");
  }
  std::string tight;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool around_slash =
        out[i] == ' ' && ((i > 0 && out[i - 1] == '/') || (i + 1 < out.size() && out[i + 1] == '/'));
    if (!around_slash) tight += out[i];
  }
  return tight;
}

bool is_currency(std::string_view word) {
  if (word.size() != 3) return false;
  for (const char c : word) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

TextFault unknown_word(std::string_view word, std::string_view whole) {
  if (word.empty()) return {fmt::format("`{}` is no known unit", whole.substr(0, 60)), ""};
  std::vector<std::string> known{"%", "knots", "tkm"};
  for (const Word& w : unit_words) known.emplace_back(w.name);
  const std::string near = nearest(word, known);
  const std::string shown(word.substr(0, 40));
  TextFault fault{shown == whole ? fmt::format("`{}` is no known unit", shown)
                                 : fmt::format("`{}` in `{}` is no known unit", shown, whole.substr(0, 60)),
                  ""};
  if (!near.empty()) fault.expected = fmt::format("did you mean `{}`?", near);
  return fault;
}

class UnitReader {
 public:
  explicit UnitReader(std::string_view whole) : whole_(whole) {}

  /// Quotient of products; `sign` is -1 below an odd number of slashes.
  std::optional<TextFault> quotient(std::string_view text, int sign) {
    bool first = true;
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('/', begin), text.size());
      if (auto fault = product(text.substr(begin, end - begin), first ? sign : -sign)) return fault;
      first = false;
      begin = end + 1;
    }
    return std::nullopt;
  }

  Unit unit;

 private:
  std::optional<TextFault> product(std::string_view text, int sign) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('-', begin), text.size());
      if (auto fault = factor(text.substr(begin, end - begin), sign)) return fault;
      begin = end + 1;
    }
    return std::nullopt;
  }

  /// One word, perhaps with a whole number before it: 1000 km.
  std::optional<TextFault> factor(std::string_view text, int sign) {
    text = trimmed(text);
    std::uint64_t number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 7 && text[digits] >= '0' && text[digits] <= '9') {
      number = number * 10 + static_cast<std::uint64_t>(text[digits++] - '0');
    }
    if (digits > 0 && number > 0 && digits < text.size()) {
      if (!scale(number, 1, sign)) return too_large();
      text = trimmed(text.substr(digits));
    }
    return word(text, sign);
  }

  std::optional<TextFault> word(std::string_view text, int sign) {
    for (const Compound& c : compounds) {
      if (c.name == text) return quotient(c.meaning, sign);
    }
    for (const Word& w : unit_words) {
      if (w.name != text) continue;
      raise(w.base, sign);
      if (!scale(w.over, w.under, sign)) return too_large();
      return std::nullopt;
    }
    if (text == "%" || text == "percent") {
      if (!scale(1, 100, sign)) return too_large();
      return std::nullopt;
    }
    if (!is_currency(text)) return unknown_word(text, whole_);
    if (!unit.currency.empty() || sign < 0) {
      return TextFault{fmt::format("`{}` is no unit of money", whole_),
                       "one currency, above the slash: USD/t"};
    }
    unit.currency = text;
    raise(Unit::money, 1);
    return std::nullopt;
  }

  void raise(Unit::Base base, int sign) {
    auto& exponent = unit.dimension[static_cast<std::size_t>(base)];
    exponent = static_cast<std::int8_t>(exponent + sign);
  }
  bool scale(std::uint64_t over, std::uint64_t under, int sign) {
    if (sign < 0) std::swap(over, under);
    return multiply(unit.over, unit.under, over) && multiply(unit.under, unit.over, under);
  }
  TextFault too_large() const { return {fmt::format("`{}` is too large a unit", whole_), "a simpler unit"}; }

  std::string_view whole_;
};

}  // namespace

Parsed<Unit> read_unit(std::string_view text) {
  const std::string whole = with_slashes(text);
  Unit unit;
  if (whole.empty()) return unit;
  if (whole.size() > 60)
    return tl::unexpected(TextFault{fmt::format("`{}...` is no known unit", whole.substr(0, 40)), ""});
  for (const YearShare& share : year_shares) {
    if (share.name != whole) continue;
    unit.dimension[Unit::year_share] = 1;
    unit.over = share.over;
    unit.under = share.under;
    unit.plain = false;
    return unit;
  }
  UnitReader reader(whole);
  if (auto fault = reader.quotient(whole, 1)) return tl::unexpected(std::move(*fault));
  reader.unit.plain = false;
  reader.unit.percent = whole == "%" || whole == "percent";
  return reader.unit;
}

Unit canonical_unit(std::string_view wanted, const Unit& given) {
  if (wanted == "any") {
    Unit held = given;  // what it is in, but % is a share and money keeps its currency
    if (given.percent) held = Unit{};
    return held;
  }
  if (wanted.starts_with("money")) {
    std::string spelled(given.currency.empty() ? "USD" : given.currency);
    spelled += wanted.substr(5);
    return *read_unit(spelled);
  }
  return *read_unit(wanted);
}

bool fits(const Unit& given, std::string_view wanted) {
  if (wanted == "any") return true;
  if (wanted.empty()) return given.plain || given.percent;
  if (wanted == "%") return given.percent;
  if (wanted == "deg") return given.plain || given.dimension == read_unit(wanted)->dimension;
  if (given.plain || given.percent) return false;
  const Unit held = canonical_unit(wanted, given);
  return held.dimension == given.dimension && held.currency == given.currency;
}

double converted(double x, const Unit& from, const Unit& to) {
  if (from.over == to.over && from.under == to.under) return x;
  std::uint64_t over = from.over, under = from.under;
  if (multiply(over, under, to.under) && multiply(under, over, to.over)) {
    return x * static_cast<double>(over) / static_cast<double>(under);
  }
  return x * (static_cast<double>(from.over) / static_cast<double>(from.under)) /
         (static_cast<double>(to.over) / static_cast<double>(to.under));
}

std::string units_that_fit(std::string_view wanted) {
  struct Row {
    std::string_view wanted, text;
  };
  static constexpr Row rows[] = {
      {"", "a plain number or a share in %"},
      {"any", "a number, with its unit where it has one: 1.05, 120 USD/t"},
      {"Mt/year", "Mt/year, kt/month or t/day"},
      {"kt/month", "kt/month, Mt/year or t/day"},
      {"t", "t, kt or Mt"},
      {"kt", "kt, t or Mt"},
      {"km", "km, m or nm (nautical miles)"},
      {"m", "m or mm"},
      {"mm", "mm or m"},
      {"km/h", "km/h or knots"},
      {"hours", "hours, days or min"},
      {"days", "days, hours or weeks"},
      {"days/year", "days/year"},
      {"trains/day", "trains/day or pairs/day"},
      {"trains", "trains"},
      {"%", "%"},
      {"deg", "degrees: 47.5"},
      {"t/h", "t/h, kt/day or Mt/year"},
      {"kcal/kg", "kcal/kg or MJ/kg"},
      {"g/t-km", "g/t-km or kg/t-km"},
      {"money/t", "money per tonne in any currency: 12 USD/t, 900 RUB/t"},
      {"money/t-km", "money per tonne-kilometre in any currency: 5.6 KZT/t-km"},
      {"money/day", "money per day in any currency: 900 RUB/day"},
  };
  for (const Row& row : rows) {
    if (row.wanted == wanted) return std::string(row.text);
  }
  return std::string(wanted);
}

}  // namespace corridor::scenario
