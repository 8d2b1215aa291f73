// Lists that come from the rule book.

#include <fmt/format.h>

#include "sim/cli/listing.hpp"
#include "sim/scenario/names.hpp"

namespace corridor::cli {
namespace {

using rules::Rule;
using rules::RuleBook;

Json day_or_null(Day day, Day open) { return day == open ? Json(nullptr) : Json(to_iso(day)); }

std::vector<std::string> names_of(const RuleBook& book, const rules::Symbols& symbols) {
  std::vector<std::string> out;
  for (const rules::Symbol s : symbols) out.push_back(book.name(s));
  return out;
}

}  // namespace

Listing list_rules(const scenario::Scenario& network) {
  const RuleBook& book = network.rules;
  Listing out;
  out.table.columns = {{"id"}, {"kind"}, {"from"}, {"to"}, {"title"}};
  out.table.empty = "There are none.";
  for (const Rule& r : book.rules()) {
    const std::string kind(rules::to_word(r.kind)), authority(rules::to_word(r.authority));
    out.items.push_back({{"id", r.id},
                         {"title", r.title},
                         {"kind", kind},
                         {"authority", authority},
                         {"jurisdiction", r.jurisdiction},
                         {"from", day_or_null(r.in_force.from, kBeginning)},
                         {"to", day_or_null(r.in_force.to, kForever)},
                         {"never", r.never},
                         {"overrides", names_of(book, r.overrides)}});
    out.table.rows.push_back({r.id, kind, r.in_force.from == kBeginning ? "" : to_iso(r.in_force.from),
                              r.in_force.to == kForever ? "" : to_iso(r.in_force.to), r.title});
  }
  return out;
}

Listing list_parties(const scenario::Scenario& network) {
  const RuleBook& book = network.rules;
  Listing out;
  out.table.columns = {{"id"}, {"country"}, {"name"}};
  out.table.empty = "There are none.";
  for (const std::string& id : book.party_ids()) {
    const rules::Party* party = book.find_party(book.find(id));
    const std::string country = party == nullptr ? "" : book.name(party->country);
    const std::string name = party == nullptr ? "" : party->name;
    out.items.push_back({{"id", id}, {"name", name}, {"country", country}, {"kind", "party"}});
    out.table.rows.push_back({id, country, name});
  }
  for (const std::string& code : book.country_codes()) {
    out.items.push_back({{"id", code}, {"name", ""}, {"country", code}, {"kind", "country"}});
    out.table.rows.push_back({code, code, "any person of that country or union"});
  }
  return out;
}

}  // namespace corridor::cli
