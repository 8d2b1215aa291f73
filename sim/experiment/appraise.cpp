#include "sim/experiment/appraise.hpp"

#include <algorithm>
#include <tuple>

namespace corridor::experiment {
namespace {

Day new_year(int year) { return Day{std::chrono::year{year} / 1 / 1}; }

/// Share of a year's days on or after `opening`.
double share_open(int year, Day opening) {
  if (year < year_of(opening)) return 0;
  if (year > year_of(opening)) return 1;
  const auto days = [](Day a, Day b) { return static_cast<double>((b - a).count()); };
  return days(opening, new_year(year + 1)) / days(new_year(year), new_year(year + 1));
}

}  // namespace

double discount_factor(double rate, int years) {
  double growth = 1;
  for (int i = 0; i < years; ++i) growth *= 1.0 + rate;
  return 1.0 / growth;
}

double benefit_in(const YearlyBenefits& run, int year, Day first_open, double growth) {
  const double share = share_open(year, first_open);
  YearlyBenefits open;  // years run once something is open
  for (const auto& [y, usd] : run) {
    if (y >= year_of(first_open)) open.emplace_back(y, usd);
  }
  if (share == 0 || open.empty()) return 0;
  // A year run in which it opened holds a part of a year already.
  if (year == open.front().first) return open.front().second;
  const double part = share_open(open.front().first, first_open);  // of a year run while it opened
  if (part > 0) open.front().second /= part;
  if (year < open.front().first) return share * open.front().second;
  if (year >= open.back().first) {
    return open.back().second / discount_factor(growth, year - open.back().first);
  }
  std::size_t i = 1;
  while (open[i].first < year) ++i;
  const auto& [y0, b0] = open[i - 1];
  const auto& [y1, b1] = open[i];
  return b0 + (b1 - b0) * (year - y0) / (y1 - y0);
}

PresentValue appraise(const AppraisalTerms& terms, const std::vector<ProjectCost>& projects,
                      const YearlyBenefits& benefits) {
  PresentValue pv;
  if (projects.empty()) return pv;
  const int last = terms.base_year + terms.horizon_years - 1;
  const auto factor = [&](int year) {
    return discount_factor(terms.discount_rate, std::max(0, year - terms.base_year));
  };
  Day first_open = projects.front().opening;
  for (const ProjectCost& p : projects) {
    first_open = std::min(first_open, p.opening);
    const int opens = year_of(p.opening);
    for (int year = opens - p.build_years + 1; year <= opens && year <= last; ++year) {
      pv.capex += p.capex_usd / p.build_years * factor(year);
    }
    for (int year = std::max(opens, terms.base_year); year <= last; ++year) {
      pv.maintenance += p.maintenance_usd_year * share_open(year, p.opening) * factor(year);
    }
    double used = 0;
    for (int year = opens; year <= last; ++year) used += share_open(year, p.opening);
    if (opens <= last) {
      pv.residual += p.capex_usd * std::max(0.0, 1.0 - used / p.life_years) * factor(last);
    }
  }
  for (int year = terms.base_year; year <= last; ++year) {
    pv.benefits += benefit_in(benefits, year, first_open, terms.growth) * factor(year);
  }
  return pv;
}

std::vector<std::vector<double>> regrets(const std::vector<std::vector<double>>& npv) {
  std::vector<std::vector<double>> out = npv;
  for (std::size_t f = 0; !npv.empty() && f < npv.front().size(); ++f) {
    double best = npv.front()[f];
    for (const std::vector<double>& plan : npv) best = std::max(best, plan[f]);
    for (std::vector<double>& plan : out) plan[f] = best - plan[f];
  }
  return out;
}

std::vector<std::vector<std::size_t>> plans_within(const std::vector<ProjectCost>& projects,
                                                   std::optional<double> budget_usd) {
  std::vector<std::vector<std::size_t>> plans;
  for (std::uint32_t set = 0; set < (1U << projects.size()); ++set) {
    std::vector<std::size_t> plan;
    double capex = 0;
    for (std::size_t i = 0; i < projects.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      plan.push_back(i);
      capex += projects[i].capex_usd;
    }
    if (!budget_usd || capex <= *budget_usd) plans.push_back(std::move(plan));
  }
  std::sort(plans.begin(), plans.end(),
            [](const auto& x, const auto& y) { return std::tuple(x.size(), x) < std::tuple(y.size(), y); });
  return plans;
}

}  // namespace corridor::experiment
