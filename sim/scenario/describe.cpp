#include "sim/scenario/describe.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace corridor::scenario {
namespace {

std::string with_unit(std::string numbers, std::string_view unit) {
  return unit.empty() ? numbers : fmt::format("{} {}", numbers, unit);
}

/// Ten significant digits: what people write; 82.1917808219178 kt/month is noise.
std::string number(double x) { return fmt::format("{:.10g}", x); }

}  // namespace

std::string unit_of(const Field& field, const Value& value) {
  if (field.unit == "any") return value.unit;
  if (!field.unit.starts_with("money")) return std::string(field.unit);
  return (value.currency.empty() ? "USD" : value.currency) + std::string(field.unit.substr(5));
}

std::string to_text(const Distribution& law, std::string_view unit) {
  using Shape = Distribution::Shape;
  switch (law.shape) {
    case Shape::constant:
      return with_unit(number(law.p[0]), unit);
    case Shape::uniform:
      return with_unit(fmt::format("uniform {}..{}", number(law.p[0]), number(law.p[1])), unit);
    case Shape::triangular:
      return with_unit(
          fmt::format("triangular {}..{}..{}", number(law.p[0]), number(law.p[1]), number(law.p[2])), unit);
    case Shape::lognormal:
      return with_unit(fmt::format("lognormal mean {} cv {}", number(law.p[0]), number(law.p[1])), unit);
    case Shape::empirical:
      break;
  }
  std::string out = "empirical";
  for (const double x : law.samples) out += " " + number(x);
  return with_unit(out, unit);
}

std::string to_text(const Field& field, const Value& value) {
  switch (field.kind) {
    case FieldKind::text:
    case FieldKind::id:
    case FieldKind::choice:
      return value.text;
    case FieldKind::ids:
    case FieldKind::words:
      return fmt::format("[{}]", fmt::join(value.words, ", "));
    case FieldKind::flag:
      return value.number != 0 ? "yes" : "no";
    case FieldKind::day:
      return to_iso(value.day);
    case FieldKind::quantities:
      return fmt::format("[{}]", fmt::join(value.numbers, ", "));
    case FieldKind::distribution:
      return to_text(value.distribution, field.unit);
    case FieldKind::quantity:
      break;
  }
  const std::string unit = unit_of(field, value);
  if (!value.ranged()) return with_unit(number(value.number), unit);
  return with_unit(fmt::format("{}..{}..{}", number(value.low), number(value.number), number(value.high)),
                   unit);
}

std::string to_text(const Field& field, const std::vector<Dated>& steps) {
  std::string out;
  for (const Dated& step : steps) {
    if (!out.empty()) out += ", ";
    out += to_text(field, step.value);
    if (step.from != kBeginning) out += " from " + to_iso(step.from);
  }
  return out;
}

}  // namespace corridor::scenario
