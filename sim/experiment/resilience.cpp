#include "sim/experiment/resilience.hpp"

#include <string>

namespace corridor::experiment {

store::Table resilience_table(const store::Summary& s) {
  store::Table table{
      "resilience", {"what", "id", "backlog_t", "recovery_days", "recovered_share", "spare_t"}, {}};
  const auto cell = [&](const char* name, const store::By& by) {
    const store::Kpi* kpi = s.find(name, by);
    return kpi != nullptr && kpi->mean ? store::Cell{*kpi->mean} : store::Cell{std::string{}};
  };
  for (const store::Kpi* kpi : s.cut("backlog", {"event"})) {
    table.rows.push_back({"event", kpi->by.at("event"), cell("backlog", kpi->by),
                          cell("recovery_days", kpi->by), cell("recovered", kpi->by), std::string{}});
  }
  for (const store::Kpi* kpi : s.cut("spare", {"route"})) {
    table.rows.push_back(
        {"route", kpi->by.at("route"), std::string{}, std::string{}, std::string{}, cell("spare", kpi->by)});
  }
  return table;
}

}  // namespace corridor::experiment
