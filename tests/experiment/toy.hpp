#pragma once
/// @file toy.hpp  The made-up country of tests/data, for experiments.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace corridor::test {

/// A scenario of tests/data/toy-scenarios, with figures set.
inline scenario::Scenario toy_scenario(const std::string& name,
                                       std::vector<std::pair<std::string, std::string>> set = {}) {
  const std::filesystem::path data{CORRIDOR_SOURCE_DIR "/tests/data"};
  auto s = scenario::load_scenario(data / "toy-scenarios" / (name + ".yaml"), {data / "toy", std::move(set)});
  if (!s) {
    for (const Diagnostic& d : s.error()) MESSAGE(to_line(d));
    FAIL("the made-up country does not load");
  }
  return *s;
}

/// Loaded once.
inline const scenario::Scenario& toy() {
  static const scenario::Scenario loaded = toy_scenario("base");
  return loaded;
}

}  // namespace corridor::test
