#include "sim/experiment/observe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/experiment/families.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/units.hpp"

namespace corridor::experiment {
namespace {

using scenario::Given;
using scenario::RecordedKpi;
using scenario::RecordedSeries;

Diagnostic fault_of(const RecordedSeries& series, const scenario::Mark& mark, std::string found,
                    std::string expected) {
  return {Severity::error,         series.file,      mark.line,          mark.column,
          "recorded." + series.id, std::move(found), std::move(expected)};
}

std::optional<Key> key_of(std::string_view word) {
  for (std::size_t k = 0; k < kKeys; ++k) {
    if (to_word(static_cast<Key>(k)) == word) return static_cast<Key>(k);
  }
  return std::nullopt;
}

/// The position of the cut with exactly these keys, in any order.
std::optional<std::size_t> cut_of(const Family& family, const Figure& figure, Cut keys) {
  std::ranges::sort(keys);
  const std::vector<Cut> cuts = family.all_cuts();
  for (std::size_t c = 0; c < cuts.size(); ++c) {
    Cut sorted = cuts[c];
    std::ranges::sort(sorted);
    if (sorted == keys && family.takes(figure, c)) return c;
  }
  return std::nullopt;
}

/// Every combination of one label a key.
std::vector<std::vector<std::string>> combinations(const std::vector<std::vector<std::string>>& labels) {
  std::vector<std::vector<std::string>> out{{}};
  for (const std::vector<std::string>& choices : labels) {
    std::vector<std::vector<std::string>> longer;
    for (const std::vector<std::string>& begun : out) {
      for (const std::string& label : choices) {
        longer.push_back(begun);
        longer.back().push_back(label);
      }
    }
    out = std::move(longer);
  }
  return out;
}

/// One figure of a ceiling: its steps and what turns them into tonnes a month (1 for a plain factor).
struct Factor {
  const scenario::TableData* table = nullptr;
  const scenario::Record* record = nullptr;
  const scenario::Field* field = nullptr;
  double to_tonnes_a_month = 1;
  bool is_rate = false;
};

tl::expected<Factor, Diagnostic> factor_of(const scenario::Scenario& s, const RecordedSeries& series,
                                           const Given& given, const std::string& path) {
  const auto nowhere = [&](const std::string& why) {
    return tl::unexpected(
        fault_of(series, given.mark, fmt::format("`{}` {}", path, why), "TABLE.ID.FIELD of a quantity"));
  };
  const auto first = path.find('.'), last = path.rfind('.');
  if (first == std::string::npos || first == last) return nowhere("is no path of three words");
  const scenario::Table* table = scenario::find_table(path.substr(0, first));
  if (table == nullptr) return nowhere("names no table");
  Factor f;
  f.table = &s.table(table->name);
  f.record = scenario::find_written(s, table->name, path.substr(first + 1, last - first - 1));
  if (f.record == nullptr) return nowhere("names no record");
  const int i = scenario::field_index(*table, path.substr(last + 1));
  if (i < 0) return nowhere("names no field");
  f.field = &table->fields[static_cast<std::size_t>(i)];
  const scenario::Unit own = *scenario::read_unit(f.field->unit);
  if (own.plain) return f;
  if (!scenario::fits(own, "t/month")) return nowhere("is no rate of tonnes and no plain number");
  f.to_tonnes_a_month = scenario::converted(1, own, *scenario::read_unit("t/month"));
  f.is_rate = true;
  return f;
}

double on(const Factor& f, Day day) {
  const scenario::Value* v = scenario::value_on(*f.table, *f.record, f.field->key, day);
  return v == nullptr ? 0 : v->number * f.to_tonnes_a_month;
}

}  // namespace

tl::expected<Observed, Diagnostic> Observed::make(const RecordedSeries& series, const RecordedKpi& kpi) {
  const auto wrong = [&](std::string found, std::string expected) {
    return tl::unexpected(fault_of(series, kpi.mark, std::move(found), std::move(expected)));
  };
  const std::vector<Family> all = families();
  Observed o;
  const Figure* figure = nullptr;
  for (std::size_t f = 0; f < all.size(); ++f) {
    const auto found = std::ranges::find(all[f].figures, kpi.name, &Figure::name);
    if (found == all[f].figures.end()) continue;
    o.family_ = f;
    o.figure_ = static_cast<std::size_t>(found - all[f].figures.begin());
    figure = &*found;
    break;
  }
  if (figure == nullptr) return wrong(fmt::format("`{}` is no KPI", kpi.name), "corridor list kpis");
  const Family& family = all[o.family_];
  Cut keys;
  for (const auto& [word, labels] : kpi.by) {
    const auto key = key_of(word);
    if (!key) return wrong(fmt::format("`{}` is nothing that KPIs are cut by", word), "corridor list kpis");
    keys.push_back(*key);
  }
  o.whole_ = cut_of(family, *figure, keys);
  Cut with_month = keys;
  with_month.push_back(Key::month);
  o.monthly_ = cut_of(family, *figure, with_month);
  if (!o.whole_ && !o.monthly_)
    return wrong(fmt::format("{} is not cut by these keys together", kpi.name), "corridor list kpis");
  o.total_ = figure->total;
  o.commodity_cut_ = cut_of(family, *figure, {Key::commodity});
  const auto of = std::ranges::find(keys, Key::commodity);
  if (of != keys.end()) o.commodities_ = kpi.by[static_cast<std::size_t>(of - keys.begin())].second;
  const auto from = scenario::read_unit(figure->unit), to = scenario::read_unit(series.unit);
  const bool in_tonnes = from && scenario::fits(*scenario::read_unit("t"), figure->unit);
  if (kpi.tonnes_each && in_tonnes && to && !scenario::fits(*to, figure->unit)) {
    o.per_unit_ = scenario::converted(1, *from, *scenario::read_unit("t")) / *kpi.tonnes_each;
  } else if (!kpi.tonnes_each && from && to && scenario::fits(*to, figure->unit)) {
    o.per_unit_ = scenario::converted(1, *from, *to);
  } else {
    return wrong(fmt::format("{} is in {}, the record in {}{}", kpi.name, figure->unit, series.unit,
                             kpi.tonnes_each ? " with `tonnes_each`" : ""),
                 "a unit of the same kind, or tonnes beside boxes or trains with `tonnes_each`");
  }
  const Cut order = family.all_cuts()[o.whole_ ? *o.whole_ : *o.monthly_];
  std::vector<std::vector<std::string>> labels;
  for (const Key key : order) {
    if (key == Key::month) continue;
    labels.push_back(kpi.by[static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin())].second);
  }
  o.parts_ = combinations(labels);
  if (!o.total_ && o.parts_.size() > 1)
    return wrong(fmt::format("{} is a mean and cannot be summed over labels", kpi.name), "one label a key");
  return o;
}

