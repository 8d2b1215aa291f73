// A comparison: which differences are real, what could flip them, risks, the best of several.
import { axis, Chart, element, rowLabel, tableElement, tip, type ChartSpec } from './chart';
import { amount, capital, esc, grouped, massUnit, percent, range, significant, tick, wordOf } from './format';
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

const headKpis = ['delivered', 'refused', 'cost_per_tonne', 'days', 'days_p90'];
const plain: Record<string, string> = { days_p50: 'days, middle tonne', days_p90: 'days, nine tonnes in ten' };
const nameOf = (kpi: string) => plain[kpi] ?? wordOf(kpi);
const label = (r: Row) => {
  const part = Object.values(r.by).join(', ');
  return part ? `${wordOf(r.kpi)}: ${part}` : wordOf(r.kpi);
};
/** Not a tonne changed in any pair: that is no matter of luck. */
const same = (r: Row) => r.diff === 0 && (r.low ?? 0) === 0 && (r.high ?? 0) === 0 && (r.low_all ?? 0) === 0 && (r.high_all ?? 0) === 0;
const saidOf = (r: Row) => (r.diff === null ? 'no figure' : same(r) ? 'no change' : r.verdict === 'no-difference' ? 'cannot tell' : `${amount(Math.abs(r.diff), r.unit)} ${r.verdict}`);

/** What came out, in one sentence. */
function lead(rows: Row[]): string {
  const of = (test: (r: Row) => boolean) => rows.filter(test), names = (list: Row[]) => list.map(r => nameOf(r.kpi)).join('; ');
  const real = of(r => r.diff !== null && r.verdict !== 'no-difference'), alike = of(same), open = of(r => r.diff !== null && r.verdict === 'no-difference' && !same(r));
  const parts = [];
  if (real.length > 0) parts.push(`Really different: ${real.map(r => `${nameOf(r.kpi)}, ${saidOf(r)}`).join('; ')}.`);
  if (alike.length > 0) parts.push(alike.length === rows.length ? 'It changes none of the figures below.' : `Not changed: ${names(alike)}.`);
  if (open.length > 0) parts.push(`These replications cannot tell whether it changes: ${names(open)}.`);
  return parts.join(' ');
}
const kind = (unit: string) => (unit === 't' ? 'tonnes' : unit);

/** The rows that a planner reads first: the whole, then groups of markets and routes; of these the real ones, then
 * the largest. What never left the country moves with its market group, and is not told twice. */
function mainRows(c: Comparison, scenario: string, unit: string, most: number): Row[] {
  const broad = c.rows.filter(r => r.scenario === scenario && r.unit === unit && r.diff !== null && !('month' in r.by)
    && ['delivered', 'refused', 'unsold', 'stranded', 'cost_per_tonne', 'days', 'days_p50', 'days_p90'].includes(r.kpi)
    && (Object.keys(r.by).length === 0 || (Object.keys(r.by).length === 2 && 'commodity' in r.by && ('market_group' in r.by || 'route' in r.by))));
  const whole = broad.filter(r => Object.keys(r.by).length === 0);
  const parts = broad.filter(r => Object.keys(r.by).length > 0 && r.diff !== 0 && !['none', 'inland'].includes(r.by.route) && r.by.market_group !== 'none');
  const seen = (r: Row) => Number(r.verdict !== 'no-difference');
  parts.sort((a, b) => seen(b) - seen(a) || Math.abs(b.diff!) - Math.abs(a.diff!));
  return [...whole, ...parts].slice(0, most);
}

