#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "sim/scenario/names.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

/// n files, each extending the next; the last has all that a scenario needs.
fs::path chain_of(const Folder& folder, int n) {
  for (int i = 1; i < n; ++i) {
    folder.write("s" + std::to_string(i) + ".yaml",
                 "scenario: number " + std::to_string(i) + "\nextends: s" + std::to_string(i + 1) +
                     ".yaml\nchanges:\n  - {series: freight-index, factor: 2}\n");
  }
  folder.write("s" + std::to_string(n) + ".yaml",
               "scenario: the base\nseed: 5\nmeasure: {from: 2025-01-01, to: 2025-12-31}\n");
  return folder.path() / "s1.yaml";
}

}  // namespace

TEST_CASE("the made-up country is read whole, without a warning") {
  const auto s = load_network({kToy, {}});
  REQUIRE_MESSAGE(s, told(s));
  CHECK(s->warnings.empty());
  CHECK(s->table("places").records.size() == 23);
  CHECK(s->table("model").records.size() == 1);
  CHECK(number_on(*s, "links", "midway--westgate", "pairs", "2025-06-30") == 10);
  CHECK(number_on(*s, "links", "midway--westgate", "pairs", "2025-07-01") == 40);
  CHECK(number_on(*s, "links", "wharf--faraway", "length", "2025-01-01") == 5556);
  CHECK(number_on(*s, "links", "wharf--faraway", "speed", "2025-01-01") == 23.15);
  CHECK(number_on(*s, "links", "wharf--faraway", "lot", "2025-01-01") == 40000);
}

TEST_CASE("references are kept as the ids they mean") {
  const auto s = load_network({kToy, {}});
  REQUIRE(s);
  const TableData& borders = s->table("borders");
  CHECK(value_on(borders, *borders.find("south-crossing"), "link")->text ==
        "southgate--thither");  // written backwards
  const TableData& pools = s->table("pools");
  CHECK(value_on(pools, *pools.find("home-power"), "delivered_at")->words ==
        std::vector<std::string>{"stove"});
}

TEST_CASE("a step inherits the source and quality of its record, and says its own") {
  const auto s = load_network({kToy, {}});
  REQUIRE(s);
  const TableData& t = s->table("acceptances");
  const auto& steps = steps_of(t, *t.find("b-to-wharf"), "amount");
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].value.quality == Quality::estimate);
  CHECK(steps[0].value.note == "invented as a guess");
  CHECK(steps[0].value.source == "gazette");
  CHECK(steps[0].value.low == 180);
  CHECK(steps[0].value.high == 220);
  CHECK(steps[1].value.quality == Quality::press);
  CHECK(s->files[steps[1].value.file].ends_with("network.yaml"));
  CHECK(steps[1].value.mark.line > 0);
}

TEST_CASE("what is not said is the fallback of the tables; a guessed one can be drawn record by record") {
  const auto s = load_network({kToy, {}});
  REQUIRE(s);
  const TableData& model = s->table("model");
  CHECK(value_on(model, model.records[0], "tranches")->number == 20);
  CHECK(value_on(model, model.records[0], "tranches")->quality == Quality::class_default);
  const auto slot =
      model.records[0].slots[static_cast<std::size_t>(field_index(*model.table, "bound_share"))];
  REQUIRE(slot.size() == 1);
  CHECK(slot[0].value.ranged());
  const TableData& links = s->table("links");
  CHECK(value_on(links, *links.find("midway--stove"), "pairs") == nullptr);
  CHECK(steps_of(links, *links.find("midway--stove"), "pairs").empty());
}

TEST_CASE("a figure of its own origin needs no step") {
  const auto s = load_toy_with(
      "format: 1\nlinks:\n  - {from: stove, to: westgate, mode: rail, railway: arail, source: atlas, "
      "quality: official,\n"
      "     length: {value: 320 km, quality: measured, note: by map}, time: {value: [9 hours, 10 hours, 14 "
      "hours], quality: press}}\n");
  REQUIRE_MESSAGE(s, told(s));
  const TableData& links = s->table("links");
  const Value& length = *value_on(links, *links.find("stove--westgate"), "length");
  CHECK(length.number == 320);
  CHECK(length.quality == Quality::measured);
  CHECK(length.source == "atlas");
  CHECK(value_on(links, *links.find("stove--westgate"), "time")->distribution.mean() == 11);
}

TEST_CASE("a figure without origin is a warning") {
  const auto s = load_toy_with("format: 1\ncurrencies:\n  - {id: abc, per_usd: 3}\n");
  REQUIRE_MESSAGE(s, told(s));
  REQUIRE(s->warnings.size() == 1);
  CHECK(s->warnings[0].severity == Severity::warning);
  CHECK(s->warnings[0].path == "currencies.abc");
}

