#include "sim/model/pipe.hpp"

#include <algorithm>
#include <cmath>

namespace corridor::model {
namespace {

constexpr double kDaySeconds = 86400.0;

/// Whole kilograms of a running sum; the rest stays in it.
std::int64_t whole(double& sum) {
  const auto n = static_cast<std::int64_t>(sum);
  sum -= static_cast<double>(n);
  return n;
}

/// The first whole second by which `kg` have passed at a rate.
double seconds_for(std::int64_t kg, double part, double rate) {
  const double exact = std::max(0.0, static_cast<double>(kg) - part) / rate;
  const double down = static_cast<double>(static_cast<std::int64_t>(exact));
  return down < exact - 1e-9 ? down + 1 : down;
}

}  // namespace

void Pipe::set_rates(double ours_t_day, double others_t_day) {
  account();
  ours_ = std::max(0.0, ours_t_day) * 1000.0 / kDaySeconds;
  others_ = std::max(0.0, others_t_day) * 1000.0 / kDaySeconds;
  look_again();
}

void Pipe::enqueue(engine::Waiting& w) {
  account();
  if (w.kind == kIn && lists_[kIn].empty()) part_own_ = 0;  // the pumps stood idle
  lists_[w.kind].push_back(w);
  if (w.kind == kIn) ++waiting_;
  look_again();
}

void Pipe::withdraw(engine::Waiting& w) {
  lists_[w.kind].remove(w);
  if (w.kind == kIn) --waiting_;
}

void Pipe::taken_over() {
  account();
  gone_ += leaving_;
  leaving_ = 0;
  held_ = false;
  look_again();
}

void Pipe::account() {
  const double seconds = static_cast<double>((now() - since_).count());
  since_ = now();
  if (held_ || seconds <= 0) return;
  part_others_ += others_ * seconds;
  passed_ += whole(part_others_);
  if (lists_[kIn].empty()) return;
  part_own_ += ours_ * seconds;
  const std::int64_t left = lists_[kIn].front().amount - own_;
  // Less than a second's pumping beyond the batch belongs to the one behind it.
  const std::int64_t moved = std::min(left, static_cast<std::int64_t>(part_own_ + 1e-6));
  part_own_ = std::max(0.0, part_own_ - static_cast<double>(moved));
  own_ += moved;
  passed_ += moved;
}

bool Pipe::step() {
  if (held_) return false;
  if (!lists_[kIn].empty() && own_ >= lists_[kIn].front().amount) {
    engine::Waiting& first = lists_[kIn].front();
    lists_[kIn].remove(first);
    --waiting_;
    tails_.push_back({passed_, first.amount});
    in_ += first.amount;
    own_ = 0;
    if (lists_[kIn].empty()) part_own_ = 0;
    grant(first);
    return true;
  }
  if (!tails_.empty() && !lists_[kOut].empty() && passed_ - tails_.front().passed >= fill_) {
    engine::Waiting& first = lists_[kOut].front();
    lists_[kOut].remove(first);
    leaving_ = tails_.front().mass;
    tails_.pop_front();
    held_ = true;
    grant(first);
    return true;
  }
  return false;
}

/// When the batch at the pumps is in, or the oldest one out; far away where neither will be as things are.
ModelTime Pipe::next_due() const {
  double soonest = 1e15;
  const double own_rate = lists_[kIn].empty() ? 0 : ours_;
  if (own_rate > 0) {
    soonest = seconds_for(lists_[kIn].front().amount - own_, part_own_, own_rate);
  }
  if (!tails_.empty() && own_rate + others_ > 0) {
    const std::int64_t to_go = fill_ - (passed_ - tails_.front().passed);
    soonest = std::min(soonest,
                       seconds_for(to_go, (own_rate > 0 ? part_own_ : 0) + part_others_, own_rate + others_));
  }
  if (held_ || soonest > 1e12) return engine::kNever;
  return now() + std::chrono::seconds{std::max<std::int64_t>(1, static_cast<std::int64_t>(soonest))};
}

void Pipe::look_again() {
  if (awake_) return;
  if (!simulation().alive(runner_)) {
    awake_ = true;
    runner_ = simulation().spawn(run(), 1);
  } else {
    awake_ = simulation().interrupt(runner_);
  }
}

/// Lives while there is something to wait for.
engine::Process Pipe::run() {
  for (;;) {
    awake_ = true;
    account();
    while (step()) {
    }
    const ModelTime due = next_due();
    awake_ = false;
    if (due == engine::kNever) co_return;
    engine::Delay until = simulation().at(due);
    co_await until;
  }
}

}  // namespace corridor::model
