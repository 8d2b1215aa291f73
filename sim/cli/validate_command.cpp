// corridor validate: checks scenario, study and data files and folders, and proves what must hold of a
// network.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <system_error>

#include "sim/cli/network_check.hpp"
#include "sim/cli/provenance.hpp"
#include "sim/cli/session.hpp"
#include "sim/experiment/study_figures.hpp"
#include "sim/report/numbers.hpp"
#include "sim/scenario/study.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;
using scenario::Scenario;

struct ValidateArguments {
  std::vector<std::string> files;
  bool provenance = false;
};

/// One thing that was checked.
struct Checked {
  std::string file, kind;
  Scenario scenario;
  NetworkCheck network;
  model::World world;
};

/// Whether a file is data (it has `format`) and no scenario.
bool is_data(const scenario::Document& document) {
  return document.root.find("format") != nullptr && document.root.find("scenario") == nullptr;
}

bool lies_in(const fs::path& file, const fs::path& folder) {
  std::error_code ignored;
  const fs::path inner = fs::weakly_canonical(file, ignored), outer = fs::weakly_canonical(folder, ignored);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

class Validator {
 public:
  explicit Validator(const Session& session) : session_(session) {}

  void check(const std::string& file) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) return check_data(file, file);
    const Result<scenario::Document> document = scenario::read_document(file);
    if (!document) return add(document.error());
    if (document->root.find("study") != nullptr) return check_study(file);
    if (!is_data(*document)) return check_scenario(file);
    // A data file is checked with the folder that it is part of: it refers to the others.
    const Result<fs::path> data = session_.data_folder();
    check_data(file, data && lies_in(file, *data) ? *data : fs::path(file).parent_path());
  }
  void check_network_data() {
    const Result<fs::path> data = session_.data_folder();
    if (!data) return add(data.error());
    check_data(data->generic_string(), *data);
  }

  std::vector<Checked> checked;
  Diagnostics errors, warnings;

 private:
  /// Keeps each once: several scenarios stand on the same data.
  void add(const Diagnostics& faults) {
    for (const Diagnostic& d : faults) {
      Diagnostics& list = d.severity == Severity::error ? errors : warnings;
      if (std::find(list.begin(), list.end(), d) == list.end()) list.push_back(d);
    }
  }

  void check_data(const std::string& name, const fs::path& folder) {
    const auto same = std::find_if(checked.begin(), checked.end(),
                                   [&](const Checked& c) { return c.kind == "data" && c.file == name; });
    if (same != checked.end()) return;
    Result<scenario::LoadOptions> options = session_.load_options();
    if (!options && !session_.common.set.empty()) return add(options.error());
    scenario::LoadOptions with_folder = options ? *options : scenario::LoadOptions{};
    with_folder.data = folder.empty() ? fs::path(".") : folder;
    take(name, "data", scenario::load_network(with_folder));
  }
  void check_scenario(const std::string& file) {
    const Result<scenario::LoadOptions> options = session_.load_options();
    if (!options) return add(options.error());
    take(file, "scenario", scenario::load_scenario(file, *options));
  }

  void check_study(const std::string& file) {
    const Result<scenario::LoadOptions> options = session_.load_options();
    if (!options) return add(options.error());
    const Result<scenario::Study> study = scenario::read_study(file);
    if (!study) return add(study.error());
    Result<Scenario> base = scenario::load_base(*study, *options);
    if (!base) return add(base.error());
    if (const Result<void> moved = scenario::check_study(*study, *base); !moved) return add(moved.error());
    base->settings.title = study->title;
    if (const auto asked = experiment::names_asked(study->report); !asked) return add(asked.error());
    take(file, "study", std::move(base));
  }

  void take(const std::string& file, const std::string& kind, Result<Scenario> loaded) {
    if (!loaded) return add(loaded.error());
    add(loaded->warnings);
    if (const auto asked = experiment::figures_asked(loaded->settings.report); !asked)
      return add(asked.error());
    Result<model::World> world = model::build_world(*loaded);
    if (!world) return add(world.error());
    NetworkCheck network = check_network(*loaded, *world);
    add(network.findings);
    checked.push_back({file, kind, std::move(*loaded), std::move(network), std::move(*world)});
  }

  const Session& session_;
};

void show_json(const Session& session, const Validator& v, bool provenance) {
  Json files = Json::array();
  for (const Checked& c : v.checked) {
    files.push_back({{"file", c.file},
                     {"kind", c.kind},
                     {"title", c.scenario.settings.title},
                     {"places", c.network.places},
                     {"links", c.network.links},
                     {"sections_without_load", sections_without_load(c.world)}});
  }
  const Json shares = provenance && !v.checked.empty()
                          ? to_json(scenario::provenance(v.checked.back().scenario))
                          : Json(nullptr);
  session.print_json(Json{{"files", files}, {"warnings", to_json(v.warnings)}, {"provenance", shares}});
}

void show_text(const Session& session, const Validator& v, bool provenance) {
  const report::Look look = session.look();
  for (const Checked& c : v.checked)
    session.print(fmt::format("{}: a valid {}\n", c.file, c.kind == "data" ? "network" : c.kind));
  if (v.checked.empty()) return;
  const Checked& last = v.checked.back();
  session.print(
      "\n" +
      report::wrapped(
          fmt::format(
              "{} places, {} links: connected where open, no length below the great circle, capacities "
              "dated in order{}.",
              last.network.places, last.network.links,
              v.warnings.empty() ? "" : fmt::format("; {} warnings", v.warnings.size())),
          look));
  const Day day =
      last.world.measure.from == kBeginning ? Day{std::chrono::year{2025} / 1 / 1} : last.world.measure.from;
  const report::Table trains = capacities_in_trains(last.world, day);
  if (!trains.rows.empty()) session.print("\n" + report::to_text(trains, look));
  const std::vector<std::string> unknown = sections_without_load(last.world);
  if (!unknown.empty()) {
    session.print("\n" + report::wrapped(fmt::format("Sections whose other traffic is not known: {}.",
                                                     fmt::join(unknown, ", ")),
                                         look));
  }
  if (provenance) session.print("\n" + report::to_text(table_of(scenario::provenance(last.scenario)), look));
}

ExitCode validate(Session& session, const ValidateArguments& o) {
  Validator v(session);
  for (const std::string& file : o.files) v.check(file);
  if (o.files.empty()) v.check_network_data();
  session.warn(v.warnings);
  if (!v.errors.empty()) return session.fail(ExitCode::bad_input, v.errors);
  if (session.as_json()) {
    show_json(session, v, o.provenance);
  } else {
    show_text(session, v, o.provenance);
  }
  return ExitCode::done;
}

}  // namespace

void add_validate(CLI::App& app, Session& session) {
  CLI::App* command =
      add_command(app, session, "validate", "Check scenario, study and data files, or a folder of data",
                  "corridor validate scenarios/NAME.yaml --provenance");
  const auto o = std::make_shared<ValidateArguments>();
  command
      ->add_option("FILE", o->files,
                   "Scenario, study or data files, or folders; without one the network data")
      ->type_name("");
  command->add_flag("--provenance", o->provenance,
                    "Print how many figures are official, press, estimates, ...");
  add_common_options(*command, session, true);
  command->final_callback(
      [&session, o] { session.action = [&session, o] { return validate(session, *o); }; });
}

}  // namespace corridor::cli
