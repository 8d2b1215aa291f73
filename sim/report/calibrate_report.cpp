#include "sim/report/calibrate_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using experiment::Calibration;
using experiment::FitStep;
using experiment::FittedOutcome;
using experiment::ProfileInterval;

std::string figure(double value) {
  return std::abs(value) >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

Table trace_table(const Calibration& c) {
  Table t{"Trace", {{"step", true}}, {}, "taken: the sum of squares fell.", ""};
  for (const auto& p : c.parameters) t.columns.push_back({p.name, true});
  for (const char* head : {"sum of squares", "damping"}) t.columns.push_back({head, true});
  t.columns.push_back({"taken"});
  for (std::size_t i = 0; i < c.fit.trace.size(); ++i) {
    const FitStep& s = c.fit.trace[i];
    std::vector<std::string> row{fmt::format("{}", i)};
    for (const double x : s.at) row.push_back(figure(x));
    row.insert(row.end(),
               {figure(s.sum_of_squares), i == 0 ? "-" : figure(s.damping), s.taken ? "yes" : "no"});
    t.rows.push_back(std::move(row));
  }
  return t;
}

Table outcome_table(const Calibration& c) {
  Table t{"Outcomes fitted to",
          {{"series"},
           {"period"},
           {"unit"},
           {"recorded", true},
           {"error", true},
           {"start", true},
           {"best", true},
           {"miss, %", true},
           {"miss, errors", true}},
          {},
          "error: half the record's range, or the least error that the study allows.",
          ""};
  for (const FittedOutcome& o : c.outcomes) {
    t.rows.push_back({o.series, o.period, o.unit, figure(o.recorded), figure(o.error), figure(o.start),
                      figure(o.best), fmt::format("{:+.1f}", 100 * (o.best - o.recorded) / o.recorded),
                      fmt::format("{:+.2f}", (o.best - o.recorded) / o.error)});
  }
  return t;
}

std::string interval_text(const ProfileInterval& p) {
  return fmt::format("{}{} to {}{}", p.open_below ? "below " : "", figure(p.low),
                     p.open_above ? "above " : "", figure(p.high));
}
std::string bound_text(const Calibration& c, std::size_t k) {
  return c.fit.at_low[k] ? "at its low bound" : c.fit.at_high[k] ? "at its high bound" : "inside";
}

Table parameter_table(const Calibration& c) {
  Table t{
      "Parameters",
      {{"parameter"}, {"start", true}, {"best", true}, {"95 % profile interval", true}, {"bounds"}},
      {},
      "Profile: how far one can go while the others make up for it. below, above: the bound is met first.",
      ""};
  for (std::size_t k = 0; k < c.parameters.size(); ++k) {
    t.rows.push_back({c.parameters[k].name, c.parameters[k].start, c.parameters[k].best,
                      interval_text(c.fit.profile[k]), bound_text(c, k)});
  }
  return t;
}

std::string singular_text(const Calibration& c) {
  std::string out;
  for (const double s : c.fit.singular_values) out += fmt::format("{}{:.3g}", out.empty() ? "" : ", ", s);
  std::string weakest;
  for (std::size_t k = 0; k < c.parameters.size(); ++k)
    weakest +=
        fmt::format("{}{:+.2f} {}", weakest.empty() ? "" : " ", c.fit.weakest[k], c.parameters[k].name);
  return fmt::format(
      "{} (all outcomes together, in their errors, over a parameter's whole range); the weakest direction is "
      "{}",
      out, weakest);
}

}  // namespace

std::string to_text(const Calibration& c, const Look& look) {
  std::string out = to_text(trace_table(c), look) + "\n" + to_text(outcome_table(c), look) + "\n" +
                    to_text(parameter_table(c), look) + "\n";
  out += wrapped("Singular values of the Jacobian: " + singular_text(c) + ".", look) + "\n";
  out +=
      wrapped(fmt::format(
                  "Sum of squares {} over {} outcomes; the intervals allow for {} times the records' errors. "
                  "{} evaluations of {} replications, seed {}.",
                  figure(c.fit.sum_of_squares), c.outcomes.size(), figure(std::sqrt(c.fit.scale)),
                  c.fit.evaluations, c.replications, c.seed),
              look) +
      "\n";
  return out;
}

std::string parameter_file(const Calibration& c, const Freezing& f) {
  std::string out = fmt::format(
      "# Fitted by: {}\n# on {}; seed {}, {} replications, {} evaluations; sum of squares {} over {} "
      "outcomes.\n"
      "# Fitted to (recorded, then simulated):\n",
      f.command, f.day, c.seed, c.replications, c.fit.evaluations, figure(c.fit.sum_of_squares),
      c.outcomes.size());
  for (const FittedOutcome& o : c.outcomes)
    out +=
        fmt::format("#   {} {}: {} {}, {}\n", o.series, o.period, figure(o.recorded), o.unit, figure(o.best));
  out += "# Parameters, with 95 % profile intervals:\n";
  for (std::size_t k = 0; k < c.parameters.size(); ++k)
    out += fmt::format("#   {}: {}, {}; {}\n", c.parameters[k].name, c.parameters[k].best,
                       interval_text(c.fit.profile[k]), bound_text(c, k));
  out += fmt::format(
      "# Singular values: {}.\n# Frozen: do not edit by hand.\nscenario: {}\nextends: {}\nchanges:\n",
      singular_text(c), f.title, f.extends);
  for (const std::string& change : c.changes) out += "  - " + change + "\n";
  return out;
}

}  // namespace corridor::report
