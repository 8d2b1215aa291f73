#include "sim/report/invest_report.hpp"

#include <fmt/format.h>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using experiment::InvestAnswer;
using experiment::InvestQuestion;
using experiment::InvestRow;

std::string millions(double usd) { return grouped(usd / 1e6, 1); }

std::string interval(const std::optional<experiment::Interval>& i) {
  return i ? fmt::format("{} to {}", millions(i->low), millions(i->high)) : std::string("-");
}

Table rows_table(const InvestAnswer& a, const InvestQuestion& q) {
  Table t{"Plans in each future, net present value, M USD",
          {{"plan"},
           {"future"},
           {"NPV", true},
           {"95 %, luck", true},
           {"95 %, guesses too", true},
           {"regret", true}},
          {},
          "Regret: how much less than the best plan of that future.",
          ""};
  for (const InvestRow& r : a.rows) {
    t.rows.push_back({q.plan_name(r.plan), q.futures[r.future].id, millions(r.value.npv()),
                      interval(r.npv_noise), interval(r.npv_all), millions(r.regret_usd)});
  }
  return t;
}

Table parts_table(const InvestAnswer& a, const InvestQuestion& q) {
  Table t{
      "What it is made of, M USD, present values",
      {{"plan"}, {"future"}, {"benefits", true}, {"costs", true}, {"B/C", true}, {"breaks even at", true}},
      {},
      "Costs: building and upkeep less what the works are still worth at the end. Breaks even at: what the "
      "works may cost, undiscounted, before the net present value is zero.",
      ""};
  for (const InvestRow& r : a.rows) {
    const std::optional<double> bcr = r.value.bcr(), even = r.value.break_even();
    t.rows.push_back({q.plan_name(r.plan), q.futures[r.future].id, millions(r.value.benefits),
                      millions(r.value.costs()), bcr ? grouped(*bcr, 2) : std::string("-"),
                      even ? millions(*even * q.capex_usd(r.plan)) : std::string("-")});
  }
  return t;
}

Table plans_table(const InvestAnswer& a, const InvestQuestion& q) {
  Table t{"Plans over all futures, M USD",
          {{"plan"}, {"capex", true}, {"NPV on average", true}, {"worst regret", true}, {""}},
          {},
          "",
          ""};
  for (std::size_t p = 0; p < q.plans.size(); ++p) {
    std::string mark;
    if (p == a.best_on_average) mark = "best on average";
    if (p == a.least_worst_regret) mark += mark.empty() ? "least worst regret" : ", least worst regret";
    t.rows.push_back({q.plan_name(p), millions(q.capex_usd(p)), millions(a.mean_npv_usd[p]),
                      millions(a.worst_regret_usd[p]), mark});
  }
  return t;
}

std::string sentence(const InvestAnswer& a, const InvestQuestion& q) {
  const std::size_t best = a.best_on_average, safe = a.least_worst_regret;
  std::string text = fmt::format("For {}, {} is best on average ({} over {} years at {} %)", q.standing,
                                 q.plan_name(best), money(a.mean_npv_usd[best]), q.terms.horizon_years,
                                 grouped(q.terms.discount_rate * 100, 1));
  text += best == safe ? ", and it has the least worst regret too."
                       : fmt::format("; {} has the least worst regret ({}).", q.plan_name(safe),
                                     money(a.worst_regret_usd[safe]));
  if (q.budget_usd) text += fmt::format(" Plans cost at most {}.", money(*q.budget_usd));
  return text;
}

}  // namespace

RunReport describe_appraisal(const InvestAnswer& a, const InvestQuestion& q, const scenario::Study& study) {
  return {study.title, study.question, {sentence(a, q)}, {plans_table(a, q), rows_table(a, q)}, {}};
}

std::string to_text(const InvestAnswer& a, const InvestQuestion& q, const std::string& title,
                    const Look& look) {
  return bold(title, look) + "\n\n" + wrapped(sentence(a, q), look) + "\n" +
         to_text(plans_table(a, q), look) + "\n" + to_text(rows_table(a, q), look) + "\n" +
         to_text(parts_table(a, q), look) + "\n" +
         wrapped(
             fmt::format("{} runs, seed {}; --format json lists each with its benefits. What counts and for "
                         "whom: docs/invest.md.",
                         a.runs.size(), q.seed),
             look);
}

}  // namespace corridor::report
