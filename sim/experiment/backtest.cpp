#include "sim/experiment/backtest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/engine/assert.hpp"
#include "sim/experiment/observe.hpp"
#include "sim/experiment/statistics.hpp"
#include "sim/experiment/unit.hpp"

namespace corridor::experiment {
namespace {

using scenario::Given;
using scenario::Recorded;
using scenario::RecordedFigure;
using scenario::RecordedSeries;
using scenario::Role;
using scenario::Scenario;

/// What one row asks of every replication of its scenario.
struct Question {
  std::size_t row = 0;
  const Observed* figure = nullptr;    ///< of the row itself
  std::vector<const Observed*> fills;  ///< of each ceiling
  std::vector<double> ceilings;        ///< tonnes
  std::vector<std::size_t> given;      ///< position of each in the row's `given`
};

/// The figures that series and their ceilings ask for, each resolved once.
class Catalogue {
 public:
  tl::expected<void, Diagnostics> add(const Recorded& recorded) {
    Diagnostics faults;
    for (const RecordedSeries& s : recorded.series) {
      Entry& e = entries_.emplace_back();
      if (s.kpi) take(Observed::make(s, *s.kpi), e.figure, faults);
      e.fills.resize(s.given.size());
      RecordedSeries in_tonnes = s;
      in_tonnes.unit = "t";
      for (std::size_t g = 0; g < s.given.size(); ++g) {
        auto by = s.given[g].filled_by ? s.given[g].filled_by : s.kpi;
        if (by) by->tonnes_each.reset();
        if (!s.given[g].ceiling.empty() && by) take(Observed::make(in_tonnes, *by), e.fills[g], faults);
      }
    }
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return {};
  }
  const Observed* figure(std::size_t series) const { return pointer(entries_[series].figure); }
  const Observed* fill(std::size_t series, std::size_t given) const {
    return pointer(entries_[series].fills[given]);
  }

