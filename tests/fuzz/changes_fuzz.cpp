// Any text in the place of `changes:` and of `--set` leaves a scenario whose steps are in order and whose
// figures are finite, or faults with a place.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/scenario/scenario_file.hpp"

using namespace corridor;
using namespace corridor::scenario;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

const Scenario& made_up_country() {
  static const Scenario country = [] {
    Result<Scenario> loaded = load_network({std::string(CORRIDOR_SOURCE_DIR) + "/tests/data/toy", {}});
    check(loaded.has_value());
    return std::move(*loaded);
  }();
  return country;
}

void check_steps(const Scenario& s) {
  for (const TableData& data : s.tables) {
    check(data.index.size() == data.records.size());
    for (const Record& record : data.records) {
      check(record.slots.size() == data.table->fields.size());
      for (const auto& slot : record.slots) {
        check(std::ranges::is_sorted(slot, {}, &Dated::from));
        for (const Dated& step : slot) check(std::isfinite(step.value.number));
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Scenario s = made_up_country();
  Diagnostics faults;
  s.files.emplace_back("fuzz.yaml");
  const Result<Document> document = parse_document("fuzz.yaml", text);
  if (document) {
    const Reading in{"fuzz.yaml", static_cast<std::uint32_t>(s.files.size() - 1), faults};
    read_settings(in, document->root, s.settings);
    if (document->root.kind == Node::Kind::mapping) apply_changes(in, document->root, s);
  }
  const auto equals = std::min(text.find('='), text.size());
  apply_set(std::string(text.substr(0, equals)), std::string(text.substr(std::min(equals + 1, text.size()))),
            s, faults);
  check_steps(s);
  for (const Diagnostic& d : faults) check(!d.found.empty());
  return 0;
}
