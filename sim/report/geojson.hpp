#pragma once
/// @file geojson.hpp  The network and what moved on it as GeoJSON (RFC 7946: WGS 84, longitude before
/// latitude), one feature a line, that QGIS and GDAL open as they are. Columns: docs/reference/files.md.

#include <string>

#include "sim/experiment/replications.hpp"

namespace corridor::report {

/// Every link of the network: what it is, and what it carried over the window.
std::string links_geojson(const experiment::RunResult& result);
/// Every place, with the tonnes that its terminals loaded.
std::string places_geojson(const experiment::RunResult& result);
/// What was delivered in each month, link by link along the ways that it took, in the direction of travel.
/// @cost that of one atlas of the world
std::string flows_geojson(const experiment::RunResult& result);

}  // namespace corridor::report
