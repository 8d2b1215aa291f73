#pragma once
/// @file study_schema.hpp  The tables and views of a study's file, written and read. Private to the store.

#include <string>

#include "sim/store/sqlite.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::store {

inline constexpr std::int64_t kStudyApplication = 0x63726472;  ///< "crdr", in the header of the file
inline constexpr std::int64_t kStudySchema = 1;                ///< of the tables; user_version in the header

/// Makes all tables and views and writes the plan. @pre an empty file, in a transaction
void write_plan(Connection& db, const StudyPlan& plan);
/// Replaces the plan of a file: units of the old one stay under negative numbers until they are found again.
void replace_plan(Connection& db, const StudyPlan& plan);
StudyPlan read_plan(Connection& db);

/// Tables as CSV and a snapshot, as StudyStore::export_to() has it.
Result<void> export_study(Connection& db, const std::filesystem::path& folder,
                          const std::vector<Table>& further,
                          const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace corridor::store
