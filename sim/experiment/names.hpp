#pragma once
/// @file names.hpp  The labels of a ledger's rows: ids of the world as texts. Private to the experiment.

#include <string>

#include "sim/experiment/cube.hpp"
#include "sim/model/ledger.hpp"

namespace corridor::experiment {

/// What is counted under where a tonne has no market, because it was offered to none.
inline constexpr std::string_view kNone = "none";

class Names {
 public:
  Names(const model::World& world, const model::Ledger& ledger) : world_(world), ledger_(ledger) {}

  const std::string& commodity(model::FlowId f) const {
    return at(world_.commodities, at(world_.flows, f).cargo).id;
  }
  const std::string& flow(model::FlowId f) const { return at(world_.flows, f).id; }
  std::string pool(model::PoolId p) const { return p.valid() ? at(world_.pools, p).id : none(); }
  std::string market(model::PoolId p) const { return p.valid() ? at(world_.pools, p).market : none(); }
  std::string market_group(model::PoolId p, Day day) const {
    return p.valid() ? std::string{world_.market_group(p, day)} : none();
  }
  std::string route(model::RouteId r) const { return r.valid() ? at(ledger_.routes, r).id : none(); }
  std::string via(model::RouteId r) const { return r.valid() ? at(ledger_.routes, r).through : none(); }
  static std::string yes_no(bool b) { return b ? "yes" : "no"; }

 private:
  static std::string none() { return std::string{kNone}; }
  const model::World& world_;
  const model::Ledger& ledger_;
};

/// Whether an instant lies in the measured window.
inline bool measured(const model::World& world, ModelTime at) {
  return world.measure.contains(std::chrono::floor<std::chrono::days>(at));
}
/// When a lot left its loading terminal; overland, when it was delivered; the epoch where it did neither.
inline ModelTime handled_at(const model::LotRow& lot) {
  if (lot.handled != ModelTime{} || lot.fate != model::Fate::delivered) return lot.handled;
  return lot.ended;
}
/// Days of the measured window.
inline double window_days(const model::World& world) {
  return static_cast<double>((world.measure.to - world.measure.from).count()) + 1;
}

}  // namespace corridor::experiment
