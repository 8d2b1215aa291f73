#pragma once
/// @file train_paths.hpp  Train paths of one section of line, or the trains that a border or a terminal takes:
/// one train every so often, each way, and on single track both ways together. A path that nobody uses
/// lapses. Waiting trains are served by priority (loads before empties), then in order of arrival.

#include <array>
#include <cstdint>
#include <string>

#include "sim/engine/wait.hpp"
#include "sim/model/world.hpp"

namespace corridor::model {

class TrainPaths final : public engine::Waitable {
 public:
  TrainPaths(engine::Simulation& simulation, std::string name) : Waitable(simulation, std::move(name)) {}

  /// Trains a day: each way [0: forward, 1: backward], and of both together (0: no such limit). A rate of 0
  /// lets nobody pass until it is raised.
  void set_rates(double forward, double backward, double together);

  /// Await: the next path in that direction. @pre direction 0 or 1
  engine::Wait next(int direction, bool loaded) { return {*this, 1, direction * 2 + (loaded ? 0 : 1)}; }

  std::int64_t waiting() const { return waiting_; }

 private:
  static constexpr int kLists = 4;  // direction x loads, empties
  bool grant_at_once(engine::Waiting& w) override;
  void enqueue(engine::Waiting& w) override;
  void withdraw(engine::Waiting& w) override;
  ModelTime earliest(int direction) const;
  void use(int direction);
  int next_list(ModelTime& when) const;
  void serve_later();
  engine::Process dispatch(engine::Simulation& simulation);

  std::array<std::int64_t, 2> headway_{};  ///< seconds; 0: nobody passes
  std::int64_t headway_together_ = 0;
  std::array<ModelTime, 2> free_{};
  ModelTime free_together_{};
  std::array<engine::WaitList, kLists> lists_;
  std::int64_t waiting_ = 0;
  bool dispatching_ = false;
};

}  // namespace corridor::model
