#include "sim/scenario/changes.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

/// A step function drawn by hand: values by day number.
std::vector<Dated> steps(std::initializer_list<std::pair<const char*, double>> list) {
  std::vector<Dated> out;
  for (const auto& [from, number] : list) {
    Value v;
    v.number = v.low = v.high = number;
    out.push_back({*from == 0 ? kBeginning : *parse_day(from), v});
  }
  return out;
}

std::string drawn(const std::vector<Dated>& s) {
  std::string out;
  for (const Dated& step : s) {
    out += (step.from == kBeginning ? "" : to_iso(step.from)) + "=" +
           std::to_string(static_cast<int>(step.value.number)) + " ";
  }
  return out;
}

std::string over(const std::vector<Dated>& old, const std::vector<Dated>& fallback, const char* from,
                 const char* to, double number) {
  Value v;
  v.number = number;
  const Period window{*from == 0 ? kBeginning : *parse_day(from), *to == 0 ? kForever : *parse_day(to)};
  const auto result = overlaid(old, fallback, window, v);
  return result ? drawn(*result) : "nothing comes back";
}

}  // namespace

TEST_CASE("a change lies over the steps of its window, and the old ones hold again after it") {
  const auto old = steps({{"2024-01-01", 1}, {"2025-01-01", 2}, {"2025-07-01", 3}});
  const auto none = steps({});
  CHECK(over(old, none, "", "", 9) == "=9 ");
  CHECK(over(old, none, "2025-03-01", "", 9) == "2024-01-01=1 2025-01-01=2 2025-03-01=9 ");
  CHECK(over(old, none, "2025-01-01", "", 9) == "2024-01-01=1 2025-01-01=9 ");
  CHECK(over(old, none, "2025-03-01", "2025-04-30", 9) ==
        "2024-01-01=1 2025-01-01=2 2025-03-01=9 2025-05-01=2 2025-07-01=3 ");
  CHECK(over(old, none, "2025-03-01", "2025-06-30", 9) ==
        "2024-01-01=1 2025-01-01=2 2025-03-01=9 2025-07-01=3 ");
  CHECK(over(old, none, "2025-03-01", "2025-08-31", 9) ==
        "2024-01-01=1 2025-01-01=2 2025-03-01=9 2025-09-01=3 ");
  CHECK(over(old, none, "2024-06-01", "2025-08-31", 9) == "2024-01-01=1 2024-06-01=9 2025-09-01=3 ");
  CHECK(over(old, none, "", "2024-12-31", 9) == "=9 2025-01-01=2 2025-07-01=3 ");
  CHECK(over(old, none, "2023-01-01", "2023-12-31", 9) ==
        "2023-01-01=9 2024-01-01=1 2025-01-01=2 2025-07-01=3 ");
}

TEST_CASE("a misspelt id is answered with the nearest, a part of one with the shortest that has it") {
  const auto expected = [](std::string_view change) {
    const auto read = load_changes("changes:\n  - {" + std::string(change) + "}\n");
    REQUIRE(!read);
    const std::string all = read.error().at(0).expected;
    return all.substr(0, all.find(';'));
  };
  CHECK(expected("border: west-crosing, trains: 2 trains/day") == "did you mean `west-crossing`?");
  CHECK(expected("border: crossing, trains: 2 trains/day") == "did you mean `west-crossing`?");
  CHECK(expected("fleet: tankers, ships: 2") == "did you mean `lake-tankers`?");
  CHECK(expected("fleet: xyz, ships: 2") == "an id of `corridor list fleets`");
}

TEST_CASE("what is not said comes back as its fallback, and where there is none the change cannot end") {
  const auto none = steps({}), fallback = steps({{"", 5}});
  CHECK(over(none, fallback, "2025-03-01", "2025-04-30", 9) == "=5 2025-03-01=9 2025-05-01=5 ");
  CHECK(over(none, none, "2025-03-01", "2025-04-30", 9) == "nothing comes back");
  CHECK(over(none, none, "2025-03-01", "", 9) == "2025-03-01=9 ");
  CHECK(over(steps({{"2024-01-01", 1}}), none, "2023-01-01", "2023-06-30", 9) == "nothing comes back");
}

