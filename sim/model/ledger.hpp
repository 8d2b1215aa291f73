#pragma once
/// @file ledger.hpp  What happened in one replication: append-only, compact, plain data. Each lot leaves one
/// row; money is the sum of postings, rounded once each to a thousandth of a dollar.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/world.hpp"

namespace corridor::model {

/// What a posting pays for. The order is that of every table and file.
enum class Item : std::uint8_t { rail, wagons, border, handling, sea, certificates, delay };
inline constexpr std::size_t kItems = 7;
std::string_view to_word(Item item);

/// Where the days of a lot went. Sums to door-to-door time.
enum class Stage : std::uint8_t {
  papers,
  wagons,
  loading,
  slot,
  moving,
  border,
  yard,
  ship_wait,
  ship,
  held
};
inline constexpr std::size_t kStages = 10;
std::string_view to_word(Stage stage);

/// Who is paid.
enum class Payee : std::uint8_t {
  home_railway,
  foreign_railway,
  wagon_owner,
  border,
  port,
  ship_owner,
  certifier
};
inline constexpr std::size_t kPayees = 7;
std::string_view to_word(Payee payee);

/// The end of a lot, or where it stood when the run ended. These partition all released tonnes.
enum class Fate : std::uint8_t { under_way, in_stock, delivered, stranded, sold_elsewhere };
inline constexpr std::size_t kFates = 5;
std::string_view to_word(Fate fate);

using RouteId = Id<struct RouteTag>;  ///< index into Ledger::routes

/// A way as reports name it: the loading terminal, or the last border crossing, or the destination itself.
struct RouteName {
  std::string id;       ///< ust-luga-mrc-coal, brest--malaszewicze, ...
  std::string through;  ///< port place or border place, as `via` in reports
  bool operator==(const RouteName&) const = default;
};

/// One lot (a trainload), or the part of it that one ship carried.
struct LotRow {
  FlowId flow;
  PoolId pool;
  RouteId route;
  std::uint32_t way = 0;  ///< index into Atlas::ways: the lines it takes; of a lot sent elsewhere, the last
  Fate fate = Fate::under_way;
  bool bound = false;     ///< bought at the loading port by a person whom the market's rules bind
  bool contract = false;  ///< must-serve
  bool turned = false;    ///< sold or sent elsewhere than it was booked
  Mass mass;
  ModelTime released{}, ended{};
  ModelTime handled{};                ///< left the loading terminal; epoch where it did not
  std::int32_t promised_seconds = 0;  ///< release to delivery as booked: free flow and the waits then usual
  std::array<std::int32_t, kStages> seconds{};
  std::array<Money, kItems> money{};
  std::int64_t co2_kg = 0;  ///< of the whole way chosen, loaded run
};

/// Tonnes that rules, prices or capacities kept back when months were planned or lots were on the way.
struct Refusal {
  FlowId flow;
  PoolId pool;
  RouteId route;
  std::string rule;  ///< the deciding rule
  Month month;
  Mass mass;
};
enum class UnsoldReason : std::uint8_t {
  below_mine_cost,
  no_lawful_route,
  no_capacity,
  by_choice,
  closed,
  tanks_full
};
std::string_view to_word(UnsoldReason reason);
struct Unsold {
  FlowId flow;
  UnsoldReason reason;
  Month month;
  Mass mass;
};

/// One line of a month's plan.
struct Booking {
  FlowId flow;
  PoolId pool;
  RouteId route;
  std::uint32_t way = 0;  ///< index into Atlas::ways
  Month month;
  bool bound = false, contract = false;
  Mass mass;
  double netback_usd_t = 0;  ///< at the mine, before mine cost, of the first tranche
  double price_usd_t = 0, cost_usd_t = 0, days = 0;
};

struct LinkUse {  ///< [link][direction], measured window
  std::array<std::int64_t, 2> trains{}, empties{};
  std::array<Mass, 2> mass{};
  std::array<std::int64_t, 2> wait_seconds{};
  double used_share = 0;  ///< of the paths offered to us, the busier direction
};
/// Loaded trains at a border in one month, [0: from -> to of its link, 1: back]. A train that has its papers
/// queues until the crossing, and the works that change the gauge of its goods, can take it.
struct BorderUse {
  std::array<std::int64_t, 2> joined{};  ///< began to queue
  std::array<std::int64_t, 2> trains{};  ///< taken
  std::array<Mass, 2> mass{};
  std::array<std::int64_t, 2> wait_seconds{}, dwell_seconds{};  ///< of those taken: in the queue; in all
};
struct TerminalUse {
  Mass in, out, stock_end, stock_peak;
  std::int64_t ships = 0, trains = 0, berth_seconds = 0, wait_ship_seconds = 0;
  double mean_stock_t = 0, mean_dwell_days = 0;
  std::int64_t ban_days = 0;  ///< days of loading bans for congestion
};

/// Loaded trains before a terminal in one month.
struct TerminalMonth {
  std::int64_t trains = 0;            ///< whose unloading began
  std::int64_t standing_seconds = 0;  ///< that those had waited for it
};

struct FleetUse {          ///< [fleet], measured window
  double mean_in_use = 0;  ///< wagons away from a loading place or under one
  std::int64_t most_in_use = 0;
  double mean_wait_hours = 0;  ///< of trains for wagons
};

/// Tonnes of the whole run, the run-in included: released = the sum of all fates, to the kilogram.
struct Balance {
  Mass released;
  std::array<Mass, kFates> by_fate{};
  Money posted, on_lots;  ///< every posting, and the sum over lots: equal to the thousandth of a dollar
  bool holds() const;
};

struct Ledger {
  std::vector<RouteName> routes;
  std::vector<LotRow> lots;  ///< lots that ended in the measured window, and all that had not ended
  std::vector<Refusal> refusals;
  std::vector<Unsold> unsold;
  std::vector<Booking> bookings;
  std::vector<LinkUse> links;                               ///< [LinkId]
  std::vector<TerminalUse> terminals;                       ///< [TerminalId]
  std::vector<FleetUse> fleets;                             ///< [World::wagons]
  std::vector<std::vector<TerminalMonth>> terminal_months;  ///< [TerminalId][measured month]
  std::vector<std::vector<double>> fleet_months;            ///< [World::wagons][measured month]: mean in use
  std::array<Money, kPayees> paid{};                        ///< measured window
  /// [PoolId][bound]: sold and not delivered when the measured window begins (by plans of earlier months) and
  /// when it ends (by all); below 0 where ships took more than was booked.
  std::vector<std::array<Mass, 2>> carried_in, carried_out;
  std::vector<RailwayWork> work;  ///< of our trains that set out in the window, by the way booked then
  /// [BorderId][month]: 0 is the run-in, then the months of the measured window
  std::vector<std::vector<BorderUse>> borders;
  Balance balance;
  std::uint64_t events = 0;
  std::vector<std::string> findings;  ///< gridlock cycles, congestion bans, sections without a known load
};

}  // namespace corridor::model
