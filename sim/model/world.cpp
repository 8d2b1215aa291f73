#include "sim/model/world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/model/background.hpp"
#include "sim/model/whole_world.hpp"

namespace corridor::model {
namespace {

using scenario::Dated;
using scenario::Record;
using scenario::TableData;

/// Reads the fields of one record into typed values. References were checked by the loader, so an id that
/// is not found here is one that was not given.
class Reader {
 public:
  Reader(const scenario::Scenario& s, const World& world, const TableData& table, const Record& record)
      : scenario_(s), world_(world), table_(table), record_(record) {}

  const std::vector<Dated>& steps(std::string_view key) const { return steps_of(table_, record_, key); }
  bool said(std::string_view key) const { return !steps(key).empty(); }
  double number(std::string_view key) const { return said(key) ? steps(key).front().value.number : 0.0; }
  std::string text(std::string_view key) const { return said(key) ? steps(key).front().value.text : ""; }
  bool flag(std::string_view key) const { return number(key) != 0; }

  Steps<double> numbers(std::string_view key) const {
    Steps<double> out;
    for (const Dated& d : steps(key)) out.add(d.from, d.value.number);
    return out;
  }
  Steps<bool> flags(std::string_view key) const {
    Steps<bool> out;
    for (const Dated& d : steps(key)) out.add(d.from, d.value.number != 0);
    return out;
  }
  Charge charge(std::string_view key, std::string_view index_key = {}) const {
    Charge out;
    for (const Dated& d : steps(key))
      out.steps.push_back({d.from, d.value.number, currency(d.value.currency)});
    if (!index_key.empty()) out.index = id<SeriesId>(index_key, "series");
    return out;
  }
  scenario::Distribution distribution(std::string_view key) const {
    return said(key) ? steps(key).front().value.distribution : scenario::Distribution{};
  }
  Day day(std::string_view key, Day otherwise) const {
    return said(key) ? steps(key).front().value.day : otherwise;
  }
  template <class IdType>
  IdType id(std::string_view key, std::string_view table) const {
    return said(key) ? find<IdType>(steps(key).front().value.text, table) : IdType{};
  }
  template <class IdType>
  std::vector<IdType> ids(std::string_view key, std::string_view table) const {
    std::vector<IdType> out;
    if (!said(key)) return out;
    for (const std::string& word : steps(key).front().value.words) out.push_back(find<IdType>(word, table));
    return out;
  }
  std::array<double, 12> season(std::string_view key) const {
    std::array<double, 12> out;
    out.fill(1.0);
    if (said(key) && steps(key).front().value.numbers.size() == 12) {
      std::copy_n(steps(key).front().value.numbers.begin(), 12, out.begin());
    }
    return out;
  }
  CurrencyId currency(const std::string& name) const {
    for (std::size_t i = 0; i < world_.currencies.size(); ++i) {
      const std::string& known = world_.currencies[i];
      if (std::equal(name.begin(), name.end(), known.begin(), known.end(), [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
          })) {
        return CurrencyId{i};
      }
    }
    return CurrencyId{};  // US dollars
  }

 private:
  template <class IdType>
  IdType find(std::string_view word, std::string_view table) const {
    const auto& index = scenario_.table(table).index;
    const auto it = index.find(word);
    return it == index.end() ? IdType{} : IdType{it->second};
  }

