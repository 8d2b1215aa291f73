#pragma once
/// @file run_state.hpp  All that changes during one replication. Private to the model: the processes of
/// planning.cpp, train.cpp and port.cpp live on it. Model: docs/model.md.

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/gate.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/signal.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/stock.hpp"
#include "sim/model/holding_yard.hpp"
#include "sim/model/pipe.hpp"
#include "sim/model/plan.hpp"
#include "sim/model/run.hpp"
#include "sim/model/train_paths.hpp"
#include "sim/model/way_plan.hpp"

namespace corridor::model {

using engine::Process;
using engine::Stream;
using std::chrono::seconds;

using LotIndex = std::uint32_t;
inline constexpr std::uint32_t kNoYard = 0xffffffff;

/// A live lot: its row, and what it still needs to know of itself. What changes from section to section, and
/// the part of the row that does, begin it: two lines of the cache.
struct alignas(64) Lot {
  double pace = 1;                ///< its travel times over free flow
  std::uint32_t yard = kNoYard;   ///< the holding place it stands in
  std::uint32_t wants = kNoYard;  ///< the one it waits for
  LotRow row;
  Alternative choice;       ///< where it is bound now; may change on the way
  std::uint64_t key = 0;    ///< of its random stream: flow, month, market, way, number
  Month booked{};           ///< of whose plan it is
  std::int64_t wagons = 0;  ///< that carry it
  ModelTime wagons_since{};
  std::size_t wagons_leg = 0;  ///< the first leg that these wagons took
  LinkId over;                 ///< the last ferry that it has crossed
  TerminalId due_at;           ///< announced to this terminal and not unloaded yet
  std::size_t due_pile = 0;
  bool papers = false;     ///< proof of origin and ownership is held
  ModelTime papers_due{};  ///< asked for under way: when it will be
  bool refused = false;    ///< counted as refused once
  bool ended = false;
  void spend(Stage stage, seconds time) {
    row.seconds[static_cast<std::size_t>(stage)] += static_cast<std::int32_t>(time.count());
  }
};

/// All lots that a run has made, by number. They never move, so that references stay good while more are
/// made.
class Lots {
 public:
  Lot& operator[](LotIndex i) { return (*pages_[i / kPage])[i % kPage]; }
  const Lot& operator[](LotIndex i) const { return (*pages_[i / kPage])[i % kPage]; }
  LotIndex add() {
    if (size_ % kPage == 0) pages_.push_back(std::make_unique<Page>());
    return size_++;
  }
  template <class F>
  void each(F f) const {
    for (LotIndex i = 0; i < size_; ++i) f((*this)[i]);
  }

