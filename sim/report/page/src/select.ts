// The one selection that map and charts share: what is shown, which month, which route is lit up.
import type { Run } from './data';

export type Selection = {
  commodity: number; // -1: all
  flow: number;
  market: string; // '' all, 'g:EU' a group, 'p:12' a pool
  route: string; // '' all: lit up everywhere
  home: boolean; // sales in the country of origin too
  month: number; // -1: the whole window; fractions while time runs
  running: boolean; // time runs: only the map keeps up
};

export class Selected {
  state: Selection;
  private listeners: ((s: Selection, timeOnly: boolean) => void)[] = [];
  constructor(public run: Run) {
    const leaves = run.data.moved.some((_, i) => !run.home[i]) || run.data.refused.length > 0;
    this.state = { commodity: -1, flow: -1, market: '', route: '', home: !leaves, month: -1, running: false };
  }
  on(listener: (s: Selection, timeOnly: boolean) => void) {
    this.listeners.push(listener);
  }
  set(change: Partial<Selection>) {
    const timeOnly = Object.keys(change).every(k => k === 'month' || k === 'running');
    Object.assign(this.state, change);
    for (const l of this.listeners) l(this.state, timeOnly);
  }
  /** Whether tonnes of a flow to a pool are shown; the route only lights up, it hides nothing but on the map. */
  shows(flow: number, pool: number, group: number): boolean {
    const s = this.state, d = this.run.data;
    if (s.commodity >= 0 && d.flows[flow]?.commodity !== s.commodity) return false;
    if (s.flow >= 0 && flow !== s.flow) return false;
    if (!s.home && this.run.isHome(flow, pool)) return false;
    if (s.market.startsWith('g:') && d.groups[group] !== s.market.slice(2)) return false;
    if (s.market.startsWith('p:') && pool !== Number(s.market.slice(2))) return false;
    return true;
  }
  moved(): PageRow[] {
    return this.run.data.moved.filter(r => this.shows(r[1], r[2], r[3])) as PageRow[];
  }
  refused() {
    return this.run.data.refused.filter(r => this.shows(r[1], r[2], r[3]));
  }
}
export type PageRow = [month: number, flow: number, pool: number, group: number, way: number, t: number];
