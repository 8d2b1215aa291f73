#include "sim/model/train_paths.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

constexpr double kDaySeconds = 86400.0;
constexpr double kLongest = 3.2e11;  // ten thousand years: a rate below that is as good as none

std::int64_t headway(double per_day) {
  if (!(per_day > 0)) return 0;
  return std::max<std::int64_t>(1, round_half_away(std::min(kLongest, kDaySeconds / per_day)));
}

}  // namespace

void TrainPaths::set_rates(double forward, double backward, double together) {
  headway_ = {headway(forward), headway(backward)};
  headway_together_ = headway(together);
  ring_for(next_turn());
}

bool TrainPaths::grant_at_once(engine::Waiting& w) {
  const int direction = w.kind / 2;
  if (earliest(direction) != now()) return false;
  if (waiting_ > 0 && next_turn().when == now()) return false;  // others may go: the alarm, due now, decides
  use(direction);
  return true;
}

void TrainPaths::enqueue(engine::Waiting& w) {
  lists_[static_cast<std::size_t>(w.kind)].push_back(w);
  ++waiting_in_[static_cast<std::size_t>(w.kind)];
  ++waiting_;
  ring_for(next_turn());
}

void TrainPaths::withdraw(engine::Waiting& w) {
  lists_[static_cast<std::size_t>(w.kind)].remove(w);
  --waiting_in_[static_cast<std::size_t>(w.kind)];
  --waiting_;
}

/// The list whose first train goes next, and when.
TrainPaths::Turn TrainPaths::next_turn() const {
  Turn best;
  const std::array<ModelTime, 2> earliest_of{earliest(0), earliest(1)};
  const auto since = [this](int list) { return lists_[static_cast<std::size_t>(list)].front().since; };
  for (const int list : {0, 2, 1, 3}) {  // loads, then empties
    if (lists_[static_cast<std::size_t>(list)].empty()) continue;
    const ModelTime when = earliest_of[static_cast<std::size_t>(list / 2)];
    const bool same_kind = list % 2 == best.list % 2;
    if (when < best.when ||
        (when == best.when && when != engine::kNever && same_kind && since(list) < since(best.list))) {
      best = {list, when};
    }
  }
  return best;
}

/// Sets the alarm for the next train that can go, unless it rings before; then it is set anew.
void TrainPaths::ring_for(const Turn& turn) {
  if (turn.when >= rings_at_) return;
  rings_at_ = turn.when;
  set_alarm(rings_at_);
}

void TrainPaths::ring() {
  rings_at_ = engine::kNever;
  Turn turn = next_turn();
  for (; turn.when == now(); turn = next_turn()) {
    engine::WaitList& list = lists_[static_cast<std::size_t>(turn.list)];
    engine::Waiting& first = list.front();
    list.remove(first);
    --waiting_in_[static_cast<std::size_t>(turn.list)];
    --waiting_;
    use(turn.list / 2);
    grant(first);
  }
  ring_for(turn);
}

}  // namespace corridor::model
