#include "sim/scenario/quantity_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace corridor::scenario {
namespace {

tl::unexpected<TextFault> fault(std::string found, std::string expected = {}) {
  return tl::unexpected(TextFault{std::move(found), std::move(expected)});
}

std::string shown(std::string_view text) {
  return text.size() <= 60 ? std::string(text) : std::string(text.substr(0, 57)) + "...";
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Characters of the number that `text` begins with; 0 where it begins with none.
std::size_t number_length(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i > begin;
  };
  if (!digits()) return 0;
  if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) ++i, digits();
  const std::size_t before_exponent = i;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (!digits()) i = before_exponent;
  }
  return i;
}

Parsed<double> to_double(std::string_view digits) {
  double x = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), x);
  if (error == std::errc::result_out_of_range) {
    return fault(fmt::format("`{}` is beyond what a number can hold", shown(digits)), "a smaller number");
  }
  if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(x)) {
    return fault(fmt::format("`{}` is no number", shown(digits)), "a decimal number");
  }
  return x;
}

TextFault no_number(std::string_view text, std::string_view wanted) {
  const std::string fits = units_that_fit(wanted);
  const std::string_view t = trimmed(text);
  std::string lower(t.substr(0, 6));
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  if (t.empty()) return {"nothing stands here", fmt::format("a number with its unit: {}", fits)};
  if (lower.starts_with("nan") || lower.starts_with(".nan") || lower.starts_with("inf") ||
      lower.starts_with(".inf") || lower.starts_with("-inf") || lower.starts_with("-.inf")) {
    return {fmt::format("`{}` is no number", shown(t)), "a finite decimal number"};
  }
  if (t.starts_with('.') || t.starts_with('+')) {
    return {fmt::format("`{}` is no number", shown(t)), "digits first: 0.5, not .5; 5, not +5"};
  }
  return {fmt::format("`{}` is no number", shown(t)), fmt::format("a number, then its unit: {}", fits)};
}

/// The numbers of `a`, `a..b` or `a..b..c` at the head of `text`, and what follows them.
struct Span {
  std::vector<double> numbers;
  std::string_view rest;
};

Parsed<Span> read_span(std::string_view text, std::string_view wanted) {
  Span span;
  span.rest = trimmed(text);
  for (;;) {
    const std::size_t length = number_length(span.rest);
    if (length == 0) return tl::unexpected(no_number(span.rest, wanted));
    const Parsed<double> number = to_double(span.rest.substr(0, length));
    if (!number) return tl::unexpected(number.error());
    span.numbers.push_back(*number);
    span.rest.remove_prefix(length);
    if (!span.rest.starts_with("..")) break;
    if (span.numbers.size() == 3) {
      return fault(fmt::format("`{}` has more than three ends", shown(text)),
                   "low..high or low..likely..high");
    }
    span.rest.remove_prefix(2);
  }
  if (span.rest.starts_with(',') || span.rest.starts_with('_')) {
    return fault(fmt::format("`{}` parts thousands", shown(text)), "digits alone: 15000");
  }
  if (span.rest.starts_with('.')) return tl::unexpected(no_number(text, wanted));
  span.rest = trimmed(span.rest);
  double scale = 1;
  for (const auto& [word, by] : {std::pair{"thousand ", 1e3}, {"million ", 1e6}, {"billion ", 1e9}}) {
    if (!span.rest.starts_with(word)) continue;
    span.rest.remove_prefix(std::string_view(word).size());
    scale = by;
  }
  for (double& x : span.numbers) x *= scale;
  return span;
}

TextFault wrong_unit(std::string_view text, const Unit& unit, std::string_view written,
                     std::string_view wanted) {
  const std::string would_do = units_that_fit(wanted);
  if (unit.plain) return {fmt::format("`{}` has no unit", shown(text)), would_do};
  if (wanted.empty()) return {fmt::format("`{}` has a unit", shown(text)), would_do};
  return {fmt::format("`{}` is the wrong unit", shown(written)), would_do};
}

