// What moves on the lines, month by month, and what rules stop, under the filters of the moment.
import type { Run } from './data';
import { date } from './format';
import type { PageRow, Selected } from './select';

/** Tonnes moved and refused in some time. */
type Sums = { all: number; by: Map<string, number>; refused: number };

/** Tonnes on every link and route, month by month, under the filters of the moment. Time that runs asks for them sixty times a
 * second, so nothing is summed twice. */
export class Traffic {
  months: Float64Array[]; // [month][link]
  total: Float64Array;
  most = 0;
  private moved: PageRow[];
  private refused: Run['data']['refused'];
  private sums = new Map<number, Sums>();
  private stopped = new Map<number, Map<number, Stop>>();
  constructor(private run: Run, private selected: Selected) {
    const d = run.data, n = run.links.length;
    this.months = d.months.map(() => new Float64Array(n));
    this.total = new Float64Array(n);
    this.moved = selected.moved();
    this.refused = selected.refused();
    const route = selected.state.route;
    for (const [m, , , , w, t] of this.moved) {
      if (m < 0 || (route && d.ways[w].route !== route)) continue;
      for (const l of d.ways[w].links) this.months[m][Math.abs(l) - 1] += t;
    }
    for (const month of this.months) {
      for (let i = 0; i < n; ++i) {
        this.total[i] += month[i];
        this.most = Math.max(this.most, month[i]);
      }
    }
  }
  /** Tonnes a month at a moment; fractions lie between two months; -1: the mean of the window. */
  at(link: number, month: number): number {
    if (month < 0) return this.total[link] / this.months.length;
    const a = Math.floor(month), b = Math.min(a + 1, this.months.length - 1), f = month - a;
    return this.months[a][link] * (1 - f) + this.months[b][link] * f;
  }
  /** Of a month; -1: of the whole window. */
  sumsOf(month: number): Sums {
    let out = this.sums.get(month);
    if (out) return out;
    out = { all: 0, by: new Map(), refused: 0 };
    for (const [m, , , , w, t] of this.moved) {
      if (month >= 0 && m !== month) continue;
      const route = this.run.data.ways[w].route;
      out.all += t;
      out.by.set(route, (out.by.get(route) ?? 0) + t);
    }
    for (const r of this.refused) if (month < 0 || r[0] === month) out.refused += r[7];
    this.sums.set(month, out);
    return out;
  }
  /** What was stopped in a month; -1: in the whole window. */
  stopsOf(month: number): Map<number, Stop> {
    let out = this.stopped.get(month);
    if (!out) this.stopped.set(month, (out = stops(this.run, this.refused, this.selected.state.route, month)));
    return out;
  }
}

/** What was stopped at one place in the months shown. */
export type Stop = { t: number; rules: Map<string, number>; ways: Map<number, number>; closures: string[] };

/** Tonnes stopped in a month (-1: in the whole window), by the place where the rule met them; and what was closed. */
function stops(run: Run, refused: Run['data']['refused'], lit: string, month: number): Map<number, Stop> {
  const d = run.data, at = new Map<number, Stop>();
  const entry = (place: number) => {
    if (!at.has(place)) at.set(place, { t: 0, rules: new Map(), ways: new Map(), closures: [] });
    return at.get(place)!;
  };
  for (const [m, , , , w, route, rule, t] of refused) {
    if (month >= 0 && m !== month) continue;
    if (w < 0 || (lit && route !== lit)) continue;
    const way = d.ways[w];
    const place = way.terminal >= 0 ? d.terminals[way.terminal].place : borderOf(run, w);
    if (place < 0) continue;
    const e = entry(place);
    e.t += t;
    e.rules.set(rule, (e.rules.get(rule) ?? 0) + t);
    e.ways.set(w, (e.ways.get(w) ?? 0) + t);
  }
  for (const c of d.closures) {
    const iso = d.months[month];
    const now = month < 0 || ((!c.from || c.from.slice(0, 7) <= iso) && (!c.to || c.to.slice(0, 7) >= iso));
    if (c.place >= 0 && now) entry(c.place).closures.push(`${c.what} ${c.id} closed from ${date(c.from)} to ${date(c.to)}`);
  }
  return at;
}

/** The place before the last change of country of a way overland. */
function borderOf(run: Run, w: number): number {
  const d = run.data, links = d.ways[w].links;
  for (let k = links.length; k-- > 0;) {
    const l = run.links[Math.abs(links[k]) - 1];
    const [from, to] = links[k] > 0 ? [l.from, l.to] : [l.to, l.from];
    if (d.places[from][2] !== d.places[to][2]) return from;
  }
  return d.ways[w].to;
}

/** The ends of the middle part of weighted values, without a tail of that share on either side. */
export function middle(values: [number, number][], tail: number): [number, number] {
  values.sort((a, b) => a[0] - b[0]);
  const all = values.reduce((sum, v) => sum + v[1], 0);
  let before = 0, low = 0, high = 0;
  values.forEach(([at, weight], i) => {
    if (i === 0 || before <= all * tail) low = at;
    if (before < all * (1 - tail)) high = at;
    before += weight;
  });
  return [low, high];
}
