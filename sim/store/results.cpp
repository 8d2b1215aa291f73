#include "sim/store/results.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

namespace corridor::store {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Diagnostics> fault(const fs::path& where, std::string found, std::string expected) {
  return tl::unexpected(
      Diagnostics{{Severity::error, where.string(), 0, 0, "", std::move(found), std::move(expected)}});
}
tl::unexpected<Diagnostics> system_fault(const fs::path& where, const std::string& act, int code) {
  return fault(where, "cannot " + act + ": " + std::generic_category().message(code),
               "a folder that can be written, with room on its disk");
}

bool is_ours(const fs::path& folder) {
  const auto text = bytes_of(folder / "manifest.json");
  if (!text) return false;
  const auto root = nlohmann::json::parse(*text, nullptr, false);
  return root.is_object() && root.value("schema", nlohmann::json()) == std::string{kManifestSchema};
}

/// Absolute, without dots, links or a slash at the end.
fs::path plain(const fs::path& folder) {
  std::error_code error;
  fs::path absolute = fs::weakly_canonical(fs::absolute(folder, error), error);
  if (error) absolute = folder;
  absolute = absolute.lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();
}

bool sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool done = ::fsync(fd) == 0 || errno == EINVAL;  // some file systems cannot sync a folder
  ::close(fd);
  return done;
}

/// A folder that vanishes with its name's owner unless it was kept.
class Scratch {
 public:
  explicit Scratch(fs::path at) : at_(std::move(at)) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!at_.empty()) fs::remove_all(at_, ignored);
  }
  const fs::path& path() const { return at_; }
  void keep() { at_.clear(); }

 private:
  fs::path at_;
};

/// Makes a folder of a new name in the same folder as `target`; empty (and errno) where it cannot be made.
fs::path new_folder_beside(const fs::path& target) {
  const std::string stem = "." + target.filename().string() + ".new-" + std::to_string(::getpid()) + "-";
  for (int k = 0; k < 1000; ++k) {
    const fs::path name = target.parent_path() / (stem + std::to_string(k));
    if (::mkdir(name.c_str(), 0777) == 0) return name;
    if (errno != EEXIST) break;
  }
  return {};
}

using Files = std::vector<std::pair<std::string, std::string>>;

Result<void> fill(const fs::path& folder, const Files& files, const Manifest& manifest) {
  for (const auto& [name, bytes] : files) {
    if (const auto done = write_file(folder / name, bytes); !done) return done;
  }
  // Last, so that a folder with a manifest is whole.
  return write_file(folder / "manifest.json", to_json(manifest));
}

/// Puts `fresh` where `target` is. The old folder, if any, then has the name `fresh`.
int take_place(const fs::path& fresh, const fs::path& target) {
  if (!fs::exists(fs::symlink_status(target)))
    return ::rename(fresh.c_str(), target.c_str()) == 0 ? 0 : errno;
  if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // A file system that cannot exchange two names: aside, in, and back again where that fails.
  const std::string aside = fresh.string() + ".old";
  if (::rename(target.c_str(), aside.c_str()) != 0) return errno;
  if (::rename(fresh.c_str(), target.c_str()) != 0) {
    const int code = errno;
    if (::rename(aside.c_str(), target.c_str()) != 0) return errno;
    return code;
  }
  return ::rename(aside.c_str(), fresh.c_str()) == 0 ? 0 : errno;
}

}  // namespace

std::optional<std::string> bytes_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return std::nullopt;
  std::string bytes;
  std::array<char, 65536> piece;
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0)
    bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return std::nullopt;
  return bytes;
}

Result<void> write_file(const fs::path& file, std::string_view bytes) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return system_fault(file, "create this file", errno);
  int code = 0;
  while (code == 0 && !bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written > 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else if (written == 0)
      code = ENOSPC;
    else if (errno != EINTR)
      code = errno;
  }
  if (code == 0 && ::fsync(fd) != 0 && errno != EINVAL) code = errno;
  if (::close(fd) != 0 && code == 0) code = errno;
  if (code != 0) return system_fault(file, "write this file", code);
  return {};
}

Result<void> check_target(const fs::path& folder) { return check_folder(folder, is_ours); }

Result<void> check_folder(const fs::path& folder, const std::function<bool(const fs::path&)>& ours) {
  if (folder.empty()) return fault("--out", "no folder is named", "the name of a folder for the results");
  const fs::path target = plain(folder);
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (status.type() == fs::file_type::not_found) return {};
  if (error)
    return fault(folder, "cannot look at this folder: " + error.message(), "a folder that can be read");
  if (!fs::is_directory(status))
    return fault(folder, "this is no folder", "a new folder, or one with results");
  const bool empty = fs::is_empty(target, error);
  if (error)
    return fault(folder, "cannot look into this folder: " + error.message(), "a folder that can be read");
  if (empty || ours(target)) return {};
  return fault(folder, "this folder holds other things than results of corridor",
               "a new or empty folder, or one with results, which are then replaced");
}

Result<void> write_files(const fs::path& folder, const Files& files, const Manifest& manifest) {
  return write_folder(folder, is_ours, [&](const fs::path& fresh) { return fill(fresh, files, manifest); });
}

Result<void> write_folder(const fs::path& folder, const std::function<bool(const fs::path&)>& ours,
                          const std::function<Result<void>(const fs::path&)>& put) {
  if (const auto fit = check_folder(folder, ours); !fit) return fit;
  const fs::path target = plain(folder);
  const fs::path parent = target.parent_path();
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return system_fault(parent, "create this folder", error.value());

  const fs::path beside = new_folder_beside(target);
  if (beside.empty()) return system_fault(parent, "create a folder in this one", errno);
  Scratch fresh{beside};

  if (auto done = put(fresh.path()); !done) {
    // The scratch folder's name means nothing to people.
    for (Diagnostic& d : done.error()) d.file = (folder / fs::path{d.file}.filename()).string();
    return done;
  }
  if (!sync_folder(fresh.path())) return system_fault(folder, "force this folder to disk", errno);
  if (const int code = take_place(fresh.path(), target); code != 0) {
    return system_fault(folder, "give the results this name", code);
  }
  sync_folder(parent);
  return {};
}

Result<Summary> read_summary(const fs::path& folder) {
  const fs::path file = folder / "summary.json";
  const auto text = bytes_of(file);
  if (!text) return fault(file, "cannot be read", "a results folder of corridor");
  return summary_from_json(*text, file.string());
}

}  // namespace corridor::store
