#include "sim/experiment/study_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/experiment/families.hpp"

namespace corridor::experiment {
namespace {

constexpr std::size_t kMostLabels = 2;

std::string json_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

std::string by_text(const Cut& cut, const std::vector<std::string>& labels) {
  std::string out = "{";
  for (std::size_t i = 0; i < cut.size(); ++i)
    out += fmt::format("{}\"{}\":{}", i > 0 ? "," : "", to_word(cut[i]), json_text(labels[i]));
  return out + "}";
}

std::string as_name(std::string written) {
  written = folded(written);
  std::ranges::replace(written, '-', '_');
  return written;
}

}  // namespace

Result<std::vector<std::string>> figures_asked(const std::vector<std::string>& report,
                                               const std::string& file) {
  std::vector<std::string> known, wanted, out;
  for (const KpiInfo& info : kpi_catalogue()) known.push_back(info.name);
  known.emplace_back(kBestWorth);
  Diagnostics faults;
  for (const std::string& word : report) {
    wanted.push_back(as_name(word));
    if (std::ranges::find(known, wanted.back()) != known.end()) continue;
    const std::string near = nearest(wanted.back(), known);
    faults.push_back({Severity::error, file, 0, 0, "report", fmt::format("`{}` is no key figure", word),
                      near.empty() ? "see corridor list kpis" : fmt::format("did you mean `{}`?", near)});
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  for (const std::string& name : known) {
    if (std::ranges::find(wanted, name) != wanted.end() && std::ranges::find(out, name) == out.end())
      out.push_back(name);
  }
  return out;
}

std::vector<store::StudyFigure> figures_kept(const Figures& figures, const std::vector<std::string>& names) {
  const std::vector<Family> all = families();
  std::vector<std::vector<Cut>> cuts;
  for (const Family& family : all) cuts.push_back(family.all_cuts());
  std::vector<store::StudyFigure> out;
  for (const auto& [key, values] : figures) {
    const Family& family = all[key.family];
    const Cut& cut = cuts[key.family][key.cut];
    if (cut.size() > kMostLabels || std::ranges::find(cut, Key::month) != cut.end()) continue;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Figure& figure = family.figures[i];
      if (std::isnan(values[i]) || std::ranges::find(names, figure.name) == names.end()) continue;
      out.push_back({figure.name, figure.unit, by_text(cut, key.labels), figure.total, values[i]});
    }
  }
  return out;
}

}  // namespace corridor::experiment
