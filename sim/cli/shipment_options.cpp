#include "sim/cli/shipment_options.hpp"

#include <fmt/format.h>

#include "sim/cli/session.hpp"
#include "sim/scenario/quantity_text.hpp"

namespace corridor::cli {
namespace {

using rules::RuleBook;
using rules::Shipment;

template <class E>
std::vector<std::string> words_of() {
  std::vector<std::string> out;
  for (const std::string_view word : rules::words<E>()) out.emplace_back(word);
  return out;
}

class ShipmentReader {
 public:
  ShipmentReader(const ShipmentOptions& options, const RuleBook& book) : o_(options), book_(book) {}

  Result<Shipment> read() {
    names();
    parties();
    papers();
    figures();
    days();
    if (!faults_.empty()) return tl::make_unexpected(faults_);
    return shipment_;
  }

 private:
  void fault(const std::string& option, std::string found, std::string expected) {
    faults_.push_back(fault_of(option, std::move(found), std::move(expected)));
  }
  void unknown(const std::string& option, const std::string& text, const std::vector<std::string>& known,
               const std::string& otherwise) {
    const std::string near = nearest(text, known);
    fault(option, fmt::format("nothing is known of `{}`", text),
          near.empty() ? otherwise : fmt::format("did you mean `{}`?", near));
  }
  static std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  }

  std::string place(const std::string& option, const std::string& text) {
    if (!text.empty() && !book_.is_node(text) && !book_.is_country(text)) {
      unknown(option, text, joined(book_.node_ids(), book_.country_codes()), "see corridor list places");
    }
    return text;
  }
  std::string country(const std::string& option, const std::string& text) {
    if (!text.empty() && !book_.is_country(text)) {
      unknown(option, text, book_.country_codes(),
              "a country or union, such as those of corridor list places");
    }
    return text;
  }
  std::string party(const std::string& option, const std::string& text) {
    if (text == "none") return "";
    if (!text.empty() && !book_.is_party(text)) {
      unknown(option, text, joined(book_.party_ids(), book_.country_codes()), "see corridor list parties");
    }
    return text;
  }

  void names() {
    if (!o_.cargo.empty() && !book_.is_commodity(o_.cargo)) {
      unknown("--cargo", o_.cargo, book_.commodity_ids(), "see corridor list cargo");
    }
    shipment_.cargo = o_.cargo;
    shipment_.origin = country("--origin", o_.origin);
    shipment_.rest_origin = country("--rest-origin", o_.rest_origin);
    shipment_.from = place("--from", o_.from);
    shipment_.to = place("--to", o_.to);
    for (const std::string& via : o_.via) shipment_.via.push_back(place("--via", via));
  }

  void parties() {
    shipment_.owner = party("--owner", o_.owner);
    shipment_.seller = party("--seller", o_.seller);
    shipment_.buyer = party("--buyer", o_.buyer);
    shipment_.ship = party("--ship-flag", o_.ship_flag);
    shipment_.insurer = party("--insurer", o_.insurer);
    shipment_.carrier = party("--carrier", o_.carrier);
    shipment_.bank = party("--bank", o_.bank);
  }

  template <class E>
  std::optional<E> word(const std::string& option, const std::string& text) {
    const std::optional<E> value = rules::from_word<E>(text);
    if (!value) {
      fault(option, fmt::format("`{}` is none of its words", text),
            fmt::format("{}", fmt::join(words_of<E>(), ", ")));
    }
    return value;
  }

  void papers() {
    if (const auto proof = word<rules::Proof>("--proof", o_.proof)) shipment_.proof = *proof;
    if (!o_.activity.empty()) shipment_.act = word<rules::Act>("--activity", o_.activity);
    if (!o_.use.empty()) shipment_.uses = {};
    for (const std::string& text : o_.use) {
      if (const auto use = word<rules::Use>("--use", text)) shipment_.uses.add(*use);
    }
    for (const std::string& text : o_.transport) {
      if (const auto mode = word<rules::Transport>("--mode-of-transport", text)) shipment_.modes.add(*mode);
    }
    for (const auto& [option, ids, into] : {std::tuple{"--granted", &o_.granted, &shipment_.granted},
                                            std::tuple{"--refused", &o_.refused, &shipment_.refused}}) {
      for (const std::string& id : *ids) {
        if (book_.find_rule(id) == nullptr) unknown(option, id, book_.rule_ids(), "see corridor list rules");
        into->push_back(id);
      }
    }
  }

