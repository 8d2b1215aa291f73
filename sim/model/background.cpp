#include "sim/model/background.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "network/graph/search.hpp"
#include "sim/model/way_graph.hpp"

namespace corridor::model {
namespace {

/// Trains meet and wait: a kilometre of line with this many pairs a day counts as two.
constexpr double kMeetingPairs = 2.5;
constexpr double kClosed = std::numeric_limits<double>::infinity();

bool is_line(const Link& link) { return link.mode == Mode::rail && link.railway.valid(); }

/// Arc 2i runs along link i from -> to, arc 2i + 1 back.
graph::ArcGraph graph_of(const World& w) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  for (const Link& l : w.links) {
    arcs.emplace_back(l.from.n, l.to.n);
    arcs.emplace_back(l.to.n, l.from.n);
  }
  return {w.places.size(), arcs};
}

/// What each arc counts on a day, km; without a day, of every line that stands in the data.
std::vector<double> lengths(const World& w, std::optional<Day> day) {
  std::vector<double> out(w.links.size() * 2, kClosed);
  for (std::size_t i = 0; i < w.links.size(); ++i) {
    const Link& l = w.links[i];
    if (!is_line(l)) continue;
    if (day &&
        (!l.open_on(*day) || at(w.places, l.from).closed.on(*day) || at(w.places, l.to).closed.on(*day)))
      continue;
    const double pairs = day ? w.pairs_on(LinkId{i}, *day) : 1.0;
    if (pairs > 0) out[2 * i] = out[2 * i + 1] = l.km * (1.0 + kMeetingPairs / pairs);
  }
  return out;
}

/// The least-length trees of one state of the network, made as they are asked for.
class Trees {
 public:
  explicit Trees(const World& w) : graph_(graph_of(w)) {}
  void set_lengths(std::vector<double> of_arcs) {
    if (of_arcs == lengths_) return;
    lengths_ = std::move(of_arcs);
    of_.clear();
  }
  std::vector<std::uint32_t> way(PlaceId from, PlaceId to) {
    auto it = of_.find(from.n);
    if (it == of_.end()) it = of_.emplace(from.n, graph::shortest_paths(graph_, lengths_, from.n)).first;
    return graph::path_to(graph_, it->second, to.n);
  }

 private:
  graph::ArcGraph graph_;
  std::vector<double> lengths_;
  std::map<std::uint32_t, graph::Tree> of_;
};

std::vector<Diagnostic> faults_of(const World& w, const scenario::Scenario& s) {
  std::vector<Diagnostic> out;
  Trees trees{w};
  trees.set_lengths(lengths(w, std::nullopt));
  for (std::size_t i = 0; i < w.background.size(); ++i) {
    const BackgroundFlow& flow = w.background[i];
    const auto fault = [&](std::string found, std::string expected) {
      const scenario::Record& record = s.table("background").records[i];
      out.push_back({Severity::error, record.file < s.files.size() ? s.files[record.file] : "",
                     record.mark.line, record.mark.column, "background." + record.id, std::move(found),
                     std::move(expected)});
    };
    if (trees.way(flow.from, flow.to).empty())
      fault(fmt::format("no rail from {} to {}", at(w.places, flow.from).id, at(w.places, flow.to).id),
            "two places that lines join");
    if (fleet_for(w, flow.cargo) == nullptr)
      fault(fmt::format("no wagons carry {}", at(w.commodities, flow.cargo).id), "a cargo of `wagons`");
  }
  return out;
}

/// Whether goods of that kind, or of a wider or narrower one, move by themselves in this run.
bool moves(const World& w, CommodityId kind) {
  return std::any_of(w.flows.begin(), w.flows.end(), [&](const Flow& f) {
    return w.is_kind_of(f.cargo, kind) || w.is_kind_of(kind, f.cargo);
  });
}

/// What the streams of one month put on each link: tonnes a day each way, and of each kind of wagon trains.
struct Loads {
  std::vector<std::array<double, 2>> t_day;                ///< [link]
  std::vector<std::vector<std::array<double, 2>>> trains;  ///< [fleet][link]
  explicit Loads(const World& w)
      : t_day(w.links.size()), trains(w.wagons.size(), std::vector<std::array<double, 2>>(w.links.size())) {}
  double pairs(std::size_t link) const {
    double sum = 0;
    for (const auto& fleet : trains) sum += std::max(fleet[link][0], fleet[link][1]);
    return sum;
  }
};

Loads loads_of(World& w, Month month, Trees& trees) {
  Loads loads{w};
  const Day day = first_day(month);
  for (const BackgroundFlow& flow : w.background) {
    const double tonnes =
        flow.kt_month.on(day) * 1e3 * flow.season[static_cast<std::size_t>(month_of_year(month) - 1)];
    if (tonnes <= 0 || moves(w, flow.cargo)) continue;
    const WagonFleet* fleet = fleet_for(w, flow.cargo);
    auto& trains = loads.trains[static_cast<std::size_t>(fleet - w.wagons.data())];
    const double a_day = tonnes / days_in(month), net_t = fleet->payload_t * fleet->per_train;
    std::vector<LinkId> links;
    for (const std::uint32_t arc : trees.way(flow.from, flow.to)) {
      links.push_back(LinkId{arc / 2});
      loads.t_day[arc / 2][arc % 2] += a_day;
      trains[arc / 2][arc % 2] += a_day / net_t;
    }
    add_work(w, w.background_work, month, work_of(w, flow.from, flow.to, links), tonnes);
  }
  return loads;
}

/// The months of a run; of a network without a window the last one in which a figure begins.
std::pair<Month, Month> months_of(const World& w) {
  if (w.measure.from != kBeginning)
    return {month_of(w.measure.from - std::chrono::days{w.terms.run_in_days}), month_of(w.measure.to)};
  Day latest = kBeginning;
  for (const BackgroundFlow& flow : w.background)
    latest = std::max(latest, flow.kt_month.steps().back().first);
  return {month_of(latest), month_of(latest)};
}

/// A step function plus what is added from the first of each month on.
Steps<double> with_months(const Steps<double>& base, const std::vector<std::pair<Month, double>>& added) {
  Steps<double> out;
  std::map<Day, double> steps;
  for (const auto& [from, value] : base.steps()) steps[from];
  for (const auto& [month, value] : added) steps[first_day(month)];
  for (auto& [from, value] : steps) {
    value = base.on(from);
    for (const auto& [month, more] : added) {
      if (month_of(from) == month) value += more;
    }
    if (out.empty() || out.steps().back().second != value) out.add(from, value);
  }
  return out;
}

}  // namespace

