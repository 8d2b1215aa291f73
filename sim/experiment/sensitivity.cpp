#include "sim/experiment/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/engine/random.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {
namespace {

using store::StudyPlan;
using store::StudySample;
using Samples = std::vector<StudySample>;

/// The rows of a Saltelli design, about the mean of A and B.
struct SobolRows {
  std::vector<double> a, b;
  std::vector<std::vector<double>> ab;  ///< [parameter][row]
};

SobolRows rows_of(std::span<const double> values, std::size_t k) {
  SobolRows rows;
  rows.ab.resize(k);
  for (std::size_t at = 0; at + k + 2 <= values.size(); at += k + 2) {
    rows.a.push_back(values[at]);
    rows.b.push_back(values[at + 1]);
    for (std::size_t i = 0; i < k; ++i) rows.ab[i].push_back(values[at + 2 + i]);
  }
  double sum = 0;
  for (std::size_t j = 0; j < rows.a.size(); ++j) sum += rows.a[j] + rows.b[j];
  const double middle = rows.a.empty() ? 0 : sum / (2 * static_cast<double>(rows.a.size()));
  for (double& x : rows.a) x -= middle;
  for (double& x : rows.b) x -= middle;
  for (auto& column : rows.ab) {
    for (double& x : column) x -= middle;
  }
  return rows;
}

/// First order and total of each parameter over the rows picked; nullopt where nothing varies.
std::optional<std::vector<SobolIndex>> estimate(const SobolRows& rows,
                                                const std::vector<std::size_t>& picked) {
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(picked.size());
  for (const std::size_t j : picked) {
    sum += rows.a[j] + rows.b[j];
    squares += rows.a[j] * rows.a[j] + rows.b[j] * rows.b[j];
  }
  const double middle = sum / (2 * n), variance = squares / (2 * n) - middle * middle;
  if (!(variance > 0)) return std::nullopt;
  std::vector<SobolIndex> out;
  for (const std::vector<double>& ab : rows.ab) {
    double first = 0, total = 0;
    for (const std::size_t j : picked) {
      first += rows.b[j] * (ab[j] - rows.a[j]);
      total += (rows.a[j] - ab[j]) * (rows.a[j] - ab[j]);
    }
    out.push_back({first / n / variance, total / (2 * n) / variance, {}, {}});
  }
  return out;
}

Interval middle_95(std::vector<double> values) {
  std::ranges::sort(values);
  const auto last = static_cast<double>(values.size() - 1);
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(std::floor(share * last + 0.5))];
  };
  return {at(0.025), at(0.975)};
}

/// Which level of a parameter a point has, for curves.
struct Place {
  double x = 0;
  std::string level;
  bool operator<(const Place& other) const { return x != other.x ? x < other.x : level < other.level; }
};

constexpr int kParts = 8;

/// The places of one parameter, [point]; nullopt where the point leaves it as the base has it.
std::vector<std::optional<Place>> places_of(const StudyPlan& plan, std::size_t parameter, bool by_level) {
  std::vector<std::optional<Place>> out(plan.points.size());
  double low = 0, high = 0;
  bool any = false;
  for (const auto& point : plan.points) {
    const auto& x = point[parameter].x;
    if (!x) continue;
    low = any ? std::min(low, *x) : *x;
    high = any ? std::max(high, *x) : *x;
    any = true;
  }
  const bool cut = !by_level && plan.parameters[parameter].kind != "word" && high > low;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const StudyPlan::Setting& s = plan.points[i][parameter];
    if (s.text.empty()) continue;
    if (!cut) {
      out[i] = Place{s.x.value_or(0), s.text};
      continue;
    }
    const double share = (s.x.value_or(low) - low) / (high - low);
    const int part = std::min(kParts - 1, static_cast<int>(std::floor(share * kParts)));
    const double from = low + (high - low) * part / kParts, to = low + (high - low) * (part + 1) / kParts;
    out[i] = Place{(from + to) / 2, fmt::format("{:.6g} to {:.6g}", from, to)};
  }
  return out;
}

