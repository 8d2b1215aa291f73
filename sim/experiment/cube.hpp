#pragma once
/// @file cube.hpp  Rows with labels, grouped by some of them. A cut is a list of keys: {commodity, market}
/// puts the rows of one commodity and market together. Row order is kept within a group, so sums over a group
/// do not depend on how groups are stored.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corridor::experiment {

/// What figures are cut by.
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

/// Labels by key; no column where nothing has that key.
using Columns = std::array<std::vector<std::uint32_t>, kKeys>;
using Rows = std::span<const std::uint32_t>;

/// Rows of some table, each with labels. A key that is not set has the empty text.
class Facts {
 public:
  using Label = std::pair<Key, std::uint32_t>;

  Facts() = default;
  /// @param of_rows  [row]: labels that all facts of a table share, for keys that facts do not set. Outlives
  ///                 this
  explicit Facts(const Columns& of_rows) : of_rows_(&of_rows) {}

  void add(std::size_t row, std::span<const Label> labels) {
    rows_.push_back(static_cast<std::uint32_t>(row));
    for (const auto& [key, label] : labels) set(key, label);
  }
  void add(std::size_t row, std::initializer_list<Label> labels) {
    add(row, std::span{labels.begin(), labels.size()});
  }
  /// Of the fact added last, where it has no such key yet.
  void set(Key key, std::uint32_t label) {
    std::vector<std::uint32_t>& column = columns_[static_cast<std::size_t>(key)];
    if (column.size() + 1 < rows_.size()) column.resize(rows_.size() - 1);  // those before had no such key
    column.push_back(label);
  }

  std::size_t size() const { return rows_.size(); }
  Rows rows() const { return rows_; }

  /// One key's labels: [fact], or [row] where they are those of the rows. May end early: 0 from there on.
  struct Column {
    std::span<const std::uint32_t> labels;
    bool of_rows = false;
    std::uint32_t operator[](std::size_t i) const { return i < labels.size() ? labels[i] : 0; }
  };
  Column column(Key key) const;

 private:
  std::vector<std::uint32_t> rows_;
  Columns columns_;
  const Columns* of_rows_ = nullptr;
};

/// Facts put together by the labels of a cut's keys. Refers to the facts, which outlive it.
class Groups {
 public:
  /// The empty cut: one group of all facts, which is there even when it is empty.
  explicit Groups(const Facts& facts);
  Groups(const Facts& facts, const Cut& cut);
  /// Each group cut once more. A group of no fact falls away. @cost O(facts + the greatest label)
  Groups by(Key key) const;

  std::size_t size() const { return begins_.size() - 1; }
  Rows rows(std::size_t group) const { return rows(group, Rows{rows_}); }
  /// The same of what was laid out group by group, as rows_in_order() does.
  template <class T>
  std::span<const T> rows(std::size_t group, std::span<const T> laid_out) const {
    return laid_out.subspan(begins_[group], begins_[group + 1] - begins_[group]);
  }
  /// Rows group by group, each group in the order in which `order` names its facts, by position.
  std::vector<std::uint32_t> rows_in_order(std::span<const std::uint32_t> order) const;
  std::vector<std::uint32_t> group_of_facts() const;
  /// What the facts of a group have in common, in the order of the cut that they were grouped by.
  std::vector<std::string> texts(std::size_t group, const Labels& labels) const;
  /// The same in one text, as joined_labels().
  std::string text(std::size_t group, const Labels& labels) const;

 private:
  Groups(const Facts* facts, Cut cut, std::size_t groups);
  const std::string& text_of(Key key, std::size_t group, const Labels& labels) const;

  const Facts* facts_;
  Cut cut_;
  std::vector<std::uint32_t> begins_;   ///< [group], and the end: into what follows
  std::vector<std::uint32_t> members_;  ///< positions of facts, group by group
  std::vector<std::uint32_t> rows_;     ///< their rows
};

}  // namespace corridor::experiment