std::vector<RailwayWork> no_work(const World& w) {
  std::vector<RailwayWork> out;
  if (w.measure.from == kBeginning) return out;  // the network alone: no window
  const Month last = month_of(w.measure.to);
  for (std::size_t i = 0; i < w.railways.size(); ++i) {
    for (Month m = month_of(w.measure.from); m <= last; m = m + 1) out.push_back({RailwayId{i}, m});
  }
  return out;
}

JourneyWork work_of(const World& w, PlaceId from, PlaceId to, const std::vector<LinkId>& links) {
  JourneyWork out;
  for (const LinkId id : links) {
    const Link& link = at(w.links, id);
    if (!is_line(link)) continue;
    const bool first = out.lines.empty();
    out.lines.push_back({link.railway, link.km});
    if (std::ranges::find(out.railways, link.railway, &JourneyWork::Share::railway) != out.railways.end())
      continue;
    const std::string& home = at(w.railways, link.railway).country;
    const bool from_home = at(w.places, from).country == home, to_home = at(w.places, to).country == home;
    out.railways.push_back({link.railway, from_home && first, !from_home && !to_home});
  }
  return out;
}

void add_work(const World& w, std::vector<RailwayWork>& work, Month month, const JourneyWork& journey,
              double tonnes) {
  const std::size_t months = work.size() / std::max<std::size_t>(1, w.railways.size());
  if (work.empty() || month < work.front().month || month > work.back().month) return;
  const auto offset = static_cast<std::size_t>(month.number - work.front().month.number);
  const auto row = [&](RailwayId railway) -> RailwayWork& { return work[railway.n * months + offset]; };
  for (const JourneyWork::Line& line : journey.lines) row(line.railway).tonne_km += tonnes * line.km;
  for (const JourneyWork::Share& share : journey.railways) {
    row(share.railway).carried_t += tonnes;
    if (share.loads) row(share.railway).loaded_t += tonnes;
    if (share.transit) row(share.railway).transit_t += tonnes;
  }
}

std::vector<Diagnostic> spread_background(World& w, const scenario::Scenario& s) {
  w.background_work = no_work(w);
  if (w.background.empty()) return {};
  if (std::vector<Diagnostic> faults = faults_of(w, s); !faults.empty()) return faults;
  const auto [first, last] = months_of(w);
  Trees trees{w};
  std::vector<std::pair<Month, Loads>> months;
  for (Month m = first; m <= last; m = m + 1) {
    trees.set_lengths(lengths(w, first_day(m)));
    months.emplace_back(m, loads_of(w, m, trees));
  }
  for (std::size_t i = 0; i < w.links.size(); ++i) {
    std::vector<std::pair<Month, double>> pairs;
    std::array<std::vector<std::pair<Month, double>>, 2> tonnes;
    bool any = false;
    for (const auto& [month, loads] : months) {
      any = any || loads.pairs(i) > 0;
      pairs.emplace_back(month, loads.pairs(i));
      for (std::size_t d = 0; d < 2; ++d) tonnes[d].emplace_back(month, loads.t_day[i][d]);
    }
    if (!any) continue;
    Link& link = w.links[i];
    link.background_forward = with_months(link.background_forward, pairs);
    link.background_backward = with_months(link.background_backward, pairs);
    for (std::size_t d = 0; d < 2; ++d) link.background_t_day[d] = with_months({}, tonnes[d]);
  }
  return {};
}

}  // namespace corridor::model
