#pragma once
/// @file paged.hpp  An array in pages: it grows by a page at a time, so that no growth ever copies what is
/// there, and an element never moves. The pages come uninitialized.

#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace corridor::engine {

template <class T, std::size_t kPage>
class Paged {
  static_assert(std::is_trivially_copyable_v<T> && (kPage & (kPage - 1)) == 0);

 public:
  T& operator[](std::size_t i) { return pages_[i / kPage]->items[i % kPage]; }
  const T& operator[](std::size_t i) const { return pages_[i / kPage]->items[i % kPage]; }

  std::size_t capacity() const { return pages_.size() * kPage; }
  std::size_t bytes() const { return pages_.size() * (sizeof(Page) + sizeof(void*)); }
  /// One page more.
  void grow() { pages_.push_back(std::make_unique_for_overwrite<Page>()); }

 private:
  struct alignas(64) Page {
    T items[kPage];
  };
  std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace corridor::engine
