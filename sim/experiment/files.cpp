#include "sim/experiment/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>

#include "sim/experiment/names.hpp"

namespace corridor::experiment {
namespace {

using model::Fate;
using model::kItems;
using model::kStages;
using model::LotRow;
using store::Cell;
using Texts = std::vector<std::string>;

/// One file: its key columns, its value columns, and how mean sums become values (as they are: none).
struct FileSpec {
  std::string name;
  Texts keys, values;
  std::function<std::vector<double>(const std::vector<double>&)> finish;
};

double per(double sum, double weight) { return weight > 0 ? sum / weight : 0.0; }

using Sums = std::span<double>;

/// Adds up the rows of a table: those with the same labels go together. `add(row, sums)` adds one of them.
template <class Add>
FileRows add_up(const Facts& facts, const Groups& groups, const Labels& labels, std::size_t columns,
                Add add) {
  // In the order of the table, which memory likes best; within a group it is the same.
  std::vector<double> sums(groups.size() * columns);
  const std::vector<std::uint32_t> group_of = groups.group_of_facts();
  for (std::size_t i = 0; i < facts.size(); ++i)
    add(facts.rows()[i], Sums{sums}.subspan(group_of[i] * columns, columns));
  FileRows out;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const Sums of_group = Sums{sums}.subspan(g * columns, columns);
    out.emplace(groups.texts(g, labels), std::vector(of_group.begin(), of_group.end()));
  }
  return out;
}
template <class Add>
FileRows add_up(const Facts& facts, const Cut& cut, const Labels& labels, std::size_t columns, Add add) {
  return add_up(facts, Groups{facts, cut}, labels, columns, add);
}

void add_to(std::vector<double>& sums, const std::vector<double>& values) {
  if (sums.empty()) sums.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sums[i] += values[i];
}
void add_to(FileRows& rows, Texts key, const std::vector<double>& values) {
  add_to(rows[std::move(key)], values);
}

double in_days(std::int64_t seconds) { return static_cast<double>(seconds) / 86400; }

Texts item_columns() {
  Texts out;
  for (std::size_t i = 0; i < kItems; ++i)
    out.push_back(fmt::format("{}_usd", to_word(static_cast<model::Item>(i))));
  return out;
}
Texts stage_columns(std::string_view unit) {
  Texts out;
  for (std::size_t i = 0; i < kStages; ++i) {
    out.push_back(fmt::format("{}_{}", to_word(static_cast<model::Stage>(i)), unit));
  }
  return out;
}
Texts joined(std::initializer_list<Texts> lists) {
  Texts out;
  for (const Texts& list : lists) out.insert(out.end(), list.begin(), list.end());
  return out;
}

// deliveries: sums are lots, tonnes, money by item, tonne-days, tonne-days by stage, kg of CO2
FileSpec deliveries_spec() {
  return {
      "deliveries",
      {"month", "commodity", "flow", "pool", "market", "market_group", "route", "via", "bound", "contract"},
      joined({{"lots", "mass_t"},
              item_columns(),
              {"total_usd", "cost_usd_t", "time_days"},
              stage_columns("days"),
              {"co2_kg"}}),
      [](const std::vector<double>& sums) {
        const double mass = sums[1];
        std::vector<double> out(sums.begin(), sums.begin() + 2 + kItems);
        double total = 0;
        for (std::size_t i = 0; i < kItems; ++i) total += sums[2 + i];
        out.push_back(total);
        out.push_back(per(total, mass));
        for (std::size_t i = 0; i < 1 + kStages; ++i) out.push_back(per(sums[2 + kItems + i], mass));
        out.push_back(sums.back());
        return out;
      }};
}
const Cut kWays{Key::month,  Key::commodity,    Key::flow,  Key::pool,
                Key::market, Key::market_group, Key::route, Key::via};
/// The same, and whether buyers were bound and contracts had to be served.
Groups by_trade(const Groups& ways) { return ways.by(Key::bound).by(Key::contract); }
FileRows deliveries(const model::Ledger& ledger, const Facts& delivered, const Groups& ways,
                    const Labels& labels) {
  const auto add = [&](std::uint32_t row, Sums sums) {
    const LotRow& lot = ledger.lots[row];
    const double mass = in_tonnes(lot.mass);
    auto sum = sums.begin();
    *sum++ += 1;
    *sum++ += mass;
    for (const Money money : lot.money) *sum++ += in_usd(money);
    *sum++ += in_days((lot.ended - lot.released).count()) * mass;
    for (const std::int32_t seconds : lot.seconds) *sum++ += in_days(seconds) * mass;
    *sum += static_cast<double>(lot.co2_kg);
  };
  return add_up(delivered, by_trade(ways), labels, 4 + kItems + kStages, add);
}

// bookings: sums are tonnes, and tonnes times netback, price, cost, days
FileSpec bookings_spec() {
  return {
      "bookings",
      {"month", "commodity", "flow", "pool", "market", "market_group", "route", "via", "bound", "contract"},
      {"mass_t", "netback_usd_t", "price_usd_t", "cost_usd_t", "time_days"},
      [](const std::vector<double>& sums) {
        return std::vector<double>{sums[0], per(sums[1], sums[0]), per(sums[2], sums[0]),
                                   per(sums[3], sums[0]), per(sums[4], sums[0])};
      }};
}
FileRows bookings(const model::Ledger& ledger, const Facts& booked, const Labels& labels) {
  const auto add = [&](std::uint32_t row, Sums sums) {
    const model::Booking& b = ledger.bookings[row];
    const double mass = in_tonnes(b.mass);
    sums[0] += mass;
    sums[1] += b.netback_usd_t * mass;
    sums[2] += b.price_usd_t * mass;
    sums[3] += b.cost_usd_t * mass;
    sums[4] += b.days * mass;
  };
  return add_up(booked, by_trade(Groups{booked, kWays}), labels, 5, add);
}

// monthly: sums are the tonnes of each column, then money and tonne-days of what was delivered
enum class Monthly : std::size_t {
  booked,
  handled,
  delivered,
  refused,
  unsold,
  stranded,
  sold_elsewhere,
  usd,
  tonne_days
};
constexpr std::size_t kMonthly = 9;

FileSpec monthly_spec() {
  return {"monthly",
          {"month", "commodity"},
          {"booked_t", "handled_t", "delivered_t", "refused_t", "unsold_t", "stranded_t", "sold_elsewhere_t",
           "delivered_usd", "cost_usd_t", "time_days"},
          [](const std::vector<double>& sums) {
            std::vector<double> out(sums.begin(), sums.begin() + 8);
            out.push_back(per(sums[7], sums[2]));
            out.push_back(per(sums[8], sums[2]));
            return out;
          }};
}
/// Adds facts to columns of monthly.csv; `add(row, column)` adds one of them, column(Monthly) is where.
template <class Add>
void add_months(FileRows& rows, const Facts& facts, const Labels& labels, Add add) {
  const auto add_row = [&](std::uint32_t row, Sums sums) {
    add(row, [&](Monthly what) -> double& { return sums[static_cast<std::size_t>(what)]; });
  };
  for (const auto& [key, sums] : add_up(facts, {Key::month, Key::commodity}, labels, kMonthly, add_row)) {
    add_to(rows, key, sums);
  }
}

// flows: what deliveries.csv counts, by the lines that it took
FileSpec flows_spec() {
  return {"flows",
          {"month", "commodity", "flow", "pool", "market", "market_group", "route", "via", "way"},
          {"mass_t"},
          {}};
}
FileRows flows(const model::Ledger& ledger, const Groups& ways, const Labels& labels) {
  FileRows out;
  for (std::size_t g = 0; g < ways.size(); ++g) {
    std::vector<std::pair<std::uint32_t, double>> by_way;  // few: most goods of a route take the same lines
    for (const std::uint32_t row : ways.rows(g)) {
      const LotRow& lot = ledger.lots[row];
      auto sum = std::ranges::find(by_way, lot.way, &std::pair<std::uint32_t, double>::first);
      if (sum == by_way.end()) sum = by_way.insert(sum, {lot.way, 0.0});
      sum->second += in_tonnes(lot.mass);
    }
    for (const auto& [way, mass] : by_way) {
      Texts key = ways.texts(g, labels);
      key.push_back(fmt::format("{:04}", way));
      add_to(out, std::move(key), {mass});
    }
  }
  return out;
}

FileSpec refusals_spec() {
  return {"refusals",
          {"month", "commodity", "flow", "pool", "market", "market_group", "route", "via", "rule"},
          {"mass_t"},
          {}};
}
const Cut kRefusals{Key::month,        Key::commodity, Key::flow, Key::pool, Key::market,
                    Key::market_group, Key::route,     Key::via,  Key::rule};
const Cut kUnsold{Key::month, Key::commodity, Key::flow, Key::reason};
FileSpec unsold_spec() { return {"unsold", {"month", "commodity", "flow", "reason"}, {"mass_t"}, {}}; }

// links: sums are the columns, waits in hours of all loaded trains together
FileSpec links_spec() {
  return {
      "links",
      {"link", "from", "to", "mode", "direction"},
      {"trains", "empties", "mass_t", "mean_wait_hours", "used_share", "background_trains", "background_t"},
      [](const std::vector<double>& sums) {
        std::vector<double> out = sums;
        out[3] = per(sums[3], sums[0]);
        return out;
      }};
}
/// Trains, empties included, and tonnes of others over a link in the measured window, one direction.
std::pair<double, double> background_of(const model::World& world, const model::Link& link, std::size_t d) {
  const model::Steps<double>& trains = d == 0 ? link.background_forward : link.background_backward;
  std::pair<double, double> sum{};
  if (trains.empty()) return sum;
  add_each_day(sum.first, trains, world.measure);
  add_each_day(sum.second, link.background_t_day[d], world.measure);
  return sum;
}
void add_links(FileRows& rows, const model::World& world, const model::Ledger& ledger) {
  for (std::size_t i = 0; i < std::min(world.links.size(), ledger.links.size()); ++i) {
    const model::Link& link = world.links[i];
    const model::LinkUse& use = ledger.links[i];
    for (std::size_t d = 0; d < 2; ++d) {
      const auto [other_trains, other_t] = background_of(world, link, d);
      if (use.trains[d] == 0 && use.empties[d] == 0 && use.mass[d].n == 0 && other_trains == 0) continue;
      add_to(rows,
             {link.id, at(world.places, d == 0 ? link.from : link.to).id,
              at(world.places, d == 0 ? link.to : link.from).id, std::string{model::to_word(link.mode)},
              d == 0 ? "forward" : "backward"},
             {static_cast<double>(use.trains[d]), static_cast<double>(use.empties[d]), in_tonnes(use.mass[d]),
              static_cast<double>(use.wait_seconds[d]) / 3600, use.used_share, other_trains, other_t});
    }
  }
}

FileSpec nodes_spec() {
  return {"nodes",
          {"node", "kind", "place"},
          {"in_t", "out_t", "trains", "ships", "stock_end_t", "stock_peak_t", "mean_stock_t",
           "mean_dwell_days", "berth_hours", "ship_wait_hours", "ban_days"},
          {}};
}
void add_nodes(FileRows& rows, const model::World& world, const model::Ledger& ledger) {
  for (std::size_t i = 0; i < std::min(world.terminals.size(), ledger.terminals.size()); ++i) {
    const model::TerminalUse& use = ledger.terminals[i];
    if (use.in.n == 0 && use.out.n == 0 && use.stock_peak.n == 0) continue;
    add_to(rows, {world.terminals[i].id, "terminal", at(world.places, world.terminals[i].port).id},
           {in_tonnes(use.in), in_tonnes(use.out), static_cast<double>(use.trains),
            static_cast<double>(use.ships), in_tonnes(use.stock_end), in_tonnes(use.stock_peak),
            use.mean_stock_t, use.mean_dwell_days, static_cast<double>(use.berth_seconds) / 3600,
            static_cast<double>(use.wait_ship_seconds) / 3600, static_cast<double>(use.ban_days)});
  }
  for (const model::Border& border : world.borders) {
    if (!border.link.valid() || border.link.n >= ledger.links.size()) continue;
    const model::LinkUse& use = at(ledger.links, border.link);
    const double trains = static_cast<double>(use.trains[0] + use.trains[1]);
    if (trains == 0) continue;
    const double mass = in_tonnes(use.mass[0] + use.mass[1]);
    add_to(rows, {border.id, "border", at(world.places, at(world.links, border.link).from).id},
           {mass, mass, trains, 0, 0, 0, 0, 0, 0, 0, 0});
  }
}

FileSpec ledger_spec() {
  return {"ledger", {"kind", "name", "month", "commodity", "fate"}, {"money_usd"}, {}};
}
/// Money by item, of lots that ended; an item for which nobody paid has no row.
void add_money(FileRows& rows, const model::Ledger& ledger, const Facts& ended, const Labels& labels) {
  const auto add = [&](std::uint32_t row, Sums sums) {  // of each item the money, and how often it was paid
    for (std::size_t i = 0; i < kItems; ++i) {
      const Money money = ledger.lots[row].money[i];
      sums[2 * i] += in_usd(money);
      sums[2 * i + 1] += money.n != 0 ? 1 : 0;
    }
  };
  const Cut cut{Key::month, Key::commodity, Key::fate};
  for (const auto& [of, sums] : add_up(ended, cut, labels, 2 * kItems, add)) {
    for (std::size_t i = 0; i < kItems; ++i) {
      const std::string item{to_word(static_cast<model::Item>(i))};
      if (sums[2 * i + 1] > 0) add_to(rows, {"item", item, of[0], of[1], of[2]}, {sums[2 * i]});
    }
  }
  for (std::size_t i = 0; i < model::kPayees; ++i) {
    add_to(rows, {"payee", std::string{to_word(static_cast<model::Payee>(i))}, "", "", ""},
           {in_usd(ledger.paid[i])});
  }
}

std::vector<FileSpec> specs() {
  return {bookings_spec(), deliveries_spec(), flows_spec(),    ledger_spec(), links_spec(),
          monthly_spec(),  nodes_spec(),      refusals_spec(), unsold_spec()};
}

/// What lots did in the measured window.
struct LotFacts {
  Facts handled;    ///< left their terminal, or arrived overland; by that day
  Facts ended;      ///< ended, in whatever way; by that day
  Facts delivered;  ///< those of them that arrived
};
LotFacts facts_of_lots(const model::World& world, const model::Ledger& ledger, Labeller& label) {
  LotFacts out{label.no_lots(), label.no_lots(), label.no_lots()};
  const auto day = [](ModelTime at) { return std::chrono::floor<std::chrono::days>(at); };
  for (std::size_t i = 0; i < ledger.lots.size(); ++i) {
    const LotRow& lot = ledger.lots[i];
    const ModelTime handled = handled_at(lot);
    if (handled != ModelTime{} && measured(world, handled)) label.add_lot(out.handled, i, day(handled));
    if (lot.fate == Fate::under_way || lot.fate == Fate::in_stock || !measured(world, lot.ended)) continue;
    label.add_lot(out.ended, i, day(lot.ended));
    if (lot.fate == Fate::delivered) label.add_lot(out.delivered, i, day(lot.ended));
  }
  return out;
}

void add_lots(FileSums& sums, const model::Ledger& ledger, const LotFacts& lots, const Labels& labels) {
  const auto mass = [&](std::uint32_t row) { return in_tonnes(ledger.lots[row].mass); };
  const Groups ways{lots.delivered, kWays};
  sums["deliveries"] = deliveries(ledger, lots.delivered, ways, labels);
  sums["flows"] = flows(ledger, ways, labels);
  add_money(sums["ledger"], ledger, lots.ended, labels);
  add_months(sums["monthly"], lots.handled, labels,
             [&](std::uint32_t row, auto column) { column(Monthly::handled) += mass(row); });
  add_months(sums["monthly"], lots.ended, labels, [&](std::uint32_t row, auto column) {
    const LotRow& lot = ledger.lots[row];
    if (lot.fate == Fate::stranded) column(Monthly::stranded) += mass(row);
    if (lot.fate == Fate::sold_elsewhere) column(Monthly::sold_elsewhere) += mass(row);
    if (lot.fate != Fate::delivered) return;
    Money money;
    for (const Money m : lot.money) money += m;
    column(Monthly::delivered) += mass(row);
    column(Monthly::usd) += in_usd(money);
    column(Monthly::tonne_days) += mass(row) * in_days((lot.ended - lot.released).count());
  });
}

void add_plans(FileSums& sums, const model::Ledger& ledger, Labeller& label) {
  Facts booked, refused, unsold;
  for (std::size_t i = 0; i < ledger.bookings.size(); ++i) {
    const model::Booking& b = ledger.bookings[i];
    booked.add(i, label.trade(b.flow, b.pool, b.route, first_day(b.month)));
    booked.set(Key::bound, label.yes_no(b.bound));
    booked.set(Key::contract, label.yes_no(b.contract));
  }
  for (std::size_t i = 0; i < ledger.refusals.size(); ++i) {
    const model::Refusal& r = ledger.refusals[i];
    refused.add(i, label.trade(r.flow, r.pool, r.route, first_day(r.month)));
    refused.set(Key::rule, label.of(r.rule));
  }
  for (std::size_t i = 0; i < ledger.unsold.size(); ++i) {
    const model::Unsold& u = ledger.unsold[i];
    unsold.add(i, label.trade(u.flow, {}, {}, first_day(u.month)));
    unsold.set(Key::reason, label.of(to_word(u.reason)));
  }
  const Labels& labels = label.labels();
  const auto refused_t = [&](std::uint32_t row) { return in_tonnes(ledger.refusals[row].mass); };
  const auto unsold_t = [&](std::uint32_t row) { return in_tonnes(ledger.unsold[row].mass); };
  sums["bookings"] = bookings(ledger, booked, labels);
  sums["refusals"] =
      add_up(refused, kRefusals, labels, 1, [&](std::uint32_t row, Sums sum) { sum[0] += refused_t(row); });
  sums["unsold"] =
      add_up(unsold, kUnsold, labels, 1, [&](std::uint32_t row, Sums sum) { sum[0] += unsold_t(row); });
  FileRows& monthly = sums["monthly"];
  add_months(monthly, booked, labels, [&](std::uint32_t row, auto column) {
    column(Monthly::booked) += in_tonnes(ledger.bookings[row].mass);
  });
  add_months(monthly, refused, labels,
             [&](std::uint32_t row, auto column) { column(Monthly::refused) += refused_t(row); });
  add_months(monthly, unsold, labels,
             [&](std::uint32_t row, auto column) { column(Monthly::unsold) += unsold_t(row); });
}

}  // namespace

