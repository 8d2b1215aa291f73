#pragma once
/// @file world.hpp  The network, the markets and the rules of one scenario, indexed by small ids. Immutable,
/// shared by all threads. Built from a checked Scenario by build_world(); every rate that depends on the
/// date is a step function (Steps). Units are in the names; money is USD unless a Charge says otherwise.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "network/rules/rule_book.hpp"
#include "network/units/date.hpp"
#include "network/units/diagnostic.hpp"
#include "network/units/id.hpp"
#include "network/units/quantity.hpp"
#include "sim/scenario/scenario.hpp"

namespace corridor::model {

using PlaceId = Id<struct PlaceTag>;
using RailwayId = Id<struct RailwayTag>;
using LinkId = Id<struct LinkTag>;
using BorderId = Id<struct BorderTag>;
using TransshipmentId = Id<struct TransshipmentTag>;
using TerminalId = Id<struct TerminalTag>;
using CommodityId = Id<struct CommodityTag>;
using GradeId = Id<struct GradeTag>;
using SeriesId = Id<struct SeriesTag>;
using PoolId = Id<struct PoolTag>;
using FlowId = Id<struct FlowTag>;
using AcceptanceId = Id<struct AcceptanceTag>;
using FleetId = Id<struct FleetTag>;

/// A step function of time: the value of the last step that begins on or before the day.
template <class T>
class Steps {
 public:
  Steps() = default;
  explicit Steps(T constant) : steps_{{kBeginning, constant}} {}
  void add(Day from, T value) { steps_.emplace_back(from, value); }  ///< pre: ascending in `from`
  /// `otherwise` where nothing is said for that day.
  T on(Day day, T otherwise = T{}) const {
    T value = otherwise;
    for (const auto& [from, v] : steps_) {
      if (from > day) break;
      value = v;
    }
    return value;
  }
  bool said(Day day) const { return !steps_.empty() && steps_.front().first <= day; }
  bool empty() const { return steps_.empty(); }
  const std::vector<std::pair<Day, T>>& steps() const { return steps_; }

