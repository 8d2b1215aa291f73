#include "sim/report/compare_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using store::Comparison;
using store::Difference;
using store::Verdict;

/// What planners ask for first, whatever the scenario reports.
constexpr std::array<std::string_view, 14> kFirst{
    "delivered", "cost_per_tonne", "days",           "lateness",       "refused",
    "stranded",  "unsold",         "sold_elsewhere", "paths_used",     "room_used",
    "co2",       "co2_per_tonne",  "netback_usd_t",  "plan_fulfilment"};
constexpr std::size_t kMostDifferences = 8;

std::string titled(std::string word) {
  if (word == "netback_usd_t") return "netback at mine";
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

/// The unit in which figures of one row read well, for all of its numbers.
struct Scale {
  std::string unit;
  double size = 1;
  int decimals = 2;
};
Scale scale_of(const Difference& row) {
  double most = 0;
  for (const auto& x : {row.base, row.whatif, row.diff}) most = std::max(most, std::abs(x.value_or(0)));
  if (row.unit == "t" && most >= 5e5) return {"Mt", 1e6, 2};
  if (row.unit == "t" && most >= 1e3) return {"kt", 1e3, 1};
  if (row.unit == "t") return {"t", 1, 0};
  if (row.unit.empty()) return {"%", 0.01, 1};
  return {row.unit, 1, 2};
}
std::string number(const std::optional<double>& x, const Scale& s) {
  return x ? grouped(*x / s.size, s.decimals) : "-";
}
std::string between(const std::optional<double>& low, const std::optional<double>& high, const Scale& s) {
  return low && high ? number(low, s) + " to " + number(high, s) : "-";
}
std::string level_word(double level) { return level == 0.95 ? "95 %" : "95 % over all looks"; }

std::vector<const Difference*> first_rows(const Comparison& c, const std::string& scenario) {
  std::vector<const Difference*> out;
  for (const std::string_view kpi : kFirst) {
    const Difference* row = c.find(scenario, kpi);
    const bool nothing = row != nullptr && row->base == 0.0 && row->whatif == 0.0;
    if (row != nullptr && row->diff && !nothing) out.push_back(row);
  }
  return out;
}

std::string what_if_sentence(const Comparison& c, const std::string& scenario) {
  std::vector<std::string> real, unseen;
  for (const Difference* row : first_rows(c, scenario)) {
    if (row->verdict == Verdict::no_difference)
      unseen.push_back(titled(row->kpi));
    else
      real.push_back(verdict_sentence(*row, c.replications));
  }
  std::string text = fmt::format("{} against {}: ", scenario, c.scenarios.front().name);
  if (!real.empty()) text += fmt::format("{}.", fmt::join(real, "; "));
  if (!unseen.empty()) {
    text += fmt::format("{}o difference that {} replication{} can see: {}.", real.empty() ? "n" : " N",
                        c.replications, c.replications == 1 ? "" : "s", fmt::join(unseen, ", "));
  }
  return text;
}

Table differences(const Comparison& c, const std::string& scenario) {
  Table t{scenario + " less " + c.scenarios.front().name,
          {{"figure"},
           {"unit"},
           {"base", true},
           {"diff", true},
           {"luck alone", true},
           {"and guesses", true},
           {"verdict"}},
          {},
          "",
          "Neither delivered anything."};
  for (const Difference* row : first_rows(c, scenario)) {
    const Scale s = scale_of(*row);
    t.rows.push_back(
        {titled(row->kpi), s.unit, number(row->base, s), number(row->diff, s),
         between(row->low, row->high, s), between(row->low_all, row->high_all, s),
         row->verdict == Verdict::no_difference ? "none seen" : std::string{to_word(row->verdict)}});
  }
  t.note = fmt::format("Intervals of {} from {} pairs of replications, seed {}; verdicts from the wider one.",
                       level_word(c.level), c.replications, c.seed);
  return t;
}

/// The parts of one cut that moved most for real.
Table moved(const Comparison& c, const std::string& scenario, const std::string& key,
            const std::string& title) {
  std::vector<const Difference*> rows;
  for (const Difference& row : c.rows) {
    if (row.scenario == scenario && row.kpi == "delivered" && row.verdict != Verdict::no_difference &&
        row.by.size() == 2 && row.by.contains("commodity") && row.by.contains(key))
      rows.push_back(&row);
  }
  std::sort(rows.begin(), rows.end(), [](const Difference* a, const Difference* b) {
    const double x = std::abs(*a->diff), y = std::abs(*b->diff);
    return x != y ? x > y : a < b;  // all are elements of one vector
  });
  Table t{title,
          {{key == "market_group" ? "market group" : key},
           {"commodity"},
           {"base, kt", true},
           {"diff, kt", true},
           {"luck alone", true},
           {"and guesses", true}},
          {},
          "",
          "No difference that can be told from luck and guesses."};
  const Scale kt{"kt", 1e3, 1};
  for (const Difference* row : rows) {
    if (t.rows.size() == kMostDifferences) break;
    t.rows.push_back({row->by.at(key), row->by.at("commodity"), number(row->base, kt), number(row->diff, kt),
                      between(row->low, row->high, kt), between(row->low_all, row->high_all, kt)});
  }
  if (rows.size() > t.rows.size())
    t.note = fmt::format("{} more in differences.csv.", rows.size() - t.rows.size());
  return t;
}

Table pairing(const Comparison& c, const std::string& scenario) {
  Table t{"The same with independent seeds: " + scenario,
          {{"figure"},
           {"unit"},
           {"diff", true},
           {"common luck", true},
           {"independent luck", true},
           {"variance ratio", true}},
          {},
          "Ratio: variance of a difference with independent seeds over that with common random numbers.",
          ""};
  for (const Difference* row : first_rows(c, scenario)) {
    const Scale s = scale_of(*row);
    t.rows.push_back({titled(row->kpi), s.unit, number(row->diff, s), between(row->low, row->high, s),
                      between(row->low_independent, row->high_independent, s),
                      row->variance_ratio ? significant(*row->variance_ratio) : "-"});
  }
  return t;
}

Table risk_table(const Comparison& c) {
  Table t{"Targets missed",
          {{"target"}, {"scenario"}, {"missed", true}, {"share", true}, {"95 % interval", true}},
          {},
          "Of futures with other luck and other guesses; Wilson's interval.",
          ""};
  for (const store::Risk& r : c.risks) {
    t.rows.push_back({r.target, r.scenario, fmt::format("{} of {}", r.missed, r.futures),
                      percent(static_cast<double>(r.missed) / r.futures),
                      fmt::format("{} to {}", percent(r.low), percent(r.high))});
  }
  if (!c.ranges_drawn) t.note = "Of futures with other luck alone; Wilson's interval.";
  return t;
}

std::string best_sentence(const store::Choice& best) {
  std::vector<std::string> stay;
  for (const auto& plan : best.plans) {
    if (plan.may_be_best) stay.push_back(plan.scenario);
  }
  const std::string wanted =
      fmt::format("{} {}", best.more_is_better ? "most" : "least", titled(best.figure));
  if (stay.size() == 1)
    return fmt::format("Best of {} by {}: {}, with a confidence of {}.", best.plans.size(), wanted,
                       stay.front(), percent(best.confidence));
  if (stay.size() == best.plans.size())
    return fmt::format("Which of the {} has the {} cannot be told from {} futures.", best.plans.size(),
                       wanted, best.futures);
  return fmt::format(
      "Which has the {} cannot be told among {}; the other {} of {} are ruled out with a confidence of {}.",
      wanted, fmt::join(stay, ", "), best.plans.size() - stay.size(), best.plans.size(),
      percent(best.confidence));
}

Table tornado_table(const store::Tornado& tornado) {
  const bool tonnes = tornado.unit == "t";
  const Scale s = tonnes                 ? Scale{"kt", 1e3, 1}
                  : tornado.unit.empty() ? Scale{"%", 0.01, 1}
                                         : Scale{tornado.unit, 1, 2};
  Table t{fmt::format("Guesses that move the difference most: {}, {} in {}", tornado.scenario,
                      titled(tornado.kpi), s.unit),
          {{"guess"},
           {"range"},
           {"diff at low", true},
           {"at high", true},
           {"swing, 95 %", true},
           {"flips at"},
           {"corr.", true}},
          {},
          "",
          "None of those tried moves it."};
  for (const store::Swing& w : tornado.swings) {
    const std::string letter(1, static_cast<char>('a' + t.rows.size()));
    t.note += fmt::format("{}: {}. ", letter, w.figure);  // too long for a column
    t.rows.push_back(
        {letter, fmt::format("{} to {}", significant(w.low), significant(w.high)), number(w.diff_at_low, s),
         number(w.diff_at_high, s),
         w.swing_low ? fmt::format("{} to {}", number(*w.swing_low, s), number(*w.swing_high, s)) : "-",
         w.flips_at ? significant(*w.flips_at) : "no", grouped(w.correlation, 2)});
  }
  t.note += tornado.moved == tornado.figures
                ? fmt::format("All {} guesses, moved one at a time.", tornado.figures)
                : fmt::format(
                      "{} of {} guesses, those that go with it most, moved one at a time; a guess behind "
                      "less than {} of the spread may have escaped (--swings all tries each).",
                      tornado.moved, tornado.figures, percent(tornado.sure_share));
  return t;
}

}  // namespace

