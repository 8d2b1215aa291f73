// A chart with all that belongs to it: a title that states its finding, a line with unit and source, the drawing
// with a text alternative, a state for nothing to show, and the table behind it with its CSV.
import * as echarts from 'echarts/core';
import { BarChart, BoxplotChart, CustomChart, LineChart, LinesChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GeoComponent, GraphicComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { clip } from './format';
import { font, isDark, theme } from './theme';

echarts.use([BarChart, BoxplotChart, CustomChart, LineChart, LinesChart, SankeyChart, ScatterChart, AriaComponent, GeoComponent,
  GraphicComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, LabelLayout, CanvasRenderer, SVGRenderer]);
export { echarts };

export type Option = Record<string, unknown>;
export type TableData = { columns: string[]; rows: (string | number)[][] };
export type ChartSpec = {
  id: string;
  title: () => string;
  note: string | (() => string);
  empty: string;
  height: number | ((width: number) => number);
  option: (width: number) => Option | null; // null: nothing to show
  table: () => TableData;
  click?: (params: { name?: string; data?: unknown; seriesName?: string; dataType?: string }) => void;
  svg?: boolean; // offer the drawing as SVG too
};

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

export function toCsv(table: TableData): string {
  const field = (v: string | number) => {
    const s = String(v);
    return /[",\r\n]/.test(s) ? `"${s.replace(/"/g, '""')}"` : s;
  };
  return [table.columns, ...table.rows].map(r => r.map(field).join(',')).join('\n') + '\n';
}
export function download(name: string, text: string, type: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const a = element('a', { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function tableElement(table: TableData, caption: string): HTMLElement {
  const head = element('tr');
  const numeric = table.columns.map((_, i) => table.rows.length > 0 && table.rows.every(r => typeof r[i] === 'number' || r[i] === ''));
  table.columns.forEach((c, i) => head.append(element('th', { scope: 'col', ...(numeric[i] ? { class: 'n' } : {}) }, c)));
  const body = element('tbody');
  for (const row of table.rows.slice(0, 400)) {
    const tr = element('tr');
    row.forEach((v, i) => tr.append(element('td', numeric[i] ? { class: 'n' } : { dir: 'auto' }, typeof v === 'number' ? plain(v) : v)));
    body.append(tr);
  }
  const t = element('table', {}, element('caption', {}, caption), element('thead', {}, head), body);
  const scroll = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Table: ${caption}` }, t);
  if (table.rows.length > 400) scroll.append(element('p', { class: 'small' }, `400 of ${table.rows.length} rows; the CSV holds all.`));
  return scroll;
}
const plain = (v: number) => (Number.isInteger(v) ? String(v) : String(Math.round(v * 1000) / 1000));

/** What is drawn when it comes near the screen, and in any case before it is printed. */
export interface Drawable {
  frame: HTMLElement;
  /** What can be said of it before it is drawn. */
  title(): void;
  /** Draws it, once. */
  show(): void;
  /** Draws it anew, if it was drawn. */
  draw(): void;
  /** The frame of what is painted on a canvas. */
  painted?: HTMLElement;
}
const all: Drawable[] = [];
export function redrawAll() {
  for (const c of all) c.draw();
}
/** Titles of what is not drawn yet: for the outline of the page, one after the other so that the page can be used. */
export function titleAll(done: () => void) {
  inTurn(all.map(c => () => c.title()), done);
}
/** Some tasks, with room for the browser's own between them. */
export function inTurn(tasks: (() => void)[], done: () => void) {
  if (tasks.length === 0) {
    done();
    return;
  }
  tasks[0]();
  setTimeout(() => inTurn(tasks.slice(1), done));
}
/** For paper everything is drawn, and in light colours; afterwards as it was. Only a map stays as it is, dark in its frame: a canvas painted
 * now would be printed as the strokes that made it, its clearing as a white sheet over the land. */
export function drawForPaper() {
  const root = document.documentElement, before = root.dataset.theme, dark = isDark(), maps = all.flatMap(c => (c.painted ? [c.painted] : []));
  const draw = () => all.forEach(c => c.painted ?? c.draw());
  for (const c of all) c.show();
  if (!dark) return;
  root.dataset.theme = 'light';
  for (const m of maps) m.dataset.theme = 'dark';
  draw();
  addEventListener('afterprint', () => {
    for (const m of maps) delete m.dataset.theme;
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    draw();
  }, { once: true });
}

const visible = typeof IntersectionObserver === 'undefined' ? null
  : new IntersectionObserver(entries => {
      for (const e of entries) {
        if (!e.isIntersecting) continue;
        visible!.unobserve(e.target);
        all.find(c => c.frame === e.target)?.show();
      }
    }, { rootMargin: '400px' });
export function drawWhenSeen(what: Drawable) {
  all.push(what);
  if (visible) visible.observe(what.frame);
  else what.show();
}
/** Draws again when the width of a box has changed. */
export function onWidth(box: HTMLElement, draw: () => void) {
  if (typeof ResizeObserver === 'undefined') return;
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) < 2) return;
    width = box.clientWidth;
    draw();
  }).observe(box);
}

