#pragma once
/// @file pipe.hpp  One pipeline: always full, first in first out. What is pumped in pushes as much out at the
/// far end, so a batch is out when as much has been pumped in behind its tail as the line holds (plug flow).
/// - One batch is pumped at a time, in order of arrival, at our rate; others' oil, where they share the line,
///   runs beside at a rate of its own and pushes too.
/// - Whoever is out must be taken over (tank, ship, next line) before anything moves on: between `out` and
///   `taken_over` the line stands. A full tank so holds back the pumps, and they the tanks before them.
/// - Amounts are whole kilograms: what went in is what came out and what is inside, exactly. Instants are
///   whole seconds, the first at which the amount has passed; what passed beyond it counts for the next.

#include <cstdint>
#include <deque>
#include <string>

#include "sim/engine/wait.hpp"
#include "sim/model/world.hpp"

namespace corridor::model {

class Pipe final : public engine::Waitable {
 public:
  /// @param fill  what the line holds; 0: what is pumped in is out at once. @pre fill >= 0
  Pipe(engine::Simulation& simulation, std::string name, Mass fill)
      : Waitable(simulation, std::move(name)), fill_(fill.n), since_(simulation.now()) {}

  /// Tonnes a day at which our batches are pumped, and that others pump beside. 0 stands still. @cost O(1)
  void set_rates(double ours_t_day, double others_t_day);

  /// Await: the batch is pumped in whole. @pre mass > 0
  engine::Wait pumped_in(Mass mass) { return {*this, mass.n, kIn}; }
  /// Await, after pumped_in: the batch is at the far end, and the line stands until taken_over().
  engine::Wait out() { return {*this, 1, kOut}; }
  /// Our batch at the far end is off the line. @pre after out(), once
  void taken_over();

  Mass in() const { return Mass{in_}; }      ///< of all batches pumped in whole
  Mass gone() const { return Mass{gone_}; }  ///< of all batches taken over
  Mass inside() const { return Mass{in_ - gone_}; }
  std::int64_t queue() const { return waiting_; }  ///< batches that wait for the pumps or are being pumped
  bool stands() const { return held_; }

 private:
  enum Side : std::int32_t { kIn, kOut };
  struct Tail {
    std::int64_t passed;  ///< by the pumps, all oil, when the batch was in
    std::int64_t mass;
  };
  bool grant_at_once(engine::Waiting& /*w*/) override { return false; }
  void enqueue(engine::Waiting& w) override;
  void withdraw(engine::Waiting& w) override;
  void account();  ///< what has moved since it was last asked
  bool step();     ///< grants what is due now; false: nothing is
  ModelTime next_due() const;
  void look_again();
  engine::Process run();

  std::int64_t fill_;
  double ours_ = 0, others_ = 0;  ///< kg/s
  ModelTime since_;
  double part_own_ = 0, part_others_ = 0;  ///< below a kilogram, or beyond the batch just ended
  std::int64_t own_ = 0;                   ///< of the batch at the pumps, in by now
  std::int64_t passed_ = 0, in_ = 0, gone_ = 0;
  std::deque<Tail> tails_;  ///< of batches in the line, oldest first
  std::int64_t leaving_ = 0;
  bool held_ = false;
  engine::WaitList lists_[2];
  std::int64_t waiting_ = 0;
  engine::ProcessId runner_;
  bool awake_ = false;
};

}  // namespace corridor::model
