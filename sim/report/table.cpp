#include "sim/report/table.hpp"

#include <algorithm>

namespace corridor::report {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kLeast = 8;  ///< no column is cut below this width

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// The text cut to `width` columns, the last one an ellipsis where something is missing.
std::string cut(const std::string& text, std::size_t width) {
  if (width_of(text) <= width) return text;
  std::string out;
  std::size_t seen = 0;
  for (const char c : text) {
    if (begins_code_point(c) && ++seen >= width) break;
    out += c;
  }
  return out + "\u2026";
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string space(width - std::min(width, width_of(text)), ' ');
  return right ? space + text : text + space;
}

/// A head on two lines: broken at the first comma, else at the last space.
std::pair<std::string, std::string> two_lines(const std::string& head) {
  if (const std::size_t comma = head.find(", "); comma != std::string::npos) {
    return {head.substr(0, comma), head.substr(comma + 2)};
  }
  return {"", head};
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                    const Table& table) {
  std::string out;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c > 0) out += kGap;
    out += padded(cut(cells[c], widths[c]), widths[c], table.columns[c].right);
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + "\n";
}

std::vector<std::size_t> widths_of(const Table& table, std::size_t room) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto [upper, lower] = two_lines(table.columns[c].head);
    std::size_t widest = std::max(width_of(upper), width_of(lower));
    for (const auto& row : table.rows) widest = std::max(widest, width_of(row[c]));
    widths.push_back(widest);
  }
  const auto total = [&] {
    std::size_t sum = kGap.size() * (widths.size() - 1);
    for (const std::size_t w : widths) sum += w;
    return sum;
  };
  while (total() > room) {
    std::size_t widest = widths.size();
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (table.columns[c].right || widths[c] <= kLeast) continue;
      if (widest == widths.size() || widths[c] > widths[widest]) widest = c;
    }
    if (widest == widths.size()) break;  // figures are never cut
    --widths[widest];
  }
  return widths;
}

}  // namespace

std::size_t width_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), begins_code_point));
}

std::string bold(std::string_view text, const Look& look) {
  return look.colour ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string to_text(const Table& table, const Look& look) {
  std::string out = table.title.empty() ? "" : bold(table.title, look) + "\n";
  if (table.rows.empty()) {
    return out + wrapped(table.empty.empty() ? "Nothing." : table.empty, look);
  }
  const std::vector<std::size_t> widths =
      widths_of(table, static_cast<std::size_t>(std::max(look.width, 20)));
  std::vector<std::string> upper, lower;
  for (const Column& column : table.columns) {
    const auto [first, second] = two_lines(column.head);
    upper.push_back(first);
    lower.push_back(second);
  }
  if (std::any_of(upper.begin(), upper.end(), [](const auto& s) { return !s.empty(); })) {
    out += line_of(upper, widths, table);
  }
  if (std::any_of(lower.begin(), lower.end(), [](const auto& s) { return !s.empty(); })) {
    out += line_of(lower, widths, table);
  }
  for (const auto& row : table.rows) out += line_of(row, widths, table);
  if (!table.note.empty()) out += wrapped(table.note, look);
  return out;
}

std::string to_html(const Table& table) {
  std::string out = "<table>\n<caption>" + html_escaped(table.title) + "</caption>\n<thead><tr>";
  for (const Column& column : table.columns) {
    out += std::string("<th scope=\"col\"") + (column.right ? " class=\"n\">" : ">") +
           html_escaped(column.head) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      out += std::string("<td") + (table.columns[c].right ? " class=\"n\">" : ">") + html_escaped(row[c]) +
             "</td>";
    }
    out += "</tr>\n";
  }
  if (table.rows.empty()) {
    out += "<tr><td colspan=\"" + std::to_string(table.columns.size()) + "\">" +
           html_escaped(table.empty.empty() ? "Nothing." : table.empty) + "</td></tr>\n";
  }
  out += "</tbody>\n</table>\n";
  if (!table.note.empty()) out += "<p class=\"note\">" + html_escaped(table.note) + "</p>\n";
  return out;
}

std::string wrapped(std::string_view text, const Look& look) {
  const std::size_t room = static_cast<std::size_t>(std::max(look.width, 20));
  std::string out, line;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && width_of(line) + 1 + width_of(word) > room) {
      out += line + "\n";
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return line.empty() ? out : out + line + "\n";
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace corridor::report
