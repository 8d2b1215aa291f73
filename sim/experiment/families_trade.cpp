// Key figures of goods: what was delivered, at what cost, how late; what was not, and why; what was planned.

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "sim/experiment/families.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/model/atlas.hpp"

namespace corridor::experiment {
namespace {

using model::Fate;
using model::LotRow;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kSecondsPerDay = 86400;

std::vector<Cut> promised_cuts() {
  return {{},
          {Key::commodity},
          {Key::commodity, Key::market_group},
          {Key::commodity, Key::market},
          {Key::commodity, Key::route}};
}
std::vector<Cut> with(std::vector<Cut> cuts, const std::vector<Cut>& more) {
  cuts.insert(cuts.end(), more.begin(), more.end());
  return cuts;
}

/// One fact for each lot for which `when` names an instant.
template <class When>
Facts lot_facts(const Source& s, When when) {
  Facts facts;
  for (std::size_t i = 0; i < s.ledger.lots.size(); ++i) {
    const std::optional<ModelTime> instant = when(s.ledger.lots[i]);
    if (!instant) continue;
    facts.push_back(s.label.lot(i, s.ledger.lots[i], std::chrono::floor<std::chrono::days>(*instant)));
  }
  return facts;
}

auto lots_that(Fate fate) {
  return [fate](const Source& s) {
    return lot_facts(s, [&](const LotRow& lot) -> std::optional<ModelTime> {
      if (lot.fate != fate || !measured(s.world, lot.ended)) return std::nullopt;
      return lot.ended;
    });
  };
}
/// Lots that had not ended when the run did.
auto lots_still(Fate fate) {
  return [fate](const Source& s) {
    return lot_facts(s, [&](const LotRow& lot) -> std::optional<ModelTime> {
      if (lot.fate != fate) return std::nullopt;
      return ModelTime{s.world.measure.to};
    });
  };
}

double lot_tonnes(const Source& s, Rows rows) {
  Mass sum;
  for (const std::uint32_t r : rows) sum += s.ledger.lots[r].mass;
  return in_tonnes(sum);
}
/// Mean over tonnes of `value(lot)`.
template <class Value>
double mean_over_tonnes(const Source& s, Rows rows, Value value) {
  double sum = 0, weight = 0;
  for (const std::uint32_t r : rows) {
    const double mass = in_tonnes(s.ledger.lots[r].mass);
    sum += value(s.ledger.lots[r]) * mass;
    weight += mass;
  }
  return weight > 0 ? sum / weight : kNothing;
}
double cost_per_tonne(const Source& s, Rows rows, std::span<const std::size_t> items) {
  Money money;
  Mass mass;
  for (const std::uint32_t r : rows) {
    for (const std::size_t i : items) money += s.ledger.lots[r].money[i];
    mass += s.ledger.lots[r].mass;
  }
  return mass.n > 0 ? usd_per_tonne(money, mass) : kNothing;
}
double days_of(const LotRow& lot) {
  return static_cast<double>((lot.ended - lot.released).count()) / kSecondsPerDay;
}

Figure tonnes_figure(std::string name, std::string meaning) {
  return {std::move(name), "t", std::move(meaning), true, false, lot_tonnes};
}

void add_costs(std::vector<Figure>& figures) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < model::kItems; ++i) all.push_back(i);
  figures.push_back({"cost_per_tonne", "USD/t", "Cash cost of delivery, all items.", false, true,
                     [all](const Source& s, Rows rows) { return cost_per_tonne(s, rows, all); }});
  for (std::size_t i = 0; i < model::kItems; ++i) {
    const std::string_view item = to_word(static_cast<model::Item>(i));
    figures.push_back({fmt::format("cost_{}", item), "USD/t",
                       fmt::format("The part of it paid for {}.", item), false, false,
                       [i](const Source& s, Rows rows) { return cost_per_tonne(s, rows, {&i, 1}); }});
  }
}

/// Early tonnes do not make up for late ones.
double days_late(const LotRow& lot) {
  const auto took = (lot.ended - lot.released).count();
  return static_cast<double>(std::max<std::int64_t>(0, took - lot.promised_seconds)) / kSecondsPerDay;
}

