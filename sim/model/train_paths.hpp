#pragma once
/// @file train_paths.hpp  Train paths of one section of line, or the trains that a border or a terminal
/// takes: one train every so often, each way, and on single track both ways together.
/// - The headway counts from the last train, at the rate of now: a path that nobody uses lapses, and a
/// changed
///   rate holds at once, for those who wait too. Headways are whole seconds, rounded to the nearest.
/// - Of the trains that wait, the one that can go soonest goes; of those that can go at the same second,
/// loads
///   before empties, then in order of arrival, then the forward one. A train is held back neither by trains
///   of the other way that must still wait for theirs, nor by a free path that it has no use for.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "sim/engine/wait.hpp"
#include "sim/model/world.hpp"

namespace corridor::model {

class alignas(64) TrainPaths final : public engine::Waitable {
 public:
  TrainPaths(engine::Simulation& simulation, std::string name) : Waitable(simulation, std::move(name)) {}

  /// Trains a day: each way [0: forward, 1: backward], and of both together (0: no such limit). A rate of 0
  /// lets nobody pass until it is raised. @cost O(1)
  void set_rates(double forward, double backward, double together);

  /// Takes a path of now where there is one and nobody waits. @return false: none was taken, and the train
  /// waits for the next @pre direction 0 or 1
  bool take(int direction) {
    if (waiting_ > 0 || !free_now(direction)) return false;
    use(direction);
    return true;
  }
  /// Await: the next path in that direction. @pre direction 0 or 1
  engine::Wait next(int direction, bool loaded) { return {*this, 1, direction * 2 + (loaded ? 0 : 1)}; }

  std::int64_t waiting() const { return waiting_; }
  /// Loaded trains that wait to go that way. @pre direction 0 or 1
  std::int64_t loads_waiting(int direction) const {
    return waiting_in_[static_cast<std::size_t>(direction) * 2];
  }

 private:
  static constexpr int kLists = 4;  // direction x loads, empties
  struct Turn {
    int list = 0;
    ModelTime when = engine::kNever;  ///< kNever: nobody waits who can hope to go
  };

  bool grant_at_once(engine::Waiting& w) override;
  void enqueue(engine::Waiting& w) override;
  void withdraw(engine::Waiting& w) override;
  bool free_now(int direction) const { return free_at_[static_cast<std::size_t>(direction)] <= now(); }
  void use(int direction);
  Turn next_turn() const;
  void ring_for(ModelTime when);
  void ring() override;

  /// When the next train may go each way; kNever while nobody may.
  std::array<ModelTime, 2> free_at_{engine::kNever, engine::kNever};
  std::array<std::chrono::seconds, 2> gap_{};  ///< from a train to the next the same way
  std::chrono::seconds gap_together_{};        ///< to the next either way; 0: no such limit
  std::int64_t waiting_ = 0;
  std::array<ModelTime, 2> last_{ModelTime::min(), ModelTime::min()};
  std::array<engine::WaitList, kLists> lists_;
  std::array<std::int64_t, kLists> waiting_in_{};  ///< of waiting_, by list
  ModelTime rings_at_ = engine::kNever;            ///< the alarm: not after the next train can go
};

inline void TrainPaths::use(int direction) {
  const auto d = static_cast<std::size_t>(direction);
  last_[d] = now();
  free_at_[d] = last_[d] + gap_[d];
  free_at_[1 - d] = std::max(free_at_[1 - d], last_[d] + gap_together_);
}

}  // namespace corridor::model
