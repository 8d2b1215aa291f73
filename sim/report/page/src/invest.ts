// Works appraised under several futures: what each plan is worth in each, and how much may be regretted.
import { axis, Chart, element, legend, rowLabel, tableElement, tip, type ChartSpec, type Option } from './chart';
import { capital, esc, grouped, money } from './format';
import { theme } from './theme';

type Worth = { plan: string; future: string; npv_usd: number; bcr: number | null; break_even_capex_usd: number | null; regret_usd: number; low: number | null; high: number | null; low_all?: number | null; high_all?: number | null; benefits_usd: number; capex_usd: number; maintenance_usd: number; residual_usd: number };
export type Appraisal = {
  study: string; title?: string; question?: string; standing: string; discount_rate: number; base_year: number; horizon_years: number; budget_usd: number | null;
  best_on_average: string; least_worst_regret: string; plans: { plan: string; capex_usd: number; mean_npv_usd: number; worst_regret_usd: number }[];
  futures: { future: string; weight: number }[]; rows: Worth[]; runs: unknown[];
};
const millions = (usd: number) => usd / 1e6;

export function appraisalHead(a: Appraisal): HTMLElement {
  const of = (plan: string) => a.plans.find(p => p.plan === plan)!;
  const best = of(a.best_on_average), safe = of(a.least_worst_regret);
  const head = element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, 'corridor · works under several futures'), element('h1', { dir: 'auto' }, a.title || a.study));
  if (a.question) head.append(element('p', { class: 'question', dir: 'auto' }, a.question));
  const same = best.plan === safe.plan;
  head.append(element('p', { class: 'lead', dir: 'auto' }, `For ${a.standing}, ${best.plan} is worth most on average over ${a.futures.length} futures${same ? ', and it is the plan that may be regretted least' : `; ${safe.plan} is the plan that may be regretted least`}.`));
  const numbers = element('dl', { class: 'numbers' });
  const number = (label: string, value: string, below: string) => numbers.append(element('div', {}, element('dt', {}, label), element('dd', { class: 'big' }, value), element('dd', { class: 'interval', dir: 'auto' }, below)));
  number('best on average', money(best.mean_npv_usd), best.plan);
  number('its worst regret', money(best.worst_regret_usd), best.plan);
  if (!same) number('least worst regret', money(safe.worst_regret_usd), safe.plan);
  const capex = best.capex_usd, most = Math.min(...a.rows.filter(r => r.plan === best.plan).map(r => r.break_even_capex_usd ?? Infinity));
  if (capex > 0 && Number.isFinite(most)) number('it may cost up to', money(most), `planned ${money(capex)}; in its worst future`);
  if (a.budget_usd !== null) number('budget', money(a.budget_usd), 'every plan shown keeps to it');
  head.append(numbers, element('p', { class: 'sure' }, `Net present values over ${a.horizon_years} years at ${grouped(a.discount_rate * 100, 1)} %, in prices of ${a.base_year}; ${grouped(a.runs.length)} runs. Regret: how much less than the best plan of that future.`));
  return head;
}

type Point = { at: number; ends?: [number, number]; row: Worth };
type Rows = { id: string; title: string; note: string; plans: string[]; points: (plan: string, future: string) => Point | null; line: (plan: string) => number; tip: (r: Worth) => string; table: ChartSpec['table'] };