/// Numbers to the canonical unit of the field.
Parsed<Amount> in_canonical(std::vector<double>& numbers, std::string_view text, std::string_view unit_text,
                            std::string_view wanted) {
  const Parsed<Unit> unit = read_unit(unit_text);
  if (!unit) {
    TextFault why = unit.error();
    why.expected +=
        (why.expected.empty() ? "" : " ") + (wanted == "any" ? "" : units_that_fit(wanted) + " would do");
    return tl::unexpected(std::move(why));
  }
  if (!fits(*unit, wanted)) return tl::unexpected(wrong_unit(text, *unit, unit_text, wanted));
  const Unit held = canonical_unit(wanted, *unit);
  for (double& x : numbers) {
    x = converted(x, *unit, held);
    if (!std::isfinite(x))
      return fault(fmt::format("`{}` is beyond what a number can hold", shown(text)), "a smaller number");
  }
  Amount amount;
  amount.currency = unit->currency;
  amount.unit = trimmed(unit_text);
  return amount;
}

std::optional<TextFault> disorder(const std::vector<double>& numbers, std::string_view text) {
  if (std::ranges::is_sorted(numbers)) return std::nullopt;
  return TextFault{fmt::format("the range `{}` runs backwards", shown(text)),
                   "the least first: low..likely..high"};
}

std::optional<TextFault> negative(const std::vector<double>& numbers, std::string_view text) {
  if (std::ranges::all_of(numbers, [](double x) { return x >= 0; })) return std::nullopt;
  return TextFault{fmt::format("`{}` is negative", shown(text)), "0 or more"};
}

/// A span in canonical units, in order and not negative, with as many ends as the law has.
Parsed<Span> read_law_span(std::string_view text, std::string_view wanted, std::size_t ends,
                           std::string_view form) {
  Parsed<Span> span = read_span(text, wanted);
  if (!span) return span;
  const Parsed<Amount> unit = in_canonical(span->numbers, text, span->rest, wanted);
  if (!unit) return tl::unexpected(unit.error());
  if (span->numbers.size() != ends) {
    return fault(fmt::format("`{}` has {} of {} ends", shown(text), span->numbers.size(), ends),
                 std::string(form));
  }
  if (auto why = disorder(span->numbers, text)) return tl::unexpected(*why);
  if (auto why = negative(span->numbers, text)) return tl::unexpected(*why);
  return span;
}

Parsed<Distribution> read_lognormal(std::string_view text, std::string_view wanted) {
  const std::string form = fmt::format("lognormal mean 5 cv 0.4 {}", wanted);
  const auto refuse = [&] { return fault(fmt::format("`lognormal {}` cannot be read", shown(text)), form); };
  std::string_view rest = trimmed(text);
  const auto number_after = [&](std::string_view word) -> Parsed<double> {
    if (!rest.starts_with(word)) return refuse();
    rest = trimmed(rest.substr(word.size()));
    const std::size_t length = number_length(rest);
    if (length == 0) return refuse();
    Parsed<double> number = to_double(rest.substr(0, length));
    rest = trimmed(rest.substr(length));
    return number;
  };
  const Parsed<double> mean = number_after("mean ");
  if (!mean) return tl::unexpected(mean.error());
  const Parsed<double> cv = number_after("cv ");
  if (!cv) return tl::unexpected(cv.error());
  std::vector<double> numbers{*mean};
  const Parsed<Amount> unit = in_canonical(numbers, text, rest, wanted);
  if (!unit) return tl::unexpected(unit.error());
  if (numbers[0] <= 0) return fault(fmt::format("the mean in `{}` is not positive", shown(text)), form);
  if (*cv <= 0 || *cv > 10) return fault(fmt::format("cv {} is out of bounds", *cv), "above 0, at most 10");
  return Distribution{Distribution::Shape::lognormal, {numbers[0], *cv, 0}, {}};
}

