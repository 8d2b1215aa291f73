#include "sim/experiment/cube.hpp"

#include <numeric>
#include <utility>

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

Facts::Column Facts::column(Key key) const {
  const auto k = static_cast<std::size_t>(key);
  if (columns_[k].empty() && of_rows_ != nullptr) return {(*of_rows_)[k], true};
  return {columns_[k], false};
}

Groups::Groups(const Facts& facts)
    : facts_(&facts),
      begins_{0, static_cast<std::uint32_t>(facts.size())},
      members_(facts.size()),
      rows_(facts.rows().begin(), facts.rows().end()) {
  std::iota(members_.begin(), members_.end(), 0);
}

Groups::Groups(const Facts* facts, Cut cut, std::size_t groups)
    : facts_(facts),
      cut_(std::move(cut)),
      begins_(groups + 1),
      members_(facts->size()),
      rows_(facts->size()) {}

Groups::Groups(const Facts& facts, const Cut& cut) : Groups(facts) {
  for (const Key key : cut) *this = by(key);
}

Groups Groups::by(Key key) const {
  const Facts::Column column = facts_->column(key);
  const std::vector<std::uint32_t>& at = column.of_rows ? rows_ : members_;
  // Group after group: a label that was last seen in an earlier group opens a new one.
  std::vector<std::uint32_t> last_with, group_at(at.size()), sizes;  // the first two count groups from 1
  for (std::size_t g = 0; g < size(); ++g) {
    const auto before = static_cast<std::uint32_t>(sizes.size());
    for (std::uint32_t i = begins_[g]; i < begins_[g + 1]; ++i) {
      const std::uint32_t label = column[at[i]];
      if (label >= last_with.size()) last_with.resize(label + std::size_t{1});
      std::uint32_t& group = last_with[label];
      if (group <= before) {
        sizes.push_back(0);
        group = static_cast<std::uint32_t>(sizes.size());
      }
      ++sizes[group - 1];
      group_at[i] = group;
    }
  }
  if (sizes.size() == size()) {  // the key tells no two facts of a group apart
    Groups same = *this;
    same.cut_.push_back(key);
    return same;
  }
  Groups out{facts_, cut_, sizes.size()};
  out.cut_.push_back(key);
  std::partial_sum(sizes.begin(), sizes.end(), out.begins_.begin() + 1);
  std::vector<std::uint32_t> next = out.begins_;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const std::uint32_t place = next[group_at[i] - 1]++;
    out.members_[place] = members_[i];
    out.rows_[place] = rows_[i];
  }
  return out;
}

std::vector<std::uint32_t> Groups::group_of_facts() const {
  std::vector<std::uint32_t> out(members_.size());
  for (std::uint32_t g = 0; g < size(); ++g) {
    for (std::uint32_t i = begins_[g]; i < begins_[g + 1]; ++i) out[members_[i]] = g;
  }
  return out;
}

std::vector<std::uint32_t> Groups::rows_in_order(std::span<const std::uint32_t> order) const {
  const std::vector<std::uint32_t> group_of = group_of_facts();
  std::vector<std::uint32_t> next = begins_, out(order.size());
  for (const std::uint32_t fact : order) out[next[group_of[fact]]++] = facts_->rows()[fact];
  return out;
}

const std::string& Groups::text_of(Key key, std::size_t group, const Labels& labels) const {
  const Facts::Column column = facts_->column(key);
  return labels.text(column[(column.of_rows ? rows_ : members_)[begins_[group]]]);
}

std::vector<std::string> Groups::texts(std::size_t group, const Labels& labels) const {
  std::vector<std::string> out;
  out.reserve(cut_.size());
  for (const Key key : cut_) out.push_back(text_of(key, group, labels));
  return out;
}

std::string Groups::text(std::size_t group, const Labels& labels) const {
  std::string out;
  for (const Key key : cut_) out.append(text_of(key, group, labels)).append(1, '\0');
  return out;
}

}  // namespace corridor::experiment