void add_days(std::vector<Figure>& figures) {
  figures.push_back({"days", "days", "Days from release at the mine to delivery, mean over tonnes.", false,
                     true, [](const Source& s, Rows rows) { return mean_over_tonnes(s, rows, days_of); }});
  for (const int percent : {10, 25, 50, 75, 90}) {
    figures.push_back({fmt::format("days_p{}", percent), "days",
                       fmt::format("Days within which {} % of the tonnes arrive.", percent), false, false,
                       [percent](const Source& s, Rows rows) {
                         std::vector<std::pair<double, double>> days;
                         for (const std::uint32_t r : rows) {
                           const LotRow& lot = s.ledger.lots[r];
                           days.emplace_back(days_of(lot), in_tonnes(lot.mass));
                         }
                         return days.empty() ? kNothing : weighted_quantile(days, percent / 100.0);
                       }});
    figures.back().ranked = true;
  }
  figures.push_back(
      {"lateness", "days",
       "Days by which tonnes came later than was to be expected when they were booked, mean over tonnes; "
       "early ones count 0.",
       false, false, [](const Source& s, Rows rows) { return mean_over_tonnes(s, rows, days_late); }});
  for (std::size_t i = 0; i < model::kStages; ++i) {
    const std::string_view stage = to_word(static_cast<model::Stage>(i));
    figures.push_back({fmt::format("days_{}", stage), "days",
                       fmt::format("Days of that spent in stage {}.", stage), false, false,
                       [i](const Source& s, Rows rows) {
                         return mean_over_tonnes(s, rows, [i](const LotRow& lot) {
                           return static_cast<double>(lot.seconds[i]) / kSecondsPerDay;
                         });
                       }});
  }
}

/// What a lot brings in over its cash cost and what mining it cost: at the price of its release, less what
/// buyers take off it.
double worth_usd(const Source& s, const LotRow& lot) {
  if (!lot.pool.valid()) return 0;
  const Day day = std::chrono::floor<std::chrono::days>(lot.released);
  const model::Flow& flow = at(s.world.flows, lot.flow);
  const model::Pool& pool = at(s.world.pools, lot.pool);
  const double usd_t = model::price_for(s.world, pool, flow.grade, day) - pool.wedge_usd_t.on(day) -
                       s.world.usd_on(flow.mine_cost_per_t, day);
  Money cost;
  for (const Money m : lot.money) cost += m;
  return usd_t * in_tonnes(lot.mass) - in_usd(cost);
}

const std::vector<double>& worths(const Source& s) {
  if (s.worths.empty()) {
    for (const LotRow& lot : s.ledger.lots) s.worths.push_back(worth_usd(s, lot));
  }
  return s.worths;
}

Family delivered_family() {
  Family f;
  f.cuts =
      with(promised_cuts(), {{Key::commodity, Key::flow}, {Key::commodity, Key::market_group, Key::route}});
  f.monthly = f.promised = true;
  f.figures.push_back(tonnes_figure("delivered", "Tonnes that reached their market."));
  add_costs(f.figures);
  add_days(f.figures);
  const auto co2_kg = [](const Source& s, Rows rows) {
    std::int64_t kg = 0;
    for (const std::uint32_t r : rows) kg += s.ledger.lots[r].co2_kg;
    return static_cast<double>(kg);
  };
  f.figures.push_back({"co2", "t", "Carbon dioxide of the loaded run of what was delivered, rail and sea.",
                       true, false, [co2_kg](const Source& s, Rows rows) { return co2_kg(s, rows) / 1000; }});
  f.figures.push_back({"co2_per_tonne", "kg/t", "Carbon dioxide of the loaded run, rail and sea.", false,
                       false, [co2_kg](const Source& s, Rows rows) {
                         const double mass = lot_tonnes(s, rows);
                         return mass > 0 ? co2_kg(s, rows) / mass : kNothing;
                       }});
  f.figures.push_back(
      {"declared", "t",
       "Tonnes that exporters' statistics book to the market; the rest is declared to traders.", true, false,
       [](const Source& s, Rows rows) {
         double sum = 0;
         for (const std::uint32_t r : rows) {
           const LotRow& lot = s.ledger.lots[r];
           const Day day = std::chrono::floor<std::chrono::days>(lot.ended);
           const double share = lot.pool.valid() ? at(s.world.pools, lot.pool).declared_share.on(day, 1) : 1;
           sum += in_tonnes(lot.mass) * share;
         }
         return sum;
       }});
  f.figures.push_back(
      {"worth", "USD",
       "What deliveries bring in over all cash cost and mining, at the prices of their release.", true, false,
       [](const Source& s, Rows rows) {
         double sum = 0;
         for (const std::uint32_t r : rows) sum += worths(s)[r];
         return sum;
       }});
  f.figures.back().any_sign = true;
  for (Figure& figure : f.figures) figure.narrow = figure.name != "delivered";
  f.facts = lots_that(Fate::delivered);
  f.rank = [](const Source& s, std::uint32_t row) {  // the sooner delivered, then the lighter
    const LotRow& lot = s.ledger.lots[row];
    return Rank{(lot.ended - lot.released).count(), lot.mass.n};
  };
  return f;
}