FileSums file_sums(const model::World& world, const model::Ledger& ledger) {
  FileSums sums;
  Labeller label{world, ledger};
  add_lots(sums, ledger, facts_of_lots(world, ledger, label), label.labels());
  add_plans(sums, ledger, label);
  add_links(sums["links"], world, ledger);
  add_nodes(sums["nodes"], world, ledger);
  return sums;
}

void add(FileSums& sums, const FileSums& more) {
  for (const auto& [name, rows] : more) {
    FileRows& all = sums[name];
    for (const auto& [key, values] : rows) add_to(all.try_emplace(key).first->second, values);
  }
}

std::vector<store::Table> make_tables(const FileSums& sums, int replications) {
  std::vector<store::Table> out;
  for (const FileSpec& spec : specs()) {
    store::Table table{spec.name, joined({spec.keys, spec.values}), {}};
    const auto rows = sums.find(spec.name);
    if (rows != sums.end()) {
      for (const auto& [key, total] : rows->second) {
        std::vector<double> values = total;
        for (double& v : values) v /= replications;
        if (spec.finish) values = spec.finish(values);
        std::vector<Cell>& row = table.rows.emplace_back(key.begin(), key.end());
        row.insert(row.end(), values.begin(), values.end());
      }
    }
    out.push_back(std::move(table));
  }
  return out;
}

