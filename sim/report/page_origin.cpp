// Where the figures of page.json come from, and how to make them again.

#include <filesystem>

#include "sim/report/page_parts.hpp"
#include "sim/scenario/provenance.hpp"
#include "sim/store/results.hpp"

namespace corridor::report {
namespace {

/// The scenario files as they stand: those among the files read that begin a scenario.
PageJson written(const scenario::Scenario& s) {
  PageJson out = PageJson::array();
  for (const std::string& file : s.files) {
    const std::string text = store::bytes_of(file).value_or("");
    if (!text.starts_with("scenario:") && text.find("\nscenario:") == std::string::npos) continue;
    out.push_back({{"file", std::filesystem::path(file).filename().string()}, {"text", text}});
  }
  return out;
}

}  // namespace

void add_origin(PageJson& page, const PageSource& source) {
  const scenario::Scenario& s = source.scenario;
  const scenario::Provenance p = scenario::provenance(s);
  PageJson names = PageJson::array(), tables = PageJson::array(), sources = PageJson::array();
  for (std::size_t q = 0; q < scenario::kQualities; ++q) {
    names.push_back(scenario::to_word(static_cast<scenario::Quality>(q)));
  }
  for (const scenario::QualityCount& t : p.tables) {
    tables.push_back({{"table", t.table}, {"figures", t.figures}, {"ranged", t.ranged}});
  }
  for (const scenario::Source& from : s.sources) {
    sources.push_back({from.id, from.title, from.publisher, from.url});
  }
  page["origin"] = {{"qualities", std::move(names)},
                    {"tables", std::move(tables)},
                    {"sources", std::move(sources)},
                    {"written", written(s)}};
}

}  // namespace corridor::report
