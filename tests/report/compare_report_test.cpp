// Verdicts in words, from differences written here by hand.

#include "sim/report/compare_report.hpp"

#include <doctest/doctest.h>

namespace corridor::report {
namespace {

using store::Comparison;
using store::Difference;
using store::Verdict;

Difference row(std::string kpi, std::string unit, double base, double diff, double low, double high,
               double low_all, double high_all) {
  Difference d;
  d.scenario = "closed";
  d.kpi = std::move(kpi);
  d.unit = std::move(unit);
  d.base = base;
  d.whatif = base + diff;
  d.diff = diff;
  d.low = low;
  d.high = high;
  d.low_all = low_all;
  d.high_all = high_all;
  d.n = 30;
  d.verdict = low_all > 0 ? Verdict::more : high_all < 0 ? Verdict::less : Verdict::no_difference;
  return d;
}
Comparison sample() {
  Comparison c;
  c.scenarios = {{"base", "As it is", "", {}, 10}, {"closed", "Closed", "", {}, 10}};
  c.replications = 30;
  c.ranges_drawn = true;
  c.rows = {row("delivered", "t", 10e6, 1.9e6, 1.8e6, 2.0e6, 1.7e6, 2.1e6),
            row("cost_per_tonne", "USD/t", 40, -1.25, -1.3, -1.2, -1.5, -1.0),
            row("days", "days", 30, 0.1, 0.05, 0.15, -0.3, 0.5), row("stranded", "t", 0, 0, 0, 0, 0, 0)};
  return c;
}
std::string joined(const RunReport& r) {
  std::string out;
  for (const std::string& sentence : r.answer) out += sentence + "\n";
  return out;
}

TEST_CASE("a real difference is said with its size, its wider interval and the word real") {
  const Comparison c = sample();
  CHECK(verdict_sentence(c.rows[0], 30) == "delivered 1.90 Mt more, 95 % interval 1.70 to 2.10 Mt: real");
  CHECK(verdict_sentence(c.rows[1], 30) ==
        "cost per tonne 1.25 USD/t less, 95 % interval -1.50 to -1.00 USD/t: real");
}

TEST_CASE("what cannot be told from luck and guesses is called so, though luck alone would tell it") {
  const Comparison c = sample();
  CHECK(verdict_sentence(c.rows[2], 30) ==
        "days: no difference that 30 replications can see (95 % interval -0.30 to 0.50 days)");
  const std::string said = joined(describe_comparison(c));
  CHECK(said.find("closed against base: delivered 1.90 Mt more") != std::string::npos);
  CHECK(said.find("No difference that 30 replications can see: days.") != std::string::npos);
  CHECK(said.find("stranded") == std::string::npos);  // nothing of it on either side
}

TEST_CASE("the best is named where the others are ruled out, else those that stay are") {
  Comparison c = sample();
  c.best = store::Choice{"delivered", "t", true,
                         0.95,        30,  {{"base", 1, false}, {"closed", 2, true}, {"open", 1, false}}};
  CHECK(joined(describe_comparison(c))
            .find("Best of 3 by most delivered: closed, with a confidence of 95 %.") != std::string::npos);
  c.best->plans[2].may_be_best = true;
  CHECK(joined(describe_comparison(c))
            .find("cannot be told among closed, open; the other 1 of 3 are ruled out") != std::string::npos);
  c.best->plans[0].may_be_best = true;
  CHECK(joined(describe_comparison(c))
            .find("Which of the 3 has the most delivered cannot be told from 30 futures.") !=
        std::string::npos);
}

TEST_CASE("a precision that was not reached is admitted") {
  Comparison c = sample();
  c.precision = store::Precision{0.02, 0.034, "closed", "days", false, 1000, 0.99};
  CHECK(joined(describe_comparison(c))
            .find("days of closed is known to 3.4 % of the base; 2 % were asked for and not reached with the "
                  "1000 "
                  "allowed.") != std::string::npos);
}

TEST_CASE("the tornado says where the verdict flips, and what it may have overlooked") {
  Comparison c = sample();
  store::Swing swing;
  swing.figure = "pools/mills/wedge";
  swing.low = 10;
  swing.high = 30;
  swing.diff_at_low = -200e3;
  swing.diff_at_high = 100e3;
  swing.flips = true;
  swing.flips_at = 23.3333;
  c.tornado = {{"closed", "delivered", "t", 400, 12, 3, 0.45, {swing}}};
  const std::string text = to_text(describe_comparison(c), {80, false});
  CHECK(text.find("pools/mills/wedge") != std::string::npos);
  CHECK(text.find("23.3") != std::string::npos);
  CHECK(text.find("12 of 400 guesses") != std::string::npos);
  CHECK(text.find("45 %") != std::string::npos);
}

TEST_CASE("every line fits 80 columns") {
  Comparison c = sample();
  for (Difference& d : c.rows) d.low_independent = d.high_independent = d.variance_ratio = 12345.678;
  const std::string text = to_text(describe_comparison(c), {80, false});
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       begin = end + 1, end = text.find('\n', begin))
    CHECK(width_of(std::string_view{text}.substr(begin, end - begin)) <= 80);
}

}  // namespace
}  // namespace corridor::report
