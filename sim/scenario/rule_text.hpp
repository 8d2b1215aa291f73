#pragma once
/// @file rule_text.hpp  Small typed reads from the nodes of rule files; each fault is said once.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/rules/rule_book.hpp"
#include "network/units/diagnostic.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

/// One mapping of a rule file, with the path under which its faults are reported.
class RuleText {
 public:
  RuleText(std::string_view file, const Node& node, std::string path, Diagnostics& faults)
      : file_(file), node_(node), path_(std::move(path)), faults_(faults) {}

  const Node& node() const { return node_; }
  const std::string& path() const { return path_; }
  void fault(Mark at, std::string_view key, std::string found, std::string expected) const;

  /// False (and a fault) where the node is no mapping.
  bool is_mapping(std::string_view example) const;
  /// Faults for keys that are neither in `fields` nor in `others`, and for required fields that are missing.
  void check_keys(std::span<const Field> fields, std::span<const std::string_view> others) const;

  std::string text(std::string_view key) const;  ///< empty where it is not said
  std::optional<Day> day(std::string_view key) const;
  bool flag(std::string_view key) const;  ///< false where it is not said
  /// A plain number, or one followed by `unit`, within [min, max].
  std::optional<double> number(std::string_view key, std::string_view unit, double min, double max) const;
  /// A list of words; a single word counts as a list of one.
  std::vector<std::string> words(std::string_view key) const;
  rules::Symbols symbols(std::string_view key, rules::RuleBook& book) const;

  template <class E>
  std::optional<E> choice(std::string_view key) const {
    const std::string word = text(key);
    if (word.empty()) return std::nullopt;
    const auto value = rules::from_word<E>(word);
    if (!value) unknown_word(key, word, rules::words<E>());
    return value;
  }
  template <class E>
  rules::Bits<E> bits(std::string_view key) const {
    rules::Bits<E> out;
    for (const std::string& word : words(key)) {
      if (const auto value = rules::from_word<E>(word))
        out.add(*value);
      else
        unknown_word(key, word, rules::words<E>());
    }
    return out;
  }

 private:
  void unknown_word(std::string_view key, std::string_view word,
                    std::span<const std::string_view> known) const;

  std::string_view file_;
  const Node& node_;
  std::string path_;
  Diagnostics& faults_;
};

/// An id: a letter or digit, then letters, digits, `-`, `_`.
bool is_rule_name(std::string_view id);
/// A decimal number without unit; nullopt for anything else, infinities and NaN included.
std::optional<double> plain_number(std::string_view text);
/// `did you mean ...?` or the list of what there is.
std::string suggestion(std::string_view wanted, const std::vector<std::string>& known);

}  // namespace corridor::scenario
