#pragma once
/// @file statistics.hpp  Means of what a run sees: of observations (Tally), and over time (TimeWeighted).

#include <algorithm>
#include <cstdint>

#include "sim/engine/time.hpp"

namespace corridor::engine {

/// Count, mean, variance and extremes of observations, one pass (Welford 1962, Technometrics 4(3) 419).
class Tally {
 public:
  void add(double x) {
    ++count_;
    const double before = x - mean_;
    mean_ += before / static_cast<double>(count_);
    squares_ += before * (x - mean_);
    least_ = count_ == 1 ? x : std::min(least_, x);
    greatest_ = count_ == 1 ? x : std::max(greatest_, x);
  }
  std::int64_t count() const { return count_; }
  double mean() const { return mean_; }  ///< 0 without observations
  double variance() const {              ///< of the sample, divided by n - 1; 0 below two
    return count_ < 2 ? 0.0 : squares_ / static_cast<double>(count_ - 1);
  }
  double least() const { return least_; }
  double greatest() const { return greatest_; }
  void reset() { *this = Tally{}; }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0, squares_ = 0, least_ = 0, greatest_ = 0;
};

/// Mean over time of a whole number that changes in steps. The area under it is exact.
class TimeWeighted {
 public:
  explicit TimeWeighted(ModelTime start = {}, std::int64_t value = 0)
      : start_(start), changed_(start), value_(value), greatest_(value) {}

  /// @pre `now` is not before the last call
  void set(ModelTime now, std::int64_t value) {
    area_ += area_since(now);
    changed_ = now;
    value_ = value;
    greatest_ = std::max(greatest_, value);
  }
  std::int64_t value() const { return value_; }
  std::int64_t greatest() const { return greatest_; }
  /// Mean from the start (or reset) to `now`; the value itself where no time has passed.
  double mean(ModelTime now) const {
    if (now <= start_) return static_cast<double>(value_);
    return static_cast<double>(area_ + area_since(now)) / static_cast<double>((now - start_).count());
  }
  /// Forgets the past, as at the end of a warm-up; the value stays.
  void reset(ModelTime now) { *this = TimeWeighted{now, value_}; }

 private:
  __extension__ using Area = __int128;  // kilograms over decades of seconds pass 64 bits
  Area area_since(ModelTime now) const {
    return static_cast<Area>(value_) * static_cast<Area>((now - changed_).count());
  }

  ModelTime start_, changed_;
  std::int64_t value_, greatest_;
  Area area_ = 0;
};

}  // namespace corridor::engine
