#pragma once
/// @file record.hpp  What was read: records of figures, each with its place in a file, its source and its
/// range. Plain data. Quantities stand in the canonical unit of their field.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/units/date.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

enum class Quality { official, press, academic, measured, estimate, scenario, class_default };
/// official, press, academic, measured, estimate, scenario, class-default
std::string_view to_word(Quality q);
std::optional<Quality> quality_of(std::string_view word);

/// A sentence of a scenario file that others read: its words, and where they stand.
struct Said {
  std::string text, file;
  Mark mark;
};

/// A probability law of a duration or amount, in the field's canonical unit.
struct Distribution {
  enum class Shape { constant, uniform, triangular, lognormal, empirical };
  Shape shape = Shape::constant;
  std::array<double, 3>
      p{};  ///< constant: value; uniform: low, high; triangular: low, mode, high; lognormal: mean, cv
  std::vector<double> samples;  ///< empirical
  double mean() const;
  bool operator==(const Distribution&) const = default;
};

/// One value of one field, with all that is known of it.
struct Value {
  double number = 0, low = 0,
         high = 0;                 ///< quantity (flag: 0 or 1); low = number = high where it is no range
  std::string currency;            ///< of a money quantity: USD, KZT, ...; empty otherwise
  std::string unit;                ///< only where the field takes any unit: as written, "" for a plain number
  std::string text;                ///< text, id, choice
  std::vector<std::string> words;  ///< ids, words
  std::vector<double> numbers;     ///< quantities
  Distribution distribution;
  Day day{};
  std::string source, note;
  Quality quality = Quality::scenario;
  std::uint32_t file = 0;  ///< index into Scenario::files
  Mark mark;
  bool ranged() const { return low < high; }
};

/// One step of a step function of time: `value` holds from `from` on.
struct Dated {
  Day from = kBeginning;
  Value value;
  /// A change in a window cuts a step in two or three; the pieces are still the one figure that began then.
  std::optional<Day> piece_of = {};
  Day figure_from() const { return piece_of.value_or(from); }
};

struct Record {
  std::string id;
  std::uint32_t file = 0;
  Mark mark;
  std::string source, note;
  Quality quality = Quality::scenario;
  std::vector<std::vector<Dated>> slots;  ///< [field of the table], ascending in `from`; empty = not said
};

/// The records of one table, in the order read; ids are unique.
struct TableData {
  const Table* table = nullptr;
  std::vector<Record> records;
  std::map<std::string, std::size_t, std::less<>> index;
  std::map<std::string, std::size_t, std::less<>>
      aliases;                                    ///< other ids that mean a record, folded (names.hpp)
  std::vector<std::vector<Dated>> fallbacks;      ///< [field of the table]; what holds where nothing is said
  const Record* find(std::string_view id) const;  ///< by its id alone; names.hpp resolves other spellings
};

/// An empty table with its fallbacks read.
TableData empty_table(const Table& table);

/// All steps of a field; the field's fallback as its one step where nothing is said; empty where there is
/// neither. Non-dated fields have one step. `key` must exist in the table.
const std::vector<Dated>& steps_of(const TableData& table, const Record& record, std::string_view key);
/// Reading a field: the step in force on `day`, the field's fallback where nothing is said, nullptr where
/// there is neither. `key` must exist in the table (a broken promise otherwise).
const Value* value_on(const TableData& table, const Record& record, std::string_view key,
                      Day day = kBeginning);

}  // namespace corridor::scenario
