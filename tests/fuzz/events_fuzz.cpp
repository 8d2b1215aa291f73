// Whatever is scheduled, cancelled and moved, the event list gives what an ordered tree gives. Three bytes
// are one step: what, and how far ahead (a mantissa and an exponent, so that all scales of time meet) or
// which.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <tuple>
#include <vector>

#include "sim/engine/event_list.hpp"

using namespace corridor::engine;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

// Time, minus priority, order of scheduling above the id.
using Key = std::tuple<std::int64_t, int, std::uint64_t>;

struct World {
  EventList list;
  std::set<Key> tree;
  std::vector<Key> keys;  // by id
  std::vector<EventHandle> handles;
  std::int64_t now = 0;
  std::uint64_t scheduled = 0;

  static void* name_of(std::size_t id) { return reinterpret_cast<void*>(static_cast<std::uintptr_t>(id)); }

  void schedule(std::int64_t ahead, int priority) {
    keys.emplace_back(now + ahead, -priority, ++scheduled << 32 | keys.size());
    tree.insert(keys.back());
    handles.push_back(list.schedule(ModelTime{Duration{now + ahead}}, priority, name_of(keys.size() - 1)));
  }
  void cancel(std::size_t id) {
    const bool pending = tree.erase(keys[id]) == 1;
    check(list.pending(handles[id]) == pending);
    check(list.cancel(handles[id]) == pending);
  }
  void move(std::size_t id, std::int64_t ahead) {
    const EventHandle moved = list.reschedule(handles[id], ModelTime{Duration{now + ahead}});
    check(list.pending(moved) == (tree.erase(keys[id]) == 1));
    if (!list.pending(moved)) return;
    keys[id] = {now + ahead, std::get<1>(keys[id]), ++scheduled << 32 | id};
    tree.insert(keys[id]);
    handles[id] = moved;
  }
  static std::size_t name(const Key& key) { return static_cast<std::uint32_t>(std::get<2>(key)); }
  void pop() {
    if (tree.empty()) return;
    const Key first = *tree.begin();
    tree.erase(tree.begin());
    check(list.next_time() == ModelTime{Duration{std::get<0>(first)}});
    const Event event = list.pop();
    check(event.what == name_of(name(first)));
    now = std::get<0>(first);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  World world;
  for (std::size_t i = 0; i + 2 < size; i += 3) {
    const std::int64_t ahead = std::int64_t{bytes[i + 1]} << bytes[i + 2] % 40;
    const std::size_t which = bytes[i + 1] + std::size_t{256} * bytes[i + 2];
    const int repeats = bytes[i] / 8;
    for (int k = 0; k <= repeats; ++k) {
      switch (bytes[i] % 8) {
        case 0:
          world.schedule(ahead, 0);
          break;
        case 1:
          world.schedule(ahead, k % 3 - 1);
          break;
        case 2:
          world.schedule(ahead + k, 0);
          break;
        case 3:
          world.schedule(ahead * k, bytes[i + 1] % 5);
          break;
        case 4:
          if (!world.keys.empty()) world.cancel((which + static_cast<std::size_t>(k)) % world.keys.size());
          break;
        case 5:
          if (!world.keys.empty())
            world.move((which + static_cast<std::size_t>(k)) % world.keys.size(), ahead);
          break;
        default:
          world.pop();
      }
      check(world.list.size() == world.tree.size());
      check(world.list.empty() == world.tree.empty());
    }
  }
  while (!world.tree.empty()) world.pop();
  return 0;
}
