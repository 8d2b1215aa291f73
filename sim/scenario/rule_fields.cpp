// Every key of rule files, described once: reader, schema, suggestions and reference are made from this.

#include "sim/scenario/rule_reader.hpp"

namespace corridor::scenario {
namespace {

using enum FieldKind;
constexpr double kInf = std::numeric_limits<double>::infinity();

constexpr std::string_view kKinds =
    "ban|exemption|requirement|permit|quota|price-cap|disruption|convention-ban|capacity|tariff|notice";
constexpr std::string_view kModes = "rail|road|sea|pipeline|air|container|covered";
constexpr std::string_view kRoles = "seller|buyer|owner|ship|carrier|insurer|bank";
constexpr std::string_view kUses = "transit|loading|dispatch|storage|blending|sale";

constexpr Field said(std::string_view key, FieldKind kind, std::string_view table, std::string_view meaning,
                     bool required = false, std::string_view fallback = "") {
  return {key, kind, "", table, required, false, fallback, -kInf, kInf, meaning};
}
constexpr Field figure(std::string_view key, std::string_view unit, std::string_view fallback, double min,
                       double max, std::string_view meaning) {
  return {key, quantity, unit, "", false, false, fallback, min, max, meaning};
}

// clang-format off
constexpr Field all_rule_fields[] = {
    said("title", text, "", "What the rule is, in one line for people.", true),
    said("kind", choice, kKinds, "What it does where it applies.", true),
    said("authority", choice, "text|licence|guidance|private|practice|proposed", "What stands behind it; guidance counts in guidance mode only, a proposal never.", false, "text"),
    said("jurisdiction", text, "", "Who made it: a country or union code."),
    said("instrument", text, "", "The act, article, order or licence."),
    said("announced", day, "", "Day on which it was announced."),
    said("from", day, "", "First day on which it applies.", true),
    said("to", day, "", "Last day on which it applies; absent: open."),
    said("binds", words, "parties", "Whose persons must obey: countries, unions, parties; `everyone` for whoever acts at the place; `nobody`. An exemption without it serves all.", false),
    said("roles", words, kRoles, "Parts in which the bound are caught; absent: those that do one of the activities."),
    said("activities", words, "acts", "Acts that it is about; absent: every act."),
    said("when_asked", flag, "", "Applies only where the question names one of its activities.", false, "no"),
    said("cargo", words, "commodities", "Commodities, with all that they include; absent: any, and ships without cargo."),
    said("not_cargo", words, "commodities", "Commodities that are left out."),
    said("origins", words, "countries", "Countries of origin; absent: any."),
    said("not_origins", words, "countries", "Countries of origin that are left out."),
    said("exported_from", words, "places", "Goods that come out of these places or countries count as of the origin too, until an exemption shows otherwise."),
    figure("least_share", "", "1", 0, 1, "An exemption's least share of the goods that must be of the origin."),
    said("targets", words, "parties", "Parties, countries or unions whose part in the shipment, or whose place on the way, triggers the rule."),
    said("target_roles", words, kRoles, "Parts in which targets count; absent: any part, and whoever owns or runs a place on the way."),
    said("nodes", words, "places", "Places, pipelines, borders, lists or countries, one of which is on the way; absent: anywhere."),
    said("not_nodes", words, "places", "The rule is off where one of these is on the way."),
    said("through", words, "places", "One of these must be on the way as well."),
    said("destinations", words, "places", "Countries, unions or places that the goods are bound for; absent: any."),
    said("not_destinations", words, "places", "Destinations that are left out."),
    said("modes", words, kModes, "How the goods move; absent: any."),
    said("conditions", words, "conditions", "Tests that must all hold."),
    said("ways", words, "conditions", "Lists of tests; one list with all tests held is enough."),
    said("quota", words, "quota", "Amounts: 140 kt/month, 1200 kt/year, 1000 kt (for the whole term), or {amount: 300 kt, cargo: [flour]}."),
    figure("lead", "days", "0 days", 0, 3650, "Days until the papers or the permit come."),
    figure("capacity", "", "1", 0, 1, "Share of capacity left."),
    figure("legal_capacity", "", "1", 0, 1, "Share of capacity left by order, where fact differs."),
    said("capacity_at", words, "places", "Places to which `capacity` applies; absent: its nodes."),
    figure("duty", "", "0", 0, 100, "Duty or surcharge as a share of the value, or the coefficient of a tariff."),
    said("secondary", flag, "", "Puts at risk persons whom it does not bind.", false, "no"),
    said("overrides", words, "rules", "Rules that an exemption lifts while its tests hold."),
    said("reversal", text, "", "How it ends, for people."),
    said("source", text, "", "Id of a source of this file.", true),
    said("quality", choice, "official|press|academic|measured|estimate", "How good the source is.", true),
    said("note", text, "", "What was disagreed, assumed or guessed."),
};

constexpr Field all_condition_fields[] = {
    said("proof", flag, "", "Papers that prove the origin."),
    said("attested", flag, "", "An attestation of the price for this voyage."),
    said("batch_accounted", flag, "", "The carrier accounts the batch as of that origin."),
    said("owner_not", words, "parties", "No owner or seller on the way is one of these; shown by papers."),
    said("origin_not", words, "countries", "The origin is none of these."),
    said("destination_not", words, "places", "The destination is none of these."),
    said("use_within", words, kUses, "The port is used for nothing else."),
    said("contract_before", day, "", "The contract was signed before this day, the day itself excluded."),
    said("contract_from", day, "", "The contract was signed on this day or later."),
    said("price_at_most", text, "caps", "The price is at most the cap of that id on that day for that contract."),
    said("mode_in", words, kModes, "The goods move in one of these ways."),
    said("act_in", words, "acts", "The act asked about is one of these."),
    said("permit", flag, "", "A permit, asked for beforehand."),
    said("nominated", flag, "", "A nomination that the carrier accepts."),
    said("need_shown", flag, "", "The need for these goods is shown."),
    said("not_rebutted", flag, "", "A presumption that no authority has rebutted."),
    said("authorised", flag, "", "An authorisation by the national authority."),
    said("end_user_certificate", flag, "", "A certificate of the end user."),
    said("reported", flag, "", "A report to the authority."),
    said("insurer_letter", flag, "", "A letter of the insurer that covers the whole passage."),
    said("packing", flag, "", "The packing that the border accepts."),
    said("certificate", flag, "", "A certificate of the competent service."),
    said("only_for", words, "commodities", "Asked for these commodities only."),
};

constexpr Field list_fields[] = {
    said("title", text, "", "What is listed."),
    said("entries", words, "entries", "{node: ID, from: day, to: day}, {party: ID, ...}, or {node: ID, by: RULE}: listed while that rule is in force.", true),
    said("source", text, "", "Id of a source of this file."), said("quality", text, "", "How good the source is."), said("note", text, "", "Remarks."),
};
constexpr Field union_fields[] = {
    said("title", text, "", "Its name."),
    said("members", words, "countries", "Country codes, or {country: CODE, from: day, to: day}.", true),
    said("source", text, "", "Id of a source of this file."), said("quality", text, "", "How good the source is."), said("note", text, "", "Remarks."),
};
constexpr Field cap_fields[] = {
    said("title", text, "", "What is capped."),
    said("unit", choice, "USD/bbl|USD/t", "Unit of the price.", true),
    said("steps", words, "steps", "{from: day, value: 60, older_before: day, older_until: day}: contracts signed before `older_before` keep the value before until `older_until`.", true),
    said("source", text, "", "Id of a source of this file."), said("quality", text, "", "How good the source is."), said("note", text, "", "Remarks."),
};
constexpr Field party_fields[] = {
    said("name", text, "", "Its name."),
    said("country", text, "", "Country where it is established."),
    said("owned_by", words, "parties", "Parties that own half or more of it."),
    said("aliases", words, "", "Other spellings."), said("note", text, "", "Remarks."),
};
constexpr Field place_fields[] = {
    said("name", text, "", "Its name."),
    said("country", text, "", "Country; absent where it crosses countries."),
    said("within", words, "places", "Wider places that contain it."),
    said("mode", choice, kModes, "How goods move there."),
    said("run_by", words, "parties", "Parties that own a share of it or run it."),
    said("aliases", words, "", "Other spellings."), said("note", text, "", "Remarks."),
};
constexpr Field cargo_fields[] = {
    said("name", text, "", "Its name."),
    said("within", words, "commodities", "Wider kinds that include it."),
    said("aliases", words, "", "Other spellings."), said("note", text, "", "Remarks."),
};

constexpr Table all_rule_tables[] = {
    {"rules", "rule", all_rule_fields, false, false, "Dated rules: bans, exemptions, permits, quotas, price caps, closures."},
    {"rule_lists", "rule_list", list_fields, false, false, "Dated lists of places or parties that rules name."},
    {"unions", "union", union_fields, false, false, "Groups of countries."},
    {"caps", "cap", cap_fields, false, false, "Upper prices by date."},
    {"parties", "party", party_fields, false, false, "Firms, banks and ships that rules name."},
    {"rule_places", "rule_place", place_fields, false, false, "Pipelines, borders and parts of ports that only rules name, and what contains what."},
    {"rule_cargo", "rule_cargo", cargo_fields, false, false, "Commodities that only rules name."},
};
// clang-format on

constexpr std::string_view all_rule_keys[] = {"rules",   "rule_lists",  "unions",     "caps",
                                              "parties", "rule_places", "rule_cargo", "countries"};

}  // namespace

std::span<const std::string_view> rule_keys() { return all_rule_keys; }
std::span<const Table> rule_tables() { return all_rule_tables; }
std::span<const Field> rule_fields() { return all_rule_fields; }
std::span<const Field> condition_fields() { return all_condition_fields; }

}  // namespace corridor::scenario
