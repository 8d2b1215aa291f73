#include "network/graph/geodesy.hpp"

#include <array>
#include <cmath>

namespace corridor::graph {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kRadiusKm = 6371.0088;

struct SinCos {
  double sin, cos;
};

/// Sine and cosine of an angle of at most 2 pi: Taylor series on an eighth of it (at most 0.79, where 9 terms
/// are exact to the last digit), then the double angle three times.
SinCos sin_cos(double angle) {
  const double x = angle / 8, square = x * x;
  double s = 0, c = 0;
  for (int n = 18; n >= 2; n -= 2) {
    s = square / (n * (n + 1)) * (1 - s);
    c = square / (n * (n - 1)) * (1 - c);
  }
  SinCos v{x * (1 - s), 1 - c};
  for (int i = 0; i < 3; ++i) v = {2 * v.sin * v.cos, 1 - 2 * v.sin * v.sin};
  return v;
}

/// Arc sine of y in [0, 0.71]: Newton's iteration on the sine, which doubles the good digits each time.
double arc_sine(double y) {
  double angle = y * (1 + y * y / 6);
  for (int i = 0; i < 5; ++i) {
    const SinCos v = sin_cos(angle);
    angle -= (v.sin - y) / v.cos;
  }
  return angle;
}

using Vector = std::array<double, 3>;
Vector on_unit_sphere(double lat, double lon) {
  const SinCos v = sin_cos(lat * (kPi / 180)), h = sin_cos(lon * (kPi / 180));
  return {v.cos * h.cos, v.cos * h.sin, v.sin};
}

}  // namespace

double great_circle_km(double lat_a, double lon_a, double lat_b, double lon_b) {
  const Vector a = on_unit_sphere(lat_a, lon_a), b = on_unit_sphere(lat_b, lon_b);
  double apart = 0,
         together = 0;  // squared half lengths of a - b and a + b: sine and cosine of half the angle
  for (std::size_t i = 0; i < 3; ++i) {
    apart += (a[i] - b[i]) * (a[i] - b[i]) / 4;
    together += (a[i] + b[i]) * (a[i] + b[i]) / 4;
  }
  const double half =
      apart <= together ? arc_sine(std::sqrt(apart)) : kPi / 2 - arc_sine(std::sqrt(together));
  return 2 * kRadiusKm * half;
}

}  // namespace corridor::graph
