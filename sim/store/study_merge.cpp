// The files of all shards of a study become one.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "sim/store/file_lock.hpp"
#include "sim/store/study_schema.hpp"
#include "sim/store/study_trouble.hpp"

namespace corridor::store {
namespace {

namespace fs = std::filesystem;

void append(Diagnostics& to, Diagnostics&& more) { to.insert(to.end(), more.begin(), more.end()); }

/// The plans of all files; faults of each.
class Shards {
 public:
  explicit Shards(const std::vector<fs::path>& files) : files_(files) {}

  Result<StudyPlan> check() {
    for (const fs::path& file : files_) look_at(file);
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    for (int shard = 1; shard <= first_.shards; ++shard) {
      if (!seen_.contains(shard)) missing_.push_back(shard);
    }
    if (!missing_.empty()) {
      std::string list;
      for (std::size_t i = 0; i < missing_.size() && i < 20; ++i)
        list += fmt::format("{}{}/{}", i > 0 ? ", " : "", missing_[i], first_.shards);
      if (missing_.size() > 20) list += fmt::format(" and {} more", missing_.size() - 20);
      return tl::unexpected(
          trouble(files_.front(), fmt::format("its study lacks shard {}", list), "the files of all shards"));
    }
    StudyPlan whole = first_;
    whole.shard = whole.shards = 1;
    return whole;
  }

 private:
  void look_at(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error))
      return append(faults_, trouble(file, "there is no such file", "the file of a shard"));
    const auto lock = FileLock::take(file);
    if (!lock)
      return append(faults_,
                    trouble(file, fmt::format("{} is still at work here", lock.error()), "wait for it"));
    const Result<void> looked = guarded<void>(file, [&]() -> Result<void> {
      Connection db(file, Connection::Mode::write);
      if (auto foreign = foreign_file(file, db)) return tl::unexpected(std::move(*foreign));
      compare(file, read_plan(db), db.number("SELECT count(*) FROM units WHERE unit >= 0"));
      return {};
    });
    if (!looked) append(faults_, Diagnostics(looked.error()));
  }

  void compare(const fs::path& file, StudyPlan plan, std::int64_t done) {
    if (seen_.empty()) first_ = plan;
    const auto say = [&](std::string found, std::string expected) {
      append(faults_, trouble(file, std::move(found), std::move(expected)));
    };
    if (plan.study != first_.study || plan.title != first_.title) {
      say(fmt::format("a shard of another study: `{}` ({})", plan.title, plan.study),
          fmt::format("`{}` ({})", first_.title, first_.study));
    } else if (plan.results != first_.results) {
      say(fmt::format("results of version {}", plan.results),
          fmt::format("version {}, as the first", first_.results));
    } else if (plan.shards != first_.shards) {
      say(fmt::format("one of {} shards", plan.shards),
          fmt::format("one of {}, as the first", first_.shards));
    } else if (plan.print != first_.print) {
      say("a shard of the same study as it was at another time", "shards begun with the same files");
    } else if (const auto [twin, fresh] = seen_.emplace(plan.shard, file); !fresh) {
      say(fmt::format("shard {}/{} a second time", plan.shard, plan.shards),
          fmt::format("each once; the first is {}", twin->second.generic_string()));
    } else if (done < plan.units_here()) {
      say(fmt::format("shard {}/{} is not finished: {} of {} units", plan.shard, plan.shards, done,
                      plan.units_here()),
          "the sweep command of this shard again");
    }
  }

  const std::vector<fs::path>& files_;
  StudyPlan first_;
  std::map<int, fs::path> seen_;
  std::vector<int> missing_;
  Diagnostics faults_;
};

void take_in(Connection& db, const fs::path& shard) {
  Statement(db, "ATTACH ? AS shard").bind(0, shard.string()).run();
  {
    Transaction t(db);
    db.run(
        "INSERT OR IGNORE INTO kpis SELECT * FROM shard.kpis;"
        "INSERT INTO units SELECT * FROM shard.units WHERE unit >= 0;"
        "INSERT INTO figures SELECT * FROM shard.figures WHERE unit >= 0;");
    t.commit();
  }
  db.run("DETACH shard");
}

}  // namespace

Result<StudyPlan> merge_shards(const std::vector<fs::path>& shards, const fs::path& out) {
  std::error_code error;
  if (fs::exists(out, error)) return tl::unexpected(trouble(out, "this file is there already", "a new file"));
  Result<StudyPlan> plan = Shards(shards).check();
  if (!plan) return plan;
  if (out.has_parent_path()) fs::create_directories(out.parent_path(), error);
  const fs::path fresh = out.parent_path() / fmt::format(".{}.new", out.filename().string());
  const auto clear = [&] {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(fs::path(fresh) += end, error);
  };
  clear();
  const Result<void> joined = guarded<void>(out, [&]() -> Result<void> {
    Connection db(fresh, Connection::Mode::create);
    db.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    Transaction t(db);
    write_plan(db, *plan);
    t.commit();
    for (const fs::path& shard : shards) take_in(db, shard);
    return {};
  });
  if (joined) fs::rename(fresh, out, error);
  if (joined && !error) return plan;
  clear();
  if (!joined) return tl::unexpected(joined.error());
  return tl::unexpected(trouble(out, error.message(), "a file that can be written"));
}

}  // namespace corridor::store
