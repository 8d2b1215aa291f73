#pragma once
/// @file study_answer.hpp  What sweep and merge say of a finished study. Private to the command line.

#include <string>

#include "sim/cli/session.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::cli {

/// Writes the export folder where one is named. @error as StudyStore::export_to()
Result<void> export_study(const store::StudyStore& study, const std::string& folder);
/// Response curves of the whole for each key figure, and Sobol' indices where the design is for them.
void show_study(const Session& session, const store::StudyStore& study);
/// An integer with grouped thousands.
std::string counted(std::int64_t n);

}  // namespace corridor::cli