 private:
  static constexpr LotIndex kPage = 64;
  using Page = std::array<Lot, kPage>;
  std::vector<std::unique_ptr<Page>> pages_;
  LotIndex size_ = 0;
};

/// Goods of one owner, grade and proof at one terminal; never mixed with others.
struct Pile {
  std::string owner;
  GradeId grade;
  bool papers = false;
  struct Piece {
    LotIndex lot;
    ModelTime since;
  };
  std::deque<Piece> pieces;  ///< oldest first
  Mass stock;                ///< in the yard
  Mass due;                  ///< on trains that have set out on their last trunk, or stand at the gate
  Mass called;               ///< promised to ships that have not loaded yet
  /// What was booked to leave from here for a market.
  struct Outstanding {
    Alternative to;
    std::int64_t kg = 0;        ///< not promised to a ship yet; below 0 where ships took more than was booked
    std::int64_t promised = 0;  ///< to ships that have not loaded yet
  };
  std::vector<Outstanding> outstanding;
  Outstanding& towards(const Alternative& to);  ///< begun where there is none
  std::unique_ptr<engine::Signal> arrived;
};

/// Ships called for one owner's goods of one grade: the number of a ship in her stream.
struct ShipCount {
  Month month{};
  std::uint64_t called = 0;  ///< in that month
};

inline constexpr LotIndex kNoLot = 0xffffffff;

/// A lot, or a train of empties, from when it waits for ships until all of it is over. Units are wagons where
/// they roll on, else kilograms.
struct Crossing {
  Crossing(engine::Simulation& simulation, std::string name, LotIndex whose)
      : lot(whose), over(simulation, std::move(name)) {}
  LotIndex lot;                     ///< kNoLot: empties
  std::int64_t units = 0, kg = 0;   ///< ashore yet
  std::int64_t not_over = 0;        ///< units ashore or afloat
  engine::Stock* behind = nullptr;  ///< tanks over there
  ModelTime since{};                ///< ready; from when its last part is taken aboard on: that instant
  engine::Signal over;
};
/// What of it one ship carries.
struct Aboard {
  Crossing* of;
  std::int64_t units, kg;
};
/// One end of a ferry link.
struct FerryEnd {
  std::deque<Crossing*> loads, empties;  ///< oldest first
  std::int64_t units = 0;                ///< of both
  std::int64_t kg = 0;                   ///< goods that wait, in the trains before the port too
  std::uint64_t voyages = 0;             ///< begun so far: the number of a voyage in its stream
};

struct Quay {
  bool used = false;
  bool by_pipe = false;  ///< stands at the end of a pipeline
  std::unique_ptr<TrainPaths> intake;
  std::unique_ptr<engine::Stock> yard;
  std::unique_ptr<engine::Resource> berths;
  std::unique_ptr<engine::Gate> weather;
  std::vector<std::unique_ptr<Pile>> piles;
  std::map<std::string, ShipCount> ships;  ///< [owner/grade]: papers divide piles, not luck
  Mass standing;                           ///< on trains that wait to be unloaded
  ModelTime banned_until{};                ///< loading ban for congestion
};

/// Exponential mean of lately completed waits.
struct LateMean {
  double sum = 0, weight = 0;
  ModelTime last{};
  void add(ModelTime at, double value, double memory_days);
  double value(double otherwise) const { return weight > 1e-9 ? sum / weight : otherwise; }
};

class Run {
 public:
  Run(const Groundwork& shared, std::uint64_t seed, int replication);
  Ledger go();
  engine::Simulation& simulation() { return sim_; }

 private:
  // planning.cpp: months, capacities that change with the date, weather, the ships of others
  Process months();
  Process capacities();
  Process warm_up_end();
  Process month_ends();
  Process weather(engine::Gate& gate, const Steps<double>& days_a_year, const std::array<double, 12>& season,
                  Stream stream);
  Process other_ships(TerminalId terminal);
  Process other_ship(TerminalId terminal, double hours);
  Process look_at_piles();
  void set_capacities(Day day);
  void release(const MonthPlan& plan, Month month);
  void release_lots(const Placement& p, Month month, ModelTime begin, ModelTime end);

  // train.cpp: the life of a trainload
  Process train(LotIndex lot);
  Process leave_for(LotIndex lot);  ///< papers, rules, closures, loading bans: all before wagons are called
  ModelTime loading_banned_until(LotIndex lot) const;
  Process board(LotIndex lot);  ///< wagons and loading
  Process run_legs(LotIndex lot);
  Process sections(LotIndex lot, std::size_t& at);
  Process border(LotIndex lot, const Leg leg);
  Process trunk(LotIndex lot, std::size_t leg);
  Process unload_inland(LotIndex lot);
  /// Over the legs [first, end) of a way, backwards.
  Process empties(std::uint32_t way, std::size_t first, std::size_t end, std::size_t fleet,
                  std::int64_t wagons, double pace);
  void send_back_wagons(LotIndex lot, std::size_t end = SIZE_MAX);  ///< from before that leg
  Process settle(LotIndex lot, bool loaded);  ///< a barred lot waits, turns elsewhere, or ends

