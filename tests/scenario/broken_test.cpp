// Every file of tests/data/broken is refused, and told exactly what expected.txt says.

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <set>

#include "sim/scenario/scenario.hpp"
#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

const fs::path kBroken = kTests / "data" / "broken";

struct Expected {
  std::string place, found, file;
};

std::map<std::string, std::vector<Expected>> expected_faults() {
  std::map<std::string, std::vector<Expected>> out;
  std::ifstream in(kBroken / "expected.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto first = line.find(" | "), second = line.find(" | ", first + 3), other = line.rfind(" > ");
    Expected e{line.substr(first + 3, second - first - 3), line.substr(second + 3), line.substr(0, first)};
    const std::string name = e.file;
    if (other != std::string::npos && other > second) {
      e.file = line.substr(other + 3);
      e.found = line.substr(second + 3, other - second - 3);
    }
    out[name].push_back(e);
  }
  return out;
}

Result<Scenario> load_broken(const std::string& name) {
  if (name.starts_with("scenario-")) return load_scenario(kBroken / name, {kToy, {}});
  const Folder folder;
  for (const auto& entry : fs::directory_iterator(kToy)) fs::copy(entry.path(), folder.path());
  fs::copy(kBroken / name, folder.path() / ("zz-" + name));  // read last
  return load_network({folder.path(), {}});
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) out.insert(entry.path().string());
  return out;
}

}  // namespace

TEST_CASE("every broken file is listed, and there are more than sixty") {
  const auto expected = expected_faults();
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(kBroken)) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    CHECK_MESSAGE(expected.contains(entry.path().filename().string()), entry.path().filename().string());
  }
  CHECK(files == expected.size());
  CHECK(files > 60);
}

TEST_CASE(
    "every broken file is told all its faults, where they stand, within a second, and nothing is written") {
  const auto before = names_in(kTests / "data");
  for (const auto& [name, faults] : expected_faults()) {
    CAPTURE(name);
    const std::clock_t start = std::clock();  // processor time: a busy machine does no harm
    const Result<Scenario> result = load_broken(name);
    CHECK(std::clock() - start < CLOCKS_PER_SEC);
    if (result) {
      FAIL_CHECK("accepted");
      continue;
    }
    CHECK_MESSAGE(result.error().size() == faults.size(), told(result));
    for (std::size_t i = 0; i < std::min(faults.size(), result.error().size()); ++i) {
      const Diagnostic& d = result.error()[i];
      std::string file = fs::path(d.file).filename().string();
      if (file.starts_with("zz-")) file.erase(0, 3);
      CHECK(file == faults[i].file);
      CHECK(std::to_string(d.line) + ":" + std::to_string(d.column) == faults[i].place);
      const std::string said = d.path.empty() ? d.found : d.path + ": " + d.found;
      CHECK_MESSAGE(said.find(faults[i].found) != std::string::npos, said);
      CHECK(d.severity == Severity::error);
    }
  }
  CHECK(names_in(kTests / "data") == before);
}

TEST_CASE("a fault that is mended is not told again, and the others still are") {
  const std::string text =
      "seed: -1\nchanges:\n  - {wagon: gondola, rent: 25}\n  - {terminal: nowhere, closed: yes}\n";
  std::string mended = text;
  CHECK(load_changes(mended).error().size() == 3);
  mended.replace(mended.find("-1"), 2, "1");
  CHECK(load_changes(mended).error().size() == 2);
  mended.replace(mended.find("25}"), 3, "25 USD/day}");
  CHECK(load_changes(mended).error().size() == 1);
  mended.replace(mended.find("nowhere"), 7, "wharf-rock");
  CHECK(load_changes(mended));
}
