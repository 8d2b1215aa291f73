#include "sim/scenario/tree.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>

#include "tests/scenario/files.hpp"

using namespace corridor;
using namespace corridor::scenario;
using namespace corridor::scenario::test;

namespace {

std::string first_fault(const Result<Document>& r) { return r ? "accepted" : to_line(r.error().front()); }

bool refused_with(const Result<Document>& r, std::string_view part) {
  const bool so = !r && first_fault(r).find(part) != std::string::npos;
  if (!so) MESSAGE(first_fault(r));
  return so;
}

std::string repeated(std::string_view piece, std::size_t n) {
  std::string out;
  out.reserve(piece.size() * n);
  for (std::size_t i = 0; i < n; ++i) out += piece;
  return out;
}

/// Processor time, so that a busy machine does no harm; a minute where ThreadSanitizer or valgrind slow all
/// down.
bool within_a_second(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return std::clock() - start < CLOCKS_PER_SEC * (std::getenv("CORRIDOR_SLOWED") != nullptr ? 60 : 1);
}

}  // namespace

TEST_CASE("every node knows its line and column, in characters from 1") {
  const auto r = parse_document("t.yaml", "a: 1\nb:\n  - x\n  - {c: größe, d: 2}\n");
  REQUIRE(r);
  const Node& root = r->root;
  CHECK(root.find("a")->mark.line == 1);
  CHECK(root.find("a")->mark.column == 4);
  const Node& list = *root.find("b");
  CHECK(list.items[0].mark.line == 3);
  CHECK(list.items[0].mark.column == 5);
  CHECK(list.items[1].entries[0].key_mark.column == 6);
  CHECK(list.items[1].find("d")->mark.column == 19);  // after two letters of two bytes each
  CHECK(root.find("nothing") == nullptr);
}

TEST_CASE("a file of 8 MiB is read and one byte more is refused") {
  const std::string head = "scenario: x\n# ";
  std::string text = head + std::string((8U << 20) - head.size() - 1, 'c') + "\n";
  REQUIRE(text.size() == (8U << 20));
  const Folder folder;
  CHECK(read_document(folder.write("n.yaml", text)));
  text.insert(text.size() - 1, "c");
  CHECK(within_a_second([&] {
    CHECK(refused_with(read_document(folder.write("n1.yaml", text)), "larger than 8388608 bytes"));
  }));
  CHECK(refused_with(parse_document("n1.yaml", text), "larger than 8388608 bytes"));
}

TEST_CASE("64 levels are read and 65 are refused") {
  const auto nested = [](std::size_t n) { return repeated("[", n - 1) + repeated("]", n - 1); };
  CHECK(parse_document("t.yaml", "a: " + nested(64)));
  CHECK(refused_with(parse_document("t.yaml", "a: " + nested(65)), "nested deeper than 64 levels"));
  std::string blocks;
  for (int i = 0; i < 64; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(parse_document("t.yaml", blocks));
  blocks += std::string(64, ' ') + "a:\n";
  CHECK(refused_with(parse_document("t.yaml", blocks), "nested deeper than 64 levels"));
}

TEST_CASE("200,000 nodes are read and one more is refused") {
  const auto list = [](std::size_t items) { return "a: [" + repeated("1,", items - 1) + "1]\n"; };
  CHECK(parse_document("t.yaml", list(199'998)));  // and the map, and the list
  CHECK(refused_with(parse_document("t.yaml", list(199'999)), "more than 200000 nodes"));
  const auto lines = [](std::size_t items) { return "a:\n" + repeated("- 1\n", items); };
  CHECK(parse_document("t.yaml", lines(199'998)));
  CHECK(refused_with(parse_document("t.yaml", lines(199'999)), "more than 200000 nodes"));
}

TEST_CASE("hostile texts are refused within a second") {
  const auto refuse = [](const std::string& text, std::string_view part) {
    CHECK(within_a_second([&] { CHECK(refused_with(parse_document("t.yaml", text), part)); }));
  };
  refuse(repeated("[", 200'000), "brackets stand open");
  refuse(repeated("{a: ", 200'000), "brackets stand open");
  refuse("a: " + repeated("[1,", 200'000), "brackets stand open");
  refuse(repeated("- ", 100'000), "nested deeper than 64 levels");
  refuse(repeated("? ", 100'000), "");
  refuse("a: [" + repeated("1,", 3'000'000) + "1]", "more than 200000 entries");
  refuse("a: " + repeated("&a ", 10'000) + "b", "");
  refuse("a: \"" + std::string(1 << 20, 'x'), "not closed");
  refuse("a: &x [1]\nb: *x\n", "");
  refuse("a: &x [1]\nb: [*x, *x]\n", "an anchor");
  refuse(repeated("k: 1\n", 90'000), "stands here a second time");
}

TEST_CASE("one long line costs its length once, and its columns are characters") {
  const std::string text = "a: [" + repeated("größe, ", 199'990) + "ende]\n";
  CHECK(within_a_second([&] {
    const auto r = parse_document("t.yaml", text);
    REQUIRE(r);
    const Node& list = *r->root.find("a");
    CHECK(list.items[1].mark.column == 12);  // 4 characters, then 7 an item
    CHECK(list.items.back().mark.column == 5 + 7 * 199'990);
  }));
}

TEST_CASE("anchors, aliases, tags and merge keys are refused and extends is offered") {
  CHECK(refused_with(parse_document("t", "a: &x 1"),
                     "t:1:4: error: an anchor (&); anchors are not read: write it out, or use extends"));
  CHECK(refused_with(parse_document("t", "a: !!int 1"), "a tag"));
  CHECK(refused_with(parse_document("t", "a: ! 1"), "a tag"));
  CHECK(refused_with(parse_document("t", "<<: 1"), "a merge key (<<); use extends"));
  CHECK(parse_document("t", "'<<': 1"));
  CHECK(parse_document("t", "a: 'x & y'\nb: no *stars* here\n"));
}

TEST_CASE("doubled keys are told once each, with the line of the first") {
  const auto r = parse_document("t", "a: 1\nb: {c: 1, c: 2}\na: 3\n");
  REQUIRE(!r);
  REQUIRE(r.error().size() == 2);
  CHECK(to_line(r.error()[0]) ==
        "t:2:11: error: b: `c` stands here a second time; once; the first is on line 2");
  CHECK(to_line(r.error()[1]) == "t:3:1: error: `a` stands here a second time; once; the first is on line 1");
}

TEST_CASE("what is no regular file is refused") {
  CHECK(refused_with(read_document("/dev/null"), "no regular file"));
  CHECK(refused_with(read_document(kTests), "this is a folder"));
  CHECK(refused_with(read_document(kTests / "absent.yaml"), "there is no such file"));
  const Folder folder;
  fs::create_symlink("loop.yaml", folder.path() / "loop.yaml");
  CHECK(refused_with(read_document(folder.path() / "loop.yaml"), "cannot be looked at"));
}

TEST_CASE("a byte order mark and CRLF line ends do no harm") {
  const auto r = parse_document("t",
                                "\xEF\xBB\xBF"
                                "a: 1\r\nb: two words\r\n");
  REQUIRE(r);
  CHECK(r->root.find("a")->text == "1");
  CHECK(r->root.find("b")->text == "two words");
}
