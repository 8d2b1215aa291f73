#include "sim/engine/frame_pool.hpp"

namespace corridor::engine {

FramePool::~FramePool() {
  for (std::byte* const slab : slabs_) {
    unpoison(slab, kSlab);
    ::operator delete(slab, kSlab, std::align_val_t{kSlab});
  }
}

void* FramePool::allocate_anew(std::size_t bytes) {
  if (bytes > kLargest) return ::operator new(bytes);
  const std::size_t size = (bytes + kStep - 1) / kStep * kStep;
  if (rest_bytes_ < size) {  // the tail of the last slab, under 4 KiB, is left
    slabs_.reserve(slabs_.size() + 1);
    slabs_.push_back(static_cast<std::byte*>(::operator new(kSlab, std::align_val_t{kSlab})));
    ::new (slabs_.back()) FramePool* {this};
    rest_ = slabs_.back() + kStep;
    rest_bytes_ = kSlab - kStep;
    poison(rest_, rest_bytes_);
  }
  std::byte* const frame = rest_;
  rest_ += size;
  rest_bytes_ -= size;
  unpoison(frame, size);
  return frame;
}

}  // namespace corridor::engine
