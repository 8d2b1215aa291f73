#pragma once
/// @file frame_pool.hpp  Memory for coroutine frames: size classes of 32 bytes cut from slabs that the run
/// owns. A freed frame is poisoned for AddressSanitizer and goes to the next process of its size. Slabs are
/// given back when the pool dies. Not for threads: a pool belongs to one run.

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace corridor::engine {

class FramePool {
 public:
  FramePool() = default;
  FramePool(const FramePool&) = delete;
  FramePool& operator=(const FramePool&) = delete;
  ~FramePool();

  /// Aligned to 16 bytes. @cost O(1); allocates only when a size class has no free frame
  void* allocate(std::size_t bytes);
  /// @pre `bytes` is what was asked of allocate
  void deallocate(void* frame, std::size_t bytes) noexcept;

  /// Memory held in slabs (frames above the largest class come from the heap and are not counted).
  std::size_t bytes() const { return slabs_.size() * kSlab; }

 private:
  static constexpr std::size_t kStep = 32;
  static constexpr std::size_t kLargest = 4096;
  static constexpr std::size_t kSlab = 65536;

  struct Free {
    Free* next;
  };
  void* carve(std::size_t size);

  std::array<Free*, kLargest / kStep + 1> free_{};
  std::vector<std::unique_ptr<std::byte[]>> slabs_;
  std::byte* rest_ = nullptr;  // what is left of the last slab
  std::size_t rest_bytes_ = 0;
};

}  // namespace corridor::engine
