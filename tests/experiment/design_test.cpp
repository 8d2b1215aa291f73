#include "sim/experiment/design.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

using namespace corridor;
using namespace corridor::experiment;

namespace {

using scenario::Design;
using scenario::Level;
using scenario::Parameter;

Parameter range(const char* name, double low, double high) {
  Parameter p;
  p.name = name;
  p.unit = "t";
  p.ranged = true;
  p.low = low;
  p.high = high;
  return p;
}

Parameter levels(const char* name, std::initializer_list<const char*> words) {
  Parameter p;
  p.name = name;
  p.kind = Parameter::Kind::word;
  for (const char* word : words)
    p.levels.push_back(Level{word, static_cast<double>(p.levels.size()), {}, {}});
  return p;
}

std::string told(const scenario::Study& study, const std::vector<scenario::Point>& points) {
  std::string out;
  for (const auto& point : points) out += scenario::to_text(study, point) + "\n";
  return out;
}

}  // namespace

TEST_CASE("a grid has every level with every other, the last parameter fastest") {
  scenario::Study study;
  study.parameters = {levels("a", {"x", "y"}), levels("b", {"1", "2", "3"})};
  CHECK(design_size(study) == 6);
  CHECK(told(study, design_points(study)) == "a x, b 1\na x, b 2\na x, b 3\na y, b 1\na y, b 2\na y, b 3\n");
}

TEST_CASE(
    "one at a time: the first levels, then each other level of each parameter with the first of the rest") {
  scenario::Study study;
  study.parameters = {levels("a", {"x", "y"}), levels("b", {"1", "2", "3"})};
  study.design.kind = Design::Kind::one_at_a_time;
  CHECK(design_size(study) == 4);
  CHECK(told(study, design_points(study)) == "a x, b 1\na y, b 1\na x, b 2\na x, b 3\n");
}

TEST_CASE("the size of a design is known without making it, and stops above the most") {
  scenario::Study study;
  for (int i = 0; i < 9; ++i) {
    Parameter p = levels("p", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
    study.parameters.push_back(p);
  }
  CHECK(design_size(study) == kMostUnits + 1);  // 10^9 points
  study.design = {Design::Kind::sobol, 64, 1, true, {}};
  CHECK(design_size(study) == 64 * 11);
  CHECK(design_points(study).size() == 64 * 11);
}

TEST_CASE("each of 2^m Sobol' points stands alone in its strip, on every axis and for every seed") {
  for (const std::uint64_t seed : {0U, 1U, 77U}) {
    for (const int count : {1, 2, 64, 256}) {
      const auto points = sobol_points(count, 5, seed);
      REQUIRE(points.size() == static_cast<std::size_t>(count));
      for (std::size_t k = 0; k < 5; ++k) {
        std::set<int> strips;
        for (const auto& p : points) {
          CHECK(p[k] > 0);
          CHECK(p[k] < 1);
          strips.insert(static_cast<int>(std::floor(p[k] * count)));
        }
        CHECK(strips.size() == static_cast<std::size_t>(count));
      }
    }
  }
}

TEST_CASE(
    "2^m Sobol' points put one into each box of the first two axes, where chance would leave some empty") {
  for (const auto& [rows, columns] : {std::pair{16, 16}, {4, 64}, {64, 4}}) {
    std::set<std::pair<int, int>> boxes;
    for (const auto& p : sobol_points(256, 2, 3))
      boxes.emplace(static_cast<int>(p[0] * rows), static_cast<int>(p[1] * columns));
    CHECK(boxes.size() == 256);
  }
}

TEST_CASE("another seed gives other points, the same seed the same") {
  CHECK(sobol_points(8, 3, 1) == sobol_points(8, 3, 1));
  CHECK(sobol_points(8, 3, 1) != sobol_points(8, 3, 2));
}

TEST_CASE("a latin hypercube uses each strip of each range once, and a further parameter moves no other") {
  scenario::Study study;
  study.parameters = {range("a", 0, 10), range("b", -1, 1)};
  study.design = {Design::Kind::latin_hypercube, 20, 4, false, {}};
  const auto points = design_points(study);
  REQUIRE(points.size() == 20);
  std::set<int> strips;
  for (const auto& p : points) strips.insert(static_cast<int>(std::floor((p[1]->x + 1) / 2 * 20)));
  CHECK(strips.size() == 20);
  study.parameters.insert(study.parameters.begin(), range("c", 5, 6));
  const auto more = design_points(study);
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(more[i][1]->text == points[i][0]->text);
    CHECK(more[i][2]->text == points[i][1]->text);
  }
}

TEST_CASE("a list of values takes an equal share of its axis for each") {
  scenario::Study study;
  study.parameters = {levels("a", {"x", "y", "z", "w"})};
  study.design = {Design::Kind::sobol, 64, 9, false, {}};
  std::map<std::string, int> seen;
  for (const auto& p : design_points(study)) ++seen[p[0]->text];
  for (const auto& [word, count] : seen) CHECK_MESSAGE(count == 16, word);
  CHECK(seen.size() == 4);
}

TEST_CASE("Saltelli rows are A, B, and A with one column of B") {
  const auto rows = saltelli_points(4, 3, 1);
  REQUIRE(rows.size() == 4 * 5);
  for (std::size_t at = 0; at < rows.size(); at += 5) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t k = 0; k < 3; ++k)
        CHECK(rows[at + 2 + i][k] == (i == k ? rows[at + 1][k] : rows[at][k]));
    }
  }
}