  // batch.cpp: what leaves by pipeline, from the field's tanks on
  Process batch(LotIndex lot, ModelTime release);
  Process journey(LotIndex lot, std::size_t leg);
  Process pipe_leg(LotIndex lot, std::size_t leg);
  bool produce(LotIndex lot);
  bool renominate(LotIndex lot, Planner::Limits limits);
  void cut(LotIndex lot, Mass part, UnsoldReason reason);
  engine::Stock* tanks_before(LotIndex lot, std::size_t leg);
  engine::Stock* tanks_behind(LotIndex lot, std::size_t leg);
  ModelTime announced_at(LotIndex lot, ModelTime release) const;
  void arrive(LotIndex lot);

  // ferry.cpp: over water by ships of a finite fleet
  Process cross(LotIndex lot, std::size_t leg);
  Process onto_wagons(LotIndex lot, std::size_t leg);
  void ban_loading(LotIndex lot, const Leg& leg, const FerryEnd& shore);
  Process cross_empty(const Leg leg, std::int64_t wagons);
  engine::Stock* shed(LinkId ferry, bool forward);
  bool ferry_ahead(LotIndex lot, std::size_t leg) const;
  std::vector<Aboard> take_aboard(LinkId ferry, bool forward);
  std::optional<ModelTime> worth_a_voyage(LinkId ferry, bool forward) const;
  void call_ferries(FleetId fleet);
  Process voyage(LinkId ferry, std::vector<Aboard> there);
  Process lade(LinkId ferry, bool forward, const std::vector<Aboard>& cargo, double load_h);
  Process discharge(LinkId ferry, bool forward, const std::vector<Aboard>& cargo, double discharge_h);
  Process look_at_ferries();

  // port.cpp: yard and ships
  Process unload_at_port(LotIndex lot);
  void store(LotIndex lot);
  Stream luck_of_ship(TerminalId terminal, const Pile& pile);
  Process ship(TerminalId terminal, std::size_t pile, Mass cargo, Alternative to);
  Process gather(Pile& pile, Mass cargo, const VesselTerms& terms);
  Process sail(const std::vector<LotIndex>& cargo, double hours);
  void announce(LotIndex lot);  ///< the terminal learns that a train has set out for it
  void call_off(LotIndex lot);  ///< it has arrived, or will not
  void book(LotIndex lot, std::int64_t kg);
  void consider(TerminalId terminal, std::size_t pile);
  void find_buyers(Pile& pile);
  void ask_for_papers(LotIndex lot);
  void take_papers(LotIndex lot);
  void certify(TerminalId terminal, std::size_t pile);
  std::size_t pile_for(TerminalId terminal, LotIndex lot);
  Pile::Outstanding* largest_lawful(Pile& pile);
  std::vector<LotIndex> take_cargo(TerminalId terminal, Pile& pile, Mass cargo);

