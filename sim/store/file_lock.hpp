#pragma once
/// @file file_lock.hpp  One writer for a file: a lock beside it (NAME.lock) that the system takes back when
/// the process ends, however it ends. Two processes on one machine see each other; on a shared disk that is
/// as good as the disk's own locks, so shards on several machines have a file each.

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace corridor::store {

class FileLock {
 public:
  /// @error who holds it: "process 1234", or what the system said
  static tl::expected<FileLock, std::string> take(const std::filesystem::path& file);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  FileLock(std::filesystem::path lock, int descriptor) : lock_(std::move(lock)), descriptor_(descriptor) {}
  std::filesystem::path lock_;
  int descriptor_ = -1;
};

}  // namespace corridor::store
