#pragma once
/// @file page.hpp  report.html: one page that opens without a network. Its code and its map are bundled when
/// the program is built (sim/report/page/); a program built without npm has no such bundle and writes the
/// plain page of tables.

#include <string>
#include <string_view>
#include <vector>

#include "sim/report/run_summary.hpp"

namespace corridor::report {

/// Whether the page was bundled into this program.
bool page_is_bundled();

/// What the page is filled with. Texts are plain; they are escaped here.
struct PageContent {
  std::string title;
  std::string question;
  std::vector<std::string> answer;                           ///< shown before any script has run
  std::string tables;                                        ///< HTML for readers without scripts
  std::vector<std::pair<std::string, std::string>> objects;  ///< name in the page's data, JSON text
};

/// The whole page. @pre page_is_bundled()
std::string to_page(const PageContent& content);

/// A run as the page takes it.
struct PageRun {
  RunReport report;
  std::string page_json, manifest_json;  ///< the texts of page.json and manifest.json
  std::string recorded_json;             ///< of recorded_page.hpp; empty: none laid beside it
};

/// The file in a comparison's folder that holds the page.json of one of its scenarios.
std::string drawn_run_file(std::string_view scenario);

/// What one page shows: one run; or any of several runs (the first is the base of differences), comparisons,
/// studies and appraisals.
struct PageResults {
  RunReport words;  ///< of the whole, for readers without scripts; no title: the words of the runs
  std::vector<PageRun> runs;
  std::vector<std::string> comparisons;  ///< texts of compare.json
  std::vector<std::string> studies;      ///< each a JSON object: name of a file of the export -> its text
  std::vector<std::string> appraisals;   ///< objects of `invest --format json`
  std::vector<std::string> bottlenecks;  ///< objects of `bottlenecks --format json`
};

/// report.html: the page where it is bundled, else the words and tables alone.
std::string results_page(const PageResults& results);

/// JSON that may stand between <script> tags: no `<` in it.
std::string script_safe(std::string_view json);

}  // namespace corridor::report
