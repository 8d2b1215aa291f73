#include "sim/scenario/rule_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/rule_reader.hpp"
#include "sim/scenario/rule_text.hpp"

namespace corridor::scenario {
namespace {

using rules::RuleBook;
using rules::Symbol;

constexpr std::string_view kTermKey[] = {"id"};

const Table& table_of(std::string_view name) { return *std::ranges::find(rule_tables(), name, &Table::name); }

/// One record of one of these tables; calls `read` with its id.
template <class Read>
void each_record(const Document& document, std::string_view name, Diagnostics& faults, const Read& read) {
  const Node* list = document.root.find(name);
  if (list == nullptr || list->kind == Node::Kind::null) return;
  const RuleText whole(document.file, *list, std::string(name), faults);
  if (list->kind != Node::Kind::sequence)
    return whole.fault(list->mark, "", "no list", "a list of maps with an id");
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const Node& node = list->items[i];
    const Node* id = node.find("id");
    const bool named = id != nullptr && is_rule_name(id->text);
    const RuleText in(document.file, node,
                      named ? fmt::format("{}.{}", name, id->text) : fmt::format("{}[{}]", name, i), faults);
    if (!in.is_mapping("a map with an id")) continue;
    if (!named) {
      in.fault(id == nullptr ? node.mark : id->mark, "id", id == nullptr ? "`id` is missing" : "no id",
               "letters, digits and -");
      continue;
    }
    in.check_keys(table_of(name).fields, kTermKey);
    read(in, id->text);
  }
}

/// `days` of an entry of a list or union.
Period days_of(const RuleText& in) {
  const Period p{in.day("from").value_or(kBeginning), in.day("to").value_or(kForever)};
  if (p.to < p.from) in.fault(in.node().mark, "", "`to` comes before `from`", "a day on or after `from`");
  return p;
}

void read_entry(const RuleText& in, Symbol list, RuleBook& book) {
  static constexpr Field kEntry[] = {
      {"node", FieldKind::id, "", "places", false, false, "", 0, 0, "A place."},
      {"party", FieldKind::id, "", "parties", false, false, "", 0, 0, "A party."},
      {"by", FieldKind::id, "", "rules", false, false, "", 0, 0, "Listed while this rule is in force."},
      {"from", FieldKind::day, "", "", false, false, "", 0, 0, "First day."},
      {"to", FieldKind::day, "", "", false, false, "", 0, 0, "Last day."}};
  if (!in.is_mapping("{node: ID, from: 2025-01-01}")) return;
  in.check_keys(kEntry, {});
  const std::string node = in.text("node"), party = in.text("party"), by = in.text("by");
  if (node.empty() == party.empty()) {
    return in.fault(in.node().mark, "", "neither a node nor a party, or both",
                    "{node: ID, from: 2025-01-01}");
  }
  const Symbol member = book.intern(node.empty() ? party : node);
  book.add_member(member, {list, days_of(in), by.empty() ? rules::kNoSymbol : book.intern(by)});
}

void read_lists(const Document& document, RuleBook& book, Diagnostics& faults) {
  each_record(document, "rule_lists", faults, [&](const RuleText& in, const std::string& id) {
    const Symbol list = book.intern(id);
    book.node(list);
    const Node* entries = in.node().find("entries");
    if (entries == nullptr) return;
    if (entries->kind != Node::Kind::sequence) return in.fault(entries->mark, "entries", "no list", "a list");
    for (std::size_t i = 0; i < entries->items.size(); ++i) {
      read_entry({document.file, entries->items[i], fmt::format("{}.entries[{}]", in.path(), i), faults},
                 list, book);
    }
  });
}

void read_unions(const Document& document, RuleBook& book, Diagnostics& faults) {
  static constexpr Field kMember[] = {
      {"country", FieldKind::text, "", "", true, false, "", 0, 0, "Country code."},
      {"from", FieldKind::day, "", "", false, false, "", 0, 0, "First day."},
      {"to", FieldKind::day, "", "", false, false, "", 0, 0, "Last day."}};
  each_record(document, "unions", faults, [&](const RuleText& in, const std::string& id) {
    const Symbol whole = book.intern(id);
    book.mark_country(whole);
    const Node* members = in.node().find("members");
    if (members == nullptr) return;
    if (members->kind != Node::Kind::sequence) return in.fault(members->mark, "members", "no list", "a list");
    for (std::size_t i = 0; i < members->items.size(); ++i) {
      const Node& item = members->items[i];
      const RuleText one(document.file, item, fmt::format("{}.members[{}]", in.path(), i), faults);
      if (item.kind == Node::Kind::mapping) one.check_keys(kMember, {});
      const std::string code = item.kind == Node::Kind::mapping ? one.text("country") : item.text;
      if (!is_rule_name(code)) {
        one.fault(item.mark, "", "no country code", "a code like XX");
        continue;
      }
      const Symbol country = book.intern(code);
      book.mark_country(country);
      const Period days = item.kind == Node::Kind::mapping ? days_of(one) : Period{};
      book.add_member(country, {whole, days, rules::kNoSymbol});
    }
  });
}

void read_caps(const Document& document, RuleBook& book, Diagnostics& faults) {
  static constexpr Field kStep[] = {
      {"from", FieldKind::day, "", "", true, false, "", 0, 0, "First day of this value."},
      {"value", FieldKind::quantity, "", "", true, false, "", 0, 0, "The most that may be paid."},
      {"older_before", FieldKind::day, "", "", false, false, "", 0, 0,
       "Contracts signed before this day ..."},
      {"older_until", FieldKind::day, "", "", false, false, "", 0, 0,
       "... keep the value before until this day."}};
  each_record(document, "caps", faults, [&](const RuleText& in, const std::string& id) {
    rules::Cap cap;
    cap.unit = in.text("unit");
    if (!cap.unit.empty() && cap.unit != "USD/bbl" && cap.unit != "USD/t") {
      in.fault(in.node().find("unit")->mark, "unit",
               fmt::format("`{}` is no unit of a cap", cap.unit.substr(0, 60)), "USD/bbl or USD/t");
    }
    const Node* steps = in.node().find("steps");
    if (steps == nullptr) return;
    if (steps->kind != Node::Kind::sequence)
      return in.fault(steps->mark, "steps", "no list", "a list of steps");
    for (std::size_t i = 0; i < steps->items.size(); ++i) {
      const RuleText one(document.file, steps->items[i], fmt::format("{}.steps[{}]", in.path(), i), faults);
      if (!one.is_mapping("{from: 2025-01-01, value: 60}")) continue;
      one.check_keys(kStep, {});
      const auto from = one.day("from");
      const auto value = one.number("value", cap.unit, 0, 1e6);
      if (!from || !value) continue;
      if (!cap.steps.empty() && *from <= cap.steps.back().from) {
        one.fault(steps->items[i].mark, "from", "steps out of order", "ascending days");
        continue;
      }
      cap.steps.push_back({*from, *value, one.day("older_before").value_or(kBeginning),
                           one.day("older_until").value_or(kBeginning)});
    }
    book.add_cap(book.intern(id), std::move(cap));
  });
}

void read_parties(const Document& document, RuleBook& book, Diagnostics& faults) {
  each_record(document, "parties", faults, [&](const RuleText& in, const std::string& id) {
    book.know_party(id, in.text("country"), in.text("name"));
    const rules::Symbols owners = in.symbols("owned_by", book);
    rules::Party& p = book.party(book.intern(id));
    p.owned_by.insert(p.owned_by.end(), owners.begin(), owners.end());
    for (const std::string& alias : in.words("aliases")) book.add_alias(alias, id);
  });
}

void read_places(const Document& document, RuleBook& book, Diagnostics& faults) {
  each_record(document, "rule_places", faults, [&](const RuleText& in, const std::string& id) {
    book.know_place(id, in.text("country"));
    for (const std::string& wide : in.words("within")) book.know_place(id, {}, wide);
    const rules::Symbols runners = in.symbols("run_by", book);
    const auto mode = in.choice<rules::Transport>("mode");
    rules::Node& n = book.node(book.canonical(book.intern(id)));
    if (mode) n.mode = mode;
    n.run_by.insert(n.run_by.end(), runners.begin(), runners.end());
    for (const std::string& alias : in.words("aliases")) book.add_alias(alias, id);
  });
}

void read_cargo(const Document& document, RuleBook& book, Diagnostics& faults) {
  each_record(document, "rule_cargo", faults, [&](const RuleText& in, const std::string& id) {
    book.know_commodity(id, {});
    for (const std::string& wide : in.words("within")) book.know_commodity(id, wide);
    for (const std::string& alias : in.words("aliases")) book.add_alias(alias, id);
  });
}

}  // namespace

void read_rule_terms(const Document& document, RuleBook& book, Diagnostics& faults) {
  const RuleText in(document.file, document.root, "", faults);
  for (const std::string& code : in.words("countries")) book.mark_country(book.intern(code));
  read_unions(document, book, faults);
  read_parties(document, book, faults);
  read_places(document, book, faults);
  read_cargo(document, book, faults);
  read_lists(document, book, faults);
  read_caps(document, book, faults);
}

}  // namespace corridor::scenario
