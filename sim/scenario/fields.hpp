#pragma once
/// @file fields.hpp  Every field that data files and scenarios may hold, described once.
/// Parser, checks, `corridor schema`, --set and sweep paths, "did you mean" and docs/reference/fields.md are
/// all made from these tables: a key exists here or nowhere.

#include <limits>
#include <span>
#include <string_view>

namespace corridor::scenario {

enum class FieldKind {
  text,          ///< free text for people
  id,            ///< the id of one record of `table`
  ids,           ///< a list of such ids
  words,         ///< a list of free lower-case words
  choice,        ///< one of the words in `table`, separated by |
  flag,          ///< yes or no
  day,           ///< an ISO date
  quantity,      ///< a number with a unit, a range where it is a guess: 10..14..18 USD/t
  quantities,    ///< a list of quantities (a profile: twelve months)
  distribution,  ///< triangular 2..3..6 days; lognormal mean 5 cv 0.4 days; uniform 2..4 days; 3 days
};

struct Field {
  std::string_view key;
  FieldKind kind = FieldKind::text;
  std::string_view
      unit;  ///< canonical unit of a quantity; "" is a plain number; "money" in it takes any currency
  std::string_view table;  ///< id, ids: the table they name; choice: the words
  bool required = false;
  bool dated = false;         ///< may be a list of {from: date, value: ...}: a step function of time
  std::string_view fallback;  ///< what holds where nothing is said, as a planner would write it; "" = absent
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  std::string_view meaning;  ///< one sentence for the reference page
};

struct Table {
  std::string_view name;      ///< as data files and paths say it: terminals
  std::string_view singular;  ///< as a change says it: terminal
  std::span<const Field> fields;
  bool single = false;   ///< one record only, written as a map without an id (model)
  bool pair_id = false;  ///< id is from--to (links)
  std::string_view meaning;
  bool changes = true;  ///< of a section of studies: its records may say `changes`, as a scenario does
};

/// All tables, in the order in which the reference page lists them.
std::span<const Table> tables();
/// nullptr where no table has that name (or that singular).
const Table* find_table(std::string_view name);
const Table* find_singular(std::string_view singular);
/// The keys of a scenario file. `measure` and `changes` have a form of their own, said in their meaning.
std::span<const Field> scenario_fields();
/// Position of a field in its table; -1 where there is none.
int field_index(const Table& table, std::string_view key);

}  // namespace corridor::scenario
