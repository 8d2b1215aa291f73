#include "sim/experiment/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/experiment/observe.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/experiment/unit.hpp"
#include "sim/scenario/quantity_text.hpp"

namespace corridor::experiment {
namespace {

using scenario::Level;
using scenario::Node;
using scenario::Parameter;
using scenario::Recorded;
using scenario::RecordedFigure;
using scenario::RecordedSeries;
using scenario::Role;
using scenario::Scenario;
using scenario::Study;
using scenario::StudyRecord;
using scenario::StudySection;

/// An outcome that the study names, found among the records.
struct FitTarget {
  const RecordedSeries* series = nullptr;
  const RecordedFigure* figure = nullptr;
};

Diagnostic fault_at(const Study& study, const scenario::Mark& mark, std::string path, std::string found,
                    std::string expected) {
  return {Severity::error, study.file,       mark.line,          mark.column,
          std::move(path), std::move(found), std::move(expected)};
}

/// The figure of that period, by its text or by its days; the first where several sources tell of it.
const RecordedFigure* figure_of(const RecordedSeries& series, const std::string& period) {
  const auto days = scenario::parse_period(period);
  for (const RecordedFigure& f : series.records) {
    if (f.period == period || (days && f.days == *days)) return &f;
  }
  return nullptr;
}

/// Finds the targets and tells what is wrong with them.
class Targets {
 public:
  Targets(const Study& study, const Scenario& base, const Recorded& recorded, Diagnostics& faults)
      : study_(study), base_(base), recorded_(recorded), faults_(faults) {
    const StudySection* section = study.section("outcomes");
    if (section == nullptr) {
      faults.push_back(fault_at(study, {1, 1}, "outcomes", "no outcome is named",
                                "outcomes: [{id: ..., series: ..., period: 2022}]"));
      return;
    }
    for (const StudyRecord& record : section->records) add(*section, record);
  }
  std::vector<FitTarget> found;

 private:
  void fault(const StudyRecord& record, std::string what, std::string expected) {
    faults_.push_back(fault_at(study_, record.record.mark, "outcomes." + record.record.id, std::move(what),
                               std::move(expected)));
  }

  void add(const StudySection& section, const StudyRecord& record) {
    const std::string id = section.value(record, "series")->text,
                      period = section.value(record, "period")->text;
    const RecordedSeries* series = recorded_.find(id);
    if (series == nullptr) {
      std::vector<std::string> known;
      for (const RecordedSeries& s : recorded_.series) known.push_back(s.id);
      const std::string near = nearest(id, known);
      return fault(record, fmt::format("`{}` is no recorded series", id),
                   near.empty() ? "the id of a series in the folder of records"
                                : fmt::format("did you mean `{}`?", near));
    }
    if (!series->kpi) return fault(record, fmt::format("{} is not simulated", id), "a series with a `kpi`");
    const RecordedFigure* figure = figure_of(*series, period);
    if (figure == nullptr || !figure->recorded)
      return fault(record, fmt::format("{} has no record of {}", id, period), "a period that is recorded");
    if (figure->role == Role::predicted)
      return fault(record, fmt::format("{} of {} is to be predicted", id, period),
                   "a figure whose role is calibrated: nothing is fitted to what is predicted");
    const Period& m = base_.settings.measure;
    if (figure->days.from < m.from || figure->days.to > m.to)
      return fault(record, fmt::format("{} is outside the base's window", period),
                   fmt::format("a period from {} to {}", to_iso(m.from), to_iso(m.to)));
    for (const FitTarget& other : found) {
      if (other.series == series && other.figure->days.from <= figure->days.to &&
          figure->days.from <= other.figure->days.to)
        return fault(record, fmt::format("{} overlaps {} of the same series", period, other.figure->period),
                     "outcomes that are independent");
    }
    if (const auto seen = Observed::make(*series, *series->kpi); !seen) {
      faults_.push_back(seen.error());
      return;
    }
    found.push_back({series, figure});
  }

