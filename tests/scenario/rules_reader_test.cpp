// Rule files that are wrong give their faults, each with its place; changes of scenarios move rules.

#include <fstream>
#include <iterator>

#include "rules_world.hpp"

using namespace corridor;
using namespace corridor::test;

namespace {

struct Read {
  rules::RuleBook book;
  Diagnostics faults;

  explicit Read(std::string_view text) {
    const auto document = scenario::parse_document("rules.yaml", text);
    REQUIRE(document.has_value());
    scenario::read_rules(*document, 0, book, faults);
    const std::vector<std::string> names{"rules.yaml"};
    scenario::finish_rules({}, names, book, faults);
  }
  /// Whether exactly one fault was found, on that line, with that in it.
  bool only(int line, std::string_view said) const {
    return faults.size() == 1 && faults[0].line == line && to_line(faults[0]).find(said) != std::string::npos;
  }
  std::string all() const {
    std::string out;
    for (const Diagnostic& d : faults) out += to_line(d) + "\n";
    return out;
  }
};

/// A good file; `extra` is put into its one rule, from line 9 on.
std::string with(std::string_view extra, std::string_view kind = "ban") {
  return "countries: [XA, XB]\n"
         "sources: {law: {title: Law, publisher: nobody, url: \"\"}}\n"
         "rule_places: [{id: quay, country: XB, mode: sea}]\n"
         "rule_cargo: [{id: rock}]\n"
         "rules:\n"
         "  - {id: XA-1, title: A ban, kind: ban, from: 2025-01-01, binds: [XA], nodes: [quay], source: law, "
         "quality: press}\n"
         "  - id: XA-2\n"
         "    kind: " +
         std::string(kind) +
         "\n"
         "    title: Another\n"
         "    from: 2025-01-01\n"
         "    binds: [XA]\n"
         "    source: law\n"
         "    quality: press\n" +
         std::string(extra);
}

rules::Verdict asked(const rules::RuleBook& book, std::string_view iso) {
  rules::Shipment s;
  s.cargo = "rock";
  s.origin = "XB";
  s.buyer = "XA";
  s.via = {"quay"};
  s.on = day(iso);
  return rules::judge(book, s, rules::Mode::strict).verdict;
}

bool change(rules::RuleBook& book, std::string_view text, Diagnostics& faults) {
  const auto document = scenario::parse_document("s.yaml", text);
  REQUIRE(document.has_value());
  return scenario::apply_rule_change(document->root, "s.yaml", "changes[0]", book, faults);
}

}  // namespace

TEST_CASE("a good rule file has no faults") {
  const Read r(with("    cargo: [rock]\n    nodes: [quay]\n"));
  CHECK_MESSAGE(r.faults.empty(), r.all());
  CHECK(r.book.rules().size() == 2);
}

TEST_CASE("each fault of a rule file is said once, where it stands") {
  const auto check = [](std::string_view extra, int line, std::string_view said,
                        std::string_view kind = "ban") {
    const Read r(with(extra, kind));
    CHECK_MESSAGE(r.only(line, said), said << " in\n" << r.all());
  };
  check("    cargoo: [rock]\n", 14, "did you mean `cargo`?");
  check("    cargo: [rok]\n", 7, "did you mean `rock`?");
  check("    nodes: [quey]\n", 7, "did you mean `quay`?");
  check("    origins: [XC1]\n", 7, "`XC1` is not known");
  check("    targets: [nobody-known]\n", 7, "is not known");
  check("    to: 2024-12-31\n", 14, "comes before");
  check("    to: 2025-02-30\n", 14, "is no date");
  check("    roles: [buyers]\n", 14, "did you mean `buyer`?");
  check("    activities: [loadng]\n", 14, "did you mean `loading`?");
  check("    modes: [train]\n", 14, "is no known word");
  check("    conditions: [prof]\n", 14, "did you mean `proof`?");
  check("    conditions: [owner_not]\n", 14, "does not say what it needs");
  check("    conditions: [{proof: yes, permit: yes}]\n", 14, "2 tests in one entry");
  check("    conditions: [{contract_before: soon}]\n", 14, "is no date");
  check("    conditions: [{price_at_most: no-cap}]\n", 7, "no cap `no-cap`");
  check("    conditions: proof\n", 14, "no list");
  check("    conditions: [proof]\n    ways: [[proof]]\n", 15, "both");
  check("    overrides: [XA-1]\n", 14, "only an exemption");
  check("    overrides: [XA-7]\n", 7, "no rule `XA-7`", "exemption");
  check("    overrides: [XA-2]\n", 7, "back to itself", "exemption");
  check("    quota: [many]\n", 14, "is no amount", "quota");
  check("    quota: [10 kt/week]\n", 14, "is no amount", "quota");
  check("    quota: [-1 kt/month]\n", 14, "is no amount", "quota");
  check("    capacity: 1.5\n", 14, "no number of that kind");
  check("    capacity: nan\n", 14, "no number of that kind");
  check("    least_share: 1e400\n", 14, "no number of that kind");
  check("    lead: long\n", 14, "no number of that kind");
  check("    when_asked: perhaps\n", 14, "neither yes nor no");
  check("    authority: law\n", 14, "is no known word");
  check("", 8, "is no known word", "bann");
}

