// corridor bottlenecks SCENARIO: what holds exports back, and what more of it would be worth.

#include <fmt/format.h>

#include <memory>

#include "sim/cli/bottlenecks_question.hpp"
#include "sim/cli/planning_commands.hpp"
#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/report/bottlenecks_report.hpp"

namespace corridor::cli {
namespace {

using experiment::CutPart;
using experiment::FlowBound;
using experiment::RunBound;
using experiment::RunFailure;

struct BottlenecksArguments {
  std::string scenario;
  BottleneckNames names;
  std::optional<std::uint64_t> seed;
  int replications = 3;
  unsigned threads = 0;
};
constexpr std::size_t kPricesShown = 25;

Json to_json(const std::vector<CutPart>& cut) {
  Json list = Json::array();
  for (const CutPart& p : cut) {
    list.push_back({{"id", p.id},
                    {"kind", to_word(p.capacity.kind)},
                    {"capacity", p.mean},
                    {"unit", p.unit},
                    {"carried_t", p.carried_t}});
  }
  return list;
}

void put(Json& answer, const FlowBound& bound) {
  answer["max_flow_t"] = bound.max_t ? Json(*bound.max_t) : Json(nullptr);
  answer["cut"] = to_json(bound.cut);
  answer["cut_near_buyers"] = to_json(bound.cut_last);
  answer["max_flow_certified"] = bound.fault.empty();
}

Json to_json(const experiment::CapacityPrice& p) {
  return {{"id", p.id},
          {"kind", to_word(p.capacity.kind)},
          {"month", p.month ? Json(to_iso(*p.month)) : Json(nullptr)},
          {"capacity", p.mean},
          {"unit", p.unit},
          {"usd_per_t_year_left", p.left ? Json(*p.left) : Json(nullptr)},
          {"usd_per_t_year_right", p.right},
          {"unserved_t_left", p.unserved_left},
          {"unserved_t_right", p.unserved_right}};
}

void put(Json& answer, const experiment::TradeOptimum& o) {
  const flow::Certificate& c = o.certificate;
  answer["lp"] = {{"primal", c.primal * 1e3},
                  {"dual", c.dual * 1e3},
                  {"status", to_word(o.status)},
                  {"certified", c.optimal},
                  {"gap", c.gap},
                  {"primal_violation", c.primal_violation},
                  {"dual_violation", c.dual_violation},
                  {"complementary_slackness", c.slackness},
                  {"tolerance", flow::kTolerance},
                  {"worth_usd", o.worth_usd},
                  {"sold_t", o.sold_t},
                  {"unserved_t", o.unserved_t}};
  answer["prices"] = Json::array();
  for (const auto* list : {&o.prices, &o.by_month}) {
    for (const experiment::CapacityPrice& p : *list) answer["prices"].push_back(to_json(p));
  }
}

Json to_json(const std::vector<RunBound>& bounds) {
  Json list = Json::array();
  for (const RunBound& b : bounds) {
    list.push_back({{"replication", b.replication},
                    {"simulated_t", b.simulated_t},
                    {"max_t", b.max_t},
                    {"fixed_t", b.fixed_t},
                    {"closing_t", b.closing_t},
                    {"simulated_usd", b.simulated_usd},
                    {"free_flow_usd", b.free_flow_usd},
                    {"min_usd", b.min_usd},
                    {"certified", b.certified},
                    {"holds", b.holds()}});
  }
  return list;
}

using Bounds = tl::expected<std::vector<RunBound>, RunFailure>;

Bounds simulate(const Session& session, const model::Groundwork& shared, const scenario::Scenario& s,
                const BottlenecksArguments& o) {
  const Surroundings& around = session.around;
  report::ProgressLine progress(around.err, around.err_is_terminal, around.width, "replications");
  Bounds bounds = experiment::bound_replications(shared, s.name, o.seed.value_or(s.settings.seed),
                                                 o.replications, pace_of(session, o.threads, progress));
  progress.finish();
  return bounds;
}

/// What is not proved is no answer.
std::string unproved(const experiment::MaxFlowAnswer& flow, const experiment::TradeOptimum& trade,
                     const std::vector<RunBound>& bounds) {
  std::string why = flow.network.fault + flow.with_market.fault;
  if (trade.status != flow::Status::optimal || !trade.certificate.optimal) {
    why += fmt::format("the best trade is not proved optimal ({}, gap {:.1e})", to_word(trade.status),
                       trade.certificate.gap);
  }
  for (const RunBound& b : bounds) {
    if (b.holds()) continue;
    why +=
        fmt::format("replication {} went beyond its bound: {} t of {} t, {} USD of {} USD; {}", b.replication,
                    b.simulated_t, b.max_t, b.simulated_usd, b.min_usd, fmt::join(b.beyond, ", "));
  }
  return why;
}

std::string joined(const std::vector<std::string>& names, const char* otherwise) {
  return names.empty() ? otherwise : fmt::format("{}", fmt::join(names, ", "));
}

ExitCode bottlenecks(Session& session, const BottlenecksArguments& o) {
  const Result<scenario::Scenario> s = session.load(o.scenario);
  if (!s) return session.fail(ExitCode::bad_input, s.error());
  const Result<model::World> world = model::build_world(*s);
  if (!world) return session.fail(ExitCode::bad_input, world.error());
  const Result<experiment::BottleneckSet> set = read_sets(o.names, *s, *world);
  if (!set) return session.fail(ExitCode::bad_input, set.error());

  const model::Groundwork shared(*world);
  const experiment::MaxFlowAnswer most = experiment::max_flow_of(shared, *set);
  const experiment::TradeOptimum trade = experiment::price_capacities(shared);
  Bounds bounds = simulate(session, shared, *s, o);
  if (!bounds) return session.fail(code_of(bounds.error().kind, session.around), bounds.error().diagnostics);
  const std::string fault = unproved(most, trade, *bounds);
  if (!fault.empty()) return session.fail(ExitCode::failed, fault_of("bounds", fault, "a proof"));
  if (session.as_json()) {
    Json answer = Json::object();
    put(answer, most.network);
    put(answer["with_market"], most.with_market);
    put(answer, trade);
    answer["simulated"] = to_json(*bounds);
    session.print_json(answer);
  } else {
    const report::BottleneckWords words{s->name, joined(o.names.from, "all mines"),
                                        joined(o.names.to, "all buyers"),
                                        o.names.cargo.empty() ? "all goods" : o.names.cargo, world->measure};
    session.print(report::to_text(most, words, session.look()) + "\n");
    session.print(report::to_text(trade, kPricesShown, session.look()) + "\n");
    session.print(report::to_text(*bounds, session.look()));
  }
  return ExitCode::done;
}

}  // namespace

void add_bottlenecks(CLI::App& app, Session& session) {
  CLI::App* c = add_command(app, session, "bottlenecks",
                            "Find what holds exports back, and what more of each capacity would be worth",
                            "corridor bottlenecks scenarios/NAME.yaml --to POOL --cargo CARGO");
  const auto o = std::make_shared<BottlenecksArguments>();
  c->add_option("SCENARIO", o->scenario, "The scenario file (YAML)")->required()->type_name("");
  c->add_option("--from", o->names.from,
                "Mines that count: a flow, a place or a country; may be given often. Default: all")
      ->allow_extra_args(false)
      ->type_name("MINE");
  c->add_option("--to", o->names.to,
                "Buyers that count: a pool, a market or a group of markets; may be given often. Default: all")
      ->allow_extra_args(false)
      ->type_name("POOL");
  c->add_option("--cargo", o->names.cargo, "Goods that count, with all kinds below. Default: all")
      ->type_name("CARGO");
  c->add_option("--replications", o->replications,
                "Runs set beside the best that could have been done in their place; 0: none")
      ->check(CLI::Range(0, 10000).description(""))
      ->capture_default_str()
      ->type_name("N");
  c->add_option("--seed", o->seed, "Seed of all chance; default: what the scenario says")->type_name("N");
  c->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  add_common_options(*c, session, true);
  c->final_callback([&session, o] { session.action = [&session, o] { return bottlenecks(session, *o); }; });
}

}  // namespace corridor::cli
