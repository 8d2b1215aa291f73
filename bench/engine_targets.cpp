// What the engine promises, each beside the floor of engine_floor.hpp in one interleaved run: a line a target
// with median and spread of the ratios. Seconds are of this thread's processor.
//   engine_targets [--smoke] [PART...]    --smoke: small and once; parts: hold hard longest mm1 sleepers
//   (all)

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/engine_floor.hpp"
#include "sim/engine/event_list.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/simulation.hpp"

namespace corridor::bench {
namespace {

using namespace engine;
using Gaps = std::vector<std::int64_t>;

bool smoke = false;
bool missed = false;

double seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <class F>
double timed(F f) {
  const double start = seconds();
  f();
  return seconds() - start;
}

struct Ratio {
  double floor = 0, ours = 0;  // medians, nanoseconds an operation
  double least = 0, middle = 0, greatest = 0;
};

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

// Each function gives nanoseconds an operation.
template <class Floor, class Ours>
Ratio interleaved(int times, Floor floor, Ours ours) {
  std::vector<double> a, b, ratios;
  for (int i = 0; i < (smoke ? 1 : times); ++i) {
    a.push_back(floor());
    b.push_back(ours());
    ratios.push_back(a.back() / b.back());
  }
  std::sort(ratios.begin(), ratios.end());
  return {median(a), median(b), ratios.front(), median(ratios), ratios.back()};
}

void line(const std::string& name, const char* sign, double limit, const char* unit, double got,
          const std::string& note) {
  const bool met = *sign == '>' ? got >= limit : got <= limit;
  missed = missed || !met;
  std::printf("%-58s %3s %7g %-6s %8.3g %-6s  %-6s %s\n", name.c_str(), sign, limit, unit, got, unit,
              met ? "MET" : "MISSED", note.c_str());
}

std::string note_of(const Ratio& r) {
  char text[120];
  std::snprintf(text, sizeof text, "floor %.1f ns, ours %.1f ns, ratios %.2f to %.2f", r.floor, r.ours,
                r.least, r.greatest);
  return text;
}

Gaps gaps(const std::string& shape, std::int64_t n) {
  Stream luck{1, 0, "bench/hold", shape};
  Gaps all(n > 100'000 ? 1 << 21 : 1 << 14);
  for (std::int64_t& gap : all) {
    const double u = luck.uniform();
    if (shape == "exponential") {
      gap = static_cast<std::int64_t>(quantile::exponential(u, 1e6));
    } else if (shape == "skewed") {
      gap = static_cast<std::int64_t>(1e6 * (1 - u * u * u * u));
    } else if (shape == "bimodal") {
      gap = static_cast<std::int64_t>(luck.uniform() * 1e4 + (u < 0.9 ? 0 : 1e8));
    } else if (shape == "pareto") {
      gap = static_cast<std::int64_t>(1e3 / (u * u));
    } else if (shape == "equal") {
      gap = 1000;
    } else {  // bursts: three seconds of a day
      gap = static_cast<std::int64_t>(u * 5) * 86400 + luck.integer(0, 2);
    }
  }
  return all;
}

double hold_floor(const Gaps& steps, std::int64_t n, std::int64_t count) {
  BareQueue list;
  std::uint64_t k = 0;
  const auto next = [&] { return steps[k++ % steps.size()]; };
  for (std::int64_t i = 0; i < n; ++i) list.push({next(), 0, k, &list});
  const auto hold = [&] {
    for (std::int64_t i = 0; i < count; ++i) {
      Bare event = list.top();
      list.pop();
      event.at += next();
      event.sequence = k;
      list.push(event);
    }
  };
  hold();
  return timed(hold) / static_cast<double>(count) * 1e9;
}

double hold_ours(const Gaps& steps, std::int64_t n, std::int64_t count, double* bytes = nullptr) {
  EventList list;
  std::uint64_t k = 0;
  const auto next = [&] { return Duration{steps[k++ % steps.size()]}; };
  for (std::int64_t i = 0; i < n; ++i) list.schedule(ModelTime{next()}, 0, &list);
  const auto hold = [&] {
    for (std::int64_t i = 0; i < count; ++i) {
      const Event event = list.pop();
      list.schedule(event.at + next(), 0, event.what);
    }
  };
  hold();
  const double ns = timed(hold) / static_cast<double>(count) * 1e9;
  if (bytes != nullptr) *bytes = static_cast<double>(list.bytes()) / static_cast<double>(list.size());
  return ns;
}

void hold_model() {
  const double limits[] = {2, 3, 2};
  const std::int64_t sizes[] = {100, 10'000, smoke ? 20'000 : 1'000'000};
  const char* const names[] = {"10^2", "10^4", "10^6"};
  double most_bytes = 0;
  for (int i = 0; i < 3; ++i) {
    const Gaps steps = gaps("exponential", sizes[i]);
    const std::int64_t count = smoke ? 20'000 : 2'000'000;
    double bytes = 0;
    const Ratio r = interleaved(
        i == 2 ? 5 : 9, [&] { return hold_floor(steps, sizes[i], count); },
        [&] { return hold_ours(steps, sizes[i], count, &bytes); });
    if (i == 2) most_bytes = bytes;
    line(std::string("hold model, ") + names[i] + " pending, over the floor", ">=", limits[i], "times",
         r.middle, note_of(r));
  }
  line("a pending event of 10^6, all room included", "<=", 64, "bytes", most_bytes, "");
}

void hard_times() {
  Ratio worst;
  std::string where;
  for (const std::string shape : {"skewed", "bimodal", "pareto", "equal", "bursts"}) {
    for (const std::int64_t n : {100, 10'000, smoke ? 20'000 : 1'000'000}) {
      const Gaps steps = gaps(shape, n);
      const std::int64_t count = smoke ? 20'000 : 1'000'000;
      const Ratio r = interleaved(
          3, [&] { return hold_floor(steps, n, count); }, [&] { return hold_ours(steps, n, count); });
      std::printf("  %-8s %8lld pending: %.2f times the floor (%s)\n", shape.c_str(),
                  static_cast<long long>(n), r.middle, note_of(r).c_str());
      if (where.empty() || r.middle < worst.middle) {
        worst = r;
        where = shape + ", " + std::to_string(n);
      }
    }
  }
  line("hold model, worst of hard times, over the floor", ">=", 0.9, "times", worst.middle,
       where + ": " + note_of(worst));
}

// Growth to a million, a change of all times, and shrinking. The same steps are run several times, and the
// least of each step is taken: what other programs took from the processor is left out.
void longest_operation() {
  const std::size_t n = smoke ? 20'000 : 1'000'000;
  std::vector<float> took(4 * n, 1e9F);
  for (int round = 0; round < (smoke ? 1 : 4); ++round) {
    EventList list;
    XorshiftDraw luck;
    std::size_t step = 0;
    std::int64_t now = 0;
    const auto watched = [&](auto operation) {
      timespec from{}, to{};
      clock_gettime(CLOCK_MONOTONIC, &from);
      operation();
      clock_gettime(CLOCK_MONOTONIC, &to);
      const auto ns =
          static_cast<float>((to.tv_sec - from.tv_sec) * 1'000'000'000 + to.tv_nsec - from.tv_nsec);
      took[step] = std::min(took[step], ns);
      ++step;
    };
    for (std::size_t i = 0; i < n; ++i) {
      watched([&] { list.schedule(ModelTime{Duration{luck.below(2'000'000)}}, 0, nullptr); });
    }
    for (std::size_t i = 0; i < n; ++i) {  // from seconds to months
      watched([&] { now = list.pop().at.time_since_epoch().count(); });
      watched([&] { list.schedule(ModelTime{Duration{now + luck.below(200'000'000)}}, 0, nullptr); });
    }
    for (std::size_t i = 0; i < n; ++i) watched([&] { list.pop(); });
  }
  line("longest operation, growing to 10^6, changing, shrinking", "<=", 50, "us",
       static_cast<double>(*std::max_element(took.begin(), took.end())) / 1000, "");
}

struct ProcessQueue {
  Simulation sim{};
  Resource server{sim, "server", 1};
  StreamDraw draw{};
  Simulation& simulation() { return sim; }

  Process customer() {
    co_await server.acquire();
    const Duration time{draw.service()};
    co_await sim.delay(time);
    server.release();
  }
  Process source() {
    for (;;) {
      const Duration gap{draw.arrival()};
      co_await sim.delay(gap);
      sim.spawn(customer());
    }
  }
};

void one_server() {
  const std::int64_t horizon = smoke ? 10'000'000 : 10'000'000'000;
  std::int64_t served = 0;
  double mean = 0, bare = 0;
  bool equal = true;
  const Ratio r = interleaved(
      9,
      [&] {
        CallbackQueue<XorshiftDraw> least{{}};
        bare = timed([&] { least.run_until(horizon); }) / static_cast<double>(least.served) * 1e9;
        CallbackQueue<StreamDraw> queue{{}};
        const double took = timed([&] { queue.run_until(horizon); });
        served = queue.served;
        mean = static_cast<double>(queue.waited) / static_cast<double>(served);
        return took / static_cast<double>(served) * 1e9;
      },
      [&] {
        ProcessQueue queue;
        queue.sim.spawn(queue.source());
        const double took = timed([&] { queue.sim.run_until(ModelTime{Duration{horizon}}); });
        const double difference = queue.server.waits().mean() - mean;
        equal = equal && queue.server.waits().count() == served && difference * difference < 1e-6;
        return took / static_cast<double>(served) * 1e9;
      });
  char text[160];
  std::snprintf(text, sizeof text, "%s; %s; a bare xorshift floor takes %.1f ns", note_of(r).c_str(),
                equal ? "equal results" : "RESULTS DIFFER", bare);
  line("M/M/1, a coroutine a customer, over two callbacks", ">=", 0.7, "times", equal ? r.middle : 0, text);
}

Sleeper sleep_on(std::shared_ptr<SharedState> state, const Gaps& steps) {
  for (;;) {
    ++state->wakes;
    co_yield steps[state->k++ % steps.size()];
  }
}

Process sleep_on(Simulation& sim, const Gaps& steps, std::size_t k) {
  for (;;) {
    const Duration gap{steps[k++ % steps.size()]};
    co_await sim.delay(gap);
  }
}

// The smallest: nothing of its own but its simulation.
Process sleep_always(Simulation& sim) {
  for (;;) co_await sim.delay(Duration{1 + static_cast<std::int64_t>(sim.events_run()) * 7919 % 1'000'000});
}

double bytes_of_sleepers(std::size_t n) {
  Simulation sim;
  for (std::size_t i = 0; i < n; ++i) sim.spawn(sleep_always(sim));
  sim.run_until(kNever - Duration{1}, 4 * n);
  return static_cast<double>(sim.bytes()) / static_cast<double>(n);
}

double sleepers_floor(const Gaps& steps, std::size_t n, std::size_t count) {
  SleeperQueue list;
  std::uint64_t sequence = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto state = std::make_shared<SharedState>(SharedState{0, i * 7919});
    const Sleeper sleeper = sleep_on(state, steps);
    sleeper.handle.resume();
    list.push({sleeper.handle.promise().until, ++sequence, sleeper.handle, state});
  }
  const auto hold = [&] {
    for (std::size_t i = 0; i < count; ++i) {
      Asleep first = list.top();
      list.pop();
      first.handle.resume();
      first.at = first.handle.promise().until;
      first.sequence = ++sequence;
      list.push(std::move(first));
    }
  };
  hold();
  const double ns = timed(hold) / static_cast<double>(count) * 1e9;
  for (; !list.empty(); list.pop()) list.top().handle.destroy();
  return ns;
}

void sleepers() {
  const std::size_t n = smoke ? 20'000 : 1'000'000, count = smoke ? 20'000 : 1'000'000;
  const Gaps steps = gaps("exponential", static_cast<std::int64_t>(n));
  double bytes = 0;
  const Ratio r = interleaved(
      5, [&] { return sleepers_floor(steps, n, count); },
      [&] {
        Simulation sim;
        for (std::size_t i = 0; i < n; ++i) sim.spawn(sleep_on(sim, steps, i * 7919));
        sim.run_until(ModelTime{} + Duration{1});
        sim.run_until(kNever - Duration{1}, count);
        const double took = timed([&] { sim.run_until(kNever - Duration{1}, count); });
        bytes = static_cast<double>(sim.bytes()) / static_cast<double>(n);
        return took / static_cast<double>(count) * 1e9;
      });
  line("10^6 sleeping processes, over handles in a priority_queue", ">=", 4, "times", r.middle, note_of(r));
  char text[80];
  std::snprintf(text, sizeof text, "those above, with three words of their own: %.0f", bytes);
  line("a sleeping process with its event, of 10^6", "<=", 160, "bytes", bytes_of_sleepers(n), text);
}

}  // namespace
}  // namespace corridor::bench

int main(int count, char** arguments) {
  using namespace corridor::bench;
  const std::pair<std::string_view, void (*)()> parts[] = {{"hold", hold_model},
                                                           {"hard", hard_times},
                                                           {"longest", longest_operation},
                                                           {"mm1", one_server},
                                                           {"sleepers", sleepers}};
  std::vector<std::string_view> asked(arguments + 1, arguments + count);
  smoke = std::erase(asked, "--smoke") > 0;
  const bool all = asked.empty();
  for (const auto& [name, measure] : parts) {
    if (all || std::erase(asked, name) > 0) measure();
  }
  if (!asked.empty()) std::fprintf(stderr, "no such part\n");
  return !asked.empty() || (missed && !smoke) ? 1 : 0;
}
