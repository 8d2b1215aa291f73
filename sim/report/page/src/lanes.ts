// Sea lanes for drawing only: lengths and costs of passages come from the network's data. A passage is drawn
// along the shortest chain of these points, so that ships keep to the water.
import { project } from './projection.js';

type Point = [number, number];
const points: Record<string, Point> = {
  gulfE: [28.0, 60.0], gulfM: [25.3, 59.85], gulfW: [22.6, 59.3], riga: [22.0, 57.9], rigaIn: [23.6, 57.5], balN: [20.4, 58.0], balC: [19.4, 56.4], balD: [18.9, 55.0], balS: [16.8, 55.4],
  born: [14.6, 54.95], kadet: [12.2, 54.55], beltS: [11.0, 54.6], belt: [10.85, 55.4], katt: [11.2, 56.8], skaw: [10.7, 57.95], north: [7.6, 57.6],
  german: [6.8, 54.2], elbe: [8.2, 54.0], texel: [4.2, 53.1], maas: [3.6, 52.0], dover: [1.5, 51.05], channel: [-2.0, 49.9], ushant: [-5.9, 48.8],
  finis: [-9.9, 43.5], biscay: [-5.8, 44.2], lisbon: [-10.1, 38.6], vicente: [-9.3, 36.7], gib: [-5.5, 35.95], alboran: [-2.0, 36.3], algiers: [3.5, 37.6],
  sardinia: [8.5, 38.0], sicily: [11.2, 37.3], malta: [15.0, 36.2], ionian: [19.0, 36.2], otranto: [19.0, 40.2], adria: [15.6, 43.0], adriaN: [13.4, 45.0],
  matapan: [22.7, 35.9], aegean: [24.6, 37.5], lemnos: [25.4, 39.4], dardS: [26.0, 39.98], dard: [26.7, 40.4], marmara: [28.2, 40.75], bosS: [28.97, 40.98], bosN: [29.2, 41.35],
  pontW: [29.6, 42.8], pont: [32.5, 42.9], pontM: [35.2, 43.4], pontE: [37.2, 44.0], pontSE: [40.6, 42.2], kerch: [36.5, 44.9], kerchN: [36.7, 45.6], azov: [38.0, 46.6],
  crete: [26.5, 34.8], rhodes: [29.0, 35.4], cyprusW: [31.8, 34.4], levant: [34.0, 33.6], cyprusN: [33.5, 35.8], iskend: [35.5, 36.4], suezN: [32.4, 31.5], suezS: [32.6, 29.8],
  red1: [34.6, 27.0], red2: [38.4, 20.5], bab: [43.3, 12.6], aden: [48.0, 12.8], arab: [61.0, 18.5], kutch: [68.6, 22.4], oman: [59.6, 24.6], hormuz: [56.5, 26.4],
  kola: [33.7, 69.7], cape: [25.5, 71.6], lofoten: [11.5, 68.5], stad: [4.2, 62.0], fisher: [4.0, 57.2], whiteG: [41.2, 66.5], whiteN: [42.5, 68.3], arkh: [39.8, 65.0],
  volga: [48.4, 45.3], caspN: [50.2, 44.7], caspA: [50.7, 43.4], caspM: [49.2, 42.5], casp: [50.9, 41.6], apsh: [51.0, 40.3], caspW: [49.9, 39.7], caspS: [51.0, 38.0], caspE: [52.5, 39.9],
  ceylon: [80.0, 5.4], malabar: [73.0, 12.0], malacca: [97.0, 5.8], singapore: [104.2, 1.3], viet: [110.5, 9.0], luzon: [119.0, 21.5], eastSea: [123.0, 29.0], yellow: [122.8, 35.2],
  jeju: [126.3, 32.8], tsushima: [129.3, 34.7], japan: [131.0, 39.5], nakh: [133.0, 42.4],
};
const chains = [
  'gulfE gulfM gulfW balN balC balS born kadet beltS belt katt skaw north fisher', 'gulfW riga balN', 'riga rigaIn', 'balC balD balS', 'balC riga', 'north german elbe', 'german texel maas dover channel ushant finis lisbon vicente gib alboran algiers sardinia sicily malta ionian matapan aegean lemnos dardS dard marmara bosS bosN pont pontM pontE pontSE',
  'north texel', 'fisher texel', 'ushant biscay finis', 'ionian otranto adria adriaN', 'malta matapan', 'bosN pontW', 'pontM kerch kerchN azov', 'pontE kerch', 'pont pontSE', 'matapan crete cyprusW levant', 'malta crete', 'aegean rhodes cyprusW', 'rhodes crete', 'lemnos aegean',
  'cyprusW cyprusN iskend', 'levant iskend', 'rhodes cyprusN', 'cyprusW suezN levant', 'crete suezN suezS red1 red2 bab aden arab kutch', 'arab oman hormuz', 'kutch oman',
  'kola cape lofoten stad fisher', 'whiteN kola', 'whiteN whiteG arkh', 'stad north', 'volga caspN caspA casp apsh caspW caspS', 'caspN caspM apsh', 'caspA caspM', 'apsh caspE', 'casp caspE', 'caspW caspE', 'caspS caspE', 'volga caspM',
  'aden malabar ceylon malacca singapore viet luzon eastSea yellow', 'kutch malabar', 'eastSea jeju yellow', 'jeju tsushima japan nakh',
];
const rad = Math.PI / 180;
function distance(a: Point, b: Point): number {
  const h = Math.sin(((b[1] - a[1]) * rad) / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(((b[0] - a[0]) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.min(1, Math.sqrt(h)));
}
const edges = new Map<string, Set<string>>();
for (const chain of chains) {
  const names = chain.split(' ');
  names.slice(1).forEach((b, i) => {
    const a = names[i];
    if (!edges.has(a)) edges.set(a, new Set());
    if (!edges.has(b)) edges.set(b, new Set());
    edges.get(a)!.add(b);
    edges.get(b)!.add(a);
  });
}
const memo = new Map<string, Map<string, { d: number; before: string }>>();
function tree(from: string) {
  const known = memo.get(from);
  if (known) return known;
  const best = new Map([[from, { d: 0, before: '' }]]);
  const open = new Set([from]);
  while (open.size > 0) {
    let at = '';
    for (const n of open) if (at === '' || best.get(n)!.d < best.get(at)!.d) at = n;
    open.delete(at);
    for (const next of edges.get(at) ?? []) {
      const d = best.get(at)!.d + distance(points[at], points[next]);
      if (d < (best.get(next)?.d ?? Infinity)) {
        best.set(next, { d, before: at });
        open.add(next);
      }
    }
  }
  memo.set(from, best);
  return best;
}
function nearest(p: Point, most: number): string[] {
  return Object.keys(points).map(name => ({ name, d: distance(p, points[name]) })).sort((a, b) => a.d - b.d).slice(0, most).map(n => n.name);
}
/** A passage in the map's kilometres. */
export function seaPath(a: Point, b: Point): [number, number][] {
  let best: { d: number; names: string[] } = { d: distance(a, b) < 120 ? distance(a, b) : Infinity, names: [] };
  for (const from of nearest(a, 2)) {
    const t = tree(from);
    for (const to of nearest(b, 2)) {
      const end = t.get(to);
      if (!end) continue;
      const d = distance(a, points[from]) * 1.5 + end.d + distance(b, points[to]) * 1.5;
      if (d >= best.d) continue;
      const names = [];
      for (let n = to; n !== ''; n = t.get(n)!.before) names.unshift(n);
      best = { d, names };
    }
  }
  return [a, ...best.names.map(n => points[n]), b].map(p => project(p[0], p[1]));
}
/** A straight way over land, along the great circle. */
export function landPath(a: Point, b: Point): [number, number][] {
  const km = distance(a, b);
  const parts = Math.max(1, Math.min(12, Math.round(km / 250)));
  const vec = ([lon, lat]: Point) => [Math.cos(lat * rad) * Math.cos(lon * rad), Math.cos(lat * rad) * Math.sin(lon * rad), Math.sin(lat * rad)];
  const u = vec(a), v = vec(b);
  const w = km / 6371;
  const out: [number, number][] = [];
  for (let i = 0; i <= parts; ++i) {
    const t = i / parts;
    const s = w < 1e-9 ? [1 - t, t] : [Math.sin((1 - t) * w) / Math.sin(w), Math.sin(t * w) / Math.sin(w)];
    const p = [0, 1, 2].map(k => s[0] * u[k] + s[1] * v[k]);
    out.push(project(Math.atan2(p[1], p[0]) / rad, Math.atan2(p[2], Math.hypot(p[0], p[1])) / rad));
  }
  return out;
}
