// The page around a run's data: what is put into it stays text.

#include "sim/report/page.hpp"

#include <doctest/doctest.h>

namespace corridor::report {
namespace {

constexpr std::string_view kHostile = R"(</script><script>alert(1)</script>)";

RunReport report() {
  RunReport r;
  r.title = "A title with " + std::string(kHostile);
  r.question = "Is <b>this</b> \"text\"?";
  r.answer = {"One & two."};
  return r;
}

/// The page of one run.
std::string page_of(RunReport words, std::string page, std::string manifest) {
  PageResults results;
  results.runs.push_back({std::move(words), std::move(page), std::move(manifest), {}});
  return results_page(results);
}

TEST_CASE("nothing in the data of the page can end its script element") {
  const std::string json = R"({"name":"</script><!--","other":"a < b"})";
  const std::string safe = script_safe(json);
  CHECK(safe.find('<') == std::string::npos);
  CHECK(safe == R"({"name":"\u003c/script>\u003c!--","other":"a \u003c b"})");
}

TEST_CASE("a hostile title is text in the page, in its head and in its body") {
  const std::string page = page_of(report(), R"({"title":"<!--title-->"})", "{}");
  CHECK(page.find("<script>alert") == std::string::npos);
  CHECK(page.find("<b>this") == std::string::npos);
  CHECK(page.find("A title with &lt;/script&gt;") != std::string::npos);
}

TEST_CASE("marks of the shell that stand in what is put in are left alone") {
  if (!page_is_bundled()) {
    MESSAGE("SKIPPED: this program was built without npm");
    CHECK(page_of(report(), "{}", "{}").find("Tables only") != std::string::npos);
    return;
  }
  RunReport r = report();
  r.question = "<!--data-->";
  const std::string page = page_of(r, R"({"a":1})", R"({"b":2})");
  CHECK(page.find(R"({"runs":[{"page":{"a":1},"manifest":{"b":2}}],)") != std::string::npos);
  CHECK(page.find("&lt;!--data--&gt;") != std::string::npos);
}

}  // namespace
}  // namespace corridor::report
