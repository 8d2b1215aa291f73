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

/// One fact for each lot of a fate for which `when` names an instant. @cost little where it is a rare fate
template <class When>
Facts lots_of(const Source& s, Fate fate, When when) {
  Facts facts = s.label.no_lots();
  const Facts::Column fates = facts.column(Key::fate);
  for (std::size_t i = 0; i < fates.labels.size(); ++i) {
    if (fates[i] != s.label.fate(fate)) continue;
    if (const std::optional<ModelTime> instant = when(s.ledger.lots[i]))
      s.label.add_lot(facts, i, std::chrono::floor<std::chrono::days>(*instant));
  }
  return facts;
}

auto lots_that(Fate fate) {
  return [fate](const Source& s) {
    return lots_of(s, fate, [&](const LotRow& lot) -> std::optional<ModelTime> {
      if (!measured(s.world, lot.ended)) return std::nullopt;
      return lot.ended;
    });
  };
}
/// Lots that had not ended when the run did.
auto lots_still(Fate fate) {
  return [fate](const Source& s) {
    return lots_of(s, fate, [&](const LotRow&) { return std::optional<ModelTime>{s.world.measure.to}; });
  };
}

double days_of(const LotRow& lot) {
  return static_cast<double>((lot.ended - lot.released).count()) / kSecondsPerDay;
}
/// Early tonnes do not make up for late ones.
double days_late(const LotRow& lot) {
  const auto took = (lot.ended - lot.released).count();
  return static_cast<double>(std::max<std::int64_t>(0, took - lot.promised_seconds)) / kSecondsPerDay;
}

const LotMasses& lot_masses(const Source& s) {
  LotMasses& out = s.lots.masses;
  if (out.mass.empty()) {
    for (const LotRow& lot : s.ledger.lots) {
      out.mass.push_back(lot.mass);
      out.tonnes.push_back(in_tonnes(lot.mass));
    }
  }
  return out;
}
const LotMoney& lot_money(const Source& s) {
  LotMoney& out = s.lots.money;
  if (out.all.empty()) {
    for (const LotRow& lot : s.ledger.lots) {
      Money all;
      for (std::size_t i = 0; i < model::kItems; ++i) {
        out.items[i].push_back(lot.money[i]);
        all += lot.money[i];
      }
      out.all.push_back(all);
    }
  }
  return out;
}
const LotDays& lot_days(const Source& s) {
  LotDays& out = s.lots.days;
  if (out.days.empty()) {
    for (const LotRow& lot : s.ledger.lots) {
      const double mass = in_tonnes(lot.mass);
      out.days.push_back(days_of(lot));
      out.tonne_days.push_back(days_of(lot) * mass);
      out.tonne_days_late.push_back(days_late(lot) * mass);
      for (std::size_t i = 0; i < model::kStages; ++i)
        out.by_stage[i].push_back(static_cast<double>(lot.seconds[i]) / kSecondsPerDay * mass);
    }
  }
  return out;
}

double sum_of(const std::vector<double>& column, Rows rows) {
  double sum = 0;
  for (const std::uint32_t r : rows) sum += column[r];
  return sum;
}
double lot_tonnes(const Source& s, Rows rows) {
  const std::vector<Mass>& mass = lot_masses(s).mass;
  Mass sum;
  for (const std::uint32_t r : rows) sum += mass[r];
  return in_tonnes(sum);
}
/// Mean over tonnes of what a column has multiplied by tonnes.
double mean_over_tonnes(const Source& s, Rows rows, const std::vector<double>& column) {
  const std::vector<double>& tonnes = lot_masses(s).tonnes;
  double sum = 0, weight = 0;
  for (const std::uint32_t r : rows) {
    sum += column[r];
    weight += tonnes[r];
  }
  return weight > 0 ? sum / weight : kNothing;
}
double cost_per_tonne(const Source& s, Rows rows, const std::vector<Money>& column) {
  const std::vector<Mass>& masses = lot_masses(s).mass;
  Money sum;
  Mass mass;
  for (const std::uint32_t r : rows) {
    sum += column[r];
    mass += masses[r];
  }
  return mass.n > 0 ? usd_per_tonne(sum, mass) : kNothing;
}

Figure tonnes_figure(std::string name, std::string meaning) {
  return {std::move(name), "t", std::move(meaning), true, false, lot_tonnes};
}

void add_costs(std::vector<Figure>& figures) {
  figures.push_back({"cost_per_tonne", "USD/t", "Cash cost of delivery, all items.", false, true,
                     [](const Source& s, Rows rows) { return cost_per_tonne(s, rows, lot_money(s).all); }});
  for (std::size_t i = 0; i < model::kItems; ++i) {
    const std::string_view item = to_word(static_cast<model::Item>(i));
    figures.push_back(
        {fmt::format("cost_{}", item), "USD/t", fmt::format("The part of it paid for {}.", item), false,
         false, [i](const Source& s, Rows rows) { return cost_per_tonne(s, rows, lot_money(s).items[i]); }});
  }
}

