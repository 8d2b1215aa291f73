#pragma once
/// @file assert.hpp  Broken promises stop the program.
/// CORRIDOR_PRE(condition[, now]) checks a caller's promise and stays in release builds.
/// CORRIDOR_INVARIANT(condition[, now]) checks our own and vanishes under NDEBUG.
/// Both print file, line, the condition and, where `now` is given, the model time, then abort.

#include "sim/engine/time.hpp"

namespace corridor::engine {

[[noreturn]] void broken_promise(const char* kind, const char* condition, const char* file, int line,
                                 ModelTime now = kNever);

}  // namespace corridor::engine

#define CORRIDOR_PRE(condition, ...)                                                      \
  ((condition) ? static_cast<void>(0)                                                     \
               : ::corridor::engine::broken_promise("precondition", #condition, __FILE__, \
                                                    __LINE__ __VA_OPT__(, ) __VA_ARGS__))
#ifdef NDEBUG
#define CORRIDOR_INVARIANT(condition, ...) static_cast<void>(0)
#else
#define CORRIDOR_INVARIANT(condition, ...)                                             \
  ((condition) ? static_cast<void>(0)                                                  \
               : ::corridor::engine::broken_promise("invariant", #condition, __FILE__, \
                                                    __LINE__ __VA_OPT__(, ) __VA_ARGS__))
#endif
