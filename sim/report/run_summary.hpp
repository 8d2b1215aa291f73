#pragma once
/// @file run_summary.hpp  What a run shows to people: the answer in a few sentences, then tables. All figures
/// are those of the Summary (summary.json) and of the files beside it; nothing is computed anew but shares.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/table.hpp"
#include "sim/store/csv.hpp"
#include "sim/store/summary_json.hpp"

namespace corridor::report {

struct RunReport {
  std::string title, question;
  std::vector<std::string> answer;  ///< sentences, the most important first
  std::vector<Table> tables;
  std::vector<std::string> findings;
};

/// @param files  the CSV tables of the run; `links` and `nodes` give the busiest sections and terminals
RunReport describe_run(const store::Summary& summary, std::span<const store::Table> files);

/// How near the figures are known, of `whole` ("of the base", "of the mean").
std::string precision_sentence(const store::Precision& precision, int replications, std::string_view whole);

/// For a terminal or a pipe.
std::string to_text(const RunReport& report, const Look& look);
/// A page that stands alone: no script, nothing fetched.
std::string to_html(const RunReport& report);

}  // namespace corridor::report
