#pragma once
/// @file frame_pool.hpp  Memory for coroutine frames: size classes of 16 bytes cut from slabs that the run
/// owns. A freed frame is poisoned for AddressSanitizer and goes to the next process of its size. Slabs are
/// given back when the pool dies. A slab lies at a multiple of its size and begins with the address of its
/// pool, so a frame need not carry it. Not for threads: a pool belongs to one run.

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define CORRIDOR_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CORRIDOR_ASAN 1
#endif
#endif
#ifdef CORRIDOR_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace corridor::engine {

class FramePool {
 public:
  FramePool() = default;
  FramePool(const FramePool&) = delete;
  FramePool& operator=(const FramePool&) = delete;
  ~FramePool();

  /// Aligned to 16 bytes. @cost O(1); allocates only when a size class has no free frame
  void* allocate(std::size_t bytes) {
    const std::size_t index = (bytes + kStep - 1) / kStep;
    if (bytes > kLargest || free_[index] == nullptr) [[unlikely]]
      return allocate_anew(bytes);
    Free* const head = free_[index];
    unpoison(head, index * kStep);
    free_[index] = head->next;
    return head;
  }
  /// To the pool that it came from. @pre `bytes` is what was asked of allocate
  static void deallocate(void* frame, std::size_t bytes) noexcept {
    if (bytes > kLargest) {
      ::operator delete(frame, bytes);
      return;
    }
    const auto slab = reinterpret_cast<std::uintptr_t>(frame) & ~(kSlab - 1);
    FramePool& pool = **reinterpret_cast<FramePool**>(slab);
    const std::size_t index = (bytes + kStep - 1) / kStep;
    pool.free_[index] = ::new (frame) Free{pool.free_[index]};
    poison(frame, index * kStep);
  }

  /// Memory held in slabs (frames above the largest class come from the heap and are not counted).
  std::size_t bytes() const { return slabs_.size() * kSlab; }

 private:
  static constexpr std::size_t kStep = 16;
  static constexpr std::size_t kLargest = 4096;
  static constexpr std::size_t kSlab = 65536;

  struct Free {
    Free* next;
  };
  void* allocate_anew(std::size_t bytes);

#ifdef CORRIDOR_ASAN
  static void poison(void* p, std::size_t bytes) { ASAN_POISON_MEMORY_REGION(p, bytes); }
  static void unpoison(void* p, std::size_t bytes) { ASAN_UNPOISON_MEMORY_REGION(p, bytes); }
#else
  static void poison(void* /*p*/, std::size_t /*bytes*/) {}
  static void unpoison(void* /*p*/, std::size_t /*bytes*/) {}
#endif

  std::array<Free*, kLargest / kStep + 1> free_{};
  std::vector<std::byte*> slabs_;
  std::byte* rest_ = nullptr;  // what is left of the last slab
  std::size_t rest_bytes_ = 0;
};

}  // namespace corridor::engine
