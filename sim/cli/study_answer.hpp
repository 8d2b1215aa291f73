#pragma once
/// @file study_answer.hpp  What sweep, merge and report make of a study's file. Private to the command line.

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cli/session.hpp"
#include "sim/report/page.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::cli {

/// The page of a finished study. @param tables  experiment::sensitivity_tables()
report::PageResults study_page(const store::StudyPlan& plan, const std::vector<store::Table>& tables);

/// Where the page of a study's file is written: x.sqlite has x.html beside it.
std::filesystem::path page_beside(std::filesystem::path file);

/// Writes the page of a finished study beside its file, and the export folder where one is named; a shard has
/// no page. @return what the page says in words and tables
/// @error  the disk; the folder holds something else
Result<report::RunReport> write_study(const store::StudyStore& study, const std::filesystem::path& file,
                                      const std::string& folder);
/// Prints response curves and indices of the whole, then where the page is.
void show_study(const Session& session, const report::RunReport& words, const std::filesystem::path& file);

/// An integer with grouped thousands.
std::string counted(std::int64_t n);

}  // namespace corridor::cli
