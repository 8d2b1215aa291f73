// The arrows between rooms, read from the #include lines of every source.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "tests/architecture/source.hpp"

namespace corridor::architecture {
namespace {

using Rooms = std::set<std::string>;

/// Which rooms a room may include: those that it knows, and those that they know.
const std::map<std::string, Rooms>& known_rooms() {
  static const std::map<std::string, Rooms> known = [] {
    std::map<std::string, Rooms> rooms = {
        {"network", {}},
        {"sim/engine", {}},
        {"sim/scenario", {"network"}},
        {"sim/model", {"sim/engine", "network", "sim/scenario"}},
        {"sim/store", {"sim/scenario"}},
        {"sim/experiment", {"sim/model", "sim/store"}},
        {"sim/report", {"sim/experiment", "sim/store"}},
        {"sim/cli", {"sim/report", "sim/experiment"}},
    };
    for (std::size_t round = 0; round < rooms.size(); ++round) {
      for (auto& [room, neighbours] : rooms) {
        Rooms wider = neighbours;
        for (const std::string& neighbour : neighbours)
          wider.insert(rooms[neighbour].begin(), rooms[neighbour].end());
        neighbours = wider;
      }
    }
    return rooms;
  }();
  return known;
}

std::optional<std::string> room_of(const std::string& path) {
  for (const auto& [room, neighbours] : known_rooms()) {
    if (path.starts_with(room + "/")) return room;
  }
  return std::nullopt;
}

/// Libraries that have one place: include prefix, and the path prefix that may use it.
struct Home {
  std::string include, path, other_path;  ///< the second may be empty
};
const std::vector<Home>& homes() {
  static const std::vector<Home> list = {
      {"yaml-cpp/", "sim/scenario/tree.cpp", ""},
      {"boost/graph/", "network/", ""},
      {"CLI/", "sim/cli/", ""},
      {"Random123/", "sim/engine/", ""},
      {"Eigen/", "network/", "sim/experiment/"},
      {"sqlite3.h", "sim/store/", ""},
  };
  return list;
}

/// What is wrong with including `include` in the file at `path`; empty where nothing is.
std::string fault_of(const std::string& path, const std::string& include) {
  const auto from = room_of(path);
  if (!from) return path + " lies in no room";
  if (const auto to = room_of(include); to && *to != *from && !known_rooms().at(*from).contains(*to)) {
    return path + ": " + *from + " must not know " + *to + " (" + include + ")";
  }
  for (const char* outside : {"tests/", "bench/", "doctest/", "benchmark/"}) {
    if (include.starts_with(outside)) return path + " includes " + include;
  }
  if (include.starts_with(".."))
    return path + ": headers are included by their path from the top, not " + include;
  for (const Home& home : homes()) {
    const bool other = !home.other_path.empty() && path.starts_with(home.other_path);
    if (include.starts_with(home.include) && !path.starts_with(home.path) && !other) {
      return path + ": only " + home.path + " uses " + include;
    }
  }
  return {};
}

TEST_CASE("the rule of arrows finds an arrow that points up, and a library away from home") {
  CHECK(fault_of("sim/engine/a.hpp", "network/units/id.hpp") != "");
  CHECK(fault_of("network/a.cpp", "sim/scenario/tree.hpp") != "");
  CHECK(fault_of("sim/model/a.cpp", "sim/experiment/fwd.hpp") != "");
  CHECK(fault_of("sim/store/a.cpp", "sim/model/ledger.hpp") != "");
  CHECK(fault_of("sim/scenario/load.cpp", "yaml-cpp/yaml.h") != "");
  CHECK(fault_of("sim/model/a.cpp", "boost/graph/dijkstra_shortest_paths.hpp") != "");
  CHECK(fault_of("sim/model/a.cpp", "tests/model/toy.hpp") != "");
  CHECK(fault_of("sim/model/a.cpp", "Eigen/Dense") != "");
  CHECK(fault_of("sim/experiment/a.cpp", "Eigen/Dense") == "");
  CHECK(fault_of("sim/report/a.cpp", "network/units/date.hpp") == "");
  CHECK(fault_of("sim/model/a.cpp", "sim/engine/time.hpp") == "");
  CHECK(fault_of("sim/scenario/tree.cpp", "yaml-cpp/eventhandler.h") == "");
}

TEST_CASE("no room includes a room that it must not know, nor a library that lives elsewhere") {
  const auto sources = sources_below(CORRIDOR_SOURCE_DIR, {"network", "sim"});
  REQUIRE(sources.size() > 50);
  for (const Source& source : sources) {
    for (const Token& include : includes_of(source.text)) {
      const std::string fault = fault_of(source.path, include.text);
      CHECK_MESSAGE(fault.empty(), fault, ", line ", include.line);
    }
  }
}

TEST_CASE("the CMake files of the rooms draw the same arrows") {
  for (const auto& [room, neighbours] : known_rooms()) {
    const std::string cmake = contents_of(std::string(CORRIDOR_SOURCE_DIR) + "/" + room + "/CMakeLists.txt");
    REQUIRE(!cmake.empty());
    static const std::regex target("corridor::([a-z]+)");
    for (auto it = std::sregex_iterator(cmake.begin(), cmake.end(), target); it != std::sregex_iterator();
         ++it) {
      const std::string name = (*it)[1];
      const std::string other = name == "network" ? name : "sim/" + name;
      CHECK_MESSAGE((other == room || neighbours.contains(other)), room, " links ", other);
    }
  }
}

/// Calls of libm that differ between machines; sqrt is exact everywhere, and rounding is too.
const std::regex& libm_call() {
  static const std::regex call(
      R"((^|[^A-Za-z0-9_])(std)?::(exp|exp2|expm1|log|log2|log10|log1p|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|)"
      R"(sinh|cosh|tanh|erf|erfc|tgamma|lgamma)\s*\()");
  return call;
}

TEST_CASE("what decides a result calls nothing of libm but sqrt") {
  CHECK(std::regex_search(std::string("x = std::exp(y)"), libm_call()));
  CHECK_FALSE(std::regex_search(std::string("x = std::sqrt(y) + math::exp(z)"), libm_call()));
  for (const Source& source : sources_below(CORRIDOR_SOURCE_DIR, {"sim/engine", "sim/model"})) {
    CHECK_MESSAGE(!std::regex_search(bare_code(source.text), libm_call()), source.path);
  }
}

}  // namespace
}  // namespace corridor::architecture
