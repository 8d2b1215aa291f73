#include "sim/scenario/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/describe.hpp"
#include "sim/scenario/fingerprint.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/quantity_text.hpp"
#include "sim/scenario/record_reader.hpp"
#include "sim/scenario/rule_reader.hpp"

namespace corridor::scenario {
namespace {

constexpr std::chrono::days kOneDay{1};

const Dated* step_on(const std::vector<Dated>& steps, Day day) {
  const Dated* held = nullptr;
  for (const Dated& step : steps) {
    if (step.from > day) break;
    held = &step;
  }
  return held;
}
const Value* held_on(const std::vector<Dated>& steps, Day day) {
  const Dated* step = step_on(steps, day);
  return step == nullptr ? nullptr : &step->value;
}
/// What goes on to hold from a later day.
Dated piece_from(Day day, const Dated& step) { return {day, step.value, step.figure_from()}; }

/// The steps, with the fallback as the first where they do not begin at the beginning.
std::vector<Dated> with_fallback(const std::vector<Dated>& steps, const std::vector<Dated>& fallback) {
  std::vector<Dated> all = steps;
  if (all.empty() || (all.front().from > kBeginning && !fallback.empty())) {
    all.insert(all.begin(), fallback.begin(), fallback.end());
  }
  return all;
}

void begin_step(std::vector<Dated>& steps, Day day) {
  const auto at = std::ranges::lower_bound(steps, day, {}, &Dated::from);
  if ((at != steps.end() && at->from == day) || at == steps.begin()) return;
  Dated step = piece_from(day, *std::prev(at));
  steps.insert(at, std::move(step));
}

/// What a change wants of one field.
struct Wish {
  std::size_t field = 0;
  std::vector<Dated> steps;      ///< one without a window: the value; more: a dated list of its own
  std::optional<double> factor;  ///< times ...
  Value by;                      ///< the change as a value: its place and origin
};

/// One entry of `changes:` while it is read.
class Change {
 public:
  Change(const Reading& in, const Node& node, const std::string& path, Scenario& scenario)
      : in_(in), node_(node), path_(path), scenario_(scenario) {}

  void apply() {
    if (node_.kind != Node::Kind::mapping || node_.entries.empty()) {
      return in_.fault(node_.mark, path_, "a change is a map",
                       "{link: a--b, capacity: 20 Mt/year, from: 2025-01-01}");
    }
    const std::string& subject = node_.entries.front().key;
    if (subject == "rule") {
      change_rule();
    } else if (subject == "add") {
      add_record();
    } else if (subject == "port") {
      change_port();
    } else if (const Table* table = find_singular(subject)) {
      change_table(*table);
    } else {
      unknown_subject();
    }
  }

 private:
  const Node& subject() const { return node_.entries.front().value; }
  TableData& data_of(const Table& table) {
    return scenario_.tables[static_cast<std::size_t>(&table - tables().data())];
  }

  void change_rule() {
    if (!apply_rule_change(node_, in_.file, path_, scenario_.rules, in_.faults)) return;
    Fingerprint print;
    print.add(scenario_.rules_print);
    add(print, node_);
    scenario_.rules_print = print.hex();
    std::string line = "rule " + subject().text + ":";
    for (std::size_t k = 1; k < node_.entries.size(); ++k) {
      const Entry& entry = node_.entries[k];
      line += fmt::format("{} {} {}", k > 1 ? "," : "", entry.key, entry.value.text);
    }
    scenario_.resolved.push_back(std::move(line));
  }

  void unknown_subject() {
    std::vector<std::string> known{"rule", "port", "add"};
    for (const Table& t : tables()) known.emplace_back(t.singular);
    const Entry& first = node_.entries.front();
    const auto later = std::ranges::find_if(
        node_.entries, [&](const Entry& e) { return std::ranges::find(known, e.key) != known.end(); });
    const std::string near = nearest(first.key, known);
    std::string cure = "a change begins with what it changes: ";
    cure += later != node_.entries.end() ? fmt::format("put `{}` first", later->key)
            : near.empty()               ? one_of(known)
                                         : fmt::format("did you mean `{}`?", near);
    in_.fault(first.key_mark, path_,
              fmt::format("`{}` is nothing that can be changed", first.key.substr(0, 60)), cure);
  }