TEST_CASE("a factor multiplies within its window alone") {
  const auto old = steps({{"2024-01-01", 10}, {"2025-01-01", 20}, {"2025-07-01", 30}});
  const Period window{*parse_day("2025-03-01"), *parse_day("2025-08-31")};
  CHECK(drawn(multiplied(old, {}, window, 2, {})) ==
        "2024-01-01=10 2025-01-01=20 2025-03-01=40 2025-07-01=60 2025-09-01=30 ");
  CHECK(drawn(multiplied(old, {}, {}, 2, {})) == "2024-01-01=20 2025-01-01=40 2025-07-01=60 ");
  CHECK(drawn(multiplied({}, steps({{"", 5}}), {}, 2, {})) == "=10 ");
}

TEST_CASE("changes say what they say") {
  const auto s = load_changes(
      "changes:\n"
      "  - {terminal: wharf-rock, closed: yes, from: 2025-03-01, to: 2025-05-31}\n"
      "  - {wagon: gondola, rent: 25 USD/day, from: 2025-03-01, to: 2025-03-31}\n"
      "  - {link: stove--southgate, open: 2025-04-01, capacity: 6 Mt/year}\n"
      "  - {model: , bound_share: 100 %}\n"
      "  - {model: {logit_scale: 8 USD/t}}\n"
      "  - {series: freight-index, factor: 1.05, from: 2025-02-01}\n"
      "  - {terminal: palm-rock, closed: weather, days_per_year: 25}\n");
  REQUIRE_MESSAGE(s, told(s));
  CHECK(number_on(*s, "terminals", "wharf-rock", "closed", "2025-02-28") == 0);
  CHECK(number_on(*s, "terminals", "wharf-rock", "closed", "2025-03-01") == 1);
  CHECK(number_on(*s, "terminals", "wharf-rock", "closed", "2025-05-31") == 1);
  CHECK(number_on(*s, "terminals", "wharf-rock", "closed", "2025-06-01") == 0);
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2024-06-01") == 400);  // of another currency
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2025-03-31") == 25);
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2025-04-01") == 20);
  CHECK(number_on(*s, "links", "stove--southgate", "capacity", "2025-01-01") == 6);
  CHECK(to_iso(value_on(s->table("links"), *s->table("links").find("stove--southgate"), "open")->day) ==
        "2025-04-01");
  CHECK(number_on(*s, "model", "model", "bound_share", "2025-01-01") == 1);
  CHECK(number_on(*s, "model", "model", "logit_scale", "2025-01-01") == 8);
  CHECK(number_on(*s, "series", "freight-index", "value", "2025-01-31") == 1);
  CHECK(number_on(*s, "series", "freight-index", "value", "2025-02-01") == 1.05);
  CHECK(number_on(*s, "terminals", "palm-rock", "weather", "2025-01-01") == 25);
  REQUIRE(s->resolved.size() == 8);
  CHECK(s->resolved[0] == "terminal wharf-rock: closed yes from 2025-03-01 to 2025-05-31 (was no)");
  CHECK(s->resolved[1] == "wagon gondola: rent 25 USD/day from 2025-03-01 to 2025-03-31 (was 20 USD/day)");
  CHECK(s->resolved[2] == "link stove--southgate: open 2025-04-01 (was 2030-01-01)");
  CHECK(s->resolved[6] == "series freight-index: value times 1.05 from 2025-02-01 (was 1)");
}

TEST_CASE("a port that is closed closes each of its terminals, and no other") {
  const auto s = load_changes(
      "changes:\n"
      "  - {add: terminal, id: wharf-salt, port: wharf, name: Salt quay, cargo: [minerals]}\n"
      "  - {port: old_wharf, closed: yes, from: 2025-02-25}\n");
  REQUIRE_MESSAGE(s, told(s));
  for (const char* id : {"wharf-rock", "wharf-salt"}) {
    CHECK(number_on(*s, "terminals", id, "closed", "2025-02-24") == 0);
    CHECK(number_on(*s, "terminals", id, "closed", "2025-02-25") == 1);
  }
  CHECK(number_on(*s, "terminals", "palm-rock", "closed", "2025-02-25") == 0);
  CHECK(s->resolved.back() == "port wharf: closed yes from 2025-02-25");
}

TEST_CASE("a later change wins over an earlier one") {
  const auto s = load_changes(
      "changes:\n"
      "  - {wagon: gondola, rent: 25 USD/day, from: 2025-03-01}\n"
      "  - {wagon: gondola, rent: times 2, from: 2025-05-01}\n"
      "  - {wagon: gondola, rent: 30 USD/day, from: 2025-06-01, to: 2025-06-30}\n");
  REQUIRE_MESSAGE(s, told(s));
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2025-04-30") == 25);
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2025-05-31") == 50);
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2025-06-30") == 30);
  CHECK(number_on(*s, "wagons", "gondola", "rent", "2025-07-01") == 50);
}

