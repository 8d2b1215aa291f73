#include "network/units/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace corridor {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string folded(std::string_view written) {
  std::string out(written);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_' || c == ' ') c = '-';
  }
  return out;
}

std::string to_line(const Diagnostic& d) {
  std::string out = d.file.empty() ? "corridor" : d.file;
  if (d.line > 0) out += fmt::format(":{}:{}", d.line, d.column);
  out += d.severity == Severity::error ? ": error: " : ": warning: ";
  if (!d.path.empty()) out += d.path + ": ";
  out += d.found;
  if (!d.expected.empty()) out += "; " + d.expected;
  return out;
}

std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates) {
  if (wanted.size() > 64) return {};  // no id is that long; do not spend time on hostile input
  const std::string w = folded(wanted);
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, w.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(w, folded(candidate));
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  if (!best.empty() || w.size() < 4) return best;
  // A part of an id, as `dostyk` of `border-dostyk`: the shortest that has it.
  for (const std::string& candidate : candidates) {
    const bool has = folded(candidate).find(w) != std::string::npos;
    if (has && (best.empty() || candidate.size() < best.size())) best = candidate;
  }
  return best;
}

}  // namespace corridor
