#pragma once
/// @file stock.hpp  A level between 0 and a capacity: tonnes in a yard, oil in a tank. Amounts are whole
/// numbers of the caller's unit (kilograms in corridor), so that balances are exact.
/// Who puts waits for room, who gets waits for goods, each side strictly in order of arrival: a small request
/// does not overtake a large one. Cost: O(1) a request.

#include <cstdint>
#include <string>

#include "sim/engine/statistics.hpp"
#include "sim/engine/wait.hpp"

namespace corridor::engine {

class Stock final : public Waitable {
 public:
  /// @pre 0 <= level <= capacity
  Stock(Simulation& simulation, std::string name, std::int64_t capacity, std::int64_t level = 0);

  /// Await: add `amount`, all at once, when there is room. More than the capacity waits, and all behind it,
  /// until the capacity is raised. @pre amount > 0
  Wait put(std::int64_t amount);
  /// Await: take `amount`, all at once, when there is so much. @pre amount > 0
  Wait get(std::int64_t amount);
  /// Lowered below the level, nothing is lost; nothing is added until there is room. @pre capacity >= 0
  void set_capacity(std::int64_t capacity);

  std::int64_t level() const { return level_.value(); }
  std::int64_t capacity() const { return capacity_; }
  /// Room left; negative after the capacity was lowered below the level.
  std::int64_t room() const { return capacity_ - level(); }
  std::int64_t puts_waiting() const { return waiting_[kPut]; }
  std::int64_t gets_waiting() const { return waiting_[kGet]; }

  const TimeWeighted& level_over_time() const { return level_; }
  /// Forgets the past of the level.
  void reset_statistics() { level_.reset(now()); }

 private:
  enum Side : std::int32_t { kPut, kGet };
  bool fits(const Waiting& w) const;
  void apply(const Waiting& w);
  bool grant_at_once(Waiting& w) override;
  void enqueue(Waiting& w) override;
  void withdraw(Waiting& w) override;
  void remove(Waiting& w);
  bool serve(Side side);
  void serve_all();

  std::int64_t capacity_;
  TimeWeighted level_;
  WaitList lists_[2];
  std::int64_t waiting_[2] = {0, 0};
};

}  // namespace corridor::engine