 private:
  std::vector<std::pair<Day, T>> steps_;
};

using CurrencyId = Id<struct CurrencyTag>;
/// Money per something, in the currency it was written in; a multiplying index where there is one.
struct Charge {
  struct Step {
    Day from;
    double amount;
    CurrencyId currency;  ///< none: USD
  };
  std::vector<Step> steps;
  SeriesId index;
  bool said() const { return !steps.empty(); }
};

enum class Mode : std::uint8_t { rail, sea, ferry, pipeline, road };
std::string_view to_word(Mode mode);

struct Place {
  std::string id, name, country, kind;
  double lat = 0, lon = 0;
  Steps<double> holding;  ///< trains that can stand and wait
  Steps<bool> closed;
};

struct Railway {
  std::string id, country;
  bool slots = false;  ///< train paths are simulated section by section
  Steps<double> speed_km_h;
  double stops_h_per_1000_km = 0, single_pairs = 0, single_electrified_pairs = 0, double_pairs = 0;
  double co2_diesel_g_t_km = 0, co2_electric_g_t_km = 0;
};

struct Tariff {
  RailwayId railway;
  CommodityId cargo;
  Charge rate_per_t_km, fixed_per_t;
  std::vector<PlaceId> for_ports;  ///< empty: for all
  Steps<double> risk_usd_t{};      ///< that owners see in the railway; steers choice, never cash
};

struct Link {
  std::string id;
  PlaceId from, to;
  Mode mode = Mode::rail;
  double km = 0;
  RailwayId railway;
  int gauge_mm = 1520;
  Steps<double> tracks, pairs, nominal_pairs, capacity_mt_year, nominal_mt_year;
  Steps<bool> electrified, closed;
  Steps<double> background_forward, background_backward;  ///< trains a day, World::background included
  std::array<Steps<double>, 2> background_t_day;          ///< what World::background carries, [direction]
  Steps<double> speed_km_h, co2_g_t_km;
  scenario::Distribution time_h;
  bool has_time = false;
  Charge freight_per_t;
  double lot_t = 0;
  std::vector<CommodityId> cargo;  ///< empty: any
  Period validity;
  BorderId border;
  FleetId fleet;                          ///< of a ferry link; none: carried as on a trunk line
  std::array<TerminalId, 2> terminals{};  ///< of a ferry link, at `from` and at `to`; none: nothing scarce
  // Pipelines; tanks stand before ferries too.
  double fill_kt = 0;      ///< 0 with a time: delivers by displacement
  Steps<double> tanks_kt;  ///< before the pumps; nothing said: as much as comes
  Steps<double> others_mt_year;
  Steps<double> rules_leave;  ///< share of capacity that dated rules leave
  bool is_pipeline() const { return mode == Mode::pipeline; }
  /// What it pumps of ours, t/day.
  double ours_t_day(Day d, double left) const {
    return open_on(d) ? std::max(0.0, capacity_mt_year.on(d) * left - others_mt_year.on(d)) * 1e6 / 365.0
                      : 0.0;
  }
  /// A section of no capacity is as good as closed.
  bool open_on(Day d) const {
    const Steps<double>& room = pairs.said(d) ? pairs : capacity_mt_year;
    const bool none = mode == Mode::rail && room.said(d) && room.on(d) <= 0;
    return validity.contains(d) && !closed.on(d) && !none;
  }
};

struct Border {
  std::string id, name;
  LinkId link;
  scenario::Distribution formalities_h, formalities_inward_h, gauge_change_h;
  bool changes_gauge = false;  ///< of some goods, or of all
  Steps<double> trains, trains_inward, nominal_trains;
  Charge charge_per_t;
  std::vector<TransshipmentId> transshipments;  ///< in order of their rows
  const scenario::Distribution& formalities(bool forward) const {
    return forward ? formalities_h : formalities_inward_h;
  }
  /// Trains that it takes a day from -> to of its link, or back.
  double accepts(bool forward, Day day, double otherwise) const {
    return !forward && trains_inward.said(day) ? trains_inward.on(day) : trains.on(day, otherwise);
  }
};

/// The works at a border that change the gauge of some kinds of goods.
struct Transshipment {
  std::string id;
  BorderId border;
  std::vector<CommodityId> cargo;
  Steps<double> outward, inward;  ///< trains a day
  scenario::Distribution hours;
  Charge charge_per_t;
};

struct Terminal {
  std::string id, name;
  PlaceId port;
  std::vector<CommodityId> cargo;
  Steps<double> nominal_mt_year, capacity_mt_year, room_kt_month, intake_trains_day, storage_kt, berths,
      rate_t_h;
  Steps<double> lot_t, weather_days_year;
  Charge handling_per_t;
  bool import_side = false;
  Steps<bool> closed;
  std::array<double, 12> weather_season{};
  Steps<double> rules_leave;  ///< share of berths that dated rules leave; said only at the end of a pipeline
  /// What its berths can load in a month if dated rules leave that share of them, weather as a mean, t.
  double loads_t_month(Day d, double left) const {
    return std::max(1.0, berths.on(d, 1) * left) * rate_t_h.on(d, 1000.0) * 730.0 *
           (1.0 - weather_days_year.on(d) / 365.0);
  }
};

struct Acceptance {
  std::string id, name;
  CommodityId cargo;
  std::vector<PlaceId> to;
  Steps<double> kt_month;
};

struct Grade {
  std::string id;
  CommodityId commodity;
  double kcal_kg = 0, ash_pct = 0;
};

struct Commodity {
  std::string id, name;
  CommodityId parent;
  double value_of_time = -1, logit_scale = -1;  ///< below 0: as the wider kind
};

struct Series {
  std::string id;
  std::vector<Charge::Step> steps;
};

struct WagonFleet {
  std::string id;
  std::vector<CommodityId> cargo;
  double payload_t = 70, per_train = 67, terminal_days = 3;
  Steps<double> count;
  Charge rent_per_day;
  scenario::Distribution load_h, unload_h;
};

struct VesselTerms {
  std::vector<CommodityId> cargo;
  double lead_days = 12, laycan_days = 7, horizon_days = 10, laytime_days = 5, patience_days = 10,
         least_fill = 0.9;
  Charge demurrage_per_day;
  scenario::Distribution discharge_h;
};

/// Ships that sail round trips.
struct Fleet {
  std::string id, name;
  Steps<double> ships, payload_t, depth_m, weather_days_year;
  double wagon_places = 0;  ///< 0: goods are lifted over
  double full_draught_m = 0, payload_t_per_m = 0, fall_m_year = 0, patience_days = 7;
  scenario::Distribution load_h, discharge_h;
  std::array<double, 12> weather_season{};
  /// Cargo of one ship on a day, by the water that the sea leaves.
  double payload_on(Day day) const;
  bool rolls_on() const { return wagon_places > 0; }
  /// Goods of one ship on a day that come in wagons of such a payload: whole wagons where they roll on.
  double load_on(Day day, double wagon_payload_t) const;
  /// Days of a round trip at their means, over a link that takes so long one way. Where wagons roll on, the
  /// empties that come back are loaded and discharged too.
  double cycle_days(double link_hours) const {
    return (2.0 * link_hours + (rolls_on() ? 2.0 : 1.0) * (load_h.mean() + discharge_h.mean())) / 24.0;
  }
};

struct Pool {
  std::string id, name, market, country;
  std::vector<std::pair<Day, std::string>> market_group;
  CommodityId cargo;
  std::vector<PlaceId> delivered_at;
  bool at_loading_port = false;
  std::vector<GradeId> grades;  ///< empty: any within the limits
  double min_kcal_kg = 0, max_ash_pct = 100;
  SeriesId price;
  double price_kcal_kg = 0;  ///< 0: price is for the coal as it is
  Charge premium_per_t;
  Steps<double> wedge_usd_t;
  double slope_usd_t = 0;
  Steps<double> imports_mt_year, ceiling_share, ceiling_kt_month, declared_share;
};

struct Flow {
  std::string id, name, owner, owner_country;
  PlaceId origin;
  CommodityId cargo;
  GradeId grade;
  Steps<double> kt_month;
  std::array<double, 12> season{};
  Charge mine_cost_per_t;
  Steps<double> loading_trains_day;
  Steps<bool> shut;  ///< rules block the field itself: nothing is produced; said for batches only
  double lot_t = 0;  ///< of a batch; 0: leaves by trainloads
  bool by_pipeline() const { return lot_t > 0; }
  enum class Policy { logit, cheapest, fastest, fixed } policy = Policy::logit;
  enum class WhenCaught { reroute, wait, strand } when_caught = WhenCaught::reroute;
};

struct Contract {
  std::string id;
  FlowId flow;
  PoolId pool;
  Steps<double> kt_month;
  std::array<double, 12> season{};
};

/// Traffic that is not simulated and takes train paths all the same.
struct BackgroundFlow {
  std::string id;
  CommodityId cargo;
  PlaceId from, to;
  Steps<double> kt_month;
  std::array<double, 12> season{};
};

/// Freight of one railway in a month. Carried counts a tonne once however far it goes; loaded: it sets out at
/// home; transit: neither its origin nor its end is at home.
struct RailwayWork {
  RailwayId railway;
  Month month;
  double carried_t = 0, loaded_t = 0, transit_t = 0, tonne_km = 0;
};

/// The scalars of the table `model`.
struct Terms {
  double logit_scale = 10, value_of_time = 0.08, wait_memory_days = 30, bound_share = 0.7,
         caught_wait_days = 5;
  double readdress_days = 4, contract_lead_days = 30, certificate_lead_days = 10;
  Charge readdress_per_t, certificate_per_t;
  double yard_patience_days = 2, weather_spell_days = 1.5;
  double congestion_days = 17, loading_ban_days = 10, annual_contract_share = 0.6, direction_share = 0.6;
  double travel_cv = 0.15, bookable_share = 0.9, least_cargo_share = 1, least_train_share = 0.5;
  int tranches = 20, planning_day = 20, run_in_days = 120, lines = 3;
  bool guidance = false;
  std::string home;                    ///< country; empty: that of a flow's origin
  std::vector<CommodityId> simulated;  ///< empty: all
};

struct World {
  Period measure;
  Terms terms;
  std::vector<Place> places;
  std::vector<Railway> railways;
  std::vector<Tariff> tariffs;  ///< by railway
  std::vector<Link> links;
  std::vector<Border> borders;
  std::vector<Transshipment> transshipments;
  std::vector<Terminal> terminals;
  std::vector<Acceptance> acceptances;
  std::vector<Commodity> commodities;
  std::vector<bool> piped;  ///< [CommodityId] carried by a pipeline that names it
  std::vector<Grade> grades;
  std::vector<Series> series;
  std::vector<WagonFleet> wagons;
  std::vector<VesselTerms> vessels;
  std::vector<Fleet> fleets;
  std::vector<Pool> pools;
  std::vector<Flow> flows;
  std::vector<Contract> contracts;
  std::vector<BackgroundFlow> background;
  std::vector<RailwayWork> background_work;  ///< of the railways, each measured month
  std::vector<std::string> currencies;
  std::vector<Steps<double>> per_usd;      ///< [CurrencyId]
  const rules::RuleBook* rules = nullptr;  ///< owned by the Scenario, which outlives the World

