// What the pages say is true: made pages are as made, and examples load over the shipped network.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "sim/scenario/provenance.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/study.hpp"
#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

const fs::path kRoot = CORRIDOR_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// CORRIDOR_UPDATE=1 writes the pages anew instead of comparing them.
void check_made(const fs::path& file, const std::string& text) {
  if (std::getenv("CORRIDOR_UPDATE") != nullptr) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  CHECK_MESSAGE(
      text_of(file) == text,
      file.string() << " is not as made: run this test with CORRIDOR_UPDATE=1 and look at the difference");
}

/// The fenced blocks of a page in one language.
std::vector<std::string> blocks_of(const std::string& page, const std::string& language) {
  std::vector<std::string> out;
  const std::string fence = "```" + language + "\n";
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const auto end = page.find("```", at);
    out.push_back(page.substr(at, end - at));
    at = end;
  }
  return out;
}

}  // namespace

TEST_CASE("the reference page and the schemas are as the field tables make them") {
  check_made(kRoot / "docs" / "reference" / "fields.md", fields_page());
  check_made(kRoot / "docs" / "schema" / "scenario.json", scenario_schema());
  check_made(kRoot / "docs" / "schema" / "data.json", data_schema());
  check_made(kRoot / "docs" / "schema" / "study.json", study_schema());
}

TEST_CASE("every example of the page on the language loads over the shipped network") {
  const auto blocks = blocks_of(text_of(kRoot / "docs" / "scenario-language.md"), "yaml");
  CHECK(blocks.size() >= 10);
  for (const std::string& block : blocks) {
    CAPTURE(block);
    const Folder folder;
    Result<Scenario> s = tl::unexpected(Diagnostics{});
    if (block.starts_with("format: 1")) {
      for (const auto& entry : fs::directory_iterator(kToy)) fs::copy(entry.path(), folder.path());
      std::string alone = block;
      if (const auto atlas = alone.find("atlas:"); atlas != std::string::npos)
        alone.replace(atlas, 6, "atlas-of-railways:");
      if (const auto source = alone.find("source: atlas"); source != std::string::npos)
        alone.replace(source, 13, "source: atlas-of-railways");
      folder.write("zz.yaml", alone);
      s = load_network({folder.path(), {}});
    } else {
      const std::string base = (kRoot / "scenarios" / "base-2024.yaml").string();
      std::string whole = block;
      if (const auto extends = whole.find("base-2024.yaml"); extends != std::string::npos) {
        whole.replace(extends, 14, base);
      } else {
        whole = "scenario: of a page\nextends: " + base + "\n" + block;
      }
      s = load_scenario(folder.write("example.yaml", whole), {kRoot / "network" / "data", {}});
    }
    CHECK_MESSAGE(s, told(s));
  }
}

TEST_CASE("every example of the page on studies can be applied to the shipped network") {
  const auto blocks = blocks_of(text_of(kRoot / "docs" / "studies.md"), "yaml");
  CHECK(blocks.size() >= 2);
  for (std::string block : blocks) {
    CAPTURE(block);
    const Folder folder;
    block.replace(block.find("base-2024.yaml"), 14, (kRoot / "scenarios" / "base-2024.yaml").string());
    const auto study = read_study(folder.write("example.yaml", block));
    for (const Diagnostic& d : study ? Diagnostics{} : study.error()) CHECK_MESSAGE(false, to_line(d));
    REQUIRE(study);
    const auto base = load_base(*study, {kRoot / "network" / "data", {}});
    REQUIRE_MESSAGE(base, told(base));
    const auto moved = check_study(*study, *base);
    for (const Diagnostic& d : moved ? Diagnostics{} : moved.error()) CHECK_MESSAGE(false, to_line(d));
  }
}

TEST_CASE("the shipped network loads without a fault or a warning") {
  const auto s = load_network({kRoot / "network" / "data", {}});
  REQUIRE_MESSAGE(s, told(s));
  for (const Diagnostic& d : s->warnings) CHECK_MESSAGE(false, to_line(d));
}

TEST_CASE("each shipped scenario loads") {
  for (const auto& entry : fs::directory_iterator(kRoot / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    const auto s = load_scenario(entry.path(), {kRoot / "network" / "data", {}});
    CHECK_MESSAGE(s, told(s));
  }
}

TEST_CASE("each shipped study can be applied to its base") {
  for (const auto& entry : fs::directory_iterator(kRoot / "scenarios" / "studies")) {
    CAPTURE(entry.path().string());
    if (entry.path().extension() != ".yaml") continue;
    const fs::path made_up = entry.path().parent_path() / entry.path().stem() / "data";  // a world of its own
    const auto study = read_study(entry.path());
    REQUIRE(study);
    const auto base = load_base(*study, {fs::exists(made_up) ? made_up : kRoot / "network" / "data", {}});
    REQUIRE_MESSAGE(base, told(base));
    const auto moved = check_study(*study, *base);
    for (const Diagnostic& d : moved ? Diagnostics{} : moved.error()) CHECK_MESSAGE(false, to_line(d));
  }
}

TEST_CASE("every figure of the made-up country is counted once, by its quality") {
  const auto s = load_toy_with(
      "format: 1\ncurrencies:\n"
      "  - {id: one, per_usd: 3, source: exchange, quality: official}\n"
      "  - {id: two, per_usd: [{from: 2024-01-01, value: 3, quality: press}, {from: 2025-01-01, value: "
      "2..3..4, quality: estimate, note: a guess}], source: exchange, quality: official}\n");
  REQUIRE_MESSAGE(s, told(s));
  const Provenance p = provenance(*s);
  const auto currencies = std::ranges::find(p.tables, "currencies", &QualityCount::table);
  REQUIRE(currencies != p.tables.end());
  CHECK(currencies->total() == 3 + 3);  // one, two's two steps; crn's two steps and bdl of the toy
  CHECK(currencies->figures[static_cast<std::size_t>(Quality::official)] == 4);
  CHECK(currencies->figures[static_cast<std::size_t>(Quality::press)] == 1);
  CHECK(currencies->figures[static_cast<std::size_t>(Quality::estimate)] == 1);
  CHECK(currencies->ranged == 1);
  const auto guess = std::ranges::find(p.estimates, "currencies.two.per_usd@2025-01-01", &Estimate::path);
  REQUIRE(guess != p.estimates.end());
  CHECK(guess->value == "2..3..4");
  CHECK(guess->reason == "a guess");
  CHECK(guess->line == 4);
  std::size_t sum = 0;
  for (const QualityCount& table : p.tables) sum += table.total();
  CHECK(sum == p.all.total());
}
