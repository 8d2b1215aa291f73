#include "sim/experiment/kpi.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

#include "sim/experiment/families.hpp"
#include "sim/experiment/parallel.hpp"
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

/// Labels of the parts of a cut, joined; ascending, each once.
using PartList = std::vector<std::string>;

/// The parts that are listed in any case, by promised cut: every market that could buy what is sold.
std::vector<PartList> markets_of(const model::World& world) {
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
  std::vector<PartList> out;
  for (const std::set<Texts>& list : parts)
    std::ranges::transform(list, std::back_inserter(out.emplace_back()), joined_labels);
  return out;
}

PartList united(const PartList& a, const PartList& b) {
  PartList out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}
PartList by_month(const PartList& parts, const Texts& months) {
  PartList out;
  for (const std::string& part : parts) {
    for (const std::string& month : months) out.push_back(part + joined_labels({&month, 1}));
  }
  return out;
}

/// One cut of one family.
struct CutOfFamily {
  std::size_t family = 0, cut = 0;
};

/// What a replication has of a cut: its parts in ascending order, from the next that was not asked for yet.
struct PartsOfRun {
  const Figures* run;
  std::size_t next, end;
  std::string_view labels() const { return (*run)[next].labels; }
};
std::vector<PartsOfRun> parts_of_runs(const std::vector<Figures>& runs, const CutOfFamily& of) {
  std::vector<PartsOfRun> out;
  for (const Figures& run : runs) {
    const auto [begin, end] = run.of_cut(of.family, of.cut);
    out.push_back({&run, begin, end});
  }
  return out;
}

/// Adds what a replication has to the parts that others had, most of which are the same.
void add_parts(PartList& parts, PartsOfRun run) {
  PartList more;
  auto known = parts.begin();
  for (; run.next != run.end; ++run.next) {
    const std::string_view labels = run.labels();
    while (known != parts.end() && *known < labels) ++known;
    if (known == parts.end() || *known != labels) more.emplace_back(labels);
  }
  if (!more.empty()) parts = united(parts, more);
}

/// The values of a family's figures for one part, by replication; none where it has nothing of that part.
using PartRuns = std::vector<std::span<const double>>;
/// @pre asked for in ascending order of parts, of which none is left out that a replication has
void step_to(std::string_view part, std::vector<PartsOfRun>& runs, PartRuns& out) {
  out.clear();
  for (PartsOfRun& run : runs) {
    const bool has = run.next != run.end && run.labels() == part;
    out.push_back(has ? (*run.run)[run.next++].values : std::span<const double>{});
  }
}
/// One value a replication; those without a value are left out.
std::vector<double> samples_of(const PartRuns& runs, std::size_t figure, bool total) {
  std::vector<double> out;
  out.reserve(runs.size());
  for (const std::span<const double> values : runs) {
    if (values.empty() && total) out.push_back(0);
    if (!values.empty() && !std::isnan(values[figure])) out.push_back(values[figure]);
  }
  return out;
}

/// Positions of facts in the family's ranking; none where it has none.
std::vector<std::uint32_t> ranking_of(const Family& family, const Source& source, const Facts& facts) {
  if (!family.rank) return {};
  std::vector<std::pair<Rank, std::uint32_t>> ranks;
  for (std::uint32_t i = 0; i < facts.size(); ++i)
    ranks.emplace_back(family.rank(source, facts.rows()[i]), i);
  std::sort(ranks.begin(), ranks.end());
  std::vector<std::uint32_t> order;
  for (const auto& [rank, position] : ranks) order.push_back(position);
  return order;
}

/// The rows of all groups of a cut in their family's ranking.
class Ranking {
 public:
  Ranking(const Family& family, const Source& source, const Groups& groups, Rows order) : groups_(groups) {
    if (!family.rank) return;
    rows_ = groups.rows_in_order(order);
    const std::span<const double> weights = family.weights(source);
    running_.reserve(rows_.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
      double sum = 0;
      for (const std::uint32_t row : groups.rows(g, Rows{rows_})) running_.push_back(sum += weights[row]);
    }
  }
  Ranked of(std::size_t group) const {
    return {groups_.rows(group, Rows{rows_}), groups_.rows(group, std::span<const double>{running_})};
  }

