// The order of evaluation on a small book made by hand: two countries, one port, a handful of rules.

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

#include "network/rules/judge.hpp"

using namespace corridor;
using namespace corridor::rules;

namespace {

Day day(std::string_view iso) { return parse_day(iso).value(); }

/// XD forbids its people to deal with the port and to buy there; XA's rock goes through it.
struct Small {
  RuleBook book;
  Shipment shipment;

  Small() {
    book.mark_country(book.intern("XA"));
    book.mark_country(book.intern("XB"));
    book.mark_country(book.intern("XD"));
    book.know_place("port", "XB", "", true);
    book.know_place("quay", "", "port");
    book.know_commodity("rock", "");
    book.know_commodity("fine-rock", "rock");
    shipment.cargo = "rock";
    shipment.origin = "XA";
    shipment.buyer = "XD";
    shipment.via = {"port"};
    shipment.to = "XD";
    shipment.on = day("2025-06-01");
  }
  Symbols set(std::initializer_list<const char*> ids) {
    Symbols out;
    for (const char* id : ids) out.push_back(book.intern(id));
    return out;
  }
  Rule rule(const char* id, Kind kind) {
    Rule r;
    r.id = id;
    r.kind = kind;
    r.in_force = {day("2025-01-01"), day("2025-12-31")};
    return r;
  }
  void ban(const char* id, const char* node = "port") {
    Rule r = rule(id, Kind::ban);
    r.binds = set({"XD"});
    r.nodes = set({node});
    book.add(std::move(r));
  }
  void exemption(const char* id, std::initializer_list<const char*> lifts, std::vector<Test> tests = {}) {
    Rule r = rule(id, Kind::exemption);
    r.overrides = set(lifts);
    std::vector<Condition> way;
    for (const Test t : tests) {
      Condition c;
      c.test = t;
      way.push_back(c);
    }
    if (!way.empty()) r.ways.push_back(std::move(way));
    book.add(std::move(r));
  }
  void block(const char* id) {
    Rule r = rule(id, Kind::disruption);
    r.everyone = true;
    r.nodes = set({"port"});
    book.add(std::move(r));
  }
  Answer answer() const { return judge(book, shipment, Mode::strict); }
  Verdict verdict() const { return answer().verdict; }
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("with no rule everything is allowed and nothing decides") {
  const Small w;
  CHECK(w.verdict() == Verdict::allowed);
  CHECK(w.answer().deciding.empty());
}

TEST_CASE("a ban binds the persons it names and nobody else") {
  Small w;
  w.ban("BAN");
  CHECK(w.answer().deciding == Ids{"BAN"});
  CHECK(w.verdict() == Verdict::forbidden);
  w.shipment.buyer = "XB";
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.buyer.clear();
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.insurer = "XD";
  CHECK(w.verdict() == Verdict::forbidden);
}

TEST_CASE("both ends of a term belong to it") {
  Small w;
  w.ban("BAN");
  for (const auto& [iso, verdict] : {std::pair{"2024-12-31", Verdict::allowed},
                                     {"2025-01-01", Verdict::forbidden},
                                     {"2025-12-31", Verdict::forbidden},
                                     {"2026-01-01", Verdict::allowed}}) {
    w.shipment.on = day(iso);
    CHECK(w.verdict() == verdict);
  }
}

TEST_CASE("two bans need two exemptions") {
  Small w;
  w.ban("BAN-1");
  w.ban("BAN-2");
  CHECK(w.answer().deciding == Ids{"BAN-1", "BAN-2"});
  w.exemption("EX-1", {"BAN-1"});
  CHECK(w.answer().deciding == Ids{"BAN-2"});
  CHECK(w.verdict() == Verdict::forbidden);
  w.exemption("EX-2", {"BAN-2"});
  CHECK(w.verdict() == Verdict::allowed);
  CHECK(w.answer().deciding == Ids{"EX-1", "EX-2", "BAN-1", "BAN-2"});
}

TEST_CASE("of two exemptions one is enough, and the easier one is named") {
  Small w;
  w.ban("BAN");
  w.exemption("EX-HARD", {"BAN"}, {Test::proof, Test::need_shown});
  w.exemption("EX-EASY", {"BAN"}, {Test::proof});
  CHECK(w.verdict() == Verdict::allowed_if);
  CHECK(w.answer().deciding == Ids{"EX-EASY", "BAN"});
  w.shipment.refused = {"EX-HARD"};
  CHECK(w.verdict() == Verdict::allowed_if);
}

TEST_CASE("an exemption with a failed test counts as absent") {
  Small w;
  w.ban("BAN");
  w.exemption("EX", {"BAN"}, {Test::proof, Test::permit});
  CHECK(w.verdict() == Verdict::allowed_if);
  w.shipment.proof = Proof::held;
  w.shipment.granted = {"EX"};
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.granted.clear();
  w.shipment.refused = {"EX"};
  const Answer a = w.answer();
  CHECK(a.verdict == Verdict::forbidden);
  CHECK(a.deciding == Ids{"BAN"});
  REQUIRE(a.conditions.size() == 1);
  CHECK(a.conditions[0].state == State::failed);
  CHECK(a.conditions[0].rule == "EX");
}

TEST_CASE("an exemption lifts only what it names") {
  Small w;
  w.ban("BAN");
  w.ban("OTHER", "quay");
  w.exemption("EX", {"OTHER"});
  CHECK(w.answer().deciding == Ids{"BAN"});
}

TEST_CASE("a block never softens a ban and papers never cure a block") {
  Small w;
  w.block("STORM");
  CHECK(w.verdict() == Verdict::blocked);
  CHECK(w.answer().deciding == Ids{"STORM"});
  w.shipment.proof = Proof::held;
  CHECK(w.verdict() == Verdict::blocked);
  w.ban("BAN");
  CHECK(w.verdict() == Verdict::forbidden);
  CHECK(w.answer().deciding == Ids{"BAN"});
  w.exemption("EX", {"BAN"});
  CHECK(w.verdict() == Verdict::blocked);
}

TEST_CASE("a lifted rule is as if it did not exist, ban and exemption alike") {
  Small w;
  w.ban("BAN-1");
  w.ban("BAN-2");
  w.exemption("EX-1", {"BAN-1"});
  const auto without = [&](const Ids& lifted) {
    return judge(w.book, w.shipment, Mode::strict, lifted).verdict;
  };
  CHECK(without({}) == Verdict::forbidden);
  CHECK(without({"BAN-1"}) == Verdict::forbidden);
  CHECK(without({"BAN-2"}) == Verdict::allowed);
  CHECK(without({"BAN-2", "EX-1"}) == Verdict::forbidden);
  CHECK(without({"NO-SUCH-RULE"}) == Verdict::forbidden);
}

TEST_CASE("what stands within a port is the port, what contains it is not") {
  Small w;
  w.ban("BAN");
  w.shipment.via = {"quay"};
  CHECK(w.verdict() == Verdict::forbidden);
  Small v;
  v.ban("BAN", "quay");
  CHECK(v.verdict() == Verdict::allowed);
}

TEST_CASE("a wide commodity holds the narrow one, not the other way round") {
  Small w;
  Rule r = w.rule("BAN", Kind::ban);
  r.binds = w.set({"XD"});
  r.cargo = w.set({"fine-rock"});
  w.book.add(std::move(r));
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.cargo = "fine-rock";
  CHECK(w.verdict() == Verdict::forbidden);
}

TEST_CASE("membership of a union counts by the day") {
  Small w;
  Rule r = w.rule("BAN", Kind::ban);
  r.binds = w.set({"XU"});
  w.book.add(std::move(r));
  CHECK(w.verdict() == Verdict::allowed);
  w.book.add_member(w.book.intern("XD"), {w.book.intern("XU"), {day("2025-06-02"), kForever}, kNoSymbol});
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.on = day("2025-06-02");
  CHECK(w.verdict() == Verdict::forbidden);
}

TEST_CASE("a list follows the rule that lists") {
  Small w;
  Rule r = w.rule("BAN", Kind::ban);
  r.binds = w.set({"XD"});
  r.nodes = w.set({"list"});
  w.book.add(std::move(r));
  w.book.add_member(w.book.intern("port"), {w.book.intern("list"), {}, w.book.intern("LISTING")});
  CHECK(w.verdict() == Verdict::allowed);
  Rule listing = w.rule("LISTING", Kind::notice);
  listing.in_force.from = day("2025-06-01");
  w.book.add(std::move(listing));
  CHECK(w.verdict() == Verdict::forbidden);
  w.book.find_rule("LISTING")->in_force.from = day("2025-06-02");
  CHECK(w.verdict() == Verdict::allowed);
}

TEST_CASE("guidance counts in guidance mode and a proposal never") {
  Small w;
  Rule says = w.rule("SAYS", Kind::ban);
  says.authority = Authority::guidance;
  says.binds = w.set({"XD"});
  Rule plan = says;
  plan.id = "PLAN";
  plan.authority = Authority::proposed;
  w.book.add(std::move(says));
  w.book.add(std::move(plan));
  CHECK(w.verdict() == Verdict::allowed);
  CHECK(w.answer().risks == Ids{"PLAN"});
  CHECK(judge(w.book, w.shipment, Mode::guidance).deciding == Ids{"SAYS"});
}

TEST_CASE("part of unknown origin cannot be shown to be free of a ban") {
  Small w;
  Rule r = w.rule("BAN", Kind::ban);
  r.binds = w.set({"XD"});
  r.origins = w.set({"XB"});
  w.book.add(std::move(r));
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.origin_share = 0.9;
  CHECK(w.verdict() == Verdict::forbidden);
  w.shipment.rest_origin = "XD";
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.rest_origin = "XB";
  CHECK(w.verdict() == Verdict::forbidden);
}

TEST_CASE("goods that come out of a place count as of the origin until an exemption shows otherwise") {
  Small w;
  Rule r = w.rule("BAN", Kind::ban);
  r.binds = w.set({"XD"});
  r.origins = w.set({"XB"});
  r.exported_from = w.set({"XB"});
  w.book.add(std::move(r));
  CHECK(w.verdict() == Verdict::forbidden);
  w.shipment.via.clear();
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.to = "port";  // bound for the place, not out of it
  CHECK(w.verdict() == Verdict::allowed);
}

TEST_CASE("an owner from an excluded country fails the owner test, at whatever hand") {
  Small w;
  w.ban("BAN");
  Rule ex = w.rule("EX", Kind::exemption);
  ex.overrides = w.set({"BAN"});
  Condition c;
  c.test = Test::owner_not;
  c.who = w.set({"XB"});
  ex.ways = {{c}};
  w.book.add(std::move(ex));
  w.book.know_party("trader", "XB");
  w.book.know_party("daughter", "XA");
  w.book.party(w.book.intern("daughter")).owned_by = w.set({"trader"});
  CHECK(w.verdict() == Verdict::allowed_if);
  w.shipment.proof = Proof::held;
  CHECK(w.verdict() == Verdict::allowed);
  for (const char* owner : {"XB", "trader", "daughter"}) {
    w.shipment.owner = owner;
    CHECK(w.verdict() == Verdict::forbidden);
  }
  w.shipment.owner = "XA";
  w.shipment.seller = "trader";
  CHECK(w.verdict() == Verdict::forbidden);
}

TEST_CASE("a quota holds to its last kilogram and says what is left to ask") {
  Small w;
  Rule r = w.rule("QUOTA", Kind::quota);
  r.everyone = true;
  r.quotas = {{tonnes(100), Per::month, {}}};
  w.book.add(std::move(r));
  CHECK(w.verdict() == Verdict::allowed_if);
  w.shipment.used = Mass{tonnes(100).n - 1};
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.used = tonnes(100);
  CHECK(w.verdict() == Verdict::forbidden);
  w.shipment.used = tonnes(60);
  w.shipment.mass = tonnes(40);
  CHECK(w.verdict() == Verdict::allowed);
  w.shipment.mass = Mass{tonnes(40).n + 1};
  CHECK(w.verdict() == Verdict::forbidden);
  CHECK(w.answer().quotas.size() == 1);
  CHECK(judge_with_change(w.book, w.shipment, Mode::strict).changes_on == day("2025-07-01"));
}

TEST_CASE("a cap follows its steps, and older contracts keep the step before for their time") {
  const Cap cap{"USD/t",
                {{day("2025-01-01"), 60}, {day("2025-03-01"), 50, day("2025-02-01"), day("2025-04-10")}}};
  CHECK_FALSE(cap_on(cap, day("2024-12-31"), day("2024-12-31")).has_value());
  CHECK(cap_on(cap, day("2025-02-28"), day("2025-02-28")) == 60);
  CHECK(cap_on(cap, day("2025-03-01"), day("2025-02-01")) == 50);
  CHECK(cap_on(cap, day("2025-03-01"), day("2025-01-31")) == 60);
  CHECK(cap_on(cap, day("2025-04-10"), day("2025-01-31")) == 60);
  CHECK(cap_on(cap, day("2025-04-11"), day("2025-01-31")) == 50);
}

TEST_CASE("the change is the first later day with another verdict, and none where none comes") {
  Small w;
  w.ban("BAN");
  w.exemption("EX", {"BAN"}, {Test::proof});
  w.book.find_rule("EX")->in_force.from = day("2025-08-01");
  CHECK(judge_with_change(w.book, w.shipment, Mode::strict).changes_on == day("2025-08-01"));
  w.shipment.on = day("2024-06-01");
  CHECK(judge_with_change(w.book, w.shipment, Mode::strict).changes_on == day("2025-01-01"));
  w.shipment.on = day("2026-01-01");
  CHECK_FALSE(judge_with_change(w.book, w.shipment, Mode::strict).changes_on.has_value());
}

TEST_CASE("between two change days no verdict changes") {
  Small w;
  w.ban("BAN");
  w.exemption("EX", {"BAN"}, {Test::proof});
  w.book.find_rule("EX")->in_force = {day("2025-08-01"), day("2025-09-15")};
  w.block("STORM");
  w.book.find_rule("STORM")->in_force = {day("2025-09-01"), day("2025-09-05")};
  const auto days = change_days(w.book, day("2024-12-01"), day("2026-02-01"));
  Verdict before = Verdict::allowed;
  for (Day d = day("2024-12-02"); d <= day("2026-02-01"); d += std::chrono::days{1}) {
    w.shipment.on = d;
    const Verdict now = w.verdict();
    if (now != before) CHECK_MESSAGE(std::ranges::find(days, d) != days.end(), to_iso(d));
    before = now;
  }
  CHECK(days.size() == 6);
}

TEST_CASE("a rule that matches nothing changes nothing") {
  Small w;
  w.ban("BAN");
  w.exemption("EX", {"BAN"}, {Test::proof});
  const Answer before = w.answer();
  Small v;
  v.ban("ELSEWHERE", "quay");
  v.ban("BAN");
  v.exemption("EX", {"BAN"}, {Test::proof});
  const Answer after = v.answer();
  CHECK(before.verdict == after.verdict);
  CHECK(before.deciding == after.deciding);
  CHECK(before.conditions.size() == after.conditions.size());
}

TEST_CASE("names that nobody knows match nothing and break nothing") {
  Small w;
  w.ban("BAN");
  w.shipment.cargo = "no such thing";
  w.shipment.buyer = "nobody";
  w.shipment.via = {"nowhere", ""};
  CHECK(w.verdict() == Verdict::allowed);
  CHECK(judge(RuleBook{}, w.shipment, Mode::strict).verdict == Verdict::allowed);
}

TEST_CASE("spelling of names does not matter in case and joining") {
  Small w;
  w.ban("BAN");
  w.book.add_alias("Old Port", "port");
  for (const char* spelled : {"PORT", "old_port", "Old Port", "old-port"}) {
    w.shipment.via = {spelled};
    CHECK(w.verdict() == Verdict::forbidden);
  }
}

TEST_CASE("every word of the vocabulary is read back as itself") {
  for (const std::string_view w : words<Act>()) CHECK(to_word(from_word<Act>(w).value()) == w);
  for (const std::string_view w : words<Test>()) CHECK(to_word(from_word<Test>(w).value()) == w);
  for (const std::string_view w : words<Kind>()) CHECK(to_word(from_word<Kind>(w).value()) == w);
  CHECK(from_word<Act>("Vessel_Entry") == Act::vessel_entry);
  CHECK_FALSE(from_word<Act>("flying").has_value());
  CHECK(words<Act>().size() == static_cast<std::size_t>(Act::wind_down) + 1);
  CHECK(words<Test>().size() == static_cast<std::size_t>(Test::quota) + 1);
}
