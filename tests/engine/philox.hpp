#pragma once
/// @file philox.hpp  Philox4x64-10 written out from Salmon et al. 2011 (section 3.3, table 2), to be set
/// beside the library that the streams use.

#include <array>
#include <cstdint>

namespace corridor::engine {

using Words4 = std::array<std::uint64_t, 4>;
using Words2 = std::array<std::uint64_t, 2>;

inline Words4 philox4x64_10(Words4 counter, Words2 key) {
  __extension__ using Wide = unsigned __int128;
  for (int round = 0; round < 10; ++round) {
    const Wide a = static_cast<Wide>(0xD2E7470EE14C6C93u) * counter[0];
    const Wide b = static_cast<Wide>(0xCA5A826395121157u) * counter[2];
    counter = {static_cast<std::uint64_t>(b >> 64) ^ counter[1] ^ key[0], static_cast<std::uint64_t>(b),
               static_cast<std::uint64_t>(a >> 64) ^ counter[3] ^ key[1], static_cast<std::uint64_t>(a)};
    key[0] += 0x9E3779B97F4A7C15u;
    key[1] += 0xBB67AE8584CAA73Bu;
  }
  return counter;
}

}  // namespace corridor::engine
