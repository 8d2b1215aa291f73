// Colours of both themes. Okabe-Ito for categories, cividis for amounts, blue and orange for differences.

export const categories = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#999933'];
const darkCategories = ['#4FA3DB', '#F0B232', '#2FBF95', '#DE9CC2', '#8CCBF2', '#F0824A', '#C2C25A'];

export type Theme = {
  dark: boolean; text: string; quiet: string; faint: string; line: string; page: string; panel: string;
  land: string; bad: string; categories: string[];
  other: string; gain: string; loss: string; accent: string; box: string;
};
const light: Theme = {
  dark: false, text: '#1b1f24', quiet: '#57606a', faint: '#8b949e', line: '#d6dbe0', page: '#ffffff', panel: '#f6f7f8',
  land: '#ecedee', bad: '#B34700', categories, other: '#a8b0b8',
  gain: '#0072B2', loss: '#D55E00', accent: '#0072B2', box: '#cfe3f0',
};
const dark: Theme = {
  dark: true, text: '#e8eaed', quiet: '#a9b1ba', faint: '#7d8590', line: '#3a414a', page: '#14171b', panel: '#1c2025',
  land: '#262b31', bad: '#FF8A4C', categories: darkCategories,
  other: '#68717b', gain: '#56B4E9', loss: '#F0824A', accent: '#4FA3DB', box: '#24435a',
};

export function isDark(): boolean {
  const set = document.documentElement.dataset.theme;
  if (set) return set === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
export const theme = (): Theme => (isDark() ? dark : light);

/** One accent a commodity, in the order in which the network lists them; the same on every page. */
export function accent(commodity: number): string {
  const t = theme(), n = t.categories.length;
  return t.categories[(((commodity - 1) % n) + n) % n];
}

// Cividis, nine stops; from pale to strong on light ground and the other way round on dark.
const cividis = ['#fee838', '#e1cc55', '#bcae6c', '#9a9376', '#7c7b78', '#616571', '#434e6c', '#1f3a6d', '#00224e'];
export function amountColour(share: number): string {
  const stops = isDark() ? [...cividis].reverse().slice(2) : cividis.slice(1);
  const x = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(x));
  return mix(stops[i], stops[i + 1], x - i);
}
function mix(a: string, b: string, t: number): string {
  const at = (s: string, k: number) => parseInt(s.slice(1 + 2 * k, 3 + 2 * k), 16);
  const c = [0, 1, 2].map(k => Math.round(at(a, k) + (at(b, k) - at(a, k)) * t));
  return '#' + c.map(v => v.toString(16).padStart(2, '0')).join('');
}
/** A difference from -1 (lost) through 0 (none) to 1 (gained). */
export function differenceColour(x: number): string {
  const t = theme();
  return mix(t.dark ? '#4a525b' : '#c9ced3', x < 0 ? t.loss : t.gain, Math.min(1, Math.abs(x)));
}
export const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
