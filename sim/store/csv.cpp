#include "sim/store/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace corridor::store {

std::size_t column(const Table& table, std::string_view name) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), name);
  return static_cast<std::size_t>(found - table.columns.begin());
}

double number(const Cell& cell) {
  if (const double* real = std::get_if<double>(&cell)) return *real;
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return 0;
}

std::string to_text(const Cell& cell) {
  if (const std::string* text = std::get_if<std::string>(&cell)) return *text;
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
  return fmt::format("{}", std::get<double>(cell) + 0.0);  // + 0.0: no negative zero
}

std::string in_quotes(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{field};
  std::string out = "\"";
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

std::string to_csv(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += ',';
    out += in_quotes(table.columns[i]);
  }
  out += '\n';
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      out += in_quotes(to_text(row[i]));
    }
    out += '\n';
  }
  return out;
}

}  // namespace corridor::store
