/// @file world_borders.cpp  What the world knows of border crossings and of how owners of goods value time.

#include <algorithm>

#include "sim/model/world.hpp"

namespace corridor::model {

bool World::is_among(CommodityId kind, const std::vector<CommodityId>& wide) const {
  return std::any_of(wide.begin(), wide.end(), [&](CommodityId w) { return is_kind_of(kind, w); });
}

double World::value_of_time(CommodityId kind) const {
  for (; kind.valid(); kind = at(commodities, kind).parent) {
    if (at(commodities, kind).value_of_time >= 0) return at(commodities, kind).value_of_time;
  }
  return terms.value_of_time;
}

double World::logit_scale(CommodityId kind) const {
  for (; kind.valid(); kind = at(commodities, kind).parent) {
    if (at(commodities, kind).logit_scale >= 0) return at(commodities, kind).logit_scale;
  }
  return terms.logit_scale;
}

TransshipmentId World::transshipment_at(BorderId border, CommodityId kind) const {
  for (const TransshipmentId works : at(borders, border).transshipments) {
    if (is_among(kind, at(transshipments, works).cargo)) return works;
  }
  return {};
}

const scenario::Distribution* World::gauge_change_at(BorderId border, CommodityId kind) const {
  const TransshipmentId works = transshipment_at(border, kind);
  if (works.valid()) return &at(transshipments, works).hours;
  return at(borders, border).changes_gauge ? &at(borders, border).gauge_change_h : nullptr;
}

double World::border_usd_t(BorderId border, CommodityId kind, Day day) const {
  const TransshipmentId works = transshipment_at(border, kind);
  const double crossing = usd_on(at(borders, border).charge_per_t, day);
  return works.valid() ? crossing + usd_on(at(transshipments, works).charge_per_t, day) : crossing;
}

double World::border_hours(BorderId border, CommodityId kind, bool forward) const {
  const scenario::Distribution* change = gauge_change_at(border, kind);
  return at(borders, border).formalities(forward).mean() + (change != nullptr ? change->mean() : 0.0);
}

}  // namespace corridor::model
