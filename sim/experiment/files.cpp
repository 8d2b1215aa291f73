#include "sim/experiment/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>

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

void add_to(FileRows& rows, Texts key, const std::vector<double>& values) {
  std::vector<double>& sums = rows[std::move(key)];
  if (sums.empty()) sums.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sums[i] += values[i];
}

std::string month_text(ModelTime at) { return to_iso(month_of(at)); }
double days(std::int64_t seconds) { return static_cast<double>(seconds) / 86400; }

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
void add_delivery(FileRows& rows, const Names& names, const LotRow& lot) {
  const double mass = in_tonnes(lot.mass);
  std::vector<double> sums{1, mass};
  for (const Money money : lot.money) sums.push_back(in_usd(money));
  sums.push_back(days((lot.ended - lot.released).count()) * mass);
  for (const std::int32_t seconds : lot.seconds) sums.push_back(days(seconds) * mass);
  sums.push_back(static_cast<double>(lot.co2_kg));
  const Day day = std::chrono::floor<std::chrono::days>(lot.ended);
  add_to(rows,
         {month_text(lot.ended), names.commodity(lot.flow), names.flow(lot.flow), names.pool(lot.pool),
          names.market(lot.pool), names.market_group(lot.pool, day), names.route(lot.route),
          names.via(lot.route), Names::yes_no(lot.bound), Names::yes_no(lot.contract)},
         sums);
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
void add_booking(FileRows& rows, const Names& names, const model::Booking& b) {
  const double mass = in_tonnes(b.mass);
  add_to(rows,
         {to_iso(b.month), names.commodity(b.flow), names.flow(b.flow), names.pool(b.pool),
          names.market(b.pool), names.market_group(b.pool, first_day(b.month)), names.route(b.route),
          names.via(b.route), Names::yes_no(b.bound), Names::yes_no(b.contract)},
         {mass, b.netback_usd_t * mass, b.price_usd_t * mass, b.cost_usd_t * mass, b.days * mass});
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
void add_month(FileRows& rows, const std::string& month, const std::string& commodity, Monthly what,
               double amount) {
  std::vector<double> sums(kMonthly);
  sums[static_cast<std::size_t>(what)] = amount;
  add_to(rows, {month, commodity}, sums);
}

FileSpec refusals_spec() {
  return {"refusals",
          {"month", "commodity", "flow", "pool", "market", "market_group", "route", "via", "rule"},
          {"mass_t"},
          {}};
}
FileSpec unsold_spec() { return {"unsold", {"month", "commodity", "flow", "reason"}, {"mass_t"}, {}}; }

// links: sums are the columns, waits in hours of all loaded trains together
FileSpec links_spec() {
  return {"links",
          {"link", "from", "to", "mode", "direction"},
          {"trains", "empties", "mass_t", "mean_wait_hours", "used_share"},
          [](const std::vector<double>& sums) {
            std::vector<double> out = sums;
            out[3] = per(sums[3], sums[0]);
            return out;
          }};
}
std::string_view mode_word(model::Mode mode) {
  switch (mode) {
    case model::Mode::rail:
      return "rail";
    case model::Mode::sea:
      return "sea";
    case model::Mode::ferry:
      return "ferry";
    case model::Mode::pipeline:
      return "pipeline";
    case model::Mode::road:
      return "road";
  }
  return "";
}
void add_links(FileRows& rows, const model::World& world, const model::Ledger& ledger) {
  for (std::size_t i = 0; i < std::min(world.links.size(), ledger.links.size()); ++i) {
    const model::Link& link = world.links[i];
    const model::LinkUse& use = ledger.links[i];
    for (std::size_t d = 0; d < 2; ++d) {
      if (use.trains[d] == 0 && use.empties[d] == 0 && use.mass[d].n == 0) continue;
      add_to(rows,
             {link.id, at(world.places, d == 0 ? link.from : link.to).id,
              at(world.places, d == 0 ? link.to : link.from).id, std::string{mode_word(link.mode)},
              d == 0 ? "forward" : "backward"},
             {static_cast<double>(use.trains[d]), static_cast<double>(use.empties[d]), in_tonnes(use.mass[d]),
              static_cast<double>(use.wait_seconds[d]) / 3600, use.used_share});
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
void add_money(FileRows& rows, const Names& names, const LotRow& lot) {
  for (std::size_t i = 0; i < kItems; ++i) {
    if (lot.money[i].n == 0) continue;
    add_to(rows,
           {"item", std::string{to_word(static_cast<model::Item>(i))}, month_text(lot.ended),
            names.commodity(lot.flow), std::string{to_word(lot.fate)}},
           {in_usd(lot.money[i])});
  }
}

std::vector<FileSpec> specs() {
  return {bookings_spec(), deliveries_spec(), ledger_spec(),   links_spec(),
          monthly_spec(),  nodes_spec(),      refusals_spec(), unsold_spec()};
}

void add_lot(FileSums& sums, const model::World& world, const Names& names, const LotRow& lot) {
  const std::string& commodity = names.commodity(lot.flow);
  const ModelTime handled = handled_at(lot);
  if (handled != ModelTime{} && measured(world, handled)) {
    add_month(sums["monthly"], month_text(handled), commodity, Monthly::handled, in_tonnes(lot.mass));
  }
  if (lot.fate == Fate::under_way || lot.fate == Fate::in_stock || !measured(world, lot.ended)) return;
  const std::string month = month_text(lot.ended);
  const double mass = in_tonnes(lot.mass);
  add_money(sums["ledger"], names, lot);
  if (lot.fate == Fate::stranded) add_month(sums["monthly"], month, commodity, Monthly::stranded, mass);
  if (lot.fate == Fate::sold_elsewhere)
    add_month(sums["monthly"], month, commodity, Monthly::sold_elsewhere, mass);
  if (lot.fate != Fate::delivered) return;
  add_delivery(sums["deliveries"], names, lot);
  Money money;
  for (const Money m : lot.money) money += m;
  add_month(sums["monthly"], month, commodity, Monthly::delivered, mass);
  add_month(sums["monthly"], month, commodity, Monthly::usd, in_usd(money));
  add_month(sums["monthly"], month, commodity, Monthly::tonne_days,
            mass * days((lot.ended - lot.released).count()));
}

}  // namespace

FileSums file_sums(const model::World& world, const model::Ledger& ledger) {
  FileSums sums;
  const Names names{world, ledger};
  for (const LotRow& lot : ledger.lots) add_lot(sums, world, names, lot);
  for (const model::Booking& b : ledger.bookings) {
    add_booking(sums["bookings"], names, b);
    add_month(sums["monthly"], to_iso(b.month), names.commodity(b.flow), Monthly::booked, in_tonnes(b.mass));
  }
  for (const model::Refusal& r : ledger.refusals) {
    const std::string month = to_iso(r.month);
    add_to(sums["refusals"],
           {month, names.commodity(r.flow), names.flow(r.flow), names.pool(r.pool), names.market(r.pool),
            names.market_group(r.pool, first_day(r.month)), names.route(r.route), names.via(r.route), r.rule},
           {in_tonnes(r.mass)});
    add_month(sums["monthly"], month, names.commodity(r.flow), Monthly::refused, in_tonnes(r.mass));
  }
  for (const model::Unsold& u : ledger.unsold) {
    const std::string month = to_iso(u.month);
    add_to(sums["unsold"],
           {month, names.commodity(u.flow), names.flow(u.flow), std::string{to_word(u.reason)}},
           {in_tonnes(u.mass)});
    add_month(sums["monthly"], month, names.commodity(u.flow), Monthly::unsold, in_tonnes(u.mass));
  }
  add_links(sums["links"], world, ledger);
  add_nodes(sums["nodes"], world, ledger);
  for (std::size_t i = 0; i < model::kPayees; ++i) {
    add_to(sums["ledger"], {"payee", std::string{to_word(static_cast<model::Payee>(i))}, "", "", ""},
           {in_usd(ledger.paid[i])});
  }
  return sums;
}

void add(FileSums& sums, const FileSums& more) {
  for (const auto& [name, rows] : more) {
    for (const auto& [key, values] : rows) add_to(sums[name], key, values);
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
  const Names names{world, ledger};
  store::Table table{"lots",
                     joined({{"flow", "commodity", "pool", "market", "route", "via", "bound", "contract",
                              "fate", "released", "handled", "ended", "mass_t"},
                             item_columns(),
                             stage_columns("hours"),
                             {"co2_kg"}}),
                     {}};
  for (const LotRow& lot : ledger.lots) {
    const auto instant = [](ModelTime t) { return t == ModelTime{} ? std::string{} : to_iso(t); };
    std::vector<Cell> row{
        names.flow(lot.flow),     names.commodity(lot.flow),   names.pool(lot.pool),
        names.market(lot.pool),   names.route(lot.route),      names.via(lot.route),
        Names::yes_no(lot.bound), Names::yes_no(lot.contract), std::string{to_word(lot.fate)},
        to_iso(lot.released),     instant(lot.handled),        instant(lot.ended),
        in_tonnes(lot.mass)};
    for (const Money money : lot.money) row.emplace_back(in_usd(money));
    for (const std::int32_t seconds : lot.seconds) row.emplace_back(static_cast<double>(seconds) / 3600);
    row.emplace_back(lot.co2_kg);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace corridor::experiment
