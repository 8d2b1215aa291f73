// A study: response curves of each key figure, and Sobol' indices.
import { axis, Chart, element, rowLabel, tip, type ChartSpec, type Option } from './chart';
import { amount, capital, esc, grouped, massUnit, significant, tick, wordOf } from './format';
import { theme } from './theme';

export type Study = {
  title: string; question: string; base: string; design: string; seed: number; replications: number; points: number;
  report: string[]; parameters: { name: string; kind: string; unit: string; moves: string }[]; curves: string; indices?: string;
};
type Row = Record<string, string>;

/** CSV as the program writes it. */
function csv(text: string): Row[] {
  const rows: string[][] = [[]];
  let field = '', quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        field += '"';
        ++i;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      rows[rows.length - 1].push(field);
      field = '';
      if (c === '\n') rows.push([]);
    } else field += c;
  }
  const [head, ...rest] = rows.filter(r => r.length > 1);
  return rest.map(r => Object.fromEntries(head.map((h, i) => [h, r[i] ?? ''])));
}

/** A level as it is said: three significant figures are enough. */
const said = (level: string) => level.replace(/-?\d+\.\d+/g, n => significant(Number(n)));
const scale = (unit: string, most: number) => (unit === 't' ? massUnit(most) : { name: unit, per: 1 });

/** The mean of a figure over the values of one parameter, with its interval as a band. */
function curveChart(study: Study, rows: Row[], kpi: string, parameter: string, id: string): ChartSpec {
  const unit = rows[0].measured_in, y = (r: Row) => Number(r.mean);
  const per = scale(unit, Math.max(1, ...rows.map(r => Math.abs(y(r)))));
  const of = study.parameters.find(p => p.name === parameter), numeric = rows.every(r => r.x !== '') && of?.kind === 'number';
  const place = (r: Row, i: number) => (numeric ? Number(r.x) : i);
  const end = (r: Row, name: 'low' | 'high') => Number(r[name] || r.mean) / per.per;
  return {
    id, svg: true,
    title: () => {
      const by = [...rows].sort((a, b) => y(a) - y(b)), [least, most] = [by[0], by[by.length - 1]];
      if (amount(y(least), unit) === amount(y(most), unit)) return `${capital(wordOf(kpi))} does not move with ${parameter}: ${amount(y(least), unit)}`;
      return `${capital(wordOf(kpi))} goes from ${amount(y(least), unit)} (${parameter} ${said(least.level)}) to ${amount(y(most), unit)} (${said(most.level)})`;
    },
    note: `Mean of ${wordOf(kpi)}, ${per.name}, over all points at which ${parameter} has that value; band: 95 % interval over replications, luck alone`,
    empty: 'No point of the study has this figure.', height: 300,
    option: () => {
      const t = theme(), series: Option[] = [];
      const band = [...rows.map((r, i) => [place(r, i), end(r, 'low')]), ...rows.map((r, i) => [place(r, i), end(r, 'high')]).reverse()];
      series.push({ type: 'custom', silent: true, z: 1, data: band, renderItem: (p: { dataIndex: number }, api: { coord: (q: number[]) => number[] }) => (p.dataIndex > 0 ? null : { type: 'polygon', shape: { points: band.map(q => api.coord(q)) }, style: { fill: t.accent, opacity: 0.2 } }) });
      series.push({ type: 'line', symbol: 'circle', symbolSize: 7, lineStyle: { color: t.accent, width: 2 }, itemStyle: { color: t.accent }, data: rows.map((r, i) => [place(r, i), y(r) / per.per]) });
      const along = numeric ? { type: 'value', scale: true } : { type: 'category', data: rows.map(r => r.level), boundaryGap: true };
      return {
        grid: { left: 60, right: 24, top: 28, bottom: 44 },
        tooltip: { ...tip(), trigger: 'item', formatter: (p: { dataIndex: number }) => {
          const r = rows[p.dataIndex];
          return `<strong>${esc(parameter)} ${esc(said(r.level))}</strong><br>${amount(y(r), unit)}${r.low ? `<br>95 %: ${significant(end(r, 'low'))}–${significant(end(r, 'high'))} ${per.name}` : ''}<br>mean of ${r.points} points`;
        } },
        xAxis: axis({ ...along, name: of?.unit && numeric ? `${parameter}, ${of.unit}` : parameter, nameLocation: 'middle', nameGap: 28, splitLine: { show: false }, axisLabel: { color: t.quiet, hideOverlap: true } }),
        yAxis: axis({ type: 'value', scale: true, name: per.name, axisLabel: { color: t.quiet, formatter: tick(Math.max(...rows.map(r => end(r, 'high'))) - Math.min(...rows.map(r => end(r, 'low')))) } }), series,
      };
    },
    table: () => ({ columns: Object.keys(rows[0]), rows: rows.map(r => Object.values(r)) }),
  };
}

