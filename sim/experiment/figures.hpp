#pragma once
/// @file figures.hpp  The key figures of one replication, part by part. Thousands of parts lie in three
/// pieces of memory: runs keep them for every replication.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corridor::experiment {

/// A part of the whole for which a family of figures was taken.
struct PartKey {
  std::size_t family = 0, cut = 0;
  std::vector<std::string> labels;  ///< in the order of the cut's keys
  auto operator<=>(const PartKey&) const = default;
};

/// Labels in one text, each followed by a zero byte: it sorts as the list does.
std::string joined_labels(std::span<const std::string> labels);
std::vector<std::string> labels_in(std::string_view joined);

class Figures {
 public:
  struct Part {
    std::size_t family = 0, cut = 0;
    std::string_view labels;  ///< joined
    std::span<const double>
        values;  ///< [figure of the family]; NaN where there is no tonne to take a mean of
    PartKey key() const { return {family, cut, labels_in(labels)}; }
  };

  /// @pre sort() before anything is looked up
  void add(std::size_t family, std::size_t cut, std::string_view labels, std::span<const double> values);
  void sort();  ///< by family, cut, labels

  std::size_t size() const { return parts_.size(); }
  Part operator[](std::size_t i) const;  ///< ascending
  /// Where the parts of a cut begin and end.
  std::pair<std::size_t, std::size_t> of_cut(std::size_t family, std::size_t cut) const;
  /// Values of a part; nullopt where it is not there.
  std::optional<std::span<const double>> find(const PartKey& key) const;
  bool contains(const PartKey& key) const { return find(key).has_value(); }

 private:
  struct Place {
    std::uint32_t family, cut;
    std::size_t text, value;  ///< where they begin
    std::uint32_t text_size, values;
  };
  std::string_view labels_of(const Place& p) const {
    return std::string_view{texts_}.substr(p.text, p.text_size);
  }

  std::vector<Place> parts_;
  std::string texts_;
  std::vector<double> values_;
};

}  // namespace corridor::experiment
