#include "sim/cli/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "sim/scenario/quantity_text.hpp"

namespace corridor::cli {
namespace {

std::string compiler() {
#if defined(__clang__)
  return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace

experiment::Pace pace_of(const Session& session, unsigned threads, report::ProgressLine& progress) {
  experiment::Pace pace;
  pace.threads = threads;
  if (!session.common.quiet)
    pace.progress = [&progress](const experiment::Progress& p) { progress.show(p.done, p.total); };
  pace.stop = session.around.stop;
  if (session.around.phase) session.around.phase(Phase::running);
  return pace;
}

Result<double> read_precision(const std::string& text) {
  const auto share = scenario::read_amount(text, "");
  if (!share)
    return tl::make_unexpected(
        Diagnostics{fault_of("--precision", share.error().found, share.error().expected)});
  if (share->low < share->high || share->number <= 0 || share->number >= 1)
    return tl::make_unexpected(
        Diagnostics{fault_of("--precision", text, "one share above 0 and below 100 %, such as 2 %")});
  return share->number;
}

ExitCode code_of(experiment::RunFailure::Kind kind, const Surroundings& around) {
  using Kind = experiment::RunFailure::Kind;
  switch (kind) {
    case Kind::input:
      return ExitCode::bad_input;
    case Kind::broken:
      return ExitCode::failed;
    case Kind::stopped:
      return around.was_terminated && around.was_terminated() ? ExitCode::terminated : ExitCode::interrupted;
  }
  return ExitCode::failed;
}

store::Manifest Recording::manifest(const std::vector<std::string>& inputs,
                                    const std::vector<std::string>& changes, unsigned threads) const {
  store::Manifest m;
  m.version = version();
  m.compiler = compiler();
  m.command = session_.arguments;
  m.command.insert(m.command.begin(), "corridor");
  m.started = to_iso(std::chrono::floor<std::chrono::seconds>(began_));
  m.wall_time_s = std::chrono::duration<double>(std::chrono::system_clock::now() - began_).count();
  m.threads = threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : threads;
  m.inputs = store::hash_inputs(inputs);
  m.changes = changes;
  return m;
}

}  // namespace corridor::cli