  // run.cpp: the ledger, lots, small looks into the world
  void post(LotIndex lot, Item item, Payee payee, double usd_per_t);
  void post_money(LotIndex lot, Item item, Payee payee, Money money);
  void spend(LotIndex lot, Stage stage, ModelTime since) { lots_[lot].spend(stage, sim_.now() - since); }
  void end_lot(LotIndex lot, Fate fate);
  void refuse(LotIndex lot, const Ruling& ruling);
  void label(LotIndex lot, const Alternative& to);
  void redirect(LotIndex lot, const Alternative& to);  ///< label, and book there instead
  LotIndex new_lot();
  LotIndex split(LotIndex lot, Mass part);
  void count_use(LotIndex lot, bool loaded);
  void note_unloading(TerminalId terminal, ModelTime since);
  void close_month(ModelTime end);
  void count_work(LotIndex lot);
  BorderUse& use_of(BorderId border);
  void find_gridlock();
  std::vector<std::array<Mass, 2>> sold_ahead() const;
  Ledger finish();
  const Ruling& ruling(LotIndex i) const { return atlas_.laws.on(lots_[i].choice.law, today()); }
  bool barred(LotIndex i) const { return ruling(i).barred() || !way_plans_[lots_[i].choice.way].open; }
  bool in_window(ModelTime t) const { return t >= from_ && t < to_; }
  Day today() const { return std::chrono::floor<std::chrono::days>(sim_.now()); }
  const Route& way(LotIndex i) const { return atlas_.ways[lots_[i].choice.way]; }
  const Flow& flow(LotIndex i) const { return at(world_.flows, lots_[i].row.flow); }
  /// Its wagons' fleet; as many as there are where it needs none.
  std::size_t fleet_of(LotIndex i) const { return fleet_of_flow_[lots_[i].row.flow.n]; }
  Stream stream_of(LotIndex i, std::string_view purpose) const;
  static double hours(const scenario::Distribution& law, Stream& stream);
  engine::Delay pause(double h) { return sim_.delay(seconds{round_half_away(h * 3600.0)}); }
  /// So many hours from now.
  ModelTime later(double h) const { return sim_.now() + seconds{round_half_away(h * 3600.0)}; }
  static std::uint32_t yard_index(LinkId link, bool forward) { return link.n * 2 + (forward ? 0 : 1); }
  /// Where trains stand before a leg; kNoYard where as many as come do.
  std::uint32_t yard_before(const Leg& leg) const {
    const std::uint32_t yard = yard_index(leg.link, leg.forward);
    return yards_[yard] ? yard : kNoYard;
  }
  void leave_yard(Lot& lot) {
    if (lot.yard != kNoYard) yards_[std::exchange(lot.yard, kNoYard)]->leave();
  }
  /// A loaded train takes a section of line.
  void count_passing(const Leg& leg, Mass mass, seconds waited) {
    if (!in_window(sim_.now())) return;
    LinkUse& use = ledger_.links[leg.link.n];
    const std::size_t d = leg.forward ? 0 : 1;
    ++use.trains[d];
    use.mass[d] += mass;
    use.wait_seconds[d] += waited.count();
  }

  const Groundwork& shared_;
  const World& world_;
  const Atlas& atlas_;
  std::uint64_t seed_, replication_;
  engine::Simulation sim_;
  ModelTime from_, to_;
  Planner planner_;
  Ledger ledger_;
  Lots lots_;
  std::vector<LotIndex> free_lots_;
  std::vector<std::unique_ptr<TrainPaths>> paths_;  ///< [link]; null where train paths are not simulated
  std::vector<std::unique_ptr<HoldingYard>>
      yards_;  ///< [yard_index]: places to stand before a link; null: as many as come
  std::vector<std::unique_ptr<TrainPaths>> crossings_;  ///< [border]
  /// [border]: those that empties take; where the gauge changes a track of their own, else the same
  std::vector<TrainPaths*> homeward_;
  std::vector<std::unique_ptr<TrainPaths>> own_tracks_;
  std::vector<std::unique_ptr<TrainPaths>> works_;         ///< [transshipment]
  std::vector<std::unique_ptr<TrainPaths>> loading_;       ///< [flow]
  std::vector<std::unique_ptr<engine::Resource>> wagons_;  ///< [fleet]
  std::vector<std::unique_ptr<Pipe>> pipes_;               ///< [link]; null where there is none
  std::vector<std::unique_ptr<engine::Stock>> tanks_;      ///< [link]: before it; null: as much as comes
  std::vector<LinkId> ferry_links_;                        ///< that ways of this run take
  std::vector<FerryEnd> ferries_;                          ///< [yard_index]
  std::vector<std::int64_t> ships_out_;                    ///< [fleet]
  std::vector<std::unique_ptr<engine::Gate>> winds_;       ///< [fleet]
  std::vector<std::size_t> fleet_of_flow_;                 ///< [flow]: of wagons
  std::vector<Quay> quays_;                                ///< [terminal]
  WayPlans::OnDay way_plans_;                              ///< [way], as they stand now
  std::vector<LateMean> waits_;                            ///< [RouteId], days
  std::vector<std::array<LateMean, 2>> returns_;           ///< [way][behind a quay], hours of the empties
  std::vector<std::array<double, 3>> offered_;  ///< [link]: paths offered in the window each way, and both
  Day offered_until_{};
  std::vector<double> wagon_seconds_;  ///< [fleet]: in use since the window began, when the last month ended
};

}  // namespace corridor::model
