#include "sim/report/page.hpp"

#include <span>

#include "sim/report/page_shell.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {
namespace {

/// Puts a text in place of a mark that stands once in the shell; what was put in is not looked at again.
class Filler {
 public:
  explicit Filler(std::string shell) : shell_(std::move(shell)) {}
  void put(std::string_view mark, std::string_view text) {
    const std::size_t at = shell_.find(mark, done_);
    if (at == std::string::npos) return;
    out_.append(shell_, done_, at - done_);
    out_ += text;
    done_ = at + mark.size();
  }
  std::string finish() {
    out_.append(shell_, done_);
    return std::move(out_);
  }

 private:
  std::string shell_, out_;
  std::size_t done_ = 0;
};

}  // namespace

bool page_is_bundled() { return !page_shell().empty(); }

std::string script_safe(std::string_view json) {
  std::string out;
  out.reserve(json.size() + json.size() / 64);
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

std::string to_page(const PageContent& content) {
  std::string shell;
  for (const std::string_view part : page_shell()) shell += part;
  std::string head = "<h1>" + html_escaped(content.title) + "</h1>\n";
  if (!content.question.empty()) head += "<p class=\"question\">" + html_escaped(content.question) + "</p>\n";
  for (const std::string& sentence : content.answer) head += "<p>" + html_escaped(sentence) + "</p>\n";
  std::string data = "{";
  for (const auto& [name, json] : content.objects) {
    if (data.size() > 1) data += ",";
    data += "\"" + name + "\":" + json;
  }
  data += "}";
  Filler filler(std::move(shell));
  filler.put("<!--title-->", html_escaped(content.title));
  filler.put("<!--answer-->", head);
  filler.put("<!--tables-->", content.tables);
  filler.put("<!--data-->", script_safe(data));
  return filler.finish();
}

namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? "," : "") + text;
  return out + "]";
}

/// Those given, else the one run's, else a sentence and the tables of each run.
RunReport words_of(const PageResults& results) {
  if (!results.words.title.empty()) return results.words;
  if (results.runs.size() == 1) return results.runs.front().report;
  RunReport words;
  for (const PageRun& run : results.runs) {
    words.title += (words.title.empty() ? "" : "; ") + run.report.title;
    if (!run.report.answer.empty()) {
      words.answer.push_back(run.report.title + ". " + run.report.answer.front());
    }
    words.tables.insert(words.tables.end(), run.report.tables.begin(), run.report.tables.end());
  }
  return words;
}

}  // namespace

std::string drawn_run_file(std::string_view scenario) { return "page-" + std::string(scenario) + ".json"; }

std::string results_page(const PageResults& results) {
  RunReport words = words_of(results);
  if (!page_is_bundled()) {
    words.answer.emplace_back(
        "Tables only: this program was built without npm, so it has no map and no charts.");
    return to_html(words);
  }
  PageContent content{words.title, words.question, words.answer, {}, {}};
  for (const Table& t : words.tables) content.tables += "<div class=\"scroll\">" + to_html(t) + "</div>\n";
  std::vector<std::string> runs;
  for (const PageRun& run : results.runs) {
    const std::string recorded = run.recorded_json.empty() ? "" : ",\"recorded\":" + run.recorded_json;
    runs.push_back("{\"page\":" + run.page_json + ",\"manifest\":" + run.manifest_json + recorded + "}");
  }
  content.objects.emplace_back("runs", joined(runs));
  content.objects.emplace_back("comparisons", joined(results.comparisons));
  content.objects.emplace_back("studies", joined(results.studies));
  content.objects.emplace_back("appraisals", joined(results.appraisals));
  content.objects.emplace_back("bottlenecks", joined(results.bottlenecks));
  return to_page(content);
}

}  // namespace corridor::report
