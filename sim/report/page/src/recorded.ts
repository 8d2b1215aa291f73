// Simulated months beside what was recorded: a panel a series, recorded figures as dots with their range.
import { axis, tip, type ChartSpec, type Option } from './chart';
import type { Run } from './data';
import { clip, date, esc, grouped, mass, massUnit, monthShort } from './format';
import { theme } from './theme';

type RecordedFigure = { period: string; from: string; to: string; recorded_t: number; low_t: number; high_t: number; role: string; source: string };
export type RecordedSeries = { id: string; name: string; measured_at: string; simulated_t: number[]; records: RecordedFigure[] };

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 864e5 + 1;

export function recordedChart(run: Run, all: RecordedSeries[]): ChartSpec {
  const months = run.data.months, series = all.slice(0, 10);
  const first = months[0] + '-01';
  // A record of several months is drawn at its mean a month, over the time it is of.
  const place = (day: string) => (Date.parse(day) - Date.parse(first)) / 864e5 / (365.25 / 12);
  const monthly = (r: RecordedFigure, t: number) => t / days(r.from, r.to) * (365.25 / 12);
  const rowHeight = 108;
  // The longest record of a series says how near the simulation comes.
  const whole = (s: RecordedSeries) => [...s.records].sort((a, b) => days(b.from, b.to) - days(a.from, a.to))[0];
  const simulated = (s: RecordedSeries, r: RecordedFigure) => months.reduce((sum, m, i) => (m >= r.from.slice(0, 7) && m <= r.to.slice(0, 7) ? sum + s.simulated_t[i] : sum), 0);
  return {
    id: 'recorded',
    title: () => {
      if (series.length === 0) return 'Nothing was recorded in this window';
      const off = (s: RecordedSeries) => Math.abs(simulated(s, whole(s)) / whole(s).recorded_t - 1);
      const near = series.filter(s => off(s) <= 0.1), far = series.reduce((a, b) => (off(b) > off(a) ? b : a));
      return `${near.length} of ${series.length} recorded flows are met within a tenth; farthest off is “${clip(far.name, 50)}”, ${mass(simulated(far, whole(far)))} for ${mass(whole(far).recorded_t)}`;
    },
    note: 'Line: simulated by month. Dot: recorded, a month or the mean month of the period that the line through it spans; box: its range. Recorded figures never enter a run.',
    empty: 'No recorded figure lies within the window of this run.',
    height: () => 28 + series.length * rowHeight,
    option: width => {
      if (series.length === 0) return null;
      const t = theme(), left = 48, grid: Option[] = [], xAxis: Option[] = [], yAxis: Option[] = [], drawn: Option[] = [];
      series.forEach((s, k) => {
        const unit = massUnit(Math.max(...s.simulated_t, ...s.records.map(r => monthly(r, r.high_t))));
        const box = { xAxisIndex: k, yAxisIndex: k };
        grid.push({ left, right: 24, top: 28 + k * rowHeight, height: rowHeight - 50 });
        xAxis.push(axis({ type: 'value', gridIndex: k, min: 0, max: months.length, interval: months.length > 12 ? 12 : width < 520 ? 3 : 1, splitLine: { show: false }, axisLabel: { show: k === series.length - 1, color: t.quiet, hideOverlap: true, formatter: (v: number) => (months[v] ? monthShort(months[v], months.length > 12) : '') } }));
        yAxis.push(axis({ type: 'value', gridIndex: k, min: 0, splitNumber: 2, name: clip(`${s.name}, ${unit.name} a month`, width < 520 ? 46 : 100), nameLocation: 'end', nameGap: 8, nameTextStyle: { color: t.text, fontSize: 12, fontWeight: 600, align: 'left', padding: [0, 0, 0, -left + 8] }, axisLabel: { color: t.quiet, fontSize: 11, formatter: (v: number) => grouped(v, v > 0 && v < 1 ? 1 : 0) } }));
        drawn.push({ type: 'line', ...box, name: 'simulated', symbol: 'none', lineStyle: { color: t.accent, width: 2 }, data: s.simulated_t.map((v, i) => [i + 0.5, v / unit.per]), tooltip: { show: false } });
        drawn.push({
          type: 'custom', ...box, name: 'recorded', encode: { x: [0, 1], y: [2, 3, 4] },
          data: s.records.map(r => [place(r.from), place(r.to), monthly(r, r.recorded_t) / unit.per, monthly(r, r.low_t) / unit.per, monthly(r, r.high_t) / unit.per]),
          tooltip: { formatter: (p: { dataIndex: number }) => {
            const r = s.records[p.dataIndex];
            return `<strong>${esc(s.name)}</strong>, ${date(r.from)} to ${date(r.to)}<br>recorded ${mass(r.recorded_t)} (${mass(r.low_t)} to ${mass(r.high_t)})<br>simulated ${mass(simulated(s, r))}<br>${esc(r.role)}; ${esc(clip(r.source, 60))}`;
          } },
          renderItem: (_: unknown, api: { value: (i: number) => number; coord: (q: number[]) => number[] }) => {
            const [x1, y] = api.coord([api.value(0), api.value(2)]), x2 = api.coord([api.value(1), 0])[0], low = api.coord([0, api.value(3)])[1], high = api.coord([0, api.value(4)])[1];
            return { type: 'group', children: [
              { type: 'rect', shape: { x: x1, y: high, width: x2 - x1, height: Math.max(1, low - high) }, style: { fill: t.bad, opacity: 0.16 } },
              { type: 'line', shape: { x1, x2, y1: y, y2: y }, style: { stroke: t.bad, lineWidth: 1.5 } },
              { type: 'circle', shape: { cx: (x1 + x2) / 2, cy: y, r: 4 }, style: { fill: t.bad } }] };
          },
        });
      });
      return { grid, xAxis, yAxis, series: drawn, tooltip: { ...tip(), trigger: 'item' } };
    },
    table: () => ({ columns: ['series', 'measured_at', 'period', 'recorded_t', 'low_t', 'high_t', 'simulated_t', 'role', 'source'], rows: series.flatMap(s => s.records.map(r => [s.id, s.measured_at, r.period, r.recorded_t, r.low_t, r.high_t, simulated(s, r), r.role, r.source])) }),
  };
}
