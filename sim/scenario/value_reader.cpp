#include "sim/scenario/value_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "sim/scenario/quantity_text.hpp"

namespace corridor::scenario {
namespace {

std::string shown(std::string_view text) {
  std::string out(text.substr(0, 60));
  if (text.size() > 60) out += "...";
  std::ranges::replace(out, '\n', ' ');
  return out;
}

std::string_view kind_word(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "a value";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      break;
  }
  return "a map";
}

std::string what_would_do(const Field& field) {
  switch (field.kind) {
    case FieldKind::quantity:
      return units_that_fit(field.unit);
    case FieldKind::distribution:
      return fmt::format("triangular 2..3..6 {0}, uniform 2..4 {0} or 3 {0}", field.unit);
    case FieldKind::quantities:
      return "a list of twelve numbers";
    case FieldKind::id:
      return fmt::format("the id of one of the {}", field.table);
    case FieldKind::ids:
      return fmt::format("ids of {}", field.table);
    case FieldKind::words:
      return "words";
    case FieldKind::choice:
      return std::string(field.table);
    case FieldKind::flag:
      return "yes or no";
    case FieldKind::day:
      return "a date: 2025-02-25";
    case FieldKind::text:
      break;
  }
  return "a text";
}

std::string number_for_people(double x, std::string_view unit) {
  return unit.empty() ? fmt::format("{}", x) : fmt::format("{} {}", x, unit);
}

/// Reads one value of one field; every fault it meets is told at the node.
class OneValue {
 public:
  OneValue(const Reading& in, const Field& field, const Node& node, std::string_view path)
      : in_(in), field_(field), node_(node), path_(path) {}

  bool read(Value& v) {
    v.file = in_.file_index;
    v.mark = node_.mark;
    switch (field_.kind) {
      case FieldKind::text:
      case FieldKind::id:
        return scalar() && ((v.text = node_.text), true);
      case FieldKind::ids:
      case FieldKind::words:
        return list_of_words(v);
      case FieldKind::choice:
        return choice(v);
      case FieldKind::flag:
        return flag(v);
      case FieldKind::day:
        return day(v);
      case FieldKind::quantity:
        return scalar() && quantity(node_, v);
      case FieldKind::quantities:
        return profile(v);
      case FieldKind::distribution:
        return distribution(v);
    }
    return false;
  }

 private:
  bool refuse(const Node& at, std::string found, std::string expected) {
    in_.fault(at.mark, fmt::format("{}.{}", path_, field_.key), std::move(found), std::move(expected));
    return false;
  }
  bool refuse(const Node& at, TextFault why) {
    return refuse(at, std::move(why.found), std::move(why.expected));
  }

  bool scalar() {
    if (node_.kind == Node::Kind::scalar) {
      if (!node_.text.empty()) return true;
      return refuse(node_, "an empty text", what_would_do(field_));
    }
    return refuse(node_, fmt::format("{} stands here", kind_word(node_)), what_would_do(field_));
  }

  bool list_of_words(Value& v) {
    if (node_.kind == Node::Kind::scalar) {
      v.words.push_back(node_.text);
      return scalar();
    }
    if (node_.kind != Node::Kind::sequence) return scalar();
    for (const Node& item : node_.items) {
      if (item.kind != Node::Kind::scalar || item.text.empty()) {
        return refuse(item, fmt::format("{} stands in the list", kind_word(item)), what_would_do(field_));
      }
      if (std::ranges::find(v.words, item.text) != v.words.end()) {
        return refuse(item, fmt::format("`{}` stands in the list twice", shown(item.text)), "each once");
      }
      v.words.push_back(item.text);
    }
    return true;
  }

