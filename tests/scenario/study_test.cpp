#include "sim/scenario/study.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

constexpr const char* kHead = "study: of a test\nbase: base.yaml\n";

/// A study over the made-up country, checked as every command checks it.
struct Loaded {
  Result<Study> study = tl::unexpected(Diagnostics{});
  Result<Scenario> base = tl::unexpected(Diagnostics{});
  std::string faults;
};

std::string lines(const Diagnostics& all) {
  std::string out;
  for (Diagnostic d : all) {
    d.file = fs::path(d.file).filename().string();
    out += to_line(d) + "\n";
  }
  return out;
}

Loaded load(const std::string& body, const char* head = kHead) {
  const Folder folder;
  folder.write("base.yaml", "scenario: base\nmeasure: {from: 2025-01-01, to: 2025-12-31}\n");
  Loaded out;
  out.study = read_study(folder.write("test.yaml", head + body));
  if (!out.study) {
    out.faults = lines(out.study.error());
    return out;
  }
  out.base = load_base(*out.study, {kToy, {}});
  if (!out.base) {
    out.faults = lines(out.base.error());
    return out;
  }
  const Result<void> moved = check_study(*out.study, *out.base);
  if (!moved) out.faults = lines(moved.error());
  return out;
}

std::string levels(const Parameter& p) {
  std::string out;
  for (const Level& level : p.levels) out += (out.empty() ? "" : "; ") + level.text;
  return out;
}

std::string faults(const std::string& parameters) { return load("parameters:\n" + parameters).faults; }

bool tells(const std::string& told, const std::string& part) { return told.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a study reads its parameters as lists, grids of numbers, grids of dates and cases") {
  const Loaded s = load(
      "question: what is it worth?\nreplications: 7\nseed: 11\nreport: [delivered, days]\nparameters:\n"
      "  - {name: rate, moves: terminals.wharf-rock.handling, values: [8 USD/t, 9 USD/t]}\n"
      "  - {name: room, moves: terminals.wharf-rock.room, from: 0 kt/month, to: 300 kt/month, step: 100 "
      "kt/month}\n"
      "  - {name: price, moves: {series: sea-rock-price, factor: value, from: 2025-03-01}, from: 0.9, to: "
      "1.1, "
      "points: 3}\n"
      "  - {name: opening, moves: links.stove--southgate.open, from: 2024-01-31, to: 2024-05-01, step: 1 "
      "month}\n"
      "  - {name: ban, moves: rules.XD-0001-PORT-BAN.never, values: [yes, no]}\n"
      "  - name: world\n"
      "    cases:\n"
      "      - {case: as it is, changes: []}\n"
      "      - {case: port shut, changes: [{port: wharf, closed: yes, from: 2025-02-01}]}\n");
  REQUIRE_MESSAGE(s.faults.empty(), s.faults);
  const Study& study = *s.study;
  CHECK(study.title == "of a test");
  CHECK(study.replications == 7);
  CHECK(study.seed == 11);
  REQUIRE(study.report.size() == 2);
  CHECK(study.report[0].text == "delivered");
  CHECK(study.report[1].text == "days");
  REQUIRE(study.parameters.size() == 6);
  CHECK(levels(study.parameters[0]) == "8 USD/t; 9 USD/t");
  CHECK(levels(study.parameters[1]) == "0 kt/month; 100 kt/month; 200 kt/month; 300 kt/month");
  CHECK(levels(study.parameters[2]) == "0.9; 1; 1.1");
  CHECK(levels(study.parameters[3]) == "2024-01-31; 2024-02-29; 2024-03-31; 2024-04-30");
  CHECK(levels(study.parameters[5]) == "as it is; port shut");
  CHECK(study.parameters[4].levels[0].x == 1);
  CHECK(study.parameters[1].levels[2].x == 200);
  CHECK(study.design.kind == Design::Kind::grid);
}

