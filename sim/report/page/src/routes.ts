// The map of `corridor routes --map`: the ways found, side by side, and the ways that rules close with the reason.
import { drawWhenSeen, echarts, element, onWidth, tableElement, tip, type Option } from './chart';
import { short } from './data';
import { clip, date, esc, grouped } from './format';
import { across, kilometres, Land, viewOf } from './land';
import { landPath, seaPath } from './lanes';
import { project } from './projection.js';
import { font, theme } from './theme';

type Leg = { from: string; to: string; mode: string };
export type RoutesData = {
  from: string; to: string; cargo: string; on: string;
  places: Record<string, [name: string, country: string, lat: number, lon: number]>;
  routes: { through: string; legs: Leg[]; cost_usd_t: number; days: { p10: number; p50: number; p90: number }; co2_kg_t: number; pareto: boolean; verdict: string; conditions: string[]; km: number }[];
  closed: { through: string; legs: Leg[]; deciding: string[]; titles: string[]; until: string | null }[];
};

export function routesPage(d: RoutesData, page: HTMLElement) {
  const name = (id: string) => short(d.places[id]?.[0] ?? id);
  const title = d.routes.length === 0 ? `No lawful way leads from ${name(d.from)} to ${d.to}` : `From ${name(d.from)} to ${d.to}: best by ${d.routes[0].through}, ${grouped(d.routes[0].cost_usd_t, 2)} USD a tonne, ${grouped(d.routes[0].days.p50, 1)} days in the middle case`;
  const box = element('div', { class: 'map', id: 'map-drawing', role: 'img', 'aria-label': `Map. ${title}. The tables below hold the numbers.` });
  const path = (legs: Leg[]): [number, number][] => legs.flatMap(l => {
    const [a, b] = [d.places[l.from], d.places[l.to]];
    return (l.mode === 'sea' || l.mode === 'ferry' ? seaPath : landPath)([a[3], a[2]], [b[3], b[2]]);
  });
  const land = new Land(d.places[d.from] ? [d.places[d.from][1]] : []);
  const dashes = ['solid', [9, 4], [3, 4], [12, 4, 3, 4], [1, 3]];
  const draw = () => {
    const t = theme(), width = box.clientWidth || 800, height = Math.round(Math.max(360, Math.min(680, width * 0.56)));
    box.style.height = `${height}px`;
    const lines: Option[] = d.closed.map((c, i) => ({ coords: path(c.legs), closed: i, lineStyle: { color: t.bad, width: 2, type: [4, 5] } }));
    [...d.routes].reverse().forEach((r, k) => {
      const i = d.routes.length - 1 - k;
      lines.push({ coords: path(r.legs), route: i, lineStyle: { color: t.categories[i % t.categories.length], width: i === 0 ? 4 : 2.5, type: dashes[i % dashes.length] } });
    });
    const places = new Set([...d.routes, ...d.closed].flatMap(r => r.legs.flatMap(l => [l.from, l.to])));
    const stops = d.closed.flatMap((c, i) => {
      if (c.legs.length === 0) return [];
      const sea = c.legs.find(l => l.mode === 'sea'), at = sea ? sea.from : c.legs[c.legs.length - 1].to;
      return [{ closed: i, value: project(d.places[at][3], d.places[at][2]) }];
    });
    let [w, n, e, s] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const l of lines) for (const [x, y] of l.coords as [number, number][]) [w, n, e, s] = [Math.min(w, x), Math.min(n, y), Math.max(e, x), Math.max(s, y)];
    const wide = (e - w) * 0.08, high = (s - n) * 0.08;
    const view = Number.isFinite(w) ? viewOf([w - wide, n - high, e + wide, s + high], width, height) : { center: [0, 0] as [number, number], zoom: 1 };
    const drawing = echarts.getInstanceByDom(box) ?? echarts.init(box, null, { renderer: 'canvas', width, height });
    drawing.resize({ width, height });
    const line = (p: { data: { route?: number; closed?: number } }) => {
      if (p.data.route !== undefined) {
        const r = d.routes[p.data.route];
        return `<strong>${p.data.route + 1}. ${esc(r.through)}</strong><br>${grouped(r.cost_usd_t, 2)} USD/t, ${grouped(r.days.p50, 1)} days (${grouped(r.days.p10, 1)}–${grouped(r.days.p90, 1)}), ${grouped(r.co2_kg_t, 1)} kg CO₂/t<br>${esc(clip([r.verdict.replace('-', ' '), ...r.conditions].join('; '), 160))}`;
      }
      const c = d.closed[p.data.closed!];
      return c ? `<strong>${esc(c.through)}: closed</strong><br>${c.deciding.map((id, i) => `${esc(id)}: ${esc(clip(c.titles[i] ?? '', 120))}`).join('<br>')}<br>${c.until ? `until ${date(c.until)}` : 'no end is said'}` : '';
    };
    drawing.setOption({
      animation: false, tooltip: { ...tip(), formatter: line as never },
      geo: kilometres(view, width, height, matchMedia('(pointer: fine)').matches),
      series: [
        { type: 'lines', coordinateSystem: 'geo', polyline: true, z: 3, data: lines },
        { type: 'scatter', coordinateSystem: 'geo', z: 4, symbolSize: 5, itemStyle: { color: t.text }, data: [...places].map(id => {
          const at = project(d.places[id][3], d.places[id][2]), room = width - across(at[0], view, width, height);
          return { name: id, value: at, label: { show: true, position: room < 24 + 6.6 * Math.min(22, name(id).length) ? 'left' : 'right' } };
        }), tooltip: { formatter: (p: { name: string }) => esc(d.places[p.name]?.[0] ?? p.name) }, label: { color: t.text, fontSize: 12, fontFamily: font, textBorderColor: t.land, textBorderWidth: 3, formatter: (p: { name: string }) => clip(name(p.name), 22) }, labelLayout: { hideOverlap: true } },
        { type: 'scatter', coordinateSystem: 'geo', z: 5, symbol: 'path://M50,0A50,50,0,1,1,49.9,0Z M50,14A36,36,0,1,0,50.1,14Z M22,40L78,40L78,60L22,60Z', symbolSize: 20, itemStyle: { color: t.bad }, data: stops },
      ],
    } as never, true);
    land.follow(drawing, width, height);
    drawing.off('georoam');
    drawing.on('georoam', () => land.follow(drawing, width, height));
  };
  const found = tableElement({ columns: ['', 'through', 'km', 'cost USD/t', 'days p10', 'p50', 'p90', 'CO₂ kg/t', 'Pareto', 'law'], rows: d.routes.map((r, i) => [i + 1, r.through, grouped(r.km), grouped(r.cost_usd_t, 2), grouped(r.days.p10, 1), grouped(r.days.p50, 1), grouped(r.days.p90, 1), grouped(r.co2_kg_t, 1), r.pareto ? 'yes' : '', [r.verdict.replace('-', ' '), ...r.conditions].join('; ')]) }, 'Ways, best first');
  found.querySelectorAll('tr').forEach(row => [...row.children].slice(2, 8).forEach(cell => cell.classList.add('n')));
  // Beside its number the line of each way, as the map draws it.
  const samples = () => found.querySelectorAll('tbody tr').forEach((row, i) => {
    const t = theme(), line = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), dash = dashes[i % dashes.length];
    line.setAttribute('class', 'sample');
    line.setAttribute('aria-hidden', 'true');
    line.innerHTML = `<path d="M0 6h36" stroke="${t.categories[i % t.categories.length]}" stroke-width="${i === 0 ? 4 : 2.5}" stroke-dasharray="${dash === 'solid' ? 'none' : (dash as number[]).join(' ')}"/>`;
    row.firstElementChild!.replaceChildren(line, ` ${i + 1}`);
  });
  page.replaceChildren(
    element('header', { class: 'answer', id: 'answer' }, element('p', { class: 'kicker' }, `corridor routes · ${d.cargo} · ${date(d.on)}`), element('h1', { dir: 'auto' }, title)),
    element('section', { class: 'part', id: 'map' }, element('h2', {}, 'The ways on the map'), element('p', { class: 'note' }, 'Each way with a line of its own, as the table shows it; dashed with a ring: ways that a rule closes, the reason on hover and below. Frontiers: Natural Earth, de facto; sea lanes are drawn schematically.'), element('div', { class: 'map-host' }, land.svg, box), found,
      d.closed.length > 0 ? tableElement({ columns: ['through', 'closed by', 'what it says', 'until'], rows: d.closed.map(c => [c.through, c.deciding.join(', '), c.titles.join('; '), c.until ?? 'no end is said']) }, 'Ways that rules close') : element('p', {}, 'No rule closes a way.')),
  );
  const redraw = () => {
    draw();
    samples();
  };
  redraw();
  drawWhenSeen({ frame: box, painted: box.parentElement!, title: () => {}, show: () => {}, draw: redraw });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  onWidth(box, draw);
}
