// Where tonnes went (waterfall), who is paid, what a tonne costs by route.
import { axis, legend, rowLabel, tip, type ChartSpec, type Option } from './chart';
import type { Run } from './data';
import { clip, esc, grouped, mass, massUnit, money, percent, wordOf } from './format';
import type { Selected } from './select';
import { theme } from './theme';

type Step = { label: string; t: number; kind: 'total' | 'loss' | 'part' };

/** Ready for sale; what stayed; what was lost; what arrived. The rest lay or moved at either end of the window. */
export function waterfall(run: Run): Step[] {
  const reasons = run.cut('unsold', ['reason']).filter(f => (f.mean ?? 0) > 0).sort((a, b) => b.mean! - a.mean!);
  const unsold = run.mean('unsold'), booked = run.mean('booked'), delivered = run.mean('delivered');
  const stranded = run.mean('stranded'), elsewhere = run.mean('sold_elsewhere');
  const steps: Step[] = [{ label: 'ready for sale', t: booked + unsold, kind: 'total' }];
  for (const r of reasons) steps.push({ label: `unsold: ${wordOf(r.by.reason)}`, t: -r.mean!, kind: 'loss' });
  steps.push({ label: 'booked', t: booked, kind: 'total' });
  if (stranded > 0) steps.push({ label: 'stranded on the way', t: -stranded, kind: 'loss' });
  if (elsewhere > 0) steps.push({ label: 'resold on the way', t: -elsewhere, kind: 'loss' });
  const carry = delivered - (booked - stranded - elsewhere);
  if (Math.abs(carry) >= 1) steps.push({ label: carry < 0 ? 'more on the way at the end than at the start' : 'on the way from before the window', t: carry, kind: carry < 0 ? 'loss' : 'part' });
  steps.push({ label: 'delivered', t: delivered, kind: 'total' });
  const groups = new Map<string, number>();
  for (const f of run.cut('delivered', ['commodity', 'market_group'])) groups.set(f.by.market_group, (groups.get(f.by.market_group) ?? 0) + (f.mean ?? 0));
  for (const [group, t] of [...groups].sort((a, b) => b[1] - a[1])) if (t > 0) steps.push({ label: `of it: ${group}`, t: -t, kind: 'part' });
  return steps;
}

export function waterfallChart(run: Run): ChartSpec {
  return {
    id: 'waterfall',
    title: () => {
      const ready = run.mean('booked') + run.mean('unsold');
      if (ready === 0) return 'Nothing was ready for sale';
      const first = waterfall(run).filter(s => s.kind === 'loss').sort((a, b) => a.t - b.t)[0];
      const arrived = `Of ${mass(ready)} ready for sale ${mass(run.mean('delivered'))} arrived`;
      return first ? `${arrived}; the largest loss is ${first.label} (${mass(-first.t)})` : arrived;
    },
    note: 'Tonnes of the whole window, all commodities, mean of the replications. Refused tonnes are not lost by themselves: most leave another way.',
    empty: 'Nothing was ready for sale in the window.',
    height: w => 40 + waterfall(run).length * (w < 520 ? 46 : 34),
    option: width => {
      const steps = waterfall(run);
      if (steps[0].t <= 0) return null;
      const t = theme(), unit = massUnit(steps[0].t);
      let level = 0;
      const bars = steps.map(s => {
        const from = s.kind === 'total' ? 0 : level;
        level = s.kind === 'total' ? s.t : level + s.t;
        return [Math.min(from, level) / unit.per, Math.max(from, level) / unit.per];
      });
      const largest = Math.max(...bars.map(b => b[1]));
      return {
        grid: { left: width < 520 ? 132 : 240, right: 84, top: 8, bottom: 28 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => `${esc(steps[p.dataIndex].label)}<br><strong>${mass(steps[p.dataIndex].t)}</strong> (${percent(Math.abs(steps[p.dataIndex].t) / steps[0].t)} of what was ready)` },
        xAxis: axis({ type: 'value', min: 0, max: largest, name: unit.name, nameLocation: 'end', nameGap: 6, axisLabel: { color: t.quiet, showMaxLabel: false } }),
        yAxis: axis({ type: 'category', inverse: true, data: steps.map(s => s.label), splitLine: { show: false }, axisLabel: { color: t.text, width: width < 520 ? 122 : 230, overflow: 'break', lineHeight: 14, fontSize: 12 } }),
        series: [
          { type: 'bar', stack: 'w', silent: true, itemStyle: { color: 'transparent' }, data: bars.map(b => b[0]), tooltip: { show: false } },
          { type: 'bar', stack: 'w', barWidth: '62%', data: bars.map((b, i) => ({ value: b[1] - b[0], itemStyle: { color: steps[i].kind === 'total' ? t.accent : steps[i].kind === 'loss' ? t.bad : t.other } })),
            label: { show: true, position: 'right', color: t.text, formatter: (p: { dataIndex: number }) => mass(steps[p.dataIndex].kind === 'part' ? Math.abs(steps[p.dataIndex].t) : steps[p.dataIndex].t) } },
        ],
      };
    },
    table: () => ({ columns: ['step', 'mass_t'], rows: waterfall(run).map(s => [s.label, Math.round(s.t)]) }),
  };
}

