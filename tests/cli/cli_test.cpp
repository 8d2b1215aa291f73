// The command line in process: what is printed where, and the exit code. The made-up country, nothing else.

#include "sim/cli/cli.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const std::string kRoot = CORRIDOR_SOURCE_DIR;
const std::string kToy = kRoot + "/tests/data/toy";
const std::string kBase = kRoot + "/tests/data/toy-scenarios/base.yaml";

struct Called {
  int code = -1;
  std::string out, err;
  Json json() const { return Json::parse(out); }
};

Called call(std::vector<std::string> arguments) {
  std::vector<const char*> pointers;
  for (const std::string& a : arguments) pointers.push_back(a.c_str());
  std::ostringstream out, err;
  const int code = run_cli(pointers, out, err);
  return {code, out.str(), err.str()};
}
Called toy(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--data", kToy});
  return call(std::move(arguments));
}
std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
const std::vector<std::string> kJson = {"--format", "json"};
const std::vector<std::string> kRoute = {"routes",  "--from",    "blackpit", "--to",      "faraway-mills",
                                         "--cargo", "blackrock", "--on",     "2025-02-01"};

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("help and version are answers: code 0, on the output stream") {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--help"}, {"--version"}, {"run", "--help"}, {"routes", "--help"}}) {
    const Called c = call(arguments);
    CHECK(c.code == 0);
    CHECK(c.out != "");
    CHECK(c.err == "");
  }
}

TEST_CASE("every command's help has an example") {
  for (const char* command : {"run", "compare", "bottlenecks", "invest", "routes", "explain", "validate",
                              "sweep", "merge", "backtest", "calibrate", "schema", "list"}) {
    CHECK_MESSAGE(call({command, "--help"}).out.find("Example:\n  corridor " + std::string(command)) !=
                      std::string::npos,
                  command);
  }
}

TEST_CASE("every fault of usage has code 2, one line on the error stream and nothing on the other") {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"fly"},
                                                    {"run"},
                                                    {"run", kBase, "--no-such-option"},
                                                    {"run", kBase, "--replications", "0"},
                                                    {"run", kBase, "--replications", "many"},
                                                    {"run", kBase, "--threads", "-1"},
                                                    {"run", kBase, "--format", "xml"},
                                                    {"list", "dragons"},
                                                    {"routes", "--from", "blackpit"}}) {
    const Called c = call(arguments);
    CHECK(c.code == 2);
    CHECK(c.out == "");
    CHECK(lines(c.err) == 1);
  }
}

TEST_CASE("a fault with JSON asked for is one object too: schema first, then code and diagnostics") {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"run", "nowhere.yaml"},
                                                    {"list", "dragons"},
                                                    {"fly"},
                                                    {"explain", "--on", "soon"}}) {
    const Called c = toy(arguments + kJson);
    CHECK(c.code == 2);
    const Json object = c.json();
    REQUIRE(object.size() == 2);
    CHECK(object.begin().key() == "schema");
    CHECK(object["error"]["code"] == 2);
    REQUIRE(object["error"]["diagnostics"].size() >= 1);
    std::vector<std::string> keys;
    for (const auto& [key, value] : object["error"]["diagnostics"][0].items()) keys.push_back(key);
    CHECK(keys ==
          std::vector<std::string>{"severity", "file", "line", "column", "path", "found", "expected"});
    CHECK(lines(c.err) == object["error"]["diagnostics"].size());
  }
}

TEST_CASE("a command that does not exist gets a suggestion") {
  CHECK(call({"route"}).err.find("did you mean `routes`?") != std::string::npos);
}

TEST_CASE("data that are not there are refused, whoever named them") {
  CHECK(call({"list", "places", "--data", "no-such-folder"}).code == 2);
  CHECK(call({"list", "places"}).code == 2);  // neither option, nor environment, nor program
  std::ostringstream out, err;
  const std::vector<const char*> arguments = {"list", "places"};
  const auto with = [&](fs::path program, std::string environment) {
    return run_cli(
        arguments,
        Surroundings{
            out, err, false, false, false, 80, std::move(program), std::move(environment), {}, {}, {}});
  };
  CHECK(with({}, kToy) == 0);
  CHECK(with({}, kRoot + "/no-such-folder") == 2);
}

