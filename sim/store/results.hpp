#pragma once
/// @file results.hpp  A results folder, written whole or not at all, and read back.
/// Files: what a command leaves (a run: summary.json, one .csv for each table, report.html and others), and
/// manifest.json. All but manifest.json and report.html are a function of input and seed: same bytes on every
/// machine. Layout: docs/reference/files.md.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::store {

inline constexpr std::string_view kManifestSchema = "corridor/manifest/1";

/// How the results came about. The one place for clock, paths, threads and compiler.
struct Manifest {
  std::string version;  ///< of the program
  std::string compiler;
  std::vector<std::string> command;  ///< as typed
  std::string started;               ///< 2025-02-25T06:30:00Z
  double wall_time_s = 0;
  std::uint64_t events = 0;  ///< of all replications
  /// Processor seconds by part of the work, on all threads together: {loading, 0.09}, ...
  std::vector<std::pair<std::string, double>> cpu_s;
  unsigned threads = 1;
  struct Input {
    std::string file, fnv1a64;  ///< 16 hex digits; empty where it could not be read again
  };
  std::vector<Input> inputs;
  std::vector<std::string> changes;  ///< what the scenario changed, one line each
};

/// A file as it stands; nullopt: it cannot be read.
std::optional<std::string> bytes_of(const std::filesystem::path& file);

/// Whether results may be written there: nothing there, an empty folder, or results of corridor. Ask before
/// a long run. @error a Diagnostic that names the folder and what would do
Result<void> check_target(const std::filesystem::path& folder);

/// Writes all files, given by name, and the manifest last, into a new folder beside `folder`, forces them to
/// disk, then renames it. What stood there before is replaced in one step, or stays untouched where anything
/// fails.
/// @error as check_target(); a disk that is full; a place that cannot be written
Result<void> write_files(const std::filesystem::path& folder,
                         const std::vector<std::pair<std::string, std::string>>& files,
                         const Manifest& manifest);

/// Creates or truncates one file, writes it whole and forces it to disk. @error what the system said
Result<void> write_file(const std::filesystem::path& file, std::string_view bytes);

/// The same for any folder of files: `put` fills a new folder beside `folder`, which then takes its place.
/// `ours` says whether what stands there already may be replaced. @error as write_files(), or what put says
Result<void> write_folder(const std::filesystem::path& folder,
                          const std::function<bool(const std::filesystem::path&)>& ours,
                          const std::function<Result<void>(const std::filesystem::path&)>& put);
Result<void> check_folder(const std::filesystem::path& folder,
                          const std::function<bool(const std::filesystem::path&)>& ours);

/// The summary of a results folder. @error no such folder, or not ours
Result<Summary> read_summary(const std::filesystem::path& folder);

/// FNV-1a, 64 bit, as 16 hex digits: tells changed inputs, not tampered ones.
std::string fnv1a64(std::string_view bytes);
/// Files with the hash of what they hold now.
std::vector<Manifest::Input> hash_inputs(const std::vector<std::string>& files);

std::string to_json(const Manifest& manifest);

}  // namespace corridor::store