  const scenario::Scenario& scenario_;
  const World& world_;
  const TableData& table_;
  const Record& record_;
};

template <class Build>
void each(const scenario::Scenario& s, const World& world, std::string_view table, Build build) {
  const TableData& data = s.table(table);
  for (const Record& record : data.records) build(Reader{s, world, data, record}, record);
}

void read_money(World& w, const scenario::Scenario& s) {
  each(s, w, "currencies", [&](const Reader& r, const Record& record) {
    w.currencies.push_back(record.id);
    w.per_usd.push_back(r.numbers("per_usd"));
  });
  each(s, w, "series", [&](const Reader& r, const Record& record) {
    w.series.push_back({record.id, r.charge("value").steps});
  });
}

void read_terms(World& w, const scenario::Scenario& s) {
  each(s, w, "model", [&](const Reader& r, const Record&) {
    Terms& t = w.terms;
    t.logit_scale = r.number("logit_scale");
    t.value_of_time = r.number("value_of_time");
    t.tranches = static_cast<int>(r.number("tranches"));
    t.lines = static_cast<int>(r.number("lines"));
    t.planning_day = static_cast<int>(r.number("planning_day"));
    t.run_in_days = static_cast<int>(r.number("run_in"));
    t.wait_memory_days = r.number("wait_memory");
    t.bound_share = r.number("bound_share");
    t.caught_wait_days = r.number("caught_wait");
    t.readdress_days = r.number("readdress_time");
    t.readdress_per_t = r.charge("readdress_cost");
    t.contract_lead_days = r.number("contract_lead");
    t.certificate_lead_days = r.number("certificate_lead");
    t.certificate_per_t = r.charge("certificate_cost");
    t.yard_patience_days = r.number("yard_patience");
    t.weather_spell_days = r.number("weather_spell");
    t.congestion_days = r.number("congestion_days");
    t.loading_ban_days = r.number("loading_ban");
    t.annual_contract_share = r.number("annual_contract_share");
    t.direction_share = r.number("direction_share");
    t.travel_cv = r.number("travel_cv");
    t.bookable_share = r.number("bookable_share");
    t.least_cargo_share = r.number("least_cargo_share");
    t.least_train_share = r.number("least_train_share");
    t.guidance = r.text("mode") == "guidance";
    t.home = r.text("home");
    t.simulated = r.ids<CommodityId>("simulated", "commodities");
  });
}

void read_goods(World& w, const scenario::Scenario& s) {
  each(s, w, "commodities", [&](const Reader& r, const Record& record) {
    w.commodities.push_back({record.id, r.text("name"), r.id<CommodityId>("parent", "commodities"),
                             r.said("value_of_time") ? r.number("value_of_time") : -1.0,
                             r.said("logit_scale") ? r.number("logit_scale") : -1.0});
  });
  each(s, w, "grades", [&](const Reader& r, const Record& record) {
    w.grades.push_back({record.id, r.id<CommodityId>("commodity", "commodities"), r.number("calorific_value"),
                        r.number("ash")});
  });
}

void read_lines(World& w, const scenario::Scenario& s) {
  each(s, w, "places", [&](const Reader& r, const Record& record) {
    w.places.push_back({record.id, r.text("name"), r.text("country"), r.text("kind"), r.number("lat"),
                        r.number("lon"), r.numbers("holding"), r.flags("closed")});
  });
  each(s, w, "railways", [&](const Reader& r, const Record& record) {
    w.railways.push_back({record.id, r.text("country"), r.flag("slots"), r.numbers("speed"),
                          r.number("stops"), r.number("single_pairs"), r.number("single_electrified_pairs"),
                          r.number("double_pairs"), r.number("co2_diesel"), r.number("co2_electric")});
  });
  each(s, w, "tariffs", [&](const Reader& r, const Record&) {
    const auto railway = r.id<RailwayId>("railway", "railways");
    w.tariffs.insert(std::ranges::upper_bound(w.tariffs, railway, {}, &Tariff::railway),
                     {railway, r.id<CommodityId>("cargo", "commodities"), r.charge("rate", "index"),
                      r.charge("fixed", "index"), r.ids<PlaceId>("for_ports", "places"), r.numbers("risk")});
  });
  each(s, w, "links", [&](const Reader& r, const Record& record) {
    Link l;
    l.id = record.id;
    l.from = r.id<PlaceId>("from", "places");
    l.to = r.id<PlaceId>("to", "places");
    const std::string mode = r.text("mode");
    l.mode = mode == "sea"        ? Mode::sea
             : mode == "ferry"    ? Mode::ferry
             : mode == "pipeline" ? Mode::pipeline
             : mode == "road"     ? Mode::road
                                  : Mode::rail;
    l.km = r.number("length");
    l.railway = r.id<RailwayId>("railway", "railways");
    l.gauge_mm = static_cast<int>(r.number("gauge"));
    l.tracks = r.numbers("tracks");
    l.pairs = r.numbers("pairs");
    l.nominal_pairs = r.numbers("nominal_pairs");
    l.capacity_mt_year = r.numbers("capacity");
    l.nominal_mt_year = r.numbers("nominal_capacity");
    l.electrified = r.flags("electrified");
    l.closed = r.flags("closed");
    l.background_forward = r.numbers("background_forward");
    l.background_backward = r.numbers("background_backward");
    l.speed_km_h = r.numbers("speed");
    l.co2_g_t_km = r.numbers("co2");
    l.has_time = r.said("time");
    l.time_h = r.distribution("time");
    l.freight_per_t = r.charge("freight", "index");
    l.lot_t = r.number("lot");
    l.cargo = r.ids<CommodityId>("cargo", "commodities");
    l.fleet = r.id<FleetId>("fleet", "fleets");
    const std::vector<TerminalId> ends = r.ids<TerminalId>("terminals", "terminals");
    std::copy_n(ends.begin(), std::min(ends.size(), l.terminals.size()), l.terminals.begin());
    l.fill_kt = r.number("line_fill");
    l.tanks_kt = r.numbers("tanks");
    l.others_mt_year = r.numbers("others");
    l.validity = {r.day("open", kBeginning), r.day("close", kForever)};
    // What is not open yet and has no opening date stays shut until a scenario gives it one.
    const std::string status = r.text("status");
    if (status == "closed" || (status != "open" && !r.said("open"))) l.validity = {kForever, kBeginning};
    w.links.push_back(std::move(l));
  });
  each(s, w, "borders", [&](const Reader& r, const Record& record) {
    const LinkId link = r.id<LinkId>("link", "links");
    w.links[link.n].border = BorderId{w.borders.size()};
    w.borders.push_back({record.id,
                         r.text("name"),
                         link,
                         r.distribution("formalities"),
                         r.distribution(r.said("formalities_inward") ? "formalities_inward" : "formalities"),
                         r.distribution("gauge_change"),
                         r.said("gauge_change"),
                         r.numbers("trains"),
                         r.numbers("trains_inward"),
                         r.numbers("nominal_trains"),
                         r.charge("charge"),
                         {}});
  });
  each(s, w, "transshipments", [&](const Reader& r, const Record& record) {
    const BorderId border = r.id<BorderId>("border", "borders");
    at(w.borders, border).transshipments.push_back(TransshipmentId{w.transshipments.size()});
    at(w.borders, border).changes_gauge = true;
    w.transshipments.push_back({record.id, border, r.ids<CommodityId>("cargo", "commodities"),
                                r.numbers("outward"), r.numbers("inward"), r.distribution("time"),
                                r.charge("charge")});
  });
  each(s, w, "acceptances", [&](const Reader& r, const Record& record) {
    w.acceptances.push_back({record.id, r.text("name"), r.id<CommodityId>("cargo", "commodities"),
                             r.ids<PlaceId>("to", "places"), r.numbers("amount")});
  });
}

void read_handling(World& w, const scenario::Scenario& s) {
  each(s, w, "terminals", [&](const Reader& r, const Record& record) {
    Terminal t;
    t.id = record.id;
    t.name = r.text("name");
    t.port = r.id<PlaceId>("port", "places");
    t.cargo = r.ids<CommodityId>("cargo", "commodities");
    t.nominal_mt_year = r.numbers("nominal_capacity");
    t.capacity_mt_year = r.numbers("capacity");
    t.room_kt_month = r.numbers("room");
    t.intake_trains_day = r.numbers("intake");
    t.storage_kt = r.numbers("storage");
    t.berths = r.numbers("berths");
    t.rate_t_h = r.numbers("loading_rate");
    t.lot_t = r.numbers("lot");
    t.weather_days_year = r.numbers("weather");
    t.handling_per_t = r.charge("handling", "index");
    t.import_side = r.flag("import_side");
    t.weather_season = r.season("weather_season");
    t.closed = r.flags("closed");
    w.terminals.push_back(std::move(t));
  });
  each(s, w, "wagons", [&](const Reader& r, const Record& record) {
    w.wagons.push_back({record.id, r.ids<CommodityId>("cargo", "commodities"), r.number("payload"),
                        r.number("per_train"), r.number("terminal_time"), r.numbers("count"),
                        r.charge("rent"), r.distribution("load_time"), r.distribution("unload_time")});
  });
  each(s, w, "fleets", [&](const Reader& r, const Record& record) {
    Fleet f;
    f.id = record.id;
    f.name = r.text("name");
    f.ships = r.numbers("ships");
    f.payload_t = r.numbers("payload");
    f.depth_m = r.numbers("depth");
    f.weather_days_year = r.numbers("weather");
    f.wagon_places = r.number("wagon_places");
    f.full_draught_m = r.number("full_draught");
    f.payload_t_per_m = r.number("payload_per_metre");
    f.fall_m_year = r.number("fall");
    f.patience_days = r.number("patience");
    f.load_h = r.distribution("load_time");
    f.discharge_h = r.distribution("discharge_time");
    f.weather_season = r.season("weather_season");
    w.fleets.push_back(std::move(f));
  });
  each(s, w, "vessels", [&](const Reader& r, const Record&) {
    w.vessels.push_back({r.ids<CommodityId>("cargo", "commodities"), r.number("lead"), r.number("laycan"),
                         r.number("horizon"), r.number("laytime"), r.number("patience"),
                         r.number("least_fill"), r.charge("demurrage"), r.distribution("discharge_time")});
  });
}

/// A step function times a series of plain numbers.
Steps<double> indexed(const Steps<double>& plain, const World& w, SeriesId index) {
  if (!index.valid()) return plain;
  std::vector<Day> days;
  for (const auto& step : plain.steps()) days.push_back(step.first);
  for (const Charge::Step& step : at(w.series, index).steps) days.push_back(step.from);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  Steps<double> out;
  for (const Day day : days) out.add(day, plain.on(day) * w.series_on(index, day));
  return out;
}

void read_trade(World& w, const scenario::Scenario& s) {
  each(s, w, "pools", [&](const Reader& r, const Record& record) {
    Pool p;
    p.id = record.id;
    p.name = r.text("name");
    p.market = r.text("market");
    p.country = r.text("country");
    for (const Dated& d : r.steps("market_group")) p.market_group.emplace_back(d.from, d.value.text);
    p.cargo = r.id<CommodityId>("cargo", "commodities");
    p.delivered_at = r.ids<PlaceId>("delivered_at", "places");
    p.at_loading_port = r.flag("at_loading_port");
    p.grades = r.ids<GradeId>("grades", "grades");
    p.min_kcal_kg = r.number("min_calorific_value");
    p.max_ash_pct = r.number("max_ash");
    p.price = r.id<SeriesId>("price", "series");
    p.price_kcal_kg = r.number("price_calorific_value");
    p.premium_per_t = r.charge("premium");
    p.wedge_usd_t = r.numbers("wedge");
    p.slope_usd_t = r.number("slope");
    p.imports_mt_year = r.numbers("imports");
    p.ceiling_share = r.numbers("ceiling_share");
    p.ceiling_kt_month = r.numbers("ceiling");
    p.declared_share = r.numbers("declared_share");
    w.pools.push_back(std::move(p));
  });
  std::vector<FlowId> moves;  ///< [record]: its flow in this world; none where its goods stay out
  each(s, w, "flows", [&](const Reader& r, const Record& record) {
    Flow f;
    f.id = record.id;
    f.name = r.text("name");
    f.owner = r.text("owner");
    f.owner_country = r.text("owner_country");
    f.origin = r.id<PlaceId>("origin", "places");
    f.cargo = r.id<CommodityId>("cargo", "commodities");
    f.grade = r.id<GradeId>("grade", "grades");
    f.kt_month = indexed(r.numbers("tonnes"), w, r.id<SeriesId>("index", "series"));
    f.season = r.season("season");
    f.mine_cost_per_t = r.charge("mine_cost");
    f.loading_trains_day = r.numbers("loading");
    f.lot_t = r.number("lot");
    const std::string policy = r.text("policy");
    f.policy = policy == "cheapest"  ? Flow::Policy::cheapest
               : policy == "fastest" ? Flow::Policy::fastest
               : policy == "fixed"   ? Flow::Policy::fixed
                                     : Flow::Policy::logit;
    const std::string caught = r.text("when_caught");
    f.when_caught = caught == "wait"     ? Flow::WhenCaught::wait
                    : caught == "strand" ? Flow::WhenCaught::strand
                                         : Flow::WhenCaught::reroute;
    moves.push_back(w.is_simulated(f.cargo) ? FlowId{w.flows.size()} : FlowId{});
    if (moves.back().valid()) w.flows.push_back(std::move(f));
  });
  each(s, w, "contracts", [&](const Reader& r, const Record& record) {
    const FlowId flow = at(moves, r.id<FlowId>("flow", "flows"));
    if (!flow.valid()) return;
    w.contracts.push_back(
        {record.id, flow, r.id<PoolId>("pool", "pools"), r.numbers("amount"), r.season("season")});
  });
  each(s, w, "background", [&](const Reader& r, const Record& record) {
    w.background.push_back({record.id, r.id<CommodityId>("cargo", "commodities"),
                            r.id<PlaceId>("from", "places"), r.id<PlaceId>("to", "places"),
                            r.numbers("tonnes"), r.season("season")});
  });
}

Result<World> build(const scenario::Scenario& s, bool all_goods) {
  World w;
  w.measure = s.settings.measure;
  w.rules = &s.rules;
  read_money(w, s);
  read_terms(w, s);
  if (all_goods) w.terms.simulated.clear();
  read_goods(w, s);
  read_lines(w, s);
  w.read_piped();
  read_handling(w, s);
  read_trade(w, s);
  if (w.rules != nullptr) w.read_losses();
  if (std::vector<Diagnostic> faults = spread_background(w, s); !faults.empty())
    return tl::unexpected(std::move(faults));
  return w;
}

}  // namespace

Result<World> build_world(const scenario::Scenario& s) { return build(s, false); }
Result<World> build_whole_world(const scenario::Scenario& s) { return build(s, true); }

namespace {

double usd_of(const World& world, const std::vector<Charge::Step>& steps, Day day) {
  const Charge::Step* step = nullptr;
  for (const Charge::Step& candidate : steps) {
    if (candidate.from > day) break;
    step = &candidate;
  }
  if (step == nullptr) return 0.0;
  return step->currency.valid() ? step->amount / at(world.per_usd, step->currency).on(day, 1.0)
                                : step->amount;
}

}  // namespace

double World::usd_on(const Charge& charge, Day day) const {
  const double amount = usd_of(*this, charge.steps, day);
  return charge.index.valid() ? amount * series_on(charge.index, day) : amount;
}

double World::series_on(SeriesId id, Day day) const { return usd_of(*this, at(series, id).steps, day); }

std::string_view to_word(Mode mode) {
  switch (mode) {
    case Mode::rail:
      return "rail";
    case Mode::sea:
      return "sea";
    case Mode::ferry:
      return "ferry";
    case Mode::pipeline:
      return "pipeline";
    case Mode::road:
      return "road";
  }
  return "";
}

bool World::is_kind_of(CommodityId kind, CommodityId wide) const {
  for (; kind.valid(); kind = at(commodities, kind).parent) {
    if (kind == wide) return true;
  }
  return false;
}

std::string_view World::market_group(PoolId pool, Day day) const {
  std::string_view group;
  for (const auto& [from, name] : at(pools, pool).market_group) {
    if (from > day) break;
    group = name;
  }
  return group;
}

double World::pairs_on(LinkId id, Day day) const {
  const Link& link = at(links, id);
  const Railway& railway = at(railways, link.railway);
  const bool single = link.tracks.on(day, 1.0) < 2.0;
  const double by_class = !single                    ? railway.double_pairs
                          : link.electrified.on(day) ? railway.single_electrified_pairs
                                                     : railway.single_pairs;
  if (link.pairs.said(day)) return link.pairs.on(day);
  if (link.capacity_mt_year.said(day) && !wagons.empty()) {
    // Net tonnes a year in one direction, turned into trains of the first fleet's net mass.
    const double net_t = wagons.front().payload_t * wagons.front().per_train;
    return link.capacity_mt_year.on(day) * 1e6 / 365.0 / net_t;
  }
  return by_class;
}

World::Paths World::paths_on(LinkId id, bool forward, Day day) const {
  const Link& link = at(links, id);
  if (!link.open_on(day)) return {};
  const bool single = link.tracks.on(day, 1.0) < 2.0;
  const double pairs = pairs_on(id, day);
  const double there = link.background_forward.on(day), back = link.background_backward.on(day);
  const double own = forward ? there : back;
  Paths paths;
  if (single) {
    paths.shared_per_day = std::max(0.0, 2.0 * pairs - there - back);
    paths.per_day = std::max(0.0, std::min(2.0 * pairs * terms.direction_share - own, paths.shared_per_day));
  } else {
    paths.per_day = std::max(0.0, pairs - own);
  }
  return paths;
}

}  // namespace corridor::model
