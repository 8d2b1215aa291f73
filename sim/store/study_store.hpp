#pragma once
/// @file study_store.hpp  The results of a study in one SQLite file: the plan (parameters, points) written
/// once, and a row for each finished unit with its key figures, committed at once (WAL, synchronous FULL). A
/// unit is one replication at one point; units are numbered point by point. Nothing in the file depends on
/// the clock, on threads or on the order in which units finish, so an interrupted study that is continued
/// ends with the same content as one that ran through, and so do merged shards. Schema: docs/studies.md.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "network/units/diagnostic.hpp"
#include "sim/store/csv.hpp"

namespace corridor::store {

/// What a study will run, as its file keeps it.
struct StudyPlan {
  struct Parameter {
    std::string name, kind, unit, moves;  ///< kind: number, day, word
  };
  struct Setting {
    std::string text;         ///< as written; empty where the point leaves the base as it is
    std::optional<double> x;  ///< its place on an axis
  };
  std::string study, title, question, base, design;
  std::string print;    ///< fingerprint of all that decides what the units give
  std::string results;  ///< version of the results that the program makes
  std::uint64_t seed = 1;
  int replications = 1;
  int shard = 1, shards = 1;  ///< units with number % shards == shard - 1 belong here
  std::vector<std::string> report;
  std::vector<Parameter> parameters;
  std::vector<std::vector<Setting>> points;  ///< [point][parameter]

  std::int64_t all_units() const { return static_cast<std::int64_t>(points.size()) * replications; }
  bool here(std::int64_t unit) const { return unit % shards == shard - 1; }
  std::int64_t units_here() const;
};

/// One key figure of a part of the whole: {"commodity":"coal"}.
struct StudyFigure {
  std::string kpi, unit, by;  ///< by: a JSON object, {} is the whole
  bool total = false;         ///< what has no row is 0; else it has no value
  double value = 0;
};

struct StudyUnit {
  std::int64_t unit = 0;
  std::string input;  ///< fingerprint of the resolved scenario, seed, replication and results version
  std::uint64_t events = 0;
  std::vector<StudyFigure> figures;
};

/// One value of a figure for one point: over all its replications.
struct StudySample {
  std::int64_t point = 0;
  std::string kpi, unit, by;
  bool total = false;
  std::vector<std::optional<double>> values;  ///< [replication]; nullopt: no value
};

class StudyStore {
 public:
  /// Opens the file for writing, or makes it with the plan. Folders above it are made.
  /// @param update  where the file holds the same study with another plan: keep the units that the new plan
  ///                has too (same input), drop the others
  /// @error  no file of corridor; another study; another version; another shard; the study has changed and
  ///         `update` is not given; another process writes; the disk
  static Result<StudyStore> open(const std::filesystem::path& file, const StudyPlan& plan, bool update);
  /// Opens for reading alone. @error no such file, no file of corridor, a schema of another version
  static Result<StudyStore> read(const std::filesystem::path& file);
  StudyStore(StudyStore&&) noexcept;
  StudyStore& operator=(StudyStore&&) noexcept;
  ~StudyStore();

  const StudyPlan& plan() const;
  std::vector<std::int64_t> done() const;  ///< numbers of finished units, ascending
  /// The finished unit with that input, where there is one.
  std::optional<StudyUnit> find_input(const std::string& input) const;
  /// Commits units, all or none. @error the disk
  Result<void> add(const std::vector<StudyUnit>& units);

  /// Samples of the kept figures, by name, part and point: of the whole where `whole` is set, else of every
  /// part. A total that a point has no row of is 0 there; of any other figure such a point is left out.
  /// @pre all units are finished
  std::vector<StudySample> samples(bool whole) const;

  /// Tables and views as CSV, a snapshot (study.sqlite) and further files (name, bytes) into a folder: equal
  /// bytes for equal content. @error the folder holds something else; the disk
  Result<void> export_to(const std::filesystem::path& folder, const std::vector<Table>& further,
                         const std::vector<std::pair<std::string, std::string>>& files) const;

 private:
  struct Inside;
  explicit StudyStore(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// Whether an export may be written there: nothing, an empty folder, or an export. Ask before a long run.
Result<void> check_export(const std::filesystem::path& folder);

/// Joins the files of all shards of one study into `out`, which must not exist.
/// @return the plan of the whole
/// @error  a shard that is missing, doubled, unfinished, of another study or version; one line each
Result<StudyPlan> merge_shards(const std::vector<std::filesystem::path>& shards,
                               const std::filesystem::path& out);

}  // namespace corridor::store