 private:
  struct Entry {
    std::optional<Observed> figure;
    std::vector<std::optional<Observed>> fills;  ///< [given]
  };
  static void take(tl::expected<Observed, Diagnostic> made, std::optional<Observed>& into,
                   Diagnostics& faults) {
    if (made) {
      into = std::move(*made);
    } else {
      faults.push_back(std::move(made.error()));
    }
  }
  static const Observed* pointer(const std::optional<Observed>& o) { return o ? &*o : nullptr; }
  std::vector<Entry> entries_;  ///< [series]
};

BacktestRow row_of(const RecordedSeries& s, const RecordedFigure& f, const std::string& scenario) {
  BacktestRow row;
  row.series = s.id;
  row.name = s.name;
  row.measured_at = s.measured_at;
  row.unit = s.unit;
  row.period = f.period;
  row.days = f.days;
  row.role = f.role;
  row.recorded = f.recorded;
  if (f.recorded) {
    row.recorded_low = f.low;
    row.recorded_high = f.high;
  }
  row.simulated_series = s.kpi.has_value();
  row.scenario = scenario;
  row.source = f.source;
  row.note = f.note;
  row.remark = s.remark;
  return row;
}

bool within(const Period& inner, const Period& outer) {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/// The same days a year earlier.
Period year_before(const Period& days) {
  const Month first = month_of(days.from), last = month_of(days.to);
  const auto shifted = [](Day day, Month month) {
    const Day start = first_day(month + -12);
    return std::min(start + (day - first_day(month)), first_day(month + -11) - std::chrono::days{1});
  };
  Period before{shifted(days.from, first), shifted(days.to, last)};
  if (days.to == first_day(last + 1) - std::chrono::days{1})
    before.to = first_day(last + -11) - std::chrono::days{1};  // the end of February stays its end
  return before;
}

std::optional<double> recorded_over(const RecordedSeries& s, const Period& days) {
  for (const RecordedFigure& f : s.records) {
    if (f.recorded && f.days == days) return f.recorded;
  }
  return std::nullopt;
}

std::optional<double> per_cent(std::optional<double> value, std::optional<double> of) {
  if (!value || !of || *of == 0) return std::nullopt;
  return 100 * (*value - *of) / std::abs(*of);
}

/// Rows, and what is asked for them; the rows know nothing simulated yet.
class Sheet {
 public:
  Sheet(const std::vector<Scenario>& scenarios, const Recorded& recorded, const Catalogue& catalogue)
      : scenarios_(scenarios), recorded_(recorded), catalogue_(catalogue), asked(scenarios.size()) {}

  tl::expected<void, Diagnostic> fill() {
    for (std::size_t s = 0; s < recorded_.series.size(); ++s) {
      const std::size_t first = rows.size();
      for (std::size_t i = 0; i < scenarios_.size(); ++i) add_series(s, i);
      std::vector<std::size_t> order;
      for (std::size_t r = first; r < rows.size(); ++r) order.push_back(r);
      std::ranges::sort(order, {},
                        [&](std::size_t r) { return std::tuple(rows[r].days.from, rows[r].days.to, r); });
      std::vector<BacktestRow> sorted;
      std::vector<std::size_t> homes;
      for (const std::size_t r : order) {
        sorted.push_back(std::move(rows[r]));
        homes.push_back(home_[r]);
      }
      std::ranges::move(sorted, rows.begin() + static_cast<std::ptrdiff_t>(first));
      std::ranges::copy(homes, home_.begin() + static_cast<std::ptrdiff_t>(first));
      for (std::size_t r = first; r < rows.size(); ++r) {
        if (auto asked_well = ask(s, r); !asked_well) return asked_well;
      }
    }
    return {};
  }

 private:
  void add_series(std::size_t s, std::size_t scenario) {
    const RecordedSeries& series = recorded_.series[s];
    const Period& measured = scenarios_[scenario].settings.measure;
    bool any = false;
    const auto add = [&](const RecordedFigure& f) {
      rows.push_back(row_of(series, f, scenarios_[scenario].name));
      home_.push_back(scenario);
      any = true;
    };
    for (const RecordedFigure& f : series.records) {
      if (within(f.days, measured)) add(f);
    }
    if (any) return;
    RecordedFigure none;
    none.period = scenario::period_text(measured);
    none.days = measured;
    none.role = Role::no_record;
    add(none);
  }

  tl::expected<void, Diagnostic> ask(std::size_t s, std::size_t r) {
    const RecordedSeries& series = recorded_.series[s];
    const Scenario& scenario = scenarios_[home_[r]];
    Question q;
    q.row = r;
    q.figure = catalogue_.figure(s);
    BacktestRow& row = rows[r];
    for (std::size_t g = 0; g < series.given.size(); ++g) {
      row.given.push_back(series.given[g].what);
      const Observed* fill = catalogue_.fill(s, g);
      if (fill == nullptr) continue;
      auto ceiling = ceiling_tonnes(scenario, series, series.given[g], row.days);
      if (!ceiling) return tl::unexpected(std::move(ceiling.error()));
      if (!*ceiling || **ceiling <= 0) continue;
      q.fills.push_back(fill);
      q.ceilings.push_back(**ceiling);
      q.given.push_back(g);
    }
    if (q.figure != nullptr) asked[home_[r]].push_back(std::move(q));
    return {};
  }

  const std::vector<Scenario>& scenarios_;
  const Recorded& recorded_;
  const Catalogue& catalogue_;
  std::vector<std::size_t> home_;  ///< [row] its scenario

 public:
  std::vector<BacktestRow> rows;
  std::vector<std::vector<Question>> asked;  ///< [scenario]
};

/// What one replication answers: per question its own figure, then those of its ceilings.
using Answers = std::vector<std::vector<std::optional<double>>>;

Answers answers_of(const std::vector<Question>& questions, const std::vector<BacktestRow>& rows,
                   const Figures& figures, const Period& measured) {
  Answers out;
  for (const Question& q : questions) {
    const Period& days = rows[q.row].days;
    std::vector<std::optional<double>>& answer = out.emplace_back();
    answer.push_back(q.figure->value(figures, days, measured));
    for (const Observed* fill : q.fills) answer.push_back(fill->value(figures, days, measured));
  }
  return out;
}

/// All replications of all scenarios, plain ones first.
class Runs {
 public:
  Runs(const std::vector<Scenario>& scenarios, const Sheet& sheet, const BacktestOptions& options)
      : scenarios_(scenarios), sheet_(sheet), options_(options) {
    for (std::size_t s = 0; s < scenarios.size(); ++s) {
      const int n = options.replications.value_or(scenarios[s].settings.replications);
      CORRIDOR_PRE(n >= 1);
      replications.push_back(n);
      for (int r = 0; r < n; ++r) pieces_.push_back({s, r, false});
    }
    if (!options.draw_ranges) return;
    const std::vector<Piece> plain = pieces_;
    for (Piece p : plain) {
      p.drawn = true;
      pieces_.push_back(p);
    }
  }

  tl::expected<void, RunFailure> run() {
    std::vector<ReadyWorld> worlds;
    for (const Scenario& s : scenarios_) {
      auto world = ReadyWorld::make(s);
      if (!world) return tl::unexpected(std::move(world.error()));
      worlds.push_back(std::move(*world));
    }
    answers_.resize(pieces_.size());
    const auto work = [&](int number) -> std::optional<RunFailure> {
      const Piece& p = pieces_[static_cast<std::size_t>(number)];
      const Scenario& s = scenarios_[p.scenario];
      const std::uint64_t seed = options_.seed.value_or(s.settings.seed);
      const Luck luck{seed, p.replication};
      auto outcome = p.drawn ? replicate_drawn(s, worlds[p.scenario], luck,
                                               {seed, p.replication, replications[p.scenario]}, where(number))
                             : worlds[p.scenario].replicate(luck, where(number));
      if (!outcome) return std::move(outcome.error());
      answers_[static_cast<std::size_t>(number)] =
          answers_of(sheet_.asked[p.scenario], sheet_.rows, outcome->figures, s.settings.measure);
      return std::nullopt;
    };
    return for_each_number(static_cast<int>(pieces_.size()), options_.pace, "backtest", work,
                           [&](int number) { return where(number); });
  }

  /// Values of one question over the replications of a scenario; those without one are left out.
  std::vector<double> samples(std::size_t scenario, std::size_t question, std::size_t part,
                              bool drawn) const {
    std::vector<double> out;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].scenario != scenario || pieces_[i].drawn != drawn) continue;
      if (const auto& value = answers_[i][question][part]) out.push_back(*value);
    }
    return out;
  }

