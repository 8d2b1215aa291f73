#include "sim/scenario/study_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/scenario/names.hpp"
#include "sim/scenario/quantity_text.hpp"

namespace corridor::scenario {
namespace {

using Kind = Parameter::Kind;

/// One written value taken apart: `times 1.2`, `20 Mt/year`, `2027-10-01`, `yes`.
struct Written {
  Kind kind = Kind::word;
  std::string prefix, unit;
  double x = 0;
};

double days_of(Day day) { return static_cast<double>(day.time_since_epoch().count()); }
Day day_of(double x) { return Day{std::chrono::days{static_cast<int>(std::floor(x))}}; }

Written take_apart(const std::string& text) {
  Written w;
  if (const auto day = parse_day(text)) {
    w.kind = Kind::day;
    w.x = days_of(*day);
    return w;
  }
  std::string_view rest = text;
  if (rest.starts_with("times ")) {
    w.prefix = "times ";
    rest.remove_prefix(6);
  }
  const auto end = std::min(rest.find(' '), rest.size());
  std::string_view number = rest.substr(0, end);
  std::string_view unit = end < rest.size() ? rest.substr(end + 1) : std::string_view{};
  if (number.ends_with('%')) {
    number.remove_suffix(1);
    unit = "%";
  }
  const Parsed<double> x = read_number(number);
  if (!x) {
    w.x = text == "yes" || text == "true" ? 1 : 0;
    return w;
  }
  w.kind = Kind::number;
  w.x = *x;
  w.unit = unit;
  return w;
}

/// Twelve significant digits hide what steps of 0.1 leave behind.
double tidy(double x) {
  const std::string text = fmt::format("{:.12g}", x);
  double out = x;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

/// One step of dates: days, months or years.
struct CalendarStep {
  int months = 0, days = 0;
};
std::optional<CalendarStep> calendar_step(const std::string& text) {
  const Written w = take_apart(text);
  if (w.kind != Kind::number || !w.prefix.empty() || w.x < 1 || w.x > 36500 || w.x != std::floor(w.x))
    return std::nullopt;
  const int n = static_cast<int>(w.x);
  if (w.unit == "day" || w.unit == "days") return CalendarStep{0, n};
  if (w.unit == "month" || w.unit == "months") return CalendarStep{n, 0};
  if (w.unit == "year" || w.unit == "years") return CalendarStep{12 * n, 0};
  return std::nullopt;
}

Day later(Day day, CalendarStep step, int times) {
  using namespace std::chrono;
  const year_month_day from{day};
  year_month_day to = from + months{step.months * times};
  if (!to.ok()) to = to.year() / to.month() / last;
  return sys_days{to} + days{step.days * times};
}

class ParameterReader {
 public:
  ParameterReader(const Reading& in, const Node& node, const std::string& path)
      : in_(in), node_(node), path_(path) {}

  std::optional<Parameter> read() {
    const std::size_t before = in_.faults.size();
    if (node_.kind != Node::Kind::mapping) {
      in_.fault(node_.mark, path_, "a parameter is a map",
                "{name: capacity, moves: links.a--b.capacity, values: [10 Mt/year, 20 Mt/year]}");
      return std::nullopt;
    }
    p_.mark = node_.mark;
    refuse_unknown_keys(in_, node_, path_, {}, parameter_fields());
    read_name();
    if (const Node* note = node_.find("note")) p_.note = read_text(in_, *note, at("note")).value_or("");
    const Node *cases = node_.find("cases"), *moves = node_.find("moves");
    if (cases != nullptr) {
      for (const char* other : {"moves", "values", "from", "to", "points", "step"}) {
        if (const Node* n = node_.find(other))
          in_.fault(n->mark, at(other), fmt::format("`{}` beside `cases`", other), "one or the other");
      }
      read_cases(*cases);
    } else if (moves == nullptr) {
      in_.fault(node_.mark, path_, "nothing is moved", "moves: a path such as links.a--b.capacity, or cases");
    } else {
      read_moves(*moves);
      read_values();
    }
    if (in_.faults.size() > before) return std::nullopt;
    return std::move(p_);
  }

 private:
  std::string at(std::string_view key) const { return fmt::format("{}.{}", path_, key); }

  void read_name() {
    const Node* name = node_.find("name");
    if (name == nullptr) return in_.fault(node_.mark, path_, "a parameter without a name", "name: capacity");
    const auto text = read_text(in_, *name, at("name"));
    if (!text) return;
    if (!is_id(*text)) {
      return in_.fault(
          name->mark, at("name"), fmt::format("`{}` is no name of a parameter", text->substr(0, 60)),
          fmt::format("lower-case words joined by `-`, such as {}", folded(text->substr(0, 60))));
    }
    p_.name = *text;
  }

  void read_moves(const Node& moves) {
    if (moves.kind != Node::Kind::sequence) return read_move(moves, at("moves"));
    if (moves.items.empty()) return in_.fault(moves.mark, at("moves"), "an empty list", "a path");
    for (std::size_t i = 0; i < moves.items.size(); ++i)
      read_move(moves.items[i], fmt::format("{}[{}]", at("moves"), i));
  }

  void read_move(const Node& node, const std::string& path) {
    Move move;
    move.mark = node.mark;
    if (node.kind == Node::Kind::mapping) {
      const auto holds = [](const Entry& e) {
        return e.value.kind == Node::Kind::scalar &&
               (e.value.text == "value" || e.value.text.ends_with(" value"));
      };
      if (std::ranges::none_of(node.entries, holds)) {
        return in_.fault(node.mark, path, "the word `value` stands nowhere in the change",
                         "{series: ID, factor: value, from: 2025-01-01}");
      }
      move.change = node;
    } else if (auto text = read_text(in_, node, path)) {
      for (const char* own : {"seed", "replications", "report", "scenario", "question"}) {
        if (*text == own)
          return in_.fault(node.mark, path, fmt::format("`{}` belongs to the whole study", own),
                           "a quantity of the scenario");
      }
      move.path = std::move(*text);
    } else {
      return;
    }
    p_.moves.push_back(std::move(move));
  }

  void read_cases(const Node& cases) {
    p_.kind = Kind::word;
    if (cases.kind != Node::Kind::sequence || cases.items.empty()) {
      return in_.fault(cases.mark, at("cases"), "no list of cases", "- {case: name, changes: [...]}");
    }
    static constexpr std::string_view keys[] = {"case", "changes"};
    for (std::size_t i = 0; i < cases.items.size(); ++i) {
      const Node& one = cases.items[i];
      const std::string path = fmt::format("{}[{}]", at("cases"), i);
      if (one.kind != Node::Kind::mapping) {
        in_.fault(one.mark, path, "a case is a map", "{case: name, changes: [...]}");
        continue;
      }
      refuse_unknown_keys(in_, one, path, keys);
      const Node *name = one.find("case"), *changes = one.find("changes");
      if (name == nullptr) {
        in_.fault(one.mark, path, "a case without a name", "{case: name, changes: [...]}");
        continue;
      }
      const auto text = read_text(in_, *name, path + ".case");
      if (!text) continue;
      Level level{*text, static_cast<double>(p_.levels.size()), one.mark, {}};
      if (changes != nullptr && changes->kind == Node::Kind::sequence) {
        level.changes = *changes;
      } else if (changes == nullptr || changes->kind != Node::Kind::null) {
        in_.fault(one.mark, path, "a case without a list of changes", "changes: [], where the base holds");
      }
      add(std::move(level), path);
    }
  }

  void add(Level level, const std::string& path) {
    if (std::ranges::find(p_.levels, level.text, &Level::text) != p_.levels.end())
      return in_.fault(level.mark, path, fmt::format("`{}` stands here twice", level.text.substr(0, 60)),
                       "each once");
    p_.levels.push_back(std::move(level));
  }

  void read_values() {
    const Node *values = node_.find("values"), *from = node_.find("from"), *to = node_.find("to");
    if (values != nullptr) {
      for (const char* other : {"from", "to", "points", "step"}) {
        if (const Node* n = node_.find(other))
          in_.fault(n->mark, at(other), fmt::format("`{}` beside `values`", other), "one or the other");
      }
      read_list(*values);
    } else if (from == nullptr || to == nullptr) {
      in_.fault(node_.mark, path_, "no values", "values: [...], or from: and to:");
    } else {
      read_range(*from, *to);
    }
  }

  void read_list(const Node& values) {
    if (values.kind != Node::Kind::sequence || values.items.empty())
      return in_.fault(values.mark, at("values"), "no list of values", "values: [10 Mt/year, 20 Mt/year]");
    if (values.items.size() > kMostLevels)
      return in_.fault(values.mark, at("values"), fmt::format("{} values", values.items.size()),
                       fmt::format("at most {}", kMostLevels));
    for (std::size_t i = 0; i < values.items.size(); ++i) {
      const std::string path = fmt::format("{}[{}]", at("values"), i);
      const auto text = read_text(in_, values.items[i], path);
      if (!text) continue;
      const Written w = take_apart(*text);
      if (i == 0) take_kind(w);
      if (!same_kind(w, values.items[i], path)) continue;
      const bool flag = *text == "yes" || *text == "no" || *text == "true" || *text == "false";
      const double x = w.kind != Kind::word || flag ? w.x : static_cast<double>(i);
      add({*text, x, values.items[i].mark, {}}, path);
    }
  }

  void take_kind(const Written& w) {
    p_.kind = w.kind;
    p_.prefix = w.prefix;
    p_.unit = w.unit;
  }

  bool same_kind(const Written& w, const Node& node, const std::string& path) {
    if (w.kind == p_.kind && w.prefix == p_.prefix && w.unit == p_.unit) return true;
    in_.fault(node.mark, path,
              fmt::format("`{}` is not written as the first value is", node.text.substr(0, 60)),
              p_.kind == Kind::day ? "a date"
              : p_.kind == Kind::word
                  ? "a word"
                  : fmt::format("{}a number{}{}", p_.prefix, p_.unit.empty() ? "" : " in ", p_.unit));
    return false;
  }

  void read_range(const Node& from, const Node& to) {
    const auto least = read_text(in_, from, at("from")), most = read_text(in_, to, at("to"));
    if (!least || !most) return;
    const Written low = take_apart(*least), high = take_apart(*most);
    if (low.kind == Kind::word)
      return in_.fault(from.mark, at("from"),
                       fmt::format("`{}` is neither a number nor a date", least->substr(0, 60)),
                       "20 Mt/year, times 0.5 or 2027-10-01; for words: values: [...]");
    take_kind(low);
    if (!same_kind(high, to, at("to"))) return;
    if (!(low.x < high.x))
      return in_.fault(to.mark, at("to"), fmt::format("an empty range: {} to {}", *least, *most),
                       "`to` above `from`");
    p_.ranged = true;
    p_.low = low.x;
    p_.high = high.x;
    const Node *points = node_.find("points"), *step = node_.find("step");
    if (points != nullptr && step != nullptr)
      return in_.fault(step->mark, at("step"), "`step` beside `points`", "one or the other");
    if (points != nullptr) by_points(*points);
    if (step != nullptr && p_.kind == Kind::day) by_calendar(*step);
    if (step != nullptr && p_.kind == Kind::number) by_step(*step);
  }

  void by_points(const Node& node) {
    const auto n = read_whole(in_, node, at("points"), 2, kMostLevels);
    if (!n) return;
    for (std::uint64_t i = 0; i < *n; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(*n - 1);
      add_level(p_.low + (p_.high - p_.low) * share, node);
    }
  }

  void by_step(const Node& node) {
    const auto text = read_text(in_, node, at("step"));
    if (!text) return;
    Written w = take_apart(*text);
    w.prefix = p_.prefix;
    if (!same_kind(w, node, at("step"))) return;
    const double count = w.x > 0 ? (p_.high - p_.low) / w.x : -1;
    if (count < 0.5 || count + 1 > static_cast<double>(kMostLevels))
      return in_.fault(node.mark, at("step"), fmt::format("steps of {} over the range", *text),
                       fmt::format("a step that makes 2 to {} values", kMostLevels));
    const double whole = std::round(count);
    if (std::abs(count - whole) > 1e-6)
      return in_.fault(node.mark, at("step"), fmt::format("steps of {} do not end at `to`", *text),
                       "a step that divides the range");
    for (int i = 0; i <= static_cast<int>(whole); ++i) add_level(p_.low + w.x * i, node);
  }

  void by_calendar(const Node& node) {
    const auto text = read_text(in_, node, at("step"));
    if (!text) return;
    const auto step = calendar_step(*text);
    if (!step)
      return in_.fault(node.mark, at("step"), fmt::format("`{}` is no step of dates", text->substr(0, 60)),
                       "30 days, 6 months, 1 year");
    const Day first = day_of(p_.low), last = day_of(p_.high);
    for (int i = 0; later(first, *step, i) <= last; ++i) add_level(days_of(later(first, *step, i)), node);
    if (p_.levels.size() < 2)
      in_.fault(node.mark, at("step"), fmt::format("steps of {} over the range", *text),
                "a step that makes two values or more");
  }

  void add_level(double x, const Node& node) {
    Level level = level_at(p_, p_.kind == Kind::day ? x : tidy(x));
    level.mark = node.mark;
    if (p_.levels.empty() || p_.levels.back().text != level.text) p_.levels.push_back(std::move(level));
  }

  const Reading& in_;
  const Node& node_;
  const std::string& path_;
  Parameter p_;
};

}  // namespace

Level level_at(const Parameter& p, double x) {
  Level level;
  level.mark = p.mark;
  if (p.kind == Kind::day) {
    level.text = to_iso(day_of(x));
    level.x = std::floor(x);
  } else {
    level.text = fmt::format("{}{}{}{}", p.prefix, x, p.unit.empty() ? "" : " ", p.unit);
    level.x = x;
  }
  return level;
}

std::optional<Parameter> read_parameter(const Reading& in, const Node& node, const std::string& path) {
  return ParameterReader(in, node, path).read();
}

std::optional<Level> read_level(const Reading& in, const Parameter& p, const Node& node,
                                const std::string& path) {
  const auto text = read_text(in, node, path);
  if (!text) return std::nullopt;
  const auto known = std::ranges::find(p.levels, *text, &Level::text);
  if (known != p.levels.end()) {
    Level level = *known;
    level.mark = node.mark;
    return level;
  }
  const Written w = take_apart(*text);
  if (p.kind == Kind::word || w.kind != p.kind || w.prefix != p.prefix || w.unit != p.unit) {
    std::vector<std::string> words;
    for (const Level& level : p.levels) words.push_back(level.text);
    if (p.ranged) words = {level_at(p, p.low).text + " to " + level_at(p, p.high).text};
    in.fault(node.mark, path, fmt::format("`{}` is no value of `{}`", text->substr(0, 60), p.name),
             one_of(words));
    return std::nullopt;
  }
  return Level{*text, w.x, node.mark, {}};
}

}  // namespace corridor::scenario
