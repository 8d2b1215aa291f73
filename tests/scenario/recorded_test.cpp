#include "sim/scenario/recorded.hpp"

#include <doctest/doctest.h>

#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

Day day(std::string_view iso) { return *parse_day(iso); }

const std::string kHead =
    "format: 1\nsources:\n  book: {title: A book}\nrecorded:\n  - id: one\n    name: One\n    measured_at: "
    "quays\n"
    "    unit: kt\n";

Result<Recorded> read(const std::string& text) {
  const Folder folder;
  folder.write("a.yaml", text);
  return load_recorded(folder.path());
}
std::string faults_of(const std::string& text) {
  const auto read_in = read(text);
  std::string out;
  if (!read_in) {
    for (const Diagnostic& d : read_in.error()) out += to_line(d) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a period is a year, a half, a quarter, a month, months of a year, or days; nothing else") {
  const auto is = [](std::string_view text, std::string_view from, std::string_view to) {
    const auto p = parse_period(text);
    REQUIRE_MESSAGE(p.has_value(), text);
    CHECK(p->from == day(from));
    CHECK(p->to == day(to));
  };
  is("2024", "2024-01-01", "2024-12-31");
  is("2024-H1", "2024-01-01", "2024-06-30");
  is("2024-H2", "2024-07-01", "2024-12-31");
  is("2024-Q1", "2024-01-01", "2024-03-31");
  is("2024-Q4", "2024-10-01", "2024-12-31");
  is("2024-02", "2024-02-01", "2024-02-29");
  is("2024-08..12", "2024-08-01", "2024-12-31");
  is("2023-01-01..2023-12-02", "2023-01-01", "2023-12-02");
  for (const char* wrong :
       {"", "24", "2024-", "2024-H3", "2024-Q5", "2024-13", "2024-00", "2024-08..07", "2024-8",
        "2024-08..2024-09", "2024-02-30..2024-03-01", "2024-03-02..2024-03-01", "20x4"})
    CHECK_MESSAGE(!parse_period(wrong), wrong);
}

TEST_CASE("a period is written the shortest way, and read back the same") {
  for (const char* text : {"2024", "2024-02", "2024-08..12", "2023-01-01..2023-12-02"})
    CHECK(period_text(*parse_period(text)) == text);
  CHECK(period_text(*parse_period("2024-H1")) == "2024-01..06");
}

TEST_CASE("a series is read with its figure, its drivers and its records") {
  const auto all =
      read(kHead +
           "    kpi: {name: handled, by: {commodity: rock, via: [east, west]}}\n"
           "    given: [the weather, {what: room, ceiling: [[terminals.quay.room]]}]\n"
           "    records:\n"
           "      - {period: 2024, recorded: 5, low: 4, high: 7, role: calibrated, source: book}\n"
           "      - {period: 2025, role: no-record, note: nobody counted}\n");
  REQUIRE(all.has_value());
  const RecordedSeries& s = all->series.at(0);
  CHECK(s.kpi->by[1].second == std::vector<std::string>{"east", "west"});
  CHECK(s.given[0].what == "the weather");
  CHECK(s.given[1].ceiling == std::vector<std::vector<std::string>>{{"terminals.quay.room"}});
  CHECK(s.records[0].role == Role::calibrated);
  CHECK(s.records[0].high == 7);
  CHECK(!s.records[1].recorded);
}

TEST_CASE("a record of boxes says how many tonnes one holds") {
  const std::string records = "    records: [{period: 2024, recorded: 5, source: book}]\n";
  const auto all = read(kHead + "    kpi: {name: link_tonnes, by: {link: a}, tonnes_each: 13}\n" + records);
  REQUIRE(all.has_value());
  CHECK(all->series.at(0).kpi->tonnes_each == 13);
  CHECK(faults_of(kHead + "    kpi: {name: link_tonnes, by: {link: a}, tonnes_each: 0}\n" + records)
            .find("a.yaml:9:") != std::string::npos);
}

TEST_CASE("every fault of a folder of records is told, with its place") {
  CHECK(
      faults_of(kHead + "    records: [{period: 2024-H3, recorded: 1, source: book}]\n").find("a.yaml:9:") !=
      std::string::npos);
  CHECK(faults_of(kHead + "    records: [{period: 2024, recorded: 1, low: 2, high: 3, source: book}]\n")
            .find("range") != std::string::npos);
  CHECK(faults_of(kHead + "    records: [{period: 2024, source: book}]\n").find("no figure") !=
        std::string::npos);
  CHECK(faults_of(kHead + "    records: [{period: 2024, recorded: 1, role: no-record, source: book}]\n")
            .find("no-record") != std::string::npos);
  CHECK(faults_of(kHead + "    records: [{period: 2024, recorded: 1}]\n").find("source") !=
        std::string::npos);
  CHECK(faults_of(kHead + "    records: [{period: 2024, recorded: 1, role: guessed, source: book}]\n")
            .find("guessed") != std::string::npos);
  CHECK(faults_of(kHead + "    colour: red\n    records: []\n").find("colour") != std::string::npos);
  CHECK(faults_of("recorded: []\n").find("format") != std::string::npos);
  CHECK(faults_of("format: 1\n").find("`recorded` is missing") != std::string::npos);
  const std::string twice = kHead + "    records: []\n";
  CHECK(faults_of(twice + twice.substr(twice.find("  - id"))).find("twice") != std::string::npos);
  CHECK(!load_recorded("no-such-folder").has_value());
}

TEST_CASE("the shipped records are read without a fault, each id once") {
  const auto all = load_recorded(std::string(CORRIDOR_SOURCE_DIR) + "/network/recorded");
  if (!all) {
    for (const Diagnostic& d : all.error()) MESSAGE(to_line(d));
  }
  REQUIRE(all.has_value());
  CHECK(all->series.size() > 100);
}
