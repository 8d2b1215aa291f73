#include "sim/report/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/numbers.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr int kBarCells = 24;

}  // namespace

std::string rough_duration(Seconds time) {
  const double s = std::max(0.0, time.count());
  if (s < 99.5) return fmt::format("{:.0f} s", std::ceil(s));
  const auto minutes = static_cast<long>(std::lround(s / 60));
  if (minutes < 60) return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

ProgressLine::ProgressLine(std::ostream& out, bool terminal, int width, std::string what,
                           std::function<Clock::time_point()> now)
    : out_(out),
      terminal_(terminal),
      width_(width),
      what_(std::move(what)),
      now_(std::move(now)),
      began_(now_()) {}

std::string ProgressLine::line(int done, int total, Seconds left) const {
  std::string text = fmt::format("{}: {} of {}", what_, done, total);
  if (done > 0 && done < total) text += fmt::format(", about {} left", rough_duration(left));
  return text;
}

void ProgressLine::show(int done, int total) {
  if (total <= 0) return;
  const Clock::time_point now = now_();
  const Seconds spent = now - began_;
  const Seconds left = done > 0 ? spent * (total - done) / done : Seconds{0};
  if (!terminal_) {
    const int tenth = done * 10 / total;
    const bool soon = shown_ != Clock::time_point{} && now - shown_ < std::chrono::seconds(1);
    if (tenth == tenth_ || (soon && done < total)) return;
    tenth_ = tenth;
    shown_ = now;
    out_ << line(done, total, left) << '\n' << std::flush;
    return;
  }
  if (drawn_ && done < total && now - shown_ < std::chrono::milliseconds(50)) return;
  drawn_ = true;
  shown_ = now;
  std::string drawn = bar(static_cast<double>(done) / total, kBarCells);
  drawn += std::string(kBarCells - std::min<std::size_t>(kBarCells, width_of(drawn)), ' ');
  const std::string text = line(done, total, left);
  const bool fits = kBarCells + 1 + static_cast<int>(width_of(text)) < width_;
  out_ << '\r' << (fits ? drawn + " " + text : text) << "\x1b[K" << std::flush;
}

void ProgressLine::finish() {
  if (drawn_) out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace corridor::report
