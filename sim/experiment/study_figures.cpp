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

}  // namespace

Result<std::vector<std::string>> names_asked(const std::vector<scenario::Said>& report) {
  std::vector<scenario::Said> simulated = report;
  const auto best = [](const scenario::Said& said) {
    return said.text == "best worth" || said.text == kBestWorth;
  };
  const bool with_best = std::erase_if(simulated, best) > 0;
  const auto asked = figures_asked(simulated);
  if (!asked) return tl::unexpected(asked.error());
  std::vector<std::string> out;
  for (const KpiInfo& info : kpi_catalogue()) {
    if (std::ranges::any_of(*asked, [&](const NamedFigure& f) { return f.name() == info.name; }))
      out.push_back(info.name);
  }
  if (with_best) out.emplace_back(kBestWorth);
  return out;
}

FiguresAsked worked_out(const std::vector<std::string>& names) {
  return {.names = names, .most_labels = kMostLabels, .months = false};
}

std::vector<store::StudyFigure> figures_kept(const Figures& figures, const std::vector<std::string>& names) {
  const std::vector<Family> all = families();
  std::vector<std::vector<Cut>> cuts;
  for (const Family& family : all) cuts.push_back(family.all_cuts());
  std::vector<store::StudyFigure> out;
  for (std::size_t p = 0; p < figures.size(); ++p) {
    const Figures::Part part = figures[p];
    const Family& family = all[part.family];
    const Cut& cut = cuts[part.family][part.cut];
    if (cut.size() > kMostLabels || std::ranges::find(cut, Key::month) != cut.end()) continue;
    for (std::size_t i = 0; i < part.values.size(); ++i) {
      const Figure& figure = family.figures[i];
      if (std::isnan(part.values[i]) || std::ranges::find(names, figure.name) == names.end()) continue;
      out.push_back(
          {figure.name, figure.unit, by_text(cut, labels_in(part.labels)), figure.total, part.values[i]});
    }
  }
  return out;
}

}  // namespace corridor::experiment