TEST_CASE("a rule without what it must say is refused") {
  const Read r(
      "sources: {law: {title: Law}}\nrules:\n  - {id: A-1, title: x, kind: ban, source: law, quality: "
      "press}\n");
  CHECK(r.faults.size() == 2);  // from, binds
  CHECK(Read("rules:\n  - {title: x}\n").only(2, "`id` is missing"));
  CHECK(Read("rules: {}\n").only(1, "no list"));
  CHECK(Read("rules: [ban]\n").only(1, "no map"));
  CHECK(Read(with("") +
             "  - {id: XA-1, title: x, kind: notice, from: 2025-01-01, source: law, quality: press}\n")
            .only(14, "two rules of this id"));
  CHECK(
      Read(with("    source: nowhere\n").replace(with("").find("    source: law\n"), 16, "")).faults.size() ==
      1);
}

TEST_CASE("exemptions that lead in a circle are refused") {
  const Read r(
      "sources: {law: {title: Law}}\nrules:\n"
      "  - {id: A-1, title: x, kind: exemption, from: 2025-01-01, overrides: [A-2], source: law, quality: "
      "press}\n"
      "  - {id: A-2, title: x, kind: exemption, from: 2025-01-01, overrides: [A-3], source: law, quality: "
      "press}\n"
      "  - {id: A-3, title: x, kind: exemption, from: 2025-01-01, overrides: [A-1], source: law, quality: "
      "press}\n");
  CHECK(r.faults.size() == 3);
  CHECK(r.faults[0].found.find("back to itself") != std::string::npos);
}

TEST_CASE("lists, unions and caps with faults say so") {
  CHECK(Read("unions: [{id: XU, members: [XA, {country: XB, form: 2020-01-01}]}]\n")
            .only(1, "unknown key `form`"));
  CHECK(Read("unions: [{id: XU}]\n").only(1, "`members` is missing"));
  CHECK(Read("rule_lists: [{id: l, entries: [{from: 2020-01-01}]}]\n").only(1, "neither a node nor a party"));
  CHECK(Read("caps: [{id: c, unit: USD/t, steps: [{from: 2025-01-01, value: 5}, {from: 2024-01-01, value: "
             "6}]}]\n")
            .only(1, "out of order"));
  CHECK(Read("caps: [{id: c, unit: EUR, steps: []}]\n").only(1, "is no unit of a cap"));
  CHECK(Read("parties: [{id: p, owned: [q]}]\n").only(1, "unknown key `owned`"));
}

TEST_CASE("a scenario moves, ends or strikes out a rule") {
  Read r(with("    cargo: [rock]\n"));
  Diagnostics faults;
  CHECK(change(r.book, "{rule: XA-2, never: true}", faults));
  CHECK(asked(r.book, "2025-01-01") == rules::Verdict::forbidden);
  CHECK(change(r.book, "{rule: XA-1, from: 2025-02-01, to: 2025-03-31}", faults));
  CHECK(asked(r.book, "2025-01-31") == rules::Verdict::allowed);
  CHECK(asked(r.book, "2025-02-01") == rules::Verdict::forbidden);
  CHECK(asked(r.book, "2025-03-31") == rules::Verdict::forbidden);
  CHECK(asked(r.book, "2025-04-01") == rules::Verdict::allowed);
  CHECK(change(r.book, "{rule: XA-1, never: true}", faults));
  CHECK(asked(r.book, "2025-02-01") == rules::Verdict::allowed);
  CHECK(faults.empty());
}

