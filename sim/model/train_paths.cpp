#include "sim/model/train_paths.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

constexpr double kDaySeconds = 86400.0;
constexpr double kLongest = 3.2e11;  // ten thousand years: a rate below that is as good as none

std::chrono::seconds headway(double per_day) {
  if (!(per_day > 0)) return {};
  return std::chrono::seconds{
      std::max<std::int64_t>(1, round_half_away(std::min(kLongest, kDaySeconds / per_day)))};
}

}  // namespace

void TrainPaths::set_rates(double forward, double backward, double together) {
  gap_together_ = headway(together);
  const ModelTime joint = std::max(last_[0], last_[1]) + gap_together_;
  for (const std::size_t d : {0u, 1u}) {
    const std::chrono::seconds own = headway(d == 0 ? forward : backward);
    gap_[d] = std::max(own, gap_together_);
    free_at_[d] = own == own.zero() ? engine::kNever : std::max(last_[d] + own, joint);
  }
  ring_for(next_turn().when);
}

bool TrainPaths::grant_at_once(engine::Waiting& w) {
  const int direction = w.kind / 2;
  if (!free_now(direction)) return false;
  if (waiting_ > 0 && next_turn().when == now()) return false;  // others may go: the alarm, due now, decides
  use(direction);
  return true;
}

void TrainPaths::enqueue(engine::Waiting& w) {
  lists_[static_cast<std::size_t>(w.kind)].push_back(w);
  ++waiting_in_[static_cast<std::size_t>(w.kind)];
  ++waiting_;
  ring_for(std::max(now(), free_at_[static_cast<std::size_t>(w.kind / 2)]));
}

void TrainPaths::withdraw(engine::Waiting& w) {
  lists_[static_cast<std::size_t>(w.kind)].remove(w);
  --waiting_in_[static_cast<std::size_t>(w.kind)];
  --waiting_;
}

/// The list whose first train goes next, and when.
TrainPaths::Turn TrainPaths::next_turn() const {
  Turn best;
  const std::array<ModelTime, 2> earliest_of{std::max(now(), free_at_[0]), std::max(now(), free_at_[1])};
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
void TrainPaths::ring_for(ModelTime when) {
  if (when >= rings_at_) return;
  rings_at_ = when;
  set_alarm(when);
}

void TrainPaths::ring() {
  rings_at_ = engine::kNever;
  while (waiting_ > 0) {
    const Turn turn = next_turn();
    if (turn.when != now()) {
      ring_for(turn.when);
      break;
    }
    engine::WaitList& list = lists_[static_cast<std::size_t>(turn.list)];
    engine::Waiting& first = list.front();
    list.remove(first);
    --waiting_in_[static_cast<std::size_t>(turn.list)];
    --waiting_;
    use(turn.list / 2);
    grant(first);
  }
}

}  // namespace corridor::model
