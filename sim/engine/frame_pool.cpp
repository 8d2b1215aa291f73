#include "sim/engine/frame_pool.hpp"

#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define CORRIDOR_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CORRIDOR_ASAN 1
#endif
#endif
#ifdef CORRIDOR_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) (static_cast<void>(p), static_cast<void>(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) (static_cast<void>(p), static_cast<void>(n))
#endif

namespace corridor::engine {

FramePool::~FramePool() {
  for (const auto& slab : slabs_) ASAN_UNPOISON_MEMORY_REGION(slab.get(), kSlab);
}

void* FramePool::allocate(std::size_t bytes) {
  if (bytes > kLargest) return ::operator new(bytes);
  const std::size_t index = (bytes + kStep - 1) / kStep;
  Free* const head = free_[index];
  if (head == nullptr) return carve(index * kStep);
  ASAN_UNPOISON_MEMORY_REGION(head, index * kStep);
  free_[index] = head->next;
  return head;
}

void FramePool::deallocate(void* frame, std::size_t bytes) noexcept {
  if (bytes > kLargest) {
    ::operator delete(frame, bytes);
    return;
  }
  const std::size_t index = (bytes + kStep - 1) / kStep;
  free_[index] = ::new (frame) Free{free_[index]};
  ASAN_POISON_MEMORY_REGION(frame, index * kStep);
}

void* FramePool::carve(std::size_t size) {
  if (rest_bytes_ < size) {
    slabs_.emplace_back(new std::byte[kSlab]);  // the tail of the last slab, under 4 KiB, is left
    rest_ = slabs_.back().get();
    rest_bytes_ = kSlab;
    ASAN_POISON_MEMORY_REGION(rest_, kSlab);
  }
  std::byte* const frame = rest_;
  rest_ += size;
  rest_bytes_ -= size;
  ASAN_UNPOISON_MEMORY_REGION(frame, size);
  return frame;
}

}  // namespace corridor::engine