  void add_record() {
    const Table* table = subject().kind == Node::Kind::scalar ? find_singular(subject().text) : nullptr;
    if (table == nullptr || table->single) {
      std::vector<std::string> known;
      for (const Table& t : tables()) {
        if (!t.single) known.emplace_back(t.singular);
      }
      return in_.fault(subject().mark, path_ + ".add", "nothing of that kind can be added", one_of(known));
    }
    const std::size_t before = in_.faults.size();
    auto record = read_record(in_, *table, node_, {}, path_, "add");
    if (!record || in_.faults.size() > before) return;
    TableData& data = data_of(*table);
    data.records.push_back(std::move(*record));
    if (!index_last(scenario_, data, in_.faults)) {
      data.records.pop_back();
      return;
    }
    resolve_record(scenario_, data, data.records.back(), in_.faults);
    scenario_.resolved.push_back(fmt::format("{} {}: new", table->singular, data.records.back().id));
  }

  void change_port() {
    const Record* place =
        subject().kind == Node::Kind::scalar ? find_written(scenario_, "places", subject().text) : nullptr;
    const Table& table = *find_table("terminals");
    TableData& data = data_of(table);
    if (place == nullptr) {  // a terminal may be called a port
      const Record* terminal = subject().kind == Node::Kind::scalar
                                   ? find_written(scenario_, "terminals", subject().text)
                                   : nullptr;
      if (terminal != nullptr)
        return change_records(data, {data.index.at(terminal->id)}, "terminal " + terminal->id);
      return in_.fault(subject().mark, path_ + ".port",
                       fmt::format("there is no port `{}`", subject().text.substr(0, 80)),
                       suggestion(scenario_, "places", subject().text));
    }
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < data.records.size(); ++i) {
      const Value* port = value_on(data, data.records[i], "port");
      if (port != nullptr && port->text == place->id) there.push_back(i);
    }
    if (there.empty()) {
      return in_.fault(subject().mark, path_ + ".port", fmt::format("`{}` has no terminals", place->id),
                       "a port; for other places write `place: ...`");
    }
    change_records(data, there, fmt::format("port {}", place->id));
  }

  void change_table(const Table& table) {
    TableData& data = data_of(table);
    if (table.single) return change_single(table, data);
    std::vector<std::size_t> which;
    if (subject().kind == Node::Kind::scalar && subject().text == "all") {
      for (std::size_t i = 0; i < data.records.size(); ++i) which.push_back(i);
      return change_records(data, which, fmt::format("all {}", table.name));
    }
    const auto id = read_text(in_, subject(), fmt::format("{}.{}", path_, table.singular));
    if (!id) return;
    const Record* record = find_written(scenario_, table.name, *id);
    if (record == nullptr) {
      return in_.fault(subject().mark, fmt::format("{}.{}", path_, table.singular),
                       fmt::format("there is no {} `{}`", table.singular, id->substr(0, 80)),
                       fmt::format("{}; a new one: `{{add: {}, id: ...}}`",
                                   suggestion(scenario_, table.name, *id), table.singular));
    }
    change_records(data, {data.index.at(record->id)}, fmt::format("{} {}", table.singular, record->id));
  }

  /// {model: , bound_share: 1} or {model: {bound_share: 1}}
  void change_single(const Table& table, TableData& data) {
    if (subject().kind == Node::Kind::mapping) {
      const Node inner = subject();
      Node flat = node_;
      flat.entries.insert(flat.entries.end(), inner.entries.begin(), inner.entries.end());
      flat.entries.front().value = Node{};
      return Change(in_, flat, path_, scenario_).change_records(data, {0}, std::string(table.name));
    }
    change_records(data, {0}, std::string(table.name));
  }

  void change_records(TableData& data, const std::vector<std::size_t>& which, const std::string& who) {
    const bool window_holds = read_window();
    const Origin origin = read_origin(in_, node_, {}, path_);
    const std::vector<Wish> wishes = read_wishes(*data.table, origin);  // its faults too, all at once
    if (!window_holds) return;
    if (wishes.empty() && !told_) {
      return in_.fault(node_.mark, path_, "this changes nothing", "a field and its new value");
    }
    for (const Wish& wish : wishes) {
      std::string was;
      bool changed = false;
      for (const std::size_t i : which)
        changed |= change_field(data, data.records[i], wish, which.size() == 1, was);
      if (changed) scenario_.resolved.push_back(line_for(data.table->fields[wish.field], wish, who, was));
    }
  }

  bool read_window() {
    const Node *from = node_.find("from"), *to = node_.find("to");
    dated_ = from != nullptr || to != nullptr;
    const auto first =
        from != nullptr ? read_day(in_, *from, path_ + ".from") : std::optional<Day>(kBeginning);
    const auto last = to != nullptr ? read_day(in_, *to, path_ + ".to") : std::optional<Day>(kForever);
    if (!first || !last) return false;
    window_ = {*first, *last};
    if (window_.from <= window_.to) return true;
    in_.fault(to->mark, path_ + ".to",
              fmt::format("{} comes before {}", to_iso(window_.to), to_iso(window_.from)),
              "a last day on or after the first");
    return false;
  }

