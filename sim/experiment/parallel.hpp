#pragma once
/// @file parallel.hpp  Numbered pieces of work on threads. Workers take the next number; what a piece gives
/// lies by its number, so the answer is that of one thread, whatever the number of threads and the order in
/// which they finish.

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "network/units/diagnostic.hpp"

namespace corridor::experiment {

/// Why there is no result.
struct RunFailure {
  enum class Kind {
    input,    ///< the scenario cannot be made into a world: exit 2
    broken,   ///< a balance does not hold, or the model broke a promise: exit 3
    stopped,  ///< asked to stop: exit 130
  };
  Kind kind = Kind::broken;
  Diagnostics diagnostics;
};

struct Progress {
  int done = 0, total = 0;  ///< pieces of work: replications, drawn ones included
};

/// How work is done, of which no result depends.
struct Pace {
  unsigned threads = 0;                           ///< 0: as many as the machine runs at once
  std::function<void(const Progress&)> progress;  ///< never called by two threads at once
  std::stop_token stop;                           ///< heeded between pieces
};

/// The threads that `total` pieces are spread over.
unsigned threads_for(const Pace& pace, int total);

/// Calls work(0) to work(total - 1), each once, on threads; several at the same time, so that work(i) may
/// write what belongs to i and no more. The first failure halts: no further piece is begun.
/// @param work   nullopt where all is well; what it throws (std::exception) becomes a failure of kind broken
///               that says so under `name` and the words of `where`
/// @error        the failure with the lowest number (every lower number was begun before it, so that is the
///               same on any number of threads); kind stopped where a stop was asked for before the end
/// @cost         one worker is the calling thread: with one thread nothing is started
tl::expected<void, RunFailure> for_each_number(int total, const Pace& pace, const std::string& name,
                                               const std::function<std::optional<RunFailure>(int)>& work,
                                               const std::function<std::string(int)>& where);

/// The same for work of which nothing is expected to fail and nobody is told: work(0) to work(pieces - 1).
/// @param threads  0: as many as the machine runs at once
/// @throws what work throws, as std::runtime_error with its words
void side_by_side(std::size_t pieces, unsigned threads, const std::function<void(std::size_t)>& work);

/// One diagnostic as a failure.
RunFailure failure(RunFailure::Kind kind, const std::string& file, std::string path, std::string found,
                   std::string expected = {});

}  // namespace corridor::experiment
