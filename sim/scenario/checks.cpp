#include "sim/scenario/checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace corridor::scenario {
namespace {

/// One record under check, with its place for faults.
class Checked {
 public:
  Checked(const Scenario& s, const TableData& data, const Record& record, Diagnostics& faults)
      : s_(s), data_(data), record_(record), faults_(faults) {}

  const Value* said(std::string_view key) const { return value_on(data_, record_, key, kForever); }
  std::string text(std::string_view key) const {
    const Value* value = said(key);
    return value == nullptr ? "" : value->text;
  }
  void tell(Severity severity, std::string found, std::string expected) const {
    faults_.push_back({severity, s_.files.empty() ? "" : s_.files[record_.file], record_.mark.line,
                       record_.mark.column, fmt::format("{}.{}", data_.table->name, record_.id),
                       std::move(found), std::move(expected)});
  }
  /// Of one figure, where it is said.
  void warn(std::string_view key, const Value& v, std::string found, std::string expected) const {
    faults_.push_back({Severity::warning, s_.files[v.file], v.mark.line, v.mark.column,
                       fmt::format("{}.{}.{}", data_.table->name, record_.id, key), std::move(found),
                       std::move(expected)});
  }
  void error(std::string found, std::string expected) const {
    tell(Severity::error, std::move(found), std::move(expected));
  }

 private:
  const Scenario& s_;
  const TableData& data_;
  const Record& record_;
  Diagnostics& faults_;
};

/// A fleet loads and discharges in two ports: where the link begins and where it ends.
void check_shores(const Checked& link, const TableData& terminals) {
  const Value* said = link.said("terminals");
  if (said == nullptr) return;
  if (link.said("fleet") == nullptr)
    return link.error("`terminals` without a `fleet`", "the fleet that loads and discharges there");
  if (said->words.size() != 2)
    return link.error(fmt::format("{} `terminals`", said->words.size()), "two: at `from` and at `to`");
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string place = link.text(i == 0 ? "from" : "to");
    const Record* terminal = terminals.find(said->words[i]);
    const Value* port = terminal == nullptr ? nullptr : value_on(terminals, *terminal, "port");
    if (port != nullptr && port->text != place)
      link.error(fmt::format("terminal {} at {}", terminal->id, port->text),
                 fmt::format("a terminal at {}, where the link {}", place, i == 0 ? "begins" : "ends"));
  }
}

/// Water that nobody needs would cut nothing.
void check_fleet(const Checked& fleet) {
  if ((fleet.said("depth") != nullptr) != (fleet.said("full_draught") != nullptr))
    fleet.error(
        fleet.said("depth") != nullptr ? "`depth` without `full_draught`" : "`full_draught` without `depth`",
        "both, so that cargo falls with the water, or neither");
}

/// A batch that a field's tanks cannot hold would be cut each time.
void check_batches(const Checked& flow, const TableData& links) {
  const Value* lot = flow.said("lot");
  if (lot == nullptr) return;
  for (const Record& link : links.records) {
    const Value *from = value_on(links, link, "from"), *mode = value_on(links, link, "mode"),
                *tanks = value_on(links, link, "tanks");
    if (from == nullptr || mode == nullptr || tanks == nullptr) continue;
    if (from->text != flow.text("origin") || mode->text != "pipeline" || tanks->number * 1000 >= lot->number)
      continue;
    flow.error(
        fmt::format("a lot of {:g} t, and tanks of {:g} kt before {}", lot->number, tanks->number, link.id),
        "tanks that hold a lot at least");
  }
}

