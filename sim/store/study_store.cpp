#include "sim/store/study_store.hpp"

#include <fmt/format.h>

#include <map>
#include <system_error>
#include <utility>

#include "sim/scenario/fingerprint.hpp"
#include "sim/store/file_lock.hpp"
#include "sim/store/sqlite.hpp"
#include "sim/store/study_schema.hpp"
#include "sim/store/study_trouble.hpp"

namespace corridor::store {
namespace {

namespace fs = std::filesystem;

/// A figure's key is made of what it is, so that it is the same in every file, whatever finished first.
std::int64_t kpi_key(const StudyFigure& figure) {
  const std::string print = scenario::Fingerprint{}.add(figure.kpi).add(figure.by).hex();
  const std::uint64_t half = std::stoull(print.substr(0, 16), nullptr, 16);
  return static_cast<std::int64_t>(half >> 1);
}

std::optional<Diagnostics> unlike(const fs::path& file, const StudyPlan& held, const StudyPlan& plan,
                                  bool update) {
  if (held.study != plan.study || held.title != plan.title) {
    return trouble(file, fmt::format("the results of another study: `{}` ({})", held.title, held.study),
                   "another --out");
  }
  if (held.shard != plan.shard || held.shards != plan.shards) {
    return trouble(file,
                   fmt::format("the results of shard {}/{}, not {}/{}", held.shard, held.shards, plan.shard,
                               plan.shards),
                   "another --out, or the --shard that it was begun with");
  }
  if (update) return std::nullopt;
  if (held.results != plan.results) {
    return trouble(file,
                   fmt::format("results of version {}; this program makes results of version {}",
                               held.results, plan.results),
                   "--update to compute them anew, or another --out");
  }
  if (held.print != plan.print) {
    return trouble(file,
                   "the study, its base or the network data have changed since these results were begun",
                   "--update to keep the units that are still the same, or another --out");
  }
  return std::nullopt;
}

}  // namespace

std::int64_t StudyPlan::units_here() const {
  const std::int64_t all = all_units(), before = shard - 1;
  return all <= before ? 0 : (all - before + shards - 1) / shards;
}

struct StudyStore::Inside {
  Inside(fs::path where, Connection::Mode mode) : file(std::move(where)), db(file, mode) {}
  fs::path file;
  std::optional<FileLock> lock;
  mutable Connection db;
  StudyPlan plan;
  std::map<std::int64_t, std::string> known;  ///< kpis that the file has: key and name
  std::int64_t done = 0;                      ///< finished units
};

StudyStore::StudyStore(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
StudyStore::StudyStore(StudyStore&&) noexcept = default;
StudyStore& StudyStore::operator=(StudyStore&&) noexcept = default;
StudyStore::~StudyStore() = default;
const StudyPlan& StudyStore::plan() const { return inside_->plan; }

Result<StudyStore> StudyStore::open(const fs::path& file, const StudyPlan& plan, bool update) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  if (fs::is_directory(file, error))
    return tl::unexpected(trouble(file, "a folder", "a file that ends in .sqlite"));
  auto lock = FileLock::take(file);
  if (!lock) {
    return tl::unexpected(
        trouble(file, fmt::format("{} is at work here", lock.error()), "wait for it, or give another --out"));
  }
  return guarded<StudyStore>(file, [&]() -> Result<StudyStore> {
    auto inside = std::make_unique<Inside>(file, Connection::Mode::create);
    Connection& db = inside->db;
    const std::int64_t application = db.number("PRAGMA application_id");
    const bool fresh = application == 0 && db.number("SELECT count(*) FROM sqlite_master") == 0;
    if (!fresh) {
      if (auto foreign = foreign_file(file, db)) return tl::unexpected(std::move(*foreign));
    }
    db.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    if (fresh) {
      Transaction t(db);
      write_plan(db, plan);
      t.commit();
      inside->plan = plan;
    } else {
      inside->plan = read_plan(db);
      if (auto why = unlike(file, inside->plan, plan, update)) return tl::unexpected(std::move(*why));
      if (inside->plan.print != plan.print || inside->plan.results != plan.results) {
        Transaction t(db);
        replace_plan(db, plan);
        t.commit();
        inside->plan = plan;
      }
    }
    Statement kpis(db, "SELECT kpi, name FROM kpis");
    while (kpis.next()) inside->known.emplace(kpis.whole(0), kpis.text(1));
    inside->done = db.number("SELECT count(*) FROM units WHERE unit >= 0");
    inside->lock.emplace(std::move(*lock));
    return StudyStore{std::move(inside)};
  });
}

Result<StudyStore> StudyStore::read(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return tl::unexpected(trouble(file, "there is no such file", ""));
  return guarded<StudyStore>(file, [&]() -> Result<StudyStore> {
    auto inside = std::make_unique<Inside>(file, Connection::Mode::write);
    if (auto foreign = foreign_file(file, inside->db)) return tl::unexpected(std::move(*foreign));
    inside->plan = read_plan(inside->db);
    return StudyStore{std::move(inside)};
  });
}

std::vector<std::int64_t> StudyStore::done() const {
  std::vector<std::int64_t> out;
  Statement units(inside_->db, "SELECT unit FROM units WHERE unit >= 0 ORDER BY unit");
  while (units.next()) out.push_back(units.whole(0));
  return out;
}

std::optional<StudyUnit> StudyStore::find_input(const std::string& input) const {
  Statement unit(inside_->db, "SELECT unit, events FROM units WHERE input = ? ORDER BY unit LIMIT 1");
  unit.bind(0, input);
  if (!unit.next()) return std::nullopt;
  StudyUnit out{unit.whole(0), input, static_cast<std::uint64_t>(unit.whole(1)), {}};
  Statement figures(
      inside_->db,
      "SELECT k.name, k.unit, k.\"by\", k.total, f.value FROM figures f JOIN kpis k ON k.kpi = f.kpi "
      "WHERE f.unit = ? ORDER BY f.kpi");
  figures.bind(0, out.unit);
  while (figures.next()) {
    out.figures.push_back(
        {figures.text(0), figures.text(1), figures.text(2), figures.whole(3) != 0, figures.real(4)});
  }
  return out;
}

Result<void> StudyStore::add(const std::vector<StudyUnit>& units) {
  return guarded<void>(inside_->file, [&]() -> Result<void> {
    Connection& db = inside_->db;
    std::map<std::int64_t, std::string> fresh;
    Transaction t(db);
    Statement unit(db, "INSERT INTO units VALUES(?, ?, ?, ?, ?)");
    Statement kpi(db, "INSERT INTO kpis VALUES(?, ?, ?, ?, ?)");
    Statement figure(db, "INSERT INTO figures VALUES(?, ?, ?)");
    for (const StudyUnit& u : units) {
      const std::int64_t n = inside_->plan.replications;
      unit.bind(0, u.unit).bind(1, u.unit / n).bind(2, u.unit % n).bind(3, u.input);
      unit.bind(4, static_cast<std::int64_t>(u.events)).run();
      for (const StudyFigure& f : u.figures) {
        const std::int64_t key = kpi_key(f);
        if (!inside_->known.contains(key) && fresh.emplace(key, f.kpi).second) {
          kpi.bind(0, key).bind(1, f.kpi).bind(2, f.unit).bind(3, f.by).bind(4, std::int64_t{f.total}).run();
        }
        figure.bind(0, u.unit).bind(1, key).bind(2, f.value).run();
      }
    }
    // What an earlier plan left is of no more use once all is there.
    const std::int64_t now_done = inside_->done + static_cast<std::int64_t>(units.size());
    if (now_done == inside_->plan.units_here()) {
      db.run(
          "DELETE FROM figures WHERE unit < 0; DELETE FROM units WHERE unit < 0;"
          "DELETE FROM kpis WHERE kpi NOT IN (SELECT kpi FROM figures);");
    }
    t.commit();
    inside_->known.merge(fresh);
    inside_->done = now_done;
    return {};
  });
}

Result<void> StudyStore::export_to(const fs::path& folder, const std::vector<Table>& further,
                                   const std::vector<std::pair<std::string, std::string>>& files) const {
  return guarded<void>(inside_->file, [&] { return export_study(inside_->db, folder, further, files); });
}

std::vector<StudySample> StudyStore::samples(bool whole) const {
  const auto replications = static_cast<std::size_t>(inside_->plan.replications);
  const auto points = static_cast<std::int64_t>(inside_->plan.points.size());
  Statement rows(inside_->db,
                 fmt::format("SELECT u.point, k.name, k.unit, k.\"by\", k.total, u.replication, f.value "
                             "FROM kpis k JOIN figures f ON f.kpi = k.kpi JOIN units u ON u.unit = f.unit "
                             "WHERE u.unit >= 0 {} ORDER BY k.name, k.\"by\", u.unit",
                             whole ? "AND k.\"by\" = '{}'" : ""));
  std::vector<StudySample> out;
  // Every point up to `end` of the figure at the end of `out`, without rows of its own: a total is 0 there.
  const auto fill = [&](std::int64_t end) {
    if (out.empty() || !out.back().total) return;
    while (out.back().point + 1 < end) {
      out.push_back(out.back());
      ++out.back().point;
      out.back().values.assign(replications, 0.0);
    }
  };
  while (rows.next()) {
    const std::int64_t point = rows.whole(0);
    const bool same = !out.empty() && out.back().kpi == rows.text(1) && out.back().by == rows.text(3);
    if (!same) {
      fill(points);
      const bool total = rows.whole(4) != 0;
      out.push_back({0, rows.text(1), rows.text(2), rows.text(3), total, {}});
      out.back().values.assign(replications, total ? std::optional(0.0) : std::nullopt);
      if (!total) out.back().point = point;
    }
    fill(point);
    if (out.back().point != point) {
      out.push_back(out.back());
      out.back().point = point;
      out.back().values.assign(replications, out.back().total ? std::optional(0.0) : std::nullopt);
    }
    out.back().values.at(static_cast<std::size_t>(rows.whole(5))) = rows.real(6);
  }
  fill(points);
  return out;
}

}  // namespace corridor::store
