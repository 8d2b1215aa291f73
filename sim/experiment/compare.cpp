#include "sim/experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/engine/assert.hpp"
#include "sim/experiment/compare_rows.hpp"
#include "sim/experiment/selection.hpp"
#include "sim/experiment/sequential.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/experiment/tornado.hpp"

namespace corridor::experiment {
namespace {

using store::Comparison;

NamedFigure known_figure(const char* text) {
  auto figure = NamedFigure::read(text);
  CORRIDOR_PRE(figure.has_value());
  return std::move(*figure);
}

/// Names of parts that the worlds have, in lower case, by key; a key that is not here cannot be checked.
using KnownLabels = std::map<Key, std::set<std::string>>;
KnownLabels labels_of(const std::vector<Side>& sides) {
  KnownLabels out;
  for (const Side& side : sides) {
    const model::World& w = side.world.world();
    for (const model::Commodity& c : w.commodities) out[Key::commodity].insert(lower_case(c.id));
    for (const model::Flow& f : w.flows) out[Key::flow].insert(lower_case(f.id));
    for (const model::Terminal& t : w.terminals) out[Key::terminal].insert(lower_case(t.id));
    for (const model::Border& b : w.borders) out[Key::border].insert(lower_case(b.id));
    for (const model::Link& l : w.links) out[Key::link].insert(lower_case(l.id));
    for (const model::Pool& p : w.pools) {
      out[Key::market].insert(lower_case(p.market));
      for (const auto& [from, group] : p.market_group) out[Key::market_group].insert(lower_case(group));
    }
  }
  return out;
}

void check_parts(const NamedFigure& figure, const KnownLabels& known, const std::string& file,
                 Diagnostics& faults) {
  for (const auto& [keys, label] : figure.parts()) {
    std::vector<std::string> candidates;
    bool open = false;
    for (const Key key : keys) {
      const auto names = known.find(key);
      if (names == known.end()) {
        open = true;
        continue;
      }
      candidates.insert(candidates.end(), names->second.begin(), names->second.end());
    }
    if (open || std::find(candidates.begin(), candidates.end(), label) != candidates.end()) continue;
    const std::string near = nearest(label, candidates);
    faults.push_back({Severity::error, file, 0, 0, figure.text(),
                      fmt::format("no scenario knows `{}`", label),
                      near.empty() ? "a name of `corridor list`" : fmt::format("did you mean `{}`?", near)});
  }
}

/// The widest relative half-width of noise, over what-ifs and the figures that precision is asked of.
store::Precision widest(const Trials& trials, const CompareOptions& options,
                        const std::vector<NamedFigure>& figures, double level) {
  store::Precision p{options.precision, 0, "", "", true, options.most, level};
  for (const Side& whatif : trials.whatifs()) {
    for (const NamedFigure& figure : figures) {
      std::vector<double> differences, levels;
      for (std::size_t r = 0; r < whatif.plain.size(); ++r) {
        const double a = figure.in(trials.base().plain[r]), b = figure.in(whatif.plain[r]);
        if (std::isnan(a) || std::isnan(b)) continue;
        differences.push_back(b - a);
        levels.push_back(a != 0 ? a : b);
      }
      if (differences.empty()) continue;  // neither has any of it
      const double share = relative_half_width(differences, mean(levels), level);
      if (share > p.reached || p.kpi.empty()) {
        p.reached = share;
        p.scenario = whatif.scenario->name;
        p.kpi = figure.text();
      }
    }
  }
  p.met = p.reached <= p.asked;
  return p;
}

/// Runs what is wanted; with a precision, until it is met or no more is allowed.
tl::expected<void, RunFailure> run(Trials& trials, const CompareOptions& options, Comparison& out) {
  if (options.precision <= 0) return trials.run_until(options.replications);
  std::vector<NamedFigure> figures = options.precise;
  if (figures.empty()) {
    for (const char* text : {"delivered", "cost_per_tonne", "days"}) figures.push_back(known_figure(text));
  }
  const std::vector<int> at = looks(std::min(options.replications, options.most), options.most);
  out.level = level_of_a_look(at.size());
  for (const int n : at) {
    if (auto done = trials.run_until(n); !done) return done;
    out.precision = widest(trials, options, figures, out.level);
    if (out.precision->met) break;
  }
  return {};
}

std::vector<store::Risk> risks(const Trials& trials, const CompareOptions& options) {
  std::vector<store::Risk> out;
  for (const Target& target : options.targets) {
    for (const Side& side : trials.sides()) {
      const std::vector<Figures>& futures = side.futures();
      store::Risk risk{side.scenario->name, target.text, 0, static_cast<int>(futures.size()), 0, 1};
      for (const Figures& future : futures) risk.missed += target.missed(future) ? 1 : 0;
      const Interval share = wilson_interval(risk.missed, risk.futures);
      risk.low = share.low;
      risk.high = share.high;
      out.push_back(std::move(risk));
    }
  }
  return out;
}

/// Futures in which a plan has no value are left out for all.
std::optional<store::Choice> choice(const Trials& trials, const NamedFigure& figure) {
  const std::vector<Side>& sides = trials.sides();
  std::vector<std::vector<double>> samples(sides.size());
  for (std::size_t k = 0; k < sides.front().futures().size(); ++k) {
    std::vector<double> values;
    for (const Side& side : sides) values.push_back(figure.in(side.futures()[k]));
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) continue;
    for (std::size_t i = 0; i < values.size(); ++i) samples[i].push_back(values[i]);
  }
  if (samples.front().size() < 2) return std::nullopt;
  store::Choice out{figure.text(),
                    figure.unit(),
                    figure.more_is_better(),
                    0.95,
                    static_cast<int>(samples.front().size()),
                    {}};
  const std::vector<bool> stays = may_be_best(samples, out.more_is_better, out.confidence);
  for (std::size_t i = 0; i < sides.size(); ++i)
    out.plans.push_back({sides[i].scenario->name, mean(samples[i]), stays[i]});
  return out;
}

std::vector<std::string> notes(const Trials& trials, const CompareOptions& options) {
  std::vector<std::string> out;
  const auto window = [](const Period& p) { return fmt::format("{} to {}", to_iso(p.from), to_iso(p.to)); };
  const scenario::Scenario& base = *trials.base().scenario;
  for (const Side& whatif : trials.whatifs()) {
    const Period& there = whatif.scenario->settings.measure;
    if (there == base.settings.measure) continue;
    out.push_back(
        fmt::format("{} measures {}, but {} {}: a difference between them holds all that changed between the "
                    "two windows, "
                    "not the what-if alone.",
                    base.name, window(base.settings.measure), whatif.scenario->name, window(there)));
  }
  if (trials.done() < 2)
    out.emplace_back("One replication gives no interval, so no difference can be told from luck.");
  if (!trials.draws() && options.draw_ranges && trials.done() > 1)
    out.emplace_back("No figure is a range, so ignorance adds nothing to noise.");
  const auto absent = [&](const NamedFigure& figure) {
    for (const Side& side : trials.sides()) {
      for (const Figures& future : side.futures()) {
        if (figure.has_part(future)) return false;
      }
    }
    return true;
  };
  for (const Target& target : options.targets) {
    if (absent(target.figure))
      out.push_back(fmt::format("No replication had anything of `{}`.", target.figure.text()));
  }
  return out;
}

}  // namespace

