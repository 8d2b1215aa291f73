#include "sim/cli/provenance.hpp"

#include <fmt/format.h>

#include "sim/report/numbers.hpp"

namespace corridor::cli {
namespace {

using scenario::kQualities;
using scenario::Provenance;
using scenario::QualityCount;

std::string quality(std::size_t q) {
  return std::string(scenario::to_word(static_cast<scenario::Quality>(q)));
}
double real(std::size_t n) { return static_cast<double>(n); }

Json to_json(const QualityCount& count) {
  Json out = Json::object();
  for (std::size_t q = 0; q < kQualities; ++q) out[quality(q)] = count.figures[q];
  return out;
}

}  // namespace

report::Table table_of(const Provenance& p) {
  report::Table t{"Figures by where they come from", {{"table"}}, {}, "", "There are no figures."};
  if (p.all.total() == 0) return t;
  for (std::size_t q = 0; q < kQualities; ++q) {
    if (p.all.figures[q] > 0) t.columns.push_back({quality(q), true});
  }
  t.columns.push_back({"all", true});
  const auto row = [&](const std::string& name, const QualityCount& count, const auto& cell) {
    std::vector<std::string> cells{name};
    for (std::size_t q = 0; q < kQualities; ++q) {
      if (p.all.figures[q] > 0) cells.push_back(cell(count.figures[q]));
    }
    cells.push_back(cell(count.total()));
    t.rows.push_back(std::move(cells));
  };
  const auto plain = [](std::size_t n) { return n == 0 ? std::string() : report::grouped(real(n)); };
  for (const QualityCount& count : p.tables) row(count.table, count, plain);
  row("all", p.all, plain);
  row("share", p.all, [&](std::size_t n) { return report::percent(real(n) / real(p.all.total())); });
  t.note = fmt::format("{} figures are ranges, because sources disagree or they are guesses.",
                       report::grouped(real(p.all.ranged)));
  return t;
}

Json to_json(const Provenance& p) {
  Json tables = Json::array(), estimates = Json::array();
  for (const QualityCount& count : p.tables) {
    tables.push_back({{"table", count.table}, {"figures", to_json(count)}, {"ranged", count.ranged}});
  }
  for (const scenario::Estimate& e : p.estimates) {
    estimates.push_back(
        {{"path", e.path}, {"value", e.value}, {"reason", e.reason}, {"file", e.file}, {"line", e.line}});
  }
  Json out{{"total", p.all.total()}, {"ranged", p.all.ranged}};
  out["figures"] = to_json(p.all);
  out["tables"] = tables;
  out["estimates"] = estimates;
  return out;
}

}  // namespace corridor::cli