std::string verdict_sentence(const Difference& row, int replications) {
  const Scale s = scale_of(row);
  const auto& low = row.low_all ? row.low_all : row.low;
  const auto& high = row.high_all ? row.high_all : row.high;
  const std::string interval = low && high ? fmt::format("95 % interval {} {}", between(low, high, s), s.unit)
                                           : std::string{"no interval"};
  if (row.verdict == Verdict::no_difference || !row.diff)
    return fmt::format("{}: no difference that {} replication{} can see ({})", titled(row.kpi), replications,
                       replications == 1 ? "" : "s", interval);
  return fmt::format("{} {} {} {}, {}: real", titled(row.kpi), number(std::abs(*row.diff), s), s.unit,
                     row.verdict == Verdict::more ? "more" : "less", interval);
}

RunReport describe_comparison(const Comparison& c) {
  const auto& base = c.scenarios.front();
  std::vector<std::string> names;
  for (std::size_t i = 1; i < c.scenarios.size(); ++i) names.push_back(c.scenarios[i].name);
  RunReport r{fmt::format("{} beside {}", fmt::join(names, ", "), base.name), base.title, {}, {}, {}};
  r.answer = c.notes;
  for (const std::string& name : names) r.answer.push_back(what_if_sentence(c, name));
  if (c.precision) r.answer.push_back(precision_sentence(*c.precision, c.replications, "the base"));
  if (c.best) r.answer.push_back(best_sentence(*c.best));
  for (const std::string& name : names) {
    r.tables.push_back(differences(c, name));
    r.tables.push_back(moved(c, name, "market_group", "Delivered, by group of markets: " + name));
    r.tables.push_back(moved(c, name, "route", "Delivered, by route: " + name));
    if (const Difference* row = c.find(name, "delivered"); row != nullptr && row->low_independent)
      r.tables.push_back(pairing(c, name));
    for (const store::Tornado& t : c.tornado) {
      if (t.scenario == name) r.tables.push_back(tornado_table(t));
    }
  }
  if (!c.risks.empty()) r.tables.push_back(risk_table(c));
  return r;
}

}  // namespace corridor::report
