// Time/Cost-Distance: dollars and days against kilometres, a step at each border and port, p10 to p90 as a band.
import { axis, tip, type ChartSpec, type Option } from './chart';
import type { Run, StepRow } from './data';
import { clip, esc, grouped } from './format';
import { Selected } from './select';
import { theme } from './theme';

type Way = Run['data']['steps'][number];
const dashes = ['solid', [7, 4], [2, 3], [10, 3, 2, 3], [1, 2]];

/** The ways drawn: of the selection, those that carried most; the route that is lit up first. */
export function waysShown(run: Run, selected: Selected, most: number): Way[] {
  const s = selected.state;
  const group = (w: Way) => {
    const row = run.data.moved.find(r => r[1] === w.flow && r[2] === w.pool);
    return row ? row[3] : -1;
  };
  const fit = run.data.steps.filter(w => selected.shows(w.flow, w.pool, group(w)));
  const seen = new Set<string>();
  const out: Way[] = [];
  // Longest work first: tonnes times kilometres; each route once.
  for (const w of fit.sort((a, b) => Number(b.route === s.route) - Number(a.route === s.route) || work(b) - work(a))) {
    const name = w.route;
    if (seen.has(name)) continue;
    seen.add(name);
    out.push(w);
    if (out.length === most) break;
  }
  return out;
}

/** Where an axis ends that holds a value, and its steps: six at most, of one, two or five. */
function scale(most: number): { max: number; interval: number } {
  const ten = 10 ** Math.floor(Math.log10(Math.max(most, 1) / 6)), interval = [1, 2, 5, 10].map(k => k * ten).find(k => most / k <= 6) ?? most;
  return { max: Math.ceil(most / interval) * interval, interval };
}

type Point = { km: number; low: number; mid: number; high: number; row: StepRow };
function points(way: Way, which: 3 | 4): Point[] {
  return way.rows.map(r => ({ km: r[0], low: r[which][0], mid: r[which][1], high: r[which][2], row: r }));
}
const isStep = (what: string) => what.startsWith('border') || what.startsWith('port') || what.startsWith('discharge');

/** A way as it is drawn: colour tells the route, line style what it is compared with. */
type Drawn = { run: Run; way: Way; colour: number; dash: number; label: string; name: string; lit: boolean };
const end = (w: Way) => w.rows[w.rows.length - 1];
const work = (w: Way) => w.tonnes * end(w)[0];
const wayName = (run: Run, way: Way) => `${run.routeName(way.route)} → ${run.poolName(way.pool)}`;

