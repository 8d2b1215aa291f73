#pragma once
/// @file tree.hpp  A YAML file as a tree in which every node knows its line and column.
/// Read through yaml-cpp's event interface; yaml-cpp appears in tree.cpp alone. Limits, checked before and
/// while parsing (each is one clear Diagnostic): a regular file of at most 8 MiB, valid UTF-8, no NUL byte,
/// one document, at most 64 levels and 200,000 nodes, plain or quoted scalar keys, no key twice in a map,
/// no anchors, aliases, tags or `<<` ("use extends").

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "network/units/diagnostic.hpp"

namespace corridor::scenario {

struct Mark {
  int line = 0, column = 0;  ///< from 1
};

struct Entry;

/// One YAML node. A scalar keeps its text as written; whether it is a number is for the reader to say.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };
  Kind kind = Kind::null;
  Mark mark;
  std::string text;            ///< scalar
  bool quoted = false;         ///< scalar in quotes: never null, number or flag
  std::vector<Node> items;     ///< sequence
  std::vector<Entry> entries;  ///< mapping, in the order written

  const Node* find(std::string_view key) const;  ///< nullptr where the mapping has no such key
};

struct Entry {
  std::string key;
  Mark key_mark;
  Node value;
};

struct Document {
  std::string file;  ///< as shown in diagnostics
  Node root;
};

struct ReadLimits {
  std::size_t bytes = std::size_t{8} << 20;
  int depth = 64;
  std::size_t nodes = 200'000;
};

/// Reads one YAML file. @error all that is wrong with its form; never throws for any input.
Result<Document> read_document(const std::filesystem::path& file, const ReadLimits& limits = {});
/// The same for text in memory; `file` is the name shown in diagnostics.
Result<Document> parse_document(std::string file, std::string_view text, const ReadLimits& limits = {});

}  // namespace corridor::scenario
