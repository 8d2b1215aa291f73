#pragma once
/// @file gate.hpp  Open or closed: a border, a port in a storm, a road in winter. Processes pass while it is
/// open and else wait until it opens. All that wait are let through at the instant of opening, in order of
/// arrival, even where it closes again at that same instant.

#include <cstdint>
#include <string>

#include "sim/engine/wait.hpp"

namespace corridor::engine {

class Gate final : public Waitable {
 public:
  Gate(Simulation& simulation, std::string name, bool is_open)
      : Waitable(simulation, std::move(name)), open_(is_open) {}

  /// Await: pass.
  Wait pass() { return {*this, 1, 0}; }
  /// Opening an open gate, or closing a closed one, does nothing.
  void open();
  void close() { open_ = false; }

  bool is_open() const { return open_; }
  std::int64_t queue_length() const { return waiting_; }

 private:
  bool grant_at_once(Waiting& /*w*/) override { return open_; }
  void enqueue(Waiting& w) override;
  void withdraw(Waiting& w) override;

  bool open_;
  WaitList list_;
  std::int64_t waiting_ = 0;
};

}  // namespace corridor::engine
