// What holds exports back: what a little more of each capacity would be worth.
import { axis, rowLabel, tip, type ChartSpec } from './chart';
import { clip, esc, grouped, percent, wordOf } from './format';
import type { Run } from './data';
import { theme } from './theme';

type Price = { id: string; kind: string; month: string | null; capacity: number; unit: string; usd_per_t_year_left: number | null; usd_per_t_year_right: number };
export type Bottlenecks = { prices: Price[]; max_flow_t: number | null };

/** Shadow prices of the whole window, ranked, with the used share of the same thing where the run has it. */
export function pricesChart(b: Bottlenecks, run: Run | null): ChartSpec {
  const rows = b.prices.filter(p => p.month === null && p.usd_per_t_year_right > 0).sort((x, y) => y.usd_per_t_year_right - x.usd_per_t_year_right).slice(0, 16);
  const used = (p: Price) => run?.links.find(l => l.id === p.id)?.used ?? 0;
  const name = (p: Price) => `${clip(run && ['terminal', 'unloading', 'berths'].includes(p.kind) ? run.routeName(p.id) : p.id, 34)} (${wordOf(p.kind)})`;
  return {
    id: 'shadow-prices',
    title: () => (rows.length === 0 ? 'More of no single capacity would bring in anything' : `The next tonne a year would bring in most at ${name(rows[0])}: ${grouped(rows[0].usd_per_t_year_right, 1)} USD`),
    note: 'What one tonne a year more of a capacity would be worth in such a year, USD: the shadow price of the best trade that the network allows (corridor bottlenecks).',
    empty: 'No capacity binds: more of it would bring nothing.',
    height: () => 44 + rows.length * 28,
    option: width => {
      if (rows.length === 0) return null;
      const t = theme(), left = width < 520 ? 138 : 280;
      return {
        grid: { left, right: width < 520 ? 64 : 120, top: 8, bottom: 28 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const r = rows[p.dataIndex];
          return `<strong>${esc(name(r))}</strong><br>${grouped(r.capacity, r.capacity < 100 ? 1 : 0)} ${r.unit}<br>the next tonne a year: ${grouped(r.usd_per_t_year_right, 2)} USD${r.usd_per_t_year_left === null ? '' : `<br>the last one: ${grouped(r.usd_per_t_year_left, 2)} USD`}`;
        } },
        xAxis: axis({ type: 'value', min: 0, name: 'USD', nameGap: 6 }),
        yAxis: axis({ type: 'category', inverse: true, data: rows.map(name), splitLine: { show: false }, axisLabel: rowLabel(width, left - 10) }),
        series: [{ type: 'bar', barWidth: '62%', itemStyle: { color: t.accent }, data: rows.map(p => p.usd_per_t_year_right),
          label: { show: true, position: 'right', color: t.text, fontSize: 12, formatter: (p: { dataIndex: number }) => `${grouped(rows[p.dataIndex].usd_per_t_year_right, 1)}${used(rows[p.dataIndex]) > 0 ? `, ${percent(used(rows[p.dataIndex]))} used` : ''}` } }],
      };
    },
    table: () => ({ columns: ['id', 'kind', 'capacity', 'unit', 'next_usd_t', 'last_usd_t'], rows: rows.map(p => [p.id, p.kind, p.capacity, p.unit, p.usd_per_t_year_right, p.usd_per_t_year_left ?? '']) }),
  };
}
