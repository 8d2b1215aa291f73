// Several runs side by side, a comparison with its intervals, and a study: what each of them adds to the page.
import { axis, Chart, element, legend, tableElement, tip, type ChartSpec, type Option } from './chart';
import type { Run } from './data';
import { amount, clip, esc, grouped, massUnit, percent, range, significant, wordOf } from './format';
import { theme } from './theme';

export type Row = {
  scenario: string; kpi: string; by: Record<string, string>; unit: string; base: number | null; whatif: number | null; diff: number | null;
  low: number | null; high: number | null; low_all: number | null; high_all: number | null; n: number; verdict: 'more' | 'less' | 'no-difference';
};
type Swing = { figure: string; low: number; likely: number; high: number; diff_at_low: number | null; diff_at_high: number | null; flips: boolean; flips_at: number | null };
export type Comparison = {
  base: string; scenarios: { name: string; title: string; question: string; measure: { from: string; to: string } }[]; seed: number; replications: number;
  ranges_drawn: boolean; level: number; notes: string[]; rows: Row[];
  risks: { scenario: string; target: string; missed: number; futures: number; low: number; high: number }[];
  best: { figure: string; unit: string; plans: { scenario: string; mean: number | null; may_be_best: boolean }[] } | null;
  tornado: { scenario: string; kpi: string; unit: string; figures: number; moved: number; sure_share: number; swings: Swing[] }[];
};

const label = (r: Row) => {
  const part = Object.values(r.by).join(', ');
  return part ? `${wordOf(r.kpi)}: ${part}` : wordOf(r.kpi);
};
const kind = (unit: string) => (unit === 't' ? 'tonnes' : unit);

/** The rows that a planner reads first: the whole, then groups of markets and routes, largest differences first. */
function mainRows(c: Comparison, scenario: string, unit: string, most: number): Row[] {
  const broad = c.rows.filter(r => r.scenario === scenario && r.unit === unit && r.diff !== null && !('month' in r.by)
    && ['delivered', 'refused', 'unsold', 'stranded', 'cost_per_tonne', 'days', 'days_p50', 'days_p90'].includes(r.kpi)
    && (Object.keys(r.by).length === 0 || (Object.keys(r.by).length === 2 && 'commodity' in r.by && ('market_group' in r.by || 'route' in r.by))));
  const whole = broad.filter(r => Object.keys(r.by).length === 0);
  const parts = broad.filter(r => Object.keys(r.by).length > 0 && r.diff !== 0).sort((a, b) => Math.abs(b.diff!) - Math.abs(a.diff!));
  return [...whole, ...parts].slice(0, most);
}