TEST_CASE("a point changes the base exactly as a scenario that says the same") {
  const Loaded s = load(
      "parameters:\n"
      "  - {name: room, moves: [terminals.wharf-rock.room, terminals.palm-rock.room], values: [70 "
      "kt/month]}\n"
      "  - {name: tariff, moves: {tariff: all, rate: times value}, values: [1.5]}\n"
      "  - {name: price, moves: {series: sea-rock-price, factor: value, from: 2025-03-01}, values: [0.5]}\n"
      "  - {name: ban, moves: rules.XD-0001-PORT-BAN.never, values: [yes]}\n"
      "  - {name: line, cases: [{case: built, changes: [{link: stove--southgate, open: 2025-01-01}]}]}\n");
  REQUIRE_MESSAGE(s.faults.empty(), s.faults);
  Point point;
  for (const Parameter& p : s.study->parameters) point.emplace_back(p.levels.front());
  const auto moved = at_point(*s.base, *s.study, point);
  REQUIRE_MESSAGE(moved, told(moved));
  const auto said = load_changes(
      "changes:\n"
      "  - {terminal: wharf-rock, room: 70 kt/month}\n  - {terminal: palm-rock, room: 70 kt/month}\n"
      "  - {tariff: all, rate: times 1.5}\n  - {series: sea-rock-price, factor: 0.5, from: 2025-03-01}\n"
      "  - {rule: XD-0001-PORT-BAN, never: yes}\n  - {link: stove--southgate, open: 2025-01-01}\n");
  REQUIRE_MESSAGE(said, told(said));
  CHECK(moved->resolved == said->resolved);
  CHECK(moved->resolved.size() == 6);
  for (const char* day : {"2025-01-01", "2025-04-01"}) {
    CHECK(number_on(*moved, "terminals", "palm-rock", "room", day) == 70);
    CHECK(number_on(*moved, "series", "sea-rock-price", "value", day) ==
          number_on(*said, "series", "sea-rock-price", "value", day));
    CHECK(number_on(*moved, "tariffs", "b-rock", "rate", day) ==
          number_on(*said, "tariffs", "b-rock", "rate", day));
  }
  CHECK(to_text(*s.study, point) == "room 70 kt/month, tariff 1.5, price 0.5, ban yes, line built");
  // the base stays as it was, and a parameter that a point leaves out changes nothing
  CHECK(number_on(*s.base, "terminals", "palm-rock", "room", "2025-01-01") == 100);
  const auto same = at_point(*s.base, *s.study, Point(5));
  REQUIRE(same);
  CHECK(same->resolved == s.base->resolved);
}

TEST_CASE("a parameter path that matches nothing is one line at its place, with what was meant") {
  CHECK(faults("  - {name: a, moves: terminals.wharf-rok.room, values: [70 kt/month, 80 kt/month]}\n") ==
        "test.yaml:4:22: error: terminals.wharf-rok.room.terminal: there is no terminal `wharf-rok`; did you "
        "mean "
        "`wharf-rock`?; a new one: `{add: terminal, id: ...}`\n");
  CHECK(tells(faults("  - {name: a, moves: terminals.wharf-rock.roon, values: [70 kt/month]}\n"),
              "unknown key `roon`; did you mean `room`?"));
  CHECK(tells(faults("  - {name: a, moves: terminals.wharf-rock, values: [70 kt/month]}\n"),
              "a path of two words"));
  CHECK(tells(faults("  - {name: a, moves: rules.XD-0001-PORT-BAM.never, values: [yes]}\n"),
              "XD-0001-PORT-BAM"));
  CHECK(tells(faults("  - {name: a, moves: {series: sea-rock-prise, factor: value}, values: [2]}\n"),
              "there is no series `sea-rock-prise`"));
}

TEST_CASE("values out of bounds or of another unit are told, each once, all at once") {
  const std::string told = faults(
      "  - {name: a, moves: terminals.wharf-rock.room, values: [70 kt/month, -5 kt/month, -6 kt/month]}\n"
      "  - {name: b, moves: terminals.wharf-rock.berths, from: 1, to: 900}\n");
  CHECK(tells(told, "design grid"));  // a range needs a grid first
  const std::string bounds = load(
                                 "design: {kind: sobol, points: 8}\nparameters:\n"
                                 "  - {name: a, moves: terminals.wharf-rock.room, values: [70 kt/month, -5 "
                                 "kt/month, -6 kt/month]}\n"
                                 "  - {name: b, moves: terminals.wharf-rock.berths, from: 1, to: 900}\n"
                                 "  - {name: c, moves: links.stove--southgate.open, values: [1 Mt/year]}\n")
                                 .faults;
  CHECK(tells(bounds, "`-5 kt/month` is below"));
  CHECK(tells(bounds, "`-6 kt/month` is below"));
  CHECK(tells(bounds, "`900` is above"));
  CHECK(tells(bounds, "`1 Mt/year` is no date"));
}

