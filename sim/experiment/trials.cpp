#include "sim/experiment/trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sim/engine/random.hpp"
#include "sim/experiment/families.hpp"

namespace corridor::experiment {
namespace {

enum Kind { plain, drawn, apart };

bool asks_for_months(const CompareOptions& options) {
  const auto monthly = [](const NamedFigure& f) { return f.monthly(); };
  return options.by_month || (options.figure && options.figure->monthly()) ||
         std::any_of(options.precise.begin(), options.precise.end(), monthly) ||
         std::any_of(options.targets.begin(), options.targets.end(),
                     [](const Target& t) { return t.figure.monthly(); });
}

}  // namespace

Trials::Trials(const CompareOptions& options, std::vector<Side> sides)
    : options_(&options), sides_(std::move(sides)), months_(asks_for_months(options)) {
  for (const Family& family : families()) cuts_without_month_.push_back(family.cuts.size());
  draws_ = options.draw_ranges && options.replications > 1 &&
           std::any_of(sides_.begin(), sides_.end(), [](const Side& s) { return !s.ranges.empty(); });
}

tl::expected<Trials, RunFailure> Trials::make(const std::vector<scenario::Scenario>& scenarios,
                                              const CompareOptions& options) {
  std::vector<Side> sides;
  for (const scenario::Scenario& scenario : scenarios) {
    auto world = ReadyWorld::make(scenario);
    if (!world) return tl::unexpected(std::move(world.error()));
    sides.push_back({&scenario, std::move(*world), ranged_figures(scenario), {}, {}, {}});
  }
  return Trials{options, std::move(sides)};
}

tl::expected<void, RunFailure> Trials::run_until(int n) {
  if (n <= done_) return {};
  const Batch batch{done_, n, seed_of_batch(options_->seed, batches_.size())};
  std::vector<std::pair<Kind, std::vector<Figures> Side::*>> kinds{{plain, &Side::plain}};
  if (draws_) kinds.emplace_back(drawn, &Side::drawn);
  if (options_->independent) kinds.emplace_back(apart, &Side::apart);
  for (Side& side : sides_) {
    for (const auto& [kind, results] : kinds) (side.*results).resize(static_cast<std::size_t>(n));
  }
  const auto per_number = static_cast<int>(sides_.size() * kinds.size());
  const auto unit = [&](int number) {
    const auto within = static_cast<std::size_t>(number % per_number);
    struct Unit {
      Side& side;
      Kind kind;
      std::vector<Figures>& results;
      int replication;
    };
    Side& side = sides_[within / kinds.size()];
    const auto& [kind, results] = kinds[within % kinds.size()];
    return Unit{side, kind, side.*results, batch.from + number / per_number};
  };
  const auto done = for_each_number(
      per_number * (n - done_), options_->pace, sides_.front().scenario->name,
      [&](int number) -> std::optional<RunFailure> {
        const auto u = unit(number);
        auto figures = replicate(u.side, u.kind, u.replication, batch);
        if (!figures) return std::move(figures.error());
        u.results[static_cast<std::size_t>(u.replication)] = std::move(*figures);
        return std::nullopt;
      },
      [&](int number) {
        const auto u = unit(number);
        return where(u.side, u.kind, u.replication);
      });
  if (!done) return done;
  batches_.push_back(batch);
  done_ = n;
  return {};
}

tl::expected<Figures, RunFailure> Trials::replicate(const Side& side, int kind, int replication,
                                                    const Batch& batch) const {
  const std::string name = where(side, kind, replication);
  const Luck luck{options_->seed, replication};
  tl::expected<Outcome, RunFailure> outcome;
  if (kind == drawn && !side.ranges.empty()) {
    const Draw draw{batch.seed, replication - batch.from, batch.to - batch.from};
    outcome = replicate_drawn(*side.scenario, side.world, luck, draw, name);
  } else if (kind == apart && &side != &base()) {
    const std::uint64_t own = engine::stream_key(side.scenario->name, "independent luck");
    outcome = side.world.replicate({engine::stream_key(own, options_->seed), replication}, name);
  } else {
    outcome = side.world.replicate(luck, name);
  }
  if (!outcome) return tl::unexpected(std::move(outcome.error()));
  return kept(std::move(outcome->figures));
}

std::string Trials::where(const Side& side, int kind, int replication) const {
  static constexpr std::array<std::string_view, 3> words{"", " with drawn figures",
                                                         " with a seed of its own"};
  return fmt::format("replication {} of {}{}", replication, side.scenario->name,
                     words[static_cast<std::size_t>(kind)]);
}

std::vector<double> Trials::places_of(const std::string& figure) const {
  std::vector<double> out;
  for (const Batch& batch : batches_) {
    const std::vector<double> more = hypercube_points(figure, batch.seed, batch.to - batch.from);
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

Figures Trials::kept(Figures figures) const {
  if (months_) return figures;
  Figures out;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figures::Part part = figures[i];
    if (part.cut < cuts_without_month_[part.family]) out.add(part.family, part.cut, part.labels, part.values);
  }
  return out;
}

}  // namespace corridor::experiment
