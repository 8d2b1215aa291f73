#include "sim/engine/resource.hpp"

#include <algorithm>

namespace corridor::engine {

Resource::Resource(Simulation& simulation, std::string name, std::int64_t capacity)
    : Waitable(simulation, std::move(name)),
      capacity_(capacity),
      in_use_(simulation.now()),
      queue_(simulation.now()) {
  CORRIDOR_PRE(capacity >= 0, now());
}

Wait Resource::acquire(std::int64_t amount, int priority) {
  CORRIDOR_PRE(amount > 0, now());
  return {*this, amount, priority};
}

void Resource::release(std::int64_t amount) {
  CORRIDOR_PRE(0 < amount && amount <= in_use(), now());
  in_use_.set(now(), in_use() - amount);
  serve();
}

void Resource::set_capacity(std::int64_t capacity) {
  CORRIDOR_PRE(capacity >= 0, now());
  capacity_ = capacity;
  serve();
}

void Resource::reset_statistics() {
  in_use_.reset(now());
  queue_.reset(now());
  waits_.reset();
}

void Resource::take(std::int64_t amount, ModelTime since) {
  in_use_.set(now(), in_use() + amount);
  waits_.add(static_cast<double>((now() - since).count()));
}

bool Resource::grant_at_once(Waiting& w) {
  if (w.amount > available()) return false;
  for (const Class& c : classes_) {
    if (c.priority < w.kind) break;
    if (!c.list.empty()) return false;
  }
  take(w.amount, now());
  return true;
}

void Resource::enqueue(Waiting& w) {
  auto c = std::ranges::lower_bound(classes_, w.kind, std::greater{}, &Class::priority);
  if (c == classes_.end() || c->priority != w.kind) c = classes_.insert(c, {w.kind, {}});
  c->list.push_back(w);
  queue_.set(now(), queue_length() + 1);
}

void Resource::withdraw(Waiting& w) {
  std::ranges::lower_bound(classes_, w.kind, std::greater{}, &Class::priority)->list.remove(w);
  queue_.set(now(), queue_length() - 1);
  serve();
}

void Resource::serve() {
  for (Class& c : classes_) {
    while (!c.list.empty()) {
      Waiting& w = c.list.front();
      if (w.amount > available()) return;
      c.list.remove(w);
      queue_.set(now(), queue_length() - 1);
      take(w.amount, w.since);
      grant(w);
    }
  }
}

}  // namespace corridor::engine
