#pragma once
/// @file text_form.hpp  Whether bytes can be a YAML text of ours at all, seen before the parser sees them:
/// valid UTF-8, no NUL and no other control character, no nesting or number of entries so far beyond the
/// limits that the parser would waste seconds or its stack on it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

struct FormFault {
  Mark mark;  ///< 0:0 where it is the whole file
  std::string found, expected;
};

/// The text without a UTF-8 byte order mark.
std::string_view without_byte_order_mark(std::string_view text);

/// The first fault of the bytes; nullopt where there is none. One pass.
std::optional<FormFault> bytes_fault(std::string_view text);

/// A rough reading of brackets and separators outside quotes and comments. It refuses only what is far
/// beyond the limits (1,000 open brackets; more separators in brackets than nodes allowed); the exact limits
/// are the parser's. One pass.
std::optional<FormFault> nesting_fault(std::string_view text, const ReadLimits& limits);

}  // namespace corridor::scenario
