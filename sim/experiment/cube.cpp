#include "sim/experiment/cube.hpp"

namespace corridor::experiment {

std::string_view to_word(Key key) {
  static constexpr std::array<std::string_view, kKeys> words{
      "commodity", "market_group", "market", "route", "via",   "flow", "pool", "bound",
      "rule",      "reason",       "border", "fleet", "payee", "item", "month"};
  return words[static_cast<std::size_t>(key)];
}

std::uint32_t Labels::of(std::string_view text) {
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  numbers_.emplace(text, number);
  return number;
}

Groups group(const std::vector<Fact>& facts, const Cut& cut, const Labels& labels) {
  using Numbers = std::array<std::uint32_t, kKeys>;  // of the cut's keys; the others stay 0
  std::map<Numbers, std::vector<std::uint32_t>> rows;
  for (const Fact& fact : facts) {
    Numbers numbers{};
    for (std::size_t i = 0; i < cut.size(); ++i) numbers[i] = fact[cut[i]];
    rows[numbers].push_back(fact.row);
  }
  Groups groups;
  if (cut.empty()) groups[{}];
  for (auto& [numbers, members] : rows) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < cut.size(); ++i) texts.push_back(labels.text(numbers[i]));
    groups[std::move(texts)] = std::move(members);
  }
  return groups;
}

}  // namespace corridor::experiment
