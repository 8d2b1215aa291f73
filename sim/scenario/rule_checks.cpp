// What can be checked of rules only when all files are read.

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/rule_reader.hpp"
#include "sim/scenario/rule_text.hpp"

namespace corridor::scenario {
namespace {

using rules::Rule;
using rules::RuleBook;
using rules::Symbol;

void know_network(std::span<const TableData> tables, RuleBook& book) {
  const auto text_of = [](const TableData& data, const Record& record, std::string_view key) -> std::string {
    const int i = field_index(*data.table, key);
    if (i < 0 || record.slots.size() <= static_cast<std::size_t>(i)) return {};
    const auto& steps = record.slots[static_cast<std::size_t>(i)];
    return steps.empty() ? std::string{} : steps.front().value.text;
  };
  for (const TableData& data : tables) {
    for (const Record& record : data.records) {
      if (data.table->name == "places") {
        book.know_place(record.id, text_of(data, record, "country"), {},
                        text_of(data, record, "kind") == "port");
        const int aliases = field_index(*data.table, "aliases");
        if (aliases < 0) continue;
        for (const Dated& step : record.slots[static_cast<std::size_t>(aliases)]) {
          for (const std::string& alias : step.value.words) book.add_alias(alias, record.id);
        }
      } else if (data.table->name == "terminals") {
        book.know_place(record.id, {}, text_of(data, record, "port"));
      } else if (data.table->name == "commodities") {
        book.know_commodity(record.id, text_of(data, record, "parent"));
      } else if (data.table->name == "flows") {
        book.know_party(text_of(data, record, "owner"), text_of(data, record, "owner_country"));
      }
    }
  }
}

class RuleChecks {
 public:
  RuleChecks(const RuleBook& book, std::span<const std::string> files, Diagnostics& faults)
      : book_(book), files_(files), faults_(faults) {}

  void check_all() {
    for (const Rule& rule : book_.rules()) {
      at_ = &rule;
      check_names();
      for (const auto& way : rule.ways) {
        for (const rules::Condition& c : way) check_condition(c);
      }
      for (const Symbol s : rule.overrides) check_override(s);
      if (leads_back(rule))
        fault("overrides", "an exemption that leads back to itself", "no circle of rules");
    }
  }

 private:
  void fault(std::string_view key, std::string found, std::string expected) {
    const std::string file = at_->file < files_.size() ? files_[at_->file] : std::string{};
    faults_.push_back({Severity::error, file, at_->line, at_->column,
                       fmt::format("rules.{}.{}", at_->id, key), std::move(found), std::move(expected)});
  }

  template <class Known>
  void check_set(std::string_view key, const rules::Symbols& set, const Known& known,
                 std::vector<std::string> (RuleBook::*all)() const) {
    for (const Symbol s : set) {
      const std::string& name = book_.name(s);
      if (!known(name))
        fault(key, fmt::format("`{}` is not known", name.substr(0, 60)), suggestion(name, (book_.*all)()));
    }
  }

  void check_names() {
    const auto party = [&](const std::string& n) { return book_.is_party(n); };
    const auto country = [&](const std::string& n) { return book_.is_country(n); };
    const auto place = [&](const std::string& n) { return book_.is_node(n) || book_.is_country(n); };
    const auto cargo = [&](const std::string& n) { return book_.is_commodity(n); };
    const Rule& r = *at_;
    check_set("binds", r.binds, party, &RuleBook::party_ids);
    check_set("targets", r.targets, party, &RuleBook::party_ids);
    check_set("origins", r.origins, country, &RuleBook::country_codes);
    check_set("not_origins", r.not_origins, country, &RuleBook::country_codes);
    check_set("exported_from", r.exported_from, place, &RuleBook::node_ids);
    check_set("nodes", r.nodes, place, &RuleBook::node_ids);
    check_set("not_nodes", r.not_nodes, place, &RuleBook::node_ids);
    check_set("through", r.through, place, &RuleBook::node_ids);
    check_set("capacity_at", r.capacity_at, place, &RuleBook::node_ids);
    check_set("destinations", r.destinations, place, &RuleBook::node_ids);
    check_set("not_destinations", r.not_destinations, place, &RuleBook::node_ids);
    check_set("cargo", r.cargo, cargo, &RuleBook::commodity_ids);
    check_set("not_cargo", r.not_cargo, cargo, &RuleBook::commodity_ids);
    for (const rules::Quota& q : r.quotas) check_set("quota", q.only_for, cargo, &RuleBook::commodity_ids);
  }

  void check_condition(const rules::Condition& c) {
    const auto party = [&](const std::string& n) { return book_.is_party(n) || book_.is_node(n); };
    const auto cargo = [&](const std::string& n) { return book_.is_commodity(n); };
    check_set("conditions", c.who, party, &RuleBook::party_ids);
    check_set("conditions", c.only_for, cargo, &RuleBook::commodity_ids);
    if (c.test == rules::Test::price_at_most && book_.find_cap(c.cap) == nullptr) {
      fault("conditions", fmt::format("no cap `{}`", book_.name(c.cap).substr(0, 60)),
            "the id of an entry of `caps`");
    }
  }

  void check_override(Symbol s) {
    if (book_.index_of(book_.name(s))) return;
    fault("overrides", fmt::format("no rule `{}`", book_.name(s).substr(0, 60)),
          suggestion(book_.name(s), book_.rule_ids()));
  }

  /// Whether the rules that this one lifts, those they lift, and so on, come back to it.
  bool leads_back(const Rule& start) const {
    std::vector<const Rule*> seen, next{&start};
    while (!next.empty()) {
      const Rule* rule = next.back();
      next.pop_back();
      for (const Symbol s : rule->overrides) {
        const Rule* named = book_.find_rule(book_.name(s));
        if (named == &start) return true;
        if (named == nullptr || std::ranges::find(seen, named) != seen.end()) continue;
        seen.push_back(named);
        next.push_back(named);
      }
    }
    return false;
  }

  const RuleBook& book_;
  std::span<const std::string> files_;
  Diagnostics& faults_;
  const Rule* at_ = nullptr;
};

}  // namespace

void finish_rules(std::span<const TableData> tables, std::span<const std::string> files, RuleBook& book,
                  Diagnostics& faults) {
  know_network(tables, book);
  RuleChecks(book, files, faults).check_all();
}

}  // namespace corridor::scenario
