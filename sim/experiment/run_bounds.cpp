#include "sim/experiment/run_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "sim/experiment/lot_way.hpp"
#include "sim/experiment/trade_program.hpp"

namespace corridor::experiment {
namespace {

using model::Alternative;
using model::Fate;
using model::LotRow;
using model::World;

/// Lots of one flow, pool and kind of buyer, released in one month.
struct Group {
  Month month;
  std::uint32_t flow = 0, pool = 0;
  bool bound = false;
  auto operator<=>(const Group&) const = default;
};
struct Carried {
  double kt = 0, usd_k = 0;  ///< thousands
};

double cost_of(const LotRow& lot) {
  double sum = 0;
  for (const Money m : lot.money) sum += in_usd(m);
  return sum;
}

class Bounding {
 public:
  Bounding(const model::Groundwork& shared, const model::Ledger& ledger)
      : shared_(shared), world_(shared.world), table_(shared) {
    for (const LotRow& lot : ledger.lots) sort_in(lot);
    raise();
  }

  RunBound solve() {
    const flow::Certificate most = most_tonnes(), least = least_cost();
    bound_.max_t = bound_.opening_t - most.primal * 1000.0;
    bound_.min_usd = opening_usd_ + least.primal * 1000.0;
    bound_.free_flow_usd += opening_usd_;
    bound_.certified = most.optimal && least.optimal;
    return std::move(bound_);
  }

 private:
  void sort_in(const LotRow& lot) {
    const bool before = lot.released < ModelTime{world_.measure.from};
    const double t = in_tonnes(lot.mass);
    if (lot.fate == Fate::delivered) {
      bound_.simulated_t += t;
      bound_.simulated_usd += cost_of(lot);
      if (before) {
        bound_.opening_t += t;
        opening_usd_ += cost_of(lot);
        return;
      }
      Carried& c = delivered_[group_of(lot)][way_of(shared_, lot)];
      c.kt += t / 1e3;
      c.usd_k += cost_of(lot) / 1e3;
    } else if (!before && lot.ended >= ModelTime{shared_.atlas.end} &&
               (lot.fate == Fate::under_way || lot.fate == Fate::in_stock)) {
      bound_.closing_t += t;
      closing_[group_of(lot)][way_of(shared_, lot)].kt += t / 1e3;
    }
  }

  static Group group_of(const LotRow& lot) {
    return {month_of(lot.released), lot.flow.n, lot.pool.n, lot.bound};
  }

  const model::MonthAtlas* month_atlas(Month month) const {
    for (const model::MonthAtlas& m : shared_.atlas.months) {
      if (m.month == month) return &m;
    }
    return nullptr;
  }

  const Alternative* find(const Group& g, std::uint32_t way) const {
    const model::MonthAtlas* month = month_atlas(g.month);
    if (month == nullptr) return nullptr;
    for (const Alternative& a : month->flows[g.flow].alternatives) {
      if (a.pool.n == g.pool && a.bound == g.bound && a.way == way) return &a;
    }
    return nullptr;
  }

  Uses uses_of(const Group& g, std::uint32_t way) const {
    const Alternative* a = find(g, way);
    return table_.of(model::FlowId{std::size_t{g.flow}}, model::PoolId{std::size_t{g.pool}}, g.bound, way,
                     a != nullptr ? a->quotas : std::uint16_t{0}, g.month);
  }

  /// Capacities as they turned out: where the run got more through than its month's amount (must-serve goods
  /// queue whether there is room or not; a lot that was turned elsewhere comes on top), the amount is what it
  /// got through. What the closing stock has used is taken off.
  void raise() {
    std::map<RowKey, double> used, closing;
    for (const auto& [group, ways] : delivered_) {
      for (const auto& [way, c] : ways) {
        for (const auto& [key, each] : uses_of(group, way)) used[key] += each * c.kt;
      }
    }
    for (const auto& [group, ways] : closing_) {
      for (const auto& [way, c] : ways) {
        for (const auto& [key, each] : uses_of(group, way)) closing[key] += each * c.kt;
      }
    }
    std::vector<std::pair<double, std::string>> raised;
    for (const auto& [key, kt] : closing) used.try_emplace(key, 0.0);
    for (const auto& [key, kt] : used) {
      const double held = closing.contains(key) ? closing.at(key) : 0.0;
      const double given = table_.amount(key);
      if (given == kUnlimited) continue;
      amounts_[key] = std::max(given, kt + held) - held;
      const double more = kt + held - given;
      if (more <= 1e-6) continue;  // a kilogram
      if (key.capacity.kind != CapacityKind::fleet && key.capacity.kind != CapacityKind::ships)
        bound_.raised_t += more * 1e3;
      raised.emplace_back(-more * 1e3, fmt::format("{} of {} in {}", to_phrase(key.capacity.kind),
                                                   table_.capacities().id(key.capacity), to_iso(key.month)));
    }
    std::sort(raised.begin(), raised.end());
    for (auto& [more, words] : raised) bound_.raised.push_back(std::move(words));
  }

