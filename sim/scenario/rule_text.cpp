#include "sim/scenario/rule_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace corridor::scenario {
namespace {

constexpr std::size_t kShown = 60;  ///< bytes of a wrong word that are repeated to the reader

std::string shown(std::string_view text) { return std::string(text.substr(0, kShown)); }

}  // namespace

bool is_rule_name(std::string_view id) {
  if (id.empty() || id.size() > 80) return false;
  return std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::optional<double> plain_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string suggestion(std::string_view wanted, const std::vector<std::string>& known) {
  const std::string near = nearest(wanted, known);
  if (!near.empty()) return fmt::format("did you mean `{}`?", near);
  std::string all;
  for (std::size_t i = 0; i < known.size() && i < 40; ++i) all += (i == 0 ? "" : ", ") + known[i];
  return all.empty() ? "a name that is known" : "one of " + all + (known.size() > 40 ? ", ..." : "");
}

void RuleText::fault(Mark at, std::string_view key, std::string found, std::string expected) const {
  std::string path = path_;
  if (!key.empty()) path += (path.empty() ? "" : ".") + std::string(key);
  faults_.push_back({Severity::error, std::string(file_), at.line, at.column, std::move(path),
                     std::move(found), std::move(expected)});
}

bool RuleText::is_mapping(std::string_view example) const {
  if (node_.kind == Node::Kind::mapping) return true;
  fault(node_.mark, "", "no map", std::string(example));
  return false;
}

void RuleText::check_keys(std::span<const Field> fields, std::span<const std::string_view> others) const {
  std::vector<std::string> known(others.begin(), others.end());
  for (const Field& f : fields) known.emplace_back(f.key);
  for (const Entry& e : node_.entries) {
    if (std::ranges::find(known, e.key) != known.end()) continue;
    fault(e.key_mark, "", fmt::format("unknown key `{}`", shown(e.key)), suggestion(e.key, known));
  }
  for (const Field& f : fields) {
    if (f.required && node_.find(f.key) == nullptr) {
      fault(node_.mark, "", fmt::format("`{}` is missing", f.key), std::string(f.meaning));
    }
  }
}

void RuleText::unknown_word(std::string_view key, std::string_view word,
                            std::span<const std::string_view> known) const {
  const Node* at = node_.find(key);
  fault(at == nullptr ? node_.mark : at->mark, key, fmt::format("`{}` is no known word", shown(word)),
        suggestion(word, {known.begin(), known.end()}));
}

std::string RuleText::text(std::string_view key) const {
  const Node* n = node_.find(key);
  if (n == nullptr || n->kind == Node::Kind::null) return {};
  if (n->kind == Node::Kind::scalar) return n->text;
  fault(n->mark, key, "no single value", "one text");
  return {};
}

std::optional<Day> RuleText::day(std::string_view key) const {
  const std::string written = text(key);
  if (written.empty()) return std::nullopt;
  const auto value = parse_day(written);
  if (!value)
    fault(node_.find(key)->mark, key, fmt::format("`{}` is no date", shown(written)),
          "a date like 2025-02-25");
  return value;
}

bool RuleText::flag(std::string_view key) const {
  const std::string written = text(key);
  if (written.empty() || written == "no" || written == "false") return false;
  if (written == "yes" || written == "true") return true;
  fault(node_.find(key)->mark, key, fmt::format("`{}` is neither yes nor no", shown(written)), "yes or no");
  return false;
}

std::optional<double> RuleText::number(std::string_view key, std::string_view unit, double min,
                                       double max) const {
  const std::string written = text(key);
  if (written.empty()) return std::nullopt;
  const Mark at = node_.find(key)->mark;
  std::string_view digits = written;
  if (!unit.empty() && digits.size() > unit.size() && digits.ends_with(unit)) {
    digits.remove_suffix(unit.size());
    while (!digits.empty() && digits.back() == ' ') digits.remove_suffix(1);
  }
  const auto value = plain_number(digits);
  if (!value || *value < min || *value > max) {
    fault(at, key, fmt::format("`{}` is no number of that kind", shown(written)),
          fmt::format("a number from {} to {}{}{}", min, max, unit.empty() ? "" : " ", unit));
    return std::nullopt;
  }
  return value;
}

std::vector<std::string> RuleText::words(std::string_view key) const {
  std::vector<std::string> out;
  const Node* n = node_.find(key);
  if (n == nullptr || n->kind == Node::Kind::null) return out;
  if (n->kind == Node::Kind::scalar) return {n->text};
  if (n->kind == Node::Kind::mapping) {
    fault(n->mark, key, "a map", "a list of words");
    return out;
  }
  for (const Node& item : n->items) {
    if (item.kind != Node::Kind::scalar)
      fault(item.mark, key, "no word", "a list of words");
    else if (!is_rule_name(item.text))
      fault(item.mark, key, fmt::format("`{}` is no id", shown(item.text)), "letters, digits and -");
    else
      out.push_back(item.text);
  }
  return out;
}

rules::Symbols RuleText::symbols(std::string_view key, rules::RuleBook& book) const {
  rules::Symbols out;
  for (const std::string& word : words(key)) out.push_back(book.intern(word));
  return out;
}

}  // namespace corridor::scenario
