#include "sim/experiment/cube.hpp"

#include <algorithm>
#include <numeric>

namespace corridor::experiment {

std::string_view to_word(Key key) {
  static constexpr std::array<std::string_view, kKeys> words{
      "commodity", "market_group", "market",  "route",   "via",       "flow",  "pool",     "bound",
      "contract",  "fate",         "rule",    "reason",  "border",    "link",  "terminal", "fleet",
      "payee",     "item",         "railway", "traffic", "countries", "event", "month"};
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

Groups::Groups(const Facts& facts) : Groups(facts, {}, std::vector<std::uint32_t>(facts.size(), 0), 1) {}

Groups::Groups(const Facts& facts, const Cut& cut) : Groups(facts) {
  for (const Key key : cut) *this = by(key);
}

Groups::Groups(const Facts& facts, Cut cut, std::vector<std::uint32_t> group_of, std::size_t groups)
    : facts_(&facts), cut_(std::move(cut)), group_of_(std::move(group_of)), begins_(groups + 1, 0) {
  for (const std::uint32_t group : group_of_) ++begins_[group + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  lay_out([&](auto put) {
    for (std::uint32_t i = 0; i < facts_->size(); ++i) put(i);
  });
}

template <class Each>
void Groups::lay_out(Each each) {
  members_.resize(facts_->size());
  rows_.resize(facts_->size());
  std::vector<std::uint32_t> next = begins_;
  each([&](std::uint32_t fact) {
    const std::uint32_t place = next[group_of_[fact]]++;
    members_[place] = fact;
    rows_[place] = (*facts_)[fact].row;
  });
}

Groups Groups::by(Key key) const {
  // Group after group: a label that was last seen in an earlier group opens a new one.
  constexpr std::uint32_t kNever = 0xffffffff;
  std::vector<std::uint32_t> label_of;  // [fact]: a column, since groups look at facts out of order
  label_of.reserve(facts_->size());
  for (const Fact& fact : *facts_) label_of.push_back(fact[key]);
  const auto greatest = std::max_element(label_of.begin(), label_of.end());
  std::vector<std::uint32_t> last_with(greatest == label_of.end() ? 0 : *greatest + std::size_t{1}, kNever);
  std::vector<std::uint32_t> group_of(facts_->size());
  std::uint32_t groups = 0;
  for (std::size_t g = 0; g < size(); ++g) {
    const std::uint32_t first_of_these = groups;
    for (std::uint32_t i = begins_[g]; i < begins_[g + 1]; ++i) {
      std::uint32_t& group = last_with[label_of[members_[i]]];
      if (group == kNever || group < first_of_these) group = groups++;
      group_of[members_[i]] = group;
    }
  }
  Cut cut = cut_;
  cut.push_back(key);
  return {*facts_, std::move(cut), std::move(group_of), groups};
}

Groups Groups::in_order(std::span<const std::uint32_t> order) const {
  Groups out = *this;
  out.lay_out([&](auto put) {
    for (const std::uint32_t fact : order) put(fact);
  });
  return out;
}

std::vector<std::string> Groups::texts(std::size_t group, const Labels& labels) const {
  std::vector<std::string> out;
  out.reserve(cut_.size());
  for (const Key key : cut_) out.push_back(labels.text((*facts_)[members_[begins_[group]]][key]));
  return out;
}

}  // namespace corridor::experiment
