#include "sim/engine/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace corridor::engine {

void broken_promise(const char* kind, const char* condition, const char* file, int line, ModelTime now) {
  std::fprintf(stderr, "%s:%d: broken %s: %s", file, line, kind, condition);
  if (now != kNever) {
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{now - day};
    std::fprintf(stderr, " at %04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                 static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                 static_cast<int>(clock.seconds().count()));
  }
  std::fputc('\n', stderr);
  std::abort();
}

}  // namespace corridor::engine
