#pragma once
/// @file recording.hpp  What commands that simulate share: how they are paced and stopped, what their
/// failures exit with, and how their results are written with a manifest. Private to the command line.

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/session.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/report/progress.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {

/// Threads as asked for, progress on the error stream unless --quiet, and the stop of a signal. From now on
/// signals ask for a stop. @pre `progress` outlives what is paced
experiment::Pace pace_of(const Session& session, unsigned threads, report::ProgressLine& progress);

/// The share that --precision asks for. @error no share above 0 and below 100 %
Result<double> read_precision(const std::string& text);

ExitCode code_of(experiment::RunFailure::Kind kind, const Surroundings& around);

/// Begun with the command, asked for a manifest at its end.
class Recording {
 public:
  explicit Recording(const Session& session) : session_(session) {}
  /// @param inputs   files read; their bytes are hashed
  /// @param changes  what scenarios changed, one line each
  store::Manifest manifest(const std::vector<std::string>& inputs, const std::vector<std::string>& changes,
                           unsigned threads) const;

 private:
  const Session& session_;
  std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
};

/// Holds off signals while results are being written.
class Writing {
 public:
  explicit Writing(const Surroundings& around) : around_(around) { tell(Phase::writing); }
  ~Writing() { tell(Phase::reading); }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

 private:
  void tell(Phase phase) const {
    if (around_.phase) around_.phase(phase);
  }
  const Surroundings& around_;
};

}  // namespace corridor::cli