/** A row a plan, a colour a future: dots with their intervals beside a line that they must get over. */
function rowsChart(a: Appraisal, rows: Rows): ChartSpec {
  const futures = a.futures.map(f => f.future), step = 16;
  return {
    id: rows.id, svg: true, title: () => rows.title, note: rows.note, empty: 'The appraisal has no plan that costs anything.',
    height: () => 88 + rows.plans.length * (futures.length * step + 14),
    option: width => {
      if (rows.plans.length === 0) return null;
      const t = theme(), left = width < 520 ? 120 : 260;
      const series = futures.map((f, k): Option => {
        const points = rows.plans.flatMap((p, i) => {
          const point = rows.points(p, f);
          return point ? [{ ...point, i }] : [];
        }), colour = t.categories[k % t.categories.length];
        return {
          type: 'custom', name: f, itemStyle: { color: colour }, encode: { x: [0, 2, 3, 4], y: 1 },
          data: points.map(p => [p.at, p.i, ...(p.ends ?? [p.at, p.at]), rows.line(rows.plans[p.i])].map((v, n) => (n === 1 ? v : millions(v)))),
          tooltip: { formatter: (p: { dataIndex: number }) => rows.tip(points[p.dataIndex].row) },
          renderItem: (_: unknown, api: { value: (i: number) => number; coord: (q: number[]) => number[] }) => {
            const y = api.coord([0, api.value(1)])[1] + (k - (futures.length - 1) / 2) * step, at = (v: number) => api.coord([v, 0])[0], line = at(api.value(4));
            return { type: 'group', children: [
              { type: 'line', shape: { x1: line, x2: line, y1: y - step, y2: y + step }, style: { stroke: t.text, lineWidth: 1 } },
              { type: 'line', shape: { x1: at(api.value(2)), x2: at(api.value(3)), y1: y, y2: y }, style: { stroke: colour, lineWidth: 2 } },
              { type: 'circle', shape: { cx: at(api.value(0)), cy: y, r: 5 }, style: { fill: colour } }] };
          },
        };
      });
      return {
        grid: { left, right: 64, top: 44, bottom: 32 }, legend: legend({ top: 0, left: 0, data: futures }), tooltip: { ...tip(), trigger: 'item' },
        xAxis: axis({ type: 'value', name: 'USD M', nameGap: 6, axisLabel: { color: t.quiet, formatter: (v: number) => grouped(v) } }),
        yAxis: axis({ type: 'category', inverse: true, data: rows.plans, splitLine: { show: false }, axisLabel: rowLabel(width, left - 10) }), series,
      };
    },
    table: rows.table,
  };
}
const rowOf = (a: Appraisal, plan: string, future: string) => a.rows.find(r => r.plan === plan && r.future === future);
const list = (names: string[]) => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;

/** Net present value of each plan in each future. */
function worthChart(a: Appraisal): ChartSpec {
  const plans = a.plans.map(p => p.plan);
  const pays = plans.filter(p => a.rows.filter(r => r.plan === p).every(r => r.npv_usd > 0));
  return rowsChart(a, {
    id: 'worth', plans,
    title: pays.length === 0 ? 'No plan pays in every future' : `${pays.length} of ${plans.length} plans ${pays.length === 1 ? 'pays' : 'pay'} in every future: ${list(pays)}`,
    note: 'Net present value, USD M, of each plan (row) in each future (colour); it pays right of the line at nothing. Thick line: 95 % interval, with what is guessed where it was drawn.',
    points: (p, f) => {
      const r = rowOf(a, p, f);
      return r ? { at: r.npv_usd, ends: [r.low_all ?? r.low ?? r.npv_usd, r.high_all ?? r.high ?? r.npv_usd], row: r } : null;
    },
    line: () => 0,
    tip: r => `<strong>${esc(r.plan)}</strong> in ${esc(r.future)}<br>${money(r.npv_usd)}${r.bcr === null ? '' : `, benefits ${grouped(r.bcr, 2)} times the costs`}<br>regret ${money(r.regret_usd)}`,
    table: () => ({ columns: ['plan', 'future', 'npv_usd', 'low', 'high', 'low_all', 'high_all', 'bcr', 'regret_usd', 'benefits_usd', 'capex_usd', 'maintenance_usd', 'residual_usd'], rows: a.rows.map(r => [r.plan, r.future, r.npv_usd, r.low ?? '', r.high ?? '', r.low_all ?? '', r.high_all ?? '', r.bcr ?? '', r.regret_usd, r.benefits_usd, r.capex_usd, r.maintenance_usd, r.residual_usd]) }),
  });
}

