#include "sim/experiment/results_version.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "sim/experiment/study_figures.hpp"
#include "sim/experiment/unit.hpp"
#include "sim/scenario/fingerprint.hpp"

using namespace corridor;
using namespace corridor::experiment;

// Kept results are taken over only between programs of one results version. Where this fails, figures have
// changed: raise kResultsVersion by one (results_version.hpp) and write the new hash here, in the same
// commit.
TEST_CASE("the results version is that of the figures that the made-up country gives") {
  const std::filesystem::path tests = std::filesystem::path(CORRIDOR_SOURCE_DIR) / "tests" / "data";
  const auto scenario = scenario::load_scenario(tests / "toy-scenarios" / "base.yaml", {tests / "toy", {}});
  REQUIRE(scenario);
  const auto ready = ReadyWorld::make(*scenario);
  REQUIRE(ready);
  const auto outcome = ready->replicate({7, 3}, "replication 3");
  REQUIRE(outcome);
  std::vector<store::StudyFigure> kept = figures_kept(
      outcome->figures, {"delivered", "cost_per_tonne", "days", "handled", "refused", "stranded", "unsold"});
  std::ranges::sort(kept, {}, [](const store::StudyFigure& f) { return std::pair(f.kpi, f.by); });
  scenario::Fingerprint print;
  for (const store::StudyFigure& f : kept) print.add(f.kpi).add(f.by).add(f.value);
  CHECK(kResultsVersion == "3");
  CHECK(print.hex() == "c34070fe982b5f0813ed879e9b3efafe");
}
