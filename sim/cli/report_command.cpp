// corridor report RESULTS...: the page of results that are there, one or several side by side.

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "sim/cli/session.hpp"
#include "sim/cli/study_answer.hpp"
#include "sim/experiment/sensitivity.hpp"
#include "sim/report/page.hpp"
#include "sim/report/recorded_page.hpp"
#include "sim/scenario/recorded.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;

struct ReportArguments {
  std::vector<std::string> results;
  std::string out;
};

Result<std::string> read_text(const fs::path& folder, const std::string& name) {
  std::optional<std::string> text = store::bytes_of(folder / name);
  if (!text) {
    return tl::unexpected(Diagnostics{{Severity::error, (folder / name).string(), 0, 0, "", "cannot be read",
                                       "a results folder that this version of corridor wrote"}});
  }
  return *std::move(text);
}

/// The text of a file that holds JSON.
Result<std::string> read_json(const fs::path& folder, const std::string& name) {
  Result<std::string> text = read_text(folder, name);
  if (text && !Json::accept(*text)) {
    return tl::unexpected(Diagnostics{
        {Severity::error, (folder / name).string(), 0, 0, "", "this is no JSON", "a file of corridor"}});
  }
  return text;
}

/// The run of one folder as the page takes it.
Result<report::PageRun> read_run(const fs::path& folder) {
  const Result<store::Summary> summary = store::read_summary(folder);
  if (!summary) return tl::unexpected(summary.error());
  Result<std::string> page = read_json(folder, "page.json");
  if (!page) return tl::unexpected(page.error());
  Result<std::string> manifest = read_json(folder, "manifest.json");
  if (!manifest) return tl::unexpected(manifest.error());
  return report::PageRun{report::describe_run(*summary, {}), std::move(*page), std::move(*manifest), {}};
}

/// Adds the study of one file.
Result<void> add_study(const fs::path& file, report::PageResults& results) {
  const Result<store::StudyStore> study = store::StudyStore::read(file);
  if (!study) return tl::unexpected(study.error());
  const auto done = static_cast<std::int64_t>(study->done().size());
  if (study->plan().shards > 1 || done < study->plan().all_units()) {
    return tl::unexpected(
        Diagnostics{{Severity::error, file.string(), 0, 0, "",
                     fmt::format("a study of which {} of {} units are done", done, study->plan().all_units()),
                     "a study that is finished, and whole: sweep or merge"}});
  }
  report::PageResults page = study_page(study->plan(), experiment::sensitivity_tables(*study));
  results.studies.push_back(std::move(page.studies.front()));
  if (results.words.title.empty()) results.words = std::move(page.words);
  return {};
}

/// Adds a comparison, and those of its runs that it keeps for its page.
Result<void> add_comparison(const fs::path& folder, report::PageResults& results) {
  Result<std::string> text = read_text(folder, "compare.json");
  if (!text) return tl::unexpected(text.error());
  const Json value = Json::parse(*text, nullptr, false);
  if (!value.is_object() || value.value("schema", Json()) != "corridor/compare/1") {
    return tl::unexpected(Diagnostics{{Severity::error, (folder / "compare.json").string(), 0, 0, "",
                                       "this is no comparison", "a file of corridor compare"}});
  }
  const Result<std::string> manifest = read_json(folder, "manifest.json");
  if (!manifest) return tl::unexpected(manifest.error());
  std::error_code ignored;
  for (const Json& scenario : value.value("scenarios", Json::array())) {
    const std::string file = report::drawn_run_file(scenario.value("name", std::string()));
    if (!fs::exists(folder / file, ignored)) continue;
    Result<std::string> page = read_json(folder, file);
    if (!page) return tl::unexpected(page.error());
    report::RunReport words;
    words.title = scenario.value("title", std::string());
    results.runs.push_back({std::move(words), std::move(*page), *manifest, {}});
  }
  results.comparisons.push_back(std::move(*text));
  if (results.words.title.empty()) {
    results.words.title = "Comparison with " + value.value("base", std::string());
  }
  return {};
}

/// Adds the answer that a command printed with --format json, told by its schema.
Result<void> add_answer(const fs::path& file, report::PageResults& results) {
  Result<std::string> text = read_json(file.parent_path(), file.filename().string());
  if (!text) return tl::unexpected(text.error());
  const Json value = Json::parse(*text);
  const std::string schema = value.is_object() ? value.value("schema", std::string()) : std::string();
  if (schema == "corridor/bottlenecks/1") {
    results.bottlenecks.push_back(std::move(*text));
  } else if (schema == "corridor/invest/1") {
    results.appraisals.push_back(std::move(*text));
    if (results.words.title.empty()) results.words.title = value.value("title", std::string());
  } else {
    return tl::unexpected(Diagnostics{{Severity::error, file.string(), 0, 0, "schema",
                                       schema.empty() ? "no schema" : fmt::format("`{}`", schema),
                                       "an answer of corridor bottlenecks or invest"}});
  }
  return {};
}