/** Dollars or days of some ways against kilometres. */
function panel(which: 'usd' | 'days', shown: () => Drawn[], title: (ways: Drawn[], usd: boolean) => string, note: string, click?: (name: string) => void): ChartSpec {
  const usd = which === 'usd', index = usd ? 3 : 4, unit = usd ? 'USD/t' : 'days';
  return {
    id: usd ? 'cost-distance' : 'time-distance', svg: true,
    title: () => {
      const ways = shown();
      return ways.length === 0 ? (usd ? 'Cost against distance' : 'Time against distance') : title(ways, usd);
    },
    note: `${usd ? 'Dollars a tonne' : 'Days'} so far against kilometres; a jump is a border, a port or a charge there. Line: middle lot; band: p10 to p90 of the lots of the first replication. ${note}`,
    empty: 'No lot of this selection was delivered in the window, so there is no way to draw.',
    height: w => (w < 520 ? 380 : 420),
    option: width => {
      const ways = shown();
      if (ways.length === 0) return null;
      const t = theme(), series: Option[] = [], named: [number, number][] = [];
      const y = scale(Math.max(...ways.flatMap(w => w.way.rows.map(r => r[index][2])))), top = y.max, far = Math.max(...ways.map(w => end(w.way)[0]));
      const right = width < 520 ? 84 : 136;
      // As much of a name as there is room right of the end of its line.
      const fits = (w: Drawn) => clip(w.label, Math.max(9, Math.floor((width - 48 - end(w.way)[0] / far * (width - 48 - right) - 12) / 7)));
      // Whether a label there runs into one that stands already; in pixels.
      const free = (km: number, v: number) => {
        const at: [number, number] = [km / far * (width - 48 - right), v / top * 350];
        if (named.some(p => Math.abs(p[0] - at[0]) < 76 && Math.abs(p[1] - at[1]) < 14)) return false;
        named.push(at);
        return true;
      };
      ways.filter(w => w.label).forEach(w => named.push([end(w.way)[0] / far * (width - 48 - right) + 50, end(w.way)[index][1] / top * 350]));
      ways.forEach((w, i) => {
        const p = points(w.way, index), colour = t.categories[w.colour % t.categories.length];
        const band = [...p.map(q => [q.km, q.low]), ...[...p].reverse().map(q => [q.km, q.high])];
        series.push({
          type: 'custom', silent: true, z: 1, data: [0], tooltip: { show: false },
          renderItem: (_: unknown, api: { coord: (p: number[]) => number[] }) => ({
            type: 'polygon', shape: { points: band.map(q => api.coord(q)) }, style: { fill: colour, opacity: w.lit ? 0.14 : 0.05 },
          }),
        });
        series.push({
          type: 'line', id: `way${i}`, name: w.name, z: 3, symbol: 'circle', symbolSize: (_: unknown, q: { dataIndex: number }) => (isStep(p[q.dataIndex].row[2]) ? 5 : 0),
          showSymbol: true, lineStyle: { color: colour, width: 2, type: dashes[w.dash % dashes.length], opacity: w.lit ? 1 : 0.35 }, itemStyle: { color: colour },
          data: p.map(q => [q.km, q.mid]),
          endLabel: { show: w.label !== '', formatter: () => fits(w), color: t.text, fontSize: 12, distance: 6 },
          labelLayout: { moveOverlap: 'shiftY' },
          tooltip: { formatter: (q: { dataIndex: number }) => {
            const r = p[q.dataIndex];
            return `<strong>${esc(clip(w.run.placeName(r.row[1]), 50))}</strong> at ${grouped(r.km)} km<br>${esc(clip(r.row[2], 80))}<br>${grouped(r.mid, usd ? 2 : 1)} ${unit} so far (${grouped(r.low, 1)}–${grouped(r.high, 1)})<br>${esc(clip(w.name, 80))}`;
          } },
        });
        // Direct labels of borders and ports where there is room; the others on hover.
        const steps = p.filter((q, k) => isStep(q.row[2]) && k < p.length - 1 && q.km > far * 0.04 && free(q.km, q.mid));
        series.push({
          type: 'scatter', silent: true, z: 4, symbolSize: 1, itemStyle: { color: 'transparent' }, tooltip: { show: false },
          data: steps.map(q => ({ value: [q.km, q.mid], label: { formatter: clip(w.run.placeName(q.row[1]), 16) } })),
          label: { show: width >= 420, position: 'left', color: t.quiet, fontSize: 11, distance: 6 },
        });
      });
      return {
        grid: { left: 48, right, top: 28, bottom: 44 },
        tooltip: { ...tip(), trigger: 'item' },
        xAxis: axis({ type: 'value', name: 'km', nameLocation: 'middle', nameGap: 26, max: 'dataMax', splitLine: { show: false }, axisLabel: { color: t.quiet, showMaxLabel: false, formatter: (v: number) => grouped(v) } }),
        yAxis: axis({ type: 'value', name: unit, min: 0, ...y, axisLabel: { color: t.quiet, formatter: (v: number) => grouped(v) } }),
        series,
      };
    },
    table: () => ({
      columns: ['way', 'mass_t', 'km', 'place', 'what', ...['p10', 'p50', 'p90', 'free_flow'].map(q => `${q}_${usd ? 'usd_t' : 'days'}`)],
      rows: shown().flatMap(w => w.way.rows.map(r => [w.name, w.way.tonnes, r[0], w.run.data.places[r[1]][0], r[2], ...r[index], usd ? r[5] : r[6]])),
    }),
    click: click && (p => click(p.seriesName ?? '')),
  };
}

