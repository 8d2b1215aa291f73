#include "sim/engine/signal.hpp"

namespace corridor::engine {

std::int64_t Signal::broadcast() {
  const std::int64_t heard = waiting_;
  while (!list_.empty()) {
    Waiting& w = list_.front();
    withdraw(w);
    grant(w);
  }
  return heard;
}

void Signal::enqueue(Waiting& w) {
  list_.push_back(w);
  ++waiting_;
}

void Signal::withdraw(Waiting& w) {
  list_.remove(w);
  --waiting_;
}

}  // namespace corridor::engine
