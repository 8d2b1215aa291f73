#include "sim/experiment/figures.hpp"

#include <algorithm>

namespace corridor::experiment {

std::string joined_labels(std::span<const std::string> labels) {
  std::string out;
  for (const std::string& label : labels) out.append(label).append(1, '\0');
  return out;
}

std::vector<std::string> labels_in(std::string_view joined) {
  std::vector<std::string> out;
  while (!joined.empty()) {
    const std::size_t end = joined.find('\0');
    out.emplace_back(joined.substr(0, end));
    joined.remove_prefix(end + 1);
  }
  return out;
}

void Figures::add(std::size_t family, std::size_t cut, std::string_view labels,
                  std::span<const double> values) {
  parts_.push_back({static_cast<std::uint32_t>(family), static_cast<std::uint32_t>(cut), texts_.size(),
                    values_.size(), static_cast<std::uint32_t>(labels.size()),
                    static_cast<std::uint32_t>(values.size())});
  texts_ += labels;
  values_.insert(values_.end(), values.begin(), values.end());
}

void Figures::sort() {
  std::sort(parts_.begin(), parts_.end(), [this](const Place& a, const Place& b) {
    return a.family != b.family ? a.family < b.family
           : a.cut != b.cut     ? a.cut < b.cut
                                : labels_of(a) < labels_of(b);
  });
}

Figures::Part Figures::operator[](std::size_t i) const {
  const Place& p = parts_[i];
  return {p.family, p.cut, labels_of(p), std::span{values_}.subspan(p.value, p.values)};
}

std::pair<std::size_t, std::size_t> Figures::of_cut(std::size_t family, std::size_t cut) const {
  const auto before = [](const Place& p, const std::pair<std::size_t, std::size_t>& of) {
    return std::pair<std::size_t, std::size_t>{p.family, p.cut} < of;
  };
  const auto begin = std::lower_bound(parts_.begin(), parts_.end(), std::pair{family, cut}, before);
  const auto end = std::lower_bound(begin, parts_.end(), std::pair{family, cut + 1}, before);
  return {static_cast<std::size_t>(begin - parts_.begin()), static_cast<std::size_t>(end - parts_.begin())};
}

std::optional<std::span<const double>> Figures::find(const PartKey& key) const {
  const auto [first, last] = of_cut(key.family, key.cut);
  const std::string wanted = joined_labels(key.labels);
  const auto end = parts_.begin() + static_cast<std::ptrdiff_t>(last);
  const auto at =
      std::lower_bound(parts_.begin() + static_cast<std::ptrdiff_t>(first), end, std::string_view{wanted},
                       [this](const Place& p, std::string_view labels) { return labels_of(p) < labels; });
  if (at == end || labels_of(*at) != wanted) return std::nullopt;
  return std::span{values_}.subspan(at->value, at->values);
}

}  // namespace corridor::experiment
