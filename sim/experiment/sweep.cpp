#include "sim/experiment/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "sim/experiment/capacity_prices.hpp"
#include "sim/experiment/design.hpp"
#include "sim/experiment/results_version.hpp"
#include "sim/experiment/study_figures.hpp"
#include "sim/experiment/unit.hpp"
#include "sim/scenario/fingerprint.hpp"

namespace corridor::experiment {
namespace {

using scenario::Fingerprint;
using scenario::Scenario;
using scenario::Study;
using store::StudyUnit;

Diagnostic fault(const Study& study, scenario::Mark at, std::string path, std::string found,
                 std::string expected) {
  return {Severity::error,  study.file,         at.line, at.column, std::move(path),
          std::move(found), std::move(expected)};
}

std::string moves_text(const scenario::Parameter& p) {
  std::string out;
  for (const scenario::Move& move : p.moves) {
    out += out.empty() ? "" : "; ";
    if (!move.path.empty()) {
      out += move.path;
      continue;
    }
    std::string inner;
    for (const scenario::Entry& e : move.change.entries)
      inner += fmt::format("{}{}: {}", inner.empty() ? "" : ", ", e.key, e.value.text);
    out += "{" + inner + "}";
  }
  return out.empty() ? "cases" : out;
}

std::string design_text(const scenario::Design& d) {
  using Kind = scenario::Design::Kind;
  if (d.kind == Kind::grid || d.kind == Kind::one_at_a_time || d.kind == Kind::list)
    return std::string(to_word(d.kind));
  return fmt::format("{}, {} points, seed {}{}", to_word(d.kind), d.points, d.seed,
                     d.indices ? ", indices" : "");
}

/// All that decides what the units give: base, moves, cases, points, seed, replications, figures.
std::string print_of(const Sweep& sweep) {
  Fingerprint print;
  print.add(scenario::fingerprint(*sweep.base)).add(sweep.plan.seed);
  print.add(static_cast<std::uint64_t>(sweep.plan.replications));
  for (const std::string& kpi : sweep.plan.report) print.add(kpi);
  for (const scenario::Parameter& p : sweep.study->parameters) {
    print.add(p.name);
    for (const scenario::Move& move : p.moves) {
      print.add(move.path);
      add(print, move.change);
    }
    for (const scenario::Level& level : p.levels) add(print, level.changes);
  }
  for (const auto& point : sweep.plan.points) {
    for (const auto& setting : point) print.add(setting.text);
  }
  return print.hex();
}

void describe(Sweep& sweep) {
  for (const scenario::Parameter& p : sweep.study->parameters) {
    const char* kind = p.kind == scenario::Parameter::Kind::number ? "number"
                       : p.kind == scenario::Parameter::Kind::day  ? "day"
                                                                   : "word";
    sweep.plan.parameters.push_back({p.name, kind, p.prefix + p.unit, moves_text(p)});
  }
  for (const scenario::Point& point : sweep.points) {
    auto& settings = sweep.plan.points.emplace_back();
    for (const auto& level : point) {
      settings.push_back(level ? store::StudyPlan::Setting{level->text, level->x}
                               : store::StudyPlan::Setting{});
    }
  }
}

/// The scenario of one point and, once a unit of it has to be run, its world.
class Prepared {
 public:
  static tl::expected<std::shared_ptr<Prepared>, RunFailure> make(const Sweep& sweep, std::size_t point) {
    Result<Scenario> moved = scenario::at_point(*sweep.base, *sweep.study, sweep.points[point]);
    if (!moved) {
      for (Diagnostic& d : moved.error())
        d.found = fmt::format("at {}: {}", to_text(*sweep.study, sweep.points[point]), d.found);
      return tl::unexpected(RunFailure{RunFailure::Kind::input, std::move(moved.error())});
    }
    return std::shared_ptr<Prepared>(new Prepared(std::move(*moved)));
  }
  const std::string& print() const { return print_; }
  /// @return the world, made once; the failure where it cannot be made
  const tl::expected<ReadyWorld, RunFailure>& ready() {
    const std::scoped_lock lock{mutex_};
    if (!ready_) ready_ = std::make_unique<tl::expected<ReadyWorld, RunFailure>>(ReadyWorld::make(scenario_));
    return *ready_;
  }
  /// Of the best trade, USD; solved once. @pre ready() has a world @error it is not proved optimal
  tl::expected<double, RunFailure> best_worth() {
    const std::scoped_lock lock{mutex_};
    if (!best_) best_ = best_trade((*ready_)->ground());
    if (best_->certificate.optimal) return best_->worth_usd;
    return tl::unexpected(failure(RunFailure::Kind::broken, scenario_.name, std::string(kBestWorth),
                                  fmt::format("the best trade is {}", to_word(best_->status)),
                                  "one that is proved optimal"));
  }

