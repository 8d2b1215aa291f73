#include "sim/engine/gate.hpp"

namespace corridor::engine {

void Gate::open() {
  open_ = true;
  while (!list_.empty()) {
    Waiting& w = list_.front();
    withdraw(w);
    grant(w);
  }
}

void Gate::enqueue(Waiting& w) {
  list_.push_back(w);
  ++waiting_;
}

void Gate::withdraw(Waiting& w) {
  list_.remove(w);
  --waiting_;
}

}  // namespace corridor::engine