  const Study& study_;
  const Scenario& base_;
  const Recorded& recorded_;
  Diagnostics& faults_;
};

double setting(const Study& study, std::string_view key, double otherwise) {
  const StudySection* fit = study.section("fit");
  if (fit == nullptr || fit->records.empty()) return otherwise;
  const scenario::Value* v = fit->value(fit->records.front(), key);
  return v == nullptr ? otherwise : v->number;
}

/// A factor begins at 1, where the base stands; what has no such value in the middle of its range.
double start_of(const Parameter& p) {
  if (p.prefix.starts_with("times") && p.low <= 1 && 1 <= p.high) return 1;
  return p.low + (p.high - p.low) / 2;
}

std::string flow_text(const Node& node, const Level& level) {
  if (node.kind == Node::Kind::scalar) {
    if (node.text == "value") return level.text;
    if (node.text.ends_with(" value")) return node.text.substr(0, node.text.size() - 5) + level.text;
    return node.text;
  }
  std::string out;
  for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow_text(item, level);
  if (node.kind == Node::Kind::sequence) return "[" + out + "]";
  for (const scenario::Entry& e : node.entries)
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", e.key, flow_text(e.value, level));
  return node.kind == Node::Kind::mapping ? "{" + out + "}" : "";
}

/// One move at a level, as a scenario's `changes` say it.
std::string change_text(const scenario::Move& move, const Level& level) {
  if (move.path.empty()) return flow_text(move.change, level);
  const auto first = move.path.find('.'), last = move.path.rfind('.');
  const std::string head = move.path.substr(0, first), key = move.path.substr(last + 1);
  const scenario::Table* table = scenario::find_table(head);
  const std::string subject = table == nullptr ? "rule" : std::string(table->singular);
  const std::string id = first == last ? "" : move.path.substr(first + 1, last - first - 1);
  return fmt::format("{{{}: {}, {}: {}}}", subject, id, key, level.text);
}

/// The level nearest to x that four decimals can write: what is frozen is what was measured.
Level rounded_level(const Parameter& p, double x) {
  return scenario::level_at(p, scenario::read_number(fmt::format("{:.4f}", x)).value_or(x));
}

class Fitting {
 public:
  Fitting(const Study& study, const Scenario& base, std::vector<FitTarget> targets,
          const CalibrateOptions& options)
      : study_(study), base_(base), targets_(std::move(targets)), options_(options) {
    seed_ = options.seed.value_or(study.seed.value_or(base.settings.seed));
    replications_ = options.replications.value_or(study.replications.value_or(base.settings.replications));
    least_error_ = setting(study, "least_error", 0.05);
    for (const FitTarget& t : targets_) observed_.push_back(*Observed::make(*t.series, *t.series->kpi));
  }

  tl::expected<Calibration, RunFailure> run() {
    std::vector<Unknown> unknowns;
    for (const Parameter& p : study_.parameters) unknowns.push_back({p.name, p.low, p.high, start_of(p)});
    FitOptions fit_options;
    fit_options.difference = setting(study_, "difference", 0.05);
    fit_options.most_steps = static_cast<int>(setting(study_, "steps", 12));
    const auto fit = fit_least_squares(
        unknowns, [this](const std::vector<double>& x) { return residuals(x); }, fit_options);
    if (!fit) return tl::unexpected(refusal(fit.error()));
    return answer(unknowns, *fit);
  }

 private:
  double error_of(const FitTarget& t) const {
    return std::max((t.figure->high - t.figure->low) / 2, least_error_ * std::abs(*t.figure->recorded));
  }

  std::optional<std::vector<double>> residuals(const std::vector<double>& x) {
    const auto values = simulated(x);
    if (!values) return std::nullopt;
    std::vector<double> r;
    for (std::size_t i = 0; i < targets_.size(); ++i)
      r.push_back(((*values)[i] - *targets_[i].figure->recorded) / error_of(targets_[i]));
    if (options_.line) {
      double squares = 0;
      for (const double v : r) squares += v * v;
      options_.line(fmt::format("{}: {:.4g}", point_text(x), squares));
    }
    return r;
  }

  scenario::Point point_of(const std::vector<double>& x) const {
    scenario::Point point;
    for (std::size_t k = 0; k < x.size(); ++k) point.emplace_back(rounded_level(study_.parameters[k], x[k]));
    return point;
  }
  std::string point_text(const std::vector<double>& x) const { return to_text(study_, point_of(x)); }

  /// Means over replications, in the units of the records. Points that are written alike are run once.
  std::optional<std::vector<double>> simulated(const std::vector<double>& x) {
    const std::string written = point_text(x);
    if (const auto known = seen_.find(written); known != seen_.end()) return known->second;
    auto values = run_at(x);
    if (values) seen_.emplace(written, *values);
    return values;
  }

