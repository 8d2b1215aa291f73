#include "sim/store/study_trouble.hpp"

#include <fmt/format.h>

#include "sim/store/study_schema.hpp"

namespace corridor::store {

Diagnostics trouble(const std::filesystem::path& file, std::string found, std::string expected) {
  return {{Severity::error, file.generic_string(), 0, 0, "", std::move(found), std::move(expected)}};
}

Diagnostics trouble(const std::filesystem::path& file, const SqlError& error) {
  if (error.disk_is_full()) {
    return trouble(file,
                   fmt::format("it could not be written ({}); each finished unit is kept", error.what()),
                   "room on the disk, then the same command again");
  }
  if (error.is_busy()) return trouble(file, "another program holds it", "close that first");
  if (error.is_no_database())
    return trouble(file, "this is no results file of corridor, or it is damaged", "another file");
  return trouble(file, error.what(), "");
}

std::optional<Diagnostics> foreign_file(const std::filesystem::path& file, Connection& db) {
  if (db.number("PRAGMA application_id") != kStudyApplication)
    return trouble(file, "this is no results file of corridor", "another file");
  const std::int64_t schema = db.number("PRAGMA user_version");
  if (schema == kStudySchema) return std::nullopt;
  return trouble(
      file, fmt::format("its tables are of version {}; this program knows version {}", schema, kStudySchema),
      "the program that made it, or another file");
}

}  // namespace corridor::store
