#include "sim/engine/frame_pool.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <vector>

#include "sim/engine/random.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#endif

namespace corridor::engine {
namespace {

struct Piece {
  std::size_t bytes;
  unsigned char mark;
};

bool holds_its_mark(const void* frame, const Piece& piece) {
  const auto* bytes = static_cast<const unsigned char*>(frame);
  for (std::size_t i = 0; i < piece.bytes; ++i) {
    if (bytes[i] != piece.mark) return false;
  }
  return true;
}

TEST_CASE("frame pool: frames of any size are aligned and never share a byte") {
  FramePool pool;
  Stream luck{1, 0, "frame pool", "sizes"};
  std::map<void*, Piece> living;
  const auto give_back = [&](std::map<void*, Piece>::iterator at) {
    REQUIRE(holds_its_mark(at->first, at->second));
    pool.deallocate(at->first, at->second.bytes);
    living.erase(at);
  };
  for (int step = 0; step < 20'000; ++step) {
    if (living.size() < 200 || luck.bernoulli(0.5)) {
      const bool large = luck.bernoulli(0.05);
      const auto bytes = static_cast<std::size_t>(large ? luck.integer(4000, 9000) : luck.integer(1, 500));
      void* const frame = pool.allocate(bytes);
      REQUIRE(reinterpret_cast<std::uintptr_t>(frame) % 16 == 0);
      const auto mark = static_cast<unsigned char>(luck.integer(0, 255));
      std::memset(frame, mark, bytes);
      REQUIRE(living.emplace(frame, Piece{bytes, mark}).second);
    } else {
      auto at = living.begin();
      std::advance(at, luck.integer(0, static_cast<std::int64_t>(living.size()) - 1));
      give_back(at);
    }
  }
  while (!living.empty()) give_back(living.begin());
}

TEST_CASE("frame pool: a freed frame serves the next of its size, and no more memory is held") {
  FramePool pool;
  std::vector<void*> frames;
  for (int i = 0; i < 1000; ++i) frames.push_back(pool.allocate(200));
  const std::size_t held = pool.bytes();
  CHECK(held >= 1000 * 200);
  for (int round = 0; round < 10; ++round) {
    for (void* f : frames) pool.deallocate(f, 200);
    for (void*& f : frames) f = pool.allocate(200 - 7);  // of the same class
  }
  CHECK(pool.bytes() == held);
}

#ifdef WATCHED
TEST_CASE("frame pool: AddressSanitizer sees the use of a freed frame") {
  FramePool pool;
  void* const frame = pool.allocate(200);
  CHECK_FALSE(__asan_address_is_poisoned(static_cast<char*>(frame) + 199));
  pool.deallocate(frame, 200);
  CHECK(__asan_address_is_poisoned(frame));
  CHECK(__asan_address_is_poisoned(static_cast<char*>(frame) + 199));
  CHECK(pool.allocate(195) == frame);
  CHECK_FALSE(__asan_address_is_poisoned(frame));
}
#endif

}  // namespace
}  // namespace corridor::engine
