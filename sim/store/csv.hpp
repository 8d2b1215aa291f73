#pragma once
/// @file csv.hpp  Tables as text: RFC 4180, lines end in LF, a header line, columns end in their unit
/// (mass_t). Numbers are the shortest text that reads back to the same value, never in the reader's locale.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace corridor::store {

using Cell = std::variant<std::string, double, std::int64_t>;

/// One CSV file of a results folder. docs/reference/files.md lists all columns; a test holds them together.
struct Table {
  std::string name;  ///< without .csv
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;  ///< each as wide as `columns`
};

/// Position of a column. @pre it exists
std::size_t column(const Table& table, std::string_view name);
/// A cell as a number; 0 for text.
double number(const Cell& cell);
/// A cell as it stands in the file, before quoting.
std::string to_text(const Cell& cell);
/// Quoted where a comma, a quote or an end of line asks for it.
std::string in_quotes(std::string_view field);
std::string to_csv(const Table& table);

}  // namespace corridor::store
