#include "sim/experiment/capacity_prices.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/experiment/trade_program.hpp"

namespace corridor::experiment {
namespace {

using model::Alternative;
using model::FlowId;
using model::World;

constexpr double kStepKtYear = kPriceStepTonnesYear / 1000.0;
constexpr int kSlopeSteps = 10;
/// What the program pays to leave a must-serve tonne undelivered, USD/t: more than any way costs.
constexpr double kUnserved = 1000;

class Pricing {
 public:
  explicit Pricing(const model::Groundwork& shared)
      : shared_(shared), world_(shared.world), table_(shared), programs_(shared, table_) {
    for (const model::MonthAtlas& month : shared.atlas.months) {
      if (count_days(days_of(month.month, world_.measure)) > 0) add_month(month);
    }
  }

  TradeOptimum solve(bool with_prices) {
    TradeOptimum best;
    std::vector<flow::Certificate> parts;
    for (const TradeProgram& p : programs_.programs) {
      solvers_.emplace_back(p.lp);
      solutions_.push_back(solvers_.back().solve());
      best.status = std::max(best.status == flow::Status::unsolved ? flow::Status::optimal : best.status,
                             solutions_.back().status);
      parts.push_back(certify(p.lp, solutions_.back()));
    }
    best.certificate = sum_of(parts);
    if (best.status != flow::Status::optimal) return best;
    best.worth_usd = -best.certificate.primal * 1000.0;
    for (const auto& [block, x] : sales_) best.sold_t += 1000.0 * solutions_[block].x[x];
    for (const auto& [block, x] : unserved_) {
      const double t = 1000.0 * solutions_[block].x[x];
      best.unserved_t += t;
      best.worth_usd += t * kUnserved;  // the penalty is no money
    }
    if (with_prices) price(best);
    return best;
  }

 private:
  double share_of_month(Month m) const {
    return static_cast<double>(count_days(days_of(m, world_.measure))) / days_in(m);
  }

  void add_month(const model::MonthAtlas& month) {
    TradeProgram& p = programs_.of(month.month);
    const std::size_t block = programs_.block_of(month.month);
    std::vector<std::vector<std::uint32_t>> into(world_.pools.size());
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> served;
    for (std::size_t f = 0; f < world_.flows.size(); ++f) {
      const model::FlowChoices& choices = month.flows[f];
      const double supply =
          table_.amount({{CapacityKind::supply, static_cast<std::uint32_t>(f)}, month.month});
      for (const Alternative& a : choices.alternatives) {
        const bool must = !a.bound && has_contract(FlowId{f}, a.pool);
        const double worth = a.price_usd_t - a.wedge_usd_t - a.cost_usd_t - choices.mine_cost_usd_t;
        if (worth <= 0 && !must) continue;  // never part of an optimum
        const double lawful = lawful_share(shared_, a, month.month);
        if (lawful <= 0) continue;
        const std::uint32_t x = p.lp.add_column(-worth, 0, lawful < 1 ? lawful * supply : flow::kInfinite);
        p.book(x, table_.of(FlowId{f}, a.pool, a.bound, a.way, a.quotas, month.month));
        into[a.pool.n].push_back(x);
        sales_.emplace_back(block, x);
        if (must) served[{static_cast<std::uint32_t>(f), a.pool.n}].push_back(x);
      }
    }
    for (std::size_t i = 0; i < into.size(); ++i) add_slope(p, model::PoolId{i}, month.month, into[i]);
    add_contracts(p, block, month.month, served);
  }

  bool has_contract(FlowId f, model::PoolId pool) const {
    return std::any_of(world_.contracts.begin(), world_.contracts.end(),
                       [&](const model::Contract& c) { return c.flow == f && c.pool == pool; });
  }

