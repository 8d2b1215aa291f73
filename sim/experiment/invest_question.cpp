/// @file invest_question.cpp  The sections of a study that `invest` reads.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/experiment/invest.hpp"

namespace corridor::experiment {
namespace {

using scenario::Scenario;
using scenario::Study;
using scenario::StudyRecord;
using scenario::StudySection;
using scenario::Value;

constexpr std::size_t kMostProjects = 16;

class Reader {
 public:
  Reader(const Study& study, const Scenario& base, bool draw) : study_(study), base_(base) { q_.draw = draw; }

  Result<InvestQuestion> read() {
    q_.replications = study_.replications.value_or(base_.settings.replications);
    q_.seed = study_.seed.value_or(base_.settings.seed);
    q_.draw = q_.draw && q_.replications > 1;  // one draw tells nothing
    appraisal();
    projects();
    futures();
    if (!faults_.empty()) return tl::make_unexpected(faults_);
    std::vector<ProjectCost> costs;
    for (const InvestProject& p : q_.projects) costs.push_back(p.cost);
    q_.plans = plans_within(costs, q_.budget_usd);
    if (q_.runs() > kMostInvestRuns) {
      fault({1, 1}, "",
            fmt::format("{} plans x {} futures x {} years x {} replications{} are {} runs", q_.plans.size(),
                        q_.futures.size(), q_.years.size(), q_.replications,
                        q_.draw ? ", as written and drawn," : "", q_.runs()),
            fmt::format("at most {}", kMostInvestRuns));
      return tl::make_unexpected(faults_);
    }
    return std::move(q_);
  }

 private:
  void fault(scenario::Mark mark, std::string path, std::string found, std::string expected) {
    faults_.push_back({Severity::error, study_.file, mark.line, mark.column, std::move(path),
                       std::move(found), std::move(expected)});
  }

  const StudySection* section(const char* name, const char* example) {
    const StudySection* s = study_.section(name);
    if (s != nullptr && !s->records.empty()) return s;
    fault({1, 1}, name, "not said", example);
    return nullptr;
  }

  /// Money of a study is in USD of the base year, or turned into it at the rate of that year's first day.
  double usd(const Value& v) {
    if (v.currency.empty() || folded(v.currency) == "usd") return v.number;
    const scenario::TableData& currencies = base_.table("currencies");
    const scenario::Record* record = currencies.find(folded(v.currency));
    const Day day{std::chrono::year{q_.terms.base_year} / 1 / 1};
    const Value* rate = record != nullptr ? value_on(currencies, *record, "per_usd", day) : nullptr;
    if (rate == nullptr || rate->number <= 0) {
      fault(v.mark, "", fmt::format("no rate of {} in {}", v.currency, q_.terms.base_year), "USD");
      return 0;
    }
    return v.number / rate->number;
  }

  void appraisal() {
    const StudySection* s = section("appraisal", "appraisal: {standing: XX, base_year: 2025, years: 2026}");
    if (s == nullptr) return;
    const StudyRecord& r = s->records.front();
    const auto number = [&](const char* key) { return s->value(r, key)->number; };
    q_.standing = s->value(r, "standing")->text;
    q_.terms.base_year = static_cast<int>(number("base_year"));
    q_.terms.horizon_years = static_cast<int>(std::ceil(number("horizon")));
    q_.terms.discount_rate = number("discount_rate") / 100.0;
    q_.terms.growth = number("growth") / 100.0;
    q_.home_rail_cost = s->value(r, "home_rail_cost");
    q_.co2_usd_t = usd(*s->value(r, "co2_price"));
    if (const Value* budget = s->value(r, "budget")) q_.budget_usd = usd(*budget);
    years(*s->value(r, "years"));
    const scenario::TableData& railways = base_.table("railways");
    const bool known = std::any_of(railways.records.begin(), railways.records.end(), [&](const auto& rec) {
      const Value* country = value_on(railways, rec, "country");
      return country != nullptr && country->text == q_.standing;
    });
    if (!known) {
      fault(s->value(r, "standing")->mark, "appraisal.standing",
            fmt::format("no railway of a country `{}`", q_.standing), "the code of a country with a railway");
    }
  }

  /// "2028, 2032"
  void years(const Value& said) {
    int year = 0, digits = 0;
    bool sound = true;
    for (std::size_t i = 0; i <= said.text.size(); ++i) {
      const char c = i < said.text.size() ? said.text[i] : ',';
      if (c >= '0' && c <= '9') {
        year = year * 10 + (c - '0');
        sound = sound && ++digits <= 4;
        if (!sound) break;
      } else if (c == ',') {
        const bool after = q_.years.empty() || year > q_.years.back();
        sound = sound && digits == 4 && after && year >= q_.terms.base_year;
        q_.years.push_back(year);
        year = digits = 0;
      } else if (c != ' ') {
        sound = false;
      }
    }
    if (sound) return;
    fault(said.mark, "appraisal.years", fmt::format("`{}`", said.text.substr(0, 60)),
          "calendar years, ascending, none before base_year: 2028, 2032");
  }

  void projects() {
    const StudySection* s = section("projects", "projects:, then one `- {id: ..., capex: ...}` a line");
    if (s == nullptr) return;
    if (s->records.size() > kMostProjects) {
      fault(s->records.front().record.mark, "projects", fmt::format("{} projects", s->records.size()),
            fmt::format("at most {}", kMostProjects));
      return;
    }
    for (const StudyRecord& r : s->records) {
      InvestProject p;
      p.id = r.record.id;
      const Value* name = s->value(r, "name");
      p.name = name != nullptr ? name->text : p.id;
      p.cost.capex_usd = usd(*s->value(r, "capex"));
      p.cost.opening = s->value(r, "opening")->day;
      p.cost.build_years = std::max(1, static_cast<int>(std::ceil(s->value(r, "build")->number)));
      p.cost.life_years = s->value(r, "life")->number;
      p.cost.maintenance_usd_year = usd(*s->value(r, "maintenance"));
      if (!r.changes.items.empty()) p.changes = &r.changes;
      q_.projects.push_back(std::move(p));
    }
  }

  void futures() {
    const StudySection* s = section("futures", "futures:, then one `- {id: ..., weight: ...}` a line");
    if (s == nullptr) return;
    double sum = 0;
    for (const StudyRecord& r : s->records) {
      InvestFuture f;
      f.id = r.record.id;
      const Value* name = s->value(r, "name");
      f.name = name != nullptr ? name->text : f.id;
      f.weight = s->value(r, "weight")->number;
      if (!r.changes.items.empty()) f.changes = &r.changes;
      sum += f.weight;
      q_.futures.push_back(std::move(f));
    }
    if (sum <= 0) {
      fault(s->records.front().record.mark, "futures", "no future has a weight", "weights above zero");
      return;
    }
    for (InvestFuture& f : q_.futures) f.weight /= sum;
  }

  const Study& study_;
  const Scenario& base_;
  InvestQuestion q_;
  Diagnostics faults_;
};

}  // namespace

Result<InvestQuestion> read_invest(const Study& study, const Scenario& base, bool draw) {
  return Reader(study, base, draw).read();
}

}  // namespace corridor::experiment
