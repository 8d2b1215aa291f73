#pragma once
/// @file named_figure.hpp  Key figures and targets as a planner says them:
///   delivered to EU                          cost per tonne of coal to ARA
///   delivered at least 5 Mt                  days of coal to EU at most 60 days
/// A figure is a name of `corridor list kpis` (spaces or underscores), then of which part, in any order:
///   of COMMODITY   to MARKET or GROUP   by ROUTE   via PORT   from FLOW   at TERMINAL, BORDER or LINK
///   under RULE   between COUNTRIES (XA-XB)   after EVENT   in MONTH (2025-03)
/// Where the commodity is not said, tonnes and other totals are summed over all; a mean must say it wherever
/// the catalogue cuts it by commodity. Capitals do not matter in names of parts.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/experiment/cube.hpp"
#include "sim/experiment/kpi.hpp"
#include "sim/scenario/record.hpp"
#include "sim/scenario/units.hpp"

namespace corridor::experiment {

/// Of ASCII letters.
std::string lower_case(std::string_view text);

class NamedFigure {
 public:
  /// @error a name that is none, with the nearest; a part by which the figure is not cut
  static scenario::Parsed<NamedFigure> read(std::string_view text);

  const std::string& text() const { return text_; }  ///< as said
  const std::string& name() const { return name_; }
  const std::string& unit() const { return unit_; }
  bool more_is_better() const;
  bool monthly() const { return monthly_; }  ///< asks for a month
  /// The labels asked for, in lower case, with the keys that each may be one of.
  const std::vector<std::pair<std::vector<Key>, std::string>>& parts() const { return parts_; }

  /// Its value in one replication; NaN where there is none (a mean of no tonne). A total of nothing is 0.
  double in(const Figures& figures) const;
  /// Mean and intervals over replications; the figure's name is the text. As make_kpi().
  store::Kpi summarize(const std::vector<Figures>& noise, const std::vector<Figures>& drawn,
                       double level) const;
  /// Whether a replication has the part at all.
  bool has_part(const Figures& figures) const;

 private:
  struct Reading {  ///< one way to understand the words
    std::size_t cut = 0;
    std::vector<std::pair<std::size_t, std::string>>
        wanted;  ///< position in the cut's keys, label in lower case
  };
  template <class Use>
  void each_part(const Figures& figures, const Reading& reading, Use use) const;

  std::string text_, name_, unit_;
  std::size_t family_ = 0, figure_ = 0;
  bool total_ = false, monthly_ = false;
  std::vector<std::pair<std::vector<Key>, std::string>> parts_;
  std::vector<Reading> readings_;  ///< `to EU` may be a group or a market: the first that has a part counts
};

/// The figures that a scenario's or study's `report` asks for.
/// @error as NamedFigure::read(), each with its place
Result<std::vector<NamedFigure>> figures_asked(const std::vector<scenario::Said>& report);

/// What shall be met.
struct Target {
  std::string text;  ///< as said
  NamedFigure figure;
  bool at_least = true;
  double bound = 0;  ///< in the figure's unit

  /// @error as NamedFigure::read(); no bound; a bound of another dimension
  static scenario::Parsed<Target> read(std::string_view text);
  /// A figure that has no value (nothing was delivered) misses.
  bool missed(const Figures& figures) const;
};

}  // namespace corridor::experiment