  /// The price falls as a pool fills: its tonnes pass through steps that each cost a little more.
  void add_slope(TradeProgram& p, model::PoolId id, Month month, const std::vector<std::uint32_t>& into) {
    const model::Pool& pool = at(world_.pools, id);
    const double cap = table_.capacities().amount({CapacityKind::pool, id.n}, month, world_.measure) / 1e3;
    if (into.empty() || cap == kUnlimited || cap <= 0 || pool.slope_usd_t <= 0) return;
    const std::uint32_t row = p.lp.add_row(0, 0);
    for (const std::uint32_t x : into) p.lp.rows[row].entries.push_back({x, 1.0});
    for (int k = 0; k < kSlopeSteps; ++k) {
      const bool last = k + 1 == kSlopeSteps;
      const std::uint32_t step = p.lp.add_column(pool.slope_usd_t * (k + 0.5) / kSlopeSteps, 0,
                                                 last ? flow::kInfinite : cap / kSlopeSteps);
      p.lp.rows[row].entries.push_back({step, -1.0});
    }
  }

  void add_contracts(
      TradeProgram& p, std::size_t block, Month month,
      const std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>>& served) {
    std::vector<double> have;
    for (std::uint32_t f = 0; f < world_.flows.size(); ++f) {
      have.push_back(table_.amount({{CapacityKind::supply, f}, month}));
    }
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> due;
    const auto season = static_cast<std::size_t>(month_of_year(month) - 1);
    for (const model::Contract& c : world_.contracts) {
      if (!served.contains({c.flow.n, c.pool.n})) continue;
      const double wanted = c.kt_month.on(first_day(month)) * c.season[season] * share_of_month(month);
      const double kt = std::min(wanted, have[c.flow.n]);
      have[c.flow.n] -= kt;
      due[{c.flow.n, c.pool.n}] += kt;
    }
    for (const auto& [key, kt] : due) {
      const std::uint32_t row = p.lp.add_row(kt, flow::kInfinite);
      for (const std::uint32_t x : served.at(key)) p.lp.rows[row].entries.push_back({x, 1.0});
      const std::uint32_t none = p.lp.add_column(kUnserved);
      p.lp.rows[row].entries.push_back({none, 1.0});
      unserved_.emplace_back(block, none);
    }
  }

  // ---- prices ----

  struct Part {
    std::size_t block;
    std::uint32_t row;
    double step;  ///< what one step of kStepKtYear adds to the row
  };

  double activity(std::size_t block, std::uint32_t row) const {
    double sum = 0;
    for (const flow::Entry& e : programs_.programs[block].lp.rows[row].entries) {
      sum += e.value * solutions_[block].x[e.column];
    }
    return sum;
  }

  /// What a step of tonnes a year is on one row.
  double step_on(const RowKey& key, std::size_t block, std::uint32_t row) const {
    const auto& quotas = shared_.atlas.laws.quotas();
    if (key.capacity.kind == CapacityKind::quota && quotas[key.capacity.index].per != rules::Per::month) {
      return kStepKtYear;
    }
    double step = kStepKtYear / 12.0 * share_of_month(key.month);
    if (key.capacity.kind == CapacityKind::pool) {
      const model::Pool& pool = world_.pools[key.capacity.index];
      const double bound = pool.at_loading_port ? world_.terms.bound_share : 0.0;
      step *= key.bound ? bound : 1.0 - bound;
    }
    if (key.capacity.kind == CapacityKind::fleet || key.capacity.kind == CapacityKind::ships) {
      // the wagon-days or ship-days that a tonne takes on average
      double tonnes = 0;
      for (const flow::Entry& e : programs_.programs[block].lp.rows[row].entries) {
        tonnes += solutions_[block].x[e.column];
      }
      step *= tonnes > 0 ? activity(block, row) / tonnes : 1.0;
    }
    return step;
  }

  /// What a step more or less on these rows changes: thousands of USD that the trade is worth less, without
  /// the penalty, and thousand tonnes of must-serve goods that are left behind.
  struct Change {
    double usd_k = 0, unserved_kt = 0;
  };
  double unserved_kt(std::size_t block, const std::vector<double>& x) const {
    double kt = 0;
    for (const auto& [b, column] : unserved_) kt += b == block ? x[column] : 0.0;
    return kt;
  }