export function paidChart(run: Run): ChartSpec {
  const rows = () => run.cut('paid', ['payee']).filter(f => (f.mean ?? 0) > 0).sort((a, b) => b.mean! - a.mean!);
  const total = () => run.mean('paid') || rows().reduce((s, f) => s + f.mean!, 0);
  return {
    id: 'who-is-paid',
    title: () => {
      const r = rows();
      return r.length === 0 ? 'No money changed hands' : `The ${wordOf(r[0].by.payee)} takes most: ${money(r[0].mean!)} of ${money(total())} (${percent(r[0].mean! / total())})`;
    },
    note: 'Paid in the window for getting goods to market, by who is paid; the mine or the exporter pays. Thin line: 95 % interval, with what is guessed where it was drawn.',
    empty: 'Nothing was paid in the window.',
    height: () => 44 + rows().length * 34,
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      const t = theme();
      return {
        grid: { left: width < 520 ? 110 : 160, right: 96, top: 8, bottom: 28 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => `${wordOf(r[p.dataIndex].by.payee)}<br><strong>${money(r[p.dataIndex].mean!)}</strong>` },
        xAxis: axis({ type: 'value', min: 0, name: 'USD M', nameGap: 6, axisLabel: { color: t.quiet, formatter: (v: number) => grouped(v), showMaxLabel: false } }),
        yAxis: axis({ type: 'category', inverse: true, data: r.map(f => wordOf(f.by.payee)), splitLine: { show: false }, axisLabel: { color: t.text, fontSize: 12 } }),
        series: [
          { type: 'custom', silent: true, z: 4, tooltip: { show: false }, data: r.map((f, i) => [f.mean! / 1e6, i, (f.lowAll ?? f.low ?? f.mean!) / 1e6, (f.highAll ?? f.high ?? f.mean!) / 1e6]), encode: { x: [2, 3], y: 1 },
            renderItem: (_: unknown, api: { value: (i: number) => number; coord: (p: number[]) => number[] }) => {
              const y = api.value(1), [x1, cy] = api.coord([api.value(2), y]), [x2] = api.coord([api.value(3), y]);
              return { type: 'line', shape: { x1, x2, y1: cy, y2: cy }, style: { stroke: t.text, lineWidth: 1.5 } };
            } },
          { type: 'bar', barWidth: '62%', itemStyle: { color: t.accent }, data: r.map(f => f.mean! / 1e6), label: { show: false } },
          { type: 'custom', silent: true, z: 5, tooltip: { show: false }, data: r.map((f, i) => [Math.max(f.mean!, f.highAll ?? f.high ?? 0) / 1e6, i]), renderItem: (p: { dataIndex: number }, api: { value: (i: number) => number; coord: (p: number[]) => number[] }) => {
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            return { type: 'text', x: x + 8, y: y - 6, style: { text: money(r[p.dataIndex].mean!), fill: t.text, fontSize: 12 } };
          } },
        ],
      };
    },
    table: () => ({ columns: ['payee', 'mean_usd', 'low_usd', 'high_usd'], rows: rows().map(f => [f.by.payee, f.mean!, f.low ?? '', f.high ?? '']) }),
  };
}

const items = ['rail', 'wagons', 'border', 'handling', 'sea', 'certificates', 'delay'];