Parsed<Distribution> read_empirical(std::string_view text, std::string_view wanted) {
  std::vector<double> numbers;
  std::string_view rest = trimmed(text);
  for (std::size_t length = number_length(rest); length > 0; length = number_length(rest)) {
    const Parsed<double> number = to_double(rest.substr(0, length));
    if (!number) return tl::unexpected(number.error());
    numbers.push_back(*number);
    rest = trimmed(rest.substr(length));
  }
  const Parsed<Amount> unit = in_canonical(numbers, text, rest, wanted);
  if (!unit) return tl::unexpected(unit.error());
  return empirical(std::move(numbers));
}

}  // namespace

Parsed<double> read_number(std::string_view text) {
  const std::string_view t = trimmed(text);
  const std::size_t length = number_length(t);
  if (length == 0) return tl::unexpected(no_number(t, ""));
  if (length != t.size()) return fault(fmt::format("`{}` is more than a number", shown(t)), "a plain number");
  return to_double(t);
}

Parsed<Amount> read_amount(std::string_view text, std::string_view wanted) {
  Parsed<Span> span = read_span(text, wanted);
  if (!span) return tl::unexpected(span.error());
  std::vector<double>& n = span->numbers;
  Parsed<Amount> amount = in_canonical(n, text, span->rest, wanted);
  if (!amount) return amount;
  if (auto why = disorder(n, text)) return tl::unexpected(*why);
  amount->low = n.front();
  amount->high = n.back();
  amount->number = n.size() == 3 ? n[1] : n.front() + (n.back() - n.front()) / 2;
  return amount;
}

Parsed<Distribution> empirical(std::vector<double> samples) {
  if (samples.empty()) return fault("an empirical distribution without values", "at least one value");
  if (auto why = negative(samples, "a value of the list")) return tl::unexpected(*why);
  return Distribution{Distribution::Shape::empirical, {}, std::move(samples)};
}

Parsed<Distribution> read_distribution(std::string_view text, std::string_view wanted) {
  const std::string_view t = trimmed(text);
  const auto tail = [&](std::string_view word) { return t.substr(word.size()); };
  using Shape = Distribution::Shape;
  if (t.starts_with("triangular ")) {
    const std::string form = fmt::format("triangular 2..3..6 {}", wanted);
    const Parsed<Span> s = read_law_span(tail("triangular "), wanted, 3, form);
    if (!s) return tl::unexpected(s.error());
    return Distribution{Shape::triangular, {s->numbers[0], s->numbers[1], s->numbers[2]}, {}};
  }
  if (t.starts_with("uniform ")) {
    const std::string form = fmt::format("uniform 2..4 {}", wanted);
    const Parsed<Span> s = read_law_span(tail("uniform "), wanted, 2, form);
    if (!s) return tl::unexpected(s.error());
    return Distribution{Shape::uniform, {s->numbers[0], s->numbers[1], 0}, {}};
  }
  if (t.starts_with("lognormal ")) return read_lognormal(tail("lognormal "), wanted);
  if (t.starts_with("empirical ")) return read_empirical(tail("empirical "), wanted);
  if (t.empty() || (!is_digit(t.front()) && t.front() != '-' && t.front() != '.' && t.front() != '+')) {
    return fault(fmt::format("`{}` is no distribution", shown(t)),
                 fmt::format("triangular 2..3..6 {0}, uniform 2..4 {0}, lognormal mean 5 cv 0.4 {0}, "
                             "empirical 2 3 5 {0} or 3 {0}",
                             wanted));
  }
  if (t.find("..") != std::string_view::npos) {
    return fault(fmt::format("the range `{}` does not say how it is spread", shown(t)),
                 fmt::format("`uniform {0}` or `triangular low..likely..high {1}`", shown(t), wanted));
  }
  const Parsed<Span> s = read_law_span(t, wanted, 1, fmt::format("3 {}", wanted));
  if (!s) return tl::unexpected(s.error());
  return Distribution{Shape::constant, {s->numbers[0], 0, 0}, {}};
}

}  // namespace corridor::scenario