export function differenceChart(c: Comparison, scenario: string, unit: string, id: string): ChartSpec {
  const rows = mainRows(c, scenario, unit, 18);
  const per = unit === 't' ? massUnit(Math.max(1, ...rows.map(r => Math.abs(r.diff!)))) : { name: unit, per: 1 };
  const sure = rows.filter(r => r.verdict !== 'no-difference');
  // An interval much wider than all differences would hide them; it runs out of the picture instead.
  const most = 2.5 * Math.max(...rows.map(r => Math.abs(r.diff!)), 1e-9) / per.per;
  const reach = Math.min(most, Math.max(...rows.flatMap(r => [r.diff!, r.low_all ?? r.low ?? 0, r.high_all ?? r.high ?? 0].map(v => Math.abs(v) / per.per)), 0));
  const bound = (v: number) => Math.min(most, Math.max(-most, v));
  return {
    id,
    title: () => {
      if (rows.length === 0) return `No difference in ${kind(unit)} to show`;
      if (sure.length === 0) return `No difference in ${kind(unit)} that ${c.replications} replications can see`;
      const r = sure.reduce((a, b) => (Math.abs(b.diff!) > Math.abs(a.diff!) ? b : a));
      return `${capital(label(r))}: ${amount(Math.abs(r.diff!), unit)} ${r.verdict}; ${sure.length} of ${rows.length} differences shown are real`;
    },
    note: `${scenario} less ${c.base}, ${per.name}. Dot: mean; thick line: 95 % interval by luck alone; thin line: with what is guessed too. Hollow: cannot be told from noise. Very wide intervals run out of the picture.`,
    empty: 'No figure of this unit differs between the two.',
    height: () => 56 + rows.length * 26,
    option: width => {
      if (rows.length === 0) return null;
      const t = theme(), left = width < 520 ? 136 : 260;
      return {
        grid: { left, right: width < 520 ? 64 : 96, top: 8, bottom: 32 },
        tooltip: { ...tip(), formatter: (p: { dataIndex: number }) => {
          const r = rows[p.dataIndex];
          const all = r.low_all !== null && r.high_all !== null ? `<br>with what is guessed: ${range(r.low_all, r.high_all, unit)}` : '';
          return `<strong>${esc(label(r))}</strong><br>${amount(r.base, unit)} → ${amount(r.whatif, unit)}<br>difference ${amount(r.diff, unit)}${r.low !== null && r.high !== null ? `<br>by luck alone: ${range(r.low, r.high, unit)}` : ''}${all}<br>${r.n} pairs: ${r.verdict === 'no-difference' ? 'no difference that can be seen' : `really ${r.verdict}`}`;
        } },
        xAxis: axis({ type: 'value', name: per.name, nameGap: 6, splitNumber: width < 520 ? 3 : 6, axisLabel: { color: t.quiet, formatter: tick(reach) } }),
        yAxis: axis({ type: 'category', inverse: true, data: rows.map(label), splitLine: { show: false }, axisLabel: rowLabel(width, left - 10) }),
        series: [{
          type: 'custom', data: rows.map((r, i) => [r.diff! / per.per, i, ...[r.low ?? r.diff!, r.high ?? r.diff!, r.low_all ?? r.low ?? r.diff!, r.high_all ?? r.high ?? r.diff!].map(v => bound(v / per.per)), 0]), encode: { x: [0, 2, 3, 4, 5, 6], y: 1 },
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
        xAxis: axis({ type: 'value', name: per.name, nameGap: 6, splitNumber: width < 520 ? 3 : 6, axisLabel: { color: t.quiet, formatter: tick(Math.max(...swings.flatMap(s => [Math.abs(s.diff_at_low!), Math.abs(s.diff_at_high!)])) / per.per) } }),
        yAxis: axis({ type: 'category', inverse: true, data: swings.map(s => s.figure), splitLine: { show: false }, axisLabel: rowLabel(width, left - 10) }),
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

/** The answer of a comparison: for each what-if its numbers less those of the base. */
export function comparisonHead(c: Comparison): HTMLElement {
  const whatifs = c.scenarios.filter(s => s.name !== c.base);
  const head = element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, `corridor · comparison of ${c.scenarios.length} scenarios`), element('h1', { dir: 'auto' }, whatifs.map(s => s.title || s.name).join('; ')));
  const base = c.scenarios.find(s => s.name === c.base);
  head.append(element('p', { class: 'question', dir: 'auto' }, `Beside the base: ${base?.title || c.base}`));
  for (const s of whatifs) {
    if (whatifs.length > 1) head.append(element('h2', { dir: 'auto' }, s.title || s.name));
    const numbers = element('dl', { class: 'numbers' }), rows = c.rows.filter(x => x.scenario === s.name && Object.keys(x.by).length === 0 && headKpis.includes(x.kpi));
    head.append(element('p', { class: 'lead' }, lead(rows)));
    for (const r of rows) {
      const ends = r.low_all !== null && r.high_all !== null ? [r.low_all, r.high_all] : r.low !== null && r.high !== null ? [r.low, r.high] : null;
      numbers.append(element('div', { 'data-row': r.kpi, 'data-diff': String(r.diff) }, element('dt', {}, nameOf(r.kpi)), element('dd', { class: 'big' }, saidOf(r)),
        element('dd', { class: 'interval' }, `${amount(r.base, r.unit)} → ${amount(r.whatif, r.unit)}${ends && !same(r) ? `; difference ${range(ends[0], ends[1], r.unit)}` : ''}`)));
    }
    head.append(numbers);
  }
  for (const note of c.notes) head.append(element('p', { dir: 'auto' }, note));
  head.append(element('p', { class: 'sure' }, `${c.replications} pairs of replications under the same luck${c.ranges_drawn ? ', each again with every guessed figure drawn' : ''}, seed ${c.seed}; 95 % intervals. "Cannot tell" means that these replications cannot see a difference, not that there is none.`));
  return head;
}

const part = (id: string, title: string, ...inside: Node[]) => element('section', { class: 'part', id, 'aria-labelledby': `${id}-h` }, element('h2', { id: `${id}-h`, dir: 'auto' }, title), ...inside);

/** The differences of each what-if, by unit. */
export function differenceParts(c: Comparison): HTMLElement[] {
  return c.scenarios.filter(s => s.name !== c.base).map((s, i) => part(`compare-${i}`, c.scenarios.length > 2 ? `Differences: ${s.name}` : 'Differences',
    ...[['t', 'tonnes'], ['USD/t', 'cost'], ['days', 'days']].map(([unit, name]) => new Chart(differenceChart(c, s.name, unit, `differences-${i}-${name}`)).frame)));
}

/** What could flip the verdicts, how often targets are missed, which plan is the best. */
export function doubtParts(c: Comparison): HTMLElement[] {
  const out: HTMLElement[] = [];
  if (c.tornado.length > 0) out.push(part('flip', 'What could flip it', ...c.tornado.map((_, i) => new Chart(tornadoChart(c, i)).frame)));
  if (c.risks.length > 0) out.push(part('risks', 'Risks', tableElement({ columns: ['scenario', 'target', 'missed', 'futures', 'share', '95 % interval'], rows: c.risks.map(r => [r.scenario, r.target, r.missed, r.futures, percent(r.missed / r.futures), `${percent(r.low)}–${percent(r.high)}`]) }, 'Futures that miss a target')));
  if (c.best) out.push(part('best', 'The best of several', tableElement({ columns: ['scenario', `mean ${c.best.figure}`, 'may be the best'], rows: c.best.plans.map(p => [p.scenario, amount(p.mean, c.best!.unit), p.may_be_best ? 'yes' : 'ruled out']) }, `By ${c.best.figure}`)));
  return out;
}