  /// Every field the change names, read; faults told.
  std::vector<Wish> read_wishes(const Table& table, const Origin& origin) {
    std::vector<Wish> wishes;
    static constexpr std::array<std::string_view, 5> own_keys{"from", "to", "source", "quality", "note"};
    std::vector<std::string_view> known(own_keys.begin(), own_keys.end());
    const bool weather = field_index(table, "weather") >= 0, value = field_index(table, "value") >= 0;
    if (weather) known.push_back("days_per_year");
    if (value) known.insert(known.end(), {"factor", "multiply"});
    const std::size_t before = in_.faults.size();
    known.push_back(node_.entries.front().key);
    refuse_unknown_keys(in_, node_, path_, known, table.fields);
    for (std::size_t k = 1; k < node_.entries.size(); ++k) {
      const Entry& entry = node_.entries[k];
      if (std::ranges::find(own_keys, entry.key) != own_keys.end()) continue;
      if (weather && entry.key == "closed" && entry.value.text == "weather") {
        read_weather(table, entry, origin, wishes);
      } else if (weather && entry.key == "days_per_year") {
        if (const Node* closed = node_.find("closed"); closed == nullptr || closed->text != "weather") {
          in_.fault(entry.key_mark, path_, "`days_per_year` without `closed: weather`",
                    "{terminal: ..., closed: weather, days_per_year: 25}");
        }
      } else if (value && (entry.key == "factor" || entry.key == "multiply")) {
        read_factor(table, "value", entry.value, entry.value.text, origin, wishes);
      } else if (const int i = field_index(table, entry.key); i >= 0) {
        read_wish(table, static_cast<std::size_t>(i), entry, origin, wishes);
      }
    }
    told_ = in_.faults.size() > before;
    return wishes;
  }

  void read_weather(const Table& table, const Entry& entry, const Origin& origin, std::vector<Wish>& wishes) {
    const Node* days = node_.find("days_per_year");
    if (days == nullptr) {
      return in_.fault(entry.value.mark, path_ + ".closed", "`weather` without `days_per_year`",
                       "{terminal: ..., closed: weather, days_per_year: 25}");
    }
    const auto i = static_cast<std::size_t>(field_index(table, "weather"));
    Node with_unit = *days;
    if (read_number(with_unit.text)) with_unit.text += " days/year";
    auto steps = read_steps(in_, table.fields[i], with_unit, origin, path_);
    if (!steps.empty()) wishes.push_back({i, std::move(steps), {}, {}});
  }

  void read_wish(const Table& table, std::size_t i, const Entry& entry, const Origin& origin,
                 std::vector<Wish>& wishes) {
    const Field& field = table.fields[i];
    if (dated_ && !field.dated) {
      return in_.fault(entry.key_mark, path_, fmt::format("`{}` does not change with time", field.key),
                       "leave out `from` and `to`, or make it a change of its own");
    }
    if (field.kind == FieldKind::quantity && entry.value.text.starts_with("times ")) {
      return read_factor(table, field.key, entry.value, std::string_view(entry.value.text).substr(6), origin,
                         wishes);
    }
    auto steps = read_steps(in_, field, entry.value, origin, path_);
    for (Dated& step : steps) {
      const std::size_t before = in_.faults.size();
      resolve_value(scenario_, field, step.value, path_, in_.faults);
      if (in_.faults.size() > before) return;
    }
    if (steps.empty()) return;
    if (dated_ && (steps.size() > 1 || steps.front().from != kBeginning)) {
      return in_.fault(entry.value.mark, fmt::format("{}.{}", path_, field.key),
                       "dated steps in a change that has dates itself",
                       "either the steps or `from` and `to`");
    }
    wishes.push_back({i, std::move(steps), {}, {}});
  }

  void read_factor(const Table& table, std::string_view key, const Node& node, std::string_view text,
                   const Origin& origin, std::vector<Wish>& wishes) {
    const Parsed<double> factor = read_number(text);
    if (!factor || *factor < 0 || *factor > 1e6) {
      return in_.fault(node.mark, fmt::format("{}.{}", path_, key),
                       fmt::format("`{}` is no factor", node.text.substr(0, 60)),
                       "a plain number, 0 or more: times 1.05");
    }
    Wish wish{static_cast<std::size_t>(field_index(table, key)), {}, *factor, {}};
    wish.by.source = origin.source;
    wish.by.note = origin.note;
    wish.by.quality = origin.quality;
    wish.by.file = in_.file_index;
    wish.by.mark = node.mark;
    wishes.push_back(std::move(wish));
  }