/// Means over points within each replication.
class Sums {
 public:
  void add(const StudySample& sample) {
    sum_.resize(sample.values.size());
    count_.resize(sample.values.size());
    ++points_;
    for (std::size_t r = 0; r < sample.values.size(); ++r) {
      if (!sample.values[r]) continue;
      sum_[r] += *sample.values[r];
      ++count_[r];
    }
  }
  int points() const { return points_; }
  std::vector<std::optional<double>> by_replication() const {
    std::vector<std::optional<double>> out;
    for (std::size_t r = 0; r < sum_.size(); ++r)
      out.push_back(count_[r] > 0 ? std::optional(sum_[r] / count_[r]) : std::nullopt);
    return out;
  }

 private:
  std::vector<double> sum_;
  std::vector<int> count_;
  int points_ = 0;
};

std::vector<double> those_with_value(const std::vector<std::optional<double>>& values) {
  std::vector<double> out;
  for (const std::optional<double>& value : values) {
    if (value) out.push_back(*value);
  }
  return out;
}

/// Between two levels that share their luck, so replication by replication.
void add_slope(CurvePoint& point, const LevelMeans& from, const LevelMeans& to) {
  const double dx = to.x - from.x;
  std::vector<double> slopes;
  for (std::size_t r = 0; r < std::min(from.by_replication.size(), to.by_replication.size()); ++r) {
    if (from.by_replication[r] && to.by_replication[r])
      slopes.push_back((*to.by_replication[r] - *from.by_replication[r]) / dx);
  }
  if (slopes.empty() || dx == 0) return;
  point.slope = mean(slopes);
  point.slope_interval = t_interval(slopes);
}

bool is_one_at_a_time(const StudyPlan& plan) { return plan.design.starts_with("one-at-a-time"); }

/// Whether a point has all parameters but one as the first point has them.
bool differs_only_in(const StudyPlan& plan, std::size_t point, std::size_t parameter) {
  for (std::size_t k = 0; k < plan.parameters.size(); ++k) {
    if (k != parameter && plan.points[point][k].text != plan.points.front()[k].text) return false;
  }
  return true;
}

/// Samples figure by figure. @pre sorted as StudyStore::samples() gives them
std::vector<Samples> by_figure(Samples&& all) {
  std::vector<Samples> out;
  for (StudySample& s : all) {
    if (out.empty() || out.back().front().kpi != s.kpi || out.back().front().by != s.by) out.emplace_back();
    out.back().push_back(std::move(s));
  }
  return out;
}

/// The least that a key figure can be; one that the catalogue does not know may have any sign.
double least_of(const std::string& kpi) {
  const std::vector<KpiInfo> all = kpi_catalogue();
  const auto known = std::ranges::find(all, kpi, &KpiInfo::name);
  return known == all.end() || known->any_sign ? -std::numeric_limits<double>::infinity() : 0.0;
}

store::Table curves_table(const StudyPlan& plan, const std::vector<Samples>& figures, bool by_level) {
  store::Table t{"curves",
                 {"kpi", "by", "measured_in", "parameter", "level", "x", "points", "mean", "low", "high",
                  "effect", "slope", "slope_low", "slope_high", "replications"},
                 {}};
  for (const Samples& one : figures) {
    for (const CurvePoint& p : response_curves(plan, one, by_level)) {
      using store::Cell;
      const auto end = [](const std::optional<Interval>& i, bool low) {
        return i ? Cell{low ? i->low : i->high} : Cell{std::string{}};
      };
      t.rows.push_back({one.front().kpi, one.front().by, one.front().unit, p.parameter, p.level, p.x,
                        std::int64_t{p.points}, p.mean, end(p.interval, true), end(p.interval, false),
                        std::isnan(p.effect) ? Cell{std::string{}} : Cell{p.effect},
                        p.slope ? Cell{*p.slope} : Cell{std::string{}}, end(p.slope_interval, true),
                        end(p.slope_interval, false), std::int64_t{p.replications}});
    }
  }
  return t;
}

store::Table indices_table(const StudyPlan& plan, const std::vector<Samples>& figures, std::uint64_t seed) {
  store::Table t{
      "indices",
      {"kpi", "by", "parameter", "first", "first_low", "first_high", "total", "total_low", "total_high"},
      {}};
  for (const Samples& one : figures) {
    if (one.size() != plan.points.size()) continue;  // a figure that some points do not have
    std::vector<double> values;
    for (const StudySample& s : one) {
      const std::vector<double> means = those_with_value(s.values);
      if (!means.empty()) values.push_back(mean(means));
    }
    if (values.size() != plan.points.size()) continue;
    const auto indices = sobol_indices(values, static_cast<int>(plan.parameters.size()), seed);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const SobolIndex& s = indices[i];
      t.rows.push_back({one.front().kpi, one.front().by, plan.parameters[i].name, s.first,
                        s.first_interval.low, s.first_interval.high, s.total, s.total_interval.low,
                        s.total_interval.high});
    }
  }
  return t;
}

}  // namespace

