// The report of a run as one HTML page that needs nothing else.

#include "sim/report/run_summary.hpp"

namespace corridor::report {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
.answer { font-size: 1.15rem; max-width: 72ch; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 2rem 0 .5rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; margin-bottom: .5rem; }
th, td { text-align: left; padding: .15rem .75rem .15rem 0; white-space: nowrap; }
th { font-weight: 500; border-bottom: 1px solid currentColor; }
.n { text-align: right; }
.note { font-size: .875rem; max-width: 72ch; }
)";

}  // namespace

std::string to_html(const RunReport& r) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  out += html_escaped(r.title) + "</title>\n<style>" + std::string(kStyle) +
         "</style>\n</head>\n<body>\n<main>\n<h1>";
  out += html_escaped(r.title) + "</h1>\n";
  if (!r.question.empty()) out += "<p>" + html_escaped(r.question) + "</p>\n";
  out += "<div class=\"answer\">\n";
  for (const std::string& sentence : r.answer) out += "<p>" + html_escaped(sentence) + "</p>\n";
  out += "</div>\n";
  for (const Table& t : r.tables) out += "<div class=\"scroll\">" + to_html(t) + "</div>\n";
  if (!r.findings.empty()) {
    out += "<h2>Findings of the first replication</h2>\n<ul>\n";
    for (const std::string& finding : r.findings) out += "<li>" + html_escaped(finding) + "</li>\n";
    out += "</ul>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace corridor::report
