#include "sim/experiment/resilience.hpp"

#include <doctest/doctest.h>

#include "sim/experiment/kpi.hpp"
#include "tests/experiment/toy_ground.hpp"

using namespace corridor;
using namespace corridor::experiment;
using test::Ground;
using test::toy_ground;

namespace {

store::Summary summary_of(const Ground& g) {
  std::vector<Figures> runs;
  for (int r = 0; r < 3; ++r)
    runs.push_back(figures_of(*g.world, model::simulate(*g.shared, 7, r), {}, g.shared.get()));
  store::Summary s;
  s.kpis = summarize(*g.world, runs, {});
  return s;
}

double mean(const store::Summary& s, const char* name, const store::By& by) {
  const store::Kpi* kpi = s.find(name, by);
  REQUIRE(kpi != nullptr);
  REQUIRE(kpi->mean);
  return *kpi->mean;
}

}  // namespace

TEST_CASE("a closing leaves a backlog that clears after its end; without one there is no event") {
  const std::pair<std::string, std::string> no_rule{"rules.XB-WHARF-STOP-2025.never", "true"};
  const store::Summary shut = summary_of(toy_ground({no_rule}, "closed.yaml"));
  const store::By event{{"event", "wharf-rock 2025-03-01"}};
  CHECK(mean(shut, "backlog", event) >= 0);
  CHECK(mean(shut, "recovered", event) > 0);
  CHECK(mean(shut, "recovery_days", event) >= 0);
  const store::Table file = resilience_table(shut);
  CHECK(store::to_text(file.rows.front()[1]) == "wharf-rock 2025-03-01");
  CHECK(store::number(file.rows.front()[2]) == mean(shut, "backlog", event));
  CHECK(store::to_text(file.rows.back()[0]) == "route");
  CHECK(summary_of(toy_ground({no_rule})).cut("backlog", {"event"}).empty());
}

TEST_CASE("what a rule blocks for a time is an event too, of the ways that it stops") {
  const store::By stop{{"event", "XB-WHARF-STOP-2025 2025-05-12"}};  // a week
  const store::Summary s = summary_of(toy_ground());
  CHECK(mean(s, "recovered", stop) > 0);
  CHECK(mean(s, "backlog", stop) > 0);
  CHECK(mean(s, "recovery_days", stop) >= 0);
  // One that is in force still when the window ends leaves nothing to be counted.
  CHECK(summary_of(toy_ground({{"rules.XB-WHARF-STOP-2025.to", "2026-06-20"}}))
            .cut("backlog", {"event"})
            .empty());
}

TEST_CASE("a route has tonnes to spare as long as nothing on it is full, and more where it is wider") {
  const store::By palm{{"route", "palm-rock"}};
  const double as_it_is = mean(summary_of(toy_ground()), "spare", palm);
  const double wider = mean(summary_of(toy_ground({{"acceptances.c-to-palm.amount", "140 kt/month"},
                                                   {"terminals.palm-rock.room", "140 kt/month"}})),
                            "spare", palm);
  CHECK(as_it_is >= 0);
  CHECK(wider > as_it_is);
  CHECK(wider <= as_it_is + 12 * 40e3 + 1);
}