void add_days(std::vector<Figure>& figures) {
  figures.push_back(
      {"days", "days", "Days from release at the mine to delivery, mean over tonnes.", false, true,
       [](const Source& s, Rows rows) { return mean_over_tonnes(s, rows, lot_days(s).tonne_days); }});
  for (const int percent : {10, 25, 50, 75, 90}) {
    figures.push_back({fmt::format("days_p{}", percent), "days",
                       fmt::format("Days within which {} % of the tonnes arrive.", percent), false, false});
    figures.back().quantile = [percent](const Source& s, const Ranked& lots) {
      if (lots.rows.empty()) return kNothing;
      return lot_days(s).days[lots.rows[weighted_quantile(lots.running, percent / 100.0)]];
    };
  }
  figures.push_back(
      {"lateness", "days",
       "Days by which tonnes came later than was to be expected when they were booked, mean over tonnes; "
       "early ones count 0.",
       false, false,
       [](const Source& s, Rows rows) { return mean_over_tonnes(s, rows, lot_days(s).tonne_days_late); }});
  for (std::size_t i = 0; i < model::kStages; ++i) {
    const std::string_view stage = to_word(static_cast<model::Stage>(i));
    figures.push_back(
        {fmt::format("days_{}", stage), "days", fmt::format("Days of that spent in stage {}.", stage), false,
         false,
         [i](const Source& s, Rows rows) { return mean_over_tonnes(s, rows, lot_days(s).by_stage[i]); }});
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

/// Tonnes that exporters' statistics book to the market.
double declared_t(const Source& s, const LotRow& lot) {
  const Day day = std::chrono::floor<std::chrono::days>(lot.ended);
  const double share = lot.pool.valid() ? at(s.world.pools, lot.pool).declared_share.on(day, 1) : 1;
  return in_tonnes(lot.mass) * share;
}

/// A column of lots, made when it is first asked for.
const std::vector<double>& column(const Source& s, std::vector<double>& of_lots,
                                  double (*value)(const Source&, const LotRow&)) {
  if (of_lots.empty()) {
    for (const LotRow& lot : s.ledger.lots) of_lots.push_back(value(s, lot));
  }
  return of_lots;
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
       [](const Source& s, Rows rows) { return sum_of(column(s, s.lots.declared_t, declared_t), rows); }});
  f.figures.push_back(
      {"worth", "USD",
       "What deliveries bring in over all cash cost and mining, at the prices of their release.", true, false,
       [](const Source& s, Rows rows) { return sum_of(column(s, s.lots.worth_usd, worth_usd), rows); }});
  f.figures.back().any_sign = true;
  for (Figure& figure : f.figures) figure.narrow = figure.name != "delivered";
  f.facts = lots_that(Fate::delivered);
  f.rank = [](const Source& s, std::uint32_t row) {  // the sooner delivered, then the lighter
    const LotRow& lot = s.ledger.lots[row];
    return Rank{(lot.ended - lot.released).count(), lot.mass.n};
  };
  f.weights = [](const Source& s) { return std::span<const double>{lot_masses(s).tonnes}; };
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
      facts.add(i, s.label.trade(r.flow, r.pool, r.route, first_day(r.month)));
      facts.set(Key::rule, s.label.of(r.rule));
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
      facts.add(i, s.label.trade(u.flow, {}, {}, first_day(u.month)));
      facts.set(Key::reason, s.label.of(to_word(u.reason)));
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
    Facts facts = s.label.no_lots();
    for (std::size_t i = 0; i < s.ledger.lots.size(); ++i) {
      const ModelTime instant = handled_at(s.ledger.lots[i]);
      if (instant != ModelTime{} && measured(s.world, instant))
        s.label.add_lot(facts, i, std::chrono::floor<std::chrono::days>(instant));
    }
    return facts;
  };
  return f;
}

Facts booking_facts(const Source& s) {
  Facts facts;
  for (std::size_t i = 0; i < s.ledger.bookings.size(); ++i) {
    const model::Booking& b = s.ledger.bookings[i];
    facts.add(i, s.label.trade(b.flow, b.pool, b.route, first_day(b.month)));
    facts.set(Key::bound, s.label.yes_no(b.bound));
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
  const auto booked_and_loaded = [](const Source& s, Rows rows) {
    std::pair<Mass, Mass> out;
    const std::size_t bookings = s.ledger.bookings.size();
    const std::vector<Mass>& of_lots = lot_masses(s).mass;
    for (const std::uint32_t r : rows) {
      if (r < bookings)
        out.first += s.ledger.bookings[r].mass;
      else
        out.second += of_lots[r - bookings];
    }
    return out;
  };
  f.figures.push_back({"loaded", "t", "Tonnes of the month's plan that were loaded, whenever that was.", true,
                       false, [booked_and_loaded](const Source& s, Rows rows) {
                         return in_tonnes(booked_and_loaded(s, rows).second);
                       }});
  f.figures.push_back({"plan_fulfilment", "", "Loaded over booked, by month of the plan.", false, false,
                       [booked_and_loaded](const Source& s, Rows rows) {
                         const auto [booked, loaded] = booked_and_loaded(s, rows);
                         return booked.n > 0 ? in_tonnes(loaded) / in_tonnes(booked) : kNothing;
                       }});
  f.facts = [](const Source& s) {
    Facts facts = booking_facts(s);
    for (std::size_t i = 0; i < s.ledger.lots.size(); ++i) {
      const LotRow& lot = s.ledger.lots[i];
      const bool was_loaded = lot.seconds[static_cast<std::size_t>(model::Stage::loading)] > 0;
      if (!was_loaded || !measured(s.world, lot.released)) continue;
      facts.add(s.ledger.bookings.size() + i,
                {{Key::commodity, s.label.commodity(lot.flow)},
                 {Key::flow, s.label.flow(lot.flow)},
                 {Key::month, s.label.month_on(std::chrono::floor<std::chrono::days>(lot.released))}});
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
