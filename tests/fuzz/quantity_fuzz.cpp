// Any text is a figure that is finite and in order, or a fault that says something.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/scenario/quantity_text.hpp"

using namespace corridor::scenario;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  for (const char* unit : {"", "Mt/year", "money/t", "any", "%", "days/year", "deg", "hours/1000 km"}) {
    const Parsed<Amount> amount = read_amount(text, unit);
    if (amount) {
      check(std::isfinite(amount->low) && std::isfinite(amount->number) && std::isfinite(amount->high));
      check(amount->low <= amount->number && amount->number <= amount->high);
    } else {
      check(!amount.error().found.empty());
    }
  }
  const Parsed<Distribution> law = read_distribution(text, "hours");
  if (law) {
    check(std::isfinite(law->mean()) && law->mean() >= 0);
  } else {
    check(!law.error().found.empty());
  }
  return 0;
}
