#pragma once
/// @file random.hpp  Named streams of random numbers. The k-th draw of a stream is a function of (seed,
/// replication, entity, purpose, k) alone: one more draw, or one more port, changes no other stream, so two
/// scenarios that are compared share their luck, and the number of threads does not matter.
///
/// Philox4x64-10 (Salmon et al. 2011, SC'11; Random123): key {hash of entity and purpose, seed}, counter
/// {k / 4, replication, 0, 0}, word k mod 4. Names are hashed by FNV-1a (64 bit) over entity, a zero byte,
/// purpose: two names meet with chance 5e-20 a pair.
///
/// Every distribution is drawn by inversion: one uniform, monotone to within rounding (1e-15 of the
/// deviation), over the engine's own math. The quantile functions stand alone, for designs that choose the
/// uniform themselves (Latin hypercube). Draw at most once in a full expression: the order of two draws in
/// one expression is the compiler's.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace corridor::engine {

/// The value below which a share `u` (0 < u < 1) of the distribution lies.
namespace quantile {
double uniform(double u, double low, double high);                  ///< @pre low <= high
double exponential(double u, double mean);                          ///< @pre mean >= 0
double triangular(double u, double low, double mode, double high);  ///< @pre low <= mode <= high
double normal(double u, double mean, double deviation);             ///< @pre deviation >= 0
/// By mean and coefficient of variation of the variable itself, not of its logarithm. @pre mean > 0, cv >= 0
double lognormal(double u, double mean, double cv);
/// One of the values, all with equal chance. @pre values are not empty and in ascending order
double empirical(double u, std::span<const double> values);
}  // namespace quantile

/// 64-bit FNV-1a of entity, a zero byte, purpose. Of ids, never of positions in a table.
std::uint64_t stream_key(std::string_view entity, std::string_view purpose);
/// The key of member `number` of a family whose name hashes to `family`: FNV-1a over its eight bytes.
std::uint64_t stream_key(std::uint64_t family, std::uint64_t number);

class Stream {
 public:
  Stream(std::uint64_t seed, std::uint64_t replication, std::string_view entity, std::string_view purpose)
      : Stream(seed, replication, stream_key(entity, purpose)) {}
  /// From a key that stream_key gave: for families of many members.
  Stream(std::uint64_t seed, std::uint64_t replication, std::uint64_t key)
      : key_(key), seed_(seed), replication_(replication) {}

  /// 64 random bits; the next draw.
  std::uint64_t bits() {
    const auto word = static_cast<std::size_t>(draw_ % 4);
    if (word == 0) fill();
    ++draw_;
    return block_[word];
  }
  /// In the open interval (0, 1): an odd multiple of 2^-53, never 0 or 1.
  double uniform() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }

  double uniform(double low, double high) { return quantile::uniform(uniform(), low, high); }
  double exponential(double mean) { return quantile::exponential(uniform(), mean); }
  double triangular(double low, double mode, double high) {
    return quantile::triangular(uniform(), low, mode, high);
  }
  double normal(double mean, double deviation) { return quantile::normal(uniform(), mean, deviation); }
  double lognormal(double mean, double cv) { return quantile::lognormal(uniform(), mean, cv); }
  double empirical(std::span<const double> values) { return quantile::empirical(uniform(), values); }
  /// True with chance `p` [0, 1].
  bool bernoulli(double p) { return uniform() < p; }
  /// A whole number of low, ..., high, all with equal chance (to 2^-52). @pre low <= high
  std::int64_t integer(std::int64_t low, std::int64_t high);

  /// How many numbers were drawn: the number of the next draw.
  std::uint64_t draws() const { return draw_; }
  /// Goes to draw `k`, forward or back.
  void seek(std::uint64_t k);

 private:
  void fill();

  std::uint64_t key_, seed_, replication_;
  std::uint64_t draw_ = 0;
  std::array<std::uint64_t, 4> block_{};
};

}  // namespace corridor::engine
