#include "sim/report/run_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/report/figures.hpp"
#include "sim/report/kpi_lookup.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/run_operations.hpp"

namespace corridor::report {
namespace {

using store::By;
using store::Kpi;
using store::Summary;

constexpr int kShareCells = 16;
constexpr int kSparkCells = 8;
constexpr std::size_t kMostRows = 24;

/// The name of a part; the commodity is added where it is not the one of which most was delivered.
class PartName {
 public:
  explicit PartName(const Summary& s) {
    const auto commodities = largest(s, "delivered", {"commodity"});
    if (!commodities.empty()) main_ = label(commodities.front()->by, "commodity");
  }
  std::string operator()(const By& by, const std::string& key) const {
    const std::string commodity = label(by, "commodity");
    return commodity == main_ || commodity.empty() ? label(by, key) : label(by, key) + " (" + commodity + ")";
  }

 private:
  std::string main_;
};

/// The figures of a family besides the one that sums them: cost_* without cost_per_tonne, days_* without
/// quantiles.
std::vector<std::string> parts_of(const Summary& s, std::string_view prefix,
                                  const std::vector<std::string>& not_parts) {
  std::vector<std::string> names;
  for (const Kpi& kpi : s.kpis) {
    if (!kpi.name.starts_with(prefix) || !kpi.by.empty()) continue;
    if (std::find(not_parts.begin(), not_parts.end(), kpi.name) != not_parts.end()) continue;
    names.push_back(kpi.name);
  }
  return names;
}
std::vector<std::string> cost_items(const Summary& s) { return parts_of(s, "cost_", {"cost_per_tonne"}); }
std::vector<std::string> stages(const Summary& s) {
  return parts_of(s, "days_", {"days_p10", "days_p25", "days_p50", "days_p75", "days_p90"});
}
/// cost_rail -> rail, days_ship_wait -> ship wait
std::string plain(const std::string& name) { return spaced(name.substr(name.find('_') + 1)); }

/// "95 %: 1.70–2.10 Mt by luck alone, 1.50–2.40 Mt with what is guessed"; empty where there is no interval.
std::string interval_words(const Kpi& kpi, double divisor, std::string_view unit) {
  const auto words = [&](const std::optional<double>& low, const std::optional<double>& high,
                         std::string_view why) {
    return fmt::format("{} {} {}", range(*low / divisor, *high / divisor, 2), unit, why);
  };
  if (!kpi.low || !kpi.high) return "";
  std::string out = "95 %: " + words(kpi.low, kpi.high, "by luck alone");
  if (kpi.low_all && kpi.high_all) out += ", " + words(kpi.low_all, kpi.high_all, "with what is guessed");
  return out;
}

std::string delivered_sentence(const Summary& s) {
  const Kpi* delivered = s.find("delivered");
  if (delivered == nullptr || !delivered->mean || *delivered->mean == 0) {
    return fmt::format("From {} to {} nothing reached a market.", to_prose(s.measure.from),
                       to_prose(s.measure.to));
  }
  std::string text = fmt::format("From {} to {}, {} reached their market", to_prose(s.measure.from),
                                 to_prose(s.measure.to), mass(*delivered->mean));
  const bool mega = *delivered->mean >= 5e5;
  if (const std::string words = interval_words(*delivered, mega ? 1e6 : 1e3, mega ? "Mt" : "kt");
      !words.empty()) {
    text += " (" + words + ")";
  }
  text += fmt::format(", at {} USD a tonne and {} days from mine to market",
                      shown(s, "cost_per_tonne", {}, 2), shown(s, "days", {}, 1));
  if (s.find("days_p10") != nullptr) {
    text += fmt::format(" (one tonne in ten within {}, nine in ten within {})", shown(s, "days_p10", {}, 1),
                        shown(s, "days_p90", {}, 1));
  }
  return text + ".";
}

/// What the scenario asks for first: "Asked for: delivered to EU 6.14 Mt (95 %: ...); refused 1.00 Mt."
std::string asked_sentence(const Summary& s) {
  std::vector<std::string> parts;
  for (const Kpi& kpi : s.report) {
    const bool tonnes = kpi.unit == "t";
    const double divisor = !tonnes ? 1 : kpi.mean.value_or(0) >= 5e5 ? 1e6 : 1e3;
    const std::string unit = !tonnes ? kpi.unit : divisor == 1e6 ? "Mt" : "kt";
    if (!kpi.mean) {
      parts.push_back(kpi.name + " has no value: nothing moved");
      continue;
    }
    const std::string interval = interval_words(kpi, divisor, unit);
    parts.push_back(fmt::format("{} {}{}{}", spaced(kpi.name), grouped(*kpi.mean / divisor, 2),
                                unit == kpi.name || unit.empty() ? "" : " " + unit,
                                interval.empty() ? "" : " (" + interval + ")"));
  }
  return parts.empty() ? "" : fmt::format("Asked for: {}.", fmt::join(parts, "; "));
}

/// What the largest groups of markets took, at what cost.
std::string groups_sentence(const Summary& s) {
  constexpr std::size_t kMost = 6;
  const PartName name(s);
  std::vector<std::string> parts;
  for (const Kpi* kpi : largest(s, "delivered", {"commodity", "market_group"})) {
    if (parts.size() == kMost) break;
    parts.push_back(fmt::format("{} {} at {} USD/t, half of it within {} days", name(kpi->by, "market_group"),
                                mass(*kpi->mean), shown(s, "cost_per_tonne", kpi->by, 2),
                                shown(s, "days_p50", kpi->by, 1)));
  }
  return parts.empty() ? "" : fmt::format("By group of markets: {}.", fmt::join(parts, "; "));
}

std::string refused_sentence(const Summary& s) {
  const double refused = mean_of(s, "refused");
  if (refused <= 0) return "No tonne was refused by a rule.";
  std::string text = fmt::format("Rules barred the first choice of {}", mass(refused));
  std::vector<std::string> by_rule;
  for (const Kpi* kpi : largest(s, "refused", {"rule"})) {
    if (by_rule.size() == 3) {
      by_rule.emplace_back("others");
      break;
    }
    by_rule.push_back(fmt::format("{} {}", label(kpi->by, "rule"), mass(*kpi->mean)));
  }
  if (!by_rule.empty()) text += ": " + fmt::format("{}", fmt::join(by_rule, ", "));
  return text + ".";
}

std::string left_sentence(const Summary& s) {
  std::vector<std::string> parts;
  for (const auto& [name, words] : {std::pair{"unsold", "stayed unsold"},
                                    {"stranded", "stranded on the way"},
                                    {"sold_elsewhere", "were resold on the way"}}) {
    if (const double t = mean_of(s, name); t > 0) parts.push_back(mass(t) + " " + words);
  }
  if (parts.empty()) return "Nothing stayed unsold or stranded.";
  return fmt::format("{}.", fmt::join(parts, "; "));
}

Table key_figures(const Summary& s) {
  Table t{"Key figures",
          {{"figure"}, {"mean", true}, {"unit"}, {"luck alone, 95 %", true}, {"and guesses, 95 %", true}},
          {},
          "",
          ""};
  for (const std::string name :
       {"delivered", "refused", "unsold", "stranded", "sold_elsewhere", "in_stock", "under_way",
        "cost_per_tonne", "days", "days_p10", "days_p50", "days_p90", "co2_per_tonne"}) {
    const Kpi* kpi = s.find(name);
    if (kpi == nullptr) continue;
    const bool tonnes = kpi->unit == "t";
    const double d = tonnes ? 1e3 : 1;
    const int decimals = kpi->unit == "USD/t" ? 2 : 1;
    const auto scaled = [&](const std::optional<double>& x) { return x ? std::optional(*x / d) : x; };
    t.rows.push_back({spaced(name), or_dash(scaled(kpi->mean), decimals), tonnes ? "kt" : kpi->unit,
                      range(scaled(kpi->low), scaled(kpi->high), decimals),
                      range(scaled(kpi->low_all), scaled(kpi->high_all), decimals)});
  }
  t.note = fmt::format("{} replication{}, seed {}; {} figures are guesses with a range{}.", s.replications,
                       s.replications == 1 ? "" : "s", s.seed, s.ranged_figures,
                       s.ranges_drawn ? ", drawn for the last column" : "");
  return t;
}

/// Tonnes delivered month by month of every part of a cut.
std::map<By, std::vector<double>> months_of_parts(const Summary& s, const std::string& key) {
  std::map<std::string, std::size_t> months;
  for (const Kpi* month : s.cut("delivered", {"month"}))
    months.emplace(label(month->by, "month"), months.size());
  std::map<By, std::vector<double>> out;
  for (const Kpi* kpi : s.cut("delivered", {"commodity", key, "month"})) {
    By part = kpi->by;
    part.erase("month");
    std::vector<double>& series = out[part];
    series.resize(months.size());
    if (const auto at = months.find(label(kpi->by, "month")); at != months.end())
      series[at->second] = kpi->mean.value_or(0);
  }
  return out;
}

/// Tonnes, cost and days of the parts of a cut.
Table by_part(const Summary& s, const std::string& key, const std::string& title) {
  const auto parts = largest(s, "delivered", {"commodity", key});
  auto months = months_of_parts(s, key);
  const MassUnit unit = mass_unit(mean_of(s, "delivered"));
  const PartName name(s);
  Table t{title,
          {{key == "market_group" ? "market group" : key},
           {fmt::format("delivered, {}", unit.name), true},
           {"over time", false},
           {"cost, USD/t", true},
           {"days, p10", true},
           {"p50", true},
           {"p90", true},
           {fmt::format("refused, {}", unit.name), true}},
          {},
          "",
          "Nothing was delivered."};
  for (const Kpi* kpi : parts) {
    const double refused = mean_of(s, "refused", kpi->by);
    t.rows.push_back({name(kpi->by, key), grouped(*kpi->mean / unit.tonnes, unit.decimals),
                      spark(months[kpi->by], kSparkCells), shown(s, "cost_per_tonne", kpi->by, 2),
                      shown(s, "days_p10", kpi->by, 1), shown(s, "days_p50", kpi->by, 1),
                      shown(s, "days_p90", kpi->by, 1),
                      refused > 0 ? grouped(refused / unit.tonnes, unit.decimals) : ""});
  }
  return t;
}

Table by_month(const Summary& s) {
  const auto months = s.cut("delivered", {"month"});
  double most = 0;
  for (const Kpi* kpi : months) most = std::max(most, kpi->mean.value_or(0));
  const MassUnit unit = mass_unit(most);
  Table t{"By month of delivery",
          {{"month"},
           {fmt::format("delivered, {}", unit.name), true},
           {""},
           {"cost, USD/t", true},
           {"days, p50", true},
           {fmt::format("refused, {}", unit.name), true},
           {fmt::format("unsold, {}", unit.name), true}},
          {},
          "",
          ""};
  for (const Kpi* kpi : months) {
    const double mean = kpi->mean.value_or(0);
    const double refused = mean_of(s, "refused", kpi->by), unsold = mean_of(s, "unsold", kpi->by);
    t.rows.push_back({label(kpi->by, "month"), grouped(mean / unit.tonnes, unit.decimals),
                      bar(most > 0 ? mean / most : 0, kShareCells), shown(s, "cost_per_tonne", kpi->by, 2),
                      shown(s, "days_p50", kpi->by, 1),
                      refused > 0 ? grouped(refused / unit.tonnes, unit.decimals) : "",
                      unsold > 0 ? grouped(unsold / unit.tonnes, unit.decimals) : ""});
  }
  return t;
}

/// Months down, parts across: those first on which most money is spent, as many as fit a narrow terminal.
Table months_against(const Summary& s, const std::string& key, const std::string& title) {
  const PartName name(s);
  auto parts = largest(s, "delivered", {"commodity", key});
  const auto spent = [&](const Kpi* k) { return *k->mean * mean_of(s, "cost_per_tonne", k->by); };
  std::sort(parts.begin(), parts.end(), [&](const Kpi* a, const Kpi* b) {
    const double x = spent(a), y = spent(b);
    return x != y ? x > y : a < b;
  });
  Table t{title, {{"month"}}, {}, "", "Nothing was delivered."};
  std::size_t width = 7, shown_parts = 0;
  for (const Kpi* part : parts) {
    const std::string head = name(part->by, key);
    width += 2 + std::max<std::size_t>(width_of(head), 8);
    if (width > 80) break;
    t.columns.push_back({head, true});
    ++shown_parts;
  }
  for (const Kpi* month : s.cut("delivered", {"month"})) {
    std::vector<std::string> row{label(month->by, "month")};
    for (std::size_t i = 0; i < shown_parts; ++i) {
      By by = parts[i]->by;
      by.insert(*month->by.begin());
      const double t_delivered = mean_of(s, "delivered", by);
      row.push_back(t_delivered == 0 ? "" : grouped(t_delivered / 1e3, 1));
    }
    t.rows.push_back(std::move(row));
  }
  if (shown_parts < parts.size()) {
    t.note = fmt::format("{} of {}, those on which most money is spent.", shown_parts, parts.size());
  }
  return t;
}

Table cost_split(const Summary& s) {
  const std::vector<std::string> items = cost_items(s);
  const PartName name(s);
  Table t{"What a tonne costs, USD/t, by route", {{"route"}}, {}, "", "Nothing was delivered."};
  for (const std::string& item : items)
    t.columns.push_back({plain(item) == "certificates" ? "papers" : plain(item), true});
  t.columns.push_back({"all", true});
  const auto row = [&](std::string first, const By& by) {
    std::vector<std::string> cells{std::move(first)};
    for (const std::string& item : items) cells.push_back(shown(s, item, by, 2));
    cells.push_back(shown(s, "cost_per_tonne", by, 2));
    t.rows.push_back(std::move(cells));
  };
  const auto parts = largest(s, "delivered", {"commodity", "route"});
  for (const Kpi* kpi : parts) row(name(kpi->by, "route"), kpi->by);
  if (!parts.empty()) row("all routes", {});
  return t;
}

/// Stages down, the largest groups of markets across.
Table where_days_went(const Summary& s) {
  constexpr std::size_t kMostGroups = 4;
  const double days = mean_of(s, "days");
  const PartName name(s);
  auto groups = largest(s, "delivered", {"commodity", "market_group"});
  if (groups.size() > kMostGroups) groups.resize(kMostGroups);
  Table t{"Where the days went",
          {{"stage"}, {"days", true}, {"share", true}, {""}},
          {},
          "Means over tonnes; the columns on the right are of single groups of markets.",
          "Nothing was delivered."};
  for (const Kpi* group : groups) t.columns.push_back({name(group->by, "market_group"), true});
  const auto row = [&](const std::string& words, const std::string& figure) {
    const double d = mean_of(s, figure);
    if (d == 0) return;
    const double share = days > 0 ? d / days : 0;
    t.rows.push_back({words, grouped(d, 2), percent(share), bar(share, 8)});
    for (const Kpi* group : groups) t.rows.back().push_back(shown(s, figure, group->by, 2));
  };
  for (const std::string& stage : stages(s)) row(plain(stage), stage);
  row("all", "days");
  return t;
}

Table not_delivered(const Summary& s) {
  Table t{
      "What did not go as wanted, and why",
      {{"what"}, {"where"}, {"deciding rule or reason"}, {"kt", true}},
      {},
      "Refused: a rule barred the first choice; most of it leaves another way or is sold elsewhere. The same "
      "tonnes are shown by market and by route.",
      "Every tonne went as wanted."};
  const auto add = [&](std::string_view name, std::string_view what, const std::vector<std::string>& keys,
                       const std::string& where, const std::string& why) {
    for (const Kpi* kpi : largest(s, name, keys)) {
      t.rows.push_back({std::string(what), label(kpi->by, where), spaced(label(kpi->by, why)),
                        grouped(*kpi->mean / 1e3, 1)});
    }
  };
  add("refused", "refused, by market", {"commodity", "market_group", "rule"}, "market_group", "rule");
  add("refused", "refused, by route", {"commodity", "route", "rule"}, "route", "rule");
  add("unsold", "unsold", {"reason"}, "", "reason");
  add("stranded", "stranded, by route", {"commodity", "route"}, "route", "");
  return t;
}

}  // namespace

std::string precision_sentence(const store::Precision& p, int replications, std::string_view whole) {
  return fmt::format("{} replications: {} of {} is known to {:.2g} % of {}; {} were asked for{}.",
                     replications, spaced(p.kpi), p.scenario, p.reached * 100, whole, percent(p.asked),
                     p.met ? "" : fmt::format(" and not reached with the {} allowed", p.most));
}

RunReport describe_run(const Summary& s, std::span<const store::Table> files) {
  RunReport r{s.title.empty() ? s.scenario : s.title, s.question, {}, {}, s.findings};
  for (const auto sentence :
       {asked_sentence, delivered_sentence, groups_sentence, refused_sentence, left_sentence}) {
    if (std::string text = sentence(s); !text.empty()) r.answer.push_back(std::move(text));
  }
  if (s.precision) r.answer.push_back(precision_sentence(*s.precision, s.replications, "its mean"));
  r.tables.push_back(key_figures(s));
  r.tables.push_back(by_part(s, "market_group", "By group of markets"));
  r.tables.push_back(by_part(s, "market", "By market"));
  r.tables.push_back(by_part(s, "route", "By route"));
  r.tables.push_back(by_month(s));
  r.tables.push_back(months_against(s, "market_group", "By month and group of markets, kt delivered"));
  r.tables.push_back(months_against(s, "route", "By month and route, kt delivered"));
  r.tables.push_back(cost_split(s));
  r.tables.push_back(where_days_went(s));
  r.tables.push_back(waterfall(s));
  r.tables.push_back(not_delivered(s));
  for (const store::Table& file : files) {
    if (file.name == "links") r.tables.push_back(busiest_sections(file));
    if (file.name == "nodes") r.tables.push_back(busiest_terminals(file));
  }
  r.tables.push_back(operations(s));
  r.tables.push_back(railways(s));
  r.tables.push_back(joints(s));
  r.tables.push_back(crossings(s));
  for (Table& t : std::array{saturation(s), recoveries(s), spare_tonnes(s)}) {
    if (!t.rows.empty()) r.tables.push_back(std::move(t));
  }
  r.tables.push_back(netbacks(s));
  for (const store::Table& file : files) {
    if (file.name == "switching") r.tables.push_back(switching_points(file));
  }
  for (Table& t : r.tables) {
    if (t.rows.size() <= kMostRows) continue;
    t.note += fmt::format("{}{} of {} rows; the others are in the results folder.", t.note.empty() ? "" : " ",
                          kMostRows, t.rows.size());
    t.rows.resize(kMostRows);
  }
  return r;
}

std::string to_text(const RunReport& r, const Look& look) {
  std::string out = bold(r.title, look) + "\n";
  if (!r.question.empty()) out += wrapped(r.question, look);
  out += "\n";
  for (const std::string& sentence : r.answer) out += wrapped(sentence, look);
  for (const Table& t : r.tables) out += "\n" + to_text(t, look);
  if (!r.findings.empty()) {
    out += "\n" + bold("Findings of the first replication", look) + "\n";
    constexpr std::size_t kMostFindings = 10;
    for (std::size_t i = 0; i < std::min(r.findings.size(), kMostFindings); ++i)
      out += wrapped("- " + r.findings[i], look);
    if (r.findings.size() > kMostFindings)
      out += fmt::format("  and {} more in summary.json\n", r.findings.size() - kMostFindings);
  }
  return out;
}

}  // namespace corridor::report
