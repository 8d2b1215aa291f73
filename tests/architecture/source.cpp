#include "tests/architecture/source.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>

namespace corridor::architecture {
namespace {

/// Walks once over C++ text and cuts it into code, comments and literals.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), bare_(text) {}

  void scan() {
    while (at_ < text_.size()) step();
  }
  std::vector<Token> literals;
  const std::string& bare() const { return bare_; }

 private:
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  std::size_t line_of(std::size_t offset) const {
    return 1 + static_cast<std::size_t>(
                   std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  }
  void blank(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, bare_.size()); ++i) {
      if (bare_[i] != '\n') bare_[i] = ' ';
    }
  }
  void skip_to(std::size_t end) {
    blank(at_, end);
    at_ = std::min(end, text_.size());
  }
  void step() {
    if (starts("//")) return skip_to(text_.find('\n', at_));
    if (starts("/*")) return skip_to(after(text_.find("*/", at_ + 2), 2));
    if (starts("R\"")) return raw_literal();
    if (text_[at_] == '"') return literal();
    // A quote between digits parts thousands.
    if (text_[at_] == '\'' && (at_ == 0 || std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) == 0)) {
      return character();
    }
    ++at_;
  }
  static std::size_t after(std::size_t found, std::size_t length) {
    return found == std::string_view::npos ? found : found + length;
  }
  void raw_literal() {
    const std::size_t open = text_.find('(', at_);
    const std::string closing = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const std::size_t close = text_.find(closing, open);
    literals.push_back({line_of(at_), std::string(text_.substr(open + 1, close - open - 1))});
    skip_to(after(close, closing.size()));
  }
  std::size_t closing_quote(char quote) const {
    std::size_t i = at_ + 1;
    while (i < text_.size() && text_[i] != quote && text_[i] != '\n') i += text_[i] == '\\' ? 2U : 1U;
    return i;
  }
  void literal() {
    const std::size_t close = closing_quote('"');
    const std::size_t line_start = text_.rfind('\n', at_) + 1;  // npos + 1 is 0: the first line
    if (!text_.substr(line_start, at_ - line_start).starts_with("#include")) {
      literals.push_back({line_of(at_), std::string(text_.substr(at_ + 1, close - at_ - 1))});
    }
    skip_to(close + 1);
  }
  void character() { skip_to(closing_quote('\'') + 1); }

  std::string_view text_;
  std::string bare_;
  std::size_t at_ = 0;
};

}  // namespace

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Source> sources_below(const std::filesystem::path& root,
                                  const std::vector<std::string>& folders) {
  std::vector<Source> found;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto ending = entry.path().extension();
      if (ending != ".hpp" && ending != ".cpp") continue;
      found.push_back({entry.path().lexically_relative(root).generic_string(), contents_of(entry.path())});
    }
  }
  std::sort(found.begin(), found.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return found;
}

std::vector<Token> includes_of(std::string_view text) {
  std::vector<Token> found;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("\"<");
    if (open == std::string::npos) continue;
    const std::size_t close = line.find_first_of("\">", open + 1);
    found.push_back({number, line.substr(open + 1, close - open - 1)});
  }
  return found;
}

std::vector<Token> literals_of(std::string_view text) {
  Scanner scanner(text);
  scanner.scan();
  return std::move(scanner.literals);
}

std::string bare_code(std::string_view text) {
  Scanner scanner(text);
  scanner.scan();
  return scanner.bare();
}

}  // namespace corridor::architecture
