// Flows over time by route, with rule dates as marks; and the Sankey from origin over border and port to market.
import { axis, legend, tip, type ChartSpec, type Option } from './chart';
import type { Run } from './data';
import { clip, date, esc, mass, massUnit, monthShort } from './format';
import type { Selected } from './select';
import { theme } from './theme';
import { marksOf } from './time';

function byRoute(run: Run, selected: Selected) {
  const d = run.data, sums = new Map<string, number[]>();
  for (const [m, , , , w, t] of selected.moved()) {
    if (m < 0) continue;
    const r = d.ways[w].route;
    if (!sums.has(r)) sums.set(r, d.months.map(() => 0));
    sums.get(r)![m] += t;
  }
  return [...sums].map(([route, months]) => ({ route, months, total: months.reduce((a, b) => a + b, 0) })).sort((a, b) => b.total - a.total);
}

export function timeChart(run: Run, selected: Selected): ChartSpec {
  const d = run.data, most = 7;
  const grouped_ = () => {
    const all = byRoute(run, selected);
    const top = all.slice(0, most), rest = all.slice(most);
    if (rest.length > 0) {
      top.push({ route: '', months: d.months.map((_, m) => rest.reduce((s, r) => s + r.months[m], 0)), total: rest.reduce((s, r) => s + r.total, 0) });
    }
    return { top, rest: rest.length };
  };
  const largestMonth = () => {
    const all = byRoute(run, selected);
    return Math.max(0, ...d.months.map((_, m) => all.reduce((s, r) => s + r.months[m], 0)));
  };
  // The rules that refuse most, and what lifts them, are named on the chart; all others on hover.
  const named = new Set(run.cut('refused', ['rule']).sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0)).slice(0, 2).map(f => f.by.rule));
  for (const r of d.rules) if (!r.refused && r.from && r.from > d.measure.from && r.from <= d.measure.to) named.add(r.id);
  const name = (route: string, rest: number) => (route === '' ? `${rest} other routes` : clip(run.routeName(route), 32));
  return {
    id: 'flows-over-time',
    title: () => {
      const all = byRoute(run, selected);
      if (all.length === 0) return 'Nothing is delivered in the window';
      const half = Math.floor(d.months.length / 2);
      const changes = all.map(r => ({ route: r.route, change: r.months.slice(half).reduce((a, b) => a + b, 0) / Math.max(1, d.months.length - half) - r.months.slice(0, half).reduce((a, b) => a + b, 0) / Math.max(1, half) }));
      if (half === 0) return `${clip(run.routeName(all[0].route), 40)} carries most: ${mass(all[0].total)}`;
      const up = changes.reduce((a, b) => (b.change > a.change ? b : a)), down = changes.reduce((a, b) => (b.change < a.change ? b : a));
      const parts = [];
      if (down.change < 0) parts.push(`${clip(run.routeName(down.route), 32)} loses ${mass(-down.change)} a month`);
      if (up.change > 0) parts.push(`${clip(run.routeName(up.route), 32)} gains ${mass(up.change)}`);
      return `Between the halves of the window ${parts.join(', ') || 'no route changes'}`;
    },
    note: () => `Delivered by month and route, ${massUnit(largestMonth()).name} a month, mean of the replications; dotted lines are days on which a rule changes`,
    empty: 'Nothing of this selection was delivered in the window.',
    height: w => (w < 520 ? 420 : 380),
    option: width => {
      const { top, rest } = grouped_();
      if (top.length === 0) return null;
      const t = theme();
      const unit = massUnit(largestMonth());
      const top0 = width < 620 ? 88 : 72;
      const withYear = d.months.length > 12;
      const marks = marksOf(run).filter((m, i, all) => i === 0 || all[i - 1].day !== m.day);
      const lit = selected.state.route;
      // Names stand only where they do not run into each other.
      const labels = new Set<string>();
      let free = 0;
      for (const m of marks) {
        const x = ((d.months.indexOf(m.day.slice(0, 7)) + Number(m.day.slice(8)) / 31) / d.months.length) * (width - 56);
        if (width < 620 || !named.has(m.id) || /^last/.test(m.text) || x < free || x > width - 190) continue;
        labels.add(m.id);
        free = x + 170;
      }
      const series: Option[] = top.map((r, i) => ({
        type: 'bar', stack: 'all', name: name(r.route, rest), route: r.route, barCategoryGap: '18%',
        itemStyle: { color: r.route === '' ? t.other : t.categories[i % t.categories.length], borderColor: t.page, borderWidth: 0.5, opacity: lit && lit !== r.route ? 0.3 : 1 },
        data: r.months.map(v => v / unit.per),
      }));
      series.push({
        type: 'custom', silent: true, z: 5, data: marks.map(m => [(d.months.indexOf(m.day.slice(0, 7)) - 0.5 + (Number(m.day.slice(8)) - 1) / 31)]), tooltip: { show: false },
        renderItem: (p: { dataIndex: number }, api: { value: (i: number) => number; coord: (p: number[]) => number[]; size: (p: number[]) => number[] }) => {
          const at = api.value(0), [x0] = api.coord([Math.round(at), 0]), step = api.size([1, 0])[0];
          const x = x0 + (at - Math.round(at)) * step;
          const m = marks[p.dataIndex], label = labels.has(m.id);
          const line = { type: 'line', shape: { x1: x, x2: x, y1: label ? top0 - 14 : top0 - 4, y2: api.coord([0, 0])[1] }, style: { stroke: t.text, lineWidth: 1, lineDash: [1, 3], opacity: label ? 1 : 0.5 } };
          return label ? { type: 'group', children: [line, { type: 'text', x: x + 4, y: top0 - 18, style: { text: clip(m.id, 24), fill: t.quiet, fontSize: 11 } }] } : line;
        },
      });
      return {
        grid: { left: 44, right: 12, top: top0, bottom: 36 },
        legend: legend({ top: 0, left: 0, data: top.map(r => name(r.route, rest)) }),
        tooltip: { ...tip(), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (items: { seriesName: string; value: number; dataIndex: number }[]) => {
          const bars = items.filter(i => typeof i.value === 'number' && i.value > 0);
          const month = d.months[items[0].dataIndex];
          const here = marksOf(run).filter(m => m.day.slice(0, 7) === month).slice(0, 4);
          return `<strong>${date(month)}</strong><br>${bars.reverse().map(b => `${esc(b.seriesName)}: ${mass(b.value * unit.per)}`).join('<br>')}${here.map(m => `<br><em>${date(m.day)}: ${esc(clip(m.text, 110))}</em>`).join('')}`;
        } },
        xAxis: axis({ type: 'category', data: d.months.map(m => monthShort(m, withYear)), splitLine: { show: false }, axisLabel: { color: t.quiet, hideOverlap: true } }),
        yAxis: axis({ type: 'value' }),
        series,
      };
    },
    table: () => ({ columns: ['route', ...d.months.map(m => `${m}_t`), 'all_t'], rows: byRoute(run, selected).map(r => [r.route, ...r.months.map(Math.round), Math.round(r.total)]) }),
    click: p => {
      const { top, rest } = grouped_();
      const hit = top.find(r => name(r.route, rest) === p.seriesName);
      if (hit?.route) selected.set({ route: selected.state.route === hit.route ? '' : hit.route });
    },
  };
}

