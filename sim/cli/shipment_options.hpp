#pragma once
/// @file shipment_options.hpp  Options that describe a shipment to the rules, shared by `explain` and
/// `routes`.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "network/rules/rule_book.hpp"
#include "network/rules/shipment.hpp"
#include "network/units/diagnostic.hpp"

namespace corridor::cli {

struct ShipmentOptions {
  std::string cargo, origin, origin_share, rest_origin, owner, seller, buyer, ship_flag, insurer, carrier,
      bank;
  std::string from, to, activity, on, contract_date, price, month_to_date, mass, proof = "none",
                                                                                 mode = "strict";
  std::vector<std::string> via, use, transport, granted, refused;
};

/// Who takes part, papers, price, quotas, mode. Not cargo, origin, places and day: they differ by command.
void add_party_options(CLI::App& command, ShipmentOptions& options);

/// The shipment; names are looked up, figures read. `none` as a party: nobody bound.
/// @error every fault, with what was meant
Result<rules::Shipment> read_shipment(const ShipmentOptions& options, const rules::RuleBook& book);
rules::Mode read_mode(const ShipmentOptions& options);

}  // namespace corridor::cli
