// A program of somebody else that uses an installed corridor: great-circle distance of two points.
#include <cstdio>

#include "network/graph/geodesy.hpp"

int main() {
  std::printf("a quarter of the equator: %.0f km\n", corridor::graph::great_circle_km(0, 0, 0, 90));
}
