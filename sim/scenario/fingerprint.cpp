#include "sim/scenario/fingerprint.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace corridor::scenario {
namespace {

void add(Fingerprint& print, const Value& v) {
  print.add(v.number).add(v.low).add(v.high).add(v.currency).add(v.unit).add(v.text);
  print.add(std::uint64_t{v.words.size()});
  for (const std::string& word : v.words) print.add(word);
  print.add(std::uint64_t{v.numbers.size()});
  for (const double x : v.numbers) print.add(x);
  print.add(static_cast<std::uint64_t>(v.distribution.shape));
  for (const double x : v.distribution.p) print.add(x);
  print.add(std::uint64_t{v.distribution.samples.size()});
  for (const double x : v.distribution.samples) print.add(x);
  print.add(static_cast<std::uint64_t>(v.day.time_since_epoch().count()));
}

void add(Fingerprint& print, Day day) {
  print.add(static_cast<std::uint64_t>(day.time_since_epoch().count()));
}

}  // namespace

// The prime is 2^88 + 0x13b: times 2^88 is a shift of the lower half into the upper by 24 bits.
void Fingerprint::bytes(const void* data, std::size_t size) {
  const auto* at = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < size; ++i) {
    low_ ^= at[i];
    constexpr std::uint64_t small = 0x13b;
    const std::uint64_t carried = ((low_ >> 32) * small + (((low_ & 0xffffffff) * small) >> 32)) >> 32;
    high_ = high_ * small + carried + (low_ << 24);
    low_ *= small;
  }
}

Fingerprint& Fingerprint::add(std::string_view text) {
  add(std::uint64_t{text.size()});
  bytes(text.data(), text.size());
  return *this;
}

Fingerprint& Fingerprint::add(std::uint64_t number) {
  unsigned char little[8];
  for (unsigned i = 0; i < 8; ++i) little[i] = static_cast<unsigned char>(number >> (8 * i));
  bytes(little, sizeof little);
  return *this;
}

Fingerprint& Fingerprint::add(double number) {
  return add(std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number));
}

std::string Fingerprint::hex() const { return fmt::format("{:016x}{:016x}", high_, low_); }

std::string fingerprint(const Scenario& s) {
  Fingerprint print;
  add(print, s.settings.measure.from);
  add(print, s.settings.measure.to);
  print.add(s.rules_print);
  for (const TableData& data : s.tables) {
    print.add(data.table->name).add(std::uint64_t{data.records.size()});
    for (const Record& record : data.records) {
      print.add(record.id);
      for (const std::vector<Dated>& steps : record.slots) {
        print.add(std::uint64_t{steps.size()});
        for (const Dated& step : steps) {
          add(print, step.from);
          add(print, step.value);
        }
      }
    }
  }
  return print.hex();
}

void add(Fingerprint& print, const Node& node) {
  print.add(static_cast<std::uint64_t>(node.kind)).add(node.text).add(std::uint64_t{node.quoted});
  print.add(std::uint64_t{node.items.size()});
  for (const Node& item : node.items) add(print, item);
  print.add(std::uint64_t{node.entries.size()});
  for (const Entry& entry : node.entries) {
    print.add(entry.key);
    add(print, entry.value);
  }
}

}  // namespace corridor::scenario