std::vector<SobolIndex> sobol_indices(std::span<const double> values, int parameters, std::uint64_t seed) {
  constexpr int kResamples = 500;
  const SobolRows rows = rows_of(values, static_cast<std::size_t>(parameters));
  std::vector<std::size_t> picked(rows.a.size());
  for (std::size_t j = 0; j < picked.size(); ++j) picked[j] = j;
  if (picked.empty()) return {};
  auto out = estimate(rows, picked);
  if (!out) return {};
  std::vector<std::vector<double>> first(out->size()), total(out->size());
  for (int r = 0; r < kResamples; ++r) {
    engine::Stream stream(seed, static_cast<std::uint64_t>(r), "sobol indices", "bootstrap");
    for (std::size_t& j : picked)
      j = static_cast<std::size_t>(stream.integer(0, static_cast<std::int64_t>(rows.a.size()) - 1));
    const auto again = estimate(rows, picked);
    for (std::size_t i = 0; again && i < out->size(); ++i) {
      first[i].push_back((*again)[i].first);
      total[i].push_back((*again)[i].total);
    }
  }
  for (std::size_t i = 0; i < out->size(); ++i) {
    if (first[i].empty()) continue;
    (*out)[i].first_interval = middle_95(first[i]);
    (*out)[i].total_interval = middle_95(total[i]);
  }
  return *out;
}

bool is_by_level(const StudyPlan& plan) {
  return plan.design.starts_with("grid") || plan.design.starts_with("list") || is_one_at_a_time(plan);
}

std::vector<LevelMeans> level_means(const StudyPlan& plan, const Samples& samples, std::size_t parameter,
                                    bool by_level) {
  const auto places = places_of(plan, parameter, by_level);
  std::map<Place, Sums> levels;
  for (const StudySample& s : samples) {
    const auto point = static_cast<std::size_t>(s.point);
    if (is_one_at_a_time(plan) && !differs_only_in(plan, point, parameter)) continue;
    if (places[point]) levels[*places[point]].add(s);
  }
  std::vector<LevelMeans> out;
  for (const auto& [place, sums] : levels)
    out.push_back({place.level, place.x, sums.points(), sums.by_replication()});
  return out;
}

std::vector<CurvePoint> response_curves(const StudyPlan& plan, const Samples& samples, bool by_level) {
  std::vector<CurvePoint> out;
  Sums all;
  for (const StudySample& s : samples) {
    if (!is_one_at_a_time(plan) || s.point == 0) all.add(s);
  }
  const std::vector<double> overall = those_with_value(all.by_replication());
  const double middle = overall.empty() ? std::nan("") : mean(overall);
  const double least = samples.empty() ? 0 : least_of(samples.front().kpi);
  for (std::size_t k = 0; k < plan.parameters.size(); ++k) {
    std::optional<LevelMeans> before;
    for (LevelMeans& level : level_means(plan, samples, k, by_level)) {
      const std::vector<double> means = those_with_value(level.by_replication);
      if (means.empty()) continue;
      const double here = mean(means);
      out.push_back({plan.parameters[k].name, level.level, level.x, level.points, here,
                     not_below(least, t_interval(means)), here - middle});
      out.back().replications = static_cast<int>(means.size());
      if (before && plan.parameters[k].kind != "word") add_slope(out.back(), *before, level);
      before = std::move(level);
    }
  }
  return out;
}

std::vector<store::Table> sensitivity_tables(const store::StudyStore& study) {
  const StudyPlan& plan = study.plan();
  const std::vector<Samples> figures = by_figure(study.samples(false));
  std::vector<store::Table> out{curves_table(plan, figures, is_by_level(plan))};
  if (plan.design.find("indices") != std::string::npos)
    out.push_back(indices_table(plan, figures, plan.seed));
  return out;
}

}  // namespace corridor::experiment
