#include "sim/engine/random.hpp"

#include <Random123/philox.h>

#include <cmath>
#include <cstddef>

#include "sim/engine/assert.hpp"
#include "sim/engine/math.hpp"

namespace corridor::engine {
namespace quantile {

double uniform(double u, double low, double high) {
  CORRIDOR_PRE(low <= high);
  return low + u * (high - low);
}

// 1 - u is as uniform as u; the logarithm of u itself would make the quantile fall.
double exponential(double u, double mean) {
  CORRIDOR_PRE(mean >= 0);
  return -mean * math::log(1 - u);
}

double triangular(double u, double low, double mode, double high) {
  CORRIDOR_PRE(low <= mode && mode <= high);
  const double width = high - low;
  if (width == 0) return mode;
  const double below = (mode - low) / width;
  return u < below ? low + std::sqrt(u * width * (mode - low))
                   : high - std::sqrt((1 - u) * width * (high - mode));
}

double normal(double u, double mean, double deviation) {
  CORRIDOR_PRE(deviation >= 0);
  return mean + deviation * math::normal_quantile(u);
}

// ln X is normal with variance v = ln(1 + cv^2) and mean ln(mean) - v/2.
double lognormal(double u, double mean, double cv) {
  CORRIDOR_PRE(mean > 0 && cv >= 0);
  const double variance = math::log(1 + cv * cv);
  return mean * math::exp(std::sqrt(variance) * math::normal_quantile(u) - 0.5 * variance);
}

double empirical(double u, std::span<const double> values) {
  CORRIDOR_PRE(!values.empty());
  const auto n = static_cast<double>(values.size());
  const auto index = static_cast<std::size_t>(u * n);
  return values[index < values.size() ? index : values.size() - 1];
}

}  // namespace quantile

std::uint64_t stream_key(std::string_view entity, std::string_view purpose) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto eat = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3; };
  for (const char c : entity) eat(static_cast<unsigned char>(c));
  eat(0);
  for (const char c : purpose) eat(static_cast<unsigned char>(c));
  return hash;
}

std::uint64_t stream_key(std::uint64_t family, std::uint64_t number) {
  std::uint64_t hash = family;
  for (int shift = 0; shift < 64; shift += 8) hash = (hash ^ (number >> shift & 0xff)) * 0x100000001b3;
  return hash;
}

std::int64_t Stream::integer(std::int64_t low, std::int64_t high) {
  CORRIDOR_PRE(low <= high);
  const auto count = static_cast<double>(high - low) + 1;
  const auto step = static_cast<std::int64_t>(uniform() * count);
  return step > high - low ? high : low + step;
}

void Stream::seek(std::uint64_t k) {
  draw_ = k;
  if (k % 4 != 0) fill();
}

void Stream::fill() {
  const r123::Philox4x64::ctr_type counter{{draw_ / 4, replication_, 0, 0}};
  const r123::Philox4x64::key_type key{{key_, seed_}};
  const auto words = r123::Philox4x64{}(counter, key);
  for (std::size_t i = 0; i < block_.size(); ++i) block_[i] = words.v[i];
}

}  // namespace corridor::engine
