#include "sim/scenario/rule_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/scenario/rule_terms.hpp"
#include "sim/scenario/rule_text.hpp"

namespace corridor::scenario {
namespace {

using rules::Condition;
using rules::Rule;
using rules::RuleBook;

constexpr std::string_view kIdKey[] = {"id"};
constexpr std::string_view kExample = "{id: XX-1, title: ..., kind: ban, from: 2025-01-01, ...}";

std::string item_path(std::string_view base, std::size_t i) { return fmt::format("{}[{}]", base, i); }

/// A test that needs nothing but its name, written as a word: `proof`.
bool needs_argument(rules::Test test) {
  using enum rules::Test;
  switch (test) {
    case owner_not:
    case origin_not:
    case destination_not:
    case use_within:
    case contract_before:
    case contract_from:
    case price_at_most:
    case mode_in:
    case act_in:
      return true;
    default:
      return false;
  }
}

void read_argument(const RuleText& in, std::string_view key, RuleBook& book, Condition& c) {
  using enum rules::Test;
  switch (c.test) {
    case owner_not:
    case origin_not:
    case destination_not:
      c.who = in.symbols(key, book);
      break;
    case use_within:
      c.uses = in.bits<rules::Use>(key);
      break;
    case mode_in:
      c.modes = in.bits<rules::Transport>(key);
      break;
    case act_in:
      c.acts = in.bits<rules::Act>(key);
      break;
    case contract_before:
    case contract_from:
      if (const auto day = in.day(key)) c.day = *day;
      break;
    case price_at_most:
      c.cap = book.intern(in.text(key));
      break;
    default:
      in.flag(key);
  }
}

std::optional<rules::Test> known_test(std::string_view word) {
  const auto test = rules::from_word<rules::Test>(word);
  if (!test || *test == rules::Test::quota || *test == rules::Test::origin_share) return std::nullopt;
  return test;
}

std::vector<std::string> test_words() {
  std::vector<std::string> out;
  for (const Field& f : condition_fields()) out.emplace_back(f.key);
  return out;
}

std::optional<Condition> read_condition(std::string_view file, const Node& node, std::string path,
                                        RuleBook& book, Diagnostics& faults) {
  const RuleText in(file, node, std::move(path), faults);
  Condition c;
  if (node.kind == Node::Kind::scalar) {
    const auto test = known_test(node.text);
    if (!test) {
      in.fault(node.mark, "", fmt::format("`{}` is no known test", node.text.substr(0, 60)),
               suggestion(node.text, test_words()));
      return std::nullopt;
    }
    if (needs_argument(*test)) {
      in.fault(node.mark, "", fmt::format("`{}` does not say what it needs", node.text),
               fmt::format("{{{}: ...}}", node.text));
      return std::nullopt;
    }
    c.test = *test;
    return c;
  }
  if (!in.is_mapping("a test like proof, or {owner_not: [...]}")) return std::nullopt;
  int tests = 0;
  for (const Entry& e : node.entries) {
    if (e.key == "only_for") {
      c.only_for = in.symbols("only_for", book);
    } else if (const auto test = known_test(e.key)) {
      c.test = *test;
      ++tests;
      read_argument(in, e.key, book, c);
    } else {
      in.fault(e.key_mark, "", fmt::format("`{}` is no known test", e.key.substr(0, 60)),
               suggestion(e.key, test_words()));
      return std::nullopt;
    }
  }
  if (tests == 1) return c;
  in.fault(node.mark, "", fmt::format("{} tests in one entry", tests), "one test an entry");
  return std::nullopt;
}

std::vector<Condition> read_conditions(std::string_view file, const Node& list, const std::string& path,
                                       RuleBook& book, Diagnostics& faults) {
  std::vector<Condition> out;
  if (list.kind != Node::Kind::sequence) {
    RuleText(file, list, path, faults).fault(list.mark, "", "no list", "a list of tests");
    return out;
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (auto c = read_condition(file, list.items[i], item_path(path, i), book, faults))
      out.push_back(std::move(*c));
  }
  return out;
}

void read_ways(const RuleText& in, std::string_view file, RuleBook& book, Rule& rule, Diagnostics& faults) {
  const Node* conditions = in.node().find("conditions");
  const Node* ways = in.node().find("ways");
  if (conditions != nullptr && ways != nullptr) {
    in.fault(ways->mark, "ways", "both `conditions` and `ways`", "one of the two");
  }
  if (conditions != nullptr) {
    auto tests = read_conditions(file, *conditions, in.path() + ".conditions", book, faults);
    if (!tests.empty()) rule.ways.push_back(std::move(tests));
  } else if (ways != nullptr && ways->kind == Node::Kind::sequence) {
    for (std::size_t i = 0; i < ways->items.size(); ++i) {
      rule.ways.push_back(
          read_conditions(file, ways->items[i], item_path(in.path() + ".ways", i), book, faults));
    }
  } else if (ways != nullptr) {
    in.fault(ways->mark, "ways", "no list", "a list of lists of tests");
  }
}

/// `140 kt/month`: an amount of mass and its period.
std::optional<rules::Quota> amount_of(std::string_view text) {
  rules::Quota q;
  q.per = rules::Per::term;
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const std::string_view per = text.substr(slash + 1);
    if (per == "month")
      q.per = rules::Per::month;
    else if (per == "year")
      q.per = rules::Per::year;
    else
      return std::nullopt;
    text = text.substr(0, slash);
  }
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto value = plain_number(text.substr(0, blank));
  const std::string_view unit = text.substr(blank + 1);
  const double tonnes_in_unit = unit == "Mt" ? 1e6 : unit == "kt" ? 1e3 : unit == "t" ? 1 : 0;
  if (!value || *value < 0 || tonnes_in_unit == 0 || *value * tonnes_in_unit > 1e12) return std::nullopt;
  q.amount = tonnes(*value * tonnes_in_unit);
  return q;
}

void read_quotas(const RuleText& in, std::string_view file, RuleBook& book, Rule& rule, Diagnostics& faults) {
  const Node* node = in.node().find("quota");
  if (node == nullptr) return;
  const std::vector<Node> single{*node};
  const std::vector<Node>& items = node->kind == Node::Kind::sequence ? node->items : single;
  for (const Node& item : items) {
    const RuleText one(file, item, in.path() + ".quota", faults);
    const std::string text = item.kind == Node::Kind::mapping ? one.text("amount") : item.text;
    auto quota = amount_of(text);
    if (!quota) {
      one.fault(item.mark, "", fmt::format("`{}` is no amount", text.substr(0, 60)), "140 kt/month");
      continue;
    }
    if (item.kind == Node::Kind::mapping) quota->only_for = one.symbols("cargo", book);
    rule.quotas.push_back(std::move(*quota));
  }
}

void read_bound(const RuleText& in, RuleBook& book, Rule& rule) {
  for (const std::string& who : in.words("binds")) {
    if (who == "everyone")
      rule.everyone = true;
    else if (who != "nobody")
      rule.binds.push_back(book.intern(who));
  }
  if (rule.everyone && !rule.binds.empty()) {
    in.fault(in.node().find("binds")->mark, "binds", "`everyone` beside others", "everyone, or a list");
  }
  const bool idle = rule.kind == rules::Kind::capacity || rule.kind == rules::Kind::tariff ||
                    rule.kind == rules::Kind::notice || rule.kind == rules::Kind::exemption;
  if (in.node().find("binds") == nullptr && !idle) {
    in.fault(in.node().mark, "", "`binds` is missing",
             "whose persons must obey: binds: [XX], or binds: everyone");
  }
}

void read_scope(const RuleText& in, RuleBook& book, Rule& rule) {
  rule.roles = in.bits<rules::Role>("roles");
  rule.acts = in.bits<rules::Act>("activities");
  rule.when_asked = in.flag("when_asked");
  rule.cargo = in.symbols("cargo", book);
  rule.not_cargo = in.symbols("not_cargo", book);
  rule.origins = in.symbols("origins", book);
  rule.not_origins = in.symbols("not_origins", book);
  rule.exported_from = in.symbols("exported_from", book);
  rule.least_share = in.number("least_share", "", 0, 1).value_or(1);
  rule.targets = in.symbols("targets", book);
  rule.target_roles = in.bits<rules::Role>("target_roles");
  rule.nodes = in.symbols("nodes", book);
  rule.not_nodes = in.symbols("not_nodes", book);
  rule.through = in.symbols("through", book);
  rule.destinations = in.symbols("destinations", book);
  rule.not_destinations = in.symbols("not_destinations", book);
  rule.modes = in.bits<rules::Transport>("modes");
  rule.lead_days = static_cast<int>(in.number("lead", "days", 0, 3650).value_or(0));
  rule.capacity = in.number("capacity", "", 0, 1).value_or(1);
  rule.legal_capacity = in.number("legal_capacity", "", 0, 1).value_or(1);
  rule.capacity_at = in.symbols("capacity_at", book);
  rule.duty_share = in.number("duty", "", 0, 100).value_or(0);
  rule.secondary = in.flag("secondary");
  rule.overrides = in.symbols("overrides", book);
  if (!rule.overrides.empty() && rule.kind != rules::Kind::exemption) {
    in.fault(in.node().find("overrides")->mark, "overrides", "only an exemption lifts rules",
             "kind: exemption");
  }
}

void check_period(const RuleText& in, const Period& p) {
  if (p.to < p.from) {
    in.fault(in.node().find("to") != nullptr ? in.node().find("to")->mark : in.node().mark, "to",
             fmt::format("`to` {} comes before `from` {}", to_iso(p.to), to_iso(p.from)),
             "a day on or after `from`");
  }
}

using Sources = std::map<std::string, rules::Provenance, std::less<>>;

Sources read_sources_of(const Document& document) {
  Sources out;
  const Node* sources = document.root.find("sources");
  if (sources == nullptr) return out;
  for (const Entry& e : sources->entries) {
    rules::Provenance p;
    for (const Entry& field : e.value.entries) {
      if (field.key == "title") p.title = field.value.text;
      if (field.key == "publisher") p.publisher = field.value.text;
      if (field.key == "url") p.url = field.value.text;
    }
    out.emplace(e.key, std::move(p));
  }
  return out;
}

void read_provenance(const RuleText& in, const Sources& sources, Rule& rule) {
  const std::string source = in.text("source");
  if (const auto it = sources.find(source); it != sources.end()) {
    rule.source = it->second;
  } else if (!source.empty()) {
    std::vector<std::string> known;
    for (const auto& [id, p] : sources) known.push_back(id);
    in.fault(in.node().find("source")->mark, "source", fmt::format("no source `{}`", source.substr(0, 60)),
             suggestion(source, known));
  }
  static constexpr std::string_view kQualities[] = {"official", "press", "academic", "measured", "estimate"};
  rule.source.quality = in.text("quality");
  if (!rule.source.quality.empty() &&
      std::ranges::find(kQualities, rule.source.quality) == std::end(kQualities)) {
    in.fault(in.node().find("quality")->mark, "quality",
             fmt::format("`{}` is no quality", rule.source.quality.substr(0, 60)),
             suggestion(rule.source.quality, {std::begin(kQualities), std::end(kQualities)}));
  }
  rule.source.note = in.text("note");
}

void read_rule(const Document& document, std::uint32_t file, const Node& node, std::size_t i,
               const Sources& sources, RuleBook& book, Diagnostics& faults) {
  const Node* id = node.find("id");
  const bool named = id != nullptr && is_rule_name(id->text);
  const RuleText in(document.file, node, named ? "rules." + id->text : item_path("rules", i), faults);
  if (!in.is_mapping(kExample)) return;
  if (!named) {
    in.fault(id == nullptr ? node.mark : id->mark, "id", id == nullptr ? "`id` is missing" : "no id",
             "letters, digits and -");
    return;
  }
  in.check_keys(rule_fields(), kIdKey);
  if (book.index_of(id->text)) {
    in.fault(id->mark, "id", "two rules of this id", "one id a rule");
    return;
  }
  Rule rule;
  rule.id = id->text;
  rule.file = file;
  rule.line = node.mark.line;
  rule.column = node.mark.column;
  rule.title = in.text("title");
  rule.kind = in.choice<rules::Kind>("kind").value_or(rules::Kind::notice);
  rule.authority = in.choice<rules::Authority>("authority").value_or(rules::Authority::text);
  rule.jurisdiction = in.text("jurisdiction");
  rule.instrument = in.text("instrument");
  rule.announced = in.day("announced");
  rule.in_force = {in.day("from").value_or(kBeginning), in.day("to").value_or(kForever)};
  check_period(in, rule.in_force);
  read_bound(in, book, rule);
  read_scope(in, book, rule);
  read_ways(in, document.file, book, rule, faults);
  read_quotas(in, document.file, book, rule, faults);
  read_provenance(in, sources, rule);
  book.add(std::move(rule));
}

}  // namespace