TEST_CASE("all of a table can be multiplied, each in its own currency") {
  const auto s = load_changes("changes:\n  - {tariff: all, rate: times 2, fixed: times 2}\n");
  REQUIRE_MESSAGE(s, told(s));
  CHECK(number_on(*s, "tariffs", "a-rock", "rate", "2025-01-01") == 4);
  CHECK(number_on(*s, "tariffs", "c-rock", "rate", "2025-01-01") == 0.06);
  CHECK(number_on(*s, "tariffs", "b-rock", "fixed", "2025-01-01") == 100);
  CHECK(value_on(s->table("tariffs"), *s->table("tariffs").find("a-rock"), "rate")->currency == "CRN");
}

TEST_CASE("a change with a wrong date and a wrong unit is told both") {
  const auto s = load_changes("changes:\n  - {wagon: gondola, rent: 25 USD/t, from: 2025-13-01}\n");
  REQUIRE(!s);
  REQUIRE(s.error().size() == 2);
  const std::string both = to_line(s.error()[0]) + to_line(s.error()[1]);
  CHECK(both.find("2025-13-01") != std::string::npos);
  CHECK(both.find("USD/t") != std::string::npos);
}

TEST_CASE("names are found by alias, other spelling and either end of a link") {
  const auto s = load_changes(
      "changes:\n"
      "  - {place: Old_Wharf, holding: 9 trains}\n"
      "  - {link: STOVE--Midway, closed: yes}\n"
      "  - {link: old-wharf--birch, closed: yes}\n"
      "  - {border: south_crossing, trains: 7 trains/day}\n");
  REQUIRE_MESSAGE(s, told(s));
  CHECK(number_on(*s, "places", "wharf", "holding", "2025-01-01") == 9);
  CHECK(number_on(*s, "links", "midway--stove", "closed", "2025-01-01") == 1);
  CHECK(number_on(*s, "links", "birch--wharf", "closed", "2025-01-01") == 1);
  CHECK(number_on(*s, "borders", "south-crossing", "trains", "2025-01-01") == 7);
}

TEST_CASE("--set comes last, and reaches what a scenario reaches") {
  const auto s = load_changes("changes:\n  - {model: , bound_share: 0.9}\n",
                              {{"model.bound_share", "0.3"},
                               {"links.stove--southgate.capacity", "20 Mt/year"},
                               {"series.freight-index.value", "1.5"},
                               {"terminal.wharf-rock.cargo", "[minerals, blackrock]"},
                               {"measure.to", "2025-06-30"},
                               {"replications", "7"},
                               {"seed", "18446744073709551615"}});
  REQUIRE_MESSAGE(s, told(s));
  CHECK(number_on(*s, "model", "model", "bound_share", "2025-01-01") == 0.3);
  CHECK(number_on(*s, "links", "stove--southgate", "capacity", "2025-01-01") == 20);
  CHECK(number_on(*s, "series", "freight-index", "value", "2025-01-01") == 1.5);
  CHECK(value_on(s->table("terminals"), *s->table("terminals").find("wharf-rock"), "cargo")->words.size() ==
        2);
  CHECK(to_iso(s->settings.measure.to) == "2025-06-30");
  CHECK(s->settings.replications == 7);
  CHECK(s->settings.seed == 18446744073709551615ULL);
}

TEST_CASE("--set that cannot be understood is told with the whole of it") {
  const auto told_of = [](const char* path, const char* value) {
    return told(load_changes("", {{path, value}}));
  };
  CHECK(told_of("model.bound_shar", "0.3").find("did you mean `bound_share`?") != std::string::npos);
  CHECK(told_of("lnks.a--b.capacity", "1").find("did you mean `links`?") != std::string::npos);
  CHECK(told_of("links.stove--southgate", "1").find("links.id.field=value") != std::string::npos);
  CHECK(told_of("seed", "-1").find("--set seed=-1:1:1: error: seed: `-1` will not do") != std::string::npos);
  CHECK(told_of("links.nowhere--at-all.capacity", "1 Mt/year").find("there is no link") != std::string::npos);
  CHECK(told_of("", "1").find("nothing that can be set") != std::string::npos);
  CHECK(told_of("model.bound_share", "[").find("error") != std::string::npos);
}