/// Adds what a folder or a file holds: a run, a comparison, an appraisal, a study, or the answer of a
/// command.
Result<void> add_results(const fs::path& folder, report::PageResults& results) {
  std::error_code ignored;
  if (fs::is_regular_file(folder, ignored)) {
    return folder.extension() == ".json" ? add_answer(folder, results) : add_study(folder, results);
  }
  if (fs::exists(folder / "invest.json", ignored)) return add_answer(folder / "invest.json", results);
  if (fs::exists(folder / "study.sqlite", ignored)) return add_study(folder / "study.sqlite", results);
  if (fs::exists(folder / "compare.json", ignored)) return add_comparison(folder, results);
  Result<report::PageRun> run = read_run(folder);
  if (!run) return tl::unexpected(run.error());
  results.runs.push_back(std::move(*run));
  return {};
}

/// Whether a run read a file of that folder as it is now.
bool was_read_from(const fs::path& data, const Json& manifest) {
  for (const Json& input : manifest.value("inputs", Json::array())) {
    const fs::path here = data / fs::path(input.value("file", std::string())).filename();
    std::error_code ignored;
    if (!fs::is_regular_file(here, ignored)) continue;
    const std::string hash = store::hash_inputs({here.string()}).front().fnv1a64;
    if (Json(hash) == input.value("fnv1a64", Json())) return true;
  }
  return false;
}

/// Lays beside a run what was recorded of the network that it read, where there is such a record.
Result<void> add_recorded(const Session& session, const std::vector<std::string>& folders,
                          report::PageRun& run) {
  const Result<fs::path> data = session.data_folder();
  if (!data || !was_read_from(*data, Json::parse(run.manifest_json))) return {};
  const fs::path records = (*data / ".." / "recorded").lexically_normal();
  std::error_code ignored;
  if (!fs::is_directory(records, ignored)) return {};
  const Result<scenario::Recorded> recorded = scenario::load_recorded(records);
  if (!recorded) return tl::unexpected(recorded.error());
  for (const std::string& folder : folders) {
    if (!fs::exists(fs::path(folder) / "page.json", ignored)) continue;
    const Result<store::Summary> summary = store::read_summary(folder);
    if (!summary) return tl::unexpected(summary.error());
    run.recorded_json = report::recorded_json(*summary, *recorded);
  }
  return {};
}

/// Where the page goes that nobody named a place for.
fs::path default_page(const std::vector<std::string>& results) {
  if (results.size() > 1) return "report.html";
  std::error_code ignored;
  const fs::path one = results.front();
  return fs::is_directory(one, ignored) ? one / "report.html" : page_beside(one);
}

ExitCode report_on(Session& session, const ReportArguments& o) {
  report::PageResults results;
  Diagnostics faults;
  for (const std::string& folder : o.results) {
    const Result<void> added = add_results(folder, results);
    if (!added) faults.insert(faults.end(), added.error().begin(), added.error().end());
  }
  if (faults.empty() && !results.bottlenecks.empty() && results.runs.size() != 1) {
    faults.push_back(fault_of("RESULTS", "an answer of corridor bottlenecks without one run to show it with",
                              "the folder of one run beside it"));
  }
  if (faults.empty() && results.runs.size() == 1) {
    const Result<void> added = add_recorded(session, o.results, results.runs.front());
    if (!added) faults = added.error();
  }
  if (!faults.empty()) return session.fail(ExitCode::bad_input, faults);
  if (!report::page_is_bundled()) {
    return session.fail(ExitCode::failed, fault_of("", "this program was built without npm and has no page",
                                                   "a build where node and npm are installed"));
  }
  const fs::path out = !o.out.empty() ? fs::path(o.out) : default_page(o.results);
  if (const Result<void> written = store::write_file(out, report::results_page(results)); !written) {
    return session.fail(ExitCode::failed, written.error());
  }
  if (session.as_json()) {
    session.print_json(Json{{"file", out.generic_string()}, {"results", o.results}});
  } else if (!session.common.quiet) {
    session.print(fmt::format("Report: {}\n", out.generic_string()));
  }
  return ExitCode::done;
}

}  // namespace

void add_report(CLI::App& app, Session& session) {
  CLI::App* command =
      add_command(app, session, "report", "Write the page of results, one or several side by side",
                  "corridor report results/base-2024 results/ust-luga-ban --out both.html");
  const auto o = std::make_shared<ReportArguments>();
  command
      ->add_option("RESULTS", o->results,
                   "Folders of runs, comparisons, appraisals or exports of studies, files of studies, or an "
                   "answer of bottlenecks (JSON) for one run; the first run is the base of differences")
      ->required()
      ->type_name("DIR");
  command
      ->add_option("--out", o->out,
                   "The file to write; default: report.html in the folder, or here where there are several")
      ->type_name("FILE");
  command->add_option("--format", session.common.format, "text for people, json for programs")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("text|json");
  command->add_flag("--quiet", session.common.quiet, "Say nothing");
  command->final_callback(
      [&session, o] { session.action = [&session, o] { return report_on(session, *o); }; });
}

}  // namespace corridor::cli
