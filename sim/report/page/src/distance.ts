// Time/Cost-Distance: dollars and days against kilometres, a step at each border and port, p10 to p90 as a band.
import { axis, tip, type ChartSpec, type Option } from './chart';
import type { Run, StepRow } from './data';
import { clip, esc, grouped, mass } from './format';
import type { Selected } from './select';
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
  const work = (w: Way) => w.tonnes * w.rows[w.rows.length - 1][0];
  for (const w of fit.sort((a, b) => Number(b.route === s.route) - Number(a.route === s.route) || work(b) - work(a))) {
    const name = w.route;
    if (seen.has(name)) continue;
    seen.add(name);
    out.push(w);
    if (out.length === most) break;
  }
  return out;
}

type Point = { km: number; low: number; mid: number; high: number; row: StepRow };
function points(way: Way, which: 3 | 4): Point[] {
  return way.rows.map(r => ({ km: r[0], low: r[which][0], mid: r[which][1], high: r[which][2], row: r }));
}
const isStep = (what: string) => what.startsWith('border') || what.startsWith('port') || what.startsWith('discharge');

export function wayName(run: Run, way: Way): string {
  return `${run.routeName(way.route)} → ${run.poolName(way.pool)}`;
}

export function distanceChart(run: Run, selected: Selected, which: 'usd' | 'days'): ChartSpec {
  const money = which === 'usd';
  const index = money ? 3 : 4;
  const unit = money ? 'USD/t' : 'days';
  const end = (w: Way) => w.rows[w.rows.length - 1];
  const shown = () => waysShown(run, selected, 4);
  return {
    id: money ? 'cost-distance' : 'time-distance',
    svg: true,
    title: () => {
      const ways = shown();
      if (ways.length === 0) return money ? 'Cost against distance' : 'Time against distance';
      const by = [...ways].sort((a, b) => end(a)[index][1] - end(b)[index][1]);
      const [first, last] = [by[0], by[by.length - 1]];
      const text = (w: Way) => (money ? `${grouped(end(w)[index][1], 0)} USD` : `${grouped(end(w)[index][1], 0)} days`);
      if (by.length === 1 || end(first)[index][1] === end(last)[index][1]) return `${clip(wayName(run, first), 60)}: ${text(first)} ${money ? 'a tonne' : 'in the middle case'}`;
      const route = (w: Way) => clip(run.routeName(w.route), 36);
      return `${money ? 'Cheapest' : 'Fastest'} of the main ways is ${route(first)} with ${text(first)}${money ? ' a tonne' : ''}, ${money ? 'dearest' : 'slowest'} ${route(last)} with ${text(last)}`;
    },
    note: `${money ? 'Dollars a tonne' : 'Days'} so far against kilometres; a jump is a border, a port or a charge there. Line: middle lot; band: p10 to p90 of the lots of the first replication. The ways of the selection that carry most.`,
    empty: 'No lot of this selection was delivered in the window, so there is no way to draw.',
    height: w => (w < 520 ? 380 : 420),
    option: width => {
      const ways = shown();
      if (ways.length === 0) return null;
      const t = theme(), series: Option[] = [], named = new Set<number>();
      ways.forEach((way, i) => {
        const p = points(way, index), colour = t.categories[i % t.categories.length];
        const lit = !selected.state.route || selected.state.route === way.route;
        const band = [...p.map(q => [q.km, q.low]), ...[...p].reverse().map(q => [q.km, q.high])];
        series.push({
          type: 'custom', silent: true, z: 1, data: [0], tooltip: { show: false },
          renderItem: (_: unknown, api: { coord: (p: number[]) => number[] }) => ({
            type: 'polygon', shape: { points: band.map(q => api.coord(q)) }, style: { fill: colour, opacity: lit ? 0.14 : 0.05 },
          }),
        });
        series.push({
          type: 'line', id: `way${i}`, name: wayName(run, way), z: 3, symbol: 'circle', symbolSize: (_: unknown, q: { dataIndex: number }) => (isStep(p[q.dataIndex].row[2]) ? 5 : 0),
          showSymbol: true, lineStyle: { color: colour, width: 2, type: dashes[i % dashes.length], opacity: lit ? 1 : 0.35 }, itemStyle: { color: colour },
          data: p.map(q => [q.km, q.mid]),
          endLabel: { show: true, formatter: () => clip(run.routeName(way.route), width < 520 ? 12 : 18), color: t.text, fontSize: 12, distance: 6 },
          labelLayout: { moveOverlap: 'shiftY' },
          tooltip: { formatter: (q: { dataIndex: number }) => {
            const r = p[q.dataIndex];
            return `<strong>${esc(clip(run.placeName(r.row[1]), 50))}</strong> at ${grouped(r.km)} km<br>${esc(clip(r.row[2], 80))}<br>${grouped(r.mid, money ? 2 : 1)} ${unit} so far (${grouped(r.low, 1)}–${grouped(r.high, 1)})<br>${esc(clip(wayName(run, way), 80))}`;
          } },
        });
        {
          // Direct labels of borders and ports, once each, where there is room; the others on hover.
          const steps = p.filter((q, k) => isStep(q.row[2]) && k < p.length - 1 && !named.has(q.row[1]) && named.add(q.row[1]));
          series.push({
            type: 'scatter', silent: true, z: 4, symbolSize: 1, itemStyle: { color: 'transparent' }, tooltip: { show: false },
            data: steps.map(q => ({ value: [q.km, q.mid], label: { formatter: clip(run.placeName(q.row[1]), 16) } })),
            label: { show: width >= 420, position: 'top', rotate: 0, color: t.quiet, fontSize: 11, distance: 8 }, labelLayout: { hideOverlap: true },
          });
        }
      });
      return {
        grid: { left: 48, right: width < 520 ? 84 : 128, top: 28, bottom: 44 },
        tooltip: { ...tip(), trigger: 'item' },
        xAxis: axis({ type: 'value', name: 'km', nameLocation: 'end', nameGap: 8, splitLine: { show: false }, axisLabel: { color: t.quiet, formatter: (v: number) => grouped(v) } }),
        yAxis: axis({ type: 'value', name: unit, min: 0, max: Math.max(...ways.flatMap(w => w.rows.map(r => r[index][2]))) * 1.05, axisLabel: { color: t.quiet, showMaxLabel: false, formatter: (v: number) => grouped(v) } }),
        series,
      };
    },
    table: () => ({
      columns: ['way', 'tonnes_first_replication_t', 'km', 'place', 'what', `p10_${money ? 'usd_t' : 'days'}`, `p50_${money ? 'usd_t' : 'days'}`, `p90_${money ? 'usd_t' : 'days'}`, `free_flow_${money ? 'usd_t' : 'days'}`],
      rows: shown().flatMap(w => w.rows.map(r => [wayName(run, w), w.tonnes, r[0], run.data.places[r[1]][0], r[2], ...r[index], money ? r[5] : r[6]])),
    }),
    click: p => {
      const way = shown().find(w => wayName(run, w) === p.seriesName);
      if (way) selected.set({ route: selected.state.route === way.route ? '' : way.route });
    },
  };
}

/** What the two panels say together, for readers of the page's own text. */
export function distanceWords(run: Run, selected: Selected): string {
  return waysShown(run, selected, 4).map(w => {
    const last = w.rows[w.rows.length - 1];
    return `${wayName(run, w)}: ${grouped(last[0])} km, ${grouped(last[3][1], 2)} USD/t, ${grouped(last[4][1], 1)} days (${grouped(last[4][0], 1)}–${grouped(last[4][2], 1)}), ${mass(w.tonnes)}`;
  }).join('; ');
}
