#pragma once
/// @file value_reader.hpp  One YAML node and one line of the field tables make one value, or a fault that
/// says where it stands, what was found and what would do. References are only spelled here; names.hpp
/// resolves them.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/record.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

/// Where figures come from, unless they say so themselves.
struct Origin {
  std::string source, note;
  Quality quality = Quality::scenario;
};

/// The file that is being read, and where its faults go.
struct Reading {
  std::string_view file;
  std::uint32_t file_index = 0;
  Diagnostics& faults;

  void fault(Mark at, std::string path, std::string found, std::string expected) const;
};

/// One value of `field`. nullopt after a fault. `path` is the record's; the field's key is added to it.
std::optional<Value> read_value(const Reading& in, const Field& field, const Node& node, const Origin& origin,
                                std::string_view path);

/// All that a field may hold: a value, a map {value:, source:, ...}, or, where the field is dated, a list of
/// steps {from:, value:, source:, quality:, note:}, ascending. Empty after a fault.
std::vector<Dated> read_steps(const Reading& in, const Field& field, const Node& node, const Origin& origin,
                              std::string_view path);

/// `source`, `quality` and `note` of a record or step, over what held before. @return what to inherit
Origin read_origin(const Reading& in, const Node& mapping, Origin origin, std::string_view path);

/// A day, yes or no, a whole number: what settings and changes need besides fields.
std::optional<Day> read_day(const Reading& in, const Node& node, const std::string& path);
std::optional<bool> read_flag(const Reading& in, const Node& node, const std::string& path);
std::optional<std::uint64_t> read_whole(const Reading& in, const Node& node, const std::string& path,
                                        std::uint64_t least, std::uint64_t most);
/// A scalar's text. Fault where it is a list, a map or nothing.
std::optional<std::string> read_text(const Reading& in, const Node& node, const std::string& path);
/// One text, or a list of texts. @param example  what would do
std::vector<Said> read_said(const Reading& in, const Node& node, const std::string& path,
                            const std::string& example);

/// What the field tables give as fallback, read by the same reader.
std::vector<Dated> read_fallback(const Field& field);

/// Refuses keys that are in none of the lists, with "did you mean".
void refuse_unknown_keys(const Reading& in, const Node& mapping, std::string_view path,
                         std::span<const std::string_view> known, std::span<const Field> fields = {});

/// A list in prose: "a, b or c"; shortened where it is long.
std::string one_of(const std::vector<std::string>& words);

}  // namespace corridor::scenario
