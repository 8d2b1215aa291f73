#include "sim/store/study_store.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>

using namespace corridor;
using namespace corridor::store;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    static std::atomic<int> count{0};
    path_ = fs::temp_directory_path() /
            ("corridor-study-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

StudyPlan plan_of(int points, int replications, int shard = 1, int shards = 1) {
  StudyPlan plan;
  plan.study = "small";
  plan.title = "A small study";
  plan.base = "base";
  plan.design = "grid";
  plan.print = "p1";
  plan.results = "1";
  plan.replications = replications;
  plan.shard = shard;
  plan.shards = shards;
  plan.report = {"delivered", "days"};
  plan.parameters = {{"capacity", "number", "t", "links.a--b.capacity"}};
  for (int i = 0; i < points; ++i) plan.points.push_back({{std::to_string(10 * i) + " t", 10.0 * i}});
  return plan;
}

/// What a unit would give: figures that depend on the unit alone.
StudyUnit unit_of(std::int64_t unit) {
  StudyUnit u{unit, "input-" + std::to_string(unit), 100, {}};
  u.figures.push_back({"delivered", "t", "{}", true, 7.25 * static_cast<double>(unit)});
  if (unit % 2 == 0) u.figures.push_back({"delivered", "t", "{\"via\":\"gate\"}", true, 3.5});
  if (unit % 3 == 0) u.figures.push_back({"days", "days", "{}", false, 1.0 / static_cast<double>(unit + 1)});
  return u;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void fill(const fs::path& file, const StudyPlan& plan, std::vector<std::int64_t> order) {
  auto store = StudyStore::open(file, plan, false);
  REQUIRE(store);
  for (const std::int64_t unit : order) REQUIRE(store->add({unit_of(unit)}));
}

std::string told(const Diagnostics& faults) {
  std::string out;
  for (Diagnostic d : faults) {
    d.file = fs::path(d.file).filename().string();
    out += to_line(d) + "\n";
  }
  return out;
}

bool same_exports(const fs::path& a, const fs::path& b) {
  for (const auto& entry : fs::directory_iterator(a)) {
    const auto name = entry.path().filename();
    if (content_of(a / name) != content_of(b / name)) {
      MESSAGE("differs: " << name.string());
      return false;
    }
  }
  return true;
}

void export_of(const fs::path& file, const fs::path& folder) {
  const auto store = StudyStore::read(file);
  REQUIRE(store);
  REQUIRE(store->export_to(folder, {}, {}));
}

}  // namespace

TEST_CASE("the order in which units finish changes no byte of CSV or snapshot") {
  const Folder f;
  const StudyPlan plan = plan_of(3, 2);
  fill(f / "a.sqlite", plan, {0, 1, 2, 3, 4, 5});
  fill(f / "b.sqlite", plan, {5, 3, 1});
  fill(f / "b.sqlite", plan, {4, 0, 2});  // opened a second time
  export_of(f / "a.sqlite", f / "a");
  export_of(f / "b.sqlite", f / "b");
  CHECK(same_exports(f / "a", f / "b"));
  CHECK(fs::exists(f / "a" / "study.sqlite"));
  const std::string responses = content_of(f / "a" / "responses.csv");
  // point 1 has units 2 and 3: delivered 14.5 and 21.75; via the gate 3.5 and nothing
  CHECK(responses.find("1,10 t,10,delivered,{},t,2,18.125,14.5,21.75\n") != std::string::npos);
  CHECK(responses.find("1,10 t,10,delivered,\"{\"\"via\"\":\"\"gate\"\"}\",t,2,1.75,0,3.5\n") !=
        std::string::npos);
  CHECK(responses.find("1,10 t,10,days,{},days,1,0.25,0.25,0.25\n") != std::string::npos);
}

TEST_CASE("a total without a row is nought in its sample, a mean without a row is nothing") {
  const Folder f;
  fill(f / "a.sqlite", plan_of(3, 2), {0, 1, 2, 3, 4, 5});
  const auto store = StudyStore::read(f / "a.sqlite");
  REQUIRE(store);
  const auto samples = store->samples(false);
  const auto of = [&](std::int64_t point, const char* kpi,
                      const char* by) -> std::vector<std::optional<double>> {
    for (const auto& s : samples) {
      if (s.point == point && s.kpi == kpi && s.by == by) return s.values;
    }
    return {};
  };
  using Values = std::vector<std::optional<double>>;
  CHECK(of(1, "delivered", "{\"via\":\"gate\"}") == Values{3.5, 0.0});
  CHECK(of(1, "days", "{}") == Values{std::nullopt, 0.25});
  CHECK(of(2, "days", "{}").empty());
  CHECK(store->samples(true).size() == 3 + 2);
}

TEST_CASE("shards that are merged equal one file, for any number of shards") {
  const Folder f;
  fill(f / "whole.sqlite", plan_of(4, 3), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  export_of(f / "whole.sqlite", f / "whole");
  for (const int shards : {1, 2, 5, 12, 17}) {
    CAPTURE(shards);
    std::vector<fs::path> files;
    for (int shard = 1; shard <= shards; ++shard) {
      const StudyPlan plan = plan_of(4, 3, shard, shards);
      std::vector<std::int64_t> mine;
      for (std::int64_t unit = 11; unit >= 0; --unit) {
        if (plan.here(unit)) mine.push_back(unit);
      }
      CHECK(plan.units_here() == static_cast<std::int64_t>(mine.size()));
      files.push_back(f / (std::to_string(shards) + "-" + std::to_string(shard) + ".sqlite").c_str());
      fill(files.back(), plan, mine);
    }
    std::ranges::reverse(files);
    const fs::path merged = f / ("merged-" + std::to_string(shards) + ".sqlite").c_str();
    const auto plan = merge_shards(files, merged);
    REQUIRE_MESSAGE(plan, told(plan.error()));
    CHECK(plan->shards == 1);
    const fs::path folder = f / ("merged-" + std::to_string(shards)).c_str();
    export_of(merged, folder);
    CHECK(same_exports(f / "whole", folder));
  }
}

TEST_CASE("a shard that is missing, doubled, unfinished, of another study or version is one line") {
  const Folder f;
  fill(f / "1.sqlite", plan_of(2, 2, 1, 3), {0, 3});
  fill(f / "2.sqlite", plan_of(2, 2, 2, 3), {1});
  fill(f / "3.sqlite", plan_of(2, 2, 3, 3), {});
  const auto merge = [&](std::vector<fs::path> files) {
    return told(merge_shards(files, f / "m.sqlite").error());
  };
  CHECK(merge({f / "1.sqlite", f / "2.sqlite"}) ==
        "1.sqlite: error: its study lacks shard 3/3; the files of all shards\n");
  CHECK(merge({f / "1.sqlite", f / "2.sqlite", f / "3.sqlite"}) ==
        "3.sqlite: error: shard 3/3 is not finished: 0 of 1 units; the sweep command of this shard again\n");
  fs::copy(f / "2.sqlite", f / "2-again.sqlite");
  const std::string twice = merge({f / "1.sqlite", f / "2.sqlite", f / "2-again.sqlite"});
  CHECK(twice.find("2-again.sqlite: error: shard 2/3 a second time; each once") == 0);
  CHECK(std::ranges::count(twice, '\n') == 1);
  StudyPlan other = plan_of(2, 2, 3, 3);
  other.title = "Another";
  fill(f / "o.sqlite", other, {2});
  CHECK(merge({f / "1.sqlite", f / "2.sqlite", f / "o.sqlite"}) ==
        "o.sqlite: error: a shard of another study: `Another` (small); `A small study` (small)\n");
  other = plan_of(2, 2, 3, 3);
  other.results = "0";
  fill(f / "v.sqlite", other, {2});
  CHECK(merge({f / "1.sqlite", f / "2.sqlite", f / "v.sqlite"}) ==
        "v.sqlite: error: results of version 0; version 1, as the first\n");
  other = plan_of(2, 2, 3, 4);
  fill(f / "n.sqlite", other, {2});
  CHECK(merge({f / "1.sqlite", f / "n.sqlite"}).find("one of 4 shards") != std::string::npos);
  CHECK(merge({f / "1.sqlite", f / "nothing.sqlite"}).find("there is no such file") != std::string::npos);
  CHECK_FALSE(fs::exists(f / "m.sqlite"));
  std::ofstream(f / "m.sqlite") << "something of someone";
  CHECK(merge({f / "1.sqlite"}).find("this file is there already") != std::string::npos);
  CHECK(content_of(f / "m.sqlite") == "something of someone");
}

TEST_CASE("a file of another study, version, shard or program is refused and stays as it is") {
  const Folder f;
  fill(f / "a.sqlite", plan_of(2, 2), {0, 1});
  const std::string before = content_of(f / "a.sqlite");
  const auto refused = [&](const StudyPlan& plan) {
    const auto store = StudyStore::open(f / "a.sqlite", plan, false);
    return store ? std::string("accepted") : told(store.error());
  };
  StudyPlan plan = plan_of(2, 2);
  plan.title = "Another";
  CHECK(refused(plan) ==
        "a.sqlite: error: the results of another study: `A small study` (small); another --out\n");
  plan = plan_of(2, 2);
  plan.results = "2";
  CHECK(refused(plan).find("results of version 1; this program makes results of version 2") !=
        std::string::npos);
  plan = plan_of(2, 2);
  plan.print = "p2";
  CHECK(refused(plan).find("have changed since") != std::string::npos);
  CHECK(refused(plan_of(2, 2, 1, 2)).find("the results of shard 1/1, not 1/2") != std::string::npos);
  CHECK(content_of(f / "a.sqlite") == before);
  std::ofstream(f / "text.sqlite") << std::string(5000, 'x');
  const auto text = StudyStore::open(f / "text.sqlite", plan_of(2, 2), false);
  REQUIRE_FALSE(text);
  CHECK(told(text.error()) ==
        "text.sqlite: error: this is no results file of corridor, or it is damaged; another file\n");
  CHECK(content_of(f / "text.sqlite") == std::string(5000, 'x'));
  const auto folder = StudyStore::open(f / "", plan_of(2, 2), false);
  CHECK_FALSE(folder);
}

TEST_CASE("while one writes, another is told who it is; afterwards it may") {
  const Folder f;
  {
    const auto first = StudyStore::open(f / "a.sqlite", plan_of(2, 2), false);
    REQUIRE(first);
    const auto second = StudyStore::open(f / "a.sqlite", plan_of(2, 2), false);
    REQUIRE_FALSE(second);
    CHECK(told(second.error())
              .find("a.sqlite: error: process " + std::to_string(::getpid()) + " is at work here") == 0);
    CHECK(StudyStore::read(f / "a.sqlite"));  // a notebook may look
  }
  CHECK(StudyStore::open(f / "a.sqlite", plan_of(2, 2), false));
  CHECK_FALSE(fs::exists(f / "a.sqlite.lock"));
}

TEST_CASE("an update keeps what has the same input until the new plan has used it, then drops the rest") {
  const Folder f;
  fill(f / "a.sqlite", plan_of(2, 2), {0, 1, 2, 3});
  StudyPlan plan = plan_of(3, 1);
  plan.print = "p2";
  auto store = StudyStore::open(f / "a.sqlite", plan, true);
  REQUIRE(store);
  CHECK(store->done().empty());
  auto known = store->find_input("input-2");
  REQUIRE(known);
  CHECK(known->figures.size() == unit_of(2).figures.size());
  known->unit = 0;
  REQUIRE(store->add({*known}));
  REQUIRE(store->add({unit_of(1)}));
  CHECK(store->find_input("input-3"));
  REQUIRE(store->add({unit_of(2)}));
  CHECK_FALSE(store->find_input("input-3"));
  CHECK(store->done() == std::vector<std::int64_t>{0, 1, 2});
}
