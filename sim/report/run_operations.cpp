#include "sim/report/run_operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/report/kpi_lookup.hpp"
#include "sim/report/numbers.hpp"

namespace corridor::report {

using store::By;
using store::Kpi;
using store::Summary;

Table netbacks(const Summary& s) {
  Table t{"Netback at the mine, by pool and route, USD/t",
          {{"flow"}, {"pool"}, {"route"}, {"netback", true}},
          {},
          "Price in the pool less the expected cost of the way, as planned; mean over the months booked.",
          "Nothing was booked."};
  auto parts = s.cut("netback_usd_t", {"flow", "pool", "route"});
  std::erase_if(parts, [](const Kpi* k) { return !k->mean; });
  std::sort(parts.begin(), parts.end(), [](const Kpi* a, const Kpi* b) {
    const std::string fa = label(a->by, "flow"), fb = label(b->by, "flow");
    if (fa != fb) return fa < fb;
    return *a->mean != *b->mean ? *a->mean > *b->mean : a < b;
  });
  std::string last;
  std::map<std::string, std::size_t> shown_of;
  for (const Kpi* kpi : parts) {
    const std::string flow = label(kpi->by, "flow");
    if (++shown_of[flow] > 6) continue;
    t.rows.push_back(
        {flow == last ? "" : flow, label(kpi->by, "pool"), label(kpi->by, "route"), grouped(*kpi->mean, 2)});
    last = flow;
  }
  if (t.rows.size() < parts.size()) t.note += " The six best of each flow; all are in summary.json.";
  return t;
}

Table saturation(const Summary& s) {
  Table t{
      "The year from which crossings are full",
      {{"crossings"},
       {"by nominal tonnes", true},
       {"by trains agreed", true},
       {"by a queue that grows", true}},
      {},
      "Whole years of the window; a dash: not in it. Means over the replications in which it comes to that.",
      ""};
  for (const char* key : {"countries", "border"}) {
    std::map<std::string, By> parts;
    for (const char* name : {"full_by_tonnes", "full_by_trains", "full_by_queue"}) {
      for (const Kpi* kpi : s.cut(name, {key})) parts.emplace(label(kpi->by, key), kpi->by);
    }
    for (const auto& [part, by] : parts) {
      const auto year = [&, &cut = by](const char* name) {
        const Kpi* kpi = s.find(name, cut);
        return kpi != nullptr && kpi->mean ? fmt::format("{:.0f}", *kpi->mean) : std::string("-");
      };
      t.rows.push_back({part, year("full_by_tonnes"), year("full_by_trains"), year("full_by_queue")});
    }
  }
  return t;
}

Table recoveries(const Summary& s) {
  Table t{"After disruptions",
          {{"what, and from when"},
           {"backlog at its most, kt", true},
           {"days to recover", true},
           {"recovered", true}},
          {},
          "Tonnes on their way over that place, against the worst of the 30 days before; days from its end. "
          "Recovered: in so many of the replications, within the window.",
          ""};
  for (const Kpi* kpi : s.cut("backlog", {"event"})) {
    const Kpi* recovered = s.find("recovered", kpi->by);
    t.rows.push_back(
        {label(kpi->by, "event"), grouped(kpi->mean.value_or(0) / 1e3, 1),
         s.find("recovery_days", kpi->by) != nullptr ? shown(s, "recovery_days", kpi->by, 1) : "-",
         recovered != nullptr && recovered->mean ? percent(*recovered->mean) : "-"});
  }
  return t;
}

Table spare_tonnes(const Summary& s) {
  Table t{"What routes could take besides, in the measured window",
          {{"route"}, {"spare, kt", true}},
          {},
          "By the roomiest line in use, before trains and ships wait twice as long, or what is booked by the "
          "month is full.",
          ""};
  for (const Kpi* kpi : largest(s, "spare", {"route"}))
    t.rows.push_back({label(kpi->by, "route"), grouped(kpi->mean.value_or(0) / 1e3)});
  for (const Kpi* kpi : s.cut("spare", {"route"})) {
    if (kpi->mean == 0.0) t.rows.push_back({label(kpi->by, "route"), "0"});
  }
  return t;
}

Table joints(const Summary& s) {
  Table t{
      "Trains a day at the borders",
      {{"border"},
       {"ours", true},
       {"accepted, all", true},
       {"agreed, all", true},
       {"standing, worst month", true}},
      {},
      "Loaded trains, the busier direction; standing: before the crossing, papers done, mean of the month.",
      "No train of ours crossed a border."};
  const auto said = [&](std::string_view name, const By& by) {
    return mean_of(s, name, by) > 0 ? shown(s, name, by, 1) : "-";
  };
  std::map<std::string, double> worst;
  for (const Kpi* kpi : s.cut("standing_at_border", {"border", "month"})) {
    double& most = worst[label(kpi->by, "border")];
    most = std::max(most, kpi->mean.value_or(0));
  }
  for (const Kpi* kpi : largest(s, "trains_per_day", {"border"})) {
    t.rows.push_back({label(kpi->by, "border"), grouped(*kpi->mean, 1), said("trains_accepted", kpi->by),
                      said("trains_agreed", kpi->by), grouped(worst[label(kpi->by, "border")], 1)});
  }
  return t;
}

Table railways(const Summary& s) {
  Table t{"Freight of railways whose train paths are simulated",
          {{"railway"},
           {"traffic"},
           {"carried, Mt", true},
           {"loaded, Mt", true},
           {"transit, Mt", true},
           {"bn t-km", true},
           {"mean haul, km", true}},
          {},
          "By month of loading; loaded in the railway's own country. Background: table `background`.",
          "No railway has simulated train paths."};
  const auto add = [&](std::string railway, std::string traffic, const By& by) {
    const double carried = mean_of(s, "railway_carried", by), work = mean_of(s, "railway_work", by);
    t.rows.push_back({std::move(railway), std::move(traffic), grouped(carried / 1e6, 1),
                      grouped(mean_of(s, "railway_loaded", by) / 1e6, 1),
                      grouped(mean_of(s, "railway_transit", by) / 1e6, 1), grouped(work / 1e9, 1),
                      grouped(carried > 0 ? work / carried : 0)});
  };
  for (const Kpi* kpi : largest(s, "railway_work", {"railway"})) {
    const std::string railway = label(kpi->by, "railway");
    add(railway, "all", kpi->by);
    for (const Kpi* part : largest(s, "railway_work", {"railway", "traffic"})) {
      if (label(part->by, "railway") == railway) add("", label(part->by, "traffic"), part->by);
    }
  }
  return t;
}

Table crossings(const Summary& s) {
  Table t{"Border crossings",
          {{"border"},
           {"outward kt", true},
           {"days", true},
           {"queue at end", true},
           {"inward kt", true},
           {"days", true},
           {"queue at end", true}},
          {},
          "Days: papers, queue and change of gauge, mean. Queue: loaded trains with papers.",
          "No train of ours crossed a border."};
  for (const Kpi* kpi : largest(s, "trains_per_day", {"border"})) {
    std::vector<std::string> row{label(kpi->by, "border")};
    for (const std::string_view way : {"outward", "inward"}) {
      const auto named = [&](std::string_view figure) { return fmt::format("{}_{}", figure, way); };
      if (mean_of(s, named("crossing_trains"), kpi->by) + mean_of(s, named("crossing_queue"), kpi->by) == 0) {
        row.insert(row.end(), 3, "-");
        continue;
      }
      row.push_back(grouped(mean_of(s, named("crossed"), kpi->by) / 1e3, 1));
      row.push_back(shown(s, named("crossing_days"), kpi->by, 1));
      row.push_back(shown(s, named("crossing_queue"), kpi->by, 0));
    }
    t.rows.push_back(std::move(row));
  }
  return t;
}

Table operations(const Summary& s) {
  Table t{"Operations by month",
          {{"month"},
           {"booked, kt", true},
           {"loaded of it", true},
           {"wagons in use", true},
           {"standing at borders", true},
           {"at terminals", true}},
          {},
          "",
          ""};
  const auto sum_over = [&](std::string_view name, const std::string& key, const std::string& month) {
    double sum = 0;
    for (const Kpi* kpi : s.cut(name, {key, "month"})) {
      if (label(kpi->by, "month") == month) sum += kpi->mean.value_or(0);
    }
    return sum;
  };
  for (const Kpi* kpi : s.cut("booked", {"month"})) {
    const std::string month = label(kpi->by, "month");
    const Kpi* loaded = s.find("plan_fulfilment", kpi->by);
    t.rows.push_back({month, grouped(kpi->mean.value_or(0) / 1e3),
                      loaded != nullptr && loaded->mean ? percent(*loaded->mean) : "-",
                      grouped(sum_over("wagons_in_month", "fleet", month)),
                      grouped(sum_over("standing_at_border", "border", month), 1),
                      grouped(sum_over("standing_at_terminal", "terminal", month), 1)});
  }
  t.note = fmt::format(
      "Standing: loaded trains, mean of the month. {} locomotives at work where paths are simulated.",
      shown(s, "locomotives_needed", {}, 0));
  return t;
}

Table waterfall(const Summary& s) {
  Table t{"Where the tonnes went, kt", {{""}, {"kt", true}, {"of what was ready", true}}, {}, "", ""};
  const double ready = mean_of(s, "booked") + mean_of(s, "unsold");
  const auto row = [&](const std::string& words, double tonnes) {
    t.rows.push_back({words, grouped(tonnes / 1e3, 1), ready > 0 ? percent(tonnes / ready) : "-"});
  };
  row("ready at the mines", ready);
  for (const Kpi* kpi : largest(s, "unsold", {"reason"}))
    row("  less unsold: " + spaced(label(kpi->by, "reason")), -*kpi->mean);
  row("booked", mean_of(s, "booked"));
  double ended = mean_of(s, "delivered");
  for (const auto& [name, words] : {std::pair{"stranded", "  less stranded on the way"},
                                    {"sold_elsewhere", "  less resold on the way"},
                                    {"in_stock", "  less in stock at the end"},
                                    {"under_way", "  less under way at the end"}}) {
    const double tonnes = mean_of(s, name);
    ended += tonnes;
    if (tonnes > 0) row(words, -tonnes);
  }
  row("  and brought in from before, less not released", ended - mean_of(s, "booked"));
  row("delivered", mean_of(s, "delivered"));
  return t;
}

}  // namespace corridor::report