 private:
  explicit Prepared(Scenario&& scenario) : scenario_(std::move(scenario)), print_(fingerprint(scenario_)) {}
  Scenario scenario_;
  std::string print_;
  std::mutex mutex_;
  std::unique_ptr<tl::expected<ReadyWorld, RunFailure>> ready_;
  std::optional<TradeOptimum> best_;
};

using PreparedResult = tl::expected<std::shared_ptr<Prepared>, RunFailure>;

/// Points that are being worked on; each is made once and let go with its last unit.
class Points {
 public:
  Points(const Sweep& sweep, const std::vector<std::int64_t>& units) : sweep_(sweep) {
    for (const std::int64_t unit : units) ++entries_[point_of(unit)].units;
  }
  std::size_t point_of(std::int64_t unit) const {
    return static_cast<std::size_t>(unit / sweep_.plan.replications);
  }
  PreparedResult take(std::int64_t unit) {
    Entry& entry = entry_of(unit);
    std::call_once(entry.once, [&] {
      entry.made = std::make_unique<PreparedResult>(Prepared::make(sweep_, point_of(unit)));
    });
    return *entry.made;
  }
  void give_back(std::int64_t unit) {
    const std::scoped_lock lock{mutex_};
    const auto at = entries_.find(point_of(unit));
    if (--at->second.units == 0) entries_.erase(at);
  }

 private:
  struct Entry {
    std::int64_t units = 0;
    std::once_flag once;
    std::unique_ptr<PreparedResult> made;
  };
  Entry& entry_of(std::int64_t unit) {
    const std::scoped_lock lock{mutex_};
    return entries_.at(point_of(unit));
  }
  const Sweep& sweep_;
  std::mutex mutex_;
  std::map<std::size_t, Entry> entries_;
};

std::string input_of(const Sweep& sweep, const Prepared& prepared, int replication) {
  Fingerprint print;
  print.add(prepared.print()).add(sweep.plan.seed).add(static_cast<std::uint64_t>(replication));
  print.add(sweep.plan.results);
  for (const std::string& kpi : sweep.plan.report) print.add(kpi);
  return print.hex();
}

std::string where(const Sweep& sweep, std::int64_t unit) {
  const std::int64_t n = sweep.plan.replications;
  return fmt::format("{}, replication {}",
                     to_text(*sweep.study, sweep.points[static_cast<std::size_t>(unit / n)]), unit % n);
}

tl::expected<StudyUnit, RunFailure> run_unit(const Sweep& sweep, Prepared& prepared, std::int64_t unit) {
  const auto replication = static_cast<int>(unit % sweep.plan.replications);
  const auto& ready = prepared.ready();
  if (!ready) return tl::unexpected(ready.error());
  auto outcome =
      ready->replicate({sweep.plan.seed, replication}, where(sweep, unit), {}, worked_out(sweep.plan.report));
  if (!outcome) return tl::unexpected(std::move(outcome.error()));
  StudyUnit done{unit, input_of(sweep, prepared, replication), outcome->events,
                 figures_kept(outcome->figures, sweep.plan.report)};
  if (std::ranges::find(sweep.plan.report, kBestWorth) != sweep.plan.report.end()) {
    const auto best = prepared.best_worth();
    if (!best) return tl::unexpected(best.error());
    done.figures.push_back({std::string(kBestWorth), "USD", "{}", true, *best});
  }
  return done;
}

/// Units in the order in which they are begun: those of four points by turns, so that threads make several
/// worlds side by side and do not wait for one together.
std::vector<std::int64_t> by_turns(std::vector<std::int64_t> units, std::int64_t replications) {
  constexpr std::int64_t kPoints = 4;
  std::ranges::sort(units, {}, [=](std::int64_t unit) {
    const std::int64_t point = unit / replications;
    return std::tuple(point / kPoints, unit % replications, point % kPoints);
  });
  return units;
}

/// The units of one call. Workers share it.
class Campaign {
 public:
  Campaign(const Sweep& sweep, store::StudyStore& store, std::vector<std::int64_t> missing)
      : sweep_(sweep),
        store_(store),
        units_(by_turns(std::move(missing), sweep.plan.replications)),
        points_(sweep, units_) {}

  tl::expected<SweepResult, RunFailure> run(const Pace& pace) {
    const auto work = [this](int i) { return work_on(units_[static_cast<std::size_t>(i)]); };
    const auto say = [this](int i) { return where(sweep_, units_[static_cast<std::size_t>(i)]); };
    auto all = for_each_number(static_cast<int>(units_.size()), pace, sweep_.study->file, work, say);
    if (!all) return tl::unexpected(std::move(all.error()));
    return result_;
  }

 private:
  std::optional<RunFailure> work_on(std::int64_t unit) {
    auto prepared = points_.take(unit);
    if (!prepared) return prepared.error();
    const std::string input = input_of(sweep_, **prepared, static_cast<int>(unit % sweep_.plan.replications));
    std::optional<RunFailure> why;
    if (claim(unit, input, why)) {
      auto done = run_unit(sweep_, **prepared, unit);
      why = done ? finish(std::move(*done)) : std::optional(std::move(done.error()));
    }
    points_.give_back(unit);
    return why;
  }

