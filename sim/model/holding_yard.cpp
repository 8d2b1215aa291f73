#include "sim/model/holding_yard.hpp"

namespace corridor::model {

// The place that is left goes to who waits first.
void HoldingYard::pass_on() {
  engine::Waiting& first = queue_.front();
  queue_.remove(first);
  grant(first);
}

}  // namespace corridor::model