/** The routes that charts by route list: with something delivered, largest first, home use as chosen. */
export function routesShown(run: Run, selected: Selected, most: number) {
  const totals = new Map<string, { commodity: string; route: string; t: number }>();
  for (const r of selected.moved()) {
    const commodity = run.data.commodities[run.data.flows[r[1]].commodity].id, route = run.data.ways[r[4]].route;
    const key = `${commodity}|${route}`;
    const e = totals.get(key) ?? { commodity, route, t: 0 };
    e.t += r[5];
    totals.set(key, e);
  }
  return [...totals.values()].sort((a, b) => b.t - a.t).slice(0, most);
}

export function costChart(run: Run, selected: Selected): ChartSpec {
  const rows = () => routesShown(run, selected, 16).map(r => ({ ...r, parts: items.map(i => run.mean(`cost_${i}`, { commodity: r.commodity, route: r.route })), total: run.mean('cost_per_tonne', { commodity: r.commodity, route: r.route }) })).sort((a, b) => a.total - b.total);
  return {
    id: 'cost-split',
    title: () => {
      const r = rows();
      if (r.length === 0) return 'What a tonne costs';
      const [first, last] = [r[0], r[r.length - 1]];
      return `A tonne costs from ${grouped(first.total, 1)} USD by ${clip(run.routeName(first.route), 32)} to ${grouped(last.total, 1)} USD by ${clip(run.routeName(last.route), 32)}`;
    },
    note: 'Cash cost from mine to market, USD a tonne, mean over the tonnes delivered, by route and item',
    empty: 'Nothing of this selection was delivered in the window.',
    height: w => (w < 520 ? 100 : 84) + rows().length * 26,
    option: width => {
      const r = rows();
      if (r.length === 0) return null;
      const t = theme(), lit = selected.state.route;
      const used = items.map((name, i) => ({ name, i })).filter(x => r.some(q => q.parts[x.i] > 0.005));
      const series: Option[] = used.map((x, k) => ({
        type: 'bar', stack: 'c', name: x.name === 'certificates' ? 'papers' : x.name, barWidth: '68%',
        data: r.map(q => ({ value: q.parts[x.i], itemStyle: { color: t.categories[k % t.categories.length], opacity: lit && lit !== q.route ? 0.3 : 1 } })),
        itemStyle: { color: t.categories[k % t.categories.length] },
      }));
      series.push({ type: 'custom', silent: true, data: r.map((q, i) => [q.total, i]), renderItem: (_: unknown, api: { value: (i: number) => number; coord: (p: number[]) => number[] }) => {
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        return { type: 'text', x: x + 6, y: y - 6, style: { text: grouped(api.value(0), 1), fill: t.text, fontSize: 12 } };
      } });
      return {
        grid: { left: width < 520 ? 120 : 190, right: 48, top: width < 520 ? 52 : 36, bottom: 28 },
        legend: legend({ top: 0, left: 0, data: used.map(x => (x.name === 'certificates' ? 'papers' : x.name)) }),
        tooltip: { ...tip(), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (p: { dataIndex: number }[]) => {
          const q = r[p[0].dataIndex];
          return `<strong>${esc(clip(run.routeName(q.route), 60))}</strong>, ${mass(q.t)}<br>${used.map(x => `${x.name}: ${grouped(q.parts[x.i], 2)}`).join('<br>')}<br>all: ${grouped(q.total, 2)} USD/t`;
        } },
        xAxis: axis({ type: 'value', name: 'USD/t', nameGap: 6 }),
        yAxis: axis({ type: 'category', inverse: true, data: r.map(q => clip(run.routeName(q.route), 80)), splitLine: { show: false }, axisLabel: rowLabel(width, width < 520 ? 108 : 180) }),
        series,
      };
    },
    table: () => ({ columns: ['commodity', 'route', ...items.map(i => `${i}_usd_t`), 'total_usd_t'], rows: rows().map(q => [q.commodity, q.route, ...q.parts.map(v => Math.round(v * 100) / 100), q.total]) }),
    click: p => {
      const q = rows()[(p as { dataIndex?: number }).dataIndex ?? -1];
      if (q) selected.set({ route: selected.state.route === q.route ? '' : q.route });
    },
  };
}
