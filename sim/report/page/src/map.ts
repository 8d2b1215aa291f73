// The map: countries in two quiet greys, every line, the flows of the months chosen, places, and what rules stopped.
import { element, echarts, onWidth, tableElement, tip, toCsv, download, type Drawable, type Option, type TableData } from './chart';
import type { Run } from './data';
import { clip, date, esc, grouped, mass, monthShort, percent } from './format';
import { across, kilometres, Land, viewOf, type View } from './land';
import { landPath, seaPath } from './lanes';
import { project } from './projection.js';
import type { Selected } from './select';
import { middle, Traffic, type Stop } from './traffic';
import { accent, amountColour, differenceColour, font, theme } from './theme';

type Path = [number, number][];
const ring = 'path://M50,0A50,50,0,1,1,49.9,0Z M50,14A36,36,0,1,0,50.1,14Z M22,40L78,40L78,60L22,60Z';

type Datum = { link?: number; place?: number; way?: number };
type Shape = { invisible: boolean; culling?: boolean; style?: { lineWidth?: number }; attr(change: { invisible: boolean; silent: boolean }): void; setStyle(style: { lineWidth: number }): void; childAt(i: number): Shape };
type Drawn = { data: Datum; shape: Shape; width: number };
type SeriesInside = { id: string; getData(): { count(): number; getItemGraphicEl(i: number): Shape | undefined; getRawDataItem(i: number): Datum } };

