#include "sim/experiment/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

using namespace corridor;
using namespace corridor::experiment;

namespace {

std::string where(int number) { return "piece " + std::to_string(number); }
Pace pace(unsigned threads) {
  Pace p;
  p.threads = threads;
  return p;
}

}  // namespace

TEST_CASE("every piece is done once, on any number of threads") {
  for (const unsigned threads : {1U, 2U, 7U, 100U}) {
    std::vector<int> times(50);
    std::vector<int> done;
    Pace p = pace(threads);
    p.progress = [&](const Progress& seen) {
      done.push_back(seen.done);
      CHECK(seen.total == 50);
    };
    const auto result = for_each_number(
        50, p, "toy",
        [&](int i) {
          ++times[static_cast<std::size_t>(i)];
          return std::nullopt;
        },
        where);
    CHECK(result);
    CHECK(times == std::vector<int>(50, 1));
    REQUIRE(done.size() == 50);
    for (int i = 0; i < 50; ++i) CHECK(done[static_cast<std::size_t>(i)] == i + 1);
  }
}

TEST_CASE("of several failures the lowest number is told, and nothing new is begun") {
  for (const unsigned threads : {1U, 2U, 4U}) {
    std::atomic<int> begun{0};
    const auto result = for_each_number(
        1000, pace(threads), "toy",
        [&](int i) -> std::optional<RunFailure> {
          ++begun;
          if (i < 20) return std::nullopt;
          return failure(RunFailure::Kind::broken, "toy", where(i), "no");
        },
        where);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == RunFailure::Kind::broken);
    REQUIRE(result.error().diagnostics.size() == 1);
    CHECK(result.error().diagnostics[0].path == "piece 20");
    CHECK(begun <= 21 + static_cast<int>(threads));
  }
}

TEST_CASE("an exception is a failure of its piece") {
  const auto result = for_each_number(
      3, pace(1), "toy",
      [](int i) -> std::optional<RunFailure> {
        if (i == 1) throw std::runtime_error("no luck");
        return std::nullopt;
      },
      where);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == RunFailure::Kind::broken);
  CHECK(result.error().diagnostics[0].file == "toy");
  CHECK(result.error().diagnostics[0].path == "piece 1");
  CHECK(result.error().diagnostics[0].found == "no luck");
}

TEST_CASE("a stop is heeded between pieces; after the last one it stops nothing") {
  for (const int last : {2, 9}) {
    std::stop_source source;
    Pace p = pace(1);
    p.stop = source.get_token();
    int done = 0;
    const auto result = for_each_number(
        10, p, "toy",
        [&](int i) {
          ++done;
          if (i == last) source.request_stop();
          return std::nullopt;
        },
        where);
    CHECK(done == last + 1);
    CHECK(result.has_value() == (last == 9));
    if (!result) CHECK(result.error().kind == RunFailure::Kind::stopped);
  }
}

TEST_CASE("no pieces are done at once, and no more threads are used than there are pieces") {
  CHECK(for_each_number(0, pace(4), "toy", [](int) { return std::nullopt; }, where));
  CHECK(threads_for(pace(8), 3) == 3);
  CHECK(threads_for(pace(2), 3) == 2);
  CHECK(threads_for(pace(0), 1) == 1);
  CHECK(threads_for(pace(5), 0) == 1);
}

TEST_CASE("work that is not expected to fail is done side by side; what it throws comes out") {
  for (const unsigned threads : {1u, 3u}) {
    std::vector<int> done(20);
    side_by_side(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    CHECK(done == std::vector<int>(20, 1));
    CHECK_THROWS_WITH(side_by_side(5, threads,
                                   [](std::size_t i) {
                                     if (i == 3) throw std::runtime_error("no room");
                                   }),
                      "no room");
  }
}
