#pragma once
/// @file routes_rules.hpp  The rule engine behind the questions of routes: which names a way brings before
/// the rules, and what their answer means for it.

#include <vector>

#include "network/rules/judge.hpp"
#include "sim/model/routes.hpp"

namespace corridor::model {

/// Asks world.rules about ways of a shipment that is known but for its way. Before the rules come: every
/// place on the way but ports that it only passes by land, every link and border on it, the terminals where
/// it is loaded or discharged, its means of transport, and where it ends. @pre world.rules is set
/// @param acts  cargo, origin, parties, papers, `from`, `on` of each deal that the shipment consists of (one
/// in
///              the plain case): all must be lawful; `to` is where parts of a way are bound for
/// @param ends      places at which a way is complete
/// The answer refers to `world` and `ways`.
AskRules ask_rules(const World& world, const WayGraph& ways, std::vector<rules::Shipment> acts,
                   rules::Mode mode, std::vector<PlaceId> ends);

/// The deals of a shipment. A buyer who takes title at the loading port deals with it himself, so every act
/// on the way is his too. Else he only buys and imports: the rest of the way is judged without him.
std::vector<rules::Shipment> deals_of(const rules::Shipment& shipment, bool buyer_at_port);

/// The names that a way brings before the rules, in its order, each once.
std::vector<std::string> names_on(const World& world, const WayGraph& ways,
                                  std::span<const std::uint32_t> arcs);

/// The means of transport that a way uses.
rules::Bits<rules::Transport> modes_on(const World& world, const WayGraph& ways,
                                       std::span<const std::uint32_t> arcs);

/// What an answer means for a way.
WayRuling ruling_of(const rules::Answer& answer);

}  // namespace corridor::model