TEST_CASE("a change that cannot be made is a fault and changes nothing") {
  Read r(with(""));
  for (const auto& [text, said] : {std::pair{"{rule: XA-3, never: true}", "did you mean `XA-"},
                                   {"{rule: XA-1}", "nothing is changed"},
                                   {"{rule: XA-1, from: yesterday}", "is no date"},
                                   {"{rule: XA-1, to: 2024-01-01}", "comes before"},
                                   {"{rule: XA-1, form: 2025-02-01}", "unknown key `form`"},
                                   {"{rule: XA-1, never: perhaps}", "neither yes nor no"}}) {
    Diagnostics faults;
    CHECK_FALSE(change(r.book, text, faults));
    REQUIRE(faults.size() >= 1);
    CHECK_MESSAGE(to_line(faults[0]).find(said) != std::string::npos, to_line(faults[0]));
    CHECK(asked(r.book, "2025-01-01") == rules::Verdict::forbidden);
  }
}

TEST_CASE("a ban moved by 30 days moves the listing and so its exemptions by 30 days") {
  rules::RuleBook book = shipped_rules();
  Diagnostics faults;
  CHECK(change(book, "{rule: EU-0016-PORT-BAN, from: 2025-01-26}", faults));
  const Ask wheat = Ask("wheat", "KZ").owner("KZ").buyer("EU").to("IT").via("novorossiysk");
  CHECK(wheat.on("2025-01-25", book).verdict == rules::Verdict::allowed);
  CHECK(wheat.on("2025-01-26", book).verdict ==
        rules::Verdict::forbidden);  // its exemption is of 25 February
  CHECK(change(book, "{rule: EU-0016-EX-FOOD, from: 2025-01-26}", faults));
  expect(wheat.on("2025-01-26", book), "allowed-if", {"EU-0016-EX-FOOD"});
  CHECK(wheat.on("2025-01-26").verdict == rules::Verdict::allowed);
}

TEST_CASE("the exemption for coal can be revoked from a day, or never come") {
  const Ask coal = Ask("coal", "KZ").owner("KZ").buyer("EU").to("DE").via("ust-luga");
  Diagnostics faults;
  rules::RuleBook revoked = shipped_rules();
  CHECK(change(revoked, "{rule: EU-0018-COAL-EX, to: 2025-12-31}", faults));
  CHECK(coal.on("2025-12-31", revoked).verdict == rules::Verdict::allowed_if);
  expect(coal.on("2026-01-01", revoked), "forbidden", {"EU-0016-PORT-BAN"});
  rules::RuleBook none = shipped_rules();
  CHECK(change(none, "{rule: EU-0018-COAL-EX, never: true}", faults));
  expect(coal.on("2025-09-01", none), "forbidden", {"EU-0016-PORT-BAN"});
}

TEST_CASE("every field of a rule is described, and no test word is missing from the table") {
  for (const scenario::Table& t : scenario::rule_tables()) {
    for (const scenario::Field& f : t.fields) CHECK_FALSE(f.meaning.empty());
  }
  for (const std::string_view word : rules::words<rules::Test>()) {
    if (word == "quota" || word == "origin-share") continue;  // implied by other fields
    const bool described = std::ranges::any_of(scenario::condition_fields(), [&](const scenario::Field& f) {
      return rules::from_word<rules::Test>(f.key) == rules::from_word<rules::Test>(word);
    });
    CHECK_MESSAGE(described, word);
  }
}

TEST_CASE("docs/rules.md lists every field, test and word of the vocabulary") {
  std::ifstream file(std::string(CORRIDOR_SOURCE_DIR) + "/docs/rules.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const auto listed = [&](std::string_view word) {
    CHECK_MESSAGE(page.find("`" + std::string(word) + "`") != std::string::npos, word);
  };
  for (const scenario::Field& f : scenario::rule_fields()) listed(f.key);
  for (const scenario::Field& f : scenario::condition_fields()) listed(f.key);
  for (const auto w : rules::words<rules::Kind>()) listed(w);
  for (const auto w : rules::words<rules::Authority>()) listed(w);
  for (const auto w : rules::words<rules::Act>()) listed(w);
  for (const auto w : rules::words<rules::Use>()) listed(w);
  for (const auto w : rules::words<rules::Transport>()) listed(w);
  for (const auto w : rules::words<rules::Proof>()) listed(w);
  for (const auto w : rules::words<rules::State>()) listed(w);
  for (const auto w : rules::words<rules::Verdict>()) listed(w);
}
