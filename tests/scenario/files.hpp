#pragma once
// Folders and loads that the tests of this room share.

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace corridor::scenario::test {

namespace fs = std::filesystem;

inline const fs::path kTests = fs::path(CORRIDOR_SOURCE_DIR) / "tests";
inline const fs::path kToy = kTests / "data" / "toy";

/// A folder that ends with its scope.
class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = fs::temp_directory_path() /
            ("corridor-scenario-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  fs::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

/// The made-up country with more data beside it.
inline Result<Scenario> load_toy_with(std::string_view more) {
  const Folder folder;
  for (const auto& entry : fs::directory_iterator(kToy)) fs::copy(entry.path(), folder.path());
  folder.write("zz-more.yaml", more);
  return load_network({folder.path(), {}});
}

/// A scenario over the made-up country: the head of the file is given, so that a test says what matters.
inline Result<Scenario> load_changes(std::string_view changes,
                                     std::vector<std::pair<std::string, std::string>> set = {}) {
  const Folder folder;
  std::string text = "scenario: of a test\nmeasure: {from: 2025-01-01, to: 2025-12-31}\n";
  text += changes;
  return load_scenario(folder.write("test.yaml", text), {kToy, std::move(set)});
}

/// All faults as lines without the file's folder, for CHECK.
inline std::string told(const Result<Scenario>& result) {
  if (result) return "accepted";
  std::string out;
  for (const Diagnostic& d : result.error()) {
    Diagnostic bare = d;
    bare.file = fs::path(d.file).filename().string();
    out += to_line(bare) + "\n";
  }
  return out;
}

/// The number that holds on a day in a field of a record.
inline double number_on(const Scenario& s, std::string_view table, std::string_view id, std::string_view key,
                        std::string_view day) {
  const TableData& data = s.table(table);
  const Record* record = data.find(id);
  if (record == nullptr) return -1e99;
  const Value* value = value_on(data, *record, key, *parse_day(day));
  return value == nullptr ? -1e99 : value->number;
}

}  // namespace corridor::scenario::test