Family refused_family() {
  Family f;
  f.cuts = with(promised_cuts(), {{Key::rule},
                                  {Key::commodity, Key::rule},
                                  {Key::commodity, Key::market_group, Key::rule},
                                  {Key::commodity, Key::market, Key::rule},
                                  {Key::commodity, Key::route, Key::rule}});
  f.monthly = f.promised = true;
  f.figures.push_back({"refused", "t",
                       "Tonnes whose first choice a rule barred, once each; they may leave another way.",
                       true, false, [](const Source& s, Rows rows) {
                         Mass sum;
                         for (const std::uint32_t r : rows) sum += s.ledger.refusals[r].mass;
                         return in_tonnes(sum);
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < s.ledger.refusals.size(); ++i) {
      const model::Refusal& r = s.ledger.refusals[i];
      facts.push_back(s.label.trade(i, r.flow, r.pool, r.route, first_day(r.month)));
      facts.back()[Key::rule] = s.label.of(r.rule);
    }
    return facts;
  };
  return f;
}

Family unsold_family() {
  Family f;
  f.cuts = with(promised_cuts(), {{Key::reason}, {Key::commodity, Key::reason}, {Key::commodity, Key::flow}});
  f.monthly = f.promised = true;
  f.figures.push_back({"unsold", "t", "Tonnes that were ready and sold to nobody; their market is `none`.",
                       true, false, [](const Source& s, Rows rows) {
                         Mass sum;
                         for (const std::uint32_t r : rows) sum += s.ledger.unsold[r].mass;
                         return in_tonnes(sum);
                       }});
  f.facts = [](const Source& s) {
    Facts facts;
    for (std::size_t i = 0; i < s.ledger.unsold.size(); ++i) {
      const model::Unsold& u = s.ledger.unsold[i];
      facts.push_back(s.label.trade(i, u.flow, {}, {}, first_day(u.month)));
      facts.back()[Key::reason] = s.label.of(to_word(u.reason));
    }
    return facts;
  };
  return f;
}

Family lots_family(std::string name, std::string meaning, bool monthly, bool promised,
                   std::function<Facts(Source&)> facts) {
  Family f;
  f.cuts = promised_cuts();
  f.monthly = monthly;
  f.promised = promised;
  f.figures.push_back(tonnes_figure(std::move(name), std::move(meaning)));
  f.facts = std::move(facts);
  return f;
}

Family handled_family() {
  Family f;
  f.cuts = {{},
            {Key::commodity},
            {Key::commodity, Key::via},
            {Key::commodity, Key::market_group, Key::via},
            {Key::commodity, Key::market_group, Key::via, Key::bound}};
  f.monthly = true;
  f.figures.push_back(
      tonnes_figure("handled", "Tonnes that left the loading port, or crossed overland and arrived."));
  f.facts = [](const Source& s) {
    return lot_facts(s, [&](const LotRow& lot) -> std::optional<ModelTime> {
      const ModelTime instant = handled_at(lot);
      if (instant == ModelTime{} || !measured(s.world, instant)) return std::nullopt;
      return instant;
    });
  };
  return f;
}

Facts booking_facts(const Source& s) {
  Facts facts;
  for (std::size_t i = 0; i < s.ledger.bookings.size(); ++i) {
    const model::Booking& b = s.ledger.bookings[i];
    facts.push_back(s.label.trade(i, b.flow, b.pool, b.route, first_day(b.month)));
    facts.back()[Key::bound] = s.label.yes_no(b.bound);
  }
  return facts;
}

Family booked_family() {
  Family f;
  f.cuts = with(promised_cuts(), {{Key::commodity, Key::flow}});
  f.monthly = true;
  f.figures.push_back(
      {"booked", "t", "Tonnes placed by the monthly plans.", true, false, [](const Source& s, Rows rows) {
         Mass sum;
         for (const std::uint32_t r : rows) sum += s.ledger.bookings[r].mass;
         return in_tonnes(sum);
       }});
  f.facts = booking_facts;
  return f;
}

Family netback_family() {
  Family f;
  f.cuts = {{}, {Key::commodity}, {Key::flow}, {Key::flow, Key::pool, Key::route}};
  f.monthly = true;
  f.figures.push_back({"netback_usd_t", "USD/t",
                       "Price in the pool less the expected cost of the way there, at the mine, as planned.",
                       false, false, [](const Source& s, Rows rows) {
                         double sum = 0, weight = 0;
                         for (const std::uint32_t r : rows) {
                           const model::Booking& b = s.ledger.bookings[r];
                           sum += b.netback_usd_t * in_tonnes(b.mass);
                           weight += in_tonnes(b.mass);
                         }
                         return weight > 0 ? sum / weight : kNothing;
                       }});
  f.figures.back().any_sign = true;
  f.facts = booking_facts;
  return f;
}

/// Bookings and the lots that came of them: rows below the number of bookings are bookings, the others lots.
Family fulfilment_family() {
  Family f;
  f.cuts = {{}, {Key::commodity}, {Key::commodity, Key::flow}};
  f.monthly = true;
  const auto masses = [](const Source& s, Rows rows) {
    std::pair<Mass, Mass> booked_and_loaded;
    const std::size_t bookings = s.ledger.bookings.size();
    for (const std::uint32_t r : rows) {
      if (r < bookings)
        booked_and_loaded.first += s.ledger.bookings[r].mass;
      else
        booked_and_loaded.second += s.ledger.lots[r - bookings].mass;
    }
    return booked_and_loaded;
  };
  f.figures.push_back({"loaded", "t", "Tonnes of the month's plan that were loaded, whenever that was.", true,
                       false,
                       [masses](const Source& s, Rows rows) { return in_tonnes(masses(s, rows).second); }});
  f.figures.push_back({"plan_fulfilment", "", "Loaded over booked, by month of the plan.", false, false,
                       [masses](const Source& s, Rows rows) {
                         const auto [booked, loaded] = masses(s, rows);
                         return booked.n > 0 ? in_tonnes(loaded) / in_tonnes(booked) : kNothing;
                       }});
  f.facts = [](const Source& s) {
    Facts facts = booking_facts(s);
    const auto of_a_plan = [&](const LotRow& lot) -> std::optional<ModelTime> {
      const bool was_loaded = lot.seconds[static_cast<std::size_t>(model::Stage::loading)] > 0;
      if (!was_loaded || !measured(s.world, lot.released)) return std::nullopt;
      return lot.released;
    };
    for (Fact fact : lot_facts(s, of_a_plan)) {
      fact.row += static_cast<std::uint32_t>(s.ledger.bookings.size());
      facts.push_back(fact);
    }
    return facts;
  };
  return f;
}

}  // namespace

std::vector<Family> trade_families() {
  std::vector<Family> out;
  out.push_back(delivered_family());
  out.push_back(refused_family());
  out.push_back(
      lots_family("stranded", "Tonnes given up on the way.", true, true, lots_that(Fate::stranded)));
  out.push_back(unsold_family());
  out.push_back(lots_family("sold_elsewhere", "Tonnes resold on the way, at port or at a yard.", true, false,
                            lots_that(Fate::sold_elsewhere)));
  out.push_back(lots_family("in_stock", "Tonnes in port, or held at the mine, when the run ended.", false,
                            false, lots_still(Fate::in_stock)));
  out.push_back(lots_family("under_way", "Tonnes on trains and ships when the run ended.", false, false,
                            lots_still(Fate::under_way)));
  out.push_back(handled_family());
  out.push_back(booked_family());
  out.push_back(fulfilment_family());
  out.push_back(netback_family());
  return out;
}

}  // namespace corridor::experiment
