#include "sim/report/distance_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "sim/report/numbers.hpp"
#include "sim/report/table.hpp"

namespace corridor::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostDrawn = 4;
constexpr double kPanel = 560, kHeight = 420, kLeft = 56, kRight = 130, kTop = 48, kBottom = 48;
/// Okabe and Ito's, which colour-blind readers tell apart; each way has a line style of its own too.
constexpr std::array<std::string_view, kMostDrawn> kColours{"#0072B2", "#E69F00", "#009E73", "#CC79A7"};
constexpr std::array<std::string_view, kMostDrawn> kDashes{"none", "8 4", "2 3", "10 3 2 3"};

struct Point {
  double km = 0, low = 0, middle = 0, high = 0;
};
struct Line {
  std::string name;
  std::vector<Point> points;
};

const std::string& text_of(const Json& list, const Json& at, const char* key) {
  return list.at(at.get<std::size_t>()).at(key).get_ref<const std::string&>();
}

/// Of each route abroad the way that did most work, most first.
std::vector<const Json*> main_ways(const Json& page) {
  std::vector<const Json*> ways;
  for (const Json& way : page.at("steps")) {
    const Json& flow = page.at("flows").at(way.at("flow").get<std::size_t>());
    const Json& home = page.at("places").at(flow.at("place").get<std::size_t>()).at(2);
    if (home != page.at("pools").at(way.at("pool").get<std::size_t>()).at("country")) ways.push_back(&way);
  }
  const auto work = [](const Json* way) {
    return way->at("tonnes").get<double>() * way->at("rows").back().at(0).get<double>();
  };
  std::sort(ways.begin(), ways.end(), [&](const Json* a, const Json* b) {
    return work(a) != work(b) ? work(a) > work(b) : a < b;  // all are elements of one list
  });
  std::set<std::string> seen;
  std::erase_if(ways, [&](const Json* way) { return !seen.insert(way->at("route")).second; });
  if (ways.size() > kMostDrawn) ways.resize(kMostDrawn);
  return ways;
}

/// @param which  3: dollars, 4: days
std::vector<Line> lines_of(const std::vector<const Json*>& ways, std::size_t which) {
  std::vector<Line> out;
  for (const Json* way : ways) {
    Line line{way->at("route").get<std::string>(), {}};
    for (const Json& row : way->at("rows")) {
      const Json& band = row.at(which);
      line.points.push_back({row.at(0), band.at(0), band.at(1), band.at(2)});
    }
    out.push_back(std::move(line));
  }
  return out;
}

/// A round step that cuts the axis into four to eight parts.
double step_of(double most) {
  double step = 1;
  while (most / step > 8) step *= most / step > 40 ? 10 : most / step > 16 ? 5 : 2;
  return step;
}

/// One panel with its axes, bands, lines and names.
std::string panel(const std::vector<Line>& lines, double left, const std::string& title,
                  const std::string& unit) {
  double km = 1, most = 1;
  for (const Line& line : lines) {
    for (const Point& p : line.points) {
      km = std::max(km, p.km);
      most = std::max(most, p.high);
    }
  }
  const auto x = [&](double v) { return left + kLeft + v / km * (kPanel - kLeft - kRight); };
  const auto y = [&](double v) { return kHeight - kBottom - v / most * (kHeight - kTop - kBottom); };
  std::string out = fmt::format("<text class=\"title\" x=\"{:.1f}\" y=\"20\">{}</text>\n", left + 8, title);
  out += fmt::format("<text x=\"{:.1f}\" y=\"38\">{}</text>\n", left + 8, unit);
  for (double v = 0; v <= most; v += step_of(most)) {
    out += fmt::format("<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", x(0), y(v), x(km));
    out += fmt::format("<text class=\"end\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x(0) - 6, y(v) + 4,
                       grouped(v));
  }
  for (double v = 0; v <= km; v += step_of(km)) {
    out += fmt::format("<text class=\"middle\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x(v),
                       kHeight - kBottom + 18, grouped(v));
  }
  out += fmt::format("<text class=\"middle\" x=\"{:.1f}\" y=\"{:.1f}\">km</text>\n", x(km / 2), kHeight - 10);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<Point>& points = lines[i].points;
    std::string band, middle;
    for (const Point& p : points) {
      band += fmt::format("{}{:.1f} {:.1f}", band.empty() ? "M" : "L", x(p.km), y(p.low));
      middle += fmt::format("{}{:.1f} {:.1f}", middle.empty() ? "M" : "L", x(p.km), y(p.middle));
    }
    for (auto p = points.rbegin(); p != points.rend(); ++p)
      band += fmt::format("L{:.1f} {:.1f}", x(p->km), y(p->high));
    out += fmt::format("<path d=\"{}Z\" fill=\"{}\" fill-opacity=\"0.14\"/>\n", band, kColours[i]);
    out += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n", middle,
        kColours[i], kDashes[i]);
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x(points.back().km) + 6,
                       y(points.back().middle) + 4, html_escaped(lines[i].name));
  }
  return out;
}

}  // namespace

store::Table distance_table(const Json& page) {
  store::Table t{"distance",
                 {"flow", "pool", "route", "distance_km", "place", "what", "p10_usd_t", "p50_usd_t",
                  "p90_usd_t", "p10_days", "p50_days", "p90_days", "free_flow_usd_t", "free_flow_days"},
                 {}};
  for (const Json& way : page.at("steps")) {
    for (const Json& row : way.at("rows")) {
      std::vector<store::Cell> cells{
          text_of(page.at("flows"), way.at("flow"), "id"),
          text_of(page.at("pools"), way.at("pool"), "id"),
          way.at("route").get<std::string>(),
          row.at(0).get<double>(),
          page.at("places").at(row.at(1).get<std::size_t>()).at(0).get<std::string>(),
          row.at(2).get<std::string>()};
      for (const std::size_t band : {3U, 4U}) {
        for (const Json& value : row.at(band)) cells.emplace_back(value.get<double>());
      }
      for (const std::size_t plain : {5U, 6U}) cells.emplace_back(row.at(plain).get<double>());
      t.rows.push_back(std::move(cells));
    }
  }
  return t;
}

std::string distance_svg(const Json& page) {
  const std::vector<const Json*> ways = main_ways(page);
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\" "
      "role=\"img\">\n<title>{2}</title>\n",
      2 * kPanel, kHeight, html_escaped(page.at("title").get<std::string>()));
  out +=
      "<style>text{font:12px "
      "sans-serif;fill:#1b1f24}.title{font-size:16px;font-weight:600}.end{text-anchor:end}"
      ".middle{text-anchor:middle}.grid{stroke:#d6dbe0}</style>\n<rect width=\"100%\" height=\"100%\" "
      "fill=\"#fff\"/>\n";
  out += panel(lines_of(ways, 3), 0, "Cost against distance", "USD a tonne; band: p10 to p90");
  out += panel(lines_of(ways, 4), kPanel, "Time against distance", "days; band: p10 to p90");
  return out + "</svg>\n";
}

}  // namespace corridor::report
