#include "sim/experiment/design.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>

#include "sim/engine/random.hpp"
#include "sim/experiment/ranges.hpp"

namespace corridor::experiment {
namespace {

using scenario::Design;
using scenario::Level;
using scenario::Parameter;
using scenario::Point;
using scenario::Study;

/// The level at a share of the axis.
Level level_on(const Parameter& p, double share) {
  if (p.ranged) return scenario::level_at(p, p.low + (p.high - p.low) * share);
  const auto n = static_cast<double>(p.levels.size());
  return p.levels[static_cast<std::size_t>(std::min(std::floor(share * n), n - 1))];
}

std::vector<Point> grid(const Study& study) {
  std::vector<Point> out{Point{}};
  for (const Parameter& p : study.parameters) {
    std::vector<Point> longer;
    longer.reserve(out.size() * p.levels.size());
    for (const Point& point : out) {
      for (const Level& level : p.levels) {
        longer.push_back(point);
        longer.back().emplace_back(level);
      }
    }
    out = std::move(longer);
  }
  return out;
}

/// The first level of each parameter; then each other level, the others at their first.
std::vector<Point> one_at_a_time(const Study& study) {
  std::vector<Point> out{Point{}};
  for (const Parameter& p : study.parameters) out.front().emplace_back(p.levels.front());
  for (std::size_t k = 0; k < study.parameters.size(); ++k) {
    const std::vector<Level>& levels = study.parameters[k].levels;
    for (std::size_t i = 1; i < levels.size(); ++i) {
      out.push_back(out.front());
      out.back()[k] = levels[i];
    }
  }
  return out;
}

std::vector<std::vector<double>> spread(const Study& study) {
  const Design& d = study.design;
  const auto dimensions = static_cast<int>(study.parameters.size());
  if (d.kind == Design::Kind::sobol)
    return d.indices ? saltelli_points(d.points, dimensions, d.seed)
                     : sobol_points(d.points, dimensions, d.seed);
  std::vector<std::vector<double>> out(static_cast<std::size_t>(d.points));
  for (int i = 0; i < d.points; ++i) {
    for (const Parameter& p : study.parameters)
      out[static_cast<std::size_t>(i)].push_back(hypercube_point(p.name, d.seed, i, d.points));
  }
  return out;
}

}  // namespace

std::int64_t design_size(const Study& study) {
  const Design& d = study.design;
  if (d.kind == Design::Kind::list) return static_cast<std::int64_t>(study.listed.size());
  if (d.kind == Design::Kind::one_at_a_time) {
    std::int64_t size = 1;
    for (const Parameter& p : study.parameters) size += static_cast<std::int64_t>(p.levels.size()) - 1;
    return size;
  }
  if (d.kind != Design::Kind::grid) {
    return d.points * (d.indices ? static_cast<std::int64_t>(study.parameters.size()) + 2 : 1);
  }
  std::int64_t size = 1;
  for (const Parameter& p : study.parameters)
    size = std::min(size * static_cast<std::int64_t>(p.levels.size()), kMostUnits + 1);
  return size;
}

std::vector<Point> design_points(const Study& study) {
  if (study.design.kind == Design::Kind::list) return study.listed;
  if (study.design.kind == Design::Kind::grid) return grid(study);
  if (study.design.kind == Design::Kind::one_at_a_time) return one_at_a_time(study);
  std::vector<Point> out;
  for (const std::vector<double>& shares : spread(study)) {
    Point& point = out.emplace_back();
    for (std::size_t i = 0; i < shares.size(); ++i)
      point.emplace_back(level_on(study.parameters[i], shares[i]));
  }
  return out;
}

std::vector<std::vector<double>> sobol_points(int count, int dimensions, std::uint64_t seed) {
  const auto width = static_cast<std::size_t>(dimensions);
  engine::Stream stream(seed, 0, "design", "digital shift");
  std::vector<std::uint64_t> shift(width);
  for (std::uint64_t& s : shift) s = stream.bits();
  boost::random::sobol sequence(width);
  std::vector<std::vector<double>> out(static_cast<std::size_t>(count), std::vector<double>(width));
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (std::size_t k = 0; k < width; ++k) {
      // Boost leaves out the point of zeros, which the shift makes as good as any other.
      const std::uint64_t x = (i == 0 ? 0 : std::uint64_t{sequence()}) ^ shift[k];
      out[i][k] = (static_cast<double>(x >> 12) + 0.5) * 0x1p-52;
    }
  }
  return out;
}

std::vector<std::vector<double>> saltelli_points(int count, int dimensions, std::uint64_t seed) {
  const auto k = static_cast<std::ptrdiff_t>(dimensions);
  std::vector<std::vector<double>> out;
  for (const std::vector<double>& both : sobol_points(count, 2 * dimensions, seed)) {
    const std::vector<double> a(both.begin(), both.begin() + k), b(both.begin() + k, both.end());
    out.push_back(a);
    out.push_back(b);
    for (std::size_t i = 0; i < a.size(); ++i) {
      out.push_back(a);
      out.back()[i] = b[i];
    }
  }
  return out;
}

}  // namespace corridor::experiment
