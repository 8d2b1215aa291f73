#include "sim/experiment/compare_rows.hpp"

#include <cmath>
#include <set>

#include "sim/experiment/families.hpp"
#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {
namespace {

using Values = std::vector<std::optional<std::span<const double>>>;  ///< [replication]; none of that part

Values values_of(const std::vector<Figures>& runs, const PartKey& key) {
  Values out;
  for (const Figures& run : runs) out.push_back(run.find(key));
  return out;
}
double value_of(const std::optional<std::span<const double>>& values, std::size_t figure, bool total) {
  if (values) return (*values)[figure];
  return total ? 0 : std::nan("");
}

struct Pairs {
  std::vector<double> base, whatif, difference;
};
Pairs pairs_of(const Values& base, const Values& whatif, std::size_t figure, bool total) {
  Pairs out;
  for (std::size_t r = 0; r < base.size(); ++r) {
    const double a = value_of(base[r], figure, total), b = value_of(whatif[r], figure, total);
    if (std::isnan(a) || std::isnan(b)) continue;
    out.base.push_back(a);
    out.whatif.push_back(b);
    out.difference.push_back(b - a);
  }
  return out;
}
std::vector<double> samples_of(const Values& runs, std::size_t figure, bool total) {
  std::vector<double> out;
  for (const auto& values : runs) {
    const double value = value_of(values, figure, total);
    if (!std::isnan(value)) out.push_back(value);
  }
  return out;
}
std::optional<double> mean_of(const std::vector<double>& samples) {
  if (samples.empty()) return std::nullopt;
  return mean(samples);
}

/// One part's runs on both sides.
struct PartRuns {
  Values base, whatif, base_drawn, whatif_drawn, apart;
};

store::Difference difference(const PartRuns& runs, std::size_t figure, bool total, bool drew,
                             const CompareOptions& options, double level) {
  store::Difference row;
  const Pairs plain = pairs_of(runs.base, runs.whatif, figure, total);
  row.n = static_cast<int>(plain.difference.size());
  row.base = mean_of(plain.base.empty() ? samples_of(runs.base, figure, total) : plain.base);
  row.whatif = mean_of(plain.whatif.empty() ? samples_of(runs.whatif, figure, total) : plain.whatif);
  row.diff = mean_of(plain.difference);
  const auto noise = t_interval(plain.difference, level);
  auto wide = noise;
  if (noise) {
    row.low = noise->low;
    row.high = noise->high;
  }
  if (options.draw_ranges && noise) {
    const auto all = drew ? interval_with_ignorance(
                                plain.difference,
                                pairs_of(runs.base_drawn, runs.whatif_drawn, figure, total).difference, level)
                          : noise;
    if (all) {
      row.low_all = all->low;
      row.high_all = all->high;
      wide = all;
    }
  }
  if (wide && wide->low > 0) row.verdict = store::Verdict::more;
  if (wide && wide->high < 0) row.verdict = store::Verdict::less;
  if (options.independent) {
    const std::vector<double> base = samples_of(runs.base, figure, total);
    const std::vector<double> apart = samples_of(runs.apart, figure, total);
    if (const auto independent = welch_interval(base, apart, level)) {
      row.low_independent = independent->low;
      row.high_independent = independent->high;
    }
    const double paired = variance(plain.difference);
    if (paired > 0) row.variance_ratio = (variance(base) + variance(apart)) / paired;
  }
  return row;
}

}  // namespace

std::vector<store::Difference> compare_rows(const Side& base, const Side& whatif,
                                            const CompareOptions& options, bool drew, double level) {
  std::set<PartKey> parts;
  for (const std::vector<Figures>* runs : {&base.plain, &base.drawn, &whatif.plain, &whatif.drawn}) {
    for (const Figures& run : *runs) {
      for (std::size_t i = 0; i < run.size(); ++i) parts.insert(run[i].key());
    }
  }
  const std::vector<Family> all = families();
  std::vector<std::vector<std::vector<store::Difference>>> sorted(all.size());  // [family][figure]
  std::vector<std::vector<Cut>> cuts;
  for (std::size_t f = 0; f < all.size(); ++f) {
    sorted[f].resize(all[f].figures.size());
    cuts.push_back(all[f].all_cuts());
  }
  for (const PartKey& key : parts) {
    const Family& family = all[key.family];
    const PartRuns runs{values_of(base.plain, key), values_of(whatif.plain, key), values_of(base.drawn, key),
                        values_of(whatif.drawn, key), values_of(whatif.apart, key)};
    for (std::size_t i = 0; i < family.figures.size(); ++i) {
      const Figure& figure = family.figures[i];
      const Cut& cut = cuts[key.family][key.cut];
      if (!family.takes(figure, key.cut) || (!options.by_month && !cut.empty() && cut.back() == Key::month))
        continue;
      store::Difference row = difference(runs, i, figure.total, drew, options, level);
      if (!row.base && !row.whatif) continue;
      row.scenario = whatif.scenario->name;
      row.kpi = figure.name;
      row.unit = figure.unit;
      for (std::size_t k = 0; k < cut.size(); ++k) row.by[std::string{to_word(cut[k])}] = key.labels[k];
      sorted[key.family][i].push_back(std::move(row));
    }
  }
  std::vector<store::Difference> out;
  for (auto& family : sorted) {
    for (auto& rows : family) std::move(rows.begin(), rows.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace corridor::experiment
