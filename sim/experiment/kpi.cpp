#include "sim/experiment/kpi.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

#include "sim/experiment/families.hpp"
#include "sim/experiment/statistics.hpp"

namespace corridor::experiment {
namespace {

using store::Kpi;
using Texts = std::vector<std::string>;

std::vector<std::string> months_of(const model::World& world) {
  std::vector<std::string> out;
  const Month last = month_of(world.measure.to);
  for (Month m = month_of(world.measure.from); m <= last; m = m + 1) out.push_back(to_iso(m));
  return out;
}

/// The parts that are listed in any case, by promised cut: every market that could buy what is sold.
std::vector<std::set<Texts>> markets_of(const model::World& world) {
  std::vector<std::set<Texts>> parts(kPromisedCuts);
  parts[0].insert(Texts{});
  for (const model::Flow& flow : world.flows) {
    const std::string& commodity = at(world.commodities, flow.cargo).id;
    parts[1].insert({commodity});
    for (std::size_t p = 0; p < world.pools.size(); ++p) {
      if (!world.is_kind_of(flow.cargo, world.pools[p].cargo)) continue;
      const model::PoolId pool{p};
      for (Day day = world.measure.from; day <= world.measure.to; day = first_day(month_of(day) + 1)) {
        parts[2].insert({commodity, std::string{world.market_group(pool, day)}});
      }
      parts[3].insert({commodity, world.pools[p].market});
    }
  }
  return parts;
}

/// Which parts each cut lists: all that any replication had, those promised, and every month of each.
class Parts {
 public:
  Parts(const model::World& world, const std::vector<Family>& all) : all_(all), seen_(all.size()) {
    for (std::size_t f = 0; f < all.size(); ++f) seen_[f].resize(all[f].all_cuts().size());
    promised_ = markets_of(world);
    months_ = months_of(world);
  }
  void add(const Figures& figures) {
    for (const auto& [key, values] : figures) seen_[key.family][key.cut].insert(key.labels);
  }
  void complete() {
    for (std::size_t f = 0; f < all_.size(); ++f) {
      if (!all_[f].promised) continue;
      for (std::size_t c = 0; c < kPromisedCuts; ++c)
        promised_[c].insert(seen_[f][c].begin(), seen_[f][c].end());
    }
    for (std::size_t f = 0; f < all_.size(); ++f) {
      const std::size_t plain = all_[f].cuts.size();
      if (all_[f].promised) {
        for (std::size_t c = 0; c < kPromisedCuts; ++c) {
          seen_[f][c].insert(promised_[c].begin(), promised_[c].end());
        }
      }
      if (!all_[f].monthly) continue;
      for (std::size_t c = 0; c < plain; ++c) {
        for (const Texts& part : seen_[f][c]) {
          for (const std::string& month : months_) {
            Texts with_month = part;
            with_month.push_back(month);
            seen_[f][c + plain].insert(std::move(with_month));
          }
        }
      }
    }
  }
  const std::set<Texts>& of(std::size_t family, std::size_t cut) const { return seen_[family][cut]; }

