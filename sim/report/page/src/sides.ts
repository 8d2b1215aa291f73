// Several runs side by side: levels, routes, and what lines carry more or less than in the first run.
import { axis, Chart, element, legend, tip, type ChartSpec } from './chart';
import type { Run } from './data';
import { amount, clip, esc, massUnit } from './format';
import { theme } from './theme';

/** Runs beside each other without paired luck: levels only, and the intervals of each. */
export function sideBySide(runs: Run[]): HTMLElement[] {
  const names = runs.map(r => r.data.scenario);
  const head = element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, `corridor · ${runs.length} runs side by side`), element('h1', { dir: 'auto' }, runs.map(r => r.data.title).join(' — ')));
  head.append(element('p', { class: 'sure' }, 'Each run has intervals of its own; differences between them hold luck too. `corridor compare` pairs the luck and gives the interval of each difference.'));
  const level = (name: string, unit: string, id: string, title: string): ChartSpec => {
    const f = runs.map(r => r.find(name));
    return {
      id, title: () => {
        const [a, b] = [f[0]?.mean, f[f.length - 1]?.mean];
        return a === null || a === undefined || b === null || b === undefined ? title : `${title}: ${amount(a, unit)} in ${names[0]}, ${amount(b, unit)} in ${names[names.length - 1]}`;
      },
      note: 'Mean and 95 % interval, with what is guessed where it was drawn', empty: 'Neither run has this figure.', height: () => 52 + runs.length * 36,
      option: width => {
        if (f.every(x => x?.mean === null || x?.mean === undefined)) return null;
        const t = theme(), per = unit === 't' ? massUnit(Math.max(...f.map(x => x?.mean ?? 0))) : { name: unit, per: 1 }, left = width < 520 ? 120 : 200;
        return {
          grid: { left, right: 96, top: 8, bottom: 32 }, xAxis: axis({ type: 'value', min: 0, name: per.name, nameGap: 6 }),
          yAxis: axis({ type: 'category', inverse: true, data: names, splitLine: { show: false }, axisLabel: { color: t.text, width: left - 10, overflow: 'truncate' } }),
          series: [{ type: 'bar', barWidth: '50%', itemStyle: { color: t.accent }, data: f.map(x => (x?.mean ?? 0) / per.per), label: { show: true, position: 'right', color: t.text, formatter: (p: { dataIndex: number }) => amount(f[p.dataIndex]?.mean, unit) } }],
        };
      },
      table: () => ({ columns: ['run', 'mean', 'low', 'high', 'low_all', 'high_all'], rows: f.map((x, i) => [names[i], x?.mean ?? '', x?.low ?? '', x?.high ?? '', x?.lowAll ?? '', x?.highAll ?? '']) }),
    };
  };
  const routes = (): ChartSpec => {
    const key = (r: Run) => new Map(r.cut('delivered', ['commodity', 'route']).map(f => [`${f.by.commodity}|${f.by.route}`, f.mean ?? 0]));
    const maps = runs.map(key);
    const all = [...new Set(maps.flatMap(m => [...m.keys()]))].map(k => ({ k, v: maps.map(m => m.get(k) ?? 0) })).filter(x => Math.max(...x.v) > 0 && !x.k.endsWith('|inland'));
    all.sort((a, b) => Math.abs(b.v[b.v.length - 1] - b.v[0]) - Math.abs(a.v[a.v.length - 1] - a.v[0]));
    const rows = all.slice(0, 16), per = massUnit(Math.max(1, ...rows.flatMap(x => x.v)));
    const name = (k: string) => runs[0].routeName(k.split('|')[1]);
    return {
      id: 'routes-side-by-side', title: () => (rows.length === 0 ? 'No route was used' : `${clip(name(rows[0].k), 40)} differs most: ${amount(rows[0].v[0], 't')} against ${amount(rows[0].v[rows[0].v.length - 1], 't')}`),
      note: `Delivered by route, ${per.name}; routes with the largest differences first`, empty: 'Nothing was delivered by any route.', height: () => 84 + rows.length * (10 + runs.length * 12),
      option: width => {
        if (rows.length === 0) return null;
        const t = theme(), left = width < 520 ? 120 : 200;
        return {
          grid: { left, right: 48, top: 36, bottom: 32 }, legend: legend({ top: 0, left: 0 }), tooltip: { ...tip(), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (p: { dataIndex: number }[]) => `<strong>${esc(name(rows[p[0].dataIndex].k))}</strong><br>${names.map((n, i) => `${esc(n)}: ${amount(rows[p[0].dataIndex].v[i], 't')}`).join('<br>')}` },
          xAxis: axis({ type: 'value', name: per.name, nameGap: 6 }), yAxis: axis({ type: 'category', inverse: true, data: rows.map(x => name(x.k)), splitLine: { show: false }, axisLabel: { color: t.text, width: left - 10, overflow: 'truncate' } }),
          series: runs.map((_, i) => ({ type: 'bar', name: names[i], itemStyle: { color: t.categories[i % t.categories.length] }, data: rows.map(x => x.v[i] / per.per) })),
        };
      },
      table: () => ({ columns: ['commodity', 'route', ...names.map(n => `${n}_t`)], rows: all.map(x => [...x.k.split('|'), ...x.v]) }),
    };
  };
  const charts = [level('delivered', 't', 'side-delivered', 'Delivered'), level('refused', 't', 'side-refused', 'Refused'), level('cost_per_tonne', 'USD/t', 'side-cost', 'Cost of a tonne'), level('days_p90', 'days', 'side-days', 'Nine tonnes in ten arrive within'), routes()].map(s => new Chart(s));
  return [head, element('section', { class: 'part', id: 'side', 'aria-labelledby': 'side-h' }, element('h2', { id: 'side-h' }, 'Side by side'), element('div', { class: 'pair' }, ...charts.slice(0, 4).map(c => c.frame)), charts[4].frame)];
}

/** Tonnes by link, what-if less base; the links of the base, those that are not in it left out. */
export function linkDifference(base: Run, other: Run): Float64Array {
  const at = new Map(other.links.map(l => [l.id, l.mass[0] + l.mass[1]]));
  return Float64Array.from(base.links, l => (at.get(l.id) ?? 0) - l.mass[0] - l.mass[1]);
}
