#include "sim/experiment/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace corridor::experiment {
namespace {

class Crew {
 public:
  Crew(int total, const Pace& pace, const std::string& name,
       const std::function<std::optional<RunFailure>(int)>& work,
       const std::function<std::string(int)>& where)
      : total_(total), pace_(pace), name_(name), work_(work), where_(where) {}

  void run() {
    const unsigned threads = threads_for(pace_, total_);
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < threads; ++i) workers.emplace_back([this] { take_turns(); });
    take_turns();
  }
  // Asked once all workers are gone.
  bool whole() const { return done_ == total_; }
  std::optional<RunFailure>& failed() { return failed_; }

 private:
  void take_turns() {
    while (!halted_ && !pace_.stop.stop_requested()) {
      const int number = next_++;
      if (number >= total_) return;
      std::optional<RunFailure> why;
      try {
        why = work_(number);
      } catch (const std::exception& e) {
        why = failure(RunFailure::Kind::broken, name_, where_(number), e.what());
      }
      report(number, std::move(why));
    }
  }
  void report(int number, std::optional<RunFailure> why) {
    const std::scoped_lock lock{mutex_};
    if (why) {
      halted_ = true;
      if (!failed_ || number < lowest_) {
        failed_ = std::move(why);
        lowest_ = number;
      }
    }
    ++done_;
    if (pace_.progress) pace_.progress({done_, total_});
  }

  const int total_;
  const Pace& pace_;
  const std::string& name_;
  const std::function<std::optional<RunFailure>(int)>& work_;
  const std::function<std::string(int)>& where_;
  std::atomic<int> next_{0};
  std::atomic<bool> halted_{false};
  std::mutex mutex_;  ///< over what follows
  std::optional<RunFailure> failed_;
  int lowest_ = 0, done_ = 0;
};

}  // namespace

RunFailure failure(RunFailure::Kind kind, const std::string& file, std::string path, std::string found,
                   std::string expected) {
  return {kind, {{Severity::error, file, 0, 0, std::move(path), std::move(found), std::move(expected)}}};
}

unsigned threads_for(const Pace& pace, int total) {
  const unsigned machine = std::max(1u, std::thread::hardware_concurrency());
  return std::min(pace.threads > 0 ? pace.threads : machine, static_cast<unsigned>(std::max(1, total)));
}

tl::expected<void, RunFailure> for_each_number(int total, const Pace& pace, const std::string& name,
                                               const std::function<std::optional<RunFailure>(int)>& work,
                                               const std::function<std::string(int)>& where) {
  Crew crew{total, pace, name, work, where};
  crew.run();
  if (crew.failed()) return tl::unexpected(std::move(*crew.failed()));
  if (!crew.whole()) {
    return tl::unexpected(failure(RunFailure::Kind::stopped, name, "", "the run was stopped before its end"));
  }
  return {};
}

void side_by_side(std::size_t pieces, unsigned threads, const std::function<void(std::size_t)>& work) {
  const auto one = [&](int number) -> std::optional<RunFailure> {
    work(static_cast<std::size_t>(number));
    return std::nullopt;
  };
  const auto done = for_each_number(static_cast<int>(pieces), {threads, {}, {}}, "", one,
                                    [](int number) { return std::to_string(number); });
  if (!done) throw std::runtime_error(done.error().diagnostics.front().found);
}

}  // namespace corridor::experiment