  /// Whether this unit has to be run: not where its input is done, or under way in another thread.
  bool claim(std::int64_t unit, const std::string& input, std::optional<RunFailure>& why) {
    const std::scoped_lock lock{mutex_};
    if (const auto under_way = waiting_.find(input); under_way != waiting_.end()) {
      under_way->second.push_back(unit);
      return false;
    }
    if (auto known = store_.find_input(input)) {
      known->unit = unit;
      ++result_.copied;
      why = commit({std::move(*known)});
      return false;
    }
    waiting_.emplace(input, std::vector<std::int64_t>{});
    return true;
  }

  /// Commits the unit, and those that waited for the same input.
  std::optional<RunFailure> finish(StudyUnit&& done) {
    const std::scoped_lock lock{mutex_};
    std::vector<StudyUnit> all{std::move(done)};
    for (const std::int64_t twin : waiting_[all.front().input]) {
      all.push_back(all.front());
      all.back().unit = twin;
      ++result_.copied;
    }
    waiting_.erase(all.front().input);
    ++result_.computed;
    return commit(all);
  }

  std::optional<RunFailure> commit(const std::vector<StudyUnit>& units) {
    auto kept = store_.add(units);
    if (kept) return std::nullopt;
    return RunFailure{RunFailure::Kind::broken, std::move(kept.error())};
  }

  const Sweep& sweep_;
  store::StudyStore& store_;
  const std::vector<std::int64_t> units_;
  Points points_;
  std::mutex mutex_;                                          ///< over the store and what follows
  std::map<std::string, std::vector<std::int64_t>> waiting_;  ///< inputs under way: units that want the same
  SweepResult result_;
};

/// Units of this shard that are not among `done`.
std::vector<std::int64_t> missing(const store::StudyPlan& plan, const std::vector<std::int64_t>& done) {
  std::vector<std::int64_t> out;
  for (std::int64_t unit = plan.shard - 1; unit < plan.all_units(); unit += plan.shards) {
    if (!std::ranges::binary_search(done, unit)) out.push_back(unit);
  }
  return out;
}

}  // namespace

Result<Sweep> plan_sweep(const Study& study, const Scenario& base, const SweepOptions& options) {
  Diagnostics faults;
  Sweep sweep{&study, &base, {}, {}};
  store::StudyPlan& plan = sweep.plan;
  plan.study = study.name;
  plan.title = study.title;
  plan.question = study.question;
  plan.base = base.name;
  plan.design = design_text(study.design);
  plan.results = kResultsVersion;
  plan.seed = options.seed.value_or(study.seed.value_or(base.settings.seed));
  plan.replications = options.replications.value_or(study.replications.value_or(base.settings.replications));
  plan.shard = options.shard;
  plan.shards = options.shards;
  std::vector<scenario::Said> asked = study.report.empty() ? base.settings.report : study.report;
  if (asked.empty()) asked = {{"delivered", {}, {}}, {"cost_per_tonne", {}, {}}, {"days", {}, {}}};
  auto report = names_asked(asked);
  if (!report) faults = report.error();
  if (study.parameters.empty())
    faults.push_back(fault(study, {1, 1}, "parameters", "nothing is moved", "parameters: a list"));
  const std::int64_t size = design_size(study);
  if (size > kMostUnits / plan.replications) {
    faults.push_back(
        fault(study, study.design.mark, "design",
              fmt::format("more than {} units (points x {} replications)", kMostUnits, plan.replications),
              "fewer points or replications"));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  plan.report = std::move(*report);
  sweep.points = design_points(study);
  describe(sweep);
  plan.print = print_of(sweep);
  return sweep;
}

tl::expected<SweepResult, RunFailure> run_sweep(const Sweep& sweep, store::StudyStore& store,
                                                const Pace& pace) {
  const std::vector<std::int64_t> done = store.done();
  Campaign campaign(sweep, store, missing(sweep.plan, done));
  auto result = campaign.run(pace);
  if (!result) return result;
  result->units = sweep.plan.units_here();
  result->before = static_cast<std::int64_t>(done.size());
  return result;
}

tl::expected<SweepEstimate, RunFailure> estimate_sweep(const Sweep& sweep,
                                                       const std::vector<std::int64_t>& done,
                                                       unsigned threads) {
  const std::vector<std::int64_t> left = missing(sweep.plan, done);
  SweepEstimate out{sweep.plan.units_here(), static_cast<std::int64_t>(done.size()), {}, {}};
  if (left.empty()) return out;
  using Clock = std::chrono::steady_clock;
  const Clock::time_point began = Clock::now();
  auto prepared = Prepared::make(sweep, static_cast<std::size_t>(left.front() / sweep.plan.replications));
  if (!prepared) return tl::unexpected(prepared.error());
  if (const auto& ready = (*prepared)->ready(); !ready) return tl::unexpected(ready.error());
  const Clock::time_point ready = Clock::now();
  const auto unit = run_unit(sweep, **prepared, left.front());
  if (!unit) return tl::unexpected(unit.error());
  const std::chrono::duration<double> making = ready - began, running = Clock::now() - ready;
  const double points = static_cast<double>(left.size()) / sweep.plan.replications;
  out.unit = running;
  out.left = (running * static_cast<double>(left.size()) + making * points) / std::max(1U, threads);
  return out;
}

}  // namespace corridor::experiment
