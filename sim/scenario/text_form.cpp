#include "sim/scenario/text_form.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace corridor::scenario {
namespace {

constexpr int kHopelessDepth = 1000;

unsigned byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

Mark mark_at(std::string_view text, std::size_t offset) {
  Mark mark{1, 1};
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      mark = {mark.line + 1, 1};
    } else if ((byte_at(text, i) & 0xC0U) != 0x80U) {
      ++mark.column;
    }
  }
  return mark;
}

/// Bytes of the UTF-8 character that begins at `i`; 0 where there is none. Overlong forms, surrogates and
/// numbers beyond U+10FFFF are none.
std::size_t utf8_length(std::string_view text, std::size_t i) {
  const unsigned lead = byte_at(text, i);
  std::size_t length = 0;
  std::uint32_t code = 0;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF)
    length = 2, code = lead & 0x1FU;
  else if ((lead & 0xF0U) == 0xE0U)
    length = 3, code = lead & 0x0FU;
  else if (lead >= 0xF0 && lead <= 0xF4)
    length = 4, code = lead & 0x07U;
  else
    return 0;
  if (i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    const unsigned next = byte_at(text, i + k);
    if ((next & 0xC0U) != 0x80U) return 0;
    code = code << 6U | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool no_character = (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
  return overlong || no_character ? 0 : length;
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

std::optional<FormFault> bytes_fault(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return FormFault{{}, "this is UTF-16", "save it as UTF-8"};
  }
  for (std::size_t i = 0; i < text.size();) {
    const unsigned c = byte_at(text, i);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
      const auto what = c == 0 ? std::string("a NUL byte") : fmt::format("the control character U+{:04X}", c);
      return FormFault{mark_at(text, i), what, "a text file in UTF-8 (is this a binary file?)"};
    }
    const std::size_t length = utf8_length(text, i);
    if (length == 0) {
      return FormFault{mark_at(text, i), fmt::format("byte 0x{:02X} is not valid UTF-8", c),
                       "save it as UTF-8"};
    }
    i += length;
  }
  return std::nullopt;
}

std::optional<FormFault> nesting_fault(std::string_view text, const ReadLimits& limits) {
  int depth = 0;
  std::size_t separators = 0;
  char quote = 0;
  bool token_start = true;  // only there do a quote and, outside brackets, a bracket mean anything
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (quote == '"' && c == '\\')
        ++i;
      else if (c == quote)
        quote = 0, token_start = false;
      continue;
    }
    if (c == '\n') {
      token_start = true;
    } else if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t' || text[i - 1] == '\n')) {
      while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      // after `- `, `: ` and `? ` a token starts; inside a plain scalar it does not
      if (i > 0 && (text[i - 1] == ':' || (token_start && (text[i - 1] == '-' || text[i - 1] == '?'))))
        token_start = true;
    } else if ((c == '"' || c == '\'') && token_start) {
      quote = c;
    } else if ((c == '[' || c == '{') && (token_start || depth > 0)) {
      if (++depth > kHopelessDepth) {
        return FormFault{mark_at(text, i),
                         fmt::format("more than {} brackets stand open here", kHopelessDepth),
                         fmt::format("at most {} levels", limits.depth)};
      }
      token_start = true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
      token_start = depth > 0;
    } else if (c == ',' && depth > 0) {
      if (++separators > limits.nodes) {
        return FormFault{mark_at(text, i), fmt::format("more than {} entries", limits.nodes),
                         fmt::format("at most {} nodes in one file: split it", limits.nodes)};
      }
      token_start = true;
    } else if (!(token_start && (c == '-' || c == '?') && i + 1 < text.size() && text[i + 1] == ' ')) {
      token_start = false;
    }
  }
  return std::nullopt;
}

}  // namespace corridor::scenario
