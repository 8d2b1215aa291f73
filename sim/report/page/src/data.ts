// What the page is given: page.json and manifest.json of each run, and results of comparisons and studies.
// docs/reference/files.md describes page.json; indices point into the lists of the same page.
import type { RecordedSeries } from './recorded';

export type Figure = {
  name: string;
  unit: string;
  by: Record<string, string>;
  mean: number | null;
  low?: number | null;
  high?: number | null;
  lowAll?: number | null;
  highAll?: number | null;
};
export type Band = [number, number, number]; // p10, p50, p90
export type StepRow = [km: number, place: number, what: string, usd: Band, days: Band, planUsd: number, planDays: number];
export type Rule = {
  id: string; title: string; instrument: string; kind: string; authority: string; by: string;
  from: string | null; to: string | null; never: boolean; source: string; url: string; note: string; refused: boolean;
};
export type Terminal = {
  id: string; name: string; place: number; storage_t: number; import: boolean;
  in_t?: number; out_t?: number; trains?: number; ships?: number; stock_peak_t?: number; mean_stock_t?: number;
  mean_dwell_days?: number; ship_wait_hours?: number; ban_days?: number;
};
export type Way = { route: string; origin: number; to: number; terminal: number; km: number; links: number[] };
export type PageData = {
  schema: string; scenario: string; title: string; question: string;
  measure: { from: string; to: string };
  seed: number; replications: number; ranges_drawn: boolean; ranged_figures: number;
  report: string[]; answer: string[]; findings: string[]; findings_all: number;
  figures: unknown[][];
  months: string[]; groups: string[];
  commodities: { id: string; name: string }[];
  places: [id: string, name: string, country: string, kind: string, lat: number, lon: number][];
  links: (string | number)[][];
  terminals: Terminal[];
  borders: { id: string; name: string; link: number }[];
  flows: { id: string; name: string; owner: string; commodity: number; place: number }[];
  pools: { id: string; name: string; market: string; country: string; commodity: number; places: number[] }[];
  ways: Way[];
  moved: [month: number, flow: number, pool: number, group: number, way: number, t: number][];
  refused: [month: number, flow: number, pool: number, group: number, way: number, route: string, rule: string, t: number][];
  unsold: [month: number, flow: number, reason: string, t: number][];
  rules: Rule[];
  closures: { what: string; id: string; place: number; from: string | null; to: string | null }[];
  steps: { flow: number; pool: number; route: string; tonnes: number; lots: number; rows: StepRow[] }[];
  stocks: { days: string[]; terminals: { terminal: number; yard_t: number[]; coming_t: number[] }[]; stands: { where: string; t: number[] }[] };
  origin: {
    qualities: string[];
    tables: { table: string; figures: number[]; ranged: number }[];
    sources: [id: string, title: string, publisher: string, url: string][];
    written: { file: string; text: string }[];
  };
};
export type Manifest = {
  version: string; compiler: string; command: string[]; started: string; wall_time_s: number; threads: number;
  inputs: { file: string; fnv1a64: string | null }[]; changes: string[];
};
export type Everything = { runs?: { page: PageData; manifest: Manifest; recorded?: RecordedSeries[] }[]; comparisons?: unknown[]; studies?: unknown[]; appraisals?: unknown[]; bottlenecks?: unknown[]; routes?: unknown };

export class Link {
  id: string; from: number; to: number; mode: string; km: number; open: boolean; railway: string;
  mass: [number, number] = [0, 0]; trains: [number, number] = [0, 0]; empties: [number, number] = [0, 0];
  wait: [number, number] = [0, 0]; used = 0;
  constructor(row: (string | number)[]) {
    this.id = row[0] as string;
    this.from = row[1] as number;
    this.to = row[2] as number;
    this.mode = row[3] as string;
    this.km = row[4] as number;
    this.open = row[5] === 1;
    this.railway = row[6] as string;
    if (row.length > 7) {
      const n = row.slice(7) as number[];
      this.mass = [n[0], n[1]];
      this.trains = [n[2], n[3]];
      this.empties = [n[4], n[5]];
      this.wait = [n[6], n[7]];
      this.used = n[8];
    }
  }
}