  std::optional<std::vector<double>> run_at(const std::vector<double>& x) {
    const Result<Scenario> s = at_point(base_, study_, point_of(x));
    if (!s) return gave_up({RunFailure::Kind::input, s.error()});
    const auto world = ReadyWorld::make(*s);
    if (!world) return gave_up(world.error());
    std::vector<std::vector<std::optional<double>>> runs(static_cast<std::size_t>(replications_));
    Pace quiet = options_.pace;
    quiet.progress = {};
    const auto where = [](int number) { return fmt::format("replication {}", number); };
    const auto work = [&](int number) -> std::optional<RunFailure> {
      auto outcome = world->replicate({seed_, number}, where(number));
      if (!outcome) return std::move(outcome.error());
      auto& run = runs[static_cast<std::size_t>(number)];
      for (std::size_t i = 0; i < targets_.size(); ++i)
        run.push_back(observed_[i].value(outcome->figures, targets_[i].figure->days, base_.settings.measure));
      return std::nullopt;
    };
    if (auto ran = for_each_number(replications_, quiet, study_.name, work, where); !ran)
      return gave_up(ran.error());
    std::vector<double> means;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      std::vector<double> values;
      for (const auto& run : runs) values.push_back(run[i].value_or(0));
      means.push_back(mean(values));
    }
    return means;
  }

  std::nullopt_t gave_up(RunFailure why) {
    why_ = std::move(why);
    return std::nullopt;
  }

  RunFailure refusal(const FitFailure& f) const {
    if (f.kind == FitFailure::Kind::no_value) return why_;
    std::string singular;
    for (const double s : f.singular_values)
      singular += fmt::format("{}{:.3g}", singular.empty() ? "" : ", ", s);
    return {RunFailure::Kind::input,
            {fault_at(study_, {1, 1}, "parameters", f.what + "; singular values " + singular,
                      "fewer parameters, wider bounds, or outcomes that feel them")}};
  }

  tl::expected<Calibration, RunFailure> answer(const std::vector<Unknown>& unknowns, const Fit& fit) {
    Calibration c;
    c.fit = fit;
    c.seed = seed_;
    c.replications = replications_;
    std::vector<double> start;
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
      const Parameter& p = study_.parameters[k];
      const Level best = rounded_level(p, fit.best[k]);
      start.push_back(unknowns[k].start);
      c.parameters.push_back({p.name, rounded_level(p, unknowns[k].start).text, best.text});
      for (const scenario::Move& move : p.moves) c.changes.push_back(change_text(move, best));
    }
    const auto first = simulated(start), last = simulated(fit.best);
    if (!first || !last) return tl::unexpected(why_);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const FitTarget& t = targets_[i];
      c.outcomes.push_back({t.series->id, t.series->name, t.figure->period, t.series->unit,
                            *t.figure->recorded, t.figure->low, t.figure->high, error_of(t), (*first)[i],
                            (*last)[i]});
    }
    return c;
  }

  const Study& study_;
  const Scenario& base_;
  const std::vector<FitTarget> targets_;
  const CalibrateOptions& options_;
  std::uint64_t seed_ = 1;
  int replications_ = 1;
  double least_error_ = 0.05;
  std::vector<Observed> observed_;  ///< [target]
  std::map<std::string, std::vector<double>> seen_;
  RunFailure why_;
};

}  // namespace

Result<void> check_calibration(const Study& study, const Scenario& base, const Recorded& recorded) {
  Diagnostics faults;
  const Targets targets{study, base, recorded, faults};
  if (study.parameters.empty())
    faults.push_back(
        fault_at(study, {1, 1}, "parameters", "nothing is to be fitted", "at least one parameter"));
  for (const Parameter& p : study.parameters) {
    if (p.kind != Parameter::Kind::number || !p.ranged)
      faults.push_back(fault_at(study, p.mark, p.name, "no range of numbers", "from: and to:, its bounds"));
  }
  if (faults.empty() && 3 * study.parameters.size() > targets.found.size()) {
    faults.push_back(
        fault_at(study, {1, 1}, "outcomes",
                 fmt::format("{} outcomes for {} parameters", targets.found.size(), study.parameters.size()),
                 "at least three independent outcomes for each parameter"));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return {};
}

tl::expected<Calibration, RunFailure> calibrate(const Study& study, const Scenario& base,
                                                const Recorded& recorded, const CalibrateOptions& options) {
  Diagnostics faults;
  Targets targets{study, base, recorded, faults};
  if (!faults.empty()) return tl::unexpected(RunFailure{RunFailure::Kind::input, std::move(faults)});
  return Fitting{study, base, std::move(targets.found), options}.run();
}

}  // namespace corridor::experiment
