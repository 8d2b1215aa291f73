#include "sim/engine/stock.hpp"

namespace corridor::engine {

Stock::Stock(Simulation& simulation, std::string name, std::int64_t capacity, std::int64_t level)
    : Waitable(simulation, std::move(name)), capacity_(capacity), level_(simulation.now(), level) {
  CORRIDOR_PRE(0 <= level && level <= capacity, now());
}

Wait Stock::put(std::int64_t amount) {
  CORRIDOR_PRE(amount > 0, now());
  return {*this, amount, kPut};
}

Wait Stock::get(std::int64_t amount) {
  CORRIDOR_PRE(amount > 0, now());
  return {*this, amount, kGet};
}

void Stock::set_capacity(std::int64_t capacity) {
  CORRIDOR_PRE(capacity >= 0, now());
  capacity_ = capacity;
  serve_all();
}

bool Stock::fits(const Waiting& w) const { return w.amount <= (w.kind == kPut ? room() : level()); }

void Stock::apply(const Waiting& w) { level_.set(now(), level() + (w.kind == kPut ? w.amount : -w.amount)); }

bool Stock::grant_at_once(Waiting& w) {
  if (!lists_[w.kind].empty() || !fits(w)) return false;
  apply(w);
  serve_all();  // the other side may have waited for this
  return true;
}

void Stock::enqueue(Waiting& w) {
  lists_[w.kind].push_back(w);
  ++waiting_[w.kind];
}

void Stock::remove(Waiting& w) {
  lists_[w.kind].remove(w);
  --waiting_[w.kind];
}

void Stock::withdraw(Waiting& w) {
  remove(w);
  serve_all();
}

bool Stock::serve(Side side) {
  bool served = false;
  while (!lists_[side].empty() && fits(lists_[side].front())) {
    Waiting& w = lists_[side].front();
    remove(w);
    apply(w);
    grant(w);
    served = true;
  }
  return served;
}

// Gets first: they make room. Each round moves the level, and the queues only get shorter.
void Stock::serve_all() {
  bool more = true;
  while (more) {
    more = serve(kGet);
    more = serve(kPut) || more;
  }
}

}  // namespace corridor::engine
