#pragma once
/// @file provenance.hpp  Where the figures of a scenario come from: how many of each quality, table by table,
/// and every estimate with its reason. Figures are quantities, profiles and distributions; a step function
/// counts once a step. What nobody said and the field tables fill in counts as class-default.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace corridor::scenario {

inline constexpr std::size_t kQualities = 7;  ///< enumerators of Quality

struct QualityCount {
  std::string table;
  std::array<std::size_t, kQualities> figures{};  ///< [Quality]
  std::size_t ranged = 0;                         ///< of these, given as a range or a spread
  std::size_t total() const;
};

struct Estimate {
  std::string path;    ///< links.a--b.capacity; with @day where it is a later step
  std::string value;   ///< as a planner would write it
  std::string reason;  ///< its note
  std::string file;
  int line = 0;
};

struct Provenance {
  std::vector<QualityCount> tables;  ///< those with figures, in the order of tables()
  QualityCount all;
  std::vector<Estimate> estimates;
};

/// @cost O(figures)
Provenance provenance(const Scenario& scenario);

}  // namespace corridor::scenario
