// Stocks of page.json: where the tonnes of the first replication stood, week by week.

#include <algorithm>
#include <array>
#include <map>

#include "sim/report/page_parts.hpp"

namespace corridor::report {
namespace {

using model::LotRow;
using model::Stage;

/// Samples of tonnes, one a week of the window.
class Weeks {
 public:
  explicit Weeks(const Period& window)
      : begin_(window.from), size_(static_cast<std::size_t>((window.to - window.from).count() / kDays + 1)) {}
  PageJson days() const {
    PageJson out = PageJson::array();
    for (std::size_t w = 0; w < size_; ++w)
      out.push_back(to_iso(begin_ + std::chrono::days{kDays * static_cast<int>(w)}));
    return out;
  }
  /// Adds to every sample that lies in [from, to).
  void add(std::vector<double>& samples, ModelTime from, ModelTime to, double tonnes) const {
    samples.resize(size_);
    for (std::size_t w = first_at(from), end = first_at(to); w < end; ++w) samples[w] += tonnes;
  }

 private:
  static constexpr int kDays = 7;
  /// The first week that begins at a moment or after it; size_ where none does.
  std::size_t first_at(ModelTime at) const {
    constexpr std::int64_t week = kDays * 86400;
    const std::int64_t seconds = (at - ModelTime{begin_}).count();
    return seconds <= 0 ? 0 : std::min(size_, static_cast<std::size_t>((seconds + week - 1) / week));
  }
  Day begin_;
  std::size_t size_;
};

PageJson whole_tonnes(const std::vector<double>& samples) {
  PageJson out = PageJson::array();
  for (const double t : samples) out.push_back(rounded(t, 0));
  return out;
}

/// Where a lot stands, one after the other. On the line it waits for paths, runs, crosses borders and is held
/// by bans in turns, which its account does not tell apart.
constexpr std::array<std::string_view, 6> kStands{"papers",      "wagons",      "loading",
                                                  "on the line", "at the port", "at sea"};
std::size_t stand_of(Stage stage) {
  switch (stage) {
    case Stage::papers:
      return 0;
    case Stage::wagons:
      return 1;
    case Stage::loading:
      return 2;
    case Stage::slot:
    case Stage::moving:
    case Stage::border:
    case Stage::held:
      return 3;
    case Stage::yard:
    case Stage::ship_wait:
      return 4;
    case Stage::ship:
      return 5;
  }
  return 3;
}

using Spans = std::array<std::int64_t, kStands.size()>;
Spans spans_of(const LotRow& lot) {
  Spans out{};
  for (std::size_t i = 0; i < model::kStages; ++i) out[stand_of(static_cast<Stage>(i))] += lot.seconds[i];
  return out;
}

}  // namespace

PageJson page_stocks(const PageSource& source) {
  const model::World& world = source.world();
  const Weeks weeks(world.measure);
  struct Series {
    std::vector<double> yard, coming;
  };
  std::map<std::uint32_t, Series> series;  // [terminal]
  std::array<std::vector<double>, kStands.size()> stands;
  for (std::vector<double>& samples : stands) weeks.add(samples, {}, {}, 0);
  for (const LotRow& lot : source.result.first.lots) {
    const double tonnes = in_tonnes(lot.mass);
    const Spans spans = spans_of(lot);
    const bool leaves = !lot.pool.valid() || at(world.pools, lot.pool).country !=
                                                 at(world.places, at(world.flows, lot.flow).origin).country;
    ModelTime now = lot.released;
    for (std::size_t i = 0; leaves && i < spans.size(); ++i) {
      const ModelTime then = now + std::chrono::seconds{spans[i]};
      weeks.add(stands[i], now, then, tonnes);
      now = then;
    }
    const model::Route& way = source.atlas().ways[lot.way];
    if (!way.terminal.valid()) continue;
    Series& s = series[way.terminal.n];
    const ModelTime arrived = lot.released + std::chrono::seconds{spans[0] + spans[1] + spans[2] + spans[3]};
    const bool left = lot.handled != ModelTime{};
    const bool reached = left || lot.fate == model::Fate::in_stock;
    weeks.add(s.coming, lot.released, reached ? arrived : lot.ended, tonnes);
    weeks.add(s.yard, reached ? arrived : lot.ended, left ? lot.handled : lot.ended, tonnes);
  }
  PageJson terminals = PageJson::array(), where = PageJson::array();
  for (const auto& [terminal, s] : series) {
    terminals.push_back(
        {{"terminal", terminal}, {"yard_t", whole_tonnes(s.yard)}, {"coming_t", whole_tonnes(s.coming)}});
  }
  for (std::size_t i = 0; i < stands.size(); ++i)
    where.push_back({{"where", kStands[i]}, {"t", whole_tonnes(stands[i])}});
  return {{"days", weeks.days()}, {"terminals", std::move(terminals)}, {"stands", std::move(where)}};
}

}  // namespace corridor::report
