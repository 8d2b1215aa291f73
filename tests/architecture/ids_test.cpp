// The network is data: no place, country, rule, commodity or other id of network/data stands in the program.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/architecture/source.hpp"

namespace corridor::architecture {
namespace {

using Words = std::set<std::string>;

/// Tables whose ids the program may know, and why.
const Words& open_tables() {
  static const Words tables = {
      "currencies",  // USD is the money of every result
      "sources",     // titles of books
      "model",       // keys of one record, fields of the language
  };
  return tables;
}

/// Ids that are words of the language as well; each is a choice or a key in the tables of fields, or English.
const Words& shared_words() {
  static const Words words = {"rail",       "road",  "sea", "ferry", "pipeline",
                              "containers", "other", "any", "none"};
  return words;
}

/// Adds the words of `[a, b]` or of `a`.
void add_words(const std::string& text, Words& into) {
  static const std::regex word("[A-Za-z0-9][A-Za-z0-9_-]*");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), word); it != std::sregex_iterator(); ++it) {
    into.insert(it->str());
  }
}

/// Ids in one YAML file of data, found by the keys that carry them; block and flow style.
void collect_ids(const std::string& yaml, Words& into) {
  static const std::regex table("^([a-z_-]+):.*");
  static const std::regex carrier(
      R"((?:^|[\s{,-])(id|country|jurisdiction|rule|aliases):\s*(\[[^\]]*\]|[A-Za-z0-9][A-Za-z0-9_-]*))");
  std::string open;
  std::size_t start = 0;
  while (start < yaml.size()) {
    const std::size_t end = std::min(yaml.find('\n', start), yaml.size());
    std::string line = yaml.substr(start, end - start);
    start = end + 1;
    if (const std::size_t comment = line.find(" #"); comment != std::string::npos) line.resize(comment);
    if (std::smatch match; std::regex_match(line, match, table)) open = match[1];
    if (open_tables().contains(open)) continue;
    for (auto it = std::sregex_iterator(line.begin(), line.end(), carrier); it != std::sregex_iterator();
         ++it) {
      add_words((*it)[2], into);
    }
  }
}

Words shipped_ids() {
  Words ids;
  const std::filesystem::path data = std::filesystem::path(CORRIDOR_SOURCE_DIR) / "network" / "data";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (entry.path().extension() == ".yaml") collect_ids(contents_of(entry.path()), ids);
  }
  for (const std::string& word : shared_words()) ids.erase(word);
  return ids;
}

/// The id that a literal gives away: the whole of it, or a word in it that is no plain word.
std::string id_in(const std::string& literal, const Words& ids) {
  if (ids.contains(literal)) return literal;
  Words words;
  add_words(literal, words);
  for (const std::string& word : words) {
    const bool plain = word.find_first_of("-_0123456789") == std::string::npos;
    if (!plain && ids.contains(word)) return word;
  }
  return {};
}

TEST_CASE("an id in a literal is found, a plain word in a sentence is not") {
  Words ids;
  collect_ids(
      "places:\n  - {id: old-wharf, name: Old wharf, country: XB, aliases: [wharf-one, quay]}  # id: no-id\n"
      "commodities:\n  - id: blackrock\ncurrencies:\n  - {id: USD}\nrules:\n  - rule: XD-1-BAN\n",
      ids);
  CHECK(ids == Words{"old-wharf", "XB", "wharf-one", "quay", "blackrock", "XD-1-BAN"});
  CHECK(id_in("blackrock", ids) == "blackrock");
  CHECK(id_in("XB", ids) == "XB");
  CHECK(id_in("closed by XD-1-BAN today", ids) == "XD-1-BAN");
  CHECK(id_in("the quay is full", ids) == "");
  CHECK(id_in("USD", ids) == "");

  const auto literals = literals_of(
      "#include \"a.hpp\"\n// \"old-wharf\"\nauto x = \"a\\\"b\"; /* \"c\" */ f('\"', R\"(d\"e)\", 1'000);");
  REQUIRE(literals.size() == 2);
  CHECK(literals[0].text == "a\\\"b");
  CHECK(literals[0].line == 3);
  CHECK(literals[1].text == "d\"e");
}

TEST_CASE("no id of the shipped network stands in a string of the program") {
  const Words ids = shipped_ids();
  REQUIRE(ids.size() > 100);
  for (const Source& source : sources_below(CORRIDOR_SOURCE_DIR, {"network", "sim"})) {
    for (const Token& literal : literals_of(source.text)) {
      const std::string id = id_in(literal.text, ids);
      CHECK_MESSAGE(id.empty(), source.path, ":", literal.line, " names ", id);
    }
  }
}

}  // namespace
}  // namespace corridor::architecture
