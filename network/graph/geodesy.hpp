#pragma once
/// @file geodesy.hpp  Distances on the globe, on a sphere of the earth's mean radius, 6371.0088 km (IUGG).
/// The earth is flattened: the true shortest distance differs by up to 0.56 %. Plain arithmetic and sqrt
/// only, so the result is the same on every machine; error against exact arithmetic on the sphere below a
/// millimetre.

namespace corridor::graph {

/// Length of the great circle between two points, km. Degrees; latitude -90 to 90, longitude -360 to 360.
double great_circle_km(double lat_a, double lon_a, double lat_b, double lon_b);

}  // namespace corridor::graph