/** What the works of each plan may cost before they are worth nothing, beside what they are planned to cost. */
function breakEvenChart(a: Appraisal): ChartSpec {
  const even = (p: string, f: string) => rowOf(a, p, f)?.break_even_capex_usd ?? null;
  const capex = (p: string) => a.plans.find(q => q.plan === p)?.capex_usd ?? 0;
  const plans = a.plans.map(p => p.plan).filter(p => a.futures.some(f => even(p, f.future) !== null));
  const least = (p: string) => Math.min(...a.futures.map(f => even(p, f.future) ?? Infinity));
  const widest = plans.length === 0 ? '' : plans.reduce((x, y) => (least(y) / capex(y) > least(x) / capex(x) ? y : x));
  const held = (p: string) => grouped(least(p) / capex(p), 1);
  return rowsChart(a, {
    id: 'break-even', plans,
    title: plans.length === 0 ? 'No plan costs anything' : least(widest) <= 0 ? 'In its worst future no plan pays at any cost of building'
      : `${widest} breaks even at ${held(widest)} times its planned cost in its worst future${plans.length > 1 ? ', more than any other plan' : ''}`,
    note: 'What the works of a plan may cost, undiscounted and with upkeep as it is, before the net present value is zero, USD M. Dot: by future; upright line: what they are planned to cost. It pays where the dot lies right of the line; left of nothing, no cost would be low enough.',
    points: (p, f) => {
      const v = even(p, f), row = rowOf(a, p, f);
      return v === null || !row ? null : { at: v, row };
    },
    line: capex,
    tip: r => `<strong>${esc(r.plan)}</strong> in ${esc(r.future)}<br>may cost ${money(r.break_even_capex_usd ?? 0)}<br>planned ${money(capex(r.plan))}`,
    table: () => ({ columns: ['plan', 'future', 'break_even_capex_usd', 'capex_usd_planned'], rows: a.rows.filter(r => plans.includes(r.plan)).map(r => [r.plan, r.future, r.break_even_capex_usd ?? '', capex(r.plan)]) }),
  });
}

export function appraisalParts(a: Appraisal): HTMLElement[] {
  const part = (id: string, title: string, note: string, ...inside: Node[]) => element('section', { class: 'part', id, 'aria-labelledby': `${id}-h` }, element('h2', { id: `${id}-h` }, title), ...(note ? [element('p', { class: 'note' }, note)] : []), ...inside);
  const cell = (r: Worth | undefined) => (!r ? '' : r.regret_usd === 0 ? 'best' : grouped(millions(r.regret_usd), 1));
  const mark = (plan: string) => [plan === a.best_on_average ? 'best on average' : '', plan === a.least_worst_regret ? 'least worst regret' : ''].filter(Boolean).join(', ');
  const regret = tableElement({
    columns: ['plan', ...a.futures.map(f => `${f.future}, USD M`), 'worst, USD M', 'mean NPV, USD M', ''],
    rows: a.plans.map(p => [p.plan, ...a.futures.map(f => cell(a.rows.find(r => r.plan === p.plan && r.future === f.future))), grouped(millions(p.worst_regret_usd), 1), grouped(millions(p.mean_npv_usd), 1), mark(p.plan)]),
  }, 'Regret of each plan in each future');
  regret.querySelectorAll('tr').forEach(row => [...row.children].slice(1, -1).forEach(c => c.classList.add('n')));
  return [
    part('plans', 'What each plan is worth', '', new Chart(worthChart(a)).frame),
    part('break-even-costs', 'What it may cost', '', new Chart(breakEvenChart(a)).frame),
    part('regret', 'What may be regretted', `How much less a plan is worth than the best plan of that future. Weights of the futures: ${a.futures.map(f => `${f.future} ${grouped(f.weight, 2)}`).join(', ')}.`, regret),
  ];
}

/** What the appraisal counts, for whom and from which runs. */
export function appraisalOrigin(a: Appraisal): HTMLElement {
  return element('section', { class: 'origin', id: 'origin', 'aria-labelledby': 'origin-title' }, element('h2', { id: 'origin-title' }, 'How it was made'),
    element('p', {}, `${capital(a.study)}: every number on this page is that of \`corridor invest --format json\`, which lists each of the ${grouped(a.runs.length)} runs with its benefits. What counts, and for whom, stands in docs/invest.md.`));
}