export function differenceChart(c: Comparison, scenario: string, unit: string, id: string): ChartSpec {
  const rows = mainRows(c, scenario, unit, 18);
  const per = unit === 't' ? massUnit(Math.max(1, ...rows.map(r => Math.abs(r.diff!)))) : { name: unit, per: 1 };
  const sure = rows.filter(r => r.verdict !== 'no-difference');
  return {
    id,
    title: () => {
      if (rows.length === 0) return `No difference in ${kind(unit)} to show`;
      if (sure.length === 0) return `No difference in ${kind(unit)} that ${c.replications} replications can see`;
      const r = sure.reduce((a, b) => (Math.abs(b.diff!) > Math.abs(a.diff!) ? b : a));
      return `${label(r)}: ${amount(Math.abs(r.diff!), unit)} ${r.verdict}; ${sure.length} of ${rows.length} differences shown are real`;
    },
    note: `${scenario} less ${c.base}, ${per.name}. Dot: mean; thick line: 95 % interval by luck alone; thin line: with what is guessed too. Hollow: cannot be told from noise.`,
    empty: 'No figure of this unit differs between the two.',
    height: () => 56 + rows.length * 26,
    option: width => {
      if (rows.length === 0) return null;
      const t = theme(), left = width < 520 ? 150 : 260;
      return {
        grid: { left, right: 96, top: 8, bottom: 32 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const r = rows[p.dataIndex];
          const all = r.low_all !== null && r.high_all !== null ? `<br>with what is guessed: ${range(r.low_all, r.high_all, unit)}` : '';
          return `<strong>${esc(label(r))}</strong><br>${amount(r.base, unit)} → ${amount(r.whatif, unit)}<br>difference ${amount(r.diff, unit)}${r.low !== null && r.high !== null ? `<br>by luck alone: ${range(r.low, r.high, unit)}` : ''}${all}<br>${r.n} pairs: ${r.verdict === 'no-difference' ? 'no difference that can be seen' : `really ${r.verdict}`}`;
        } },
        xAxis: axis({ type: 'value', name: per.name, nameGap: 6, axisLabel: { color: t.quiet, formatter: (v: number) => grouped(v, Math.abs(v) < 10 && v !== 0 ? 1 : 0) } }),
        yAxis: axis({ type: 'category', inverse: true, data: rows.map(label), splitLine: { show: false }, axisLabel: { color: t.text, fontSize: 12, width: left - 10, overflow: 'truncate' } }),
        series: [{
          type: 'custom', data: rows.map((r, i) => [r.diff! / per.per, i, (r.low ?? r.diff!) / per.per, (r.high ?? r.diff!) / per.per, (r.low_all ?? r.low ?? r.diff!) / per.per, (r.high_all ?? r.high ?? r.diff!) / per.per, 0]), encode: { x: [0, 2, 3, 4, 5, 6], y: 1 },
          renderItem: (p: { dataIndex: number }, api: { value: (i: number) => number; coord: (q: number[]) => number[] }) => {
            const y = api.value(1), at = (i: number) => api.coord([api.value(i), y])[0], cy = api.coord([0, y])[1], r = rows[p.dataIndex];
            const colour = r.diff! < 0 ? t.loss : t.gain, solid = r.verdict !== 'no-difference', zero = api.coord([0, y])[0];
            return { type: 'group', children: [
              { type: 'line', shape: { x1: zero, x2: zero, y1: cy - 13, y2: cy + 13 }, style: { stroke: t.text, lineWidth: 1 } },
              { type: 'line', shape: { x1: at(4), x2: at(5), y1: cy, y2: cy }, style: { stroke: colour, lineWidth: 1 } },
              { type: 'line', shape: { x1: at(2), x2: at(3), y1: cy, y2: cy }, style: { stroke: colour, lineWidth: 4 } },
              { type: 'circle', shape: { cx: at(0), cy, r: 4.5 }, style: { fill: solid ? colour : t.page, stroke: colour, lineWidth: 1.5 } },
              { type: 'text', x: Math.max(at(5), at(0)) + 8, y: cy - 6, style: { text: `${r.diff! > 0 ? '+' : ''}${grouped(api.value(0), 2)}`, fill: t.text, fontSize: 12 } },
            ] };
          },
        }],
      };
    },
    table: () => ({ columns: ['kpi', 'by', 'unit', 'base', 'whatif', 'diff', 'low', 'high', 'low_all', 'high_all', 'n', 'verdict'], rows: c.rows.filter(r => r.scenario === scenario && r.unit === unit).map(r => [r.kpi, Object.values(r.by).join(' '), r.unit, r.base ?? '', r.whatif ?? '', r.diff ?? '', r.low ?? '', r.high ?? '', r.low_all ?? '', r.high_all ?? '', r.n, r.verdict]) }),
  };
}

