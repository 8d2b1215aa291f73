// The land under the maps, an SVG of its own below the drawing: the browser draws it without a script, and neither time that
// runs nor a filter paints it anew. One outline for the countries that exports come from, one for all others.
import atlas from 'corridor-atlas';
import { echarts, type Option } from './chart';

export type View = { center: [number, number]; zoom: number };
type Points = [number, number][];

const [west, north, east, south] = atlas.frame;
let known = false;

/** Centre and zoom at which a box of the map's kilometres fills a drawing. */
export function viewOf(box: [west: number, north: number, east: number, south: number], width: number, height: number): View {
  const [w, n, e, s] = box, all = Math.min(width / (east - west), height / (south - north));
  return { center: [(w + e) / 2, (n + s) / 2], zoom: Math.min(width / (e - w), height / (s - n)) / all };
}

/** How far from the left edge a point is drawn, in pixels. */
export function across(x: number, view: View, width: number, height: number): number {
  return width / 2 + (x - view.center[0]) * view.zoom * Math.min(width / (east - west), height / (south - north));
}

/** The coordinate system of a map: the kilometres of the atlas, and nothing to see. */
export function kilometres(view: View, width: number, height: number, roam: boolean | 'move'): Option {
  if (!known) echarts.registerMap('kilometres', { svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${west} ${north} ${east - west} ${south - north}"/>` } as never);
  known = true;
  const shape = (east - west) / (south - north);
  return { map: 'kilometres', silent: true, roam, ...view, layoutCenter: ['50%', '50%'], layoutSize: shape > 1 ? Math.min(width, height * shape) : Math.min(height, width / shape), tooltip: { show: false } };
}

const drawn = (lines: Points[]) => lines.map(line => 'M' + line.map(p => p.map(Math.round).join(' ')).join('L')).join('');

export class Land {
  readonly svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  /** @param home  countries in the second grey, ISO 3166 codes of two letters */
  constructor(home: string[], railways: Points[] = [], others: Points[] = []) {
    const names = new Intl.DisplayNames(['en'], { type: 'region' }), at = new Set(home.map(c => (/^[A-Z]{2}$/.test(c) ? names.of(c) : undefined)));
    const outlines = (inside: boolean) => Object.entries(atlas.countries).map(([name, d]) => (at.has(name) === inside ? d : '')).join('');
    this.svg.setAttribute('class', 'land');
    this.svg.setAttribute('aria-hidden', 'true');
    this.svg.setAttribute('preserveAspectRatio', 'none');
    for (const [name, d] of [['abroad', outlines(false)], ['home', outlines(true)], ['railways', drawn(railways)], ['others', drawn(others)]]) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('class', name);
      path.setAttribute('d', d);
      this.svg.append(path);
    }
  }
  /** Lies where the drawing above it shows the same kilometres. */
  follow(drawing: echarts.ECharts, width: number, height: number) {
    const [w, n] = drawing.convertFromPixel('geo', [0, 0]), [e, s] = drawing.convertFromPixel('geo', [width, height]);
    this.svg.setAttribute('viewBox', `${w} ${n} ${e - w} ${s - n}`);
  }
}
