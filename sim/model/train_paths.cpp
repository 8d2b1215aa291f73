#include "sim/model/train_paths.hpp"

#include <algorithm>

namespace corridor::model {
namespace {

constexpr double kDaySeconds = 86400.0;
std::int64_t headway(double per_day) {
  return per_day > 0 ? std::max<std::int64_t>(1, round_half_away(kDaySeconds / per_day)) : 0;
}

}  // namespace

void TrainPaths::set_rates(double forward, double backward, double together) {
  headway_ = {headway(forward), headway(backward)};
  headway_together_ = headway(together);
  if (waiting_ > 0) serve_later();
}

ModelTime TrainPaths::earliest(int direction) const {
  const auto d = static_cast<std::size_t>(direction);
  if (headway_[d] == 0) return ModelTime::max();
  ModelTime t = std::max(now(), free_[d]);
  if (headway_together_ > 0) t = std::max(t, free_together_);
  return t;
}

void TrainPaths::use(int direction) {
  const auto d = static_cast<std::size_t>(direction);
  free_[d] = now() + std::chrono::seconds{headway_[d]};
  free_together_ = now() + std::chrono::seconds{headway_together_};
}

bool TrainPaths::grant_at_once(engine::Waiting& w) {
  const int direction = w.kind / 2;
  if (waiting_ > 0 || earliest(direction) > now()) return false;
  use(direction);
  return true;
}

void TrainPaths::enqueue(engine::Waiting& w) {
  lists_[static_cast<std::size_t>(w.kind)].push_back(w);
  ++waiting_;
  serve_later();
}

void TrainPaths::withdraw(engine::Waiting& w) {
  lists_[static_cast<std::size_t>(w.kind)].remove(w);
  --waiting_;
}

/// The list whose first train goes next, and when; -1 where nobody can.
int TrainPaths::next_list(ModelTime& when) const {
  int best = -1;
  for (int i = 0; i < kLists; ++i) {
    const auto& list = lists_[static_cast<std::size_t>(i)];
    if (list.empty()) continue;
    const ModelTime t = earliest(i / 2);
    if (t == ModelTime::max()) continue;
    bool better = best < 0 || t < when;
    if (!better && t == when) {
      const bool loaded = i % 2 == 0, best_loaded = best % 2 == 0;
      better = loaded != best_loaded
                   ? loaded
                   : list.front().since < lists_[static_cast<std::size_t>(best)].front().since;
    }
    if (better) {
      best = i;
      when = t;
    }
  }
  return best;
}

void TrainPaths::serve_later() {
  if (dispatching_) return;
  dispatching_ = true;
  simulation().spawn(dispatch(simulation()));
}

engine::Process TrainPaths::dispatch(engine::Simulation& sim) {
  while (waiting_ > 0) {
    ModelTime when{};
    if (next_list(when) < 0) break;
    if (when > now()) {
      engine::Delay until = sim.at(when);
      co_await until;
      continue;  // somebody of higher priority may have come
    }
    const int list = next_list(when);
    engine::Waiting& first = lists_[static_cast<std::size_t>(list)].front();
    lists_[static_cast<std::size_t>(list)].remove(first);
    --waiting_;
    use(list / 2);
    grant(first);
  }
  dispatching_ = false;
}

}  // namespace corridor::model