export function tornadoChart(c: Comparison, which: number): ChartSpec {
  const t0 = c.tornado[which];
  const swings = t0.swings.filter(s => s.diff_at_low !== null && s.diff_at_high !== null);
  const per = t0.unit === 't' ? massUnit(Math.max(1, ...swings.flatMap(s => [Math.abs(s.diff_at_low!), Math.abs(s.diff_at_high!)]))) : { name: t0.unit, per: 1 };
  return {
    id: `tornado-${which}`,
    title: () => {
      const flips = swings.filter(s => s.flips);
      if (swings.length === 0) return `No guess was seen to move ${wordOf(t0.kpi)}`;
      return flips.length === 0 ? `None of the ${t0.moved} guesses moved flips the verdict on ${wordOf(t0.kpi)}` : `${flips[0].figure} could flip the verdict on ${wordOf(t0.kpi)}${flips.length > 1 ? `, and ${flips.length - 1} more could` : ''}`;
    },
    note: `What the difference in ${wordOf(t0.kpi)} (${t0.scenario} less ${c.base}, ${per.name}) becomes when one guessed figure moves to either end of its range. A guess behind less than ${percent(t0.sure_share)} of the spread may have escaped.`,
    empty: 'No guessed figure was seen to move this difference.',
    height: () => 56 + swings.length * 40,
    option: width => {
      if (swings.length === 0) return null;
      const t = theme(), left = width < 520 ? 150 : 300;
      return {
        grid: { left, right: 48, top: 8, bottom: 32 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const s = swings[p.dataIndex];
          return `<strong>${esc(s.figure)}</strong><br>at ${significant(s.low)}: ${amount(s.diff_at_low, t0.unit)}<br>at ${significant(s.high)}: ${amount(s.diff_at_high, t0.unit)}${s.flips && s.flips_at !== null ? `<br>flips at ${significant(s.flips_at)}` : '<br>does not flip'}`;
        } },
        xAxis: axis({ type: 'value', name: per.name, nameGap: 6 }),
        yAxis: axis({ type: 'category', inverse: true, data: swings.map(s => s.figure), splitLine: { show: false }, axisLabel: { color: t.text, fontSize: 12, width: left - 10, overflow: 'truncate' } }),
        series: [{ type: 'custom', data: swings.map((s, i) => [s.diff_at_low! / per.per, i, s.diff_at_high! / per.per, 0]), encode: { x: [0, 2, 3], y: 1 },
          renderItem: (p: { dataIndex: number }, api: { value: (i: number) => number; coord: (q: number[]) => number[] }) => {
            const y = api.value(1), a = api.coord([api.value(0), y])[0], b = api.coord([api.value(2), y])[0], cy = api.coord([0, y])[1], zero = api.coord([0, y])[0], s = swings[p.dataIndex];
            return { type: 'group', children: [
              { type: 'rect', shape: { x: Math.min(a, b), y: cy - 9, width: Math.max(2, Math.abs(b - a)), height: 18 }, style: { fill: s.flips ? t.bad : t.accent, opacity: 0.6 } },
              { type: 'text', x: a + (a <= b ? -4 : 4), y: cy - 6, style: { text: significant(s.low), fill: t.text, fontSize: 11, textAlign: a <= b ? 'right' : 'left' } },
              { type: 'text', x: b + (a <= b ? 4 : -4), y: cy - 6, style: { text: significant(s.high), fill: t.text, fontSize: 11, textAlign: a <= b ? 'left' : 'right' } },
              { type: 'line', shape: { x1: zero, x2: zero, y1: cy - 20, y2: cy + 20 }, style: { stroke: t.text, lineWidth: 1 } },
            ] };
          } }],
      };
    },
    table: () => ({ columns: ['figure', 'low', 'likely', 'high', 'diff_at_low', 'diff_at_high', 'flips', 'flips_at'], rows: t0.swings.map(s => [s.figure, s.low, s.likely, s.high, s.diff_at_low ?? '', s.diff_at_high ?? '', s.flips ? 'yes' : 'no', s.flips_at ?? '']) }),
  };
}

