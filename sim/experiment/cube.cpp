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
  // Key by key: the rows of one group so far, with one label of the next key, are one group. Groups are
  // numbered in order of appearance through a table of [group so far][label].
  constexpr std::uint32_t kNew = 0xffffffff;
  std::vector<std::uint32_t> group_of(facts.size(), 0);
  std::uint32_t groups = facts.empty() && !cut.empty() ? 0 : 1;
  for (const Key key : cut) {
    std::vector<std::uint32_t> number(std::size_t{groups} * labels.size(), kNew);
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      std::uint32_t& n = number[group_of[i] * labels.size() + facts[i][key]];
      if (n == kNew) n = next++;
      group_of[i] = n;
    }
    groups = next;
  }
  std::vector<std::vector<std::uint32_t>> rows(groups);
  std::vector<const Fact*> first(groups, nullptr);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    rows[group_of[i]].push_back(facts[i].row);
    if (first[group_of[i]] == nullptr) first[group_of[i]] = &facts[i];
  }
  Groups out;
  for (std::uint32_t g = 0; g < groups; ++g) {
    std::vector<std::string> texts;
    for (const Key key : cut) texts.push_back(labels.text((*first[g])[key]));
    out[std::move(texts)] = std::move(rows[g]);
  }
  return out;
}

}  // namespace corridor::experiment
