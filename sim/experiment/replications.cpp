#include "sim/experiment/replications.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "sim/engine/assert.hpp"
#include "sim/experiment/files.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/experiment/ranges.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {
namespace {

using scenario::Scenario;
using Failure = std::optional<RunFailure>;

RunFailure failure(RunFailure::Kind kind, const std::string& file, std::string path, std::string found,
                   std::string expected = {}) {
  return {kind, {{Severity::error, file, 0, 0, std::move(path), std::move(found), std::move(expected)}}};
}

/// All replications of one scenario: workers take the next number, results lie by number.
class Campaign {
 public:
  Campaign(const Scenario& scenario, const RunOptions& options, bool draw, const model::World& world)
      : scenario_(scenario),
        options_(options),
        shared_(world),
        plain_(options.replications),
        total_(draw ? 2 * options.replications : options.replications),
        figures_(static_cast<std::size_t>(total_)),
        events_(static_cast<std::size_t>(total_)),
        failures_(static_cast<std::size_t>(total_)),
        waiting_(static_cast<std::size_t>(plain_)) {}

  void run() {
    const unsigned machine = std::max(1u, std::thread::hardware_concurrency());
    const unsigned threads =
        std::min(options_.threads > 0 ? options_.threads : machine, static_cast<unsigned>(total_));
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < threads; ++i) workers.emplace_back([this] { work(); });
    work();
  }

  bool whole() const { return done_ == total_; }
  /// The failure of the lowest number: every lower one was started before it, so it is always the same.
  const RunFailure* first_failure() const {
    for (const Failure& f : failures_) {
      if (f) return &*f;
    }
    return nullptr;
  }
  std::vector<Figures> plain() { return slice(0, plain_); }
  std::vector<Figures> drawn() { return slice(plain_, total_); }
  const FileSums& files() const { return files_; }
  model::Ledger& first() { return first_; }
  std::uint64_t events() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t e : events_) sum += e;
    return sum;
  }

 private:
  void work() {
    while (!halted_ && !options_.stop.stop_requested()) {
      const int number = next_++;
      if (number >= total_) return;
      try {
        number < plain_ ? replicate(number) : replicate_drawn(number);
      } catch (const std::exception& e) {
        fail(number, failure(RunFailure::Kind::broken, scenario_.name, where(number), e.what()));
      }
      report();
    }
  }

  void replicate(int number) {
    model::Ledger ledger = model::simulate(shared_, options_.seed, number);
    if (!take(number, shared_.world, ledger)) return;
    keep_in_order(number, file_sums(shared_.world, ledger));
    if (number == 0) first_ = std::move(ledger);
  }

  /// The same luck as replication number - plain_, under other figures.
  void replicate_drawn(int number) {
    const int draw = number - plain_;
    const Scenario drawn = draw_ranges(scenario_, options_.seed, draw, plain_);
    const Result<model::World> world = model::build_world(drawn);
    if (!world) return fail(number, {RunFailure::Kind::input, world.error()});
    const model::Groundwork shared{*world};
    take(number, *world, model::simulate(shared, options_.seed, draw));
  }

  bool take(int number, const model::World& world, const model::Ledger& ledger) {
    const std::vector<std::string> lacking = differences(ledger.balance);
    if (!lacking.empty()) {
      RunFailure broken{RunFailure::Kind::broken, {}};
      for (const std::string& line : lacking) {
        broken.diagnostics.push_back({Severity::error, scenario_.name, 0, 0, where(number), line, ""});
      }
      fail(number, std::move(broken));
      return false;
    }
    figures_[static_cast<std::size_t>(number)] = figures_of(world, ledger);
    events_[static_cast<std::size_t>(number)] = ledger.events;
    return true;
  }

  /// Sums of doubles depend on their order, so files are added in order of replication.
  void keep_in_order(int number, FileSums sums) {
    const std::scoped_lock lock{mutex_};
    waiting_[static_cast<std::size_t>(number)] = std::move(sums);
    for (; next_to_add_ < waiting_.size() && waiting_[next_to_add_]; ++next_to_add_) {
      add(files_, *waiting_[next_to_add_]);
      waiting_[next_to_add_].reset();
    }
  }

  void fail(int number, RunFailure why) {
    failures_[static_cast<std::size_t>(number)] = std::move(why);
    halted_ = true;
  }
  void report() {
    const std::scoped_lock lock{mutex_};
    ++done_;
    if (options_.progress) options_.progress({done_, total_});
  }
  std::string where(int number) const {
    return number < plain_ ? fmt::format("replication {}", number)
                           : fmt::format("replication {} with drawn figures", number - plain_);
  }
  std::vector<Figures> slice(int from, int to) {
    std::vector<Figures> out;
    for (int i = from; i < to; ++i) out.push_back(std::move(figures_[static_cast<std::size_t>(i)]));
    return out;
  }

  const Scenario& scenario_;
  const RunOptions& options_;
  const model::Groundwork shared_;
  const int plain_, total_;
  std::vector<Figures> figures_;       ///< [number]; each written by one worker only
  std::vector<std::uint64_t> events_;  ///< [number]
  std::vector<Failure> failures_;      ///< [number]
  std::atomic<int> next_{0};
  std::atomic<bool> halted_{false};
  model::Ledger first_;
  std::mutex mutex_;  ///< over what follows
  std::vector<std::optional<FileSums>> waiting_;
  std::size_t next_to_add_ = 0;
  FileSums files_;
  int done_ = 0;
};

