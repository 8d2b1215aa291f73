// corridor report RESULTS...: the page of results that are there, one or several side by side.

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <memory>

#include "sim/cli/session.hpp"
#include "sim/report/page.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> results;
  std::string out;
};

Result<std::string> read_text(const fs::path& folder, const char* name) {
  std::ifstream in{folder / name, std::ios::binary};
  if (!in) {
    return tl::unexpected(Diagnostics{{Severity::error, (folder / name).string(), 0, 0, "", "cannot be read",
                                       "a results folder that this version of corridor wrote"}});
  }
  return std::string{std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

/// The run of one folder as the page takes it.
Result<report::PageRun> read_run(const fs::path& folder) {
  const Result<store::Summary> summary = store::read_summary(folder);
  if (!summary) return tl::unexpected(summary.error());
  Result<std::string> page = read_text(folder, "page.json");
  if (!page) return tl::unexpected(page.error());
  Result<std::string> manifest = read_text(folder, "manifest.json");
  if (!manifest) return tl::unexpected(manifest.error());
  for (const auto& [text, name] : {std::pair{&*page, "page.json"}, {&*manifest, "manifest.json"}}) {
    if (Json::accept(*text)) continue;
    return tl::unexpected(Diagnostics{
        {Severity::error, (folder / name).string(), 0, 0, "", "this is no JSON", "a file of corridor"}});
  }
  return report::PageRun{report::describe_run(*summary, {}), std::move(*page), std::move(*manifest)};
}

/// The files of a study's export, as one JSON object.
std::string study_json(const fs::path& folder) {
  Json files = Json::object();
  for (const char* name : {"study.csv", "parameters.csv", "curves.csv", "indices.csv"}) {
    if (const Result<std::string> text = read_text(folder, name)) files[name] = *text;
  }
  return files.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Adds what a folder holds: a run, a comparison, or the export of a study.
Result<void> add_results(const fs::path& folder, report::PageResults& results) {
  std::error_code ignored;
  if (fs::exists(folder / "compare.json", ignored)) {
    Result<std::string> text = read_text(folder, "compare.json");
    if (!text) return tl::unexpected(text.error());
    const Json value = Json::parse(*text, nullptr, false);
    if (!value.is_object() || value.value("schema", Json()) != "corridor/compare/1") {
      return tl::unexpected(Diagnostics{{Severity::error, (folder / "compare.json").string(), 0, 0, "",
                                         "this is no comparison", "a file of corridor compare"}});
    }
    results.comparisons.push_back(std::move(*text));
    if (results.title.empty()) results.title = "Comparison with " + value.value("base", std::string());
    return {};
  }
  if (fs::exists(folder / "curves.csv", ignored)) {
    results.studies.push_back(study_json(folder));
    if (results.title.empty()) results.title = "Study";
    return {};
  }
  Result<report::PageRun> run = read_run(folder);
  if (!run) return tl::unexpected(run.error());
  results.runs.push_back(std::move(*run));
  return {};
}

ExitCode report_on(Session& session, const Options& o) {
  if (!report::page_is_bundled()) {
    return session.fail(ExitCode::failed, fault_of("", "this program was built without npm and has no page",
                                                   "a build where node and npm are installed"));
  }
  report::PageResults results;
  Diagnostics faults;
  for (const std::string& folder : o.results) {
    const Result<void> added = add_results(folder, results);
    if (!added) faults.insert(faults.end(), added.error().begin(), added.error().end());
  }
  if (!faults.empty()) return session.fail(ExitCode::bad_input, faults);
  const fs::path out = !o.out.empty()         ? fs::path(o.out)
                       : o.results.size() > 1 ? fs::path("report.html")
                                              : fs::path(o.results.front()) / "report.html";
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
  const auto o = std::make_shared<Options>();
  command
      ->add_option(
          "RESULTS", o->results,
          "Folders of runs, comparisons, or exports of studies; the first run is the base of differences")
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
