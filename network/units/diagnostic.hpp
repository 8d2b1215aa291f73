#pragma once
/// @file diagnostic.hpp  What is wrong with an input, said once and precisely, and results that carry it.

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace corridor {

enum class Severity { error, warning };

/// One fault of an input. Lines and columns count from 1; 0 means the whole file.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string file;
  int line = 0, column = 0;
  std::string path;      ///< where in the document: links[3].gauge
  std::string found;     ///< what stands there: "1525 mm is no known gauge"
  std::string expected;  ///< what would do: "1435 mm or 1520 mm"; may be empty
  bool operator==(const Diagnostic&) const = default;
};
using Diagnostics = std::vector<Diagnostic>;

/// A value, or every fault that was found.
template <class T>
using Result = tl::expected<T, Diagnostics>;

/// `file:line:column: error: path: found; expected`
std::string to_line(const Diagnostic& d);

/// The spelling under which ids and words are compared: lower case, `-` for `_` and ' '.
std::string folded(std::string_view written);

/// The candidate nearest to `wanted` by edit distance; where none is near (more than a third of its letters
/// away) the shortest that has it as a part; else empty. Case, `_` and ' ' for `-` count as equal.
std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates);

}  // namespace corridor
