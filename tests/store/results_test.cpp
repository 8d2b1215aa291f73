#include "sim/store/results.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include "sim/store/csv.hpp"

using namespace corridor;
using namespace corridor::store;
namespace fs = std::filesystem;

namespace {

/// An empty folder of its own for each test, gone afterwards.
struct Yard {
  Yard() : at(fs::temp_directory_path() / ("corridor-store-test-" + std::to_string(::getpid()))) {
    fs::remove_all(at);
    fs::create_directories(at);
  }
  Yard(const Yard&) = delete;
  Yard& operator=(const Yard&) = delete;
  ~Yard() { fs::remove_all(at); }
  fs::path at;
};

std::string read(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{folder}) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

struct Results {
  Summary summary;
  std::vector<Table> tables;
  Manifest manifest;
  std::vector<std::pair<std::string, std::string>> files;  ///< further files: name, bytes
};

Result<void> write_results(const fs::path& folder, const Results& results) {
  std::vector<std::pair<std::string, std::string>> files{{"summary.json", to_json(results.summary)}};
  for (const Table& table : results.tables) files.emplace_back(table.name + ".csv", to_csv(table));
  files.insert(files.end(), results.files.begin(), results.files.end());
  return write_files(folder, files, results.manifest);
}

Results sample(const std::string& title) {
  Results r;
  r.summary.scenario = "toy";
  r.summary.title = title;
  r.tables = {{"links", {"link", "mass_t"}, {{std::string{"a--b"}, 12.5}}}};
  r.manifest.command = {"corridor", "run", "toy.yaml"};
  r.files = {{"report.html", "<p>hello</p>"}};
  return r;
}

}  // namespace

TEST_CASE(
    "a results folder holds summary, tables, further files and manifest, and nothing is left beside it") {
  const Yard yard;
  const fs::path folder = yard.at / "deep" / "results";
  REQUIRE(write_results(folder, sample("first")));
  CHECK(names_in(folder) ==
        std::vector<std::string>{"links.csv", "manifest.json", "report.html", "summary.json"});
  CHECK(names_in(yard.at / "deep") == std::vector<std::string>{"results"});
  CHECK(read(folder / "links.csv") == "link,mass_t\na--b,12.5\n");
  CHECK(read(folder / "report.html") == "<p>hello</p>");
  const auto summary = read_summary(folder);
  REQUIRE(summary);
  CHECK(summary->title == "first");
}

TEST_CASE("results replace results, and no file of the old ones survives") {
  const Yard yard;
  const fs::path folder = yard.at / "results";
  Results old = sample("old");
  old.tables.push_back({"lots", {"lot"}, {}});
  REQUIRE(write_results(folder, old));
  REQUIRE(fs::exists(folder / "lots.csv"));
  REQUIRE(write_results(folder, sample("new")));
  CHECK_FALSE(fs::exists(folder / "lots.csv"));
  CHECK(read_summary(folder)->title == "new");
  CHECK(names_in(yard.at) == std::vector<std::string>{"results"});
}

TEST_CASE("an empty folder may be written into; a slash at the end changes nothing") {
  const Yard yard;
  fs::create_directories(yard.at / "results");
  REQUIRE(write_results(yard.at / "results/", sample("x")));
  CHECK(read_summary(yard.at / "results"));
}

TEST_CASE("a folder that holds other things is refused and stays as it was") {
  const Yard yard;
  const fs::path folder = yard.at / "thesis";
  fs::create_directories(folder);
  std::ofstream{folder / "chapter.txt"} << "years of work";
  for (const char* manifest :
       {"", "{}", "{\"schema\": \"another/program/1\"}", "[1, 2", "\"corridor/manifest/1\""}) {
    if (*manifest != '\0') std::ofstream{folder / "manifest.json"} << manifest;
    const auto written = write_results(folder, sample("x"));
    REQUIRE_FALSE(written);
    CHECK(written.error().front().found == "this folder holds other things than results of corridor");
    CHECK(written.error().front().file == folder.string());
    CHECK_FALSE(check_target(folder));
    CHECK(read(folder / "chapter.txt") == "years of work");
    CHECK_FALSE(fs::exists(folder / "summary.json"));
  }
  CHECK(names_in(yard.at) == std::vector<std::string>{"thesis"});
}

