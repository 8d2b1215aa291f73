#pragma once
/// @file cube.hpp  Rows with labels, grouped by some of them. A cut is a list of keys: {commodity, market}
/// puts the rows of one commodity and market together. Row order is kept within a group, so sums over a group
/// do not depend on how groups are stored.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
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
  contract,
  fate,
  rule,
  reason,
  border,
  link,
  terminal,
  fleet,
  payee,
  item,
  railway,
  traffic,
  countries,
  event,
  month,
};
inline constexpr std::size_t kKeys = 23;
std::string_view to_word(Key key);

using Cut = std::vector<Key>;

/// Texts, each once, as small numbers. 0 is the empty text.
class Labels {
 public:
  std::uint32_t of(std::string_view text);
  const std::string& text(std::uint32_t label) const { return texts_[label]; }

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
using Facts = std::vector<Fact>;
using Rows = std::span<const std::uint32_t>;

/// Facts put together by the labels of a cut's keys. Refers to the facts, which outlive it.
class Groups {
 public:
  /// The empty cut: one group of all facts, which is there even when it is empty.
  explicit Groups(const Facts& facts);
  Groups(const Facts& facts, const Cut& cut);
  /// Each group cut once more. A group of no fact falls away. @cost O(facts + labels)
  Groups by(Key key) const;
  /// The same groups under the same numbers, their facts in another order. @param order positions of facts
  Groups in_order(std::span<const std::uint32_t> order) const;

  std::size_t size() const { return begins_.size() - 1; }
  Rows rows(std::size_t group) const {
    return Rows{rows_}.subspan(begins_[group], begins_[group + 1] - begins_[group]);
  }
  /// What the facts of a group have in common, in the order of the cut that they were grouped by.
  std::vector<std::string> texts(std::size_t group, const Labels& labels) const;

 private:
  Groups(const Facts& facts, Cut cut, std::vector<std::uint32_t> group_of, std::size_t groups);
  /// Lays out the facts group by group, each group in the order in which `each` names its facts.
  template <class Each>
  void lay_out(Each each);

  const Facts* facts_;
  Cut cut_;
  std::vector<std::uint32_t> group_of_;  ///< [fact]
  std::vector<std::uint32_t> begins_;    ///< [group], and the end: into what follows
  std::vector<std::uint32_t> members_;   ///< positions of facts, group by group
  std::vector<std::uint32_t> rows_;      ///< their rows
};

}  // namespace corridor::experiment
