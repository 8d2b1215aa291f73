// yaml-cpp stands behind this file alone. Its Mark counts from 0 and in bytes, it keeps doubled keys without
// a word, and it throws: all three end here.

#include "sim/scenario/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <istream>
#include <numeric>
#include <streambuf>
#include <string_view>
#include <system_error>
#include <utility>

#include "sim/scenario/text_form.hpp"

namespace corridor::scenario {
namespace {

namespace fs = std::filesystem;

/// A fault after which reading on makes no sense. It never leaves this file.
struct Stop {
  Diagnostic why;
};

/// Reads from text that somebody else keeps, without a copy.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // streambuf's type; nothing is ever written
    setg(begin, begin, begin + text.size());
  }
};

/// Builds the tree from yaml-cpp's events. Pointers on the stack stay valid: a parent grows only after its
/// last child is complete.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Document& document, std::string_view text, const ReadLimits& limits)
      : document_(document), text_(text), limits_(limits) {}

  Diagnostics faults;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) throw Stop{at(mark, "a second document begins here", "one document in a file")};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (expects_key()) throw Stop{at(mark, "an entry without a key", "key: value")};
    add_node(mark, Node::Kind::null);
    value_done();
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Stop{at(mark, "an alias (*)", "aliases are not read: write it out, or use extends")};
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (tag == "!") refuse_open_quote(mark);
    if (expects_key()) {
      if (value == "<<" && tag == "?") throw Stop{at(mark, "a merge key (<<)", "use extends")};
      Node& map = *stack_.back();
      map.entries.push_back({value, mark_of(mark), {}});
      key_pending_.back() = false;
      return;
    }
    Node& node = add_node(mark, Node::Kind::scalar);
    node.text = value;
    node.quoted = tag == "!";
    value_done();
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::mapping);
  }
  void OnMapEnd() override {
    refuse_doubled_keys(*stack_.back());
    close();
  }

  /// yaml-cpp counts lines and bytes from 0; people count lines and characters from 1. Marks mostly come in
  /// order, so bytes are counted on from the last one: a long line costs its length once.
  Mark mark_of(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.column < 0) return {};
    const auto pos = static_cast<std::size_t>(std::max(mark.pos, 0));
    const auto begin = pos - std::min(pos, static_cast<std::size_t>(mark.column));
    if (counted_.begin != begin || counted_.end > pos) counted_ = {begin, begin, 0};
    for (; counted_.end < pos && counted_.end < text_.size(); ++counted_.end) {
      if ((static_cast<unsigned char>(text_[counted_.end]) & 0xC0U) == 0x80U) ++counted_.inner_bytes;
    }
    return {mark.line + 1, mark.column - counted_.inner_bytes + 1};
  }

  Diagnostic at(const YAML::Mark& mark, std::string found, std::string expected) const {
    const Mark m = mark_of(mark);
    return {Severity::error, document_.file, m.line, m.column, path(), std::move(found), std::move(expected)};
  }

  bool empty() const {
    return documents_ == 0 || (documents_ == 1 && document_.root.kind == Node::Kind::null);
  }

 private:
  bool expects_key() const {
    return !stack_.empty() && stack_.back()->kind == Node::Kind::mapping && key_pending_.back();
  }
  void value_done() {
    if (!stack_.empty()) key_pending_.back() = true;
  }

  Node& add_node(const YAML::Mark& mark, Node::Kind kind) {
    if (++nodes_ > limits_.nodes) {
      throw Stop{at(mark, fmt::format("more than {} nodes", limits_.nodes), "split the file")};
    }
    Node* node = &document_.root;
    if (!stack_.empty()) {
      Node& parent = *stack_.back();
      node =
          parent.kind == Node::Kind::sequence ? &parent.items.emplace_back() : &parent.entries.back().value;
    }
    node->kind = kind;
    node->mark = mark_of(mark);
    return *node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (expects_key())
      throw Stop{at(mark, "a list or map as a key", "a plain word as a key; is a bracket left open?")};
    if (stack_.size() >= static_cast<std::size_t>(limits_.depth)) {
      throw Stop{at(mark, fmt::format("nested deeper than {} levels", limits_.depth), "a flatter file")};
    }
    stack_.push_back(&add_node(mark, kind));
    key_pending_.push_back(true);
  }

  void close() {
    stack_.pop_back();
    key_pending_.pop_back();
    value_done();
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0)
      faults.push_back(at(mark, "an anchor (&)", "anchors are not read: write it out, or use extends"));
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    const auto pos = static_cast<std::size_t>(std::max(mark.pos, 0));
    const bool explicit_tag = pos < text_.size() && text_[pos] == '!';
    if (explicit_tag || (tag != "?" && tag != "!" && !tag.empty())) {
      faults.push_back(at(mark, fmt::format("a tag ({})", tag), "tags are not read: leave it out"));
    }
  }

  /// yaml-cpp takes the end of the file for the end of a quote.
  void refuse_open_quote(const YAML::Mark& mark) const {
    auto i = static_cast<std::size_t>(std::max(mark.pos, 0));
    const char quote = i < text_.size() ? text_[i] : '\0';
    if (quote != '"' && quote != '\'') return;  // a block of text
    for (++i; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\')
        ++i;
      else if (text_[i] == quote && quote == '\'' && i + 1 < text_.size() && text_[i + 1] == quote)
        ++i;
      else if (text_[i] == quote)
        return;
    }
    throw Stop{at(mark, "a quote opens here and is not closed", "its second half")};
  }

  void refuse_doubled_keys(const Node& map) {
    std::vector<std::uint32_t> order(map.entries.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t i) {
      return std::pair<const std::string&, std::uint32_t>(map.entries[i].key, i);
    });
    for (std::size_t i = 1; i < order.size(); ++i) {
      const Entry &first = map.entries[order[i - 1]], &second = map.entries[order[i]];
      if (first.key != second.key) continue;
      faults.push_back({Severity::error, document_.file, second.key_mark.line, second.key_mark.column, path(),
                        fmt::format("`{}` stands here a second time", second.key),
                        fmt::format("once; the first is on line {}", first.key_mark.line)});
    }
  }

  std::string path() const {
    std::string out;
    for (const Node* node : stack_) {
      if (node->kind == Node::Kind::sequence) {
        if (!node->items.empty()) out += fmt::format("[{}]", node->items.size() - 1);
      } else if (!node->entries.empty() && node != stack_.back()) {
        out += (out.empty() ? "" : ".") + node->entries.back().key;
      }
    }
    return out;
  }

  Document& document_;
  std::string_view text_;
  ReadLimits limits_;
  struct Counted {
    std::size_t begin = 0, end = 0;  ///< bytes of one line
    int inner_bytes = 0;             ///< of these, the second and later bytes of a character
  };
  mutable Counted counted_;
  std::vector<Node*> stack_;
  std::vector<bool> key_pending_;  ///< beside stack_: a mapping waits for a key
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