  bool choice(Value& v) {
    if (!scalar()) return false;
    std::vector<std::string> words;
    for (std::string_view rest = field_.table; !rest.empty();) {
      const auto end = std::min(rest.find('|'), rest.size());
      words.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    v.text = node_.text;
    if (std::ranges::find(words, v.text) != words.end()) return true;
    const std::string near = nearest(v.text, words);
    return refuse(node_, fmt::format("`{}` is none of its words", shown(v.text)),
                  near.empty() ? one_of(words) : fmt::format("did you mean `{}`?", near));
  }

  bool flag(Value& v) {
    const std::optional<bool> yes = read_flag(in_, node_, fmt::format("{}.{}", path_, field_.key));
    v.number = v.low = v.high = yes.value_or(false) ? 1 : 0;
    return yes.has_value();
  }

  bool day(Value& v) {
    const std::optional<Day> d = read_day(in_, node_, fmt::format("{}.{}", path_, field_.key));
    v.day = d.value_or(Day{});
    return d.has_value();
  }

  bool quantity(const Node& at, Value& v) {
    const Parsed<Amount> amount = read_amount(at.text, field_.unit);
    if (!amount) return refuse(at, amount.error());
    v.low = amount->low;
    v.number = amount->number;
    v.high = amount->high;
    v.currency = amount->currency;
    if (field_.unit == "any") v.unit = amount->unit;
    return within_bounds(at, *amount);
  }

  /// Bounds of money are in US dollars; in another currency only the sign is known to be wrong.
  bool within_bounds(const Node& at, const Amount& a) {
    const bool foreign = field_.unit.starts_with("money") && a.currency != "USD";
    const double inf = std::numeric_limits<double>::infinity();
    const double least = !foreign          ? field_.min
                         : field_.min >= 0 ? 0
                                           : -inf,
                 most = foreign ? inf : field_.max;
    if (a.low >= least && a.high <= most) return true;
    const bool below = a.low < least;
    return refuse(at,
                  fmt::format("`{}` is {} {}", shown(at.text), below ? "below" : "above",
                              bound(below ? least : most, foreign ? a.currency : "USD")),
                  bounds());
  }

  /// A bound with its unit; money in the currency of the figure.
  std::string bound(double x, std::string_view currency) const {
    if (!field_.unit.starts_with("money")) return number_for_people(x, field_.unit);
    return number_for_people(x, fmt::format("{}{}", currency, field_.unit.substr(5)));
  }

  std::string bounds() const {
    const bool top = field_.max < std::numeric_limits<double>::infinity();
    const std::string least = bound(field_.min, "USD");
    return top ? fmt::format("{} to {}", least, bound(field_.max, "USD")) : fmt::format("{} or more", least);
  }

  bool profile(Value& v) {
    if (node_.kind != Node::Kind::sequence) {
      return refuse(node_, fmt::format("{} stands here", kind_word(node_)), what_would_do(field_));
    }
    for (const Node& item : node_.items) {
      if (item.kind != Node::Kind::scalar) return refuse(item, "no number", what_would_do(field_));
      Value one;
      if (!quantity(item, one)) return false;
      v.numbers.push_back(one.number);
    }
    if (v.numbers.size() == 12) return true;
    return refuse(node_, fmt::format("{} numbers stand here", v.numbers.size()), what_would_do(field_));
  }

  bool distribution(Value& v) {
    Parsed<Distribution> law;
    if (node_.kind == Node::Kind::sequence) {
      std::vector<double> samples;
      for (const Node& item : node_.items) {
        const Parsed<Amount> amount = read_amount(item.text, field_.unit);
        if (!amount) return refuse(item, amount.error());
        samples.push_back(amount->number);
      }
      law = empirical(std::move(samples));
    } else {
      if (!scalar()) return false;
      law = read_distribution(node_.text, field_.unit);
    }
    if (!law) return refuse(node_, law.error());
    v.distribution = std::move(*law);
    v.number = v.low = v.high = v.distribution.mean();
    return true;
  }

  const Reading& in_;
  const Field& field_;
  const Node& node_;
  std::string_view path_;
};

/// Two figures of a series: the same unit, whatever the currency.
bool same_kind(const Value& a, const Value& b) {
  const Parsed<Unit> x = read_unit(a.unit), y = read_unit(b.unit);
  return x && y && x->dimension == y->dimension && x->over * y->under == y->over * x->under &&
         x->percent == y->percent;
}

constexpr std::string_view step_keys[] = {"from", "value", "source", "quality", "note"};
constexpr std::string_view figure_keys[] = {"value", "source", "quality", "note"};

/// One {from:, value:, ...}.
std::optional<Dated> read_step(const Reading& in, const Field& field, const Node& node, const Origin& origin,
                               std::string_view path) {
  const std::string here = fmt::format("{}.{}", path, field.key);
  if (node.kind != Node::Kind::mapping) {
    in.fault(node.mark, here, fmt::format("{} stands among dated steps", kind_word(node)),
             "{from: date, value: ...}");
    return std::nullopt;
  }
  refuse_unknown_keys(in, node, here,
                      field.dated ? std::span<const std::string_view>(step_keys) : figure_keys);
  const Node* value = node.find("value");
  if (value == nullptr) {
    in.fault(node.mark, here, "a step without `value`",
             field.dated ? "{from: date, value: ...}" : "{value: ..., source: ...}");
    return std::nullopt;
  }
  Dated step;
  if (const Node* from = node.find("from"); from != nullptr && field.dated) {
    const std::optional<Day> day = read_day(in, *from, here + ".from");
    if (!day) return std::nullopt;
    step.from = *day;
  }
  std::optional<Value> v = read_value(in, field, *value, read_origin(in, node, origin, here), path);
  if (!v) return std::nullopt;
  step.value = std::move(*v);
  return step;
}

}  // namespace

void Reading::fault(Mark at, std::string path, std::string found, std::string expected) const {
  faults.push_back({Severity::error, std::string(file), at.line, at.column, std::move(path), std::move(found),
                    std::move(expected)});
}

std::string one_of(const std::vector<std::string>& words) {
  std::string out;
  constexpr std::size_t most = 24;
  for (std::size_t i = 0; i < words.size() && i < most; ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  if (words.size() > most) out += fmt::format(" or {} more", words.size() - most);
  return out;
}

void refuse_unknown_keys(const Reading& in, const Node& mapping, std::string_view path,
                         std::span<const std::string_view> known, std::span<const Field> fields) {
  for (const Entry& entry : mapping.entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    if (std::ranges::find(fields, std::string_view(entry.key), &Field::key) != fields.end()) continue;
    std::vector<std::string> all(known.begin(), known.end());
    for (const Field& f : fields) all.emplace_back(f.key);
    if (entry.value.kind == Node::Kind::null && entry.key.find_first_of("0123456789") != std::string::npos) {
      in.fault(entry.key_mark, std::string(path), fmt::format("`{}` stands alone", shown(entry.key)),
               "a comma ends a value: write 3..5..10 hours and 40000 t");
      continue;
    }
    const std::string near = nearest(entry.key, all);
    in.fault(entry.key_mark, std::string(path), fmt::format("unknown key `{}`", shown(entry.key)),
             near.empty() ? one_of(all) : fmt::format("did you mean `{}`?", near));
  }
}

std::optional<std::string> read_text(const Reading& in, const Node& node, const std::string& path) {
  if (node.kind == Node::Kind::scalar && !node.text.empty()) return node.text;
  in.fault(node.mark, path,
           node.kind == Node::Kind::scalar ? "an empty text" : fmt::format("{} stands here", kind_word(node)),
           "a text");
  return std::nullopt;
}

std::vector<Said> read_said(const Reading& in, const Node& node, const std::string& path,
                            const std::string& example) {
  std::vector<Said> all;
  const auto read = [&](const Node& item) {
    if (auto text = read_text(in, item, path))
      all.push_back({std::move(*text), std::string(in.file), item.mark});
  };
  if (node.kind == Node::Kind::sequence) {
    for (const Node& item : node.items) read(item);
  } else if (node.kind == Node::Kind::scalar) {
    read(node);
  } else {
    in.fault(node.mark, path, "no list", example);
  }
  return all;
}

std::optional<Day> read_day(const Reading& in, const Node& node, const std::string& path) {
  const std::optional<Day> day = node.kind == Node::Kind::scalar ? parse_day(node.text) : std::nullopt;
  if (!day) {
    in.fault(node.mark, path,
             node.kind == Node::Kind::scalar ? fmt::format("`{}` is no date", shown(node.text))
                                             : fmt::format("{} stands here", kind_word(node)),
             "a day of the calendar, year-month-day: 2025-02-25");
  } else if (*day < kBeginning || *day > kForever) {
    in.fault(node.mark, path, fmt::format("`{}` is out of bounds", node.text),
             fmt::format("{} to {}", to_iso(kBeginning), to_iso(kForever)));
    return std::nullopt;
  }
  return day;
}

std::optional<bool> read_flag(const Reading& in, const Node& node, const std::string& path) {
  if (node.kind == Node::Kind::scalar && !node.quoted) {
    if (node.text == "yes" || node.text == "true") return true;
    if (node.text == "no" || node.text == "false") return false;
  }
  in.fault(node.mark, path,
           node.kind == Node::Kind::scalar ? fmt::format("`{}` is neither yes nor no", shown(node.text))
                                           : fmt::format("{} stands here", kind_word(node)),
           "yes or no");
  return std::nullopt;
}

std::optional<std::uint64_t> read_whole(const Reading& in, const Node& node, const std::string& path,
                                        std::uint64_t least, std::uint64_t most) {
  std::uint64_t n = 0;
  const char* const end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, n);
  if (node.kind == Node::Kind::scalar && error == std::errc{} && stop == end && n >= least && n <= most)
    return n;
  in.fault(node.mark, path,
           node.kind == Node::Kind::scalar ? fmt::format("`{}` will not do", shown(node.text))
                                           : fmt::format("{} stands here", kind_word(node)),
           fmt::format("a whole number from {} to {}", least, most));
  return std::nullopt;
}

Origin read_origin(const Reading& in, const Node& mapping, Origin origin, std::string_view path) {
  if (const Node* source = mapping.find("source")) {
    const std::string here = fmt::format("{}.source", path);
    if (source->kind == Node::Kind::sequence) {
      std::string all;
      for (const Node& item : source->items) {
        const auto id = read_text(in, item, here);
        if (id) all += (all.empty() ? "" : ", ") + *id;
      }
      origin.source = all;
    } else if (const auto id = read_text(in, *source, here)) {
      origin.source = *id;
    }
  }
  if (const Node* note = mapping.find("note")) {
    if (const auto text = read_text(in, *note, fmt::format("{}.note", path))) origin.note = *text;
  }
  if (const Node* quality = mapping.find("quality")) {
    const std::string here = fmt::format("{}.quality", path);
    if (const auto word = read_text(in, *quality, here)) {
      if (const auto q = quality_of(*word); q && *q != Quality::scenario) {
        origin.quality = *q;
      } else {
        in.fault(quality->mark, here, fmt::format("`{}` is no mark of quality", shown(*word)),
                 "official, press, academic, measured, estimate or class-default");
      }
    }
  }
  return origin;
}

std::optional<Value> read_value(const Reading& in, const Field& field, const Node& node, const Origin& origin,
                                std::string_view path) {
  Value v;
  v.source = origin.source;
  v.note = origin.note;
  v.quality = origin.quality;
  if (!OneValue(in, field, node, path).read(v)) return std::nullopt;
  return v;
}

std::vector<Dated> read_steps(const Reading& in, const Field& field, const Node& node, const Origin& origin,
                              std::string_view path) {
  const bool steps = node.kind == Node::Kind::sequence && !node.items.empty() &&
                     node.items.front().kind == Node::Kind::mapping;
  std::vector<Dated> out;
  if (!steps) {
    if (node.kind == Node::Kind::mapping) {
      if (auto step = read_step(in, field, node, origin, path)) out.push_back(std::move(*step));
    } else if (auto v = read_value(in, field, node, origin, path)) {
      out.push_back({kBeginning, std::move(*v)});
    }
    return out;
  }
  const std::string here = fmt::format("{}.{}", path, field.key);
  if (!field.dated) {
    in.fault(node.mark, here, "a list of dated steps, but it does not change with time",
             what_would_do(field));
    return out;
  }
  for (const Node& item : node.items) {
    std::optional<Dated> step = read_step(in, field, item, origin, path);
    if (!step) continue;
    if (!out.empty() && step->from <= out.back().from) {
      in.fault(item.mark, here,
               step->from == kBeginning
                   ? "a step without `from` after the first"
                   : fmt::format("{} does not come after {}", to_iso(step->from), to_iso(out.back().from)),
               "steps in order of their dates, one a date");
      continue;
    }
    if (!out.empty() && field.unit == "any" && !same_kind(out.front().value, step->value)) {
      in.fault(item.mark, here, "steps in different units",
               fmt::format("the unit of the first: `{}`", out.front().value.unit));
    }
    out.push_back(std::move(*step));
  }
  return out;
}

std::vector<Dated> read_fallback(const Field& field) {
  if (field.fallback.empty()) return {};
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = field.fallback;
  Diagnostics faults;
  const Reading in{"", 0, faults};
  std::vector<Dated> steps = read_steps(in, field, node, {"", "", Quality::class_default}, "");
  if (!faults.empty())
    throw std::logic_error("fallback of " + std::string(field.key) + ": " + faults.front().found);
  return steps;
}

}  // namespace corridor::scenario
