#include "sim/cli/routes_question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/cli/session.hpp"
#include "sim/model/atlas.hpp"
#include "sim/scenario/names.hpp"

namespace corridor::cli {
namespace {

using model::World;
using scenario::Scenario;

class RouteReader {
 public:
  RouteReader(const RoutesOptions& options, const Scenario& s, const World& world)
      : options_(options), scenario_(s), world_(world) {}

  Result<RoutesAsked> read() {
    origin();
    destination();
    cargo();
    on();
    waypoints("--must-pass", options_.must_pass, asked_.question.must_pass);
    waypoints("--avoid", options_.avoid, asked_.question.avoid);
    if (options_.must_pass.size() > model::kMustPass) {
      fault("--must-pass", fmt::format("{} of them", options_.must_pass.size()),
            fmt::format("at most {}", model::kMustPass));
    }
    asked_.question.k = static_cast<std::size_t>(options_.k);
    if (faults_.empty()) goods();
    if (!faults_.empty()) return tl::make_unexpected(faults_);
    return asked_;
  }

 private:
  void fault(std::string option, std::string found, std::string expected) {
    faults_.push_back(fault_of(std::move(option), std::move(found), std::move(expected)));
  }

  /// The position of the record that `written` means; nullopt where there is none.
  std::optional<std::size_t> find(std::string_view table, const std::string& written) const {
    const scenario::Record* record = scenario::find_written(scenario_, table, written);
    if (record == nullptr) return std::nullopt;
    return static_cast<std::size_t>(record - scenario_.table(table).records.data());
  }

  void unknown(const std::string& option, const std::string& what, const std::string& written,
               std::initializer_list<std::string_view> tables) {
    for (const std::string_view table : tables) {
      const std::string meant = scenario::suggestion(scenario_, table, written);
      if (meant.find('`') == std::string::npos && table != *(tables.end() - 1)) continue;
      fault(option, fmt::format("there is no {} `{}`", what, written), meant);
      return;
    }
  }

  void origin() {
    if (const auto place = find("places", options_.from)) {
      asked_.question.from = model::PlaceId{*place};
    } else if (const auto flow = find("flows", options_.from)) {
      asked_.flow = model::FlowId{*flow};
      asked_.question.from = world_.flows[*flow].origin;
      asked_.question.cargo = world_.flows[*flow].cargo;
    } else {
      unknown("--from", "place or flow", options_.from, {"places", "flows"});
    }
  }

  void destination() {
    if (const auto pool = find("pools", options_.to)) {
      asked_.pool = model::PoolId{*pool};
      asked_.question.to = world_.pools[*pool].delivered_at;
      asked_.question.price_ends_at_ship = true;
    } else if (const auto place = find("places", options_.to)) {
      asked_.question.to = {model::PlaceId{*place}};
    } else {
      unknown("--to", "pool or place", options_.to, {"pools", "places"});
    }
  }

  void cargo() {
    if (options_.cargo.empty()) {
      if (!asked_.flow.valid()) fault("--cargo", "nothing", "what is carried; see corridor list cargo");
    } else if (const auto cargo = find("commodities", options_.cargo)) {
      asked_.question.cargo = model::CommodityId{*cargo};
    } else {
      unknown("--cargo", "cargo", options_.cargo, {"commodities"});
    }
    if (options_.grade.empty()) return;
    if (const auto grade = find("grades", options_.grade)) {
      asked_.grade = model::GradeId{*grade};
    } else {
      unknown("--grade", "grade", options_.grade, {"grades"});
    }
  }

  void on() {
    if (const Result<Day> day = read_day("--on", options_.on)) {
      asked_.question.on = *day;
    } else {
      faults_.insert(faults_.end(), day.error().begin(), day.error().end());
    }
  }

  void waypoints(const std::string& option, const std::vector<std::string>& texts,
                 std::vector<model::Waypoint>& out) {
    for (const std::string& text : texts) {
      const std::string country = country_of(text);
      if (!country.empty()) {
        out.push_back({{}, {}, country});
      } else if (const auto place = find("places", text)) {
        out.push_back({model::PlaceId{*place}, {}, ""});
      } else if (const auto link = find("links", text)) {
        out.push_back({{}, model::LinkId{*link}, ""});
      } else {
        unknown(option, "place, link or country", text, {"places", "links"});
      }
    }
  }

  /// The code of a country with a place in the network, whatever its capitals; empty: none.
  std::string country_of(const std::string& text) const {
    for (const model::Place& place : world_.places) {
      if (place.country.size() == text.size() && folded(place.country) == folded(text)) {
        return place.country;
      }
    }
    return "";
  }

  /// Whose goods of which grade: what leaves the mine there and the pool takes, if the pool takes any.
  void goods() {
    const model::CommodityId cargo = asked_.question.cargo;
    const model::Pool* pool = asked_.pool.valid() ? &at(world_.pools, asked_.pool) : nullptr;
    const bool bought =
        pool == nullptr || world_.is_kind_of(cargo, pool->cargo) || world_.is_kind_of(pool->cargo, cargo);
    if (!bought) {
      asked_.not_saleable = fmt::format("{} buys {}", pool->id, at(world_.commodities, pool->cargo).id);
      return;
    }
    std::set<std::string> refused;
    for (std::size_t f = 0; f < world_.flows.size(); ++f) {
      const model::Flow& flow = world_.flows[f];
      const bool here = asked_.flow.valid() ? asked_.flow.n == f : flow.origin == asked_.question.from;
      if (!here || !world_.is_kind_of(flow.cargo, cargo)) continue;
      if (asked_.grade.valid() && flow.grade != asked_.grade) continue;
      if (pool != nullptr && !model::takes(world_, *pool, flow.grade)) {
        refused.insert(flow.grade.valid() ? at(world_.grades, flow.grade).id : flow.id);
        continue;
      }
      asked_.flow = model::FlowId{f};
      asked_.grade = flow.grade;
      asked_.question.cargo = flow.cargo;
      return;
    }
    if (pool == nullptr) return;
    const bool named_grade_refused = asked_.grade.valid() && !model::takes(world_, *pool, asked_.grade);
    if (named_grade_refused) refused.insert(at(world_.grades, asked_.grade).id);
    if (refused.empty()) return;
    asked_.not_saleable = fmt::format("{} does not take the grade {}", pool->id, fmt::join(refused, ", "));
  }

  const RoutesOptions& options_;
  const Scenario& scenario_;
  const World& world_;
  RoutesAsked asked_;
  Diagnostics faults_;
};

}  // namespace

Result<RoutesAsked> read_question(const RoutesOptions& options, const Scenario& scenario,
                                  const World& world) {
  return RouteReader(options, scenario, world).read();
}

}  // namespace corridor::cli
