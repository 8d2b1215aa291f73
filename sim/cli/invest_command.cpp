// corridor invest STUDY: projects under futures, appraised.

#include <fmt/format.h>

#include <memory>

#include "sim/cli/planning_commands.hpp"
#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/report/invest_report.hpp"
#include "sim/report/page.hpp"
#include "sim/report/progress.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::InvestAnswer;
using experiment::InvestQuestion;

struct InvestArguments {
  std::string study, out;
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  unsigned threads = 0;
  bool fixed = false;
};

Json to_json(const InvestAnswer& a, const InvestQuestion& q, const scenario::Study& study) {
  Json plans = Json::array(), futures = Json::array(), rows = Json::array(), runs = Json::array();
  for (std::size_t p = 0; p < q.plans.size(); ++p) {
    Json projects = Json::array();
    for (const std::size_t i : q.plans[p]) projects.push_back(q.projects[i].id);
    plans.push_back({{"plan", q.plan_name(p)},
                     {"projects", projects},
                     {"capex_usd", q.capex_usd(p)},
                     {"mean_npv_usd", a.mean_npv_usd[p]},
                     {"worst_regret_usd", a.worst_regret_usd[p]}});
  }
  for (const auto& f : q.futures) futures.push_back({{"future", f.id}, {"weight", f.weight}});
  for (const experiment::InvestRow& r : a.rows) {
    const std::optional<double> bcr = r.value.bcr();
    Json ids = Json::array();
    for (const experiment::InvestRun& run : a.runs) {
      if (run.plan == r.plan && run.future == r.future) ids.push_back(run.id);
    }
    rows.push_back(
        {{"plan", q.plan_name(r.plan)},
         {"future", q.futures[r.future].id},
         {"npv_usd", r.value.npv()},
         {"bcr", bcr ? Json(*bcr) : Json(nullptr)},
         {"break_even_capex_usd",
          r.value.break_even() ? Json(*r.value.break_even() * q.capex_usd(r.plan)) : Json(nullptr)},
         {"regret_usd", r.regret_usd},
         {"low", r.npv_noise ? Json(r.npv_noise->low) : Json(nullptr)},
         {"high", r.npv_noise ? Json(r.npv_noise->high) : Json(nullptr)},
         {"low_all", r.npv_all ? Json(r.npv_all->low) : Json(nullptr)},
         {"high_all", r.npv_all ? Json(r.npv_all->high) : Json(nullptr)},
         {"benefits_usd", r.value.benefits},
         {"capex_usd", r.value.capex},
         {"maintenance_usd", r.value.maintenance},
         {"residual_usd", r.value.residual},
         {"runs", ids}});
  }
  for (const experiment::InvestRun& r : a.runs) {
    runs.push_back({{"id", r.id},
                    {"plan", q.plan_name(r.plan)},
                    {"future", q.futures[r.future].id},
                    {"year", r.year},
                    {"replication", r.replication},
                    {"drawn", r.drawn},
                    {"seed", q.seed},
                    {"delivered_t", r.delivered_t},
                    {"benefit_usd", r.benefit.total()},
                    {"shippers_usd", r.benefit.shippers},
                    {"new_traffic_usd", r.benefit.new_traffic},
                    {"railways_usd", r.benefit.railways},
                    {"emissions_usd", r.benefit.emissions}});
  }
  return {{"study", study.name},
          {"title", study.title},
          {"question", study.question},
          {"standing", q.standing},
          {"discount_rate", q.terms.discount_rate},
          {"base_year", q.terms.base_year},
          {"horizon_years", q.terms.horizon_years},
          {"budget_usd", q.budget_usd ? Json(*q.budget_usd) : Json(nullptr)},
          {"best_on_average", q.plan_name(a.best_on_average)},
          {"least_worst_regret", q.plan_name(a.least_worst_regret)},
          {"plans", plans},
          {"futures", futures},
          {"rows", rows},
          {"runs", runs}};
}

ExitCode invest(Session& session, const InvestArguments& o) {
  const Recording recording(session);
  const Result<scenario::LoadOptions> load = session.load_options();
  if (!load) return session.fail(ExitCode::bad_input, load.error());
  Result<scenario::Study> study = scenario::read_study(o.study);
  if (!study) return session.fail(ExitCode::bad_input, study.error());
  if (o.seed) study->seed = o.seed;
  if (o.replications) study->replications = o.replications;
  const Result<scenario::Scenario> base = scenario::load_base(*study, *load);
  if (!base) return session.fail(ExitCode::bad_input, base.error());
  if (const auto sound = scenario::check_study(*study, *base); !sound) {
    return session.fail(ExitCode::bad_input, sound.error());
  }
  const Result<InvestQuestion> question = experiment::read_invest(*study, *base, !o.fixed);
  if (!question) return session.fail(ExitCode::bad_input, question.error());
  session.warn(base->warnings);

  const Surroundings& around = session.around;
  report::ProgressLine progress(around.err, around.err_is_terminal, around.width, "plans, futures and years");
  const fs::path out = o.out.empty() ? fs::path("results") / ("invest-" + study->name) : fs::path(o.out);
  if (const Result<void> free = store::check_target(out); !free)
    return session.fail(ExitCode::bad_input, free.error());
  const auto answer = experiment::invest(*study, *base, *question, pace_of(session, o.threads, progress));
  progress.finish();
  if (!answer) return session.fail(code_of(answer.error().kind, around), answer.error().diagnostics);
  const std::string json = session.json_text(to_json(*answer, *question, *study));
  {
    const Writing guard(around);
    report::PageResults page;
    page.words = report::describe_appraisal(*answer, *question, *study);
    page.appraisals.push_back(json);
    const Result<void> written =
        store::write_files(out, {{"invest.json", json}, {"report.html", report::results_page(page)}},
                           recording.manifest(base->files, base->resolved, o.threads));
    if (!written) return session.fail(ExitCode::failed, written.error());
  }
  if (session.as_json()) {
    session.print(json);
  } else {
    session.print(report::to_text(*answer, *question, study->title, session.look()));
    session.print(fmt::format("\nResults: {}\n", out.generic_string()));
  }
  return ExitCode::done;
}

}  // namespace

void add_invest(CLI::App& app, Session& session) {
  CLI::App* c = add_command(app, session, "invest",
                            "Appraise projects under futures: net present value, benefit-cost ratio, regret",
                            "corridor invest scenarios/studies/NAME.yaml --replications 5");
  const auto o = std::make_shared<InvestArguments>();
  c->add_option("STUDY", o->study, "The study file (YAML), with appraisal, projects and futures")
      ->required()
      ->type_name("");
  c->add_option("--out", o->out, "Folder of results; default results/invest-<name of the study file>")
      ->type_name("DIR");
  c->add_option("--seed", o->seed, "Seed of all chance; default: what the study says")->type_name("N");
  c->add_option("--replications", o->replications,
                "Runs of each plan in each future and year; default: what the study says")
      ->check(CLI::Range(1, 100000).description(""))
      ->type_name("N");
  c->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  c->add_flag("--fixed-figures", o->fixed,
              "Take guessed figures as written; do not draw them from their ranges");
  add_common_options(*c, session, true);
  c->final_callback([&session, o] { session.action = [&session, o] { return invest(session, *o); }; });
}

}  // namespace corridor::cli
