#include "sim/report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <variant>

#include "sim/report/numbers.hpp"

namespace corridor::report {
namespace {

constexpr std::size_t kMost = 10;

/// Reads cells of a file by the names of its columns.
class Reader {
 public:
  explicit Reader(const store::Table& file) : file_(file) {}
  double number(std::size_t row, std::string_view name) const {
    return store::number(file_.rows[row][column(file_, name)]);
  }
  std::string text(std::size_t row, std::string_view name) const {
    return store::to_text(file_.rows[row][column(file_, name)]);
  }
  /// Rows that `keep`, by that column, largest first; of equals in the order of the file.
  template <class Keep>
  std::vector<std::size_t> largest(std::string_view name, Keep keep) const {
    std::vector<std::size_t> rows(file_.rows.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::erase_if(rows, [&](std::size_t r) { return !keep(r); });
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      const double x = number(a, name), y = number(b, name);
      return x != y ? x > y : a < b;
    });
    if (rows.size() > kMost) rows.resize(kMost);
    return rows;
  }

 private:
  const store::Table& file_;
};

}  // namespace

Table busiest_sections(const store::Table& links) {
  const Reader in(links);
  Table t{"Busiest sections of line",
          {{"from"},
           {"to"},
           {"loads", true},
           {"empties", true},
           {"kt", true},
           {"wait, hours", true},
           {"used share", true},
           {""}},
          {},
          "Trains of ours in the measured window; used share is of the paths offered to us, the busier "
          "direction.",
          "No section with train paths of its own was used."};
  const auto rows = in.largest("used_share", [&](std::size_t r) { return in.number(r, "used_share") > 0; });
  for (const std::size_t r : rows) {
    const double used = in.number(r, "used_share");
    t.rows.push_back({in.text(r, "from"), in.text(r, "to"), grouped(in.number(r, "trains")),
                      grouped(in.number(r, "empties")), grouped(in.number(r, "mass_t") / 1e3),
                      grouped(in.number(r, "mean_wait_hours"), 1), percent(used), bar(used, 8)});
  }
  return t;
}

Table busiest_terminals(const store::Table& nodes) {
  const Reader in(nodes);
  Table t{"Busiest terminals",
          {{"terminal"},
           {"out, kt", true},
           {"ships", true},
           {"stock, mean kt", true},
           {"peak, kt", true},
           {"dwell, days", true},
           {"ship waits, days", true},
           {"loading bans, days", true}},
          {},
          "",
          "No terminal was used."};
  const auto rows = in.largest("out_t", [&](std::size_t r) { return in.text(r, "kind") == "terminal"; });
  for (const std::size_t r : rows) {
    const double ships = in.number(r, "ships");
    t.rows.push_back({in.text(r, "node"), grouped(in.number(r, "out_t") / 1e3), grouped(ships),
                      grouped(in.number(r, "mean_stock_t") / 1e3, 1),
                      grouped(in.number(r, "stock_peak_t") / 1e3, 1),
                      grouped(in.number(r, "mean_dwell_days"), 1),
                      grouped(ships > 0 ? in.number(r, "ship_wait_hours") / 24 / ships : 0, 1),
                      grouped(in.number(r, "ban_days"))});
  }
  return t;
}

Table switching_points(const store::Table& file) {
  Table t{
      "What would turn the best way out, or end exports, USD/t",
      {{"flow"}, {"to, or paid for"}, {"now", true}, {"flips at", true}, {"ends at", true}, {"route, then"}},
      {},
      "",
      "No flow has a lawful way abroad."};
  if (file.rows.empty()) return t;
  const auto cell = [&](const std::vector<store::Cell>& row, const char* name) {
    return store::to_text(row[store::column(file, name)]);
  };
  const auto figure = [&](const std::vector<store::Cell>& row, const char* name) {
    const store::Cell& c = row[store::column(file, name)];
    return std::holds_alternative<double>(c) ? grouped(std::get<double>(c), 1) : std::string("never");
  };
  const std::string month = cell(file.rows.back(), "month");
  std::string last;
  for (const auto& row : file.rows) {
    if (cell(row, "month") != month) continue;
    const std::string flow = cell(row, "flow");
    if (flow != last)
      t.rows.push_back({flow, cell(row, "pool"), figure(row, "netback_usd_t"), "", "", cell(row, "route")});
    last = flow;
    t.rows.push_back({"", "  " + cell(row, "lever"), figure(row, "now_usd_t"), figure(row, "flips_at_usd_t"),
                      figure(row, "stops_at_usd_t"), cell(row, "flips_to_route")});
  }
  t.note = fmt::format(
      "In the plan for {}, by price alone. First the best way and its netback, then what a tonne pays of "
      "each "
      "lever (fetches, of the price) and the level at which another route is worth more, or no way abroad "
      "leaves more than mining costs. All months are in switching.csv.",
      month);
  return t;
}

}  // namespace corridor::report