void check_link(const Checked& link) {
  if (link.said("from") != nullptr && link.text("from") == link.text("to")) {
    link.error("a link from a place to itself", "two places");
  }
  const std::string mode = link.text("mode");
  if (mode == "rail" && link.said("railway") == nullptr && link.said("time") == nullptr) {
    link.error("a rail link without `railway`", "the railway that runs it");
  }
  if (link.said("fleet") != nullptr && mode != "ferry" && !mode.empty())
    link.error(fmt::format("a `fleet` on a link of mode {}", mode), "mode: ferry");
  const bool has_time = link.said("time") != nullptr, has_fill = link.said("line_fill") != nullptr;
  if (mode == "pipeline") {
    if (link.said("capacity") == nullptr)
      link.error("a pipeline without `capacity`", "Mt a year that it carries");
    if (has_time == has_fill) {
      link.error(has_time ? "a pipeline with both `line_fill` and `time`"
                          : "a pipeline with neither `line_fill` nor `time`",
                 "line_fill for plug flow, or time where it delivers by displacement");
    }
  } else if (!mode.empty() && mode != "rail" && link.said("speed") == nullptr && !has_time) {
    link.error("a passage with neither `speed` nor `time`", "one of them");
  }
  const Value *open = link.said("open"), *close = link.said("close");
  if (open != nullptr && close != nullptr && close->day < open->day) {
    link.error(fmt::format("it closes on {}, before it opens on {}", to_iso(close->day), to_iso(open->day)),
               "a last day on or after the first");
  }
}

/// Our goods go by the room of a terminal where it is said. A capacity changed beside it says only what ships
/// of others load, and whoever changed it most likely meant our goods.
void check_room(const Checked& terminal, const TableData& data, const Record& r) {
  const auto changed = [&](const Dated& step) { return step.value.file != r.file; };
  const auto field = [&](std::string_view key) -> const std::vector<Dated>& {
    return r.slots[static_cast<std::size_t>(field_index(*data.table, key))];
  };
  const std::vector<Dated>&capacity = field("capacity"), &room = field("room");
  const auto first = std::ranges::find_if(capacity, changed);
  if (first == capacity.end() || room.empty() || std::ranges::any_of(room, changed)) return;
  terminal.warn("capacity", first->value,
                "`capacity` changes only what ships of others load here: what we may load is `room`",
                "a change of `room`, besides or instead");
}

/// commodities.parent must not lead back.
void check_ancestors(const Checked& record, const TableData& data, const Record& first) {
  const Record* at = &first;
  for (std::size_t steps = 0; at != nullptr; ++steps) {
    const Value* parent = value_on(data, *at, "parent");
    if (parent == nullptr) return;
    if (steps > data.records.size())
      return record.error("it is its own ancestor", "a parent outside its own kind");
    at = data.find(parent->text);
  }
}

/// One warning a record: the first figure that does not say where it comes from.
void check_origin(const Checked& record, const TableData& data, const Record& r) {
  for (std::size_t i = 0; i < r.slots.size(); ++i) {
    const FieldKind kind = data.table->fields[i].kind;
    if (kind != FieldKind::quantity && kind != FieldKind::quantities && kind != FieldKind::distribution)
      continue;
    for (const Dated& step : r.slots[i]) {
      const Value& v = step.value;
      const bool guess = v.quality == Quality::estimate && v.note.empty();
      const bool orphan = v.quality != Quality::estimate && v.quality != Quality::scenario &&
                          v.quality != Quality::class_default && v.source.empty();
      if (!guess && !orphan) continue;
      return record.tell(Severity::warning,
                         fmt::format("`{}` does not say where it comes from", data.table->fields[i].key),
                         "source and quality, or quality: estimate with a note that says why");
    }
  }
}

}  // namespace

void check_scenario(const Scenario& s, Diagnostics& faults) {
  for (const TableData& data : s.tables) {
    for (const Record& record : data.records) {
      const Checked checked(s, data, record, faults);
      if (data.table->pair_id) {
        check_link(checked);
        check_shores(checked, s.table("terminals"));
      }
      if (data.table->name == "fleets") check_fleet(checked);
      if (data.table->name == "terminals") check_room(checked, data, record);
      if (data.table->name == "flows") check_batches(checked, s.table("links"));
      if (field_index(*data.table, "parent") >= 0) check_ancestors(checked, data, record);
      check_origin(checked, data, record);
    }
  }
}

}  // namespace corridor::scenario
