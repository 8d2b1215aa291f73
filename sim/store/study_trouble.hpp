#pragma once
/// @file study_trouble.hpp  What is wrong with a study's file, as one line. Private to the store.

#include <filesystem>
#include <optional>
#include <string>

#include "network/units/diagnostic.hpp"
#include "sim/store/sqlite.hpp"

namespace corridor::store {

Diagnostics trouble(const std::filesystem::path& file, std::string found, std::string expected);
/// What SQLite said, in our words.
Diagnostics trouble(const std::filesystem::path& file, const SqlError& error);
/// Faults of a file that is no study's, or has tables of another version.
std::optional<Diagnostics> foreign_file(const std::filesystem::path& file, Connection& db);

/// Does a step of work; what SQLite throws becomes a fault of the file.
template <class T, class Work>
Result<T> guarded(const std::filesystem::path& file, const Work& work) {
  try {
    return work();
  } catch (const SqlError& error) {
    return tl::unexpected(trouble(file, error));
  }
}

}  // namespace corridor::store
