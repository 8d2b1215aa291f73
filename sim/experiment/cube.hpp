#pragma once
/// @file cube.hpp  Rows with labels, grouped by some of them. A cut is a list of keys: {commodity, market}
/// puts the rows of one commodity and market together. Row order is kept within a group, so sums over a group
/// do not depend on how groups are stored.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace corridor::experiment {

/// What figures are cut by. The order is that of labels in a fact.
enum class Key : std::uint8_t {
  commodity,
  market_group,
  market,
  route,
  via,
  flow,
  pool,
  bound,
  rule,
  reason,
  border,
  fleet,
  payee,
  item,
  month,
};
inline constexpr std::size_t kKeys = 15;
std::string_view to_word(Key key);

using Cut = std::vector<Key>;

/// Texts, each once, as small numbers. 0 is the empty text.
class Labels {
 public:
  std::uint32_t of(std::string_view text);
  const std::string& text(std::uint32_t label) const { return texts_[label]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string> texts_{""};
  std::map<std::string, std::uint32_t, std::less<>> numbers_{{"", 0}};
};

/// One row of some table, and what it is labelled with.
struct Fact {
  std::array<std::uint32_t, kKeys> labels{};
  std::uint32_t row = 0;
  std::uint32_t& operator[](Key key) { return labels[static_cast<std::size_t>(key)]; }
  std::uint32_t operator[](Key key) const { return labels[static_cast<std::size_t>(key)]; }
};

/// Rows by the labels of the cut's keys, in their order. The empty cut has one group, of all rows, which is
/// there even when it is empty.
using Groups = std::map<std::vector<std::string>, std::vector<std::uint32_t>>;
/// @cost O(keys x (rows + groups x labels))
Groups group(const std::vector<Fact>& facts, const Cut& cut, const Labels& labels);

}  // namespace corridor::experiment
