#include "sim/engine/random.hpp"

#include <Random123/philox.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/philox.hpp"

namespace corridor::engine {
namespace {

// Known answers published with Random123 (kat_vectors, philox4x64 with 10 rounds).
struct Known {
  Words4 counter;
  Words2 key;
  Words4 answer;
};
constexpr std::uint64_t kOnes = 0xffffffffffffffff;
const std::vector<Known> known_answers{
    {{0, 0, 0, 0}, {0, 0}, {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
    {{kOnes, kOnes, kOnes, kOnes},
     {kOnes, kOnes},
     {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
    {{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
     {0x452821e638d01377, 0xbe5466cf34e90c6c},
     {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}}};

TEST_CASE("streams: the library and the reference of these tests give Philox's published answers") {
  for (const Known& k : known_answers) {
    CHECK(philox4x64_10(k.counter, k.key) == k.answer);
    const r123::Philox4x64::ctr_type counter{{k.counter[0], k.counter[1], k.counter[2], k.counter[3]}};
    const r123::Philox4x64::key_type key{{k.key[0], k.key[1]}};
    const auto got = r123::Philox4x64{}(counter, key);
    for (std::size_t i = 0; i < 4; ++i) CHECK(got.v[i] == k.answer[i]);
  }
}

TEST_CASE("streams: the key of a name is the FNV-1a hash of entity, zero byte, purpose") {
  // Published with the hash: of one zero byte, and of "foobar" with its terminating zero.
  CHECK(stream_key("", "") == 0xaf63bd4c8601b7df);
  CHECK(stream_key("foobar", "") == 0x34531ca7168b8f38);
  CHECK(stream_key("a", "bc") != stream_key("ab", "c"));
}

TEST_CASE("streams: draw k is word k mod 4 of the block at counter {k / 4, replication} under {name, seed}") {
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{7}, kOnes}) {
    for (const std::uint64_t replication : {std::uint64_t{0}, std::uint64_t{29}}) {
      Stream stream{seed, replication, "port-a", "dwell"};
      for (std::uint64_t k = 0; k < 41; ++k) {
        const Words4 block = philox4x64_10({k / 4, replication, 0, 0}, {stream_key("port-a", "dwell"), seed});
        CHECK(stream.draws() == k);
        CHECK(stream.bits() == block[k % 4]);
      }
    }
  }
}

TEST_CASE("streams: one more draw in one stream changes no other") {
  const auto run = [](int extra) {
    Stream a{1, 0, "mine", "output"}, b{1, 0, "port", "dwell"};
    std::vector<std::uint64_t> seen;
    for (int i = 0; i < 100; ++i) {
      a.bits();
      for (int j = 0; j < extra; ++j) a.bits();
      seen.push_back(b.bits());
    }
    return seen;
  };
  CHECK(run(0) == run(1));
  CHECK(run(0) == run(3));
}

TEST_CASE("streams: seed, replication, entity and purpose each make another stream") {
  const auto first = [](std::uint64_t seed, std::uint64_t replication, const char* e, const char* p) {
    return Stream{seed, replication, e, p}.bits();
  };
  const std::set<std::uint64_t> all{first(1, 0, "a", "x"), first(2, 0, "a", "x"), first(1, 1, "a", "x"),
                                    first(1, 0, "b", "x"), first(1, 0, "a", "y"), first(0, 1, "a", "x"),
                                    first(1, 0, "x", "a")};
  CHECK(all.size() == 7);
}

TEST_CASE("streams: seek goes to any draw, forward and back") {
  Stream straight{3, 4, "a", "b"};
  std::vector<std::uint64_t> draws;
  for (int i = 0; i < 64; ++i) draws.push_back(straight.bits());
  Stream jumping{3, 4, "a", "b"};
  for (const std::uint64_t k : {63u, 0u, 4u, 5u, 3u, 8u, 7u, 62u, 1u}) {
    jumping.seek(k);
    CHECK(jumping.draws() == k);
    CHECK(jumping.bits() == draws[k]);
    if (k + 1 < draws.size()) CHECK(jumping.bits() == draws[k + 1]);
  }
  jumping.seek(std::uint64_t{1} << 40);
  CHECK(jumping.bits() == philox4x64_10({std::uint64_t{1} << 38, 4, 0, 0}, {stream_key("a", "b"), 3})[0]);
}

TEST_CASE("streams: a uniform is an odd multiple of 2^-53, so never 0, 1 or a half") {
  Stream bits{9, 0, "u", "u"}, uniforms{9, 0, "u", "u"};
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t numerator = 2 * (bits.bits() >> 12) + 1;
    REQUIRE(uniforms.uniform() == std::ldexp(static_cast<double>(numerator), -53));
  }
}

// A share k/n of successes with chance p: within 4.5 standard deviations (1 in 150,000 by chance).
bool plausible(std::int64_t k, std::int64_t n, double p) {
  const double m = static_cast<double>(n) * p;
  return std::fabs(static_cast<double>(k) - m) < 4.5 * std::sqrt(m * (1 - p));
}

TEST_CASE("streams: uniforms fill 256 cells evenly, alone, in pairs, and across streams") {
  constexpr int kDraws = 1 << 18;
  std::vector<std::int64_t> alone(256), pairs(256), across(256);
  Stream a{5, 0, "cells", "a"}, b{5, 1, "cells", "a"};
  double before = a.uniform();
  for (int i = 0; i < kDraws; ++i) {
    const double u = a.uniform();
    const double v = b.uniform();
    ++alone[static_cast<std::size_t>(u * 256)];
    ++pairs[static_cast<std::size_t>(before * 16) * 16 + static_cast<std::size_t>(u * 16)];
    ++across[static_cast<std::size_t>(v * 16) * 16 + static_cast<std::size_t>(u * 16)];
    before = u;
  }
  for (const auto& cells : {alone, pairs, across}) {
    double chi_square = 0;
    for (const std::int64_t n : cells) {
      const double difference = static_cast<double>(n) - kDraws / 256.0;
      chi_square += difference * difference / (kDraws / 256.0);
    }
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    CHECK(chi_square > 165);
    CHECK(chi_square < 355);
  }
}

TEST_CASE("streams: whole numbers and coins come with the chance that was asked for") {
  Stream luck{6, 0, "dice", "throw"};
  std::vector<std::int64_t> seen(6);
  constexpr int kThrows = 600'000;
  for (int i = 0; i < kThrows; ++i) {
    const std::int64_t n = luck.integer(-2, 3);
    REQUIRE(-2 <= n);
    REQUIRE(n <= 3);
    ++seen[static_cast<std::size_t>(n + 2)];
  }
  for (const std::int64_t n : seen) CHECK(plausible(n, kThrows, 1.0 / 6));
  CHECK(luck.integer(4, 4) == 4);
  std::int64_t heads = 0;
  for (int i = 0; i < kThrows; ++i) heads += luck.bernoulli(0.03);
  CHECK(plausible(heads, kThrows, 0.03));
  for (int i = 0; i < 1000; ++i) {
    REQUIRE_FALSE(luck.bernoulli(0));
    REQUIRE(luck.bernoulli(1));
  }
}

}  // namespace
}  // namespace corridor::engine