/** The answer and the charts of a comparison. */
export function comparisonParts(c: Comparison, page: HTMLElement): Chart[] {
  const charts: Chart[] = [];
  const whatifs = c.scenarios.filter(s => s.name !== c.base);
  const head = element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, `corridor · comparison of ${c.scenarios.length} scenarios`), element('h1', { dir: 'auto' }, whatifs.map(s => s.title || s.name).join('; ')));
  const base = c.scenarios.find(s => s.name === c.base);
  head.append(element('p', { class: 'question', dir: 'auto' }, `Beside the base: ${base?.title || c.base}`));
  for (const s of whatifs) {
    const whole = c.rows.filter(r => r.scenario === s.name && Object.keys(r.by).length === 0 && ['delivered', 'refused', 'cost_per_tonne', 'days', 'days_p90'].includes(r.kpi));
    if (whatifs.length > 1) head.append(element('h2', { dir: 'auto' }, s.title || s.name));
    const numbers = element('dl', { class: 'numbers' });
    for (const r of whole) {
      const ends = r.low_all !== null && r.high_all !== null ? [r.low_all, r.high_all] : r.low !== null && r.high !== null ? [r.low, r.high] : null;
      const text = r.diff === null ? 'no figure' : r.verdict === 'no-difference' ? 'cannot tell' : `${amount(Math.abs(r.diff), r.unit)} ${r.verdict}`;
      numbers.append(element('div', { 'data-row': r.kpi, 'data-diff': String(r.diff) }, element('dt', {}, wordOf(r.kpi)), element('dd', { class: 'big' }, text),
        element('dd', { class: 'interval' }, `${amount(r.base, r.unit)} → ${amount(r.whatif, r.unit)}${ends ? `; 95 %: ${range(ends[0], ends[1], r.unit)}` : ''}`)));
    }
    head.append(numbers);
  }
  head.append(element('p', { class: 'sure' }, `${c.replications} paired replications under the same luck${c.ranges_drawn ? ', each again with every guessed figure drawn' : ''}, seed ${c.seed}. "Cannot tell" means that these replications cannot see a difference, not that there is none.`));
  for (const note of c.notes) head.append(element('p', { dir: 'auto' }, note));
  page.append(head);
  whatifs.forEach((s, i) => {
    const part = element('section', { class: 'part', id: `compare-${i}`, 'aria-labelledby': `compare-${i}-h` }, element('h2', { id: `compare-${i}-h`, dir: 'auto' }, `Differences: ${s.title || s.name}`));
    for (const [unit, name] of [['t', 'tonnes'], ['USD/t', 'cost'], ['days', 'days']]) {
      const chart = new Chart(differenceChart(c, s.name, unit, `differences-${i}-${name}`));
      charts.push(chart);
      part.append(chart.frame);
    }
    page.append(part);
  });
  if (c.tornado.length > 0) {
    const part = element('section', { class: 'part', id: 'flip', 'aria-labelledby': 'flip-h' }, element('h2', { id: 'flip-h' }, 'What could flip it'));
    c.tornado.forEach((_, i) => {
      const chart = new Chart(tornadoChart(c, i));
      charts.push(chart);
      part.append(chart.frame);
    });
    page.append(part);
  }
  if (c.risks.length > 0) page.append(element('section', { class: 'part', id: 'risks' }, element('h2', {}, 'Risks'), tableElement({ columns: ['scenario', 'target', 'missed', 'futures', 'share', '95 % interval'], rows: c.risks.map(r => [r.scenario, r.target, r.missed, r.futures, percent(r.missed / r.futures), `${percent(r.low)}–${percent(r.high)}`]) }, 'Futures that miss a target')));
  if (c.best) page.append(element('section', { class: 'part', id: 'best' }, element('h2', {}, 'The best of several'), tableElement({ columns: ['scenario', `mean ${c.best.figure}`, 'may be the best'], rows: c.best.plans.map(p => [p.scenario, amount(p.mean, c.best!.unit), p.may_be_best ? 'yes' : 'ruled out']) }, `By ${c.best.figure}`)));
  return charts;
}

/** Runs beside each other without paired luck: levels only, and the intervals of each. */
export function sideBySide(runs: Run[], page: HTMLElement): Chart[] {
  const names = runs.map(r => r.data.scenario);
  const head = element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, `corridor · ${runs.length} runs side by side`), element('h1', { dir: 'auto' }, runs.map(r => r.data.title).join(' — ')));
  head.append(element('p', { class: 'sure' }, 'Each run has intervals of its own; differences between them hold luck too. `corridor compare` pairs the luck and gives the interval of each difference.'));
  page.append(head);
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
  page.append(element('section', { class: 'part', id: 'side', 'aria-labelledby': 'side-h' }, element('h2', { id: 'side-h' }, 'Side by side'), element('div', { class: 'pair' }, ...charts.slice(0, 4).map(c => c.frame)), charts[4].frame));
  return charts;
}

/** Tonnes by link, what-if less base; the links of the base, those that are not in it left out. */
export function linkDifference(base: Run, other: Run): Float64Array {
  const at = new Map(other.links.map(l => [l.id, l.mass[0] + l.mass[1]]));
  return Float64Array.from(base.links, l => (at.get(l.id) ?? 0) - l.mass[0] - l.mass[1]);
}

// ---- studies ----