store::Summary head_of(const Scenario& scenario, const RunOptions& options) {
  store::Summary s;
  s.scenario = scenario.name;
  s.title = scenario.settings.title;
  s.question = scenario.settings.question;
  s.measure = scenario.settings.measure;
  s.seed = options.seed;
  s.replications = options.replications;
  s.ranged_figures = static_cast<int>(ranged_figures(scenario).size());
  return s;
}

}  // namespace

std::vector<std::string> differences(const model::Balance& b) {
  std::vector<std::string> out;
  Mass ended;
  std::string parts;
  for (std::size_t i = 0; i < model::kFates; ++i) {
    ended += b.by_fate[i];
    parts +=
        fmt::format("{}{} {}", i == 0 ? "" : " + ", to_word(static_cast<model::Fate>(i)), b.by_fate[i].n);
  }
  if (ended != b.released) {
    out.push_back(fmt::format("the balance of mass is broken by {} kg: released {} kg, but {} = {} kg",
                              (b.released - ended).n, b.released.n, parts, ended.n));
  }
  if (b.posted != b.on_lots) {
    out.push_back(
        fmt::format("the balance of money is broken by {} thousandths of a dollar: posted {}, on lots {}",
                    (b.posted - b.on_lots).n, b.posted.n, b.on_lots.n));
  }
  if (out.empty() && !b.holds()) out.emplace_back("the balance of the run is broken");
  return out;
}

tl::expected<RunResult, RunFailure> run_replications(const Scenario& scenario, const RunOptions& options) {
  CORRIDOR_PRE(options.replications >= 1);
  Result<model::World> world = model::build_world(scenario);
  if (!world) return tl::unexpected(RunFailure{RunFailure::Kind::input, std::move(world.error())});

  RunResult result;
  result.summary = head_of(scenario, options);
  result.summary.ranges_drawn = options.draw_ranges && options.replications > 1;
  // Without a range the drawn half would repeat the other bit for bit.
  const bool draw = result.summary.ranges_drawn && result.summary.ranged_figures > 0;

  const auto campaign = std::make_unique<Campaign>(scenario, options, draw, *world);
  campaign->run();
  if (const RunFailure* why = campaign->first_failure()) return tl::unexpected(*why);
  if (!campaign->whole()) {
    return tl::unexpected(
        failure(RunFailure::Kind::stopped, scenario.name, "", "the run was stopped before its end"));
  }

  const std::vector<Figures> plain = campaign->plain();
  const std::vector<Figures> drawn = draw ? campaign->drawn() : std::vector<Figures>{};
  result.summary.kpis = summarize(*world, plain, draw || !result.summary.ranges_drawn ? drawn : plain);
  result.tables = make_tables(campaign->files(), options.replications);
  result.first = std::move(campaign->first());
  result.summary.findings = result.first.findings;
  if (options.lots) result.tables.push_back(lots_table(*world, result.first));
  result.events = campaign->events();
  result.world = std::move(*world);
  return result;
}

}  // namespace corridor::experiment