void read_rules(const Document& document, std::uint32_t file, RuleBook& book, Diagnostics& faults) {
  if (document.root.kind != Node::Kind::mapping) return;
  read_rule_terms(document, book, faults);
  const Node* rules = document.root.find("rules");
  if (rules == nullptr || rules->kind == Node::Kind::null) return;
  if (rules->kind != Node::Kind::sequence) {
    faults.push_back({Severity::error, document.file, rules->mark.line, rules->mark.column, "rules",
                      "no list", "a list of " + std::string(kExample)});
    return;
  }
  const Sources sources = read_sources_of(document);
  for (std::size_t i = 0; i < rules->items.size(); ++i) {
    read_rule(document, file, rules->items[i], i, sources, book, faults);
  }
}

bool apply_rule_change(const Node& change, std::string_view file, std::string_view path, RuleBook& book,
                       Diagnostics& faults) {
  const RuleText in(file, change, std::string(path), faults);
  if (!in.is_mapping("{rule: ID, from: 2025-01-01}")) return false;
  const std::size_t before = faults.size();
  static constexpr Field kChange[] = {
      {"rule", FieldKind::id, "", "rules", true, false, "", 0, 0, "The rule that is changed."},
      {"from", FieldKind::day, "", "", false, false, "", 0, 0, "Its first day."},
      {"to", FieldKind::day, "", "", false, false, "", 0, 0, "Its last day."},
      {"never", FieldKind::flag, "", "", false, false, "", 0, 0, "As if it had never been made."}};
  in.check_keys(kChange, {});
  const std::string id = in.text("rule");
  Rule* rule = book.find_rule(id);
  if (rule == nullptr) {
    in.fault(change.find("rule") != nullptr ? change.find("rule")->mark : change.mark, "rule",
             fmt::format("no rule `{}`", id.substr(0, 60)), suggestion(id, book.rule_ids()));
    return false;
  }
  const auto from = in.day("from"), to = in.day("to");
  const bool never = in.flag("never");
  if (faults.size() > before) return false;
  if (!from && !to && change.find("never") == nullptr) {
    in.fault(change.mark, "", "nothing is changed", "from:, to: or never: true");
    return false;
  }
  const Period days{from.value_or(rule->in_force.from), to.value_or(rule->in_force.to)};
  check_period(in, days);
  if (faults.size() > before) return false;
  rule->in_force = days;
  rule->never = never;
  return true;
}

}  // namespace corridor::scenario
