#pragma once
/// @file plan.hpp  A month's plan: must-serve contracts first, then each flow's free tonnes in tranches over
/// pools and ways together, by logit on netback less the value of time, into capacity that can be booked
/// (pool ceilings, terminal room, monthly acceptance, quotas). Model: docs/model.md, Submodels, Booking.

#include <map>
#include <vector>

#include "sim/model/atlas.hpp"

namespace corridor::model {

/// What a flow has booked for a month on one alternative.
struct Placement {
  FlowId flow;
  Alternative to;
  bool contract = false;
  Mass mass;
  double netback_usd_t() const { return to.price_usd_t - to.cost_usd_t; }
};

struct MonthPlan {
  std::vector<Placement> placements;
  std::vector<Refusal> refusals;  ///< what would have been placed had no rule barred it, by deciding rule
  std::vector<Unsold> unsold;
};

/// Days that lots lately lost to queues on each way's terminal, beyond free flow: what shippers expect.
using ExpectedWaits = std::vector<double>;  ///< [RouteId], days
/// Loaded trains that wait on the planning day.
using StandingTrains =
    std::vector<double>;  ///< [gate]: before each border outward, inward; then before each works

/// Plans month after month; remembers what stays from one to the next. One per run.
class Planner {
 public:
  Planner(const World& world, const Atlas& atlas);
  MonthPlan plan(const MonthAtlas& month, const ExpectedWaits& waits, const StandingTrains& standing);

  struct Limits {
    bool here_only = false;  ///< the lot lies at its terminal already
    bool any_pool = false;   ///< it is not loaded yet and may be sold to anybody
    /// The tanks before these links are full.
    std::vector<LinkId> not_into = {};
    LinkId over{};  ///< the ferry that it has crossed already: its way must too
  };
  /// Finds another lawful way for a lot that cannot take its own: at the same terminal to a pool whose
  /// buyers are not barred, else to its own pool by another terminal, within what this month's plan left
  /// free; takes that capacity. nullptr: there is none.
  const Alternative* divert(FlowId flow, const Alternative& barred, Mass mass, Day day, const Limits& limits);

 private:
  static constexpr double kUnbounded = 1e15;  ///< kg: no limit

  /// What can be booked in a month and is left, kg where nothing else is said.
  struct Room {
    std::vector<double> pool_bound, pool_free, quota;
    std::vector<double> fleet;     ///< [fleet], ship-days
    std::vector<double> capacity;  ///< all else, by Layout
  };
  /// Where each kind of capacity begins in a room.
  struct Layout {
    std::uint32_t terminal = 0;  ///< [terminal], kg
    std::uint32_t acceptance;    ///< [acceptance], kg
    std::uint32_t section;       ///< [link], trains with their way home
    std::uint32_t pipe;          ///< [link], kg
    std::uint32_t gate;          ///< [gate]: trains over a border, or through its works, one way
    std::uint32_t end;
    explicit Layout(const World& world);
  };
  struct Shares {
    std::vector<double> kg;  ///< [alternative]
    double left_kg = 0;      ///< not placed: no capacity
    double kept_kg = 0;      ///< not offered: below mine cost, or left by choice
    double below_cost_kg = 0;
    std::vector<std::uint32_t> open;  ///< alternatives that nothing shuts and that were not found full
  };
  Room room_for(const MonthAtlas& month, const StandingTrains& standing) const;
  void add_gate_room(Room& room, const MonthAtlas& month, const StandingTrains& standing) const;
  void add_oil_room(Room& room, const MonthAtlas& month) const;
  double ship_days_a_kg(LinkId ferry, CommodityId cargo) const {
    return world_.ship_days_a_tonne(ferry, cargo, first_day(current_->month)) / 1000.0;
  }
  void settle_quotas(Month month);
  double quota_left(const Room& room, const Alternative& a) const;
  double gate_left(const Room& room, const Alternative& a) const;
  /// kg; some number at or below `least` where there is no more than that.
  double room_left(const Room& room, const Alternative& a, double least = 0) const;
  void take(Room& room, const Alternative& a, double kg) const;
  double share_of(const Alternative& a) const;
  double utility(const Alternative& a, double value_of_time, const Room& full, const Room& room,
                 const ExpectedWaits& waits) const;
  void place_tranche(const MonthAtlas& month, FlowId flow, double kg, const Room& full, Room& room,
                     const ExpectedWaits& waits, Shares& shares);
  std::vector<Shares> place_all(const MonthAtlas& month, const std::vector<double>& free_kg, bool heed_rules,
                                const Room& full, Room& room, const ExpectedWaits& waits);
  void join(const FlowChoices& choices, std::size_t part, const std::vector<std::size_t>& wholes,
            std::vector<double>& kg, Room& room) const;
  void join_part_cargoes(const MonthAtlas& month, const FlowChoices& choices, std::vector<double>& kg,
                         Room& room) const;
  void join_part_trains(const FlowChoices& choices, std::vector<double>& kg, Room& room) const;
  double move(const Alternative& from, const Alternative& to, double kg, Room& room) const;
  bool may_use(FlowId flow, const Alternative& a, const MonthAtlas& month);
  std::vector<double> serve_contracts(const MonthAtlas& month, Room& room, MonthPlan& plan);

  using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, bool>;  ///< flow, pool, way, bound
  const World& world_;
  const Atlas& atlas_;
  /// What the tonnes of a way draw on, beside pools, quotas and ships: a unit of it is so many kg.
  struct Draw {
    std::uint32_t capacity;  ///< index into Room::capacity
    double kg;
  };
  const Layout layout_;
  std::vector<std::vector<Draw>> draws_;          ///< [way]
  std::vector<std::vector<LinkId>> ferries_;      ///< [way]
  std::vector<double> train_kg_;                  ///< [way]
  std::vector<LinkId> sections_;                  ///< of all ways: those whose train paths are simulated
  std::array<std::map<Key, double>, 2> last_kg_;  ///< [heeding rules or not]: placed last month
  std::map<std::pair<std::uint32_t, std::uint32_t>, Day> first_wanted_;  ///< (flow, terminal)
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> used_;
  struct QuotaUse {
    double before_kg = 0;  ///< in the running period, without the month last planned
    double month_kg = 0;   ///< left to the month last planned, at its start
  };
  std::vector<QuotaUse> quota_use_;  ///< [Lawbook::quotas()]
  bool first_month_ = true;
  Room left_;                   ///< after this month's plan
  std::vector<double> worth_;   ///< of place_tranche: [Shares::open]
  std::vector<char> has_line_;  ///< of place_tranche: [group]
  const MonthAtlas* current_ = nullptr;
  /// The month that runs while the next is planned already, and what its plan left.
  Room earlier_left_;
  const MonthAtlas* earlier_ = nullptr;
};

}  // namespace corridor::model
