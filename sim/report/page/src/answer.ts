// The answer first: the question, what came out in a sentence, five numbers, what was refused, how sure it is.
import { element } from './chart';
import type { Figure, Run } from './data';
import { amount, clip, date, grouped, mass, percent, range, withInterval } from './format';

type Headline = { label: string; figure: Figure };

const words: Record<string, string> = {
  delivered: 'delivered', refused: 'refused by a rule', unsold: 'stayed unsold', stranded: 'stranded', cost_per_tonne: 'cost of a tonne',
  days: 'days from mine to market', days_p50: 'days, middle tonne', days_p90: 'days, nine tonnes in ten', co2_per_tonne: 'CO₂ of a tonne',
};

/** The figures that the scenario asks for, then those that every planner asks for; five at most. */
export function headlines(run: Run): Headline[] {
  const out: Headline[] = [];
  const main = run.cut('delivered', ['commodity']).sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0))[0]?.by.commodity ?? '';
  const add = (label: string, figure: Figure | undefined) => {
    if (figure && figure.mean !== null && out.length < 5 && !out.some(h => h.figure === figure)) out.push({ label, figure });
  };
  for (const asked of run.data.report) {
    const to = /^(\S+) to (\S+)$/.exec(asked);
    if (to) {
      for (const key of ['market_group', 'market']) add(`${words[to[1]] ?? to[1]} to ${to[2]}`, run.find(to[1], { commodity: main, [key]: to[2] }));
    } else {
      const name = asked.replace(/ /g, '_');
      add(words[name] ?? asked, run.find(name));
    }
  }
  for (const name of ['delivered', 'refused', 'cost_per_tonne', 'days_p50', 'days_p90']) add(words[name], run.find(name));
  return out;
}

/** The wider interval, and on wide screens that of luck alone beside it. */
function interval(f: Figure): HTMLElement {
  const box = element('dd', { class: 'interval' });
  if (f.low === null || f.low === undefined || f.high === null || f.high === undefined) {
    box.append('one replication: no interval');
    return box;
  }
  const luck = range(f.low, f.high, f.unit);
  if (f.lowAll === null || f.lowAll === undefined || f.highAll === null || f.highAll === undefined) box.append(`95 %: ${luck}`);
  else box.append(`95 %: ${range(f.lowAll, f.highAll, f.unit)}`, element('span', { class: 'luck' }, ` with what is guessed; ${luck} by luck alone`));
  return box;
}

/** The mean, as exact as the wider of its intervals. */
const shown = (f: Figure) => (f.mean === null ? 'no figure' : withInterval(f.mean, f.lowAll ?? f.low, f.highAll ?? f.high, f.unit));

/** What came out, in one sentence; its intervals stand with the numbers below it. */
function lead(run: Run): string {
  const { from, to } = run.data.measure, t = run.mean('delivered'), f = run.find('delivered');
  const delivered = f ? shown(f) : mass(t);
  if (t <= 0) return run.data.answer[0] ?? '';
  const days = (name: string) => grouped(run.mean(name), 1);
  return `From ${date(from)} to ${date(to)}, ${delivered} reached their market, at ${amount(run.mean('cost_per_tonne'), 'USD/t')}; half of it within ${days('days_p50')} days, nine tonnes in ten within ${days('days_p90')}.`;
}

function sureness(run: Run): string {
  const d = run.data, f = run.find('delivered');
  const parts: string[] = [];
  if (f?.mean && f.lowAll !== null && f.lowAll !== undefined && f.highAll !== null && f.highAll !== undefined) {
    parts.push(`what is delivered is known to within ±${percent((f.highAll - f.lowAll) / 2 / f.mean)}`);
  } else if (f?.mean && f.low !== null && f.low !== undefined && f.high !== null && f.high !== undefined) {
    parts.push(`luck alone moves what is delivered by ±${percent((f.high - f.low) / 2 / f.mean)}`);
  } else {
    parts.push('one replication, so no interval can be given');
  }
  const q = d.origin.qualities.indexOf('estimate'), all = d.origin.tables.reduce((s, t) => s + t.figures.reduce((a, b) => a + b, 0), 0);
  const guessed = d.origin.tables.reduce((s, t) => s + (t.figures[q] ?? 0), 0);
  if (all > 0) parts.push(`${percent(guessed / all)} of ${grouped(all)} input figures are estimates, ${grouped(d.ranged_figures)} of them given as ranges`);
  return `How sure is this: ${parts.join('; ')}.`;
}

function refusals(run: Run): string {
  const t = run.mean('refused');
  if (t <= 0) return 'No rule barred the first choice of any tonne.';
  const by = run.cut('refused', ['rule']).filter(f => (f.mean ?? 0) > 0).sort((a, b) => b.mean! - a.mean!);
  const names = by.slice(0, 2).map(f => {
    const r = run.rule(f.by.rule);
    return `${clip(r?.title || f.by.rule, 70)} (${f.by.rule}, ${mass(f.mean!)})`;
  });
  const more = by.length > 2 ? `, and ${by.length - 2} more` : '';
  return `Rules barred the first choice of ${mass(t)}: ${names.join('; ')}${more}. Most of it left another way or was sold elsewhere.`;
}

export function answer(run: Run): HTMLElement {
  const d = run.data;
  const numbers = element('dl', { class: 'numbers' });
  for (const h of headlines(run)) {
    const box = element('div', { 'data-figure': h.figure.name, 'data-by': JSON.stringify(h.figure.by), 'data-mean': String(h.figure.mean) });
    box.append(element('dt', {}, h.label), element('dd', { class: 'big' }, shown(h.figure)), interval(h.figure));
    numbers.append(box);
  }
  const head = element('header', { class: 'answer', id: 'answer' });
  head.append(
    element('p', { class: 'kicker' }, `corridor · ${date(d.measure.from)} to ${date(d.measure.to)}`),
    element('h1', { dir: 'auto' }, d.title),
  );
  if (d.question) head.append(element('p', { class: 'question', dir: 'auto' }, d.question));
  head.append(element('p', { class: 'lead', dir: 'auto' }, lead(run)), numbers, element('p', { dir: 'auto' }, refusals(run)), element('p', { class: 'sure' }, sureness(run)));
  const rest = d.answer.filter(a => !a.startsWith('Rules barred'));
  if (rest.length > 0) head.append(element('details', { class: 'more' }, element('summary', {}, 'More in words'), ...rest.map(a => element('p', { dir: 'auto' }, a))));
  return head;
}