type Node = { id: string; label: string; depth: number; value: number };

/** Origin, last border at home, loading port or last border, market. */
function sankeyData(run: Run, selected: Selected) {
  const d = run.data, month = selected.state.month;
  const nodes = new Map<string, Node>(), links = new Map<string, { source: string; target: string; value: number; routes: Set<string> }>();
  const node = (depth: number, key: string, label: string, t: number) => {
    const id = `${depth}|${key}`;
    const n = nodes.get(id) ?? { id, label, depth, value: 0 };
    n.value += t;
    nodes.set(id, n);
    return id;
  };
  const borders = d.ways.map(w => {
    const home = d.places[w.origin]?.[2];
    for (const k of w.links) {
      const l = run.links[Math.abs(k) - 1], to = k > 0 ? l.to : l.from, from = k > 0 ? l.from : l.to;
      if (d.places[from][2] === home && d.places[to][2] !== home) return from;
    }
    return -1;
  });
  for (const [m, f, p, g, w, t] of selected.moved()) {
    if (month >= 0 && m !== Math.round(month)) continue;
    const way = d.ways[w];
    const chain = [node(0, String(f), clip(d.flows[f].name, 30), t)];
    if (borders[w] >= 0) chain.push(node(1, String(borders[w]), `${clip(run.placeName(borders[w]), 24)} border`, t));
    if (way.terminal >= 0) chain.push(node(2, way.route, clip(run.routeName(way.route), 30), t));
    chain.push(node(3, `${g}|${p}`, clip(run.poolName(p), 30), t));
    for (let i = 1; i < chain.length; ++i) {
      const key = `${chain[i - 1]}→${chain[i]}`;
      const l = links.get(key) ?? { source: chain[i - 1], target: chain[i], value: 0, routes: new Set<string>() };
      l.value += t;
      l.routes.add(way.route);
      links.set(key, l);
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

export function sankeyChart(run: Run, selected: Selected): ChartSpec {
  return {
    id: 'sankey',
    title: () => {
      const { nodes } = sankeyData(run, selected);
      const ports = nodes.filter(n => n.depth === 2).sort((a, b) => b.value - a.value), markets = nodes.filter(n => n.depth === 3).sort((a, b) => b.value - a.value);
      if (markets.length === 0) return 'From origin to market nothing moves';
      const port = ports.length > 0 ? `; of the ports, ${ports[0].label} loads most (${mass(ports[0].value)})` : '';
      return `The largest buyer is ${markets[0].label} with ${mass(markets[0].value)}${port}`;
    },
    note: () => `From origin over the border of the country and the loading port to the pool of buyers, ${selected.state.month < 0 ? 'whole window' : date(run.data.months[Math.round(selected.state.month)])}, tonnes delivered`,
    empty: 'Nothing of this selection was delivered in this time.',
    height: w => {
      const n = sankeyData(run, selected).nodes.filter(x => x.depth === 3).length;
      return Math.max(w < 520 ? 460 : 360, Math.min(760, n * 34));
    },
    option: width => {
      const { nodes, links } = sankeyData(run, selected);
      if (links.length === 0) return null;
      const t = theme(), lit = selected.state.route, narrow = width < 620;
      const least = nodes.filter(n => n.depth === 3).reduce((s, n) => s + n.value, 0) * 0.012;
      return {
        tooltip: { ...tip(), formatter: (p: { dataType: string; data: { source?: string; target?: string; value?: number; id?: string }; name: string; value: number }) => {
          const label = (id: string) => esc(nodes.find(n => n.id === id)?.label ?? id);
          return p.dataType === 'edge' ? `${label(p.data.source!)} → ${label(p.data.target!)}<br><strong>${mass(p.data.value!)}</strong>` : `${label(p.name)}<br><strong>${mass(p.value)}</strong>`;
        } },
        series: [{
          type: 'sankey', left: 4, right: narrow ? 104 : 300, top: 8, bottom: 8, nodeWidth: 8, nodeGap: narrow ? 8 : 10, draggable: false, layoutIterations: 48, emphasis: { focus: 'trajectory' },
          data: nodes.map(n => ({ name: n.id, depth: n.depth, itemStyle: { color: t.quiet, borderWidth: 0 } })),
          links: links.map(l => ({ source: l.source, target: l.target, value: l.value, routes: [...l.routes], lineStyle: { color: lit && l.routes.has(lit) ? t.bad : t.accent, opacity: lit ? (l.routes.has(lit) ? 0.7 : 0.12) : 0.32, curveness: 0.5 } })),
          label: { color: t.text, fontSize: narrow ? 11 : 12, formatter: (p: { name: string }) => {
            const n = nodes.find(x => x.id === p.name)!;
            if (n.value < least && n.depth < 3) return '';
            return `${narrow ? clip(n.label.replace(/ border$/, ''), n.depth === 3 ? 14 : 10) : clip(n.label, n.depth === 3 ? 36 : 26)}${narrow ? '' : ` ${mass(n.value)}`}`;
          } },
          labelLayout: { hideOverlap: true },
        }],
      };
    },
    table: () => {
      const { nodes, links } = sankeyData(run, selected);
      const label = (id: string) => nodes.find(n => n.id === id)!.label;
      return { columns: ['from', 'to', 'mass_t'], rows: links.sort((a, b) => b.value - a.value).map(l => [label(l.source), label(l.target), Math.round(l.value)]) };
    },
    click: p => {
      const routes = (p.data as { routes?: string[] })?.routes;
      if (routes?.length === 1) selected.set({ route: selected.state.route === routes[0] ? '' : routes[0] });
    },
  };
}
