#include "sim/experiment/break_even.hpp"

#include <algorithm>

namespace corridor::experiment {
namespace {

/// Replication by replication, a year.
std::vector<double> gains(const LevelMeans& with, const LevelMeans& none, double years) {
  std::vector<double> out;
  for (std::size_t r = 0; r < std::min(with.by_replication.size(), none.by_replication.size()); ++r) {
    if (with.by_replication[r] && none.by_replication[r])
      out.push_back((*with.by_replication[r] - *none.by_replication[r]) / years);
  }
  return out;
}

}  // namespace

std::vector<BreakEven> break_even_costs(const store::StudyPlan& plan,
                                        const std::vector<store::StudySample>& samples,
                                        const std::vector<std::string>& kpis, const AppraisalTerms& terms,
                                        const ProjectCost& project, Period measure) {
  const double years = (static_cast<double>((measure.to - measure.from).count()) + 1) / 365.25;
  // A year in which it is open from the first day, so that the gain is that of a whole year.
  const int year = std::max(year_of(measure.from), year_of(project.opening) + 1);
  const auto cost = [&](double gain) {
    const std::optional<double> times = appraise(terms, {project}, {{year, gain}}).break_even();
    return times.value_or(0) * project.capex_usd;
  };
  std::vector<BreakEven> out;
  for (const std::string& kpi : kpis) {
    std::vector<store::StudySample> whole;
    for (const store::StudySample& s : samples) {
      if (s.kpi == kpi && s.by == "{}") whole.push_back(s);
    }
    for (std::size_t k = 0; k < plan.parameters.size(); ++k) {
      if (plan.parameters[k].kind != "number") continue;
      const std::vector<LevelMeans> levels = level_means(plan, whole, k, true);
      const auto none =
          std::find_if(levels.begin(), levels.end(), [](const LevelMeans& l) { return l.x == 0; });
      for (const LevelMeans& level : levels) {
        if (none == levels.end() || level.x == 0) continue;
        const std::vector<double> gain = gains(level, *none, years);
        if (gain.empty()) continue;
        BreakEven b{kpi, plan.parameters[k].name, level.level, mean(gain), t_interval(gain), 0, {}};
        b.cost_usd = cost(b.gain_usd_year);
        if (b.gain_interval)
          b.cost_interval = Interval{cost(b.gain_interval->low), cost(b.gain_interval->high)};
        out.push_back(std::move(b));
      }
    }
  }
  return out;
}

}  // namespace corridor::experiment
