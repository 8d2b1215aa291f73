#include "sim/report/kpi_lookup.hpp"

#include <algorithm>

#include "sim/report/numbers.hpp"

namespace corridor::report {

using store::By;
using store::Kpi;
using store::Summary;

std::string label(const By& by, const std::string& key) {
  const auto it = by.find(key);
  return it == by.end() ? "" : it->second;
}

double mean_of(const Summary& s, std::string_view name, const By& by) {
  const Kpi* kpi = s.find(name, by);
  return kpi != nullptr && kpi->mean ? *kpi->mean : 0;
}
std::string shown(const Summary& s, std::string_view name, const By& by, int decimals) {
  const Kpi* kpi = s.find(name, by);
  return kpi == nullptr ? "-" : or_dash(kpi->mean, decimals);
}

std::vector<const Kpi*> largest(const Summary& s, std::string_view name,
                                const std::vector<std::string>& keys) {
  std::vector<const Kpi*> parts = s.cut(name, keys);
  std::erase_if(parts, [](const Kpi* k) { return !k->mean || *k->mean == 0; });
  std::sort(parts.begin(), parts.end(), [](const Kpi* a, const Kpi* b) {
    return *a->mean != *b->mean ? *a->mean > *b->mean : a < b;  // all are elements of one vector
  });
  return parts;
}

std::string spaced(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

}  // namespace corridor::report