std::optional<double> Observed::value(const Figures& figures, const Period& days,
                                      const Period& measured) const {
  if (days.from < measured.from || days.to > measured.to) return std::nullopt;
  const bool whole = days == measured && whole_.has_value();
  const Month first = month_of(days.from), last = month_of(days.to);
  if (!whole) {
    const bool months =
        days.from == first_day(first) && days.to == first_day(last + 1) - std::chrono::days{1};
    if (!months || !monthly_ || (!total_ && first != last)) return std::nullopt;
  }
  const auto moved = [&](const std::string& commodity) {
    return figures.contains({family_, *commodity_cut_, {commodity}});
  };
  if (commodity_cut_ && !commodities_.empty() && std::ranges::none_of(commodities_, moved))
    return std::nullopt;
  double sum = 0;
  const auto add = [&](const std::vector<std::string>& part, std::size_t cut) {
    const auto found = figures.find({family_, cut, part});
    if (!found) return total_;
    const double value = (*found)[figure_];
    if (std::isnan(value)) return false;
    sum += value;
    return true;
  };
  for (const std::vector<std::string>& part : parts_) {
    if (whole) {
      if (!add(part, *whole_)) return std::nullopt;
      continue;
    }
    for (Month m = first; m <= last; m = m + 1) {
      std::vector<std::string> with_month = part;
      with_month.push_back(to_iso(m));
      if (!add(with_month, *monthly_)) return std::nullopt;
    }
  }
  return sum * per_unit_;
}

tl::expected<std::optional<double>, Diagnostic> ceiling_tonnes(const scenario::Scenario& scenario,
                                                               const RecordedSeries& series,
                                                               const Given& given, const Period& days) {
  if (given.ceiling.empty()) return std::optional<double>{};
  double total = 0;
  for (const std::vector<std::string>& term : given.ceiling) {
    std::vector<Factor> factors;
    for (const std::string& path : term) {
      auto factor = factor_of(scenario, series, given, path);
      if (!factor) return tl::unexpected(std::move(factor.error()));
      factors.push_back(*factor);
    }
    if (std::ranges::count(factors, true, &Factor::is_rate) != 1)
      return tl::unexpected(fault_of(series, given.mark, "a ceiling whose factors are no tonnes per time",
                                     "one rate of tonnes, and plain numbers"));
    for (Day day = days.from; day <= days.to; day += std::chrono::days{1}) {
      double product = 1;
      for (const Factor& f : factors) product *= on(f, day);
      total += product / days_in(month_of(day));
    }
  }
  return std::optional<double>{total};
}

}  // namespace corridor::experiment
