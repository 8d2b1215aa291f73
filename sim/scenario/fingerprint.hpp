#pragma once
/// @file fingerprint.hpp  What a scenario says, as 32 hex digits: equal where nothing that a run depends on
/// differs. Values count, not where they stand, in which unit they were written, or what their sources and
/// notes are. FNV-1a of 128 bits (Fowler, Noll and Vo): it tells inputs apart, it does not keep out forgers.

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace corridor::scenario {

/// Bytes in, 32 hex digits out. Each piece is set off by its length, so "ab" "c" is not "a" "bc".
class Fingerprint {
 public:
  Fingerprint& add(std::string_view text);
  Fingerprint& add(std::uint64_t number);
  Fingerprint& add(double number);  ///< by its bits; 0 and -0 are one
  std::string hex() const;

 private:
  void bytes(const void* data, std::size_t size);
  std::uint64_t high_ = 0x6c62272e07bb0142, low_ = 0x62b821756295c58d;
};

/// Tables, rules and measured window; neither name, seed nor number of replications.
/// @cost O(values)
std::string fingerprint(const Scenario& scenario);

/// A node with all below it, without its places.
void add(Fingerprint& print, const Node& node);

}  // namespace corridor::scenario
