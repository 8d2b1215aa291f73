#include "sim/experiment/replications.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>

#include "sim/engine/assert.hpp"
#include "sim/experiment/files.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/experiment/named_figure.hpp"
#include "sim/experiment/parallel.hpp"
#include "sim/experiment/ranges.hpp"
#include "sim/experiment/resilience.hpp"
#include "sim/experiment/sequential.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/experiment/switching.hpp"

namespace corridor::experiment {
namespace {

using scenario::Scenario;

/// All replications of one scenario, batch by batch; of each the plain ones first. Results lie by number.
class Campaign {
 public:
  Campaign(const Scenario& scenario, const RunOptions& options, bool draw, const ReadyWorld& ready)
      : scenario_(scenario), options_(options), draw_(draw), ready_(ready) {}

  tl::expected<void, RunFailure> run_until(int n) {
    const int from = done_, more = n - done_;
    const std::uint64_t seed = seed_of_batch(options_.seed, batch_++);
    const auto size = static_cast<std::size_t>(n);
    plain_.resize(size);
    waiting_.resize(size);
    if (draw_) drawn_.resize(size);
    const auto where = [&](int number) {
      return number < more ? fmt::format("replication {}", from + number)
                           : fmt::format("replication {} with drawn figures", from + number - more);
    };
    done_ = n;
    return for_each_number(
        draw_ ? 2 * more : more, {options_.threads, options_.progress, options_.stop}, scenario_.name,
        [&](int number) -> std::optional<RunFailure> {
          auto outcome = number < more
                             ? replicate_plain(from + number, where(number))
                             : replicate_drawn(scenario_, ready_, {options_.seed, from + number - more},
                                               {seed, number - more, more}, where(number));
          if (!outcome) return std::move(outcome.error());
          const auto at = static_cast<std::size_t>(from + number);
          (number < more ? plain_[at] : drawn_[at - static_cast<std::size_t>(more)]) =
              std::move(outcome->figures);
          const std::scoped_lock lock{mutex_};
          events_ += outcome->events;
          spent_ += outcome->spent;
          return std::nullopt;
        },
        where);
  }

  int done() const { return done_; }
  const std::vector<Figures>& plain() const { return plain_; }
  const std::vector<Figures>& drawn() const { return drawn_; }
  const FileSums& files() const { return files_; }
  model::Ledger& first() { return first_; }
  std::uint64_t events() const { return events_; }
  Spent spent() const {
    Spent sum = spent_;
    sum.world += ready_.seconds_to_make();
    return sum;
  }

 private:
  tl::expected<Outcome, RunFailure> replicate_plain(int number, const std::string& where) {
    return ready_.replicate({options_.seed, number}, where,
                            [&](const model::World& world, model::Ledger&& ledger) {
                              keep_in_order(number, file_sums(world, ledger));
                              if (number == 0) first_ = std::move(ledger);
                            });
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

  const Scenario& scenario_;
  const RunOptions& options_;
  const bool draw_;
  const ReadyWorld& ready_;
  std::vector<Figures> plain_, drawn_;  ///< [number]; each written by one worker only
  model::Ledger first_;
  int done_ = 0;
  std::size_t batch_ = 0;
  std::mutex mutex_;  ///< over what follows
  std::uint64_t events_ = 0;
  Spent spent_;
  std::vector<std::optional<FileSums>> waiting_;
  std::size_t next_to_add_ = 0;
  FileSums files_;
};

/// The widest half-width over the mean of the figures that every report begins with.
store::Precision precision_of(const std::vector<Figures>& runs, const RunOptions& options,
                              const std::string& scenario, double level) {
  store::Precision p{options.precision, 0, scenario, "", true, options.most, level};
  for (const char* name : {"delivered", "cost_per_tonne", "days"}) {
    const auto figure = NamedFigure::read(name);
    std::vector<double> samples;
    for (const Figures& run : runs) {
      if (const double value = figure->in(run); !std::isnan(value)) samples.push_back(value);
    }
    if (samples.empty()) continue;
    const double share = relative_half_width(samples, mean(samples), level);
    if (share <= p.reached && !p.kpi.empty()) continue;
    p.reached = share;
    p.kpi = name;
  }
  p.met = p.reached <= p.asked;
  return p;
}

/// With a precision: look after look, until it is met or no more is allowed (sequential.hpp).
tl::expected<std::optional<store::Precision>, RunFailure> run_all(Campaign& campaign,
                                                                  const RunOptions& options,
                                                                  const std::string& scenario) {
  std::optional<store::Precision> precision;
  std::vector<int> at{options.replications};
  if (options.precision > 0) at = looks(std::min(options.replications, options.most), options.most);
  for (const int n : at) {
    if (auto done = campaign.run_until(n); !done) return tl::unexpected(std::move(done.error()));
    if (options.precision <= 0) break;
    precision = precision_of(campaign.plain(), options, scenario, level_of_a_look(at.size()));
    if (precision->met) break;
  }
  return precision;
}

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

/// The rows of the last month of a table that begins with months, ascending.
store::Table last_month_of(const store::Table& table) {
  store::Table last{table.name, table.columns, {}};
  for (const auto& row : table.rows) {
    if (row.front() == table.rows.back().front()) last.rows.push_back(row);
  }
  return last;
}

}  // namespace

tl::expected<RunResult, RunFailure> run_replications(const Scenario& scenario, const RunOptions& options) {
  CORRIDOR_PRE(options.replications >= 1);
  CORRIDOR_PRE(options.precision <= 0 || (options.replications >= 2 && options.most >= 2));
  tl::expected<ReadyWorld, RunFailure> ready = ReadyWorld::make(scenario);
  if (!ready) return tl::unexpected(std::move(ready.error()));
  RunResult result{std::move(*ready), {}, {}, {}, 0, {}};
  const model::World& world = result.world();

  result.summary = head_of(scenario, options);
  result.summary.ranges_drawn = options.draw_ranges && options.replications > 1;
  // Without a range the drawn half would repeat the other bit for bit.
  const bool draw = result.summary.ranges_drawn && result.summary.ranged_figures > 0;

  const auto campaign = std::make_unique<Campaign>(scenario, options, draw, result.ready);
  auto precision = run_all(*campaign, options, scenario.name);
  if (!precision) return tl::unexpected(std::move(precision.error()));
  result.summary.precision = std::move(*precision);
  result.summary.replications = campaign->done();

  const std::vector<Figures>& plain = campaign->plain();
  const std::vector<Figures>& drawn = draw || !result.summary.ranges_drawn ? campaign->drawn() : plain;
  const double level = result.summary.precision ? result.summary.precision->level : 0.95;
  result.summary.kpis = summarize(world, plain, drawn, level, options.threads);
  for (const NamedFigure& asked : options.report)
    result.summary.report.push_back(asked.summarize(plain, drawn, level));
  result.tables = make_tables(campaign->files(), campaign->done());
  result.tables.push_back(switching_table(result.ground()));
  result.summary.switching = last_month_of(result.tables.back());
  result.tables.push_back(resilience_table(result.summary));
  result.first = std::move(campaign->first());
  result.summary.findings = result.first.findings;
  if (options.lots) result.tables.push_back(lots_table(world, result.first));
  result.events = campaign->events();
  result.spent = campaign->spent();
  return result;
}

}  // namespace corridor::experiment
