// The countries of world-atlas (Natural Earth, 1:50 million), projected, cut to the frame of the map, simplified and
// written as outlines that a drawing takes as they are: 750 kB become about 120. Borders are simplified once for both sides,
// so that no gaps open between neighbours.
import {frame, project} from './src/projection.js';

const [west, north, east, south] = frame;

/** Sutherland-Hodgman against the frame. */
function clip(ring) {
  const sides = [
    [p => p[0] >= west, (a, b) => cut(a, b, 0, west)],
    [p => p[0] <= east, (a, b) => cut(a, b, 0, east)],
    [p => p[1] >= north, (a, b) => cut(a, b, 1, north)],
    [p => p[1] <= south, (a, b) => cut(a, b, 1, south)],
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

/** A ring in whole kilometres, each step from the point before: M12-34l5 6-7 8z. */
function outline(ring) {
  let [x, y] = ring[0].map(Math.round);
  const start = `M${x} ${y}l`, steps = [];
  for (const p of ring.slice(1, -1)) {
    const [nx, ny] = p.map(Math.round);
    if (nx === x && ny === y) continue;
    steps.push(`${nx - x} ${ny - y}`);
    [x, y] = [nx, ny];
  }
  return steps.length < 2 ? '' : (start + steps.join(' ')).replace(/ -/g, '-') + 'z';
}

/** A ring over the date line without its leap from 180 to -180 degrees, as Russia's coast has it. */
function whole(ring) {
  let turn = 0;
  const out = ring.map(([lon, lat], i) => {
    const leap = i === 0 ? 0 : lon - ring[i - 1][0];
    if (Math.abs(leap) > 180) turn -= 360 * Math.sign(leap);
    return [lon + turn, lat];
  });
  const middle = out.reduce((sum, p) => sum + p[0], 0) / out.length, shift = 360 * Math.round(-middle / 360);
  return out.map(([lon, lat]) => [lon + shift, lat]);
}

export async function makeAtlas(require) {
  const {feature} = require('topojson-client');
  const {topology} = require('topojson-server');
  const {presimplify, simplify} = require('topojson-simplify');
  const world = require('world-atlas/countries-50m.json');
  const features = [];
  for (const f of feature(world, world.objects.countries).features) {
    const polygons = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates;
    const kept = [];
    for (const polygon of polygons.map(rings => rings.map(whole))) {
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
  const topo = simplify(presimplify(topology({countries: {type: 'FeatureCollection', features}})), 28);
  const countries = {};
  for (const f of feature(topo, topo.objects.countries).features) {
    const rings = f.geometry.coordinates.flat().filter(ring => ring.length > 3).map(outline).join('');
    countries[f.properties.name] = (countries[f.properties.name] ?? '') + rings;
  }
  return {frame, countries};
}