const keyOf = (by: Record<string, string>) => Object.keys(by).sort().map(k => `${k}\t${by[k]}`).join('\n');

/** One run with its lists indexed. Figures are looked at by name first: most are never asked for. */
export class Run {
  links: Link[];
  home: boolean[]; // [moved row] bought in the country it comes from
  private rows = new Map<string, unknown[][]>();
  private figures = new Map<string, Map<string, Figure>>();
  constructor(public data: PageData, public manifest: Manifest, public recorded: RecordedSeries[] = []) {
    for (const r of data.figures) {
      const same = this.rows.get(r[0] as string);
      if (same) same.push(r);
      else this.rows.set(r[0] as string, [r]);
    }
    this.links = data.links.map(r => new Link(r));
    this.home = data.moved.map(r => this.isHome(r[1], r[2]));
  }
  isHome(flow: number, pool: number): boolean {
    const place = this.data.places[this.data.flows[flow]?.place];
    const country = this.data.pools[pool]?.country;
    return !!place && place[2] === country;
  }
  private named(name: string): Map<string, Figure> {
    let out = this.figures.get(name);
    if (out) return out;
    out = new Map();
    for (const r of this.rows.get(name) ?? []) {
      const [, unit, by, mean, low, high, lowAll, highAll] = r as [string, string, Record<string, string>, number | null, ...(number | null | undefined)[]];
      out.set(keyOf(by), { name, unit, by, mean, low, high, lowAll, highAll });
    }
    this.figures.set(name, out);
    return out;
  }
  find(name: string, by: Record<string, string> = {}): Figure | undefined {
    return this.named(name).get(keyOf(by));
  }
  mean(name: string, by: Record<string, string> = {}): number {
    return this.find(name, by)?.mean ?? 0;
  }
  cut(name: string, keys: string[]): Figure[] {
    return [...this.named(name).values()].filter(f => Object.keys(f.by).length === keys.length && keys.every(k => k in f.by));
  }
  placeName(i: number): string {
    return short(this.data.places[i]?.[1] ?? '');
  }
  /** What a route is called: its port (and which terminal, where several there are used), the places at the border,
   * or the id. */
  routeName(id: string): string {
    let name = this.routeNames.get(id);
    if (name === undefined) this.routeNames.set(id, (name = this.nameRoute(id)));
    return name;
  }
  private routeNames = new Map<string, string>();
  private nameRoute(id: string): string {
    const terminal = this.data.terminals.find(t => t.id === id);
    if (terminal) {
      const port = this.data.places[terminal.place];
      if (!port) return short(terminal.name);
      const used = this.data.terminals.filter(t => t.place === terminal.place && ((t.out_t ?? 0) > 0 || t.id === id));
      if (used.length < 2) return short(port[1]);
      const rest = id.startsWith(port[0] + '-') ? id.slice(port[0].length + 1) : id;
      return `${short(port[1])}, ${rest.replace(/-/g, ' ')}`;
    }
    const [a, b] = id.split('--');
    const place = (x: string) => {
      const p = this.data.places.find(q => q[0] === x);
      return p ? short(p[1]) : x;
    };
    return b ? `${place(a)} – ${place(b)}` : place(a);
  }
  poolName(i: number): string {
    return this.data.pools[i]?.name ?? 'none';
  }
  rule(id: string): Rule | undefined {
    return this.data.rules.find(r => r.id === id);
  }
}

/** A place's name without what stands in brackets after it. */
export function short(name: string): string {
  const inside = /^[^()]*\(([^()]+) port\)/.exec(name);
  const cut = (inside ? inside[1] : name.replace(/\s*[(/].*$/, '').trim()).replace(/ (port|open pit)( node)?$/, '');
  return cut === '' ? name : cut;
}

export function readData(): Everything {
  return JSON.parse(document.getElementById('data')!.textContent ?? '{}');
}
