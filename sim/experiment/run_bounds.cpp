#include "sim/experiment/run_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

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
      : shared_(shared), world_(shared.world), ledger_(ledger), table_(shared) {
    for (Month m = month_of(world_.measure.from); m <= month_of(world_.measure.to); m = m + 1)
      months_.push_back(m);
    for (const LotRow& lot : ledger.lots) sort_in(lot);
    limit();
  }

  RunBound solve() {
    const flow::Certificate most = most_tonnes(), least = least_cost();
    bound_.max_t = bound_.fixed_t - most.primal * 1000.0;
    bound_.min_usd = fixed_usd_ + least.primal * 1000.0;
    bound_.free_flow_usd += fixed_usd_;
    bound_.certified = most.optimal && least.optimal;
    return std::move(bound_);
  }

 private:
  /// What is taken as it was uses what it used; the rest is free to go another way.
  void sort_in(const LotRow& lot) {
    const bool before = lot.released < ModelTime{world_.measure.from};
    const bool ended = lot.ended < ModelTime{shared_.atlas.end};
    const double t = in_tonnes(lot.mass);
    if (lot.fate == Fate::delivered) {
      bound_.simulated_t += t;
      bound_.simulated_usd += cost_of(lot);
      if (before || lot.turned) {
        bound_.fixed_t += t;
        fixed_usd_ += cost_of(lot);
        use_up(lot, true, true);
        return;
      }
      Carried& c = delivered_[group_of(lot)][lot.way];
      c.kt += t / 1e3;
      c.usd_k += cost_of(lot) / 1e3;
    } else if (!ended && (lot.fate == Fate::under_way || lot.fate == Fate::in_stock)) {
      if (!before) bound_.closing_t += t;
      use_up(lot, before || lot.turned, false);
    }
  }

  /// Takes a lot off the capacities. One that was booked before the window, or elsewhere, counts only where a
  /// row holds all lots whenever they were booked; of the stock at the end, pools are told otherwise.
  void use_up(const LotRow& lot, bool elsewhere, bool delivered) {
    for (const auto& [key, each] : uses_of(group_of(lot), lot.way)) {
      const std::optional<RowKey> row = row_of(key);
      if (!row || physical(key.capacity.kind) || (elsewhere && row->month == key.month)) continue;
      if (!delivered && key.capacity.kind == CapacityKind::pool) continue;
      used_up_[*row] += each * in_tonnes(lot.mass) / 1e3;
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

  // ---- capacities ----

  /// Counted when trains run, not when they are booked.
  static bool physical(CapacityKind kind) {
    return kind == CapacityKind::link || kind == CapacityKind::border || kind == CapacityKind::works ||
           kind == CapacityKind::loading || kind == CapacityKind::unloading || kind == CapacityKind::pipeline;
  }

  /// The row of this program that a capacity's month is part of: of what is booked for a month and cannot be
  /// used in another, that month's; of the rest, one for the window. None: how much of it a tonne takes is
  /// chance, so it holds nothing back here.
  static std::optional<RowKey> row_of(RowKey key) {
    switch (key.capacity.kind) {
      case CapacityKind::fleet:
      case CapacityKind::ships:
      case CapacityKind::berths:
        return std::nullopt;
      case CapacityKind::supply:
      case CapacityKind::terminal:
      case CapacityKind::acceptance:
        return key;
      default:
        key.month = Month{};
        return key;
    }
  }

  /// Trains whose empties had not come home over a link by the end: each left a path to another loaded one.
  double not_home(model::LinkId link) const {
    if (!link.valid()) return 0;
    const model::LinkUse& use = ledger_.links[link.n];
    return static_cast<double>(std::max<std::int64_t>(0, use.trains[0] - use.empties[1]) +
                               std::max<std::int64_t>(0, use.trains[1] - use.empties[0]));
  }

  /// Of what trains use, thousand tonnes of the window, and the one train that an evenly spaced timetable
  /// lets through besides.
  double through_window(Capacity c) const {
    double t = 0;
    for (const Month m : months_) t += table_.capacities().amount(c, m, world_.measure);
    double trains = c.kind == CapacityKind::pipeline ? 0 : 1;
    if (c.kind == CapacityKind::link) trains += not_home(model::LinkId{std::size_t{c.index}});
    return (t + trains * table_.capacities().train_t()) / 1e3;
  }

  /// Of what is booked, thousand tonnes of a whole month; or what must-serve contracts booked, which go
  /// beyond.
  double booked_in(const RowKey& key) const {
    const auto due = contracts_.find(key);
    const Period whole{first_day(key.month), first_day(key.month + 1) - std::chrono::days{1}};
    return std::max(table_.amount(key, whole), due == contracts_.end() ? 0.0 : due->second);
  }

  double amount_of(const RowKey& row) const {
    const Capacity c = row.capacity;
    double kt = 0;
    if (physical(c.kind)) {
      kt = through_window(c);
    } else if (row.month != Month{}) {
      kt = booked_in(row);
    } else if (c.kind == CapacityKind::pool) {
      for (const Month m : months_) kt += booked_in({c, m, row.bound});
      const std::size_t buyers = row.bound ? 1 : 0;
      kt += in_tonnes(ledger_.carried_in[c.index][buyers] - ledger_.carried_out[c.index][buyers]) / 1e3;
    } else {  // a quota: all that was planned, the run-in included
      std::set<Month> periods;
      for (const model::MonthAtlas& m : shared_.atlas.months) periods.insert(table_.quota_period(c, m.month));
      kt = static_cast<double>(periods.size()) * table_.amount({c, *periods.begin(), false});
    }
    const auto off = used_up_.find(row);
    // Plans round each booking to a kilogram: a tonne is more than all of a month's roundings.
    return kt + 1e-3 * static_cast<double>(months_.size()) - (off == used_up_.end() ? 0.0 : off->second);
  }

  /// Finds what each row allows, and whether the run kept to it.
  void limit() {
    for (const model::Booking& b : ledger_.bookings) {
      if (!b.contract) continue;
      const Group g{b.month, b.flow.n, b.pool.n, b.bound};
      for (const auto& [key, each] : uses_of(g, b.way)) contracts_[key] += each * in_tonnes(b.mass) / 1e3;
    }
    std::map<RowKey, double> used;
    for (const Month month : months_) {
      each_way(month, [&](const Group& g, std::uint32_t way) {
        const double kt = went(g, way) ? delivered_.at(g).at(way).kt : 0.0;
        for (const auto& [key, each] : uses_of(g, way)) {
          if (const std::optional<RowKey> row = row_of(key)) used[*row] += each * kt;
        }
      });
    }
    for (const auto& [row, kt] : used) {
      const double allowed = amount_of(row);
      amounts_[row] = allowed;
      if (kt <= allowed) continue;
      bound_.beyond.push_back(fmt::format("{} of {} by {:.3f} kt", to_phrase(row.capacity.kind),
                                          table_.capacities().id(row.capacity), kt - allowed));
    }
  }

  void book(TradeProgram& p, std::uint32_t x, const Group& g, std::uint32_t way) const {
    Uses uses;
    for (const auto& [key, each] : uses_of(g, way)) {
      if (const std::optional<RowKey> row = row_of(key)) uses.emplace_back(*row, each);
    }
    p.book(x, uses);
  }

  TradeProgram program() const {
    TradeProgram p(table_);
    for (const auto& [row, kt] : amounts_) p.set_amount(row, kt);
    return p;
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
    TradeProgram p = program();
    for (const Month month : months_) {
      each_way(month, [&](const Group& g, std::uint32_t way) { book(p, p.lp.add_column(-1.0), g, way); });
    }
    return certify(p.lp, flow::solve(p.lp));
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
    TradeProgram p = program();
    std::map<Group, std::uint32_t> due;
    for (const auto& [g, ways] : delivered_) {
      double kt = 0;
      for (const auto& [way, c] : ways) {
        kt += c.kt;
        bound_.free_flow_usd += c.kt * 1e3 * planned_usd_t(g, way);
      }
      due[g] = p.lp.add_row(kt, kt);
    }
    for (const Month month : months_) {
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
        book(p, x, g, way);
      });
    }
    return certify(p.lp, flow::solve(p.lp));
  }

  const model::Groundwork& shared_;
  const World& world_;
  const model::Ledger& ledger_;
  UseTable table_;
  std::vector<Month> months_;  ///< of the window
  std::map<Group, std::map<std::uint32_t, Carried>>
      delivered_;                       ///< by way; booked for the window, not turned
  std::map<RowKey, double> contracts_;  ///< thousand tonnes that must-serve contracts booked of a month
  std::map<RowKey, double> used_up_;    ///< by what is taken as it was
  std::map<RowKey, double> amounts_;
  double fixed_usd_ = 0;
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
