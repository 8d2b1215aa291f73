#pragma once
/// @file resource.hpp  Units that processes seize and release: berths, train paths, cranes.
/// Who waits is served by priority class (higher first), in order of arrival within a class. Nobody is
/// overtaken by a request of the same or a lower class, even one small enough to be served: large requests do
/// not starve. The capacity may change at run time; lowered below what is in use, nothing is taken away, and
/// nothing is granted until enough has come back.
/// Cost: acquire and release O(c) in the number of classes that ever waited; a class costs 24 bytes for good.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/statistics.hpp"
#include "sim/engine/wait.hpp"

namespace corridor::engine {

class Resource final : public Waitable {
 public:
  /// @pre capacity >= 0
  Resource(Simulation& simulation, std::string name, std::int64_t capacity);

  /// Await: take `amount` units. More than the capacity waits until the capacity is raised.
  /// @pre amount > 0
  Wait acquire(std::int64_t amount = 1, int priority = 0);
  /// Gives units back and serves who waits. @pre 0 < amount <= in_use()
  void release(std::int64_t amount = 1);
  /// @pre capacity >= 0
  void set_capacity(std::int64_t capacity);

  std::int64_t capacity() const { return capacity_; }
  std::int64_t in_use() const { return in_use_.value(); }
  /// Units free; negative after the capacity was lowered below what is in use.
  std::int64_t available() const { return capacity_ - in_use(); }
  std::int64_t queue_length() const { return queue_.value(); }

  const TimeWeighted& use_over_time() const { return in_use_; }
  const TimeWeighted& queue_over_time() const { return queue_; }
  /// Seconds waited by every request that was granted, those that did not wait included.
  const Tally& waits() const { return waits_; }
  /// Forgets the past of the three statistics, as at the end of a warm-up.
  void reset_statistics();

 private:
  struct Class {
    std::int32_t priority;
    WaitList list;
  };
  bool grant_at_once(Waiting& w) override;
  void enqueue(Waiting& w) override;
  void withdraw(Waiting& w) override;
  void take(std::int64_t amount, ModelTime since);
  void serve();

  std::int64_t capacity_;
  std::vector<Class> classes_;  // higher priority first
  TimeWeighted in_use_, queue_;
  Tally waits_;
};

}  // namespace corridor::engine
