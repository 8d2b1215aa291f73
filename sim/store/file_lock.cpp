#include "sim/store/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace corridor::store {
namespace {

std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t n = ::pread(descriptor, text.data(), text.size() - 1, 0);
  return n > 0 ? fmt::format("process {}", text.data()) : "another process";
}

/// Whether the path still leads to the file that is open: a holder that ends takes its file away.
bool still_there(const std::filesystem::path& path, int descriptor) {
  struct stat open{}, named{};
  return ::fstat(descriptor, &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

}  // namespace

tl::expected<FileLock, std::string> FileLock::take(const std::filesystem::path& file) {
  std::filesystem::path path = file;
  path += ".lock";
  for (;;) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) return tl::unexpected(std::string(std::strerror(errno)));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const std::string who = errno == EWOULDBLOCK ? holder(descriptor) : std::string(std::strerror(errno));
      ::close(descriptor);
      return tl::unexpected(who);
    }
    if (!still_there(path, descriptor)) {
      ::close(descriptor);
      continue;
    }
    const std::string pid = fmt::format("{}", ::getpid());
    // Only for the message to others: a full disk leaves it empty.
    if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0) errno = 0;
    return FileLock{std::move(path), descriptor};
  }
}

FileLock::FileLock(FileLock&& other) noexcept
    : lock_(std::move(other.lock_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ < 0) return;
  ::unlink(lock_.c_str());
  ::close(descriptor_);
}

}  // namespace corridor::store