  MonthlyPrograms programs() const {
    MonthlyPrograms all(shared_, table_);
    for (TradeProgram& p : all.programs) {
      for (const auto& [key, kt] : amounts_) p.set_amount(key, kt);
    }
    return all;
  }

  static flow::Certificate certified(const MonthlyPrograms& all) {
    std::vector<flow::Certificate> parts;
    for (const TradeProgram& p : all.programs) parts.push_back(certify(p.lp, flow::solve(p.lp)));
    return sum_of(parts);
  }

  /// All lawful ways of a month, and those that the run went.
  template <class Visit>
  void each_way(Month month, const Visit& visit) const {
    const model::MonthAtlas* atlas = month_atlas(month);
    for (std::uint32_t f = 0; f < world_.flows.size(); ++f) {
      for (const Alternative& a : atlas->flows[f].alternatives) {
        const Group g{month, f, a.pool.n, a.bound};
        if (lawful_share(shared_, a, month) > 0 || went(g, a.way)) visit(g, a.way);
      }
    }
    for (const auto& [g, ways] : delivered_) {
      if (g.month != month) continue;
      for (const auto& [way, c] : ways) {
        if (find(g, way) == nullptr) visit(g, way);
      }
    }
  }

  bool went(const Group& g, std::uint32_t way) const {
    const auto it = delivered_.find(g);
    return it != delivered_.end() && it->second.contains(way);
  }

  flow::Certificate most_tonnes() const {
    MonthlyPrograms all = programs();
    for (const Month month : all.months()) {
      TradeProgram& p = all.of(month);
      each_way(month,
               [&](const Group& g, std::uint32_t way) { p.book(p.lp.add_column(-1.0), uses_of(g, way)); });
    }
    return certified(all);
  }

  /// What a tonne costs by a way, as planned for that month: free flow.
  double planned_usd_t(const Group& g, std::uint32_t way) const {
    if (const Alternative* a = find(g, way)) return a->cost_usd_t;
    const model::Route& route = shared_.atlas.ways[way];
    return way_cost(world_, shared_.ways, route.arcs, route.cargo, first_day(g.month)).total_usd_t();
  }

  /// A way costs what was planned, or what it really came to in this run where that was less: then the run's
  /// own choice costs the program no more than it cost the run.
  flow::Certificate least_cost() {
    MonthlyPrograms all = programs();
    std::map<Group, std::uint32_t> due;
    for (const auto& [g, ways] : delivered_) {
      double kt = 0;
      for (const auto& [way, c] : ways) {
        kt += c.kt;
        bound_.free_flow_usd += c.kt * 1e3 * planned_usd_t(g, way);
      }
      due[g] = all.of(g.month).lp.add_row(kt, kt);
    }
    for (const Month month : all.months()) {
      TradeProgram& p = all.of(month);
      each_way(month, [&](const Group& g, std::uint32_t way) {
        const auto row = due.find(g);
        if (row == due.end()) return;
        double usd_t = planned_usd_t(g, way);
        if (went(g, way)) {
          const Carried& c = delivered_.at(g).at(way);
          usd_t = std::min(usd_t, c.usd_k / c.kt);
        }
        const std::uint32_t x = p.lp.add_column(usd_t);
        p.lp.rows[row->second].entries.push_back({x, 1.0});
        p.book(x, uses_of(g, way));
      });
    }
    return certified(all);
  }

  const model::Groundwork& shared_;
  const World& world_;
  UseTable table_;
  std::map<Group, std::map<std::uint32_t, Carried>> delivered_, closing_;  ///< by way
  std::map<RowKey, double> amounts_;
  double opening_usd_ = 0;
  RunBound bound_;
};

}  // namespace

RunBound bound_run(const model::Groundwork& shared, const model::Ledger& ledger, int replication) {
  RunBound bound = Bounding(shared, ledger).solve();
  bound.replication = replication;
  return bound;
}

tl::expected<std::vector<RunBound>, RunFailure> bound_replications(const model::Groundwork& shared,
                                                                   const std::string& name,
                                                                   std::uint64_t seed, int n,
                                                                   const Pace& pace) {
  std::vector<RunBound> bounds(static_cast<std::size_t>(n));
  if (n == 0) return bounds;
  const auto where = [](int i) { return fmt::format("replication {}", i); };
  const auto work = [&](int i) -> std::optional<RunFailure> {
    const model::Ledger ledger = model::simulate(shared, seed, i);
    if (!ledger.balance.holds()) {
      return failure(RunFailure::Kind::broken, name, where(i), "the balance of the run is broken");
    }
    bounds[static_cast<std::size_t>(i)] = bound_run(shared, ledger, i);
    return std::nullopt;
  };
  if (auto done = for_each_number(n, pace, name, work, where); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  return bounds;
}

}  // namespace corridor::experiment
