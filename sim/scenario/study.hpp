#pragma once
/// @file study.hpp  A study file: a base scenario, what moves it, and over which points.
///   study: What the line to Bakhty is worth
///   base: ../base-2024.yaml
///   parameters:
///     - {name: capacity, moves: links.ayagoz--bakhty.capacity, from: 0 Mt/year, to: 30 Mt/year, step: 5
///     Mt/year}
///     - {name: opening, moves: links.ayagoz--bakhty.open, values: [2026-01-01, 2028-01-01]}
///     - {name: ban, moves: rules.EU-0016-PORT-BAN.never, values: [yes, no]}
///     - {name: price, moves: {series: coal-cif-ara, factor: value, from: 2024-03-01}, from: 0.5, to: 1.5,
///     points: 5}
///   design: grid                      or {kind: sobol, points: 256, seed: 3}
///   replications: 20
///   report: [delivered, cost_per_tonne]
/// sweep, calibrate and invest read the same files; each has sections of its own (study_tables()). A point is
/// applied to the base by the very changes a scenario would say, so nothing can be moved that could not be
/// written. Language and examples: docs/studies.md.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/tree.hpp"

namespace corridor::scenario {

/// Most levels of one parameter, and most points a file may list.
inline constexpr std::size_t kMostLevels = 100'000;

/// One quantity that a parameter moves: a path as --set takes it, or a change in which the word `value`
/// stands for the parameter's value.
struct Move {
  std::string path;  ///< links.a--b.capacity; empty where it is a change
  Node change;       ///< {series: coal, factor: value, from: 2025-01-01}
  Mark mark;
};

/// One value of a parameter.
struct Level {
  std::string text;  ///< as a planner would write it: `20 Mt/year`, `2027-10-01`, `yes`; the name of a case
  double x = 0;  ///< for axes: the number, days since 1970, yes = 1 and no = 0; a word: its place in the list
  Mark mark;
  Node changes;  ///< of a case: the list of its changes; null else
};

/// A named input of the study. Either it has levels (a list, a grid, cases), or it ranges from low to high,
/// or both: a grid is levels of a range.
struct Parameter {
  enum class Kind { number, day, word };  ///< word: flags, choices, cases
  std::string name;                       ///< lower-case words joined by `-`
  std::string note;
  Mark mark;
  std::vector<Move> moves;  ///< all take the same value; empty where it has cases
  Kind kind = Kind::number;
  std::string prefix, unit;   ///< of numbers, as written: "times ", "Mt/year"
  std::vector<Level> levels;  ///< in the order written; empty where only a range is said
  bool ranged = false;        ///< from and to are said
  double low = 0, high = 0;   ///< of a range, low < high: in `unit`, or days since 1970
};

/// The level at `x` of a range: numbers as they are, days rounded down. @pre the kind is number or day
Level level_at(const Parameter& parameter, double x);

struct Design {
  enum class Kind { grid, one_at_a_time, list, latin_hypercube, sobol };
  Kind kind = Kind::grid;
  int points = 0;          ///< of latin_hypercube and sobol
  std::uint64_t seed = 1;  ///< of the points, not of the runs
  bool indices = false;    ///< of sobol: the points that Sobol' indices need, points x (parameters + 2)
  Mark mark;
};
/// grid, one-at-a-time, list, latin-hypercube, sobol
std::string_view to_word(Design::Kind kind);

/// One point: a level for each parameter, in their order; nullptr leaves the base as it is.
using Point = std::vector<std::optional<Level>>;

/// One record of a section that belongs to one command: a project, a future, a target.
struct StudyRecord {
  Record record;  ///< fields of the section's table; references as written, resolve_value() resolves them
  Node changes;   ///< its `changes:`, a list; null where it says none
};
struct StudySection {
  const Table* table = nullptr;
  std::vector<StudyRecord> records;           ///< one where the table is single
  std::vector<std::vector<Dated>> fallbacks;  ///< [field of the table]; what holds where nothing is said
  /// The value of a field, its fallback where nothing is said, nullptr where there is neither.
  const Value* value(const StudyRecord& record, std::string_view key) const;
};

struct Study {
  std::string name;  ///< the file's name without folder and ending
  std::string file;  ///< as shown to people
  std::string title, question;
  std::filesystem::path base;  ///< the base scenario, found from the study's own place
  Mark base_mark;
  std::vector<Parameter> parameters;
  Design design;
  std::vector<Point> listed;           ///< of design list
  std::optional<int> replications;     ///< absent: the base's
  std::optional<std::uint64_t> seed;   ///< of the runs; absent: the base's
  std::vector<Said> report;            ///< key figures kept; absent: the base's
  std::vector<StudySection> sections;  ///< only those that the file has, in the order of study_tables()

  const StudySection* section(std::string_view name) const;  ///< nullptr where the file has none
  const Parameter* parameter(std::string_view wanted) const;
};

/// The keys of a study file, of one parameter and of a design.
std::span<const Field> study_fields();
std::span<const Field> parameter_fields();
std::span<const Field> design_fields();
/// Sections that belong to one command each. A field `changes` is not among the fields: every record of a
/// section may say `changes:` as a scenario does.
std::span<const Table> study_tables();

/// Reads a study file; its base is not read. @error every fault of the file, at once
Result<Study> read_study(const std::filesystem::path& file);

/// The base of a study. @error its faults; a base that cannot be read is told at the study's `base:`
Result<Scenario> load_base(const Study& study, const LoadOptions& options);

/// Whether every level of every parameter, and the changes of every record, can be applied to the base: a
/// path that matches nothing, a value out of bounds. @error all faults, at their places in the study file
Result<void> check_study(const Study& study, const Scenario& base);

/// The base with one point applied. `extra` are further lists of changes, applied first (a project's, a
/// future's). @error what a scenario file with these changes would be told
/// @cost one copy of the base and the checks of a load, without reading a file
Result<Scenario> at_point(const Scenario& base, const Study& study, const Point& point,
                          std::span<const Node* const> extra = {});

/// A point for people: "capacity 20 Mt/year, ban no".
std::string to_text(const Study& study, const Point& point);

}  // namespace corridor::scenario
