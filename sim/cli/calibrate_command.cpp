// corridor calibrate: fits the parameters of a study to recorded outcomes, and freezes them in a scenario
// file.

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <memory>

#include "sim/cli/recording.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/calibrate.hpp"
#include "sim/report/calibrate_report.hpp"
#include "sim/scenario/recorded.hpp"
#include "sim/scenario/study.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using experiment::Calibration;

struct CalibrateArguments {
  std::string study, recorded, out;
  std::optional<std::uint64_t> seed;
  std::optional<int> replications;
  unsigned threads = 0;
};

Json to_json(const Calibration& c) {
  Json parameters = Json::array(), outcomes = Json::array(), trace = Json::array();
  for (std::size_t k = 0; k < c.parameters.size(); ++k) {
    const experiment::ProfileInterval& p = c.fit.profile[k];
    parameters.push_back({{"name", c.parameters[k].name},
                          {"start", c.parameters[k].start},
                          {"best", c.parameters[k].best},
                          {"value", c.fit.best[k]},
                          {"low", p.low},
                          {"high", p.high},
                          {"open_below", p.open_below},
                          {"open_above", p.open_above},
                          {"at_bound", c.fit.at_low[k] || c.fit.at_high[k]}});
  }
  for (const experiment::FittedOutcome& o : c.outcomes) {
    outcomes.push_back({{"series", o.series},
                        {"period", o.period},
                        {"unit", o.unit},
                        {"recorded", o.recorded},
                        {"error", o.error},
                        {"start", o.start},
                        {"best", o.best}});
  }
  for (const experiment::FitStep& s : c.fit.trace)
    trace.push_back(
        {{"at", s.at}, {"sum_of_squares", s.sum_of_squares}, {"damping", s.damping}, {"taken", s.taken}});
  return Json{{"parameters", parameters},
              {"outcomes", outcomes},
              {"trace", trace},
              {"singular_values", c.fit.singular_values},
              {"jacobian", c.fit.jacobian},
              {"sum_of_squares", c.fit.sum_of_squares},
              {"evaluations", c.fit.evaluations},
              {"seed", c.seed},
              {"replications", c.replications},
              {"changes", c.changes}};
}

/// `base` as a file in the folder of `out` says it.
std::string relative_to(const fs::path& base, const fs::path& out) {
  std::error_code error;
  const fs::path folder = out.has_parent_path() ? out.parent_path() : fs::path(".");
  const fs::path shortest = fs::relative(base, folder, error);
  return error || shortest.empty() ? fs::absolute(base).generic_string() : shortest.generic_string();
}

ExitCode freeze(const Session& session, const CalibrateArguments& o, const scenario::Study& study,
                const Calibration& c) {
  std::string command = "corridor calibrate " + o.study;
  if (o.replications) command += fmt::format(" --replications {}", *o.replications);
  if (o.seed) command += fmt::format(" --seed {}", *o.seed);
  command += " --out " + o.out;
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  std::ofstream file(o.out, std::ios::binary);
  file << report::parameter_file(c,
                                 {study.title, relative_to(study.base, o.out), command, to_iso(Day{today})});
  file.close();
  if (file) return ExitCode::done;
  return session.fail(ExitCode::failed, fault_of("--out", fmt::format("`{}` could not be written", o.out),
                                                 "a file in a folder that can be written"));
}

/// All that the fit reads; every fault of it at once where that can be.
struct Inputs {
  scenario::Study study;
  scenario::Scenario base;
  scenario::Recorded recorded;
};
Result<Inputs> load(const Session& session, const CalibrateArguments& o) {
  const Result<scenario::LoadOptions> options = session.load_options();
  if (!options) return tl::unexpected(options.error());
  Result<scenario::Study> study = scenario::read_study(o.study);
  if (!study) return tl::unexpected(study.error());
  Result<scenario::Scenario> base = scenario::load_base(*study, *options);
  if (!base) return tl::unexpected(base.error());
  session.warn(base->warnings);
  const fs::path folder = o.recorded.empty() ? options->data / ".." / "recorded" : fs::path(o.recorded);
  Result<scenario::Recorded> recorded = scenario::load_recorded(folder.lexically_normal());
  if (!recorded) return tl::unexpected(recorded.error());
  if (const Result<void> whole = scenario::check_study(*study, *base); !whole)
    return tl::unexpected(whole.error());
  if (const Result<void> fits = experiment::check_calibration(*study, *base, *recorded); !fits)
    return tl::unexpected(fits.error());
  return Inputs{std::move(*study), std::move(*base), std::move(*recorded)};
}

ExitCode run(Session& session, const CalibrateArguments& o) {
  const Result<Inputs> in = load(session, o);
  if (!in) return session.fail(ExitCode::bad_input, in.error());
  const Surroundings& around = session.around;
  experiment::CalibrateOptions options;
  options.seed = o.seed;
  options.replications = o.replications;
  options.pace.threads = o.threads;
  options.pace.stop = around.stop;
  if (!session.common.quiet) options.line = [&](const std::string& line) { around.err << line << std::endl; };
  if (around.phase) around.phase(Phase::running);
  const auto fitted = experiment::calibrate(in->study, in->base, in->recorded, options);
  if (around.phase) around.phase(Phase::reading);
  if (!fitted) return session.fail(code_of(fitted.error().kind, around), fitted.error().diagnostics);
  if (!o.out.empty()) {
    if (const ExitCode code = freeze(session, o, in->study, *fitted); code != ExitCode::done) return code;
  }
  if (session.as_json()) {
    session.print_json(to_json(*fitted));
  } else {
    session.print(report::to_text(*fitted, session.look()));
  }
  return ExitCode::done;
}

}  // namespace

void add_calibrate(CLI::App& app, Session& session) {
  CLI::App* command =
      add_command(app, session, "calibrate",
                  "Fit the parameters of a study to recorded outcomes, and freeze them in a file",
                  "corridor calibrate scenarios/studies/NAME.yaml --out scenarios/parameters.yaml");
  const auto o = std::make_shared<CalibrateArguments>();
  command->add_option("STUDY", o->study, "The study file: parameters with bounds, and outcomes")
      ->required()
      ->type_name("");
  command
      ->add_option("--out", o->out,
                   "Write the fitted parameters as a scenario file that extends the study's base")
      ->type_name("FILE");
  command
      ->add_option("--recorded", o->recorded,
                   "Folder of recorded outcomes; default: `recorded` beside the folder of network data")
      ->type_name("DIR");
  command->add_option("--seed", o->seed, "Seed of all chance; default: what the study says")->type_name("N");
  command->add_option("--replications", o->replications, "Runs at each point; default: what the study says")
      ->check(CLI::Range(1, 1000000).description(""))
      ->type_name("N");
  command->add_option("--threads", o->threads, "Threads; default: all. No result depends on it")
      ->check(CLI::Range(0, 4096).description(""))
      ->type_name("N");
  add_common_options(*command, session, true);
  command->footer(command->get_footer() +
                  "\n\nA study whose outcomes do not tell its parameters apart, or do not feel them, is "
                  "refused: exit code 2.");
  command->final_callback([&session, o] { session.action = [&session, o] { return run(session, *o); }; });
}

}  // namespace corridor::cli
