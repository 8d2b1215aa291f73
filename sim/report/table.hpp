#pragma once
/// @file table.hpp  A table as people read it: on a terminal of a given width, or in the HTML report.
/// Text is UTF-8; one code point is taken as one column wide.

#include <string>
#include <string_view>
#include <vector>

namespace corridor::report {

/// How much room there is, and whether colour may be used.
struct Look {
  int width = 80;
  bool colour = false;
};

struct Column {
  std::string head;  ///< ends in the unit: "cost, USD/t"
  bool right = false;
};

struct Table {
  std::string title;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< each as wide as `columns`
  std::string note;                            ///< one line below; may be empty
  std::string empty;                           ///< said instead of the rows where there are none
};

/// Lines that fit the width: a title, a line of heads, the rows, a note. Where the table is too wide its
/// widest left-aligned column is cut, with an ellipsis. Heads break over two lines at a comma or a space.
std::string to_text(const Table& table, const Look& look);
/// The same as an HTML table with a caption.
std::string to_html(const Table& table);

/// A paragraph broken at spaces to fit the width.
std::string wrapped(std::string_view text, const Look& look);
/// Code points of a UTF-8 text.
std::size_t width_of(std::string_view utf8);
std::string html_escaped(std::string_view text);
/// Bold where colour may be used.
std::string bold(std::string_view text, const Look& look);

}  // namespace corridor::report