TEST_CASE("data are found beside the program, in the tree and where it is installed") {
  const fs::path root = fs::temp_directory_path() / "corridor-cli-test-data";
  fs::remove_all(root);
  for (const char* place : {"tree/network/data", "prefix/share/corridor/network/data"}) {
    fs::create_directories(root / place);
    for (const auto& file : fs::directory_iterator(kToy))
      fs::copy(file, root / place / file.path().filename());
  }
  const std::vector<const char*> arguments = {"list", "places"};
  for (const char* program : {"tree/build/release/corridor", "prefix/bin/corridor"}) {
    std::ostringstream out, err;
    CHECK(run_cli(arguments,
                  Surroundings{out, err, false, false, false, 80, root / program, "", {}, {}, {}}) == 0);
    CHECK(out.str().find("Blackpit mine") != std::string::npos);
  }
  fs::remove_all(root);
}

TEST_CASE("every kind can be listed, for people and for programs") {
  for (const char* kind :
       {"places", "links", "cargo", "rules", "parties", "pools", "kpis", "terminals", "flows"}) {
    const Called text = toy({"list", kind}), json = toy(std::vector<std::string>{"list", kind} + kJson);
    CHECK(text.code == 0);
    REQUIRE(json.code == 0);
    const Json listed = json.json();  // kept: a range-for over a part of a temporary outlives it
    CHECK(listed.begin().key() == "schema");
    CHECK(listed["kind"] == kind);
    CHECK_MESSAGE(listed["items"].size() + 1 == lines(text.out), kind);  // a line of heads
    for (const Json& item : listed["items"])
      CHECK(text.out.find(item["id"].get<std::string>()) != std::string::npos);
  }
}

TEST_CASE("routes gives lawful ways with costs that sum, best first") {
  const Called c = toy(kRoute + kJson);
  REQUIRE(c.code == 0);
  const Json answer = c.json();
  CHECK(answer["schema"] == "corridor/routes/1");
  REQUIRE(answer["routes"].size() == 2);
  double last = 0;
  for (const Json& r : answer["routes"]) {
    double sum = 0;
    for (const auto& [item, usd] : r["cost"].items()) sum += usd.get<double>();
    CHECK(sum == doctest::Approx(r["cost_usd_t"].get<double>()).epsilon(1e-12));
    CHECK(r["steps"].back()["usd_t"].get<double>() == doctest::Approx(sum).epsilon(1e-12));
    CHECK(r["places"].size() == r["links"].size() + 1);
    CHECK(r["generalized_usd_t"].get<double>() >= last);
    last = r["generalized_usd_t"].get<double>();
  }
  // Palm, by hand: 505 km at 2/120 USD, 500 km at 0.02; 24.625 h there and back and 3 days of a wagon at
  // 20 USD for 70 t; border 1, handling 9, sea 25
  const double by_hand = 505 * 2.0 / 120 + 10 + (24.625 * 2 / 24 + 3) * 20 / 70 + 1 + 9 + 25;
  const Json& palm = answer["routes"][0];
  CHECK(palm["places"] == Json({"blackpit", "midway", "southgate", "thither", "kiln", "palm", "faraway"}));
  CHECK(palm["cost_usd_t"].get<double>() == doctest::Approx(by_hand).epsilon(1e-9));
}

TEST_CASE("a grade that the pool does not take is not saleable there") {
  const Called c = toy({"routes", "--from", "blackpit-brown", "--to", "faraway-mills", "--on", "2025-02-01"});
  CHECK(c.code == 4);
  CHECK(c.out.find("Not saleable there: faraway-mills does not take the grade brown.") == 0);
}

TEST_CASE("where rules close every way the code is 4, and the rules that would open one are named") {
  std::vector<std::string> closed = kRoute;
  closed.back() = "2025-03-15";
  const Called c = toy(closed + std::vector<std::string>{"--avoid", "palm"} + kJson);
  CHECK(c.code == 4);
  CHECK(c.json()["routes"].empty());
  REQUIRE(c.json()["closed"].size() == 1);
  CHECK(c.json()["unlock"].size() == 1);
  const Called freed = toy(closed + std::vector<std::string>{"--avoid", "palm", "--buyer", "none"} + kJson);
  CHECK(freed.code == 0);  // a buyer whom no law binds
}

