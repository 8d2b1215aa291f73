#include "sim/experiment/replications.hpp"

#include <fmt/format.h>

#include <memory>
#include <mutex>
#include <optional>

#include "sim/engine/assert.hpp"
#include "sim/experiment/files.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/experiment/ranges.hpp"

namespace corridor::experiment {
namespace {

using scenario::Scenario;

/// All replications of one scenario, plain ones first; results lie by number.
class Campaign {
 public:
  Campaign(const Scenario& scenario, const RunOptions& options, bool draw, const ReadyWorld& ready)
      : scenario_(scenario),
        options_(options),
        ready_(ready),
        plain_(options.replications),
        total_(draw ? 2 * options.replications : options.replications),
        outcomes_(static_cast<std::size_t>(total_)),
        waiting_(static_cast<std::size_t>(plain_)) {}

  tl::expected<void, RunFailure> run() {
    return for_each_number(
        total_, {options_.threads, options_.progress, options_.stop}, scenario_.name,
        [this](int number) { return replicate(number); }, [this](int number) { return where(number); });
  }

  std::vector<Figures> plain() { return slice(0, plain_); }
  std::vector<Figures> drawn() { return slice(plain_, total_); }
  const FileSums& files() const { return files_; }
  model::Ledger& first() { return first_; }
  std::uint64_t events() const {
    std::uint64_t sum = 0;
    for (const Outcome& outcome : outcomes_) sum += outcome.events;
    return sum;
  }
  Spent spent() const {
    Spent sum{.world = ready_.seconds_to_make()};
    for (const Outcome& outcome : outcomes_) sum += outcome.spent;
    return sum;
  }

 private:
  std::optional<RunFailure> replicate(int number) {
    auto outcome = number < plain_ ? replicate_plain(number) : replicate_with_drawn_figures(number - plain_);
    if (!outcome) return std::move(outcome.error());
    outcomes_[static_cast<std::size_t>(number)] = std::move(*outcome);
    return std::nullopt;
  }
  tl::expected<Outcome, RunFailure> replicate_plain(int number) {
    return ready_.replicate({options_.seed, number}, where(number),
                            [&](const model::World& world, model::Ledger&& ledger) {
                              keep_in_order(number, file_sums(world, ledger));
                              if (number == 0) first_ = std::move(ledger);
                            });
  }
  /// The same luck as the plain replication of that number, under other figures.
  tl::expected<Outcome, RunFailure> replicate_with_drawn_figures(int draw) const {
    return replicate_drawn(scenario_, {options_.seed, draw}, {options_.seed, draw, plain_},
                           where(plain_ + draw));
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
  std::string where(int number) const {
    return number < plain_ ? fmt::format("replication {}", number)
                           : fmt::format("replication {} with drawn figures", number - plain_);
  }
  std::vector<Figures> slice(int from, int to) {
    std::vector<Figures> out;
    for (int i = from; i < to; ++i) out.push_back(std::move(outcomes_[static_cast<std::size_t>(i)].figures));
    return out;
  }

  const Scenario& scenario_;
  const RunOptions& options_;
  const ReadyWorld& ready_;
  const int plain_, total_;
  std::vector<Outcome> outcomes_;  ///< [number]; each written by one worker only
  model::Ledger first_;
  std::mutex mutex_;  ///< over what follows
  std::vector<std::optional<FileSums>> waiting_;
  std::size_t next_to_add_ = 0;
  FileSums files_;
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

tl::expected<RunResult, RunFailure> run_replications(const Scenario& scenario, const RunOptions& options) {
  CORRIDOR_PRE(options.replications >= 1);
  tl::expected<ReadyWorld, RunFailure> ready = ReadyWorld::make(scenario);
  if (!ready) return tl::unexpected(std::move(ready.error()));
  const model::World& world = ready->world();

  RunResult result;
  result.summary = head_of(scenario, options);
  result.summary.ranges_drawn = options.draw_ranges && options.replications > 1;
  // Without a range the drawn half would repeat the other bit for bit.
  const bool draw = result.summary.ranges_drawn && result.summary.ranged_figures > 0;

  const auto campaign = std::make_unique<Campaign>(scenario, options, draw, *ready);
  if (auto done = campaign->run(); !done) return tl::unexpected(std::move(done.error()));

  const std::vector<Figures> plain = campaign->plain();
  const std::vector<Figures> drawn = draw ? campaign->drawn() : std::vector<Figures>{};
  result.summary.kpis = summarize(world, plain, draw || !result.summary.ranges_drawn ? drawn : plain);
  result.tables = make_tables(campaign->files(), options.replications);
  result.first = std::move(campaign->first());
  result.summary.findings = result.first.findings;
  if (options.lots) result.tables.push_back(lots_table(world, result.first));
  result.events = campaign->events();
  result.spent = campaign->spent();
  result.world = std::move(*ready).take();
  return result;
}

}  // namespace corridor::experiment