/** First-order and total indices of one figure, each with its interval. */
function indexChart(rows: Row[], kpi: string, id: string): ChartSpec {
  const sorted = [...rows].sort((a, b) => Number(b.total) - Number(a.total));
  return {
    id, title: () => `${capital(sorted[0].parameter)} is behind ${grouped(Math.min(1, Number(sorted[0].total)) * 100)} % of what moves ${wordOf(kpi)}`,
    note: 'Sobol’ indices. Filled: the share of the variance that a parameter explains alone; hollow: with all that it does together with others. Line: 95 % interval.',
    empty: 'No index of this figure.', height: () => 48 + sorted.length * 40,
    option: width => {
      const t = theme(), left = width < 520 ? 120 : 200;
      return {
        grid: { left, right: 48, top: 8, bottom: 32 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const r = sorted[p.dataIndex];
          return `<strong>${esc(r.parameter)}</strong><br>alone ${significant(Number(r.first))} (${significant(Number(r.first_low))} to ${significant(Number(r.first_high))})<br>in all ${significant(Number(r.total))} (${significant(Number(r.total_low))} to ${significant(Number(r.total_high))})`;
        } },
        xAxis: axis({ type: 'value', min: (v: { min: number }) => Math.min(0, v.min), max: (v: { max: number }) => Math.max(1, v.max) }),
        yAxis: axis({ type: 'category', inverse: true, data: sorted.map(r => r.parameter), splitLine: { show: false }, axisLabel: rowLabel(width, left - 10) }),
        series: [{
          type: 'custom', encode: { x: [0, 1, 2, 3, 4, 5], y: 6 },
          data: sorted.map((r, i) => [...['first', 'first_low', 'first_high', 'total', 'total_low', 'total_high'].map(k => Number(r[k])), i]),
          renderItem: (_: unknown, api: { value: (i: number) => number; coord: (q: number[]) => number[] }) => {
            const at = (i: number) => api.coord([api.value(i), api.value(6)])[0], cy = api.coord([0, api.value(6)])[1];
            const mark = (k: number, y: number, fill: string) => [
              { type: 'line', shape: { x1: at(k + 1), x2: at(k + 2), y1: y, y2: y }, style: { stroke: t.accent, lineWidth: 2 } },
              { type: 'circle', shape: { cx: at(k), cy: y, r: 4.5 }, style: { fill, stroke: t.accent, lineWidth: 1.5 } },
            ];
            return { type: 'group', children: [...mark(0, cy - 7, t.accent), ...mark(3, cy + 7, t.page)] };
          },
        }],
      };
    },
    table: () => ({ columns: Object.keys(rows[0]), rows: rows.map(r => Object.values(r)) }),
  };
}

/** The answer of a study: what moves each figure most. */
export function studyHead(study: Study): HTMLElement {
  const rows = csv(study.curves).filter(r => r.by === '{}');
  const head = element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, 'corridor · study'), element('h1', { dir: 'auto' }, study.title));
  if (study.question) head.append(element('p', { class: 'question', dir: 'auto' }, study.question));
  const list = element('ul', { class: 'lead' });
  for (const kpi of new Set(rows.map(r => r.kpi))) {
    const spread = study.parameters.map(p => {
      const means = rows.filter(r => r.kpi === kpi && r.parameter === p.name).map(r => Number(r.mean));
      return { name: p.name, width: means.length > 1 ? Math.max(...means) - Math.min(...means) : 0 };
    }).sort((a, b) => b.width - a.width);
    const unit = rows.find(r => r.kpi === kpi)!.measured_in;
    list.append(element('li', { dir: 'auto' }, spread[0]?.width > 0 ? `${capital(wordOf(kpi))} moves most with ${spread[0].name}: by ${amount(spread[0].width, unit)} between its least and its largest mean.` : `${capital(wordOf(kpi))} moves with none of the parameters.`));
  }
  head.append(list, element('p', { class: 'sure' }, `${grouped(study.points)} points, ${study.replications} replications of each under the same luck, seed ${study.seed}; base: ${study.base}.`));
  return head;
}

/** A curve for each figure and parameter; indices where the design is for them. */
export function studyParts(study: Study): HTMLElement[] {
  const rows = csv(study.curves).filter(r => r.by === '{}'), shares = csv(study.indices ?? '').filter(r => r.by === '{}');
  const part = (id: string, title: string, charts: ChartSpec[]) => element('section', { class: 'part', id, 'aria-labelledby': `${id}-h` }, element('h2', { id: `${id}-h` }, title), element('div', { class: 'pair' }, ...charts.map(c => new Chart(c).frame)));
  const kpis = [...new Set(rows.map(r => r.kpi))], curves: ChartSpec[] = [];
  kpis.forEach((kpi, k) => study.parameters.forEach((p, j) => {
    const own = rows.filter(r => r.kpi === kpi && r.parameter === p.name);
    if (own.length > 0) curves.push(curveChart(study, own, kpi, p.name, `curve-${k}-${j}`));
  }));
  const out = [part('curves', 'Response curves', curves)];
  const indexed = [...new Set(shares.map(r => r.kpi))];
  if (indexed.length > 0) out.push(part('indices', 'What explains the spread', indexed.map((kpi, k) => indexChart(shares.filter(r => r.kpi === kpi), kpi, `indices-${k}`))));
  return out;
}

/** Base, design, seed and parameters. */
export function studyOrigin(study: Study): HTMLElement {
  const facts = element('dl', { class: 'facts' });
  for (const [k, v] of [['base', study.base], ['design', study.design], ['points', grouped(study.points)], ['replications', String(study.replications)], ['seed', String(study.seed)], ['key figures', study.report.join(', ')],
    ...study.parameters.map(p => [`parameter ${p.name}`, `${p.moves}${p.unit ? `, ${p.unit}` : ''}`])]) {
    facts.append(element('div', {}, element('dt', {}, k), element('dd', { dir: 'auto' }, v)));
  }
  return element('section', { class: 'origin', id: 'origin', 'aria-labelledby': 'origin-title' }, element('h2', { id: 'origin-title' }, 'How it was made'), element('p', {}, 'Every number on this page is that of curves.csv and indices.csv, which `corridor sweep --export` writes; all runs are in the file of the study.'), facts);
}