  /// A number with one of the units, or a bare one. nullopt after a fault.
  std::optional<double> figure(const std::string& option, const std::string& text,
                               std::initializer_list<std::string_view> units, const std::string& example) {
    if (const auto bare = scenario::read_number(text)) return *bare;
    for (const std::string_view unit : units) {
      const auto amount = scenario::read_amount(text, unit);
      if (amount && amount->low == amount->high) return amount->number;
    }
    fault(option, fmt::format("`{}` is no such figure", text), example);
    return std::nullopt;
  }
  std::optional<Mass> tonnage(const std::string& option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto amount = scenario::read_amount(text, "t");
    if (amount && amount->low == amount->high && amount->number >= 0) return tonnes(amount->number);
    fault(option, fmt::format("`{}` is no mass", text), "such as 140kt or \"140 kt\"");
    return std::nullopt;
  }

  void figures() {
    shipment_.used = tonnage("--month-to-date", o_.month_to_date);
    shipment_.mass = tonnage("--mass", o_.mass);
    if (!o_.price.empty()) {
      shipment_.price_usd = figure("--price", o_.price, {"USD/t", "USD/bbl"}, "such as 55 or \"55 USD/t\"");
      if (shipment_.price_usd && *shipment_.price_usd < 0) fault("--price", o_.price, "0 or more");
    }
    if (o_.origin_share.empty()) return;
    const auto amount = scenario::read_amount(o_.origin_share, "");
    if (!amount || amount->number < 0 || amount->number > 1) {
      fault("--origin-share", fmt::format("`{}` is no share", o_.origin_share), "such as 90% or 0.9");
    } else {
      shipment_.origin_share = amount->number;
    }
  }

  void days() {
    const auto read = [&](const std::string& option, const std::string& text) -> std::optional<Day> {
      const Result<Day> day = read_day(option, text);
      if (day) return *day;
      faults_.insert(faults_.end(), day.error().begin(), day.error().end());
      return std::nullopt;
    };
    if (const auto day = read("--on", o_.on)) shipment_.on = *day;
    if (!o_.contract_date.empty()) shipment_.contract = read("--contract-date", o_.contract_date);
  }

  const ShipmentOptions& o_;
  const RuleBook& book_;
  Shipment shipment_;
  Diagnostics faults_;
};

}  // namespace

void add_party_options(CLI::App& c, ShipmentOptions& o) {
  const std::string bound = "; a party, country or union, or none";
  const auto text = [&c](const std::string& name, std::string& into, const std::string& what,
                         const std::string& type) { c.add_option(name, into, what)->type_name(type); };
  const auto many = [&c](const std::string& name, std::vector<std::string>& into, const std::string& what,
                         const std::string& type) {
    c.add_option(name, into, what)->type_name(type)->delimiter(',')->allow_extra_args(false);
  };
  text("--origin-share", o.origin_share, "Share of the goods that is of that origin; default 100 %", "SHARE");
  text("--rest-origin", o.rest_origin, "Country of the rest", "COUNTRY");
  text("--owner", o.owner, "Who owns the goods; default: somebody of the origin country", "PARTY");
  text("--seller", o.seller, "Who sells" + bound, "PARTY");
  text("--buyer", o.buyer, "Who buys" + bound, "PARTY");
  text("--ship-flag", o.ship_flag, "Flag or owner of the ship" + bound, "PARTY");
  text("--insurer", o.insurer, "Who insures" + bound, "PARTY");
  text("--carrier", o.carrier, "Who carries by land" + bound, "PARTY");
  text("--bank", o.bank, "Whose bank is paid through" + bound, "PARTY");
  text("--contract-date", o.contract_date, "Day of the contract; default: the day asked about", "DAY");
  text("--price", o.price, "USD/bbl for crude and products, else USD/t", "PRICE");
  text("--month-to-date", o.month_to_date, "Used of a quota in its running period: 140kt", "MASS");
  text("--mass", o.mass, "Mass of this lot; a quota must have room for it", "MASS");
  c.add_option("--proof", o.proof, "Papers that show origin and owner")
      ->check(CLI::IsMember(words_of<rules::Proof>()).description(""))
      ->type_name(fmt::format("{}", fmt::join(words_of<rules::Proof>(), "|")))
      ->capture_default_str();
  many("--use", o.use, "What is done in port, separated by commas; default transit,loading",
       fmt::format("{}", fmt::join(words_of<rules::Use>(), ",")));
  many("--granted", o.granted, "Rules whose permit or nomination was granted", "RULE");
  many("--refused", o.refused, "Rules whose permit or nomination was refused", "RULE");
  c.add_option("--mode", o.mode, "strict: texts and licences; guidance: what authorities say as well")
      ->check(CLI::IsMember(words_of<rules::Mode>()).description(""))
      ->type_name("strict|guidance")
      ->capture_default_str();
}

Result<Shipment> read_shipment(const ShipmentOptions& options, const RuleBook& book) {
  return ShipmentReader(options, book).read();
}

rules::Mode read_mode(const ShipmentOptions& options) {
  return rules::from_word<rules::Mode>(options.mode).value_or(rules::Mode::strict);
}

}  // namespace corridor::cli
