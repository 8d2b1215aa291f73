#pragma once
/// @file run_state.hpp  All that changes during one replication. Private to the model: the processes of
/// train.cpp, port.cpp and planning.cpp live on it. Model: docs/model.md.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/engine/gate.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/resource.hpp"
#include "sim/engine/signal.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/stock.hpp"
#include "sim/model/plan.hpp"
#include "sim/model/run.hpp"
#include "sim/model/train_paths.hpp"

namespace corridor::model {

using engine::Process;
using engine::Stream;
using std::chrono::seconds;

/// A live lot: its row, and what it still needs to know of itself.
struct Lot {
  LotRow row;
  Alternative choice;       ///< where it is bound now; may change on the way
  std::uint64_t key = 0;    ///< of its random stream: flow, month, number
  bool papers = false;      ///< proof of origin and ownership is held
  bool refused = false;     ///< counted as refused once
  double free_flow_days = 0;
};
using LotIndex = std::uint32_t;

/// A leg of a way as trains run it.
struct Leg {
  enum class Kind : std::uint8_t { section, border, trunk };
  Kind kind = Kind::section;
  LinkId link;              ///< section, border
  bool forward = true;
  double hours = 0;         ///< section, trunk: free flow, this month
};
struct WayPlan {
  std::vector<Leg> legs;
  double hours = 0;                       ///< all legs
  std::array<double, 2> rail_usd_t{};     ///< [0] home railways, [1] foreign
  double border_usd_t = 0, handling_usd_t = 0, sea_usd_t = 0, sea_hours = 0;
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
  std::deque<Piece> pieces;
  Mass stock, due, called;  ///< in the yard; expected within the horizon; promised to ships
  /// What was booked to leave from here and has not been promised to a ship yet.
  struct Outstanding {
    Alternative to;
    FlowId flow;
    std::int64_t kg = 0;
  };
  std::vector<Outstanding> outstanding;
  std::unique_ptr<engine::Signal> arrived;
};

struct Quay {
  std::unique_ptr<TrainPaths> intake;
  std::unique_ptr<engine::Stock> yard;
  std::unique_ptr<engine::Resource> berths;
  std::unique_ptr<engine::Gate> weather;
  std::vector<std::unique_ptr<Pile>> piles;
  Mass standing;            ///< on trains that wait to be unloaded
  ModelTime banned_until{}; ///< loading ban for congestion
  bool used = false;
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
  Ledger finish();
  engine::Simulation& simulation() { return sim_; }
  void go();

 private:
  // planning.cpp: months, capacities that change with the date, random weather and foreign ships
  Process months();
  Process capacities();
  Process weather(TerminalId terminal);
  Process other_ships(TerminalId terminal);
  Process look_at_piles();
  void set_capacities(Day day);
  void refresh_ways(Day day);
  void release(const MonthPlan& plan, Month month);

  // train.cpp: the life of a trainload
  Process train(LotIndex lot);
  Process papers(LotIndex lot);
  Process board(LotIndex lot);             ///< wagons and loading
  Process run_legs(LotIndex lot);
  Process leave_for(LotIndex lot);         ///< the checks before loading: rules, closures, loading bans
  Process unload_inland(LotIndex lot);
  Process empties(std::uint32_t way, std::int64_t wagons, double travel_factor);
  Process await_lawful(LotIndex lot, bool on_the_way);

  // port.cpp: yard, ships
  Process unload_at_port(LotIndex lot);
  Process ship(TerminalId terminal, std::size_t pile, Mass cargo, Alternative to);
  void consider(TerminalId terminal, std::size_t pile);
  std::size_t pile_for(TerminalId terminal, LotIndex lot);
  void add_outstanding(Pile& pile, const Alternative& to, FlowId flow, Mass mass);
  std::vector<LotIndex> take_cargo(Pile& pile, Mass cargo);

  // ledger
  void post(LotIndex lot, Item item, Payee payee, Money money);
  void spend(LotIndex lot, Stage stage, ModelTime since);
  void end_lot(LotIndex lot, Fate fate);
  void refuse(LotIndex lot, const Ruling& ruling);
  LotIndex split(LotIndex lot, Mass part);
  Ruling ruling(LotIndex lot) const;
  void redirect(LotIndex lot, const Alternative& to);
  bool in_window(ModelTime t) const { return t >= from_ && t < to_; }
  Day today() const { return std::chrono::floor<std::chrono::days>(sim_.now()); }
  Lot& lot(LotIndex i) { return lots_[i]; }
  double factor(Stream& stream);
  double hours(const scenario::Distribution& law, Stream& stream);
  engine::Delay pause(double h) { return sim_.delay(seconds{round_half_away(h * 3600.0)}); }
  const Route& way(LotIndex i) const { return atlas_.ways[lots_[i].choice.way]; }

  const Groundwork& shared_;
  const World& world_;
  const Atlas& atlas_;
  std::uint64_t seed_;
  int replication_;
  engine::Simulation sim_;
  ModelTime from_, to_;
  Planner planner_;
  Ledger ledger_;
  std::deque<Lot> lots_;              ///< references stay good while lots are added
  std::vector<LotIndex> free_lots_;
  Money ended_money_;
  std::vector<std::unique_ptr<TrainPaths>> paths_;                        ///< [link], slot railways only
  std::vector<std::array<std::unique_ptr<engine::Resource>, 2>> yards_;   ///< [link][direction]: places before it
  std::vector<std::unique_ptr<TrainPaths>> crossings_;                    ///< [border]
  std::vector<std::unique_ptr<TrainPaths>> loading_;                      ///< [flow]
  std::vector<std::unique_ptr<engine::Resource>> wagons_;                 ///< [fleet]
  std::vector<Quay> quays_;                                               ///< [terminal]
  std::vector<WayPlan> way_plans_;                                        ///< [way], of this month
  std::vector<LateMean> waits_;                                           ///< [RouteId], days
  std::vector<LateMean> returns_;                                         ///< [way], hours of the empties
  std::vector<double> offered_;                                           ///< [link]: paths offered so far, busier way
};

}  // namespace corridor::model
