// The month slider with rule dates as marks on its rail, play and speed; and the filters.
import { element } from './chart';
import type { Run } from './data';
import { clip, date } from './format';
import type { Selected } from './select';

export type Mark = { day: string; text: string; id: string };

/** Days on which a rule that matters begins or ends within the window, and closures. */
export function marksOf(run: Run): Mark[] {
  const d = run.data, { from, to } = d.measure, out: Mark[] = [];
  const add = (day: string | null, text: string, id: string) => {
    if (day && day > from && day <= to) out.push({ day, text, id });
  };
  for (const r of d.rules) {
    add(r.from, `${r.kind === 'exemption' ? 'exemption' : r.kind.replace('_', ' ')} begins: ${r.title} (${r.id})`, r.id);
    add(r.to, `last day: ${r.title} (${r.id})`, r.id);
  }
  for (const c of d.closures) add(c.from, `${c.what} ${c.id} closes`, c.id);
  return out.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
/** Where a day lies on the slider, 0 to 1; a stop of the slider is the middle of its month. */
export function positionOf(run: Run, day: string): number {
  const months = run.data.months;
  const i = months.indexOf(day.slice(0, 7));
  if (i < 0) return day < months[0] ? 0 : 1;
  return Math.min(1, Math.max(0, (i - 0.5 + (Number(day.slice(8, 10)) - 1) / 31) / Math.max(1, months.length - 1)));
}

export class Timeline {
  frame: HTMLElement;
  private slider: HTMLInputElement;
  private said: HTMLOutputElement;
  private play: HTMLButtonElement;
  private running = 0;
  constructor(private run: Run, private selected: Selected) {
    const months = run.data.months;
    this.slider = element('input', { type: 'range', min: '0', max: String(months.length - 1), step: '1', value: '0', id: 'month', 'aria-label': 'Month' });
    this.said = element('output', { for: 'month', class: 'when' });
    this.play = element('button', { type: 'button', class: 'play', id: 'play' }, 'Play');
    const speed = element('select', { id: 'speed', 'aria-label': 'Speed' });
    for (const [label, v] of [['1 month a second', '1'], ['2 months a second', '2'], ['4 months a second', '4']]) speed.append(element('option', { value: v }, label));
    speed.value = '2';
    const rail = element('div', { class: 'rail' });
    const groups = new Map<string, Mark[]>();
    for (const m of marksOf(run)) groups.set(m.day, [...(groups.get(m.day) ?? []), m]);
    for (const [day, marks] of groups) {
      const month = months.indexOf(day.slice(0, 7));
      const text = `${date(day)}: ${marks.map(m => clip(m.text, 140)).join('; ')}`;
      const b = element('button', { type: 'button', class: 'mark', title: text, 'aria-label': text });
      b.style.left = `${positionOf(run, day) * 100}%`;
      b.addEventListener('click', () => selected.set({ month }));
      b.addEventListener('focus', () => (hint.textContent = text));
      b.addEventListener('mouseenter', () => (hint.textContent = text));
      rail.append(b);
    }
    const hint = element('p', { class: 'hint', 'aria-live': 'polite' }, groups.size > 0 ? 'Marks on the rail are days on which a rule changes.' : 'No rule that matters changes within the window.');
    this.slider.addEventListener('input', () => {
      this.stop();
      selected.set({ month: Number(this.slider.value) });
    });
    this.play.addEventListener('click', () => (this.running ? this.stop() : this.start(() => Number(speed.value))));
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const rest = () => {
      this.play.hidden = speed.hidden = still.matches;
      if (still.matches) this.stop();
    };
    still.addEventListener('change', rest);
    rest();
    const ticks = element('div', { class: 'ticks', 'aria-hidden': 'true' });
    const years = months.length > 24, every = Math.ceil(months.length / 144);
    months.forEach((m, i) => {
      if (years && (!m.endsWith('-01') || Number(m.slice(0, 4)) % every)) return;
      const s = element('span', {}, years ? m.slice(0, 4) : date(m).slice(0, 3));
      s.style.left = `${(i / Math.max(1, months.length - 1)) * 100}%`;
      ticks.append(s);
    });
    const all = element('button', { type: 'button', class: 'whole' }, 'Whole window');
    all.addEventListener('click', () => {
      this.stop();
      selected.set({ month: -1 });
    });
    const track = element('div', { class: 'track' }, this.slider, rail, ticks);
    this.frame = element('div', { class: 'timeline' }, element('div', { class: 'timeline-row' }, this.play, speed, all, this.said), track, hint);
    selected.on(s => this.show(s.month));
    this.show(-1);
  }
  private show(month: number) {
    const whole = Math.round(month);
    if (whole >= 0 && Number(this.slider.value) !== whole) this.slider.value = String(whole);
    this.frame.classList.toggle('all-months', whole < 0);
    const text = whole < 0 ? 'Whole window' : date(this.run.data.months[whole]);
    if (text === this.said.textContent) return;
    this.slider.setAttribute('aria-valuetext', text);
    this.said.textContent = text;
  }
  private start(speed: () => number) {
    const last = this.run.data.months.length - 1;
    let at = Math.max(0, this.selected.state.month);
    if (at >= last) at = 0;
    let before = performance.now();
    this.play.textContent = 'Pause';
    const step = (now: number) => {
      at += ((now - before) / 1000) * speed();
      before = now;
      if (at >= last) {
        this.stop(last);
        return;
      }
      this.selected.set({ month: at, running: true });
      this.running = requestAnimationFrame(step);
    };
    this.running = requestAnimationFrame(step);
  }
  stop(month = Math.round(this.selected.state.month)) {
    if (!this.running) return;
    cancelAnimationFrame(this.running);
    this.running = 0;
    this.play.textContent = 'Play';
    this.selected.set({ month, running: false });
  }
}

function chip(label: string, id: string, options: [string, string, string?][], change: (value: string) => void): { frame: HTMLElement; select: HTMLSelectElement } {
  const select = element('select', { id });
  const groups = new Map<string, HTMLElement>();
  for (const [value, text, group] of options) {
    const o = element('option', { value }, text);
    if (!group) {
      select.append(o);
      continue;
    }
    if (!groups.has(group)) {
      groups.set(group, element('optgroup', { label: group }));
      select.append(groups.get(group)!);
    }
    groups.get(group)!.append(o);
  }
  select.addEventListener('change', () => change(select.value));
  return { frame: element('label', { class: 'chip', for: id }, element('span', {}, label), select), select };
}

/** Chips: commodity, origin, market, route, use at home. */
export function filters(run: Run, selected: Selected): HTMLElement {
  const d = run.data;
  const used = { commodity: new Set<number>(), flow: new Set<number>(), pool: new Map<number, number>(), route: new Map<string, number>() };
  let home = false;
  d.moved.forEach((r, i) => {
    used.flow.add(r[1]);
    used.commodity.add(d.flows[r[1]].commodity);
    if (!used.pool.has(r[2])) used.pool.set(r[2], r[3]);
    used.route.set(d.ways[r[4]].route, (used.route.get(d.ways[r[4]].route) ?? 0) + r[5]);
    home ||= run.home[i];
  });
  for (const r of d.refused) {
    if (r[2] >= 0 && !used.pool.has(r[2])) used.pool.set(r[2], r[3]);
    if (!used.route.has(r[5])) used.route.set(r[5], 0);
  }
  const commodity = chip('Commodity', 'f-commodity', [['-1', 'all'], ...[...used.commodity].map(c => [String(c), clip(d.commodities[c].name || d.commodities[c].id, 40)] as [string, string])], v => selected.set({ commodity: Number(v) }));
  const origin = chip('Origin', 'f-origin', [['-1', 'all'], ...[...used.flow].map(f => [String(f), clip(d.flows[f].name, 40)] as [string, string])], v => selected.set({ flow: Number(v) }));
  const market = chip('Market', 'f-market', [['', 'all'], ...d.groups.map(g => [`g:${g}`, `${g}, all`, g] as [string, string, string]), ...[...used.pool].map(([p, g]) => [`p:${p}`, clip(run.poolName(p), 40), d.groups[g] ?? 'other'] as [string, string, string])], v => selected.set({ market: v }));
  const route = chip('Route', 'f-route', [['', 'all'], ...[...used.route].sort((a, b) => b[1] - a[1]).map(([r]) => [r, clip(run.routeName(r), 44)] as [string, string])], v => selected.set({ route: v }));
  const frame = element('div', { class: 'chips', role: 'group', 'aria-label': 'Filters' }, commodity.frame, origin.frame, market.frame, route.frame);
  if (home && run.home.some(h => !h)) {
    const box = element('input', { type: 'checkbox', id: 'f-home' });
    box.checked = selected.state.home;
    box.addEventListener('change', () => selected.set({ home: box.checked }));
    frame.append(element('label', { class: 'chip', for: 'f-home' }, box, element('span', {}, 'with use at home')));
    selected.on(s => (box.checked = s.home));
  }
  const clear = element('button', { type: 'button', class: 'clear' }, 'Show all');
  clear.addEventListener('click', () => selected.set({ commodity: -1, flow: -1, market: '', route: '' }));
  frame.append(clear);
  selected.on((s, timeOnly) => {
    if (timeOnly) return;
    commodity.select.value = String(s.commodity);
    origin.select.value = String(s.flow);
    market.select.value = s.market;
    route.select.value = s.route;
    clear.hidden = s.commodity < 0 && s.flow < 0 && s.market === '' && s.route === '';
  });
  clear.hidden = true;
  return frame;
}