export class Chart implements Drawable {
  frame: HTMLElement;
  private head: HTMLElement;
  private noteLine: HTMLElement;
  private box: HTMLElement;
  private drawing: echarts.ECharts | null = null;
  private seen = false;
  private tableHost: HTMLElement;
  private details: HTMLDetailsElement;
  constructor(public spec: ChartSpec) {
    this.head = element('h3', { id: `${spec.id}-title`, dir: 'auto' });
    this.noteLine = element('p', { class: 'note' });
    this.box = element('div', { class: 'drawing', id: `${spec.id}-drawing` });
    this.tableHost = element('div');
    const csv = element('button', { type: 'button', 'data-csv': spec.id }, 'Save as CSV');
    csv.addEventListener('click', () => download(`${spec.id}.csv`, toCsv(spec.table()), 'text/csv'));
    const tools = element('p', { class: 'tools' }, csv);
    if (spec.svg) {
      const svg = element('button', { type: 'button', 'data-svg': spec.id }, 'Save as SVG');
      svg.addEventListener('click', () => {
        const text = this.box.querySelector('svg')?.outerHTML;
        if (text) download(`${spec.id}.svg`, text, 'image/svg+xml');
      });
      tools.append(svg);
    }
    this.details = element('details', { class: 'behind' }, element('summary', {}, 'Table behind this chart'), tools, this.tableHost);
    this.details.addEventListener('toggle', () => this.fillTable());
    this.frame = element('section', { class: 'chart', id: spec.id, 'aria-labelledby': `${spec.id}-title` }, this.head, this.noteLine, this.box, this.details);
    this.box.style.minHeight = '360px';
    drawWhenSeen(this);
  }
  show() {
    if (this.seen) return;
    this.seen = true;
    this.draw();
    onWidth(this.box, () => this.draw());
  }
  private heightFor(width: number) {
    return typeof this.spec.height === 'number' ? this.spec.height : this.spec.height(width);
  }
  title() {
    if (this.seen) return;
    this.words();
    this.box.style.minHeight = `${this.heightFor(this.box.clientWidth || 640)}px`;
  }
  private words() {
    const title = this.spec.title();
    this.head.textContent = title;
    this.noteLine.textContent = typeof this.spec.note === 'string' ? this.spec.note : this.spec.note();
  }
  private fillTable() {
    if (!this.details.open) return;
    this.tableHost.replaceChildren(tableElement(this.spec.table(), this.spec.title()));
  }
  draw() {
    if (!this.seen) {
      if (this.head.textContent) this.words();
      return;
    }
    this.words();
    const width = this.box.clientWidth || 640;
    const option = this.spec.option(width);
    this.frame.dataset.drawn = option ? 'chart' : 'empty';
    if (!option) {
      this.drawing?.dispose();
      this.drawing = null;
      this.box.style.height = this.box.style.minHeight = 'auto';
      this.box.removeAttribute('role');
      this.box.removeAttribute('aria-label');
      this.box.replaceChildren(element('p', { class: 'empty' }, this.spec.empty));
      this.details.hidden = true;
      return;
    }
    this.details.hidden = false;
    const height = this.heightFor(width);
    this.box.style.height = this.box.style.minHeight = `${height}px`;
    this.box.setAttribute('role', 'img');
    this.box.setAttribute('aria-label', `${this.spec.title()}. The table below holds the numbers.`);
    if (!this.drawing) {
      this.box.replaceChildren();
      this.drawing = echarts.init(this.box, null, { renderer: 'svg', width, height });
      if (this.spec.click) this.drawing.on('click', p => this.spec.click!(p as never));
    } else {
      this.drawing.resize({ width, height });
    }
    const t = theme();
    this.drawing.setOption({
      animation: false,
      textStyle: { fontFamily: font, color: t.text, fontSize: 13 },
      tooltip: { ...tip(), trigger: 'item' },
      ...option,
    }, true);
    this.fillTable();
  }
}

export function tip(): Option {
  const t = theme();
  return {
    confine: true, transitionDuration: 0, backgroundColor: t.page, borderColor: t.line, borderWidth: 1, padding: [8, 12],
    textStyle: { color: t.text, fontFamily: font, fontSize: 13 },
    extraCssText: 'box-shadow:none;max-width:340px;white-space:normal;',
  };
}
export function axis(more: Option = {}): Option {
  const t = theme();
  const { axisLabel, ...rest } = more;
  return {
    axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: t.quiet, fontSize: 12, fontFamily: font, hideOverlap: true, ...(axisLabel as Option | undefined) },
    splitLine: { lineStyle: { color: t.line, width: 1 } },
    nameTextStyle: { color: t.quiet, fontSize: 12, fontFamily: font },
    ...rest,
  };
}
/** Labels of the rows of a bar chart: cut where there is room for one line, on two lines on a phone. */
export function rowLabel(width: number, room: number): Option {
  const t = theme();
  const all = { color: t.text, width: room, interval: 0, hideOverlap: false };
  const two = 2 * Math.floor(room / 6.2) - 3; // characters on two lines
  return width < 520 ? { ...all, fontSize: 11, lineHeight: 12, overflow: 'break', formatter: (v: string) => clip(v, two) } : { ...all, fontSize: 12, overflow: 'truncate' };
}
export function legend(more: Option = {}): Option {
  const t = theme();
  return { textStyle: { color: t.text, fontSize: 12 }, itemWidth: 12, itemHeight: 8, itemGap: 12, icon: 'rect', ...more };
}
