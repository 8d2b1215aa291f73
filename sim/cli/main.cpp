// The program: what the machine gives (streams, terminal, environment, signals) around run_cli().

#include <malloc.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/cli/cli.hpp"

namespace {

using corridor::cli::ExitCode;
using corridor::cli::Phase;
using corridor::cli::Surroundings;

/// Waits for SIGINT and SIGTERM on a thread of its own, so that no handler runs in the middle of anything.
/// What the command is at decides what becomes of it (Phase); a second signal ends it at once.
class SignalWatch {
 public:
  SignalWatch() {
    sigemptyset(&watched_);
    sigaddset(&watched_, SIGINT);
    sigaddset(&watched_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &watched_, nullptr);
    std::thread([this] { watch(); }).detach();  // lives as long as the program
  }
  std::stop_token token() const { return stop_.get_token(); }
  bool terminated() const { return terminated_; }
  void enter(Phase phase) {
    if (phase_ == Phase::writing) busy_.unlock();
    if (phase == Phase::writing) busy_.lock();
    phase_ = phase;
  }

 private:
  void watch() {
    while (true) {
      int number = 0;
      if (sigwait(&watched_, &number) != 0) return;
      const std::scoped_lock not_while_writing(busy_);
      if (phase_ != Phase::running || stop_.stop_requested()) {
        _exit(static_cast<int>(number == SIGTERM ? ExitCode::terminated : ExitCode::interrupted));
      }
      terminated_ = number == SIGTERM;
      stop_.request_stop();
    }
  }

  sigset_t watched_{};
  std::stop_source stop_;
  std::atomic<bool> terminated_ = false;
  std::atomic<Phase> phase_ = Phase::reading;
  std::mutex busy_;
};

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return 80;
  return size.ws_col > 120 ? 120 : size.ws_col;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away shows as a failed write
  std::signal(SIGXFSZ, SIG_IGN);  // so does a limit on the size of files
  // What one replication gives back the next one takes: the system need not clear it anew in between.
  mallopt(M_MMAP_THRESHOLD, 1 << 26);
  mallopt(M_TRIM_THRESHOLD, 1 << 27);
  mallopt(M_TOP_PAD, 1 << 22);
  static SignalWatch watch;
  std::ios::sync_with_stdio(false);
  const char* data = std::getenv("CORRIDOR_DATA");
  std::error_code ignored;
  const Surroundings around{std::cout,
                            std::cerr,
                            isatty(STDOUT_FILENO) == 1,
                            isatty(STDERR_FILENO) == 1,
                            !is_set("NO_COLOR"),
                            terminal_width(),
                            std::filesystem::read_symlink("/proc/self/exe", ignored),
                            data == nullptr ? "" : data,
                            watch.token(),
                            [] { return watch.terminated(); },
                            [](Phase phase) { watch.enter(phase); }};
  const std::vector<const char*> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  errno = 0;
  const int code = corridor::cli::run_cli(arguments, around);
  std::cout.flush();
  if (std::cout.fail()) {
    if (errno == EPIPE) return code;  // nobody reads on: no fault of ours
    std::cerr << "corridor: error: the answer could not be written\n";
    return static_cast<int>(ExitCode::failed);
  }
  return code;
}