store::Table lots_table(const model::World& world, const model::Ledger& ledger) {
  Labeller label{world, ledger};
  store::Table table{"lots",
                     joined({{"flow", "commodity", "pool", "market", "route", "via", "bound", "contract",
                              "fate", "released", "handled", "ended", "mass_t"},
                             item_columns(),
                             stage_columns("hours"),
                             {"co2_kg"}}),
                     {}};
  const Facts facts = label.no_lots();
  const auto instant = [](ModelTime t) { return t == ModelTime{} ? std::string{} : to_iso(t); };
  for (std::size_t i = 0; i < ledger.lots.size(); ++i) {
    const LotRow& lot = ledger.lots[i];
    std::vector<Cell> row;
    for (const Key key : {Key::flow, Key::commodity, Key::pool, Key::market, Key::route, Key::via, Key::bound,
                          Key::contract, Key::fate}) {
      row.emplace_back(label.labels().text(facts.column(key)[i]));
    }
    row.emplace_back(to_iso(lot.released));
    row.emplace_back(instant(lot.handled));
    row.emplace_back(instant(lot.ended));
    row.emplace_back(in_tonnes(lot.mass));
    for (const Money money : lot.money) row.emplace_back(in_usd(money));
    for (const std::int32_t seconds : lot.seconds) row.emplace_back(static_cast<double>(seconds) / 3600);
    row.emplace_back(lot.co2_kg);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace corridor::experiment