 private:
  const Groups& groups_;
  std::vector<std::uint32_t> rows_;
  std::vector<double> running_;
};

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
      const Ranking ranked{family, source, groups, ranking};
      // Figure by figure: what a figure sums is read for all groups while it is near.
      const std::size_t n = family.figures.size();
      std::vector<double> values(groups.size() * n, std::nan(""));
      for (std::size_t i = 0; i < n; ++i) {
        const Figure& figure = family.figures[i];
        if (!family.takes(figure, cut) || !is_asked(figure)) continue;
        for (std::size_t g = 0; g < groups.size(); ++g)
          values[g * n + i] =
              figure.quantile ? figure.quantile(source, ranked.of(g)) : figure.value(source, groups.rows(g));
      }
      for (std::size_t g = 0; g < groups.size(); ++g)
        figures.add(f, cut, groups.text(g, label.labels()), std::span{values}.subspan(g * n, n));
    };
    std::map<Cut, Groups> known;
    for (std::size_t c = 0; c < family.cuts.size(); ++c) {
      if (family.cuts[c].size() > asked.most_labels) continue;
      const Groups& groups = grouped(facts, family.cuts[c], known);
      take(c, groups);
      if (family.monthly && asked.months) take(family.cuts.size() + c, groups.by(Key::month));
    }
  }
  figures.sort();
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

namespace {

/// The figures of a cut, [figure][part].
std::vector<std::vector<Kpi>> kpis_of_cut(const Family& family, const CutOfFamily& of, const PartList& parts,
                                          const std::vector<Figures>& noise,
                                          const std::vector<Figures>& drawn, double level) {
  const Cut cut = family.all_cuts()[of.cut];
  std::vector<PartsOfRun> plain_runs = parts_of_runs(noise, of), other_runs = parts_of_runs(drawn, of);
  PartRuns plain, other;
  std::vector<std::vector<Kpi>> out(family.figures.size());
  for (const std::string& part : parts) {
    step_to(part, plain_runs, plain);
    step_to(part, other_runs, other);
    store::By by;
    const Texts labels = labels_in(part);
    for (std::size_t i = 0; i < labels.size(); ++i) by[std::string{to_word(cut[i])}] = labels[i];
    for (std::size_t i = 0; i < family.figures.size(); ++i) {
      const Figure& figure = family.figures[i];
      if (!family.takes(figure, of.cut)) continue;
      Kpi kpi =
          make_kpi(figure, samples_of(plain, i, figure.total), samples_of(other, i, figure.total), level);
      if (!kpi.mean && !figure.always) continue;
      kpi.by = by;
      out[i].push_back(std::move(kpi));
    }
  }
  return out;
}

}  // namespace

std::vector<Kpi> summarize(const model::World& world, const std::vector<Figures>& noise,
                           const std::vector<Figures>& drawn, double level, unsigned threads) {
  const std::vector<Family> all = families();
  std::vector<CutOfFamily> cuts;
  for (std::size_t f = 0; f < all.size(); ++f) {
    const std::size_t of_family = all[f].all_cuts().size();
    for (std::size_t c = 0; c < of_family; ++c) cuts.push_back({f, c});
  }
  // Listed are all parts that any replication had, those promised, and every month of each.
  std::vector<PartList> parts(cuts.size());
  side_by_side(cuts.size(), threads, [&](std::size_t i) {
    for (const std::vector<Figures>* runs : {&noise, &drawn}) {
      for (const PartsOfRun& run : parts_of_runs(*runs, cuts[i])) add_parts(parts[i], run);
    }
  });
  const auto is_promised = [&](const CutOfFamily& of) {
    return all[of.family].promised && of.cut < kPromisedCuts;
  };
  std::vector<PartList> promised = markets_of(world);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (is_promised(cuts[i])) promised[cuts[i].cut] = united(promised[cuts[i].cut], parts[i]);
  }
  const Texts months = months_of(world);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const auto& [f, c] = cuts[i];
    if (is_promised(cuts[i])) parts[i] = promised[c];
    const std::size_t plain = all[f].cuts.size();
    if (c >= plain) parts[i] = united(parts[i], by_month(parts[i - plain], months));
  }
  std::vector<std::vector<std::vector<Kpi>>> kpis(cuts.size());  // [cut][figure]
  side_by_side(cuts.size(), threads, [&](std::size_t i) {
    kpis[i] = kpis_of_cut(all[cuts[i].family], cuts[i], parts[i], noise, drawn, level);
  });
  std::vector<Kpi> out;
  for (std::size_t i = 0; i < cuts.size();) {
    const std::size_t first = i, family = cuts[i].family;
    while (i < cuts.size() && cuts[i].family == family) ++i;
    for (std::size_t figure = 0; figure < all[family].figures.size(); ++figure) {
      for (std::size_t cut = first; cut < i; ++cut)
        std::move(kpis[cut][figure].begin(), kpis[cut][figure].end(), std::back_inserter(out));
    }
  }
  return out;
}

}  // namespace corridor::experiment
