#include "sim/cli/bottlenecks_question.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/session.hpp"
#include "sim/scenario/names.hpp"

namespace corridor::cli {
namespace {

using experiment::BottleneckSet;
using model::FlowId;
using model::PoolId;
using model::World;

class SetReader {
 public:
  SetReader(const BottleneckNames& names, const scenario::Scenario& s, const World& world)
      : names_(names), scenario_(s), world_(world), flows_(world.flows.size()), pools_(world.pools.size()) {}

  Result<BottleneckSet> read() {
    for (const std::string& name : names_.from) origin(name);
    for (const std::string& name : names_.to) buyers(name);
    model::CommodityId cargo;
    if (!names_.cargo.empty()) {
      const scenario::Record* record = scenario::find_written(scenario_, "commodities", names_.cargo);
      if (record != nullptr) {
        cargo = model::CommodityId{
            static_cast<std::size_t>(record - scenario_.table("commodities").records.data())};
      } else {
        unknown("--cargo", "cargo", names_.cargo, "commodities");
      }
    }
    if (!faults_.empty()) return tl::make_unexpected(faults_);
    BottleneckSet set;
    for (std::size_t f = 0; f < flows_.size(); ++f) {
      const model::CommodityId goods = world_.flows[f].cargo;
      const bool right = world_.is_simulated(goods) && (!cargo.valid() || world_.is_kind_of(goods, cargo));
      if (right && (names_.from.empty() || flows_[f])) set.flows.push_back(FlowId{f});
    }
    for (std::size_t p = 0; p < pools_.size(); ++p) {
      if ((names_.to.empty() || pools_[p]) && sells(set, PoolId{p})) set.pools.push_back(PoolId{p});
    }
    if (set.pools.empty()) {
      faults_.push_back(fault_of("--from, --to, --cargo", "nothing that leaves there can be sold there",
                                 "see corridor list flows and corridor list pools"));
      return tl::make_unexpected(faults_);
    }
    return set;
  }

 private:
  template <class Rows>
  static void choose(const Rows& rows, const std::string& id, std::vector<bool>& chosen) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].id == id) chosen[i] = true;
    }
  }

  void unknown(const std::string& option, const std::string& what, const std::string& name,
               std::string_view table) {
    faults_.push_back(fault_of(option, fmt::format("there is no {} `{}`", what, name),
                               scenario::suggestion(scenario_, table, name)));
  }

  bool sells(const BottleneckSet& set, PoolId p) const {
    const model::Pool& pool = at(world_.pools, p);
    return std::any_of(set.flows.begin(), set.flows.end(), [&](FlowId f) {
      const model::Flow& flow = at(world_.flows, f);
      return world_.is_kind_of(flow.cargo, pool.cargo) && model::takes(world_, pool, flow.grade);
    });
  }

  void origin(const std::string& name) {
    if (const scenario::Record* r = scenario::find_written(scenario_, "flows", name)) {
      choose(world_.flows, r->id, flows_);  // one that does not move in this run stays out
      return;
    }
    const scenario::Record* place = scenario::find_written(scenario_, "places", name);
    bool found = false;
    for (std::size_t f = 0; f < flows_.size(); ++f) {
      const model::PlaceId origin = world_.flows[f].origin;
      const bool here = place != nullptr ? at(world_.places, origin).id == place->id
                                         : folded(at(world_.places, origin).country) == folded(name);
      if (here) flows_[f] = found = true;
    }
    if (found) return;
    if (place != nullptr) {
      faults_.push_back(
          fault_of("--from", fmt::format("no flow begins at `{}`", name), "a mine of corridor list flows"));
    } else {
      unknown("--from", "flow, place or country of origin", name, "flows");
    }
  }

  void buyers(const std::string& name) {
    if (const scenario::Record* r = scenario::find_written(scenario_, "pools", name)) {
      choose(world_.pools, r->id, pools_);
      return;
    }
    bool found = false;
    for (std::size_t p = 0; p < pools_.size(); ++p) {
      const model::Pool& pool = world_.pools[p];
      bool here = folded(pool.market) == folded(name);
      for (const auto& [from, group] : pool.market_group) here = here || folded(group) == folded(name);
      if (here) pools_[p] = found = true;
    }
    if (!found) unknown("--to", "pool, market or group of markets", name, "pools");
  }

  const BottleneckNames& names_;
  const scenario::Scenario& scenario_;
  const World& world_;
  std::vector<bool> flows_, pools_;
  Diagnostics faults_;
};

}  // namespace

Result<BottleneckSet> read_sets(const BottleneckNames& names, const scenario::Scenario& scenario,
                                const World& world) {
  return SetReader(names, scenario, world).read();
}

}  // namespace corridor::cli
