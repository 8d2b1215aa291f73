#include "sim/experiment/tornado.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {
namespace {

constexpr std::size_t kScreened = 12;
constexpr std::size_t kShown = 5;
constexpr int kReplications = 5;

/// Differences of the futures; NaN where a side has no value.
std::vector<double> differences_of(const Trials& trials, const Side& whatif, const NamedFigure& figure) {
  std::vector<double> out;
  for (std::size_t k = 0; k < whatif.drawn.size(); ++k)
    out.push_back(figure.in(whatif.drawn[k]) - figure.in(trials.base().drawn[k]));
  return out;
}

/// Pearson's correlation over the pairs that have a number; 0 where one of them does not vary.
double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> a, b;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (std::isnan(y[k])) continue;
    a.push_back(x[k]);
    b.push_back(y[k]);
  }
  if (a.size() < 3) return 0;
  const double middle_a = mean(a), middle_b = mean(b);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    ab += (a[k] - middle_a) * (b[k] - middle_b);
    aa += (a[k] - middle_a) * (a[k] - middle_a);
    bb += (b[k] - middle_b) * (b[k] - middle_b);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

/// Figures of both sides by name, with what correlates most first.
std::vector<store::Swing> screened(const Trials& trials, const Side& whatif, const NamedFigure& figure) {
  const std::vector<double> differences = differences_of(trials, whatif, figure);
  std::vector<store::Swing> out;
  std::set<std::string> seen;
  for (const Side* side : {&whatif, &trials.base()}) {
    for (const RangedFigure& range : side->ranges) {
      if (!seen.insert(range.name).second) continue;
      store::Swing swing;
      swing.figure = range.name;
      swing.scenario = whatif.scenario->name;
      swing.kpi = figure.text();
      swing.low = range.low;
      swing.likely = range.mode;
      swing.high = range.high;
      swing.correlation = correlation(trials.places_of(range.name), differences);
      out.push_back(std::move(swing));
    }
  }
  std::sort(out.begin(), out.end(), [](const store::Swing& a, const store::Swing& b) {
    const double x = std::abs(a.correlation), y = std::abs(b.correlation);
    return x != y ? x > y : a.figure < b.figure;
  });
  const double draws = static_cast<double>(differences.size());
  for (store::Swing& swing : out) {
    const double alone = chance_of_correlation(swing.correlation, draws);
    swing.chance = std::min(1.0, alone * static_cast<double>(out.size()));
  }
  return out;
}

/// What correlates by luck alone in 1 of 20 cases, as a share of the variance.
double share_seen_surely(std::size_t figures, std::size_t draws) {
  if (figures == 0 || draws < 4) return 1;
  const double degrees = static_cast<double>(draws - 2);
  const double t = student_t_quantile(1 - 0.025 / static_cast<double>(figures), degrees);
  return t * t / (t * t + degrees);
}

void settle(store::Swing& swing, const std::vector<double>& at_low, const std::vector<double>& at_high) {
  std::vector<double> widths;
  for (std::size_t k = 0; k < at_low.size(); ++k) widths.push_back(at_high[k] - at_low[k]);
  swing.diff_at_low = mean(at_low);
  swing.diff_at_high = mean(at_high);
  const auto interval = t_interval(widths);
  if (interval) {
    swing.swing_low = interval->low;
    swing.swing_high = interval->high;
  }
  // A swing that luck alone may have made flips nothing.
  const bool seen = interval && (interval->low > 0 || interval->high < 0);
  swing.flips = seen && swing.diff_at_low * swing.diff_at_high < 0;
  if (swing.flips) {
    const double share = swing.diff_at_low / (swing.diff_at_low - swing.diff_at_high);
    swing.flips_at = swing.low + share * (swing.high - swing.low);
  }
}

/// Moves the figures one at a time and writes what became of the difference.
tl::expected<void, RunFailure> move_each(std::vector<store::Swing>& swings, const Trials& trials,
                                         const Side& whatif, const NamedFigure& figure, int replications,
                                         const CompareOptions& options) {
  // Pieces of work: figure x end x side.
  std::vector<std::vector<double>> values(swings.size() * 4);
  const auto where = [&](int piece) {
    return fmt::format("{} at the {} end of its range", swings[static_cast<std::size_t>(piece) / 4].figure,
                       piece % 4 / 2 == 0 ? "low" : "high");
  };
  const auto work = [&](int piece) -> std::optional<RunFailure> {
    const auto p = static_cast<std::size_t>(piece);
    const Side& side = p % 2 == 0 ? trials.base() : whatif;
    const scenario::Scenario moved = with_figure_at_end(*side.scenario, swings[p / 4].figure, p % 4 / 2 == 1);
    auto world = ReadyWorld::make(moved, &side.world);
    if (!world) return std::move(world.error());
    for (int r = 0; r < replications; ++r) {
      auto outcome = world->replicate({options.seed, r}, where(piece));
      if (!outcome) return std::move(outcome.error());
      values[p].push_back(figure.in(outcome->figures));
    }
    return std::nullopt;
  };
  const auto done =
      for_each_number(static_cast<int>(values.size()), options.pace, whatif.scenario->name, work, where);
  if (!done) return done;
  for (std::size_t i = 0; i < swings.size(); ++i) {
    std::vector<double> ends[2];
    for (std::size_t end = 0; end < 2; ++end) {
      for (std::size_t r = 0; r < static_cast<std::size_t>(replications); ++r)
        ends[end].push_back(values[4 * i + 2 * end + 1][r] - values[4 * i + 2 * end][r]);
    }
    settle(swings[i], ends[0], ends[1]);
  }
  return {};
}

}  // namespace

tl::expected<store::Tornado, RunFailure> tornado(const Trials& trials, const Side& whatif,
                                                 const NamedFigure& figure, const CompareOptions& options) {
  std::vector<store::Swing> swings = screened(trials, whatif, figure);
  store::Tornado out{whatif.scenario->name,
                     figure.text(),
                     figure.unit(),
                     static_cast<int>(swings.size()),
                     0,
                     std::min(kReplications, trials.done()),
                     share_seen_surely(swings.size(), whatif.drawn.size()),
                     {}};
  if (options.swings == CompareOptions::Swings::screened && swings.size() > kScreened)
    swings.resize(kScreened);
  out.moved = static_cast<int>(swings.size());
  if (const auto done = move_each(swings, trials, whatif, figure, out.replications, options); !done)
    return tl::unexpected(done.error());
  std::erase_if(swings,
                [](const store::Swing& s) { return !(std::abs(s.diff_at_high - s.diff_at_low) > 0); });
  std::sort(swings.begin(), swings.end(), [](const store::Swing& a, const store::Swing& b) {
    if (a.flips != b.flips) return a.flips;
    const double x = std::abs(a.diff_at_high - a.diff_at_low), y = std::abs(b.diff_at_high - b.diff_at_low);
    return x != y ? x > y : a.figure < b.figure;
  });
  if (swings.size() > kShown) swings.resize(kShown);
  out.swings = std::move(swings);
  return out;
}

}  // namespace corridor::experiment
