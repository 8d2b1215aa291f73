// The countries of world-atlas (Natural Earth, 1:50 million), projected, cut to the frame of the map and
// simplified: 750 kB become about 150. Borders stay shared, so that no gaps open between neighbours.
import {frame, project} from './src/projection.js';

const [west, south, east, north] = frame;

/** Sutherland-Hodgman against the frame. */
function clip(ring) {
  const sides = [
    [p => p[0] >= west, (a, b) => cut(a, b, 0, west)],
    [p => p[0] <= east, (a, b) => cut(a, b, 0, east)],
    [p => p[1] >= south, (a, b) => cut(a, b, 1, south)],
    [p => p[1] <= north, (a, b) => cut(a, b, 1, north)],
  ];
  let out = ring.slice(0, -1);
  for (const [inside, meet] of sides) {
    const from = out;
    out = [];
    for (let i = 0; i < from.length; ++i) {
      const a = from[(i + from.length - 1) % from.length], b = from[i];
      if (inside(b)) {
        if (!inside(a)) out.push(meet(a, b));
        out.push(b);
      } else if (inside(a)) {
        out.push(meet(a, b));
      }
    }
    if (out.length === 0) return null;
  }
  return out.length < 3 ? null : [...out, out[0]];
}
function cut(a, b, axis, at) {
  const t = (at - a[axis]) / (b[axis] - a[axis]);
  const p = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  p[axis] = at;
  return p;
}
const area = ring => Math.abs(ring.reduce((s, p, i) => {
  const q = ring[(i + 1) % ring.length];
  return s + p[0] * q[1] - q[0] * p[1];
}, 0) / 2);

export async function makeAtlas(require) {
  const {feature} = require('topojson-client');
  const {topology} = require('topojson-server');
  const {presimplify, simplify} = require('topojson-simplify');
  const {quantize} = require('topojson-client');
  const world = require('world-atlas/countries-50m.json');
  const features = [];
  for (const f of feature(world, world.objects.countries).features) {
    const polygons = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates;
    const kept = [];
    for (const polygon of polygons) {
      // What lies across the pole or on the far side would be folded into the frame.
      if (polygon[0].some(([lon, lat]) => lat < -10 || (lon > -170 && lon < -60))) continue;
      const rings = polygon.map(ring => clip(ring.map(([lon, lat]) => project(lon, lat)))).filter(Boolean);
      if (rings.length > 0 && area(rings[0]) > 60) kept.push(rings);
    }
    if (kept.length > 0) {
      features.push({
        type: 'Feature',
        id: f.id,
        properties: {name: f.properties.name},
        geometry: {type: 'MultiPolygon', coordinates: kept},
      });
    }
  }
  const topo = presimplify(topology({countries: {type: 'FeatureCollection', features}}));
  const slim = simplify(topo, 28);
  for (const g of slim.objects.countries.geometries) {
    for (const arc of Object.keys(g)) if (arc === 'bbox') delete g.bbox;
  }
  return quantize(slim, 12000);
}
