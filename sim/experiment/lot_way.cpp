#include "sim/experiment/lot_way.hpp"

#include <cmath>
#include <limits>

namespace corridor::experiment {
namespace {

struct Nearest {
  std::uint32_t way = 0;
  double miss = std::numeric_limits<double>::infinity();
};

void look(const model::Atlas& atlas, const model::MonthAtlas& month, const model::LotRow& lot,
          Nearest& best) {
  for (const model::Alternative& a : month.flows[lot.flow.n].alternatives) {
    if (a.pool != lot.pool || a.bound != lot.bound || atlas.name_of[a.way] != lot.route) continue;
    const double miss = std::abs(a.co2_kg_t * in_tonnes(lot.mass) - static_cast<double>(lot.co2_kg));
    if (miss < best.miss) best = {a.way, miss};
  }
}

}  // namespace

std::uint32_t way_of(const model::Groundwork& shared, const model::LotRow& lot) {
  const model::Atlas& atlas = shared.atlas;
  const Month released = month_of(lot.released);
  const double near = 1.0 + 1e-3 * static_cast<double>(lot.co2_kg);
  Nearest best;
  for (const model::MonthAtlas& month : atlas.months) {
    if (month.month == released) look(atlas, month, lot, best);
  }
  if (best.miss <= near) return best.way;
  for (const model::MonthAtlas& month : atlas.months) look(atlas, month, lot, best);
  return best.way;
}

}  // namespace corridor::experiment