TEST_CASE("unknown names are told with what was meant") {
  std::vector<std::string> wrong = kRoute;
  wrong[2] = "blackpitt";
  CHECK(toy(wrong).err.find("did you mean `blackpit`?") != std::string::npos);
  CHECK(toy({"explain", "--cargo", "blackrok", "--origin", "XA", "--on", "2025-01-15"})
            .err.find("`blackrock`") != std::string::npos);
  CHECK(toy({"explain", "--cargo", "blackrock", "--origin", "XA", "--on", "2025-02-30"}).code == 2);
}

TEST_CASE("explain answers with code 0 whatever the verdict, and says what it assumed") {
  const std::vector<std::string> question = {"explain", "--cargo", "blackrock", "--origin", "XA",
                                             "--buyer", "XD",      "--via",     "wharf",    "--on"};
  for (const auto& [day, verdict] : {std::pair{"2025-02-28", "allowed"}, {"2025-03-01", "forbidden"}}) {
    const Called c = toy(question + std::vector<std::string>{day} + kJson);
    CHECK(c.code == 0);
    CHECK(c.json()["verdict"] == verdict);
    CHECK(c.json()["assumed"]["owner"] == "XA");
  }
}

TEST_CASE("validate tells every fault of every file at once") {
  const fs::path folder = fs::temp_directory_path() / "corridor-cli-test-validate";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "a.yaml") << "scenario: a\nextends: " << kBase << "\nreplications: -3\n";
  std::ofstream(folder / "b.yaml") << "scenario: b\nextends: " << kBase << "\nfavourite: blue\n";
  const Called c = toy({"validate", (folder / "a.yaml").string(), (folder / "b.yaml").string(), kBase});
  CHECK(c.code == 2);
  CHECK(c.err.find("a.yaml:3:") != std::string::npos);
  CHECK(c.err.find("b.yaml:3:") != std::string::npos);
  CHECK(toy({"validate", kBase}).code == 0);
  CHECK(toy(std::vector<std::string>{"validate", "--provenance"} + kJson)
            .json()["provenance"]["total"]
            .get<int>() > 50);
  fs::remove_all(folder);
}

TEST_CASE("a link shorter than the earth allows fails validation at its line") {
  const fs::path data = fs::temp_directory_path() / "corridor-cli-test-short";
  fs::remove_all(data);
  fs::copy(kToy, data);
  std::ifstream in(kToy + "/network.yaml");
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  const std::string right = "to: birch, mode: rail, length: 500 km";
  const std::size_t at = text.find(right);
  REQUIRE(at != std::string::npos);
  text.replace(at, right.size(), "to: birch, mode: rail, length: 50 km");
  std::ofstream(data / "network.yaml") << text;
  const Called c = call({"validate", "--data", data.string()});
  CHECK(c.code == 2);
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  CHECK(c.err.find("network.yaml:" + std::to_string(line) + ":") != std::string::npos);
  fs::remove_all(data);
}

/// docs/reference/commands.md, from what the program says of itself.
std::string commands_page() {
  std::string page =
      "# Commands\n\nMade from the program's own help; a test holds the two together.\n\n```\n" +
      call({"--help"}).out + "```\n";
  for (const char* command : {"run", "compare", "bottlenecks", "invest", "routes", "explain", "validate",
                              "sweep", "merge", "backtest", "calibrate", "schema", "list"}) {
    page += "\n## corridor " + std::string(command) + "\n\n```\n" + call({command, "--help"}).out + "```\n";
  }
  return page;
}

TEST_CASE("the page of commands is what the program says; CORRIDOR_UPDATE=1 writes it anew") {
  const fs::path file = kRoot + "/docs/reference/commands.md";
  if (std::getenv("CORRIDOR_UPDATE") != nullptr) std::ofstream(file) << commands_page();
  std::ifstream in(file);
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  CHECK(page == commands_page());
}

}  // namespace
}  // namespace corridor::cli
