#pragma once
/// @file shipment.hpp  The question: a shipment on one day, as far as it is known. What is not said has the
/// defaults of the command `explain`: nobody bound in a role, owner of the origin country, all of one origin,
/// no papers, use transit and loading, every act on the way, contract of the same day.

#include <optional>
#include <string>
#include <vector>

#include "network/rules/vocabulary.hpp"
#include "network/units/date.hpp"
#include "network/units/quantity.hpp"

namespace corridor::rules {

/// Names are ids of the RuleBook (case and `_` for `-` do not matter). Parties are ids of parties, or
/// a country or union whose person it is.
struct Shipment {
  std::string cargo;        ///< empty: no cargo (a ship in ballast)
  std::string origin;       ///< country
  double origin_share = 1;  ///< share of the goods that is of that origin
  std::string rest_origin;  ///< country of the rest; empty: not known
  std::string owner, seller, buyer, ship, carrier, insurer, bank;
  std::string from;              ///< place
  std::vector<std::string> via;  ///< places, pipelines, borders on the way
  std::string to;                ///< place, country or union; empty: where the buyer is
  std::optional<Act> act;        ///< empty: every act on the way
  Bits<Transport> modes;         ///< empty: as the places on the way tell, else rail and sea
  Day on{};
  std::optional<Day> contract;      ///< empty: `on`
  std::optional<double> price_usd;  ///< per barrel for oil, else per tonne
  std::optional<Mass> used;         ///< quantity already used of a quota in its running period
  std::optional<Mass> mass;         ///< of this lot; a quota must have room for it
  Proof proof = Proof::none;
  Bits<Use> uses{Use::transit, Use::loading};
  bool marked = false;  ///< once failed an origin or owner test; papers do not heal it
  std::vector<std::string> granted,
      refused;  ///< rules whose permit, nomination, need ... was granted or refused
};

}  // namespace corridor::rules
