#pragma once
/// @file source.hpp  C++ sources as the architecture tests see them: what a file includes, which string
/// literals it holds. Comments and character literals are passed over.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace corridor::architecture {

struct Source {
  std::string path;  ///< from the top of the repository, with slashes
  std::string text;
};

/// Every .hpp and .cpp below the folders. @pre they exist.
std::vector<Source> sources_below(const std::filesystem::path& root, const std::vector<std::string>& folders);
std::string contents_of(const std::filesystem::path& file);

struct Token {
  std::size_t line;
  std::string text;
};

/// What `#include "..."` and `#include <...>` name, without the brackets.
std::vector<Token> includes_of(std::string_view text);
/// String literals, raw ones too, as written between their quotes; not those of #include.
std::vector<Token> literals_of(std::string_view text);
/// The code with comments and the contents of literals blanked; lines stay where they were.
std::string bare_code(std::string_view text);

}  // namespace corridor::architecture