  /// Value of a charge on a day, USD; 0 where nothing is said.
  double usd_on(const Charge& charge, Day day) const;
  /// Price or index on a day, USD per unit (an index is a plain number).
  double series_on(SeriesId id, Day day) const;
  /// Fills `piped`. @pre commodities and links are set
  void read_piped();
  /// Fills `rules_leave` of pipelines and of the terminals at their ends. @pre rules, links, flows are set
  void read_losses();
  /// Days of a ship of its fleet that a tonne takes over a ferry link; no weather. @pre the link has a fleet
  double ship_days_a_tonne(LinkId ferry, CommodityId cargo, Day day) const;
  /// Whether goods of that kind move in this run.
  bool is_simulated(CommodityId kind) const;
  /// Whether `kind` is `wide` or lies below it.
  bool is_kind_of(CommodityId kind, CommodityId wide) const;
  std::string_view market_group(PoolId pool, Day day) const;
  /// What a day is worth to the owner of a tonne, USD; the scale of the logit of its flows, USD/t.
  double value_of_time(CommodityId kind) const;
  double logit_scale(CommodityId kind) const;
  /// Whether any of `wide` covers the kind.
  bool is_among(CommodityId kind, const std::vector<CommodityId>& wide) const;
  /// The works that change the gauge of these goods at a border; none where it changes all goods alike.
  TransshipmentId transshipment_at(BorderId border, CommodityId kind) const;
  /// How long the change of gauge takes a train of these goods; nullptr: there is none.
  const scenario::Distribution* gauge_change_at(BorderId border, CommodityId kind) const;
  /// What a border asks a tonne of these goods on a day, USD, and its free-flow hours, mean.
  double border_usd_t(BorderId border, CommodityId kind, Day day) const;
  double border_hours(BorderId border, CommodityId kind, bool forward) const;
  /// Trains a day of one direction that a link offers to us on a day: achieved pairs (class default where no
  /// figure is given) less background. Shared tells whether both directions use the same paths.
  struct Paths {
    double per_day = 0;         ///< this direction alone
    double shared_per_day = 0;  ///< both directions together; 0 on double track
  };
  Paths paths_on(LinkId link, bool forward, Day day) const;
  /// Achieved trains a day each way, all traffic (class default where no figure is given), open or not.
  double pairs_on(LinkId link, Day day) const;
};

/// Builds the world of a checked scenario. @error what only the whole can show: a pool without a price on a
/// measured day, a route-less flow (warnings ride in the Scenario).
Result<World> build_world(const scenario::Scenario& scenario);

}  // namespace corridor::model
