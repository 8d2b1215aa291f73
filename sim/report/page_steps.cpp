// Dollars and days along the ways that carried most: each lot of the first replication laid over the steps of
// its way, then the quantiles of what the lots had spent at each step.

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/experiment/statistics.hpp"
#include "sim/model/routes.hpp"
#include "sim/report/page_parts.hpp"

namespace corridor::report {
namespace {

using model::Item;
using model::LotRow;
using model::RouteStep;
using model::Stage;

constexpr std::size_t kMostWays = 32;

/// What a step is made of; a lot's money and time of that kind is spread over such steps.
enum class Part : std::uint8_t { papers, loading, line, border, port, sea };
constexpr std::size_t kParts = 6;

Part part_of(const std::string& what) {
  if (what == "start" || what.starts_with("certificate")) return Part::papers;
  if (what == "loading, wagons") return Part::loading;
  if (what.starts_with("border")) return Part::border;
  if (what.starts_with("port") || what.starts_with("unloading")) return Part::port;
  if (what == "sea" || what == "ferry" || what.starts_with("discharge")) return Part::sea;
  return Part::line;
}
Part part_of(Stage stage) {
  switch (stage) {
    case Stage::papers:
      return Part::papers;
    case Stage::wagons:
    case Stage::loading:
    case Stage::held:
      return Part::loading;
    case Stage::slot:
    case Stage::moving:
      return Part::line;
    case Stage::border:
      return Part::border;
    case Stage::yard:
    case Stage::ship_wait:
      return Part::port;
    case Stage::ship:
      return Part::sea;
  }
  return Part::line;
}
Part part_of(Item item) {
  switch (item) {
    case Item::rail:
    case Item::wagons:
      return Part::line;
    case Item::border:
      return Part::border;
    case Item::handling:
    case Item::delay:
      return Part::port;
    case Item::sea:
      return Part::sea;
    case Item::certificates:
      return Part::papers;
  }
  return Part::line;
}

/// Shares of each step in what is spent on its part, by the plan's own figures.
class Shares {
 public:
  Shares(const std::vector<RouteStep>& steps, bool money) {
    std::array<double, kParts> sums{};
    std::array<std::size_t, kParts> last{};
    weights_.resize(steps.size());
    parts_.resize(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const double before = i == 0 ? 0 : (money ? steps[i - 1].usd_t : steps[i - 1].days);
      weights_[i] = std::max(0.0, (money ? steps[i].usd_t : steps[i].days) - before);
      Part part = part_of(steps[i].what);
      // Rent of wagons and the fixed part of tariffs are spent on the line as far as money goes.
      if (money && part == Part::loading) part = Part::line;
      parts_[i] = static_cast<std::size_t>(part);
      sums[parts_[i]] += weights_[i];
      last[parts_[i]] = i;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
      weights_[i] = sums[parts_[i]] > 0 ? weights_[i] / sums[parts_[i]] : 0;
    }
    for (std::size_t p = 0; p < kParts; ++p) {
      home_[p] = last[p];
      spread_[p] = sums[p] > 0;
    }
  }
  /// Adds an amount of one part to the steps; where the way has no such step, to the first.
  void spread(Part part, double amount, std::vector<double>& steps) const {
    const auto p = static_cast<std::size_t>(part);
    if (!spread_[p]) {
      steps[home_[p]] += amount;
      return;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (parts_[i] == p) steps[i] += amount * weights_[i];
    }
  }