tl::expected<Comparison, RunFailure> compare(const std::vector<scenario::Scenario>& scenarios,
                                             const CompareOptions& options) {
  CORRIDOR_PRE(scenarios.size() >= 2 && options.replications >= 1);
  CORRIDOR_PRE(options.precision <= 0 || (options.replications >= 2 && options.most >= 2));
  auto trials = Trials::make(scenarios, options);
  if (!trials) return tl::unexpected(std::move(trials.error()));
  const NamedFigure figure = options.figure ? *options.figure : known_figure("delivered");
  Diagnostics faults;
  const KnownLabels known = labels_of(trials->sides());
  check_parts(figure, known, "--figure", faults);
  for (const Target& target : options.targets) check_parts(target.figure, known, "target", faults);
  if (!faults.empty()) return tl::unexpected(RunFailure{RunFailure::Kind::input, std::move(faults)});

  Comparison out;
  for (const scenario::Scenario& s : scenarios) {
    out.scenarios.push_back({s.name, s.settings.title, s.settings.question, s.settings.measure,
                             static_cast<int>(ranged_figures(s).size())});
  }
  out.seed = options.seed;
  if (auto done = run(*trials, options, out); !done) return tl::unexpected(std::move(done.error()));
  out.replications = trials->done();
  out.ranges_drawn = options.draw_ranges && trials->done() > 1;
  for (const Side& whatif : trials->whatifs()) {
    for (store::Difference& row : compare_rows(trials->base(), whatif, options, trials->draws(), out.level))
      out.rows.push_back(std::move(row));
  }
  out.risks = risks(*trials, options);
  if (scenarios.size() > 2) out.best = choice(*trials, figure);
  if (trials->draws() && options.swings != CompareOptions::Swings::none && trials->done() >= 3) {
    for (const Side& whatif : trials->whatifs()) {
      auto swings = tornado(*trials, whatif, figure, options);
      if (!swings) return tl::unexpected(std::move(swings.error()));
      out.tornado.push_back(std::move(*swings));
    }
  }
  out.notes = notes(*trials, options);
  return out;
}

}  // namespace corridor::experiment
