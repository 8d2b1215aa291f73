#include "sim/cli/study_answer.hpp"

#include "sim/experiment/sensitivity.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"
#include "sim/report/study_page.hpp"
#include "sim/store/results.hpp"

namespace corridor::cli {

std::string counted(std::int64_t n) { return report::grouped(static_cast<double>(n)); }

report::PageResults study_page(const store::StudyPlan& plan, const std::vector<store::Table>& tables) {
  report::PageResults page;
  page.words = report::describe_study(plan, tables);
  page.studies.push_back(report::study_json(plan, tables));
  return page;
}

std::filesystem::path page_beside(std::filesystem::path file) { return file.replace_extension(".html"); }

Result<report::RunReport> write_study(const store::StudyStore& study, const std::filesystem::path& file,
                                      const std::string& folder) {
  const bool whole = study.plan().shards == 1;
  std::vector<store::Table> tables;
  std::vector<std::pair<std::string, std::string>> files;
  report::PageResults page;
  if (whole) {
    tables = experiment::sensitivity_tables(study);
    page = study_page(study.plan(), tables);
    files.emplace_back("report.html", report::results_page(page));
    const Result<void> written = store::write_file(page_beside(file), files.front().second);
    if (!written) return tl::unexpected(written.error());
  }
  if (!folder.empty()) {
    const Result<void> written = study.export_to(folder, tables, files);
    if (!written) return tl::unexpected(written.error());
  }
  return page.words;
}

void show_study(const Session& session, const report::RunReport& words, const std::filesystem::path& file) {
  for (const report::Table& table : words.tables) {
    session.print("\n" + report::to_text(table, session.look()));
  }
  session.print("\nReport: " + page_beside(file).generic_string() + "\n");
}

}  // namespace corridor::cli
