// Any bytes are a document or a list of faults, each with a place that exists.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/scenario/tree.hpp"

using namespace corridor;
using namespace corridor::scenario;

namespace {

std::size_t count_nodes(const Node& node, int depth) {
  if (depth > 64) std::abort();
  std::size_t n = 1;
  for (const Node& item : node.items) n += count_nodes(item, depth + 1);
  for (const Entry& entry : node.entries) n += count_nodes(entry.value, depth + 1);
  return n;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const Result<Document> document = parse_document("fuzz.yaml", text);
  if (document) {
    if (count_nodes(document->root, 0) > 200'000) std::abort();
    return 0;
  }
  if (document.error().empty()) std::abort();
  for (const Diagnostic& d : document.error()) {
    if (d.line < 0 || d.column < 0 || d.found.empty()) std::abort();
  }
  return 0;
}
