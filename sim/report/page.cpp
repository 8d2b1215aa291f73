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

}  // namespace

std::string results_page(const PageResults& results) {
  PageContent content{results.title, {}, {}, {}, {}};
  const bool one_run = results.runs.size() == 1 && results.comparisons.empty() && results.studies.empty();
  std::vector<std::string> runs;
  for (const PageRun& run : results.runs) {
    if (one_run) {
      content = {run.report.title, run.report.question, run.report.answer, {}, {}};
    } else {
      if (results.title.empty()) content.title += (content.title.empty() ? "" : "; ") + run.report.title;
      if (!run.report.answer.empty()) {
        content.answer.push_back(run.report.title + ". " + run.report.answer.front());
      }
    }
    for (const Table& t : run.report.tables) {
      content.tables += "<div class=\"scroll\">" + to_html(t) + "</div>\n";
    }
    runs.push_back("{\"page\":" + run.page_json + ",\"manifest\":" + run.manifest_json + "}");
  }
  content.objects.emplace_back("runs", joined(runs));
  if (!results.comparisons.empty()) content.objects.emplace_back("comparisons", joined(results.comparisons));
  if (!results.studies.empty()) content.objects.emplace_back("studies", joined(results.studies));
  return to_page(content);
}

std::string run_page(const PageRun& run) {
  return page_is_bundled() ? results_page({{}, {run}, {}, {}}) : to_html(run.report);
}

}  // namespace corridor::report
