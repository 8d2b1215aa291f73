#include "sim/experiment/invest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/experiment/ranges.hpp"

namespace corridor::experiment {
namespace {

using scenario::Scenario;
using scenario::Study;

/// What a run brings, all kinds of benefit together, by its place in the question.
struct Unit {
  std::size_t plan, future;
  int year;
};

std::vector<Unit> units_of(const InvestQuestion& q) {
  std::vector<Unit> units;
  for (std::size_t p = 0; p < q.plans.size(); ++p) {
    for (std::size_t f = 0; f < q.futures.size(); ++f) {
      for (const int year : q.years) units.push_back({p, f, year});
    }
  }
  return units;
}

std::string name_of(const InvestQuestion& q, const Unit& u) {
  return fmt::format("{}/{}/{}", q.plan_name(u.plan), q.futures[u.future].id, u.year);
}

Standing standing_in(const model::World& world, const InvestQuestion& q) {
  Standing s{q.standing, {}, q.co2_usd_t};
  if (q.home_rail_cost == nullptr) return s;
  model::CurrencyId currency;
  for (std::size_t i = 0; i < world.currencies.size(); ++i) {
    if (folded(world.currencies[i]) == folded(q.home_rail_cost->currency)) currency = model::CurrencyId{i};
  }
  s.home_rail_cost.steps.push_back({kBeginning, q.home_rail_cost->number, currency});
  return s;
}

class Campaign {
 public:
  Campaign(const Study& study, const Scenario& base, const InvestQuestion& question)
      : study_(study),
        base_(base),
        q_(question),
        units_(units_of(question)),
        accounts_(units_.size()),
        drawn_(units_.size()) {}

  std::optional<RunFailure> work(int number) {
    const auto n = static_cast<std::size_t>(number);
    const Unit& unit = units_[n];
    std::vector<const scenario::Node*> changes;
    if (q_.futures[unit.future].changes != nullptr) changes.push_back(q_.futures[unit.future].changes);
    for (const std::size_t p : q_.plans[unit.plan]) {
      if (q_.projects[p].changes != nullptr) changes.push_back(q_.projects[p].changes);
    }
    const scenario::Point nowhere(study_.parameters.size());
    Result<Scenario> s = scenario::at_point(base_, study_, nowhere, changes);
    if (!s) return RunFailure{RunFailure::Kind::input, std::move(s.error())};
    s->settings.measure = {Day{std::chrono::year{unit.year} / 1 / 1},
                           Day{std::chrono::year{unit.year} / 12 / 31}};
    if (auto fault = account(unit, *s, 0, q_.replications, accounts_[n])) return fault;
    for (int r = 0; q_.draw && r < q_.replications; ++r) {
      const Scenario drawn = draw_ranges(*s, q_.seed, r, q_.replications);
      if (auto fault = account(unit, drawn, r, r + 1, drawn_[n])) return fault;
    }
    return std::nullopt;
  }

  std::vector<InvestRun> runs() const {
    const std::size_t each = q_.futures.size() * q_.years.size();  // the units of one plan
    std::vector<InvestRun> runs;
    for (std::size_t n = 0; n < units_.size(); ++n) {
      for (const bool drawn : {false, true}) {
        const std::vector<std::vector<HomeAccount>>& accounts = drawn ? drawn_ : accounts_;
        for (std::size_t r = 0; r < accounts[n].size(); ++r) {
          InvestRun run;
          run.id = fmt::format("{}/{}{}", name_of(q_, units_[n]), r, drawn ? "/drawn" : "");
          run.plan = units_[n].plan;
          run.future = units_[n].future;
          run.year = units_[n].year;
          run.replication = static_cast<int>(r);
          run.drawn = drawn;
          run.delivered_t = accounts[n][r].delivered_t;
          run.benefit = benefit_of(accounts[n % each][r], accounts[n][r], {q_.standing, {}, q_.co2_usd_t});
          runs.push_back(std::move(run));
        }
      }
    }
    return runs;
  }

  int size() const { return static_cast<int>(units_.size()); }
  std::string where(int n) const { return name_of(q_, units_[static_cast<std::size_t>(n)]); }