/// What a planner can do about yaml-cpp's terse messages.
std::string cure_for(std::string_view message) {
  struct Cure {
    std::string_view part, cure;
  };
  static constexpr Cure cures[] = {
      {"end of map flow", "a `{` needs its `}`, entries are parted by commas, and a comma ends a value"},
      {"end of sequence flow", "a `[` needs its `]`, and entries are parted by commas"},
      {"end of map", "keys of one map start in the same column; a value that holds `: ` needs quotes"},
      {"end of sequence", "items of one list start with `- ` in the same column"},
      {"illegal map value", "put quotes round a text that holds `: `"},
      {"illegal tab", "indent with spaces, not tabs"},
      {"illegal EOF in scalar", "a quote is not closed"},
      {"illegal EOF", "the file ends too early"},
      {"unknown token", "put quotes round a text that begins with @, `, % or *"},
      {"the referenced anchor", "aliases are not read: write it out, or use extends"},
      {"alias", "aliases are not read: write it out, or use extends"},
      {"bad file", "a flatter file, or one without an open bracket"},
      {"escape", "use single quotes for a text that holds a backslash"},
  };
  for (const Cure& c : cures) {
    if (message.find(c.part) != std::string_view::npos) return std::string(c.cure);
  }
  return "valid YAML";
}