  std::vector<int> replications;  ///< [scenario]

 private:
  struct Piece {
    std::size_t scenario = 0;
    int replication = 0;
    bool drawn = false;
  };
  std::string where(int number) const {
    const Piece& p = pieces_[static_cast<std::size_t>(number)];
    return fmt::format("{}, replication {}{}", scenarios_[p.scenario].name, p.replication,
                       p.drawn ? " with drawn figures" : "");
  }
  const std::vector<Scenario>& scenarios_;
  const Sheet& sheet_;
  const BacktestOptions& options_;
  std::vector<Piece> pieces_;
  std::vector<Answers> answers_;  ///< [piece]
};

void take_simulated(const Runs& runs, std::size_t scenario, std::size_t question, const Question& q,
                    BacktestRow& row) {
  const std::vector<double> noise = runs.samples(scenario, question, 0, false);
  if (noise.empty()) return;
  row.simulated = mean(noise);
  if (const auto interval = t_interval(noise)) {
    row.low = interval->low;
    row.high = interval->high;
  }
  if (const auto interval = interval_with_ignorance(noise, runs.samples(scenario, question, 0, true))) {
    row.low_all = interval->low;
    row.high_all = interval->high;
  }
  for (std::size_t c = 0; c < q.fills.size(); ++c) {
    const std::vector<double> filled = runs.samples(scenario, question, c + 1, false);
    if (filled.empty()) continue;
    const double used = mean(filled) / q.ceilings[c];
    row.given[q.given[c]] += fmt::format(" ({:.0f} % used)", 100 * used);
    row.ceiling_used = std::max(used, row.ceiling_used.value_or(0));
  }
}

