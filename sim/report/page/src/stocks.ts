// Queues and stocks over time: where goods on their way out stand, and what lies at the ports.
import { axis, legend, tip, type ChartSpec, type Option } from './chart';
import type { Run } from './data';
import { clip, date, esc, grouped, mass, massUnit, monthShort, tick } from './format';
import type { Selected } from './select';
import { theme } from './theme';

const weekLabels = (run: Run, days: string[], width: number): Option => ({
  interval: (k: number, v: string) => (k === 0 || v.slice(0, 7) !== days[k - 1].slice(0, 7)) && (width >= 520 || Number(v.slice(5, 7)) % 3 === 1),
  hideOverlap: true, formatter: (v: string) => monthShort(v.slice(0, 7), v.slice(5, 7) === '01' && run.data.months.length > 12),
});

/** Tonnes on their way out of the country by where they stand, week by week. */
export function standsChart(run: Run): ChartSpec {
  const s = run.data.stocks, rows = (s.stands ?? []).filter(x => x.t.some(v => v > 0));
  const total = s.days.map((_, i) => rows.reduce((sum, r) => sum + r.t[i], 0));
  const unit = massUnit(Math.max(1, ...total));
  const mean = (t: number[]) => t.reduce((a, b) => a + b, 0) / t.length;
  return {
    id: 'stands',
    title: () => {
      if (rows.length === 0) return 'Nothing was on its way out of the country';
      const most = rows.reduce((a, b) => (mean(b.t) > mean(a.t) ? b : a)), peak = total.indexOf(Math.max(...total));
      return `${mass(mean(total))} are on their way out in the mean week, most of all ${most.where} (${mass(mean(most.t))}); the most on ${date(s.days[peak])}: ${mass(total[peak])}`;
    },
    note: `Tonnes released at the mine and not yet delivered abroad, by where they stand, ${unit.name}, week by week, first replication. On the line: running, waiting for paths, at borders, held by bans`,
    empty: 'Nothing of this run was on its way out of the country.',
    height: w => (w < 520 ? 340 : 300),
    option: width => {
      if (rows.length === 0) return null;
      const t = theme();
      return {
        grid: { left: 44, right: 12, top: width < 520 ? 52 : 36, bottom: 28 },
        legend: legend({ top: 0, left: 0, data: rows.map(r => r.where) }),
        tooltip: { ...tip(), trigger: 'axis', formatter: (p: { dataIndex: number }[]) => `<strong>${date(s.days[p[0].dataIndex])}</strong><br>${[...rows].reverse().map(r => `${esc(r.where)}: ${mass(r.t[p[0].dataIndex])}`).join('<br>')}<br>all: ${mass(total[p[0].dataIndex])}` },
        xAxis: axis({ type: 'category', data: s.days, boundaryGap: false, splitLine: { show: false }, axisLabel: { color: t.quiet, ...weekLabels(run, s.days, width) } }),
        yAxis: axis({ type: 'value', axisLabel: { color: t.quiet, formatter: tick(Math.max(...total) / unit.per) } }),
        series: rows.map((r, i) => ({ type: 'line', stack: 'all', name: r.where, symbol: 'none', lineStyle: { width: 0 }, itemStyle: { color: t.categories[i % t.categories.length] }, areaStyle: { color: t.categories[i % t.categories.length], opacity: 0.85 }, data: r.t.map(v => v / unit.per) })),
      };
    },
    table: () => ({ columns: ['where', ...s.days.map(d => `${d}_t`)], rows: rows.map(r => [r.where, ...r.t]) }),
  };
}

/** What lies at each port, and what is on the way to it. */
export function stocksChart(run: Run, selected: Selected): ChartSpec {
  const s = run.data.stocks;
  const rows = () => s.terminals.map(x => ({ ...x, term: run.data.terminals[x.terminal], peak: Math.max(0, ...x.yard_t) })).filter(x => x.peak > 0).sort((a, b) => b.peak - a.peak).slice(0, 8);
  return {
    id: 'stocks',
    title: () => {
      const r = rows();
      if (r.length === 0) return 'No yard held anything';
      const day = s.days[r[0].yard_t.indexOf(r[0].peak)];
      const full = r[0].term.storage_t > 0 ? `; its yard has room for ${mass(r[0].term.storage_t)}` : '';
      return `${clip(run.routeName(r[0].term.id), 40)} holds most: ${mass(r[0].peak)} on ${date(day)}${full}`;
    },
    note: 'Filled: at the port, in the yard or in trains before it; line: on the way to it. Week by week, kilotonnes, first replication; one row a terminal, all to one scale.',
    empty: 'No port yard held anything of ours in the window.',
    height: () => 44 + rows().length * 76,
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      const t = theme(), most = Math.max(...r.map(x => Math.max(x.peak, ...x.coming_t))) / 1e3;
      const left = 44, lit = selected.state.route;
      const step = 10 ** Math.floor(Math.log10(Math.max(most, 1))), scale = Math.ceil(most / step) * step;
      const grid: Option[] = [], xAxis: Option[] = [], yAxis: Option[] = [], series: Option[] = [];
      r.forEach((x, i) => {
        grid.push({ left, right: 16, top: 24 + i * 76, height: 48 });
        xAxis.push(axis({ type: 'category', gridIndex: i, data: s.days, boundaryGap: false, splitLine: { show: false }, axisLabel: { show: i === r.length - 1, color: t.quiet, ...weekLabels(run, s.days, width) } }));
        yAxis.push(axis({ type: 'value', gridIndex: i, min: 0, max: scale, interval: scale, axisLabel: { color: t.quiet, fontSize: 11, showMaxLabel: true, formatter: (v: number) => (v === 0 || v >= scale * 0.99 ? grouped(v) : '') }, name: clip(run.routeName(x.term.id), width < 520 ? 40 : 80), nameLocation: 'end', nameGap: 6, nameTextStyle: { color: lit === x.term.id ? t.bad : t.text, fontSize: 12, fontWeight: 600, align: 'left' } }));
        series.push({ type: 'line', xAxisIndex: i, yAxisIndex: i, symbol: 'none', name: 'at the port', step: 'end', lineStyle: { width: 0 }, areaStyle: { color: t.accent, opacity: 0.45 }, data: x.yard_t.map(v => v / 1e3) });
        series.push({ type: 'line', xAxisIndex: i, yAxisIndex: i, symbol: 'none', name: 'on the way', lineStyle: { width: 1.5, color: t.text }, data: x.coming_t.map(v => v / 1e3) });
      });
      return {
        grid, xAxis, yAxis, series,
        tooltip: { ...tip(), trigger: 'axis', formatter: (p: { axisIndex: number; dataIndex: number }[]) => {
          const x = r[p[0].axisIndex];
          return `<strong>${esc(clip(run.routeName(x.term.id), 50))}</strong>, ${date(s.days[p[0].dataIndex])}<br>${mass(x.yard_t[p[0].dataIndex])} at the port<br>${mass(x.coming_t[p[0].dataIndex])} on the way to it`;
        } },
      };
    },
    table: () => ({ columns: ['terminal', 'what', ...s.days], rows: rows().flatMap(x => [[x.term.id, 'yard_t', ...x.yard_t], [x.term.id, 'coming_t', ...x.coming_t]]) }),
  };
}