bool line_begins_with_tab(std::string_view text, int line) {
  std::size_t begin = 0;
  for (; line > 0 && begin < text.size(); --line)
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  const auto first = text.find_first_not_of(' ', begin);
  return first != std::string_view::npos && text[first] == '\t';
}

Diagnostic whole_file(std::string file, std::string found, std::string expected) {
  return {Severity::error, std::move(file), 0, 0, {}, std::move(found), std::move(expected)};
}

Result<std::string> read_bytes(const fs::path& file, const ReadLimits& limits) {
  const std::string shown = file.string();
  const auto fail = [&](std::string found, std::string expected) {
    return tl::unexpected(Diagnostics{whole_file(shown, std::move(found), std::move(expected))});
  };
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return fail("there is no such file", "");
  if (status.type() == fs::file_type::directory) return fail("this is a folder", "a YAML file");
  if (status.type() == fs::file_type::none || status.type() == fs::file_type::unknown) {
    return fail("cannot be looked at: " + error.message(), "a YAML file that can be read");
  }
  if (status.type() != fs::file_type::regular) return fail("this is no regular file", "a YAML file");
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail("cannot be opened", "a YAML file that can be read");
  std::string text;
  const auto size = fs::file_size(file, error);
  text.resize(!error && size < limits.bytes ? static_cast<std::size_t>(size) + 1 : limits.bytes + 1);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return fail("cannot be read", "a YAML file that can be read");
  const auto count = static_cast<std::size_t>(in.gcount());
  if (count > limits.bytes) {
    return fail(fmt::format("larger than {} bytes", limits.bytes), "a smaller file: split it");
  }
  text.resize(count);
  return text;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Result<Document> parse_document(std::string file, std::string_view text, const ReadLimits& limits) {
  if (text.size() > limits.bytes) {
    return tl::unexpected(Diagnostics{whole_file(
        std::move(file), fmt::format("larger than {} bytes", limits.bytes), "a smaller file: split it")});
  }
  text = without_byte_order_mark(text);
  std::optional<FormFault> form = bytes_fault(text);
  if (!form) form = nesting_fault(text, limits);
  if (form) {
    return tl::unexpected(Diagnostics{{Severity::error,
                                       std::move(file),
                                       form->mark.line,
                                       form->mark.column,
                                       {},
                                       std::move(form->found),
                                       std::move(form->expected)}});
  }
  Document document{std::move(file), {}};
  TreeBuilder builder(document, text, limits);
  try {
    TextBuffer buffer(text);
    std::istream in(&buffer);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    builder.faults.push_back(stop.why);
  } catch (const YAML::Exception& e) {
    const bool tab = line_begins_with_tab(text, e.mark.line);
    builder.faults.push_back(
        builder.at(e.mark, e.msg, tab ? "indent with spaces, not tabs" : cure_for(e.msg)));
  } catch (const std::exception& e) {  // yaml-cpp also lets a few std exceptions through
    builder.faults.push_back(
        whole_file(document.file, fmt::format("cannot be parsed: {}", e.what()), "valid YAML"));
  }
  if (!builder.faults.empty()) return tl::unexpected(std::move(builder.faults));
  if (builder.empty()) {
    return tl::unexpected(
        Diagnostics{whole_file(document.file, "the file holds nothing", "at least one `key: value`")});
  }
  return document;
}

Result<Document> read_document(const std::filesystem::path& file, const ReadLimits& limits) {
  Result<std::string> text = read_bytes(file, limits);
  if (!text) return tl::unexpected(std::move(text).error());
  return parse_document(file.string(), *text, limits);
}

}  // namespace corridor::scenario