/// Errors, last year's values and changes, once everything simulated is known.
void judge(const Recorded& recorded, std::vector<BacktestRow>& rows) {
  for (BacktestRow& row : rows) {
    const RecordedSeries& series = *recorded.find(row.series);
    const Period before = year_before(row.days);
    const std::optional<double> last = recorded_over(series, before);
    row.error_pct = per_cent(row.simulated, row.recorded);
    row.persistence_pct = per_cent(last, row.recorded);
    row.recorded_change_pct = per_cent(row.recorded, last);
    const auto simulated_before = std::ranges::find_if(rows, [&](const BacktestRow& other) {
      return other.series == row.series && other.days == before && other.simulated;
    });
    if (simulated_before != rows.end())
      row.simulated_change_pct = per_cent(row.simulated, simulated_before->simulated);
  }
}

Skill skill_of(Role role, const std::vector<BacktestRow>& rows) {
  Skill s;
  s.role = role;
  for (const BacktestRow& row : rows) {
    if (row.role != role || !row.error_pct) continue;
    ++s.rows;
    const bool in_range = *row.recorded_low <= *row.simulated && *row.simulated <= *row.recorded_high;
    s.within_10 += in_range || std::abs(*row.error_pct) <= 10 ? 1 : 0;
    s.within_15 += in_range || std::abs(*row.error_pct) <= 15 ? 1 : 0;
    if (const auto beats = row.beats_persistence()) {
      ++s.with_last_year;
      s.beat += *beats ? 1 : 0;
    }
    if (const auto right = row.sign_right(); right && std::abs(*row.recorded_change_pct) >= 10) {
      ++s.with_change;
      s.right += *right ? 1 : 0;
    }
  }
  return s;
}

}  // namespace

std::optional<bool> BacktestRow::beats_persistence() const {
  if (!error_pct || !persistence_pct) return std::nullopt;
  return std::abs(*error_pct) < std::abs(*persistence_pct);
}

std::optional<bool> BacktestRow::sign_right() const {
  if (!recorded_change_pct || !simulated_change_pct) return std::nullopt;
  return (*recorded_change_pct > 0) == (*simulated_change_pct > 0);
}

tl::expected<Backtest, RunFailure> backtest(const std::vector<Scenario>& scenarios, const Recorded& recorded,
                                            const BacktestOptions& options) {
  CORRIDOR_PRE(!scenarios.empty());
  Catalogue catalogue;
  if (auto known = catalogue.add(recorded); !known)
    return tl::unexpected(RunFailure{RunFailure::Kind::input, std::move(known.error())});
  Sheet sheet{scenarios, recorded, catalogue};
  if (auto filled = sheet.fill(); !filled)
    return tl::unexpected(RunFailure{RunFailure::Kind::input, {std::move(filled.error())}});
  Runs runs{scenarios, sheet, options};
  if (auto ran = runs.run(); !ran) return tl::unexpected(std::move(ran.error()));
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    for (std::size_t q = 0; q < sheet.asked[s].size(); ++q) {
      const Question& question = sheet.asked[s][q];
      take_simulated(runs, s, q, question, sheet.rows[question.row]);
    }
  }
  Backtest out;
  out.rows = std::move(sheet.rows);
  judge(recorded, out.rows);
  for (const Role role : {Role::calibrated, Role::predicted, Role::given})
    out.skill.push_back(skill_of(role, out.rows));
  for (const Scenario& s : scenarios) out.scenarios.push_back(s.name);
  out.replications = *std::ranges::min_element(runs.replications);
  return out;
}

}  // namespace corridor::experiment