TEST_CASE("a capacity changed beside a room that is not is a warning where it is said") {
  const auto told_of = [](const std::string& changes) {
    const Folder folder;
    const fs::path file = folder.write(
        "s.yaml", "scenario: a loss\nmeasure: {from: 2025-01-01, to: 2025-12-31}\nchanges:\n" + changes);
    const auto s = load_scenario(file, {.data = kToy, .set = {}});
    REQUIRE_MESSAGE(s, told(s));
    std::string lines;
    for (const Diagnostic& d : s->warnings) lines += d.path + ":" + std::to_string(d.line) + "\n";
    return lines;
  };
  CHECK(told_of("  - {terminal: wharf-rock, capacity: times 0.33}\n") == "terminals.wharf-rock.capacity:4\n");
  CHECK(told_of("  - {terminal: wharf-rock, berths: 1}\n"
                "  - {terminal: wharf-rock, capacity: 1 Mt/year, from: 2025-03-01, to: 2025-04-30}\n") ==
        "terminals.wharf-rock.capacity:5\n");
  CHECK(told_of("  - {terminal: wharf-rock, capacity: times 0.33, room: times 0.33}\n").empty());
  CHECK(told_of("  - {terminal: wharf-rock, room: times 0.33}\n").empty());
}

TEST_CASE("the files of a folder are read in order of name, folders below it too, and other files are not") {
  const Folder folder;
  for (const auto& entry : fs::directory_iterator(kToy)) fs::copy(entry.path(), folder.path());
  fs::create_directories(folder.path() / "more");
  folder.write("more/z.yaml", "format: 1\ncommodities:\n  - {id: salt, name: Salt}\n");
  folder.write("readme.txt", "[[[ no YAML");
  const auto s = load_network({folder.path(), {}});
  REQUIRE_MESSAGE(s, told(s));
  CHECK(std::ranges::is_sorted(s->files));
  CHECK(s->table("commodities").records.front().id == "salt");  // more/z.yaml comes before network.yaml
}

TEST_CASE("a folder without data is told so") {
  const Folder folder;
  CHECK(told(load_network({folder.path(), {}})).find("no *.yaml stands in the folder") != std::string::npos);
  CHECK(told(load_network({folder.path() / "absent", {}})).find("cannot be read") != std::string::npos);
}

TEST_CASE("where a data file cannot be read, what refers to it is not blamed") {
  const Folder folder;
  fs::copy(kToy / "market.yaml", folder.path());
  folder.write("network.yaml", "format: 1\nplaces: [\n");
  const auto s = load_network({folder.path(), {}});
  REQUIRE(!s);
  for (const Diagnostic& d : s.error()) CHECK(fs::path(d.file).filename() == "network.yaml");
}

TEST_CASE("a chain of 16 scenarios is followed and one of 17 is refused") {
  const Folder folder;
  const auto s = load_scenario(chain_of(folder, 16), {kToy, {}});
  REQUIRE_MESSAGE(s, told(s));
  CHECK(s->settings.title == "number 1");
  CHECK(s->settings.seed == 5);
  CHECK(number_on(*s, "series", "freight-index", "value", "2025-01-01") == 32768);  // 15 times doubled
  const auto too_long = load_scenario(chain_of(folder, 17), {kToy, {}});
  REQUIRE(!too_long);
  CHECK(told(too_long).find("s16.yaml:2:10: error: extends: a chain of more than 16 files") !=
        std::string::npos);
}

TEST_CASE("a scenario that extends another keeps what it does not say, and may lie in another folder") {
  const Folder folder;
  fs::create_directories(folder.path() / "bases");
  folder.write("bases/base.yaml",
               "scenario: base\nquestion: Why?\nmeasure: {from: 2025-01-01, to: 2025-12-31}\nreplications: "
               "9\nseed: 3\nreport: [days]\n");
  const auto s = load_scenario(folder.write("what-if.yaml",
                                            "scenario: what if\nextends: bases/base.yaml\nmeasure: {to: "
                                            "2025-06-30}\nreport: [delivered, cost per tonne]\n"),
                               {kToy, {}});
  REQUIRE_MESSAGE(s, told(s));
  CHECK(s->name == "what-if");
  CHECK(s->settings.title == "what if");
  CHECK(s->settings.question == "Why?");
  CHECK(s->settings.replications == 9);
  CHECK(to_iso(s->settings.measure.from) == "2025-01-01");
  CHECK(to_iso(s->settings.measure.to) == "2025-06-30");
  REQUIRE(s->settings.report.size() == 2);
  CHECK(s->settings.report[0].text == "delivered");
  CHECK(s->settings.report[1].text == "cost per tonne");
}

TEST_CASE("a scenario that changes nothing is the network itself") {
  const auto network = load_network({kToy, {}});
  const auto s = load_changes("");
  REQUIRE(network);
  REQUIRE(s);
  CHECK(s->resolved.empty());
  for (std::size_t t = 0; t < s->tables.size(); ++t) {
    REQUIRE(s->tables[t].records.size() == network->tables[t].records.size());
    for (std::size_t r = 0; r < s->tables[t].records.size(); ++r) {
      CHECK(s->tables[t].records[r].id == network->tables[t].records[r].id);
      CHECK(s->tables[t].records[r].slots.size() == network->tables[t].records[r].slots.size());
    }
  }
}
