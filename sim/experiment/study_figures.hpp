#pragma once
/// @file study_figures.hpp  Which key figures of a unit a study keeps.

#include <string>
#include <string_view>
#include <vector>

#include "sim/experiment/kpi.hpp"
#include "sim/experiment/named_figure.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::experiment {

/// A figure of the point alone, not of its luck: the worth of the best trade (capacity_prices.hpp), beside
/// which the simulated `worth` of deliveries can be set.
inline constexpr std::string_view kBestWorth = "best_worth";

/// The names of the key figures that a study's report asks for, as summary.json has them, and kBestWorth:
/// each once, in the order of the catalogue. @error as NamedFigure::read(), each with its place
Result<std::vector<std::string>> names_asked(const std::vector<scenario::Said>& report);

/// What has to be worked out of a unit for figures_kept.
FiguresAsked worked_out(const std::vector<std::string>& names);

/// The figures of that name: of the whole and by one or two labels, without months. What has no value is left
/// out.
std::vector<store::StudyFigure> figures_kept(const Figures& figures, const std::vector<std::string>& names);

}  // namespace corridor::experiment
