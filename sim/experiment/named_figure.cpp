#include "sim/experiment/named_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "network/units/diagnostic.hpp"
#include "sim/experiment/families.hpp"
#include "sim/scenario/quantity_text.hpp"

namespace corridor::experiment {
namespace {

using scenario::Parsed;
using scenario::TextFault;

struct Preposition {
  std::string_view word;
  std::vector<Key> keys;  ///< what it may mean
};
const std::vector<Preposition>& prepositions() {
  static const std::vector<Preposition> all{
      {"of", {Key::commodity}}, {"to", {Key::market_group, Key::market}},
      {"by", {Key::route}},     {"via", {Key::via}},
      {"from", {Key::flow}},    {"at", {Key::terminal, Key::border, Key::link}},
      {"under", {Key::rule}},   {"between", {Key::countries}},
      {"after", {Key::event}},  {"in", {Key::month}}};
  return all;
}
/// Figures of which less is better; of all others more.
constexpr std::array<std::string_view, 14> kLess{"recovery",  "backlog", "cost",   "days",     "lateness",
                                                 "co2",       "refused", "unsold", "stranded", "in_stock",
                                                 "under_way", "paid",    "spent",  "wagons"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t') {
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}
const Preposition* preposition_of(const std::string& word) {
  for (const Preposition& p : prepositions()) {
    if (p.word == word) return &p;
  }
  return nullptr;
}
tl::unexpected<TextFault> fault(std::string found, std::string expected) {
  return tl::unexpected(TextFault{std::move(found), std::move(expected)});
}

struct Asked {
  const Preposition* by;
  std::string label;
};

/// Position of the key that `asked` names in the cut.
std::optional<std::size_t> place_of(const Cut& cut, const Asked& asked) {
  for (std::size_t i = 0; i < cut.size(); ++i) {
    if (std::find(asked.by->keys.begin(), asked.by->keys.end(), cut[i]) != asked.by->keys.end()) return i;
  }
  return std::nullopt;
}

std::string nearest_figure(const std::string& name) {
  std::vector<std::string> names;
  for (const KpiInfo& kpi : kpi_catalogue()) names.push_back(kpi.name);
  const std::string near = nearest(name, names);
  return near.empty() ? "a figure of `corridor list kpis`, such as `delivered to EU`"
                      : fmt::format("did you mean `{}`?", near);
}

std::string cuts_of(const Family& family, const Figure& figure) {
  std::vector<std::string> out;
  const std::vector<Cut> cuts = family.all_cuts();
  for (std::size_t c = 0; c < cuts.size(); ++c) {
    if (!family.takes(figure, c)) continue;
    std::vector<std::string_view> keys;
    for (const Key key : cuts[c]) keys.push_back(to_word(key));
    out.push_back(cuts[c].empty() ? "the whole" : fmt::format("{}", fmt::join(keys, " and ")));
  }
  return fmt::format("{}", fmt::join(out, "; "));
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Parsed<NamedFigure> NamedFigure::read(std::string_view text) {
  NamedFigure out;
  const std::vector<std::string> words = words_of(text);
  out.text_ = fmt::format("{}", fmt::join(words, " "));
  std::size_t at = 0;
  for (; at < words.size() && (at == 0 || preposition_of(words[at]) == nullptr); ++at)
    out.name_ += (at == 0 ? "" : "_") + lower_case(words[at]);
  std::vector<Asked> asked;
  for (; at < words.size(); at += 2) {
    const Preposition* by = preposition_of(words[at]);
    if (by == nullptr)
      return fault(fmt::format("`{}` is not understood", words[at]),
                   "of, to, by, via, from, at, under, between, after or in");
    if (at + 1 == words.size()) return fault(fmt::format("nothing follows `{}`", words[at]), "a name");
    asked.push_back({by, lower_case(words[at + 1])});
    out.parts_.emplace_back(by->keys, asked.back().label);
  }

  const std::vector<Family> all = families();
  const Figure* figure = nullptr;
  for (std::size_t f = 0; f < all.size() && figure == nullptr; ++f) {
    for (std::size_t i = 0; i < all[f].figures.size(); ++i) {
      if (all[f].figures[i].name != out.name_) continue;
      figure = &all[f].figures[i];
      out.family_ = f;
      out.figure_ = i;
      break;
    }
  }
  if (figure == nullptr) return fault(fmt::format("`{}` is no figure", out.name_), nearest_figure(out.name_));
  out.unit_ = figure->unit;
  out.total_ = figure->total;
  out.monthly_ = std::any_of(asked.begin(), asked.end(), [](const Asked& a) { return a.by->word == "in"; });

  const Family& family = all[out.family_];
  const std::vector<Cut> cuts = family.all_cuts();
  for (const bool over_commodities : {false, true}) {
    if (over_commodities && (!out.total_ || !out.readings_.empty())) break;
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      if (!family.takes(*figure, c)) continue;
      Reading reading{c, {}};
      for (const Asked& a : asked) {
        if (const auto place = place_of(cuts[c], a)) reading.wanted.emplace_back(*place, a.label);
      }
      const std::size_t open =
          over_commodities && !cuts[c].empty() && cuts[c].front() == Key::commodity &&
          std::none_of(asked.begin(), asked.end(), [](const Asked& a) { return a.by->word == "of"; });
      if (reading.wanted.size() == asked.size() && asked.size() + open == cuts[c].size())
        out.readings_.push_back(std::move(reading));
    }
  }
  if (out.readings_.empty()) {
    return fault(fmt::format("`{}` is not taken of such a part", out.text_),
                 fmt::format("by: {}", cuts_of(family, *figure)));
  }
  return out;
}

bool NamedFigure::more_is_better() const {
  return std::none_of(kLess.begin(), kLess.end(),
                      [&](std::string_view less) { return name_.starts_with(less); });
}

template <class Use>
void NamedFigure::each_part(const Figures& figures, const Reading& reading, Use use) const {
  const auto [begin, end] = figures.of_cut(family_, reading.cut);
  for (std::size_t i = begin; i < end; ++i) {
    const std::vector<std::string> labels = labels_in(figures[i].labels);
    const auto fits = [&](const auto& wanted) { return lower_case(labels[wanted.first]) == wanted.second; };
    if (std::all_of(reading.wanted.begin(), reading.wanted.end(), fits)) use(figures[i].values[figure_]);
  }
}

double NamedFigure::in(const Figures& figures) const {
  for (const Reading& reading : readings_) {
    double sum = 0;
    bool found = false;
    each_part(figures, reading, [&](double value) {
      sum += value;
      found = true;
    });
    if (found) return sum;
  }
  return total_ ? 0 : std::numeric_limits<double>::quiet_NaN();
}

store::Kpi NamedFigure::summarize(const std::vector<Figures>& noise, const std::vector<Figures>& drawn,
                                  double level) const {
  const auto samples = [&](const std::vector<Figures>& runs) {
    std::vector<double> out;
    for (const Figures& run : runs) {
      if (const double value = in(run); !std::isnan(value)) out.push_back(value);
    }
    return out;
  };
  Figure figure = families()[family_].figures[figure_];
  figure.name = text_;
  return make_kpi(figure, samples(noise), samples(drawn), level);
}

bool NamedFigure::has_part(const Figures& figures) const {
  bool found = false;
  for (const Reading& reading : readings_) each_part(figures, reading, [&](double) { found = true; });
  return found;
}

Result<std::vector<NamedFigure>> figures_asked(const std::vector<scenario::Said>& report) {
  std::vector<NamedFigure> out;
  Diagnostics faults;
  for (const scenario::Said& said : report) {
    auto figure = NamedFigure::read(said.text);
    if (figure)
      out.push_back(std::move(*figure));
    else
      faults.push_back({Severity::error, said.file, said.mark.line, said.mark.column, "report",
                        figure.error().found, figure.error().expected});
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return out;
}

Parsed<Target> Target::read(std::string_view text) {
  struct Word {
    std::string_view text;
    bool at_least;
  };
  static constexpr std::array<Word, 6> words{{{" at least ", true},
                                              {" at most ", false},
                                              {">=", true},
                                              {"<=", false},
                                              {" above ", true},
                                              {" below ", false}}};
  for (const Word& word : words) {
    const auto at = text.find(word.text);
    if (at == std::string_view::npos) continue;
    auto figure = NamedFigure::read(text.substr(0, at));
    if (!figure) return tl::unexpected(figure.error());
    const auto bound = scenario::read_amount(text.substr(at + word.text.size()), figure->unit());
    if (!bound) return tl::unexpected(bound.error());
    if (bound->low < bound->high) return fault("a target with a range", "one number, such as 5 Mt");
    return Target{std::string{text}, std::move(*figure), word.at_least, bound->number};
  }
  return fault(fmt::format("`{}` says no bound", text),
               "such as `delivered to EU at least 5 Mt` or `days<=60 days`");
}

bool Target::missed(const Figures& figures) const {
  const double value = figure.in(figures);
  return std::isnan(value) || (at_least ? value < bound : value > bound);
}

}  // namespace corridor::experiment