 private:
  const std::vector<Family>& all_;
  std::vector<std::vector<std::set<Texts>>> seen_;  ///< [family][cut]
  std::vector<std::set<Texts>> promised_;
  std::vector<std::string> months_;
};

/// The values of a family's figures for one part, by replication; nullptr where it has none of that part.
using PartRuns = std::vector<const std::vector<double>*>;
PartRuns runs_of(const std::vector<Figures>& runs, const PartKey& key) {
  PartRuns out;
  for (const Figures& run : runs) {
    const auto part = run.find(key);
    out.push_back(part == run.end() ? nullptr : &part->second);
  }
  return out;
}
/// One value a replication; those without a value are left out.
std::vector<double> samples_of(const PartRuns& runs, std::size_t figure, bool total) {
  std::vector<double> out;
  for (const std::vector<double>* values : runs) {
    if (values == nullptr && total) out.push_back(0);
    if (values != nullptr && !std::isnan((*values)[figure])) out.push_back((*values)[figure]);
  }
  return out;
}

/// Positions of facts in the family's ranking; none where it has none.
std::vector<std::uint32_t> ranking_of(const Family& family, const Source& source, const Facts& facts) {
  if (!family.rank) return {};
  std::vector<std::pair<Rank, std::uint32_t>> ranks;
  for (std::uint32_t i = 0; i < facts.size(); ++i) ranks.emplace_back(family.rank(source, facts[i].row), i);
  std::sort(ranks.begin(), ranks.end());
  std::vector<std::uint32_t> order;
  for (const auto& [rank, position] : ranks) order.push_back(position);
  return order;
}

/// Facts by a cut, from those by the cut without its last key.
const Groups& grouped(const Facts& facts, const Cut& cut, std::map<Cut, Groups>& known) {
  if (const auto it = known.find(cut); it != known.end()) return it->second;
  if (cut.empty()) return known.emplace(cut, Groups{facts}).first->second;
  const Cut wider(cut.begin(), cut.end() - 1);
  return known.emplace(cut, grouped(facts, wider, known).by(cut.back())).first->second;
}

}  // namespace

std::vector<KpiInfo> kpi_catalogue() {
  std::vector<KpiInfo> out;
  for (const Family& family : families()) {
    const std::vector<Cut> cuts = family.all_cuts();
    for (const Figure& f : family.figures) {
      out.push_back({f.name, f.unit, f.meaning, f.any_sign, {}});
      for (std::size_t c = 0; c < cuts.size(); ++c) {
        if (!family.takes(f, c)) continue;
        std::vector<std::string>& keys = out.back().cuts.emplace_back();
        for (const Key key : cuts[c]) keys.emplace_back(to_word(key));
      }
    }
  }
  return out;
}

Figures figures_of(const model::World& world, const model::Ledger& ledger, const FiguresAsked& asked,
                   const model::Groundwork* ground) {
  Labeller label{world, ledger};
  Source source{world, ledger, label, ground};
  const std::vector<Family> all = families();
  const auto is_asked = [&](const Figure& figure) {
    return asked.names.empty() || std::ranges::find(asked.names, figure.name) != asked.names.end();
  };
  Figures figures;
  for (std::size_t f = 0; f < all.size(); ++f) {
    const Family& family = all[f];
    if (std::ranges::none_of(family.figures, is_asked)) continue;
    const Facts facts = family.facts(source);
    const std::vector<std::uint32_t> ranking = ranking_of(family, source, facts);
    const auto take = [&](std::size_t cut, const Groups& groups) {
      const Groups ranked = family.rank ? groups.in_order(ranking) : groups;
      for (std::size_t g = 0; g < groups.size(); ++g) {
        std::vector<double>& values = figures[{f, cut, groups.texts(g, label.labels())}];
        values.reserve(family.figures.size());
        for (const Figure& figure : family.figures) {
          const Rows rows = figure.ranked ? ranked.rows(g) : groups.rows(g);
          const bool taken = family.takes(figure, cut) && is_asked(figure);
          values.push_back(taken ? figure.value(source, rows) : std::nan(""));
        }
      }
    };
    std::map<Cut, Groups> known;
    for (std::size_t c = 0; c < family.cuts.size(); ++c) {
      if (family.cuts[c].size() > asked.most_labels) continue;
      const Groups& groups = grouped(facts, family.cuts[c], known);
      take(c, groups);
      if (family.monthly && asked.months) take(family.cuts.size() + c, groups.by(Key::month));
    }
  }
  return figures;
}

Kpi make_kpi(const Figure& figure, const std::vector<double>& noise, const std::vector<double>& drawn,
             double level) {
  Kpi kpi;
  kpi.name = figure.name;
  kpi.unit = figure.unit;
  if (!noise.empty()) kpi.mean = mean(noise);
  const double least = figure.any_sign ? -std::numeric_limits<double>::infinity() : 0.0;
  if (const auto interval = not_below(least, t_interval(noise, level))) {
    kpi.low = interval->low;
    kpi.high = interval->high;
  }
  if (const auto interval = not_below(least, interval_with_ignorance(noise, drawn, level))) {
    kpi.low_all = interval->low;
    kpi.high_all = interval->high;
  }
  return kpi;
}

std::vector<Kpi> summarize(const model::World& world, const std::vector<Figures>& noise,
                           const std::vector<Figures>& drawn, double level) {
  const std::vector<Family> all = families();
  Parts parts{world, all};
  for (const Figures& run : noise) parts.add(run);
  for (const Figures& run : drawn) parts.add(run);
  parts.complete();
  std::vector<Kpi> out;
  for (std::size_t f = 0; f < all.size(); ++f) {
    const std::vector<Cut> cuts = all[f].all_cuts();
    std::vector<std::vector<Kpi>> by_figure(all[f].figures.size());
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      for (const Texts& part : parts.of(f, c)) {
        const PartKey key{f, c, part};
        const PartRuns plain = runs_of(noise, key), other = runs_of(drawn, key);
        store::By by;
        for (std::size_t i = 0; i < part.size(); ++i) by[std::string{to_word(cuts[c][i])}] = part[i];
        for (std::size_t i = 0; i < all[f].figures.size(); ++i) {
          const Figure& figure = all[f].figures[i];
          if (!all[f].takes(figure, c)) continue;
          Kpi kpi =
              make_kpi(figure, samples_of(plain, i, figure.total), samples_of(other, i, figure.total), level);
          if (!kpi.mean && !figure.always) continue;
          kpi.by = by;
          by_figure[i].push_back(std::move(kpi));
        }
      }
    }
    for (std::vector<Kpi>& kpis : by_figure) std::move(kpis.begin(), kpis.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace corridor::experiment