  bool change_field(TableData& data, Record& record, const Wish& wish, bool alone, std::string& was) {
    const Field& field = data.table->fields[wish.field];
    std::vector<Dated>& slot = record.slots[wish.field];
    const std::vector<Dated>& fallback = data.fallbacks[wish.field];
    const std::vector<Dated> held = with_fallback(slot, fallback);
    if (const Value* old =
            held_on(held, std::max(window_.from, dated_ ? kBeginning : scenario_.settings.measure.from))) {
      if (alone) was = to_text(field, *old);
    }
    if (wish.factor) {
      if (held.empty()) {
        if (alone)
          in_.fault(wish.by.mark, fmt::format("{}.{}", path_, field.key),
                    "nothing is said that could be multiplied", "a value");
        return false;
      }
      std::vector<Dated> more = multiplied(slot, fallback, window_, *wish.factor, wish.by);
      if (!within_bounds(field, record, more, wish)) return false;
      slot = std::move(more);
      return true;
    }
    if (!dated_) {
      slot = wish.steps;
      return true;
    }
    auto changed = overlaid(slot, fallback, window_, wish.steps.front().value);
    if (!changed) {
      in_.fault(node_.mark, fmt::format("{}.{}", path_, field.key),
                fmt::format("nothing is said of `{}` that could hold again after `to`", field.key),
                "leave out `to`, or say what holds otherwise in a change before this one");
      return false;
    }
    slot = std::move(*changed);
    return true;
  }

  bool within_bounds(const Field& field, const Record& record, const std::vector<Dated>& steps,
                     const Wish& wish) const {
    for (const Dated& step : steps) {
      if (step.value.low >= field.min && step.value.high <= field.max) continue;
      in_.fault(wish.by.mark, fmt::format("{}.{}", path_, field.key),
                fmt::format("times {} makes `{}` of {} {}", *wish.factor, field.key, record.id,
                            to_text(field, step.value)),
                fmt::format("a figure from {} to {}", field.min, field.max));
      return false;
    }
    return true;
  }

  std::string line_for(const Field& field, const Wish& wish, const std::string& who,
                       const std::string& was) const {
    std::string line = fmt::format("{}: {} ", who, field.key);
    line += wish.factor ? fmt::format("times {}", *wish.factor) : to_text(field, wish.steps);
    if (window_.from != kBeginning) line += " from " + to_iso(window_.from);
    if (window_.to != kForever) line += " to " + to_iso(window_.to);
    if (!was.empty()) line += fmt::format(" (was {})", was);
    return line;
  }

  const Reading& in_;
  const Node& node_;
  const std::string& path_;
  Scenario& scenario_;
  Period window_;
  bool dated_ = false;
  bool told_ = false;  ///< a fault was told while the fields were read
};

}  // namespace

std::optional<std::vector<Dated>> overlaid(const std::vector<Dated>& steps,
                                           const std::vector<Dated>& fallback, Period window,
                                           const Value& value) {
  const std::vector<Dated> old = with_fallback(steps, fallback);
  std::vector<Dated> out;
  for (const Dated& step : old) {
    if (step.from < window.from) out.push_back(step);
  }
  out.push_back({window.from, value});
  if (window.to == kForever) return out;
  const Day after = window.to + kOneDay;
  const Dated* again = step_on(old, after);
  if (again == nullptr) return std::nullopt;
  out.push_back(piece_from(after, *again));
  for (const Dated& step : old) {
    if (step.from > after) out.push_back(step);
  }
  return out;
}

std::vector<Dated> multiplied(const std::vector<Dated>& steps, const std::vector<Dated>& fallback,
                              Period window, double factor, const Value& by) {
  std::vector<Dated> out = with_fallback(steps, fallback);
  begin_step(out, window.from);
  if (window.to != kForever) begin_step(out, window.to + kOneDay);
  for (Dated& step : out) {
    if (step.from < window.from || step.from > window.to) continue;
    Value& v = step.value;
    v.low *= factor;
    v.number *= factor;
    v.high *= factor;
    v.source = by.source;
    v.note = by.note;
    v.quality = by.quality;
    v.file = by.file;
    v.mark = by.mark;
  }
  return out;
}

void apply_change(const Reading& in, const Node& change, const std::string& path, Scenario& scenario) {
  Change(in, change, path, scenario).apply();
}

}  // namespace corridor::scenario
