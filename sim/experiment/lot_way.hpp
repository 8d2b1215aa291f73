#pragma once
/// @file lot_way.hpp  Which way a lot went. A ledger names the terminal or crossing of a lot, by which
/// several lines may lead; they differ in length and so in CO2, which the lot's row holds.

#include <cstdint>

#include "sim/model/ledger.hpp"
#include "sim/model/run.hpp"

namespace corridor::experiment {

/// Index into Atlas::ways: of the ways to the lot's pool that bear its route's name, one that emits as the
/// lot did; of the month of its release where that has any. Of equals the first.
/// @cost O(alternatives of its flow)
std::uint32_t way_of(const model::Groundwork& shared, const model::LotRow& lot);

}  // namespace corridor::experiment