  Change change(const std::vector<Part>& parts, double sign) {
    std::vector<std::size_t> blocks;
    for (const Part& part : parts) {
      const double upper = programs_.programs[part.block].lp.rows[part.row].upper;
      solvers_[part.block].set_row(part.row, -flow::kInfinite, upper + sign * part.step);
      blocks.push_back(part.block);
    }
    std::sort(blocks.begin(), blocks.end());
    blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
    Change change;
    for (const std::size_t b : blocks) {
      const flow::Solution now = solvers_[b].solve();
      const double left_behind = unserved_kt(b, now.x) - unserved_kt(b, solutions_[b].x);
      change.unserved_kt += left_behind;
      change.usd_k += now.objective - base_[b] - kUnserved * left_behind;
    }
    for (const Part& part : parts) {
      solvers_[part.block].set_row(part.row, -flow::kInfinite,
                                   programs_.programs[part.block].lp.rows[part.row].upper);
    }
    return change;
  }

  CapacityPrice price_of(Capacity c, std::optional<Month> month, const std::vector<Part>& parts) {
    const Capacities& table = table_.capacities();
    const Period days = month ? days_of(*month, world_.measure) : world_.measure;
    CapacityPrice price{c, table.id(c), table.unit(c), table.mean(c, days), month, 0.0};
    bool binding = false, enough = true;
    for (const Part& part : parts) {
      const double upper = programs_.programs[part.block].lp.rows[part.row].upper;
      binding = binding || upper - activity(part.block, part.row) < part.step;
      enough = enough && upper >= part.step;
    }
    if (!binding) return price;  // with room to spare on both sides nothing changes
    // Rounding of the solver is no price: below a thousandth of a dollar a tonne it is nothing.
    const auto clean = [](double figure) { return std::abs(figure) < 1e-3 ? 0.0 : figure; };
    const Change more = change(parts, +1);
    price.right = clean(-more.usd_k / kStepKtYear);
    price.unserved_right = clean(-more.unserved_kt / kStepKtYear);
    if (!enough) return price;
    const Change less = change(parts, -1);
    price.left = clean(less.usd_k / kStepKtYear);
    price.unserved_left = clean(less.unserved_kt / kStepKtYear);
    return price;
  }

  void price(TradeOptimum& best) {
    for (std::size_t b = 0; b < solvers_.size(); ++b)
      base_.push_back(solvers_[b].solve_objective().objective);
    std::map<Capacity, std::map<Month, std::vector<Part>>> rows;
    for (std::size_t b = 0; b < programs_.programs.size(); ++b) {
      for (const auto& [key, row] : programs_.programs[b].rows) {
        const double step = step_on(key, b, row);
        if (step > 0) rows[key.capacity][key.month].push_back({b, row, step});
      }
    }
    for (const auto& [capacity, months] : rows) {
      std::vector<Part> all;
      for (const auto& [month, parts] : months) all.insert(all.end(), parts.begin(), parts.end());
      best.prices.push_back(price_of(capacity, std::nullopt, all));
      const CapacityPrice& whole = best.prices.back();
      if (!whole.binds() && whole.left) continue;
      for (const auto& [month, parts] : months) {
        const bool monthly = days_of(month, world_.measure).from <= days_of(month, world_.measure).to;
        if (monthly) best.by_month.push_back(price_of(capacity, month, parts));
      }
    }
    std::sort(best.prices.begin(), best.prices.end(), [](const CapacityPrice& x, const CapacityPrice& y) {
      const auto rank = [](const CapacityPrice& p) {
        return std::tuple(-p.unserved_right, -p.right, -p.left.value_or(0), p.capacity);
      };
      return rank(x) < rank(y);
    });
  }

  const model::Groundwork& shared_;
  const World& world_;
  UseTable table_;
  MonthlyPrograms programs_;
  std::vector<std::pair<std::size_t, std::uint32_t>> sales_, unserved_;  ///< (program, column)
  std::vector<flow::Solver> solvers_;
  std::vector<flow::Solution> solutions_;
  std::vector<double> base_;
};

}  // namespace

TradeOptimum price_capacities(const model::Groundwork& shared) { return Pricing(shared).solve(true); }
TradeOptimum best_trade(const model::Groundwork& shared) { return Pricing(shared).solve(false); }

}  // namespace corridor::experiment