 private:
  /// The accounts of replications from, ..., to - 1 of one scenario.
  std::optional<RunFailure> account(const Unit& unit, const Scenario& s, int from, int to,
                                    std::vector<HomeAccount>& out) const {
    const Result<model::World> world = model::build_world(s);
    if (!world) return RunFailure{RunFailure::Kind::input, world.error()};
    const model::Groundwork shared(*world);
    const Standing standing = standing_in(*world, q_);
    for (int r = from; r < to; ++r) {
      const model::Ledger ledger = model::simulate(shared, q_.seed, r);
      if (!ledger.balance.holds()) {
        return failure(RunFailure::Kind::broken, study_.file, name_of(q_, unit),
                       "the balance of the run is broken");
      }
      out.push_back(account_of(shared, ledger, standing));
    }
    return std::nullopt;
  }

  const Study& study_;
  const Scenario& base_;
  const InvestQuestion& q_;
  std::vector<Unit> units_;
  /// [unit][replication], figures as written and drawn; each written by one worker only.
  std::vector<std::vector<HomeAccount>> accounts_, drawn_;
};

std::vector<ProjectCost> costs_of(const InvestQuestion& q, std::size_t plan) {
  std::vector<ProjectCost> costs;
  for (const std::size_t p : q.plans[plan]) costs.push_back(q.projects[p].cost);
  return costs;
}

}  // namespace

InvestAnswer conclude(const InvestQuestion& q, std::vector<InvestRun> runs) {
  InvestAnswer answer;
  std::map<std::tuple<std::size_t, std::size_t, bool, int>, YearlyBenefits> benefits;
  for (const InvestRun& run : runs) {
    benefits[{run.plan, run.future, run.drawn, run.replication}].emplace_back(run.year, run.benefit.total());
  }
  std::vector<std::vector<double>> npv(q.plans.size(), std::vector<double>(q.futures.size()));
  for (std::size_t p = 0; p < q.plans.size(); ++p) {
    for (std::size_t f = 0; f < q.futures.size(); ++f) {
      InvestRow row{p, f, {}, {}, {}, 0};
      const auto value_of = [&](bool drawn, int r) {
        YearlyBenefits& years = benefits[{p, f, drawn, r}];
        std::sort(years.begin(), years.end());
        return appraise(q.terms, costs_of(q, p), years);
      };
      std::vector<double> each, each_drawn;
      for (int r = 0; r < q.replications; ++r) {
        const PresentValue value = value_of(false, r);
        row.value.benefits += value.benefits / q.replications;
        row.value.capex = value.capex;
        row.value.maintenance = value.maintenance;
        row.value.residual = value.residual;
        each.push_back(value.npv());
        if (q.draw) each_drawn.push_back(value_of(true, r).npv());
      }
      row.npv_all = interval_with_ignorance(each, each_drawn);
      row.npv_noise = t_interval(each);
      npv[p][f] = row.value.npv();
      answer.rows.push_back(std::move(row));
    }
  }
  const std::vector<std::vector<double>> regret = regrets(npv);
  for (InvestRow& row : answer.rows) row.regret_usd = regret[row.plan][row.future];
  for (std::size_t p = 0; p < q.plans.size(); ++p) {
    double average = 0, worst = 0;
    for (std::size_t f = 0; f < q.futures.size(); ++f) {
      average += q.futures[f].weight * npv[p][f];
      worst = std::max(worst, regret[p][f]);
    }
    answer.mean_npv_usd.push_back(average);
    answer.worst_regret_usd.push_back(worst);
    if (average > answer.mean_npv_usd[answer.best_on_average]) answer.best_on_average = p;
    if (worst < answer.worst_regret_usd[answer.least_worst_regret]) answer.least_worst_regret = p;
  }
  answer.runs = std::move(runs);
  return answer;
}

tl::expected<InvestAnswer, RunFailure> invest(const Study& study, const Scenario& base,
                                              const InvestQuestion& question, const Pace& pace) {
  Campaign campaign(study, base, question);
  auto done = for_each_number(
      campaign.size(), pace, study.name, [&](int n) { return campaign.work(n); },
      [&](int n) { return campaign.where(n); });
  if (!done) return tl::unexpected(std::move(done.error()));
  return conclude(question, campaign.runs());
}

double InvestQuestion::capex_usd(std::size_t plan) const {
  double sum = 0;
  for (const std::size_t p : plans[plan]) sum += projects[p].cost.capex_usd;
  return sum;
}

std::string InvestQuestion::plan_name(std::size_t plan) const {
  std::string name;
  for (const std::size_t p : plans[plan]) name += (name.empty() ? "" : "+") + projects[p].id;
  return name.empty() ? "nothing" : name;
}

std::int64_t InvestQuestion::runs() const {
  return static_cast<std::int64_t>(plans.size() * futures.size() * years.size()) * replications *
         (draw ? 2 : 1);
}

}  // namespace corridor::experiment
