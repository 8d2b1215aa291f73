#pragma once
/// @file study_figures.hpp  Which key figures of a unit a study keeps.

#include <string>
#include <vector>

#include "sim/experiment/kpi.hpp"
#include "sim/experiment/named_figure.hpp"
#include "sim/store/study_store.hpp"

namespace corridor::experiment {

/// Their names, as summary.json has them, each once, in the order of the catalogue.
std::vector<std::string> names_of(const std::vector<NamedFigure>& asked);

/// What has to be worked out of a unit for figures_kept.
FiguresAsked worked_out(const std::vector<std::string>& names);

/// The figures of that name: of the whole and by one or two labels, without months. What has no value is left
/// out.
std::vector<store::StudyFigure> figures_kept(const Figures& figures, const std::vector<std::string>& names);

}  // namespace corridor::experiment