 private:
  std::vector<double> weights_;
  std::vector<std::size_t> parts_;
  std::array<std::size_t, kParts> home_{};
  std::array<bool, kParts> spread_{};
};

using Weighted = std::vector<std::pair<double, double>>;

PageJson quantiles(Weighted& values, int decimals) {
  std::sort(values.begin(), values.end());
  PageJson out = PageJson::array();
  for (const double q : {0.1, 0.5, 0.9}) {
    out.push_back(rounded(experiment::weighted_quantile(values, q), decimals));
  }
  return out;
}

struct Group {
  std::vector<const LotRow*> lots;
  double tonnes = 0, km = 0;
};
using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;  ///< flow, pool, way

PageJson to_json(const PageSource& source, const Key& key, const Group& group) {
  const model::World& world = source.world();
  const auto& [flow, pool, way_number] = key;
  const model::Route& way = source.atlas().ways[way_number];
  const bool papers = std::any_of(group.lots.begin(), group.lots.end(), [](const LotRow* lot) {
    return lot->money[static_cast<std::size_t>(Item::certificates)].n > 0;
  });
  const Day day = std::chrono::floor<std::chrono::days>(group.lots[group.lots.size() / 2]->released);
  const std::vector<RouteStep> steps =
      model::steps_along(world, source.ways(), way.arcs, way.origin, world.flows[flow].cargo, day, papers);
  const Shares money(steps, true), time(steps, false);
  std::vector<Weighted> usd(steps.size()), days(steps.size());
  for (const LotRow* lot : group.lots) {
    const double mass = in_tonnes(lot->mass);
    if (mass <= 0) continue;
    std::vector<double> spent(steps.size()), taken(steps.size());
    for (std::size_t i = 0; i < model::kItems; ++i) {
      money.spread(part_of(static_cast<Item>(i)), in_usd(lot->money[i]) / mass, spent);
    }
    for (std::size_t i = 0; i < model::kStages; ++i) {
      time.spread(part_of(static_cast<Stage>(i)), lot->seconds[i] / 86400.0, taken);
    }
    double usd_so_far = 0, days_so_far = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      usd[i].emplace_back(usd_so_far += spent[i], mass);
      days[i].emplace_back(days_so_far += taken[i], mass);
    }
  }
  PageJson rows = PageJson::array();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    rows.push_back({rounded(steps[i].km, 0), static_cast<int>(steps[i].place.n), steps[i].what,
                    quantiles(usd[i], 2), quantiles(days[i], 2), rounded(steps[i].usd_t, 2),
                    rounded(steps[i].days, 2)});
  }
  return {{"flow", flow},
          {"pool", pool},
          {"route", way.name.id},
          {"tonnes", rounded(group.tonnes, 0)},
          {"lots", group.lots.size()},
          {"rows", std::move(rows)}};
}

}  // namespace

PageJson page_steps(const PageSource& source) {
  std::map<Key, Group> groups;
  for (const LotRow& lot : source.result.first.lots) {
    if (lot.fate != model::Fate::delivered || !lot.pool.valid() || lot.mass.n <= 0) continue;
    Group& group = groups[{lot.flow.n, lot.pool.n, lot.way}];
    group.lots.push_back(&lot);
    group.tonnes += in_tonnes(lot.mass);
    const model::Route& way = source.atlas().ways[lot.way];
    group.km = way.rail_km + way.sea_km;
  }
  // Of each flow, pool and route the way that carried most; of these, those that did most transport work.
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, std::pair<Key, const Group*>> best;
  for (const auto& [key, group] : groups) {
    const auto& name = source.atlas().ways[std::get<2>(key)].name.id;
    const auto [at, fresh] =
        best.emplace(std::tuple{std::get<0>(key), std::get<1>(key), name}, std::pair{key, &group});
    if (!fresh && group.tonnes > at->second.second->tonnes) at->second = {key, &group};
  }
  std::vector<std::pair<Key, const Group*>> chosen;
  for (const auto& [name, what] : best) chosen.push_back(what);
  std::sort(chosen.begin(), chosen.end(), [](const auto& a, const auto& b) {
    const double x = a.second->tonnes * a.second->km, y = b.second->tonnes * b.second->km;
    return x != y ? x > y : a.first < b.first;
  });
  if (chosen.size() > kMostWays) chosen.resize(kMostWays);
  PageJson out = PageJson::array();
  for (const auto& [key, group] : chosen) out.push_back(to_json(source, key, *group));
  return out;
}

}  // namespace corridor::report