export class FlowMap implements Drawable {
  frame: HTMLElement;
  painted: HTMLElement;
  private seen = false;
  private box: HTMLElement;
  private drawing: echarts.ECharts | null = null;
  private paths: (Path | null)[];
  private traffic: Traffic;
  private land: Land;
  private legendBox: HTMLElement;
  private finding: HTMLElement;
  private tableHost: HTMLElement;
  private details: HTMLDetailsElement;
  private view: View | null = null;
  private shownMonth = -2;
  private drawn: Record<'flows' | 'spurs' | 'stopped', Drawn[]> | null = null;
  /** @param difference  tonnes over the window by link, to be drawn instead of flows: gained or lost */
  constructor(private run: Run, private selected: Selected, private difference: Float64Array | null = null, number = 0) {
    this.paths = run.links.map(() => null);
    const lines = (rail: boolean) => run.links.flatMap((l, i) => (l.open && l.mode !== 'sea' && (l.mode === 'rail') === rail ? [this.path(i)] : []));
    this.land = new Land([...new Set(run.data.flows.map(f => run.data.places[f.place]?.[2] ?? ''))], lines(true), lines(false));
    this.traffic = new Traffic(run, selected);
    const tail = number > 0 ? `-${number}` : '';
    this.box = element('div', { class: 'map', id: `map-drawing${tail}`, role: 'img' });
    this.legendBox = element('div', { class: 'map-legend', 'aria-hidden': 'true' });
    this.finding = element('h3', { id: `map-title${tail}` });
    this.tableHost = element('div');
    const csv = element('button', { type: 'button', 'data-csv': `map${tail}` }, 'Save as CSV');
    csv.addEventListener('click', () => download('map.csv', toCsv(this.table()), 'text/csv'));
    this.details = element('details', { class: 'behind' }, element('summary', {}, 'Table behind this map'), element('p', { class: 'tools' }, csv), this.tableHost);
    this.details.addEventListener('toggle', () => this.fillTable());
    const zoom = element('div', { class: 'zoom' });
    for (const [label, words, act] of [['+', 'Zoom in', () => this.zoomBy(1.5)], ['−', 'Zoom out', () => this.zoomBy(1 / 1.5)], ['⤢', 'Show all flows', () => this.fit()]] as const) {
      const b = element('button', { type: 'button', 'aria-label': words, title: words }, label);
      b.addEventListener('click', act);
      zoom.append(b);
    }
    this.painted = element('div', { class: 'map-host' }, this.land.svg, this.box, zoom);
    this.frame = element('div', { class: 'map-frame' }, this.finding, element('p', { class: 'note' }, this.note()), this.painted, this.legendBox);
    selected.on((_, timeOnly) => {
      if (timeOnly) this.restyle();
      else this.refresh();
    });
  }
  below(): HTMLElement {
    return this.details;
  }
  private note() {
    const about = this.difference ? 'Difference to the base over the whole window, kilotonnes; blue gained, orange lost'
      : 'Tonnes delivered, drawn along the way that they took; width grows with the square root, colour is the used share of our train paths over the whole window';
    return `${about}. Frontiers: Natural Earth, de facto; sea lanes are drawn schematically.`;
  }
  title() {
    this.show(); // in good time before anybody prints it
  }
  show() {
    if (this.seen) return;
    this.seen = true;
    this.draw();
    onWidth(this.box, () => {
      this.view = null;
      this.draw();
    });
  }
  private refresh() {
    this.traffic = new Traffic(this.run, this.selected);
    this.draw();
  }
  private path(link: number): Path {
    const known = this.paths[link];
    if (known) return known;
    const l = this.run.links[link], a = this.run.data.places[l.from], b = this.run.data.places[l.to];
    const make = l.mode === 'sea' || l.mode === 'ferry' ? seaPath : landPath;
    return (this.paths[link] = make([a[5], a[4]], [b[5], b[4]]));
  }
  /** In eighths of a pixel: what nobody sees is not painted anew. */
  private width(t: number): number {
    const most = this.difference ? this.differenceMost() : Math.max(this.traffic.most, 1);
    return t <= 0 ? 0 : Math.round(8 * Math.max(1.25, 13 * Math.sqrt(t / most))) / 8;
  }
  private differenceMost() {
    let most = 1;
    for (const v of this.difference!) most = Math.max(most, Math.abs(v));
    return most;
  }
  private colour(link: number, main: number): string {
    const l = this.run.links[link], t = theme();
    if (l.used > 0) return amountColour(l.used);
    return l.mode === 'rail' ? (t.dark ? '#8d97a1' : '#7d8790') : accent(main);
  }
  /** The commodity chosen, else the one of which most moves. */
  private mainCommodity(): number {
    if (this.selected.state.commodity >= 0) return this.selected.state.commodity;
    const sums = new Map<number, number>();
    for (const r of this.run.data.moved) {
      const c = this.run.data.flows[r[1]].commodity;
      sums.set(c, (sums.get(c) ?? 0) + r[5]);
    }
    return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  }
  /** Every line on which anything moves in the window; restyle() gives the width of the month. */
  private flowData(): Option[] {
    const out: Option[] = [], main = this.mainCommodity();
    for (let i = 0; i < this.run.links.length; ++i) {
      const v = this.difference ? this.difference[i] : this.traffic.total[i];
      if (Math.abs(v) < (this.difference ? 500 : 0.5)) continue;
      out.push({
        coords: this.path(i), link: i, tonnes: v,
        lineStyle: {
          width: this.width(Math.abs(this.difference ? v : this.traffic.at(i, -1))),
          color: this.difference ? differenceColour(v / this.differenceMost()) : this.colour(i, main),
          opacity: this.run.links[i].mode === 'rail' || this.difference ? 1 : 0.75,
        },
      });
    }
    return out.sort((a, b) => Math.abs(a.tonnes as number) - Math.abs(b.tonnes as number));
  }
  private stopped(month: number): Map<number, Stop> {
    return this.difference ? new Map() : this.traffic.stopsOf(month);
  }
  /** The last leg to the place where the way was stopped. */
  private spur(w: number, place: number): Path {
    const links = this.run.data.ways[w].links;
    let path: Path = [];
    for (const link of links) {
      const l = this.run.links[Math.abs(link) - 1];
      if (l.mode === 'sea') break;
      const leg = this.path(Math.abs(link) - 1);
      path = path.concat(link > 0 ? leg : [...leg].reverse());
      if ((link > 0 ? l.to : l.from) === place) break;
    }
    let length = 0;
    const out: Path = [];
    for (let i = path.length; i-- > 0 && length < 900;) {
      if (out.length > 0) length += Math.hypot(path[i][0] - out[0][0], path[i][1] - out[0][1]);
      out.unshift(path[i]);
    }
    return out;
  }
  private placesData(width: number, height: number): Option[] {
    const d = this.run.data, t = theme();
    const through = new Float64Array(d.places.length);
    this.run.links.forEach((l, i) => {
      const v = this.difference ? Math.abs(this.difference[i]) : this.traffic.total[i];
      through[l.from] = Math.max(through[l.from], v);
      through[l.to] = Math.max(through[l.to], v);
    });
    const origins = new Set(d.flows.map(f => f.place)), marked = this.stopped(-1);
    const symbols: Record<string, string> = { port: 'rect', border: 'diamond', mine: 'triangle' };
    const out: Option[] = [];
    d.places.forEach((p, i) => {
      const kind = origins.has(i) ? 'mine' : p[3];
      const busy = through[i] > 0;
      if (!busy && kind !== 'port') return;
      // A name that would be cut at the right edge stands on the left.
      const at = project(p[5], p[4]), room = width - across(at[0], this.view!, width, height);
      const left = room > 0 && room < 24 + 6.6 * Math.min(22, this.run.placeName(i).length);
      out.push({
        name: p[0], place: i, tonnes: through[i], value: at, named: busy && kind in symbols, symbol: symbols[kind] ?? 'circle',
        ...(busy ? {} : { itemStyle: { color: t.faint } }), ...(marked.has(i) || left ? { label: { distance: marked.has(i) ? 14 : 5, position: left ? 'left' : 'right' } } : {}),
      });
    });
    out.sort((a, b) => (b.tonnes as number) - (a.tonnes as number));
    // On a phone only the busiest places are named.
    const names = width < 520 ? 8 : Infinity;
    out.filter(p => p.named).forEach((p, k) => (p.named = k < names));
    return out;
  }
  /** What moves with the month lies on a layer of its own, below the names of places, so that a turn of the slider paints little. */
  private series(width: number, height: number): Option[] {
    const t = theme(), stopped = this.stopped(-1), d = this.run.data;
    const spurs: Option[] = [], rings: Option[] = [];
    for (const [place, s] of stopped) {
      for (const [w, tonnes] of s.ways) {
        spurs.push({ coords: this.spur(w, place), place, way: w, lineStyle: { width: Math.max(2, this.width(tonnes / d.months.length)) } });
      }
      rings.push({ name: d.places[place][0], place, value: project(d.places[place][5], d.places[place][4]) });
    }
    const line = { type: 'lines', coordinateSystem: 'geo', polyline: true, animation: false }, scatter = { type: 'scatter', coordinateSystem: 'geo', zlevel: 2, animation: false }, places = this.placesData(width, height);
    return [
      { ...line, id: 'flows', zlevel: 1, z: 3, lineStyle: { cap: 'round', join: 'round' }, emphasis: { lineStyle: { color: t.text } }, data: this.flowData() },
      { ...line, id: 'spurs', zlevel: 1, z: 4, lineStyle: { color: t.bad, type: [5, 5], opacity: 1 }, data: spurs },
      { ...scatter, id: 'other-places', z: 5, symbolSize: (_: unknown, p: { data: { symbol: string } }) => (p.data.symbol === 'circle' ? 3.5 : 4.5), itemStyle: { color: t.text }, emphasis: { disabled: true }, data: places.filter(p => !p.named) },
      {
        ...scatter, id: 'places', z: 5, symbolSize: 7, itemStyle: { color: t.text, borderColor: t.page, borderWidth: 1, opacity: 1 }, data: places.filter(p => p.named),
        label: { show: true, distance: 5, position: 'right', color: t.text, fontSize: 12, fontFamily: font, textBorderColor: t.land, textBorderWidth: 3, formatter: (p: { data: { place: number } }) => clip(this.run.placeName(p.data.place), 22) },
        labelLayout: { hideOverlap: true },
      },
      { ...scatter, id: 'stopped', z: 6, symbol: ring, symbolSize: 20, itemStyle: { color: t.bad, opacity: 1 }, data: rings },
    ];
  }
  draw() {
    if (!this.seen) return;
    const width = this.box.clientWidth || 800;
    const height = Math.round(Math.max(360, Math.min(680, width * 0.56)));
    this.box.style.height = `${height}px`;
    if (!this.drawing) {
      this.drawing = echarts.init(this.box, null, { renderer: 'canvas', width, height });
      this.drawing.on('click', p => this.pick(p as never));
      this.drawing.on('georoam', () => this.again());
    } else {
      this.drawing.resize({ width, height });
    }
    if (!this.view) this.view = this.fitted(width, height);
    this.drawing.setOption({
      animation: false,
      textStyle: { fontFamily: font },
      tooltip: { ...tip(), trigger: 'item', formatter: (p: never) => this.hover(p) },
      geo: kilometres(this.view, width, height, matchMedia('(pointer: fine)').matches ? 'move' : false),
      series: this.series(width, height),
    }, true);
    this.drawLegend();
    this.again();
    this.fillTable();
    this.frame.dataset.drawn = 'chart';
  }
  /** Centre and zoom that show all that moves. */
  private fitted(width: number, height: number) {
    const xs: [number, number][] = [], ys: [number, number][] = [];
    this.run.links.forEach((_, i) => {
      const t = Math.abs(this.difference ? this.difference[i] : this.traffic.total[i]);
      if (t > 0) for (const [x, y] of this.path(i)) [xs, ys].forEach((list, k) => list.push([k === 0 ? x : y, t]));
    });
    // At first where nearly all of the tonnes are; thin far flows come into sight with the button that shows all.
    const tail = this.wholeView ? 0 : 0.015;
    let [[w, e], [n, s]] = [middle(xs, tail), middle(ys, tail)];
    if (xs.length === 0) [w, n, e, s] = [-3600, -1800, 3600, 1500];
    const pad = 0.07, names = 0.05; // names stand to the right of their places
    [w, e] = [w - (e - w) * pad, e + (e - w) * (pad + names)];
    [n, s] = [n - (s - n) * pad, s + (s - n) * pad];
    return viewOf([w, n, e, s], width, height);
  }
  private zoomBy(factor: number) {
    if (!this.drawing || !this.view) return;
    const now = (this.drawing.getOption() as { geo: { center: [number, number]; zoom: number }[] }).geo[0];
    this.view = { center: now.center ?? this.view.center, zoom: Math.min(30, Math.max(0.8, (now.zoom ?? 1) * factor)) };
    this.drawing.setOption({ geo: this.view });
    this.again();
  }
  private wholeView = false;
  private fit() {
    this.wholeView = true;
    this.view = null;
    this.draw();
  }
  /** The shapes may be new ones, elsewhere. */
  private again() {
    this.land.follow(this.drawing!, this.box.clientWidth, this.box.clientHeight);
    // zrender paints the whole layer in every frame while the name of a mark that it culled waits to be painted.
    for (const { shape } of this.shapes('places')) shape.culling = false;
    this.drawn = null;
    this.shownMonth = -2;
    this.restyle();
  }
  /** Widths and marks of the month, set on the shapes that are drawn already. */
  private restyle() {
    if (!this.drawing) return;
    const month = this.selected.state.month, whole = Math.round(month);
    this.drawn ??= { flows: this.shapes('flows'), spurs: this.shapes('spurs'), stopped: this.shapes('stopped') };
    if (!this.difference) {
      for (const d of this.drawn.flows) this.setWidth(d, this.width(this.traffic.at(d.data.link!, month)));
    }
    if (whole === this.shownMonth) return;
    this.shownMonth = whole;
    const stopped = this.stopped(whole);
    for (const d of this.drawn.spurs) {
      const t = stopped.get(d.data.place!)?.ways.get(d.data.way!) ?? 0;
      this.setWidth(d, t > 0 ? Math.max(2, this.width(whole < 0 ? t / this.run.data.months.length : t)) : 0);
    }
    for (const { data, shape } of this.drawn.stopped) if (shape.invisible === stopped.has(data.place!)) this.see(shape, stopped.has(data.place!));
    this.words();
  }
  private setWidth(drawn: Drawn, width: number) {
    if (width === drawn.width) return;
    if ((width > 0) !== drawn.width > 0) this.see(drawn.shape, width > 0);
    drawn.width = width;
    if (width > 0) drawn.shape.setStyle({ lineWidth: width });
  }
  /** Never taken out of the drawing: that would paint the layers above it anew. */
  private see(shape: Shape, seen: boolean) {
    shape.attr({ invisible: !seen, silent: !seen });
  }
  /** The shapes of a series with what each was made from. */
  private shapes(id: string): Drawn[] {
    const model = (this.drawing as unknown as { getModel(): { getSeries(): SeriesInside[] } }).getModel();
    const data = model.getSeries().find(s => s.id === id)?.getData();
    const out: Drawn[] = [];
    for (let i = 0; data && i < data.count(); ++i) {
      const shape = data.getItemGraphicEl(i)?.childAt(0);
      if (shape) out.push({ data: data.getRawDataItem(i), shape, width: shape.invisible ? 0 : shape.style?.lineWidth ?? 0 });
    }
    return out;
  }
  private pick(p: { seriesId?: string; data?: { link?: number; place?: number } }) {
    const place = p.data?.place;
    if (place === undefined) return;
    const d = this.run.data;
    const hit = d.ways.find(w => w.terminal >= 0 && d.terminals[w.terminal].place === place);
    if (hit) this.selected.set({ route: this.selected.state.route === hit.route ? '' : hit.route });
  }
  private period(): string {
    const m = this.selected.state.month;
    return m < 0 ? `a month, mean of ${date(this.run.data.measure.from)} to ${date(this.run.data.measure.to)}` : `in ${date(this.run.data.months[Math.round(m)])}`;
  }
  private hover(p: { seriesId?: string; data?: { link?: number; tonnes?: number; place?: number } }): string {
    const d = this.run.data;
    if (p.seriesId === 'flows' && p.data?.link !== undefined) {
      const l = this.run.links[p.data.link];
      const name = `${esc(clip(this.run.placeName(l.from), 60))} – ${esc(clip(this.run.placeName(l.to), 60))}`;
      const lines = [`<strong>${name}</strong>`, `${l.mode}, ${grouped(l.km)} km`];
      if (this.difference) lines.push(`${(p.data.tonnes ?? 0) > 0 ? 'gains' : 'loses'} ${mass(Math.abs(p.data.tonnes ?? 0))} over the window`);
      else lines.push(`${mass(this.traffic.at(p.data.link, this.selected.state.month))} ${this.period()}`);
      if (l.used > 0) lines.push(`${percent(l.used)} of the paths offered to us used, busier direction, whole window`);
      if (l.trains[0] + l.trains[1] > 0) lines.push(`${grouped(l.trains[0] + l.trains[1])} loads and ${grouped(l.empties[0] + l.empties[1])} empties in the window`);
      return lines.join('<br>');
    }
    const place = p.data?.place;
    if (place === undefined) return '';
    const lines = [`<strong>${esc(clip(d.places[place][1], 80))}</strong>, ${esc(d.places[place][2])}`];
    if (p.seriesId === 'stopped' || p.seriesId === 'spurs') {
      const s = this.stopped(Math.round(this.selected.state.month)).get(place);
      for (const [rule, t] of [...(s?.rules ?? [])].sort((a, b) => b[1] - a[1]).slice(0, 5)) {
        const r = this.run.rule(rule);
        lines.push(`${mass(t)} refused by ${esc(rule)}: ${esc(clip(r?.title ?? '', 120))}${r?.from ? ` (from ${date(r.from)})` : ''}`);
      }
      for (const c of s?.closures.slice(0, 3) ?? []) lines.push(esc(clip(c, 120)));
    } else {
      for (const term of d.terminals.filter(x => x.place === place && (x.out_t ?? 0) > 0)) {
        lines.push(`${esc(clip(term.name, 60))}: ${mass(term.out_t ?? 0)} out in the window, ${grouped(term.ships ?? 0)} ships`);
      }
      lines.push(`up to ${mass((this.traffic.total[this.busiestAt(place)] ?? 0))} on its busiest line over the window`);
    }
    return lines.join('<br>');
  }
  private busiestAt(place: number): number {
    let best = -1;
    this.run.links.forEach((l, i) => {
      if ((l.from === place || l.to === place) && (best < 0 || this.traffic.total[i] > this.traffic.total[best])) best = i;
    });
    return best;
  }
  private words() {
    const t = this.says();
    this.finding.textContent = t;
    this.box.setAttribute('aria-label', `Map. ${t} The table below holds the numbers.`);
  }
  private says(): string {
    const d = this.run.data, month = this.selected.state.month;
    if (this.difference) {
      const i = this.difference.reduce((best, v, k) => (Math.abs(v) > Math.abs(this.difference![best]) ? k : best), 0);
      const l = this.run.links[i];
      if (!l || this.difference[i] === 0) return 'No line carries more or less than in the base';
      return `${this.run.placeName(l.from)}–${this.run.placeName(l.to)} ${this.difference[i] > 0 ? 'gains' : 'loses'} most: ${mass(Math.abs(this.difference[i]))}`;
    }
    const { all, by, refused } = this.traffic.sumsOf(Math.round(month));
    const when = month < 0 ? `From ${date(d.measure.from)} to ${date(d.measure.to)},` : `In ${date(d.months[Math.round(month)])}`;
    const stop = refused > 0 ? `; rules bar the first choice of ${mass(refused)}` : '';
    if (all === 0) return `${when} nothing ${this.selected.state.home ? 'moves' : 'leaves the country'}${stop}`;
    const [route, t] = [...by].sort((a, b) => b[1] - a[1])[0];
    return `${when} ${mass(all)} ${this.selected.state.home ? 'arrive' : 'leave the country'}, the largest part (${mass(t)}) by ${clip(this.run.routeName(route), 40)}${stop}`;
  }
  private drawLegend() {
    const t = theme();
    const steps = this.difference ? [this.differenceMost(), this.differenceMost() / 4] : [this.traffic.most, this.traffic.most / 4, this.traffic.most / 16];
    const bars = steps.filter(v => v > 1).map(v => `<span><i style="height:${Math.max(1.2, this.width(v)).toFixed(1)}px;background:${t.quiet}"></i>${mass(v)}${this.difference ? '' : ' a month'}</span>`);
    const shares = this.difference ? `<span><i style="height:8px;background:${t.loss}"></i>lost</span><span><i style="height:8px;background:${t.gain}"></i>gained</span>`
      : [0.1, 0.5, 1].map(s => `<span><i style="height:8px;background:${amountColour(s)}"></i>${percent(s)} used</span>`).join('');
    this.legendBox.innerHTML = `<div>${bars.join('')}</div><div>${shares}</div>${this.difference ? '' : `<div><span><i style="height:3px;background:${accent(this.mainCommodity())}"></i>at sea</span><span><i style="height:3px;background:${t.dark ? '#8d97a1' : '#7d8790'}"></i>abroad, paths not simulated</span><span><b style="color:${t.bad}">⊖</b>stopped by a rule</span></div>`}`;
  }
  private fillTable() {
    if (this.details.open) this.tableHost.replaceChildren(tableElement(this.table(), this.finding.textContent ?? ''));
  }
  table(): TableData {
    const d = this.run.data;
    const withYear = new Set(d.months.map(m => m.slice(0, 4))).size > 1;
    const rows: (string | number)[][] = [];
    this.run.links.forEach((l, i) => {
      const total = this.difference ? this.difference[i] : this.traffic.total[i];
      if (!total) return;
      rows.push([l.id, l.mode, Math.round(l.km), Math.round(total), ...(this.difference ? [] : [l.used, ...d.months.map((_, m) => Math.round(this.traffic.months[m][i]))])]);
    });
    rows.sort((a, b) => Math.abs(b[3] as number) - Math.abs(a[3] as number));
    return { columns: ['link', 'mode', 'km', this.difference ? 'difference_t' : 'mass_t', ...(this.difference ? [] : ['used_share', ...d.months.map(m => `${monthShort(m, withYear)} t`)])], rows };
  }
}