function csv(text: string): Record<string, string>[] {
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

/** Response curves and Sobol' indices of a study, from the files that `corridor sweep --export` writes. */
export function studyParts(files: Record<string, string>, page: HTMLElement): Chart[] {
  const study = csv(files['study.csv'] ?? ''), curves = csv(files['curves.csv'] ?? ''), indices = csv(files['indices.csv'] ?? '');
  const fact = (key: string) => study.find(r => r.key === key)?.value ?? study[0]?.[key] ?? '';
  page.append(element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, 'corridor · study'), element('h1', { dir: 'auto' }, fact('title') || fact('study')), element('p', { class: 'question', dir: 'auto' }, fact('question'))));
  const charts: Chart[] = [];
  const whole = curves.filter(r => r.by === '{}' || r.by === '');
  const figures = [...new Set(whole.map(r => r.kpi))], parameters = [...new Set(whole.map(r => r.parameter))];
  const part = element('section', { class: 'part', id: 'curves', 'aria-labelledby': 'curves-h' }, element('h2', { id: 'curves-h' }, 'Response curves'));
  figures.forEach((kpi, k) => parameters.forEach((parameter, j) => {
    const rows = whole.filter(r => r.kpi === kpi && r.parameter === parameter);
    const unit = rows[0]?.measured_in ?? '', y = (r: Record<string, string>) => Number(r.mean);
    const per = unit === 't' ? massUnit(Math.max(1, ...rows.map(r => Math.abs(y(r))))) : { name: unit, per: 1 };
    const chart = new Chart({
      id: `curve-${k}-${j}`, svg: true,
      title: () => {
        if (rows.length === 0) return `${wordOf(kpi)} by ${parameter}`;
        const by = [...rows].sort((a, b) => y(a) - y(b));
        return `${wordOf(kpi)} goes from ${amount(y(by[0]), unit)} (${parameter} ${by[0].level}) to ${amount(y(by[by.length - 1]), unit)} (${by[by.length - 1].level})`;
      },
      note: `Mean of ${wordOf(kpi)}, ${per.name}, where ${parameter} has that value; band: 95 % interval over replications, luck alone`,
      empty: 'No point of the study has this figure.', height: 320,
      option: () => {
        if (rows.length === 0) return null;
        const t = theme(), series: Option[] = [];
        series.push({ type: 'custom', silent: true, data: rows.map((r, i) => [i, Number(r.low || r.mean) / per.per, Number(r.high || r.mean) / per.per]), encode: { x: 0, y: [1, 2] }, renderItem: (_: unknown, api: { value: (i: number) => number; coord: (q: number[]) => number[] }) => {
          const [x, a] = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(0), api.value(2)])[1];
          return { type: 'line', shape: { x1: x, x2: x, y1: a, y2: b }, style: { stroke: t.accent, lineWidth: 6, opacity: 0.3 } };
        } });
        series.push({ type: 'line', symbol: 'circle', symbolSize: 6, lineStyle: { color: t.accent, width: 2 }, itemStyle: { color: t.accent }, data: rows.map(r => y(r) / per.per) });
        return { grid: { left: 64, right: 24, top: 28, bottom: 40 }, tooltip: { ...tip(), trigger: 'item' }, xAxis: axis({ type: 'category', data: rows.map(r => r.level), splitLine: { show: false }, axisLabel: { color: t.quiet, hideOverlap: true } }), yAxis: axis({ type: 'value', scale: true, name: per.name }), series };
      },
      table: () => ({ columns: Object.keys(rows[0] ?? { kpi: '' }), rows: rows.map(r => Object.values(r)) }),
    });
    charts.push(chart);
    part.append(chart.frame);
  }));
  page.append(part);
  const shares = indices.filter(r => r.by === '{}' || r.by === '');
  if (shares.length > 0) {
    page.append(element('section', { class: 'part', id: 'indices' }, element('h2', {}, 'Sobol’ indices'), element('p', { class: 'note' }, 'First: the share of the variance that a parameter explains alone. Total: the share that would be left if all others were known.'),
      tableElement({ columns: ['figure', 'parameter', 'first', '95 %', 'total', '95 %'], rows: shares.map(r => [r.kpi, r.parameter, significant(Number(r.first)), `${significant(Number(r.first_low))}–${significant(Number(r.first_high))}`, significant(Number(r.total)), `${significant(Number(r.total_low))}–${significant(Number(r.total_high))}`]) }, 'Indices')));
  }
  return charts;
}
