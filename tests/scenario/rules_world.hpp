#pragma once
// The shipped rules, read once, and a question in one line.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "network/rules/judge.hpp"
#include "sim/scenario/rule_reader.hpp"

namespace corridor::test {

/// Every file of network/data/rules, and the names of network/data/places.yaml and commodities.yaml.
inline rules::RuleBook read_shipped_rules() {
  rules::RuleBook book;
  Diagnostics faults;
  std::vector<std::filesystem::path> files;
  const std::filesystem::path folder = std::string(CORRIDOR_SOURCE_DIR) + "/network/data/rules";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> names;
  for (const auto& file : files) {
    const auto document = scenario::read_document(file);
    REQUIRE(document.has_value());
    scenario::read_rules(*document, static_cast<std::uint32_t>(names.size()), book, faults);
    names.push_back(file.filename().string());
  }
  scenario::finish_rules({}, names, book, faults);
  for (const Diagnostic& d : faults) FAIL_CHECK(to_line(d));
  return book;
}

inline const rules::RuleBook& shipped_rules() {
  static const rules::RuleBook book = read_shipped_rules();
  return book;
}

inline Day day(std::string_view iso) { return parse_day(iso).value(); }

/// A question, built word by word.
struct Ask {
  rules::Shipment s;
  rules::Mode mode = rules::Mode::strict;

  Ask(std::string cargo, std::string origin) {
    s.cargo = std::move(cargo);
    s.origin = std::move(origin);
  }
  Ask& owner(std::string x) { return s.owner = std::move(x), *this; }
  Ask& seller(std::string x) { return s.seller = std::move(x), *this; }
  Ask& buyer(std::string x) { return s.buyer = std::move(x), *this; }
  Ask& ship(std::string x) { return s.ship = std::move(x), *this; }
  Ask& carrier(std::string x) { return s.carrier = std::move(x), *this; }
  Ask& insurer(std::string x) { return s.insurer = std::move(x), *this; }
  Ask& bank(std::string x) { return s.bank = std::move(x), *this; }
  Ask& from(std::string x) { return s.from = std::move(x), *this; }
  Ask& via(std::string x) { return s.via.push_back(std::move(x)), *this; }
  Ask& to(std::string x) { return s.to = std::move(x), *this; }
  Ask& contract(std::string_view iso) { return s.contract = day(iso), *this; }
  Ask& price(double usd) { return s.price_usd = usd, *this; }
  Ask& used(double kt) { return s.used = kilotonnes(kt), *this; }
  Ask& share(double x, std::string rest = {}) {
    return s.origin_share = x, s.rest_origin = std::move(rest), *this;
  }
  Ask& proof(rules::Proof x) { return s.proof = x, *this; }
  Ask& uses(rules::Bits<rules::Use> x) { return s.uses = x, *this; }
  Ask& act(rules::Act x) { return s.act = x, *this; }
  Ask& by(rules::Transport x) { return s.modes.add(x), *this; }
  Ask& guidance() { return mode = rules::Mode::guidance, *this; }
  Ask& granted(std::string x) { return s.granted.push_back(std::move(x)), *this; }
  Ask& refused(std::string x) { return s.refused.push_back(std::move(x)), *this; }

  rules::Answer on(std::string_view iso, const rules::RuleBook& book = shipped_rules()) const {
    rules::Shipment dated = s;
    dated.on = day(iso);
    return rules::judge(book, dated, mode);
  }
  /// `verdict` alone, for a one-line check.
  std::string verdict(std::string_view iso) const { return std::string(rules::to_word(on(iso).verdict)); }
};

inline bool names(const std::vector<std::string>& ids, std::string_view id) {
  return std::ranges::find(ids, id) != ids.end();
}

/// Verdict and every rule in `deciding`; says all that was answered where one is missing.
inline void expect(const rules::Answer& a, std::string_view verdict, std::vector<std::string> deciding) {
  std::string said;
  for (const std::string& id : a.deciding) said += id + " ";
  CAPTURE(said);
  CHECK(rules::to_word(a.verdict) == verdict);
  for (const std::string& id : deciding) CHECK_MESSAGE(names(a.deciding, id), id);
}

inline rules::State state_of(const rules::Answer& a, std::string_view test) {
  for (const rules::ConditionAnswer& c : a.conditions) {
    if (c.id == test) return c.state;
  }
  FAIL("no condition " << test);
  return rules::State::open;
}

}  // namespace corridor::test
