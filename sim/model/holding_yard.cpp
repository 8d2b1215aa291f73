#include "sim/model/holding_yard.hpp"

namespace corridor::model {

void HoldingYard::leave() {
  CORRIDOR_PRE(taken_ > 0, now());
  if (queue_.empty()) {
    ++free_;
    --taken_;
    return;
  }
  engine::Waiting& first = queue_.front();
  queue_.remove(first);
  grant(first);
}

}  // namespace corridor::model