TEST_CASE("an empty or unending range is told at its place") {
  const auto room = [](const std::string& rest) {
    return faults("  - {name: a, moves: terminals.wharf-rock.room, " + rest + "}\n");
  };
  CHECK(room("from: 30 kt/month, to: 30 kt/month, points: 3") ==
        "test.yaml:4:72: error: parameters[0].to: an empty range: 30 kt/month to 30 kt/month; `to` above "
        "`from`\n");
  CHECK(tells(room("from: 30 kt/month, to: 1 kt/month, points: 3"), "an empty range"));
  CHECK(tells(room("from: 30 kt/month, to: 1 Mt/year, points: 3"), "is not written as the first value is"));
  CHECK(tells(room("from: 0 kt/month, to: 10 kt/month, step: 3 kt/month"), "do not end at `to`"));
  CHECK(tells(room("from: 0 kt/month, to: 10 kt/month, step: 0 kt/month"), "a step that makes"));
  CHECK(tells(room("from: 0 kt/month, to: 10 kt/month, step: 1e-9 kt/month"), "a step that makes"));
  CHECK(tells(room("from: 0 kt/month, to: 10 kt/month, points: 1"), "a whole number from 2"));
  CHECK(tells(room("from: 0 kt/month, to: 10 kt/month"), "a range without a grid"));
  CHECK(tells(room("from: much, to: more, points: 2"), "neither a number nor a date"));
  CHECK(tells(room("values: []"), "no list of values"));
  CHECK(tells(room("values: [1 kt/month, 1 kt/month]"), "stands here twice"));
  CHECK(tells(room("values: [1 kt/month], points: 3"), "`points` beside `values`"));
  CHECK(tells(room("vales: [1 kt/month]"), "did you mean `values`?"));
}

TEST_CASE("parameters need a name of their own and something to move") {
  CHECK(tells(faults("  - {moves: model.bound_share, values: [0.5]}\n"), "a parameter without a name"));
  CHECK(tells(faults("  - {name: Bound Share, moves: model.bound_share, values: [0.5]}\n"),
              "such as bound-share"));
  CHECK(tells(faults("  - {name: a, values: [0.5]}\n"), "nothing is moved"));
  CHECK(tells(faults("  - {name: a, moves: {series: x, factor: 2}, values: [0.5]}\n"), "the word `value`"));
  CHECK(tells(faults("  - {name: a, moves: seed, values: [1, 2]}\n"), "belongs to the whole study"));
  CHECK(tells(faults("  - {name: a, moves: model.bound_share, values: [0.5]}\n"
                     "  - {name: a, moves: model.logit_scale, values: [5 USD/t]}\n"),
              "a second parameter `a`"));
  CHECK(tells(faults("  - {name: a, cases: [{case: x}]}\n"), "without a list of changes"));
  CHECK(tells(faults("  - {name: a, cases: [{case: x, changes: [{link: nowhere, closed: yes}]}]}\n"),
              "there is no link `nowhere`"));
  CHECK(tells(faults("  - 7\n"), "a parameter is a map"));
}

TEST_CASE("a design is one of four words, and says what it needs") {
  const std::string one = "parameters: [{name: a, moves: model.bound_share, from: 0.2, to: 0.8}]\n";
  CHECK(tells(load(one + "design: sobl\n").faults, "did you mean `sobol`?"));
  CHECK(tells(load(one + "design: sobol\n").faults, "without a number of points"));
  CHECK(tells(load(one + "design: {kind: sobol, points: 0}\n").faults, "a whole number from 1"));
  CHECK(tells(load(one + "design: {points: 5}\n").faults, "without a kind"));
  CHECK(tells(load(one + "design: {kind: latin-hypercube, points: 9, indices: yes}\n").faults,
              "`indices` of the design latin-hypercube"));
  CHECK(tells(load(one + "design: list\n").faults, "no list of points"));
  CHECK(tells(load(one + "points: [{a: 0.5}]\n").faults, "a range without a grid"));
  CHECK(tells(load(one + "design: list\npoints: [{b: 0.5}]\n").faults, "unknown key `b`"));
  CHECK(tells(load(one + "design: list\npoints: [{a: many}]\n").faults, "is no value of `a`"));
  CHECK(tells(load(one + "design: list\npoints: [{a: 7}]\n").faults, "`7` is above 1"));
  const Loaded listed = load(one + "design: list\npoints: [{a: 0.5}, {}]\n");
  REQUIRE_MESSAGE(listed.faults.empty(), listed.faults);
  CHECK(listed.study->listed.size() == 2);
  CHECK(listed.study->listed[0][0]->text == "0.5");
  CHECK_FALSE(listed.study->listed[1][0]);
  const Loaded sobol = load(one + "design: {kind: sobol, points: 64, seed: 5, indices: yes}\n");
  REQUIRE_MESSAGE(sobol.faults.empty(), sobol.faults);
  CHECK(sobol.study->design.points == 64);
  CHECK(sobol.study->design.seed == 5);
  CHECK(sobol.study->design.indices);
}

TEST_CASE("a study without name or base, or with a base that is not there, says so") {
  CHECK(tells(load("", "base: base.yaml\n").faults, "`study` is missing"));
  CHECK(tells(load("", "study: x\n").faults, "`base` is missing"));
  CHECK(tells(load("", "study: x\nbase: nothing.yaml\n").faults,
              "test.yaml:2:7: error: base: there is no file"));
  CHECK(tells(load("", "study: x\nbase: base.yaml\nparamters: []\n").faults, "did you mean `parameters`?"));
  CHECK(tells(load("", "- a\n- b\n").faults, "the file is no map"));
}
