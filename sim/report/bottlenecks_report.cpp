#include "sim/report/bottlenecks_report.hpp"

#include <fmt/format.h>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

using experiment::CutPart;
using experiment::FlowBound;

std::string figure(double mean, std::string_view unit) {
  return fmt::format("{} {}", mean < 1000 ? grouped(mean, 1) : grouped(mean), unit);
}

Table cut_table(const std::string& title, const std::vector<CutPart>& cut) {
  Table t{title, {{"what"}, {"kind"}, {"capacity", true}, {"in the window, kt", true}}, {}, "", ""};
  for (const CutPart& p : cut) {
    t.rows.push_back({p.id, std::string(to_phrase(p.capacity.kind)), figure(p.mean, p.unit),
                      grouped(p.carried_t / 1e3, 1)});
  }
  t.empty = "No way is open and lawful on any day.";
  return t;
}

std::string bound_text(const std::string& what, const FlowBound& bound, const Look& look) {
  if (!bound.fault.empty()) return wrapped(what + ": the answer failed its check: " + bound.fault, look);
  if (!bound.max_t) return wrapped(what + ": nothing limits it.", look);
  std::string text =
      to_text(cut_table(fmt::format("{}: at most {}", what, mass(*bound.max_t)), bound.cut), look);
  if (!bound.cut_last.empty()) {
    text += "\n" + to_text(cut_table("Nearest to the buyers it is as narrow; both would have to be widened",
                                     bound.cut_last),
                           look);
  }
  return text;
}

}  // namespace

std::string to_text(const experiment::MaxFlowAnswer& answer, const BottleneckWords& words, const Look& look) {
  std::string text =
      bold(fmt::format("What holds back {} from {} to {}", words.cargo, words.from, words.to), look) + "\n" +
      wrapped(fmt::format("{}. {} to {}.", words.scenario, to_prose(words.window.from),
                          to_prose(words.window.to)),
              look) +
      "\n";
  text += bound_text("What the network could carry", answer.network, look) + "\n";
  text += bound_text("With what mines sell and buyers take", answer.with_market, look);
  return text;
}

namespace {

std::string price_figure(const std::optional<double>& usd) {
  return usd ? grouped(*usd, 2) : std::string("-");
}

Table price_table(const experiment::TradeOptimum& o, std::size_t at_most) {
  Table t{
      "What one tonne a year of each capacity is worth, USD",
      {{"what"},
       {"kind"},
       {"capacity", true},
       {"the next, USD", true},
       {"the last, USD", true},
       {"must-serve t", true}},
      {},
      "The next: what one tonne a year more would bring in a year like this. The last: what would be lost "
      "with one less (below zero: saved). Must-serve: tonnes under contract that the last one serves.",
      "No capacity binds: more of it would bring nothing."};
  std::size_t worth = 0;
  for (const experiment::CapacityPrice& p : o.prices) {
    if (!p.binds()) continue;
    if (++worth > at_most) continue;
    t.rows.push_back({p.id, std::string(to_phrase(p.capacity.kind)), figure(p.mean, p.unit),
                      price_figure(p.right), price_figure(p.left),
                      p.unserved_left != 0 ? grouped(p.unserved_left, 2) : ""});
  }
  if (worth > at_most) {
    t.note += fmt::format(" {} more bind; --format json lists all, and each month.", worth - at_most);
  }
  return t;
}

struct Means {
  double simulated_t = 0, max_t = 0, simulated_usd = 0, free_flow_usd = 0, min_usd = 0;
  std::size_t held = 0;
};

Means means_of(const std::vector<experiment::RunBound>& bounds) {
  Means m;
  const auto n = static_cast<double>(bounds.size());
  for (const experiment::RunBound& b : bounds) {
    m.simulated_t += b.simulated_t / n;
    m.max_t += b.max_t / n;
    m.simulated_usd += b.simulated_usd / n;
    m.free_flow_usd += b.free_flow_usd / n;
    m.min_usd += b.min_usd / n;
    m.held += b.holds() ? 1U : 0U;
  }
  return m;
}

}  // namespace

std::string to_text(const experiment::TradeOptimum& o, std::size_t at_most, const Look& look) {
  if (o.status != flow::Status::optimal) {
    return wrapped(fmt::format("The best trade was not found: the program is {}.", to_word(o.status)), look);
  }
  std::string text = to_text(price_table(o, at_most), look) + "\n";
  const flow::Certificate& c = o.certificate;
  text += wrapped(
      fmt::format(
          "At best {} of sales less costs, with {} sold{}. Proved by our own check: primal {:.6g} and "
          "dual {:.6g} thousand USD, gap {:.1e}; bounds missed by {:.1e}, prices by {:.1e}, "
          "complementary slackness by {:.1e} (tolerance {:.0e}): {}.",
          money(o.worth_usd), mass(o.sold_t),
          o.unserved_t > 0.5 ? fmt::format(", {} of must-serve goods without room", mass(o.unserved_t))
                             : std::string(),
          c.primal, c.dual, c.gap, c.primal_violation, c.dual_violation, c.slackness, flow::kTolerance,
          c.optimal ? "optimal" : "NOT PROVED"),
      look);
  return text;
}

std::string to_text(const std::vector<experiment::RunBound>& bounds, const Look& look) {
  if (bounds.empty()) return "";
  const Means m = means_of(bounds);
  Table t{fmt::format("Simulated beside the best in its place, mean of {}", bounds.size()),
          {{""}, {"simulated", true}, {"best", true}, {"gap", true}},
          {},
          "",
          ""};
  t.rows.push_back({"delivered, kt", grouped(m.simulated_t / 1e3, 1), grouped(m.max_t / 1e3, 1),
                    grouped((m.max_t - m.simulated_t) / 1e3, 1)});
  t.rows.push_back({"cost of what was delivered, M USD", grouped(m.simulated_usd / 1e6, 2),
                    grouped(m.min_usd / 1e6, 2), grouped((m.simulated_usd - m.min_usd) / 1e6, 2)});
  t.rows.push_back(
      {"  of it chance and queues", "", "", grouped((m.simulated_usd - m.free_flow_usd) / 1e6, 2)});
  t.rows.push_back(
      {"  of it shippers who do not agree", "", "", grouped((m.free_flow_usd - m.min_usd) / 1e6, 2)});
  t.note = fmt::format("In {} of {} replications the bounds hold. Same months, stocks, rules and capacities.",
                       m.held, bounds.size());
  return to_text(t, look);
}

}  // namespace corridor::report