/** The main ways of a run under its filters. */
export function distanceChart(run: Run, selected: Selected, which: 'usd' | 'days'): ChartSpec {
  const shown = () => waysShown(run, selected, 4).map((way, i): Drawn => ({
    run, way, colour: i, dash: i, label: run.routeName(way.route), name: wayName(run, way), lit: !selected.state.route || selected.state.route === way.route,
  }));
  const title = (ways: Drawn[], usd: boolean) => {
    const index = usd ? 3 : 4, mid = (w: Drawn) => end(w.way)[index][1], by = [...ways].sort((a, b) => mid(a) - mid(b));
    const [first, last] = [by[0], by[by.length - 1]], text = (w: Drawn) => `${grouped(mid(w), 0)} ${usd ? 'USD' : 'days'}`;
    if (by.length === 1 || mid(first) === mid(last)) return `${clip(first.name, 60)}: ${text(first)} ${usd ? 'a tonne' : 'in the middle case'}`;
    return `${usd ? 'Cheapest' : 'Fastest'} of the main ways is ${clip(first.label, 36)} with ${text(first)}${usd ? ' a tonne' : ''}, ${usd ? 'dearest' : 'slowest'} ${clip(last.label, 36)} with ${text(last)}`;
  };
  return panel(which, shown, title, 'The ways of the selection that carry most.', name => {
    const hit = shown().find(w => w.name === name);
    if (hit) selected.set({ route: selected.state.route === hit.way.route ? '' : hit.way.route });
  });
}

/** The main ways of the first run, and the same routes in the others: one colour a route, one line style a run. */
export function overlaidChart(runs: Run[], which: 'usd' | 'days'): ChartSpec {
  const main = waysShown(runs[0], new Selected(runs[0]), 3);
  const shown = runs.flatMap((run, k) => main.flatMap((of, i): Drawn[] => {
    // The same flow and buyers by the same route, else whatever moved most by that route.
    const same = run.data.steps.filter(w => w.route === of.route);
    const key = (r: Run, w: Way) => `${r.data.flows[w.flow].id}|${r.data.pools[w.pool].id}`;
    const way = same.find(w => key(run, w) === key(runs[0], of)) ?? same.sort((a, b) => work(b) - work(a))[0];
    return way ? [{ run, way, colour: i, dash: k, label: k === 0 ? run.routeName(way.route) : '', name: `${wayName(run, way)} (${run.data.scenario})`, lit: true }] : [];
  }));
  const title = (ways: Drawn[], usd: boolean) => {
    const index = usd ? 3 : 4, mid = (w: Drawn) => end(w.way)[index][1];
    const pairs = ways.filter(w => w.run !== runs[0]).map(w => ({ w, of: ways.find(b => b.run === runs[0] && b.colour === w.colour) })).filter(p => p.of);
    if (pairs.length === 0) return `No main way of ${runs[0].data.scenario} is used in the other`;
    const { w, of } = pairs.reduce((a, b) => (Math.abs(mid(b.w) - mid(b.of!)) > Math.abs(mid(a.w) - mid(a.of!)) ? b : a));
    return `${clip(of!.label, 36)} goes from ${grouped(mid(of!), 1)} to ${grouped(mid(w), 1)} ${usd ? 'USD a tonne' : 'days'} in ${w.run.data.scenario}`;
  };
  return panel(which, () => shown, title, `Colour: route. Line: ${runs.map((r, k) => `${['solid', 'dashed', 'dotted', 'dash and dot'][k % 4]} is ${r.data.scenario}`).join(', ')}.`);
}