TEST_CASE("a file in the place of the folder is refused, and so is no name at all") {
  const Yard yard;
  std::ofstream{yard.at / "results"} << "a file";
  CHECK_FALSE(write_results(yard.at / "results", sample("x")));
  CHECK(read(yard.at / "results") == "a file");
  CHECK_FALSE(check_target(""));
}

TEST_CASE("a place where no folder can be made is named, and nothing is written") {
  const auto written = write_results("/proc/corridor-results/run", sample("x"));
  REQUIRE_FALSE(written);
  CHECK(written.error().front().file == "/proc/corridor-results");
}

TEST_CASE("a full disk is seen, though only part of a file fails to fit") {
  const auto written = write_file("/dev/full", "some bytes");
  REQUIRE_FALSE(written);
  CHECK(written.error().front().found.find("No space left") != std::string::npos);
}

TEST_CASE("when a write falls short the old results stay and nothing half-written is left") {
  const Yard yard;
  const fs::path folder = yard.at / "results";
  REQUIRE(write_results(folder, sample("old")));
  Results big = sample("new");
  big.tables.push_back({"lots", {"lot"}, {}});
  big.tables.back().rows.assign(20000, {std::string{"some lot"}});

  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, before.rlim_max};  // a file may grow to 4 KiB: the write of lots.csv stops within
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto written = write_results(folder, big);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);

  REQUIRE_FALSE(written);
  CHECK(written.error().front().file == (folder / "lots.csv").string());
  CHECK(read_summary(folder)->title == "old");
  CHECK(names_in(yard.at) == std::vector<std::string>{"results"});
  CHECK(names_in(folder) ==
        std::vector<std::string>{"links.csv", "manifest.json", "report.html", "summary.json"});
}

TEST_CASE("a folder reached by a symbolic link is replaced where it stands") {
  const Yard yard;
  fs::create_directories(yard.at / "disk");
  REQUIRE(write_results(yard.at / "disk/results", sample("old")));
  fs::create_directory_symlink(yard.at / "disk/results", yard.at / "link");
  REQUIRE(write_results(yard.at / "link", sample("new")));
  CHECK(fs::is_symlink(yard.at / "link"));
  CHECK(read_summary(yard.at / "disk/results")->title == "new");
}

TEST_CASE("same results, same bytes in all but the manifest") {
  const Yard yard;
  Results a = sample("x"), b = sample("x");
  b.manifest.threads = 7;
  b.manifest.started = "2030-01-01T00:00:00Z";
  b.manifest.compiler = "another";
  REQUIRE(write_results(yard.at / "a", a));
  REQUIRE(write_results(yard.at / "b", b));
  for (const char* name : {"summary.json", "links.csv"})
    CHECK(read(yard.at / "a" / name) == read(yard.at / "b" / name));
  CHECK(read(yard.at / "a/manifest.json") != read(yard.at / "b/manifest.json"));
}

TEST_CASE("reading what is not there says which file is missing") {
  const Yard yard;
  const auto summary = read_summary(yard.at / "nowhere");
  REQUIRE_FALSE(summary);
  CHECK(summary.error().front().file == (yard.at / "nowhere/summary.json").string());
}

TEST_CASE("inputs are hashed by what they hold") {
  // Test vectors of the published FNV-1a (64 bit).
  CHECK(fnv1a64("") == "cbf29ce484222325");
  CHECK(fnv1a64("a") == "af63dc4c8601ec8c");
  CHECK(fnv1a64("foobar") == "85944171f73967e8");
  const Yard yard;
  std::ofstream{yard.at / "in.yaml"} << "foobar";
  const auto inputs = hash_inputs({(yard.at / "in.yaml").string(), (yard.at / "gone.yaml").string()});
  CHECK(inputs[0].fnv1a64 == "85944171f73967e8");
  CHECK(inputs[1].fnv1a64.empty());
}
